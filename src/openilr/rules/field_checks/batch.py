"""The field checks over the tables of a message.

Nearly every column of a real file is without fault, so each is first asked a few cheap questions as
a whole: nulls, least and greatest value, shortest and longest text, a table over its bytes. Only
where an answer is not clean are the rows at fault picked out, and only their distinct values are
judged, by the same function (`values.faults`) that judges a single learner. Values kept in `raw`
are judged there and not in their column.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import polars as pl

from openilr.findings import FINDINGS, no_findings
from openilr.ilr.message import Message
from openilr.ilr.schema import Entity, Field, Kind
from openilr.ilr.text_bytes import ByteTable, has_byte, table_except
from openilr.ilr.years import OPEN_YEARS
from openilr.rules.field_checks.declared import (
    Fault,
    check_of,
    occurrence_is_limited,
)
from openilr.rules.field_checks.texts import describe_occurs
from openilr.rules.field_checks.values import describe, digits_allowed, faults, text_limits
from openilr.rules.field_checks.whole import WholeFinding, header_findings, shape_findings


def check_fields(message: Message) -> pl.DataFrame:
    """Every finding of the field checks on a whole message, in the order file, learner, aim, rule.

    Shape: FINDINGS. An earlier year has no checks and gives no findings.
    A file read in parts is asked in parts: `check_learners` and `check_shape` of each, and
    `check_header` of the last, which knows all of the header, with the learners of all.
    """
    parts = [
        check_header(message, learners=message["Learner"].height),
        check_shape(message),
        check_learners(message),
    ]
    return _sorted(pl.concat(parts))


def check_header(message: Message, *, learners: int) -> pl.DataFrame:
    """The findings on the values of the header, and on a file without learners.

    `learners` is their number in the whole file. Lines are null where the element is not in
    `structure`.
    """
    if message.year not in OPEN_YEARS:
        return no_findings()
    structure = message.structure.iter_rows()
    return _whole(
        message, header_findings(message.year, message.header, structure, learners=learners)
    )


def check_shape(message: Message) -> pl.DataFrame:
    """The findings on the shape of the XML, as the reader recorded it.

    A missing field of the header is left to `check_header`, which names it.
    """
    if message.year not in OPEN_YEARS or not message.structure.height:
        return no_findings()
    return _whole(message, shape_findings(message.year, message.structure.iter_rows()))


def check_learners(message: Message) -> pl.DataFrame:
    """The findings on the values and records of learners; each learner's hang on it alone."""
    if message.year not in OPEN_YEARS:
        return no_findings()
    parts: list[pl.DataFrame] = []
    for entity in message.schema.learner_entities():
        parts += _occurrence(message, entity)
        parts += _fields(message, entity)
    parts += _raw(message)
    found = [_keyed(message, part) for part in parts if part.height]
    return _sorted(_named(message, pl.concat(found))) if found else no_findings()


