"""Which learners, aims and values of two returns differ."""

from collections.abc import Mapping, Sequence

import polars as pl

from openilr.funding.frames import FAM_TYPES
from openilr.funding.records import AIM_FIELDS, LEARNER_FIELDS, AppFin, Employment, Fam, Monitoring
from openilr.pipeline.compare.pairs import RECORDS, common, paired
from openilr.pipeline.compare.shapes import AIMS, FIELDS, LEARNERS, shaped
from openilr.pipeline.compare.sides import Side

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


def learners_of_one(a: Side, b: Side, people: pl.DataFrame) -> pl.DataFrame:
    """Shape LEARNERS."""
    parts: list[pl.DataFrame] = []
    for side, name, other in ((a, "a", "b"), (b, "b", "a")):
        aims = side.texts["LearningDelivery"].group_by("learner").agg(aims=pl.len())
        ulns = side.texts["Learner"].select("learner", pl.col("ULN").cast(pl.Int64, strict=False))
        parts.append(
            people.filter(pl.col(other).is_null())
            .select("LearnRefNumber", learner=name)
            .join(ulns, on="learner", how="left")
            .join(aims, on="learner", how="left")
            .with_columns(pl.col("aims").fill_null(0), only_in=pl.lit(name.upper()))
        )
    return pl.concat([shaped(part, LEARNERS) for part in parts])


def aims_of_one(a: Side, b: Side, people: pl.DataFrame, aims: pl.DataFrame) -> pl.DataFrame:
    """Shape AIMS."""
    both = people.drop_nulls(["a", "b"]).select("who", "LearnRefNumber")
    parts: list[pl.DataFrame] = []
    for side, name, other in ((a, "a", "b"), (b, "b", "a")):
        # A text that is not of the field's type names the aim no better than nothing.
        rows = side.texts["LearningDelivery"].select(
            "row",
            *(
                _typed(field, kind)
                for field, kind in AIMS.items()
                if field not in ("LearnRefNumber", "only_in")
            ),
        )
        parts.append(
            aims.filter(pl.col(other).is_null())
            .select("who", row=name)
            .join(both, on="who", how="inner")
            .join(rows, on="row", how="left")
            .with_columns(only_in=pl.lit(name.upper()))
        )
    return pl.concat([shaped(part, AIMS) for part in parts])


def _typed(field: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date:
        return pl.col(field).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(field).cast(kind, strict=False)


def fields(a: Side, b: Side, people: pl.DataFrame, aims: pl.DataFrame) -> pl.DataFrame:
    """Shape FIELDS, in order."""
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
        known = common(a, b, name)
        owner, key = (deliveries, "aim") if "aim" in a.schema.keys(name) else (learners, "learner")
        left, right = (
            _owned(side, name, owner.select("of", pl.col(which).alias(key)), key)
            for side, which in ((a, "a"), (b, "b"))
        )
        if name in ("Learner", "LearningDelivery"):
            keys: tuple[tuple[str, ...], ...] = ((),)
            pairs = owner.select("a", "b", "same")  # keys of learners and aims are their rows
        else:
            keys = RECORDS.get(name, ())
            pairs = paired(left, right, known, keys)
        found = _differences(pairs, left, right, known, keys[0] if keys else ())
        funding = pl.col("field").is_in(sorted(_FUNDING_FIELDS.get(name, ())))
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
    return shaped(
        pl.concat(parts).sort(
            "LearnRefNumber", "AimSeqNumber", "place", "record", "change", "order", "old", "new"
        ),
        FIELDS,
    )


def _owned(side: Side, entity: str, owner: pl.DataFrame, key: str) -> pl.DataFrame:
    """An entity's rows as text, `of` the pair of learners or aims that they belong to."""
    rows = side.texts[entity]
    if entity == "EmploymentStatusMonitoring":
        # A status is known to people, and to the other return, by its date.
        statuses = side.texts["LearnerEmploymentStatus"].select("status", "DateEmpStatApp")
        rows = rows.join(statuses, on="status", how="left")
    return rows.join(owner, on=key, how="inner", maintain_order="left")


def _differences(
    pairs: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame,
    fields: Sequence[str],
    key: tuple[str, ...],
) -> pl.DataFrame:
    """The values that differ: of, record, field, order, old, new, change."""
    label = (
        pl.concat_str([pl.col(k) for k in key], separator=" ", ignore_nulls=True)
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
