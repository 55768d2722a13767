"""Compare two returns of a provider: learners, aims, fields, findings and money.

Records are paired, never counted off: a learner by LearnRefNumber, an aim by SWSupAimId where both
returns have it, else by LearnAimRef, LearnStartDate, ProgType and StdCode, else by AimSeqNumber,
and any other record by its natural key within its learner or aim (`_RECORDS`). So the order of the
records does not matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import polars as pl

from openilr.errors import EngineError
from openilr.findings import no_findings
from openilr.funding.earnings import Method
from openilr.funding.frames import FAM_TYPES
from openilr.funding.records import AIM_FIELDS, LEARNER_FIELDS, AppFin, Employment, Fam, Monitoring
from openilr.ilr.xml import read as xml
from openilr.ilr.years import OPEN_YEARS, long_name
from openilr.pipeline.earnings import EarningsOptions, earnings_source

if TYPE_CHECKING:
    from openilr.ilr.message import Message
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.check import CheckOptions, Progress

LEARNERS = pl.Schema(
    {"LearnRefNumber": pl.String, "only_in": pl.String, "aims": pl.UInt32, "ULN": pl.Int64}
)
"""Learners of one return only; `only_in` is "A" or "B"."""

AIMS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "only_in": pl.String,
        "AimSeqNumber": pl.Int32,
        "LearnAimRef": pl.String,
        "LearnStartDate": pl.Date,
        "FundModel": pl.Int32,
    }
)
"""Aims of one return only, of learners who are in both."""

FIELDS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,  # that of B; null for what belongs to the learner
        "entity": pl.String,
        "record": pl.String,  # natural key ("TNP 1 2026-09-01"); null of the learner or aim itself
        "field": pl.String,
        "old": pl.String,
        "new": pl.String,
        "change": pl.String,  # "changed", "added" or "removed": of the record, not the value
        "funding": pl.Boolean,  # whether the earnings calculations read the field
    }
)
"""Values that differ, as text (dates ISO), of learners and aims that are in both returns. A record
that was added or removed has a row for each of its values."""

FINDINGS = pl.Schema(
    {
        "change": pl.String,  # "cured" (in A only) or "new" (in B only)
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "rule": pl.String,
        "severity": pl.String,
        "message": pl.String,
        "learner_in": pl.String,  # "both", "A" or "B"; null for the file as a whole
    }
)
"""Findings of one return only. One whose reported values alone differ is the same finding."""

_AMOUNTS = {
    "a": pl.Decimal(38, 5),
    "b": pl.Decimal(38, 5),
    "difference": pl.Decimal(38, 5),
}

MONTHS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "academic_year": pl.String,
        "period": pl.UInt8,  # 1 = August
        **_AMOUNTS,
    }
)
"""Months in which a learner earns another amount; the difference is B less A."""

MONEY = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        **_AMOUNTS,
        "gained": pl.Decimal(38, 5),
        "lost": pl.Decimal(38, 5),
        "because": pl.List(pl.String),
    }
)
"""Learners with an amount that differs in any month, the largest loss first. `gained` and `lost`
add up the months one way and the other; `because` tells what changed of the learner: the fields
that the calculations read, or if there are none, every field that changed."""

_RECORDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "PriorAttain": (("PriorLevel", "DateLevelApp"), ("PriorLevel",)),
    "LLDDandHealthProblem": (("LLDDCat",),),
    "LearnerFAM": (("LearnFAMType", "LearnFAMCode"),),
    "ProviderSpecLearnerMonitoring": (("ProvSpecLearnMonOccur",),),
    "LearnerEmploymentStatus": (("DateEmpStatApp",),),
    "EmploymentStatusMonitoring": (("DateEmpStatApp", "ESMType"),),
    "LearnerHE": ((),),
    "LearnerHEFinancialSupport": (("FINTYPE",),),
    "LearningDeliveryFAM": (
        ("LearnDelFAMType", "LearnDelFAMCode", "LearnDelFAMDateFrom"),
        ("LearnDelFAMType", "LearnDelFAMDateFrom"),
        ("LearnDelFAMType", "LearnDelFAMCode"),
    ),
    "HRSRecord": (("HRSType", "HRSCode"),),
    "LearningDeliveryWorkPlacement": (
        ("WorkPlaceStartDate", "WorkPlaceEmpId"),
        ("WorkPlaceStartDate",),
    ),
    "AppFinRecord": (("AFinType", "AFinCode", "AFinDate"), ("AFinType", "AFinCode")),
    "ProviderSpecDeliveryMonitoring": (("ProvSpecDelMonOccur",),),
    "LearningDeliveryHE": ((),),
}
"""How records are paired within their learner or aim: by the first key, then what is left by the
next. The first also names the record to people."""

_AIM_KEYS = (
    ("SWSupAimId",),
    ("LearnAimRef", "LearnStartDate", "ProgType", "StdCode"),
    ("AimSeqNumber",),
)

_FUNDING_FIELDS: Mapping[str, frozenset[str]] = {
    "Learner": frozenset(LEARNER_FIELDS) - {"LearnRefNumber"},
    # The number of an aim names it and moves no money.
    "LearningDelivery": frozenset(AIM_FIELDS) - {"AimSeqNumber"},
    "LearningDeliveryFAM": frozenset(Fam._fields),
    "AppFinRecord": frozenset(AppFin._fields),
    "LearnerEmploymentStatus": frozenset(Employment._fields),
    "EmploymentStatusMonitoring": frozenset(Monitoring._fields),
}
"""The fields that the earnings calculations read."""


@dataclass(frozen=True, slots=True)
class Side:
    """One return, with what was found in it and what its learners earn.

    Attributes:
        findings: shape `openilr.findings.FINDINGS`.
        not_run: rules that could not run on it.
        rows, reasons: as `openilr.funding.frames` has them.
    """

    name: str
    message: "Message"
    findings: pl.DataFrame
    not_run: frozenset[str]
    rows: pl.DataFrame
    reasons: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Return:
    """The totals of one return."""

    name: str
    year: str
    UKPRN: int | None
    prepared: date | None
    learners: int
    aims: int
    errors: int
    warnings: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two returns, A being the earlier; the frames have the shapes above.

    Attributes:
        remarks: what was not compared, in sentences.
    """

    a: Return
    b: Return
    learners: pl.DataFrame
    aims: pl.DataFrame
    fields: pl.DataFrame
    findings: pl.DataFrame
    months: pl.DataFrame
    money: pl.DataFrame
    remarks: tuple[str, ...]
    method: Method = Method.FM36
    as_at: date | None = None

    @property
    def equal(self) -> bool:
        """Whether nothing differs but the order of records and the header."""
        return self.a.year == self.b.year and all(
            frame.is_empty()
            for frame in (self.learners, self.aims, self.fields, self.findings, self.months)
        )