def _sorted(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.sort("learner", "aim", "rule", nulls_last=False, maintain_order=True)


# -- values ----------------------------------------------------------------------------------------


def _fields(message: Message, entity: Entity) -> Iterator[pl.DataFrame]:
    """The faults of the typed values of one entity, in the shape of `_found`."""
    frame = message[entity.name]
    if not frame.height:
        return
    doubtful = _doubtful(frame, entity)
    if not doubtful:
        return
    raw = message.raw.filter(pl.col("entity") == entity.name)
    for field in doubtful:
        kept = raw.filter(pl.col("field") == field.name)["row"]
        rows = frame.select(
            row=pl.int_range(pl.len(), dtype=pl.UInt32),
            value=pl.col(field.name),
            suspect=_suspect(field),
        )
        if field.mandatory:
            missing = rows.filter(pl.col("value").is_null())
            if kept.len():
                missing = missing.filter(~pl.col("row").is_in(kept.implode()))
            yield _found(
                message.year,
                entity,
                field,
                missing.select("row", value=pl.lit(None, pl.String)),
                {None: (Fault.MISSING,)},
            )
        suspects = rows.filter(pl.col("suspect").fill_null(False))  # noqa: FBT003
        if kept.len():
            suspects = suspects.filter(~pl.col("row").is_in(kept.implode()))
        if suspects.height:
            texts = suspects.select("row", value=pl.col("value").cast(pl.String))
            yield _judged(message.year, entity, field, texts)


def _doubtful(frame: pl.DataFrame, entity: Entity) -> list[Field]:
    """The fields of a frame that do not pass as a whole."""
    asked: list[pl.Expr] = []
    for field in entity.fields:
        name = field.name
        asked.append(pl.col(name).null_count().alias(f"{name} null"))
        match field.kind:
            case Kind.TEXT:
                length = pl.col(name).str.len_bytes()
                asked += [length.min().alias(f"{name} min"), length.max().alias(f"{name} max")]
            case Kind.INTEGER | Kind.DECIMAL:
                asked += [
                    pl.col(name).min().alias(f"{name} min"),
                    pl.col(name).max().alias(f"{name} max"),
                ]
            case _:
                pass  # a typed date is a date
    answers = frame.select(asked).row(0, named=True)
    doubtful: list[Field] = []
    for field in entity.fields:
        nulls, low, high = (answers.get(f"{field.name} {what}") for what in ("null", "min", "max"))
        passes = low is None or high is None or _passes(frame, field, low, high)
        if (nulls and field.mandatory) or not passes:
            doubtful.append(field)
    return doubtful


def _passes(frame: pl.DataFrame, field: Field, low: float, high: float) -> bool:
    """Whether a column of values from `low` to `high` (bytes of texts) is surely clean."""
    if field.kind is not Kind.TEXT:
        least, most = _range(field)
        return least <= low and high <= most
    limits = text_limits(field)
    if low < 1 or (limits.most is not None and high > limits.most):
        return False
    column = frame[field.name]
    if low < limits.exact or has_byte(column, _forbidden(field)):
        return False
    return limits.form is None or not frame.select(_suspect(field).any()).item()


@cache
def _forbidden(field: Field) -> ByteTable:
    """The bytes that no value of a text field has, and all beyond ASCII unless accents are free."""
    classes = text_limits(field).classes
    is_free = all(c.startswith("[^") for c in classes)
    ascii_ = (chr(n) for n in range(128))
    one = Field("", Kind.TEXT, "", restricted=field.restricted, pattern=field.pattern)
    clean = "".join(c for c in ascii_ if Fault.PATTERN not in faults(_characters_only(one), c))
    table = table_except(clean)
    if is_free:
        table[128:] = False
    return table


def _characters_only(field: Field) -> Field:
    limits = text_limits(field)
    if limits.form is None:
        return field
    return Field("", Kind.TEXT, "", restricted=field.restricted)


def _range(field: Field) -> tuple[float, float]:
    if field.minimum is not None and field.maximum is not None:
        return field.minimum, field.maximum
    most = 10 ** digits_allowed(field) - 1
    return -most, most


def _suspect(field: Field) -> pl.Expr:
    """True for every value at fault (and perhaps some that are not); null where there is none."""
    column = pl.col(field.name)
    if field.kind in (Kind.DATE, Kind.DATETIME):
        return pl.lit(False)  # noqa: FBT003
    if field.kind is not Kind.TEXT:
        least, most = _range(field)
        if field.kind is Kind.DECIMAL:
            # Compared as text, the limits keep their digits: 0.1 is no binary fraction.
            least, most = (pl.lit(str(x)).str.to_decimal(scale=1) for x in (least, most))
        return (column < least) | (column > most)
    limits = text_limits(field)
    length = column.str.len_chars()
    suspect = length < max(1, limits.exact)
    if limits.most is not None:
        suspect |= length > limits.most
    for characters in limits.classes:
        suspect |= ~column.str.contains(f"^{characters}*$")
    if limits.form is not None:
        suspect |= ~column.str.contains(f"^(?:{limits.form})$")
    return suspect


def _judged(year: str, entity: Entity, field: Field, texts: pl.DataFrame) -> pl.DataFrame:
    """The faults of some texts of a field (`row`, `value`)."""
    distinct = texts["value"].unique().to_list()
    judged = {text: found for text in distinct if (found := faults(field, text))}
    return _found(year, entity, field, texts, judged)


def _found(
    year: str,
    entity: Entity,
    field: Field,
    texts: pl.DataFrame,
    judged: dict[str | None, tuple[Fault, ...]] | dict[str, tuple[Fault, ...]],
) -> pl.DataFrame:
    """One row a fault: rule, severity, entity, row of its frame, name and value, message."""
    checks = [
        (text, check.rule, check.severity, describe(field, fault, text))
        for text, found in judged.items()
        for fault in found
        for check in (check_of(year, entity.name, field.name, fault),)
    ]
    told = pl.DataFrame(
        checks,
        schema={
            "value": pl.String,
            "rule": pl.String,
            "severity": pl.String,
            "message": pl.String,
        },
        orient="row",
    )
    return texts.join(told, on="value", nulls_equal=True).select(
        "rule",
        "severity",
        pl.lit(entity.name).alias("entity"),
        "row",
        pl.lit(field.name).alias("name"),
        "value",
        "message",
    )


def _raw(message: Message) -> Iterator[pl.DataFrame]:
    """The faults of the texts that are not in the plain form of their type."""
    of_year = message.schema
    for (entity, field), part in message.raw.group_by("entity", "field", maintain_order=True):
        declared = of_year.field(str(entity), str(field))
        texts = part.select("row", value="text")
        yield _judged(message.year, of_year.entities[str(entity)], declared, texts)


# -- records ---------------------------------------------------------------------------------------


def _occurrence(message: Message, entity: Entity) -> Iterator[pl.DataFrame]:
    """The parents with too many or too few records of an entity."""
    of_year = message.schema
    if entity.parent == "Message" or entity.parent is None:
        return
    if not occurrence_is_limited(of_year, entity):
        return
    key = of_year.keys(entity.parent)[-1]
    parents, children = message[entity.parent], message[entity.name][key]
    if not _may_be_outside(parents[key], children, entity):
        return
    counts = children.value_counts(name="count").with_columns(pl.col("count").cast(pl.Int64))
    counted = parents.select(key, row=pl.int_range(pl.len(), dtype=pl.UInt32)).join(
        counts, on=key, how="left", maintain_order="left"
    )
    count = pl.col("count").fill_null(0)
    outside = count < entity.min_occurs
    if entity.max_occurs is not None:
        outside |= count > entity.max_occurs
    check = check_of(message.year, entity.name, None, Fault.OCCURS)
    rows = counted.filter(outside).select("row", count=count)
    told = {n: describe_occurs(entity, n) for n in rows["count"].unique().to_list()}
    yield rows.select(
        pl.lit(check.rule).alias("rule"),
        pl.lit(check.severity).alias("severity"),
        pl.lit(entity.parent).alias("entity"),
        "row",
        pl.lit(entity.name).alias("name"),
        pl.col("count").cast(pl.String).alias("value"),
        pl.col("count").replace_strict(told, return_dtype=pl.String).alias("message"),
    )


def _may_be_outside(parents: pl.Series, children: pl.Series, entity: Entity) -> bool:
    """Whether some parent may have too many or too few children; cheap for rows in order."""
    if not children.is_sorted():
        return True
    if entity.min_occurs and children.n_unique() < parents.len():
        return True
    most = entity.max_occurs
    return most is not None and bool((children == children.shift(most)).any())


# -- findings --------------------------------------------------------------------------------------


_WHOLE = pl.Schema(
    {
        "rule": pl.String,
        "severity": pl.String,
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "line": pl.UInt32,
        "name": pl.String,
        "value": pl.String,
        "message": pl.String,
    }
)
"""The shape of the findings that `whole` gives."""


def _whole(message: Message, found: Iterable[WholeFinding]) -> pl.DataFrame:
    rows = list(found)
    if not rows:
        return no_findings()
    return _named(message, pl.DataFrame(rows, schema=_WHOLE, orient="row"))


def _keyed(message: Message, found: pl.DataFrame) -> pl.DataFrame:
    """Findings with the keys and lines of their rows, in the shape of `_WHOLE`; `found` speaks of
    one entity's frame.
    """
    frame = message[found["entity"][0]]
    picked = frame[found["row"]]
    aim = picked["aim"] if "aim" in frame.columns else pl.lit(None, pl.UInt32).alias("aim")
    line = pl.when(picked["line"] > 0).then(picked["line"]).alias("line")
    return found.with_columns(picked["learner"], aim, line).select(_WHOLE.names()).cast(_WHOLE)


def _named(message: Message, found: pl.DataFrame) -> pl.DataFrame:
    """Findings with the names of their learner and aim, in the shape FINDINGS."""
    learners = message["Learner"].select("learner", "LearnRefNumber")
    aims = message["LearningDelivery"].select("aim", "AimSeqNumber")
    pair = pl.struct("name", "value")
    return (
        found.join(learners, on="learner", how="left", maintain_order="left")
        .join(aims, on="aim", how="left", maintain_order="left")
        .with_columns(fields=pl.concat_list(pair))
        .select(FINDINGS.names())
        .cast(FINDINGS)
    )