def compare_sources(
    a: "Source",
    b: "Source",
    check: "CheckOptions",
    earn: EarningsOptions,
    *,
    progress: "Progress | None" = None,
) -> Comparison:
    """Read, check and work out two files, and compare them.

    Errors: FileUnreadable, WrongCollectionYear; EngineError if the files are of two providers.
    """
    messages = (xml.read(a), xml.read(b))
    ukprns = [_ukprn(m) for m in messages]
    if None not in ukprns and ukprns[0] != ukprns[1]:
        raise EngineError(
            f"The files are of two providers: UKPRN {ukprns[0]} in {a.name}, {ukprns[1]} in"
            f" {b.name}. Compare two returns of one provider."
        )
    checked = all(m.year in OPEN_YEARS for m in messages)
    sides = [
        _side(source, message, check if checked else None, earn, progress)
        for source, message in zip((a, b), messages, strict=True)
    ]
    return compare(*sides, checked=checked, method=earn.method, as_at=earn.as_at)


def _side(
    source: "Source",
    message: "Message",
    check: "CheckOptions | None",
    earn: EarningsOptions,
    progress: "Progress | None",
) -> Side:
    findings, not_run = no_findings(), frozenset[str]()
    if check is not None:
        # Imported when wanted: the rules take a moment to load.
        from openilr.pipeline.check import check_source, silent

        report = check_source(source, check, progress=progress or silent)
        findings, not_run = report.findings, frozenset(report.not_run["rule"].to_list())
    earned = earnings_source(source, earn, progress=progress)
    return Side(source.name, message, findings, not_run, earned.rows, earned.reasons)


def compare(
    a: Side,
    b: Side,
    *,
    checked: bool = True,
    method: Method = Method.FM36,
    as_at: date | None = None,
) -> Comparison:
    """What differs between two returns; A is the earlier.

    `checked` tells whether the findings were looked for; `method` and `as_at` are only noted.
    """
    people = _people(a.message, b.message)
    aims = _aims(a.message, b.message, people)
    only_aims = _aims_of_one(a.message, b.message, people, aims)
    fields = _fields(a.message, b.message, people, aims)
    months = _months(a, b, people)
    learners = _learners_of_one(a.message, b.message, people)
    return Comparison(
        a=_return(a),
        b=_return(b),
        learners=learners,
        aims=only_aims,
        fields=fields,
        findings=_findings(a, b, people, aims),
        months=_shaped(months.filter(pl.col("difference") != 0), MONTHS),
        money=_money(months, _causes(a, b, learners, only_aims, fields, people)),
        remarks=tuple(_remarks(a, b, checked)),
        method=method,
        as_at=as_at,
    )


def _return(side: Side) -> Return:
    severities = side.findings["severity"]
    amount = side.rows["amount"].cast(pl.Decimal(38, 5)).sum() if side.rows.height else 0
    return Return(
        side.name,
        side.message.year,
        _ukprn(side.message),
        side.message.header.FilePreparationDate,
        side.message["Learner"].height,
        side.message["LearningDelivery"].height,
        int((severities == "E").sum()),
        int((severities == "W").sum()),
        Decimal(cast("Decimal", amount)),
    )


def _ukprn(message: "Message") -> int | None:
    return message.header.provider_UKPRN or message.header.UKPRN


def _remarks(a: Side, b: Side, checked: bool) -> list[str]:
    remarks: list[str] = []
    years = [s.message.year for s in (a, b)]
    if years[0] != years[1]:
        alone = sorted(_field_names(a.message) ^ _field_names(b.message))
        said = f" Not compared, being collected in one of them only: {', '.join(alone)}."
        remarks.append(
            f"The returns are of two years, {long_name(years[0])} and {long_name(years[1])}."
            + (said if alone else "")
        )
    if not checked:
        remarks.append(
            "Findings were not compared: OpenILR checks "
            f"{' and '.join(long_name(year) for year in OPEN_YEARS)} only."
        )
    one_only = sorted(_rules(a, b))
    if one_only:
        remarks.append(
            f"Rules that ran on one of the returns only, so not compared: {', '.join(one_only)}."
        )
    blocked = [side.reasons.filter(pl.col("blocks")) for side in (a, b)]
    if any(frame.height for frame in blocked):
        counts = [frame["learner"].n_unique() for frame in blocked]
        missing = sorted({m for f in blocked for m in f["missing"].drop_nulls().to_list()})
        remarks.append(
            f"Money was not worked out, or not whole, for {counts[0]:,} learners of A and"
            f" {counts[1]:,} of B"
            + (f"; not on file: {', '.join(missing)}." if missing else ".")
            + " openilr earnings tells why."
        )
    return remarks


def _rules(a: Side, b: Side) -> frozenset[str]:
    """Rules with findings in one return that could not run on the other."""
    found = {rule for s in (a, b) for rule in s.findings["rule"].unique().to_list()}
    return frozenset(found & (a.not_run ^ b.not_run))


def _field_names(message: "Message") -> set[str]:
    return {f"{e.name}.{f.name}" for e in message.schema.learner_entities() for f in e.fields}


def _shaped(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())


# -- pairs -----------------------------------------------------------------------------------------

_PAIRS = pl.Schema({"a": pl.UInt32, "b": pl.UInt32, "same": pl.Boolean})


def _paired(
    a: pl.DataFrame,
    b: pl.DataFrame,
    fields: Sequence[str],
    keys: Sequence[tuple[str, ...]],
) -> pl.DataFrame:
    """Rows of two frames that are the same record (shape _PAIRS: their `row`, and whether every
    field agrees), within the same `of`.

    Rows alike in every field are paired first, then by each key in turn; of several with one key
    the first in the order of their values go together. A key of a single field counts only where
    the field has a value.
    """
    alike = pl.struct(fields).hash().alias("alike")
    rests = [a.with_columns(alike), b.with_columns(alike)]
    found: list[pl.DataFrame] = []
    for step, key in enumerate((("alike",), *keys)):
        on = ["of", *key]
        if step == 1:
            rests = [rest.sort(fields) for rest in rests]
        asked = [rest.drop_nulls(key[0]) if len(key) == 1 else rest for rest in rests]
        left, right = (
            rows.select("row", *on, nth=pl.int_range(pl.len()).over(on)) for rows in asked
        )
        pairs = left.join(right, on=[*on, "nth"], how="inner", nulls_equal=True)
        found.append(pairs.select(a=pl.col("row"), b=pl.col("row_right"), same=pl.lit(step == 0)))
        rests = [
            rest.join(found[-1].select(row=side), on="row", how="anti")
            for rest, side in zip(rests, ("a", "b"), strict=True)
        ]
    return _shaped(pl.concat(found), _PAIRS)


def _texts(message: "Message", entity: str, fields: Sequence[str]) -> pl.DataFrame:
    """An entity's rows with their keys, `row`, and the fields as text, also where the text is not
    of the field's type.
    """
    keys = [k for k in ("learner", "aim", "status") if k in message[entity].columns]
    frame = (
        message[entity]
        .select(*keys, *(pl.col(name).cast(pl.String) for name in fields))
        .with_row_index("row")
    )
    raw = message.raw.filter((pl.col("entity") == entity) & pl.col("field").is_in(list(fields)))
    for name in raw["field"].unique().to_list():
        texts = raw.filter(pl.col("field") == name).select("row", raw_text="text")
        frame = (
            frame.join(
                texts.unique("row", keep="first"), on="row", how="left", maintain_order="left"
            )
            .with_columns(pl.coalesce(name, "raw_text").alias(name))
            .drop("raw_text")
        )
    return frame


def _common(a: "Message", b: "Message", entity: str) -> list[str]:
    """The fields of an entity that both years collect."""
    other = {f.name for f in b.schema.entities[entity].fields}
    return [f.name for f in a.schema.entities[entity].fields if f.name in other]


def _people(a: "Message", b: "Message") -> pl.DataFrame:
    """Every learner of either return: `who`, the keys `a` and `b` (null where absent) and
    LearnRefNumber.
    """
    fields = _common(a, b, "Learner")
    # References are the same without regard to capitals and the spaces around them.
    of = pl.col("LearnRefNumber").fill_null("").str.strip_chars().str.to_uppercase().alias("of")
    left, right = (_texts(m, "Learner", fields).with_columns(of) for m in (a, b))
    pairs = _paired(left, right, fields, [()])
    return (
        _united(pairs, left, right)
        .join(left.select(a="row", name_a="LearnRefNumber"), on="a", how="left")
        .join(right.select(b="row", name_b="LearnRefNumber"), on="b", how="left")
        .with_columns(LearnRefNumber=pl.coalesce("name_b", "name_a"))
        .drop("name_a", "name_b")
        .sort("LearnRefNumber", "a", "b")
        .with_row_index("who")
    )


def _united(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """The pairs, then the rows that have none."""
    return pl.concat(
        [
            pairs,
            left.select(a="row").join(pairs, on="a", how="anti"),
            right.select(b="row").join(pairs, on="b", how="anti"),
        ],
        how="diagonal",
    )


def _aims(a: "Message", b: "Message", people: pl.DataFrame) -> pl.DataFrame:
    """Every aim of either return: `which`, the keys `a` and `b`, `who` and AimSeqNumber."""
    fields = _common(a, b, "LearningDelivery")
    left, right = (
        _texts(m, "LearningDelivery", fields).join(
            people.select("who", learner=side).drop_nulls(), on="learner", how="left"
        )
        for m, side in ((a, "a"), (b, "b"))
    )
    pairs = _paired(left.with_columns(of="who"), right.with_columns(of="who"), fields, _AIM_KEYS)

    def facts(message: "Message", rows: pl.DataFrame, side: str) -> pl.DataFrame:
        numbers = message["LearningDelivery"].select("AimSeqNumber").with_row_index("row")
        return (
            rows.select("row", "who")
            .join(numbers, on="row", how="left")
            .select(
                pl.col("row").alias(side), pl.col("who", "AimSeqNumber").name.suffix(f"_{side}")
            )
        )

    return (
        _united(pairs, left, right)
        .join(facts(a, left, "a"), on="a", how="left")
        .join(facts(b, right, "b"), on="b", how="left")
        .select(
            "a",
            "b",
            "same",
            who=pl.coalesce("who_b", "who_a"),
            AimSeqNumber=pl.coalesce("AimSeqNumber_b", "AimSeqNumber_a"),
        )
        .sort("who", "AimSeqNumber", "a", "b")
        .with_row_index("which")
    )


# -- what differs ----------------------------------------------------------------------------------


def _learners_of_one(a: "Message", b: "Message", people: pl.DataFrame) -> pl.DataFrame:
    parts: list[pl.DataFrame] = []
    for message, side, other in ((a, "a", "b"), (b, "b", "a")):
        aims = message["LearningDelivery"].group_by("learner").agg(aims=pl.len())
        parts.append(
            people.filter(pl.col(other).is_null())
            .select("LearnRefNumber", learner=side)
            .join(message["Learner"].select("learner", "ULN"), on="learner", how="left")
            .join(aims, on="learner", how="left")
            .with_columns(pl.col("aims").fill_null(0), only_in=pl.lit(side.upper()))
            .sort("LearnRefNumber")
        )
    return pl.concat([_shaped(part, LEARNERS) for part in parts])


def _aims_of_one(
    a: "Message", b: "Message", people: pl.DataFrame, aims: pl.DataFrame
) -> pl.DataFrame:
    both = people.drop_nulls(["a", "b"]).select("who", "LearnRefNumber")
    parts: list[pl.DataFrame] = []
    for message, side, other in ((a, "a", "b"), (b, "b", "a")):
        rows = message["LearningDelivery"].select("aim", *AIMS.names()[3:])
        parts.append(
            aims.filter(pl.col(other).is_null())
            .join(both, on="who", how="inner")
            .join(rows, left_on=side, right_on="aim", how="left")
            .with_columns(only_in=pl.lit(side.upper()))
        )
    whole = pl.concat([_shaped(part, AIMS) for part in parts])
    return whole.sort("LearnRefNumber", "only_in", "AimSeqNumber")


def _fields(a: "Message", b: "Message", people: pl.DataFrame, aims: pl.DataFrame) -> pl.DataFrame:
    """Shape FIELDS."""
    names = people.select("who", "LearnRefNumber")
    learners = people.drop_nulls(["a", "b"]).with_columns(
        AimSeqNumber=pl.lit(None, pl.Int32), of="who"
    )
    deliveries = (
        aims.drop_nulls(["a", "b"])
        .join(names, on="who", how="left")
        .with_columns(of=pl.col("which"))
    )
    parts = [pl.DataFrame(schema={**FIELDS, "place": pl.Int32, "order": pl.Int32})]
    shared = {e.name for e in b.schema.learner_entities()}
    for place, entity in enumerate(e for e in a.schema.learner_entities() if e.name in shared):
        name = entity.name
        fields = _common(a, b, name)
        owner, key = (deliveries, "aim") if "aim" in a.schema.keys(name) else (learners, "learner")
        left, right = (
            _owned(m, name, fields, owner.select("of", pl.col(side).alias(key)), key)
            for m, side in ((a, "a"), (b, "b"))
        )
        if name in ("Learner", "LearningDelivery"):
            keys: tuple[tuple[str, ...], ...] = ((),)
            pairs = owner.select("a", "b", "same")  # keys of learners and aims count their rows
        else:
            keys = _RECORDS.get(name, ())
            pairs = _paired(left, right, fields, keys)
        found = _differences(pairs, left, right, fields, keys[0] if keys else ())
        read = sorted(_FUNDING_FIELDS.get(name, ()))
        funding = pl.col("field").is_in(read)
        if name == "LearningDeliveryFAM":
            funding &= pl.col("record").str.split(" ").list.first().is_in(FAM_TYPES)
        elif name == "EmploymentStatusMonitoring":
            funding &= pl.col("record").str.ends_with(" SEM")  # the one type they read
        parts.append(
            found.join(owner.select("of", "LearnRefNumber", "AimSeqNumber"), on="of", how="left")
            .with_columns(
                entity=pl.lit(name), place=pl.lit(place, pl.Int32), funding=funding.fill_null(False)
            )
            .select(pl.col(n).cast(kind) for n, kind in parts[0].schema.items())
        )
    return _shaped(
        pl.concat(parts).sort(
            "LearnRefNumber", "AimSeqNumber", "place", "record", "change", "order", "old", "new"
        ),
        FIELDS,
    )


def _owned(
    message: "Message", entity: str, fields: Sequence[str], owner: pl.DataFrame, key: str
) -> pl.DataFrame:
    """An entity's rows as text, `of` the pair of learners or aims that they belong to."""
    rows = _texts(message, entity, fields)
    if entity == "EmploymentStatusMonitoring":
        # A status is known to people, and to the other return, by its date.
        statuses = _texts(message, "LearnerEmploymentStatus", ["DateEmpStatApp"])
        rows = rows.join(statuses.select("status", "DateEmpStatApp"), on="status", how="left")
    return rows.join(owner, on=key, how="inner", maintain_order="left")


def _differences(
    pairs: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame,
    fields: Sequence[str],
    key: tuple[str, ...],
) -> pl.DataFrame:
    """The values that differ: of, record, field, order, old, new, change."""
    parts = key or ("",)
    label = (
        pl.concat_str([pl.col(k) for k in parts], separator=" ", ignore_nulls=True)
        if key
        else pl.lit(None, pl.String)
    ).alias("record")
    old, new = (rows.select("row", "of", label, *fields) for rows in (left, right))
    unlike = pairs.filter(~pl.col("same")).select("a", "b")
    changed = unlike.join(old, left_on="a", right_on="row", how="inner").join(
        new.select("row", *fields), left_on="b", right_on="row", how="inner", suffix=" new"
    )
    gone = old.join(pairs.select(row="a"), on="row", how="anti")
    come = new.join(pairs.select(row="b"), on="row", how="anti")
    nothing = pl.lit(None, pl.String)
    found: list[pl.DataFrame] = []
    for order, name in enumerate(fields):
        for rows, before, after, change in (
            (changed, pl.col(name), pl.col(f"{name} new"), "changed"),
            (gone, pl.col(name), nothing, "removed"),
            (come, nothing, pl.col(name), "added"),
        ):
            found.append(
                rows.filter(before.ne_missing(after)).select(
                    "of",
                    "record",
                    field=pl.lit(name),
                    order=pl.lit(order, pl.Int32),
                    old=before,
                    new=after,
                    change=pl.lit(change),
                )
            )
    return pl.concat(found)


def _findings(a: Side, b: Side, people: pl.DataFrame, aims: pl.DataFrame) -> pl.DataFrame:
    """Shape FINDINGS."""
    pair = pl.concat_str(
        pl.element().struct.field("name"),
        pl.element().struct.field("value").fill_null(""),
        separator="=",
    )
    left_out = sorted(_rules(a, b))
    home = (
        pl.when(pl.col("b").is_null())
        .then(pl.lit("A"))
        .when(pl.col("a").is_null())
        .then(pl.lit("B"))
        .otherwise(pl.lit("both"))
    )

    def placed(side: Side, name: str) -> pl.DataFrame:
        who = people.select("who", learner_in=home, learner=name).drop_nulls("learner")
        which = aims.select("which", aim=name).drop_nulls("aim")
        return (
            side.findings.filter(~pl.col("rule").is_in(left_out))
            .with_row_index("row")
            .join(who, on="learner", how="left", maintain_order="left")
            .join(which, on="aim", how="left", maintain_order="left")
            .with_columns(
                of="rule", values=pl.col("fields").list.eval(pair).list.join("|").fill_null("")
            )
        )

    left, right = placed(a, "a"), placed(b, "b")
    pairs = _paired(
        left, right, ["severity", "who", "which", "values"], [("severity", "who", "which")]
    )
    cured = left.join(pairs.select(row="a"), on="row", how="anti").with_columns(
        change=pl.lit("cured")
    )
    new = right.join(pairs.select(row="b"), on="row", how="anti").with_columns(change=pl.lit("new"))
    whole = pl.concat([_shaped(part, FINDINGS) for part in (cured, new)])
    return whole.sort("change", "severity", "rule", "LearnRefNumber", "AimSeqNumber", "message")


# -- money -----------------------------------------------------------------------------------------


def _months(a: Side, b: Side, people: pl.DataFrame) -> pl.DataFrame:
    """What each learner earns by month in the two returns: who, and MONTHS."""
    on = ["who", "academic_year", "period"]
    left, right = (
        side.rows.join(people.select("who", learner=name).drop_nulls(), on="learner", how="inner")
        .group_by(on)
        .agg(pl.col("amount").cast(pl.Decimal(38, 5)).sum().alias(name))
        for side, name in ((a, "a"), (b, "b"))
    )
    zero = pl.lit(Decimal(0), pl.Decimal(38, 5))
    return (
        left.join(right, on=on, how="full", coalesce=True)
        .with_columns(pl.col("a", "b").fill_null(zero))
        .with_columns(difference=pl.col("b") - pl.col("a"))
        .join(people.select("who", "LearnRefNumber"), on="who", how="left")
        .sort("LearnRefNumber", "who", "academic_year", "period")
    )


def _money(months: pl.DataFrame, causes: pl.DataFrame) -> pl.DataFrame:
    """Shape MONEY."""
    difference = pl.col("difference")
    zero = pl.lit(Decimal(0), pl.Decimal(38, 5))
    whole = (
        months.group_by("who", "LearnRefNumber")
        .agg(
            pl.col("a", "b", "difference").sum(),
            gained=pl.when(difference > 0).then(difference).otherwise(zero).sum(),
            lost=pl.when(difference < 0).then(-difference).otherwise(zero).sum(),
        )
        .filter((pl.col("gained") != 0) | (pl.col("lost") != 0))
        .join(causes, on="LearnRefNumber", how="left")
        .with_columns(pl.col("because").fill_null(pl.lit([], pl.List(pl.String))))
        .sort("difference", "LearnRefNumber", "who")
    )
    return _shaped(whole, MONEY)


def _causes(
    a: Side,
    b: Side,
    learners: pl.DataFrame,
    aims: pl.DataFrame,
    fields: pl.DataFrame,
    people: pl.DataFrame,
) -> pl.DataFrame:
    """What changed of each learner, in words: LearnRefNumber, because."""
    where = (
        pl.when(pl.col("AimSeqNumber").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format("aim {}: ", pl.col("AimSeqNumber")))
    )
    said = pl.format(
        "{}{}{} {} to {}",
        where,
        pl.col("entity")
        + pl.when(pl.col("record").is_null())
        .then(pl.lit("."))
        .otherwise(pl.format(" {} ", pl.col("record"))),
        pl.col("field"),
        pl.col("old").fill_null("blank"),
        pl.col("new").fill_null("blank"),
    )
    # A field that no calculation reads is named only where there is nothing better.
    named = fields.filter(pl.col("funding") | ~pl.col("funding").any().over("LearnRefNumber"))
    parts = (
        learners.select("LearnRefNumber", text=pl.format("the learner is only in {}", "only_in")),
        aims.select(
            "LearnRefNumber",
            text=pl.format(
                "aim {} ({}, from {}) is only in {}",
                pl.col("AimSeqNumber").cast(pl.String).fill_null("without a number"),
                pl.col("LearnAimRef").fill_null("no LearnAimRef"),
                pl.col("LearnStartDate").cast(pl.String).fill_null("no start date"),
                "only_in",
            ),
        ),
        named.select("LearnRefNumber", text=said),
        _reasons_of_one(a, b, people),
    )
    return pl.concat(parts).group_by("LearnRefNumber", maintain_order=True).agg(because="text")


def _reasons_of_one(a: Side, b: Side, people: pl.DataFrame) -> pl.DataFrame:
    """Why money was not worked out in one return and was in the other."""
    on = ["who", "reason", "message"]
    left, right = (
        side.reasons.filter(pl.col("blocks"))
        .join(people.select("who", learner=name).drop_nulls(), on="learner", how="inner")
        .select("who", "LearnRefNumber", "reason", "message")
        .unique(maintain_order=True)
        for side, name in ((a, "a"), (b, "b"))
    )
    return pl.concat(
        rows.join(other, on=on, how="anti").select(
            "LearnRefNumber",
            text=pl.format("not worked out in {}: {}", pl.lit(name), "message"),
        )
        for rows, other, name in ((left, right, "A"), (right, left, "B"))
    )
