"""Which records of two returns are the same.

Records are paired, never counted off: a learner by LearnRefNumber, an aim by SWSupAimId where both
returns have it, else by LearnAimRef, LearnStartDate, ProgType and StdCode, else by AimSeqNumber,
and any other record by its natural key within its learner or aim (RECORDS). So the order of the
records does not matter.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from openilr.pipeline.compare.shapes import shaped
from openilr.pipeline.compare.sides import Side

RECORDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
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

_PAIRS = pl.Schema({"a": pl.UInt32, "b": pl.UInt32, "same": pl.Boolean})


def paired(
    a: pl.DataFrame,
    b: pl.DataFrame,
    fields: Sequence[str],
    keys: Sequence[tuple[str, ...]],
) -> pl.DataFrame:
    """Rows of two frames that are the same record (their `row` as `a` and `b`, and `same`: whether
    every field agrees), within the same `of`.

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
    return shaped(pl.concat(found), _PAIRS)


def people(a: Side, b: Side) -> pl.DataFrame:
    """Every learner of either return: `who`, the keys `a` and `b` (null where absent), `same` and
    LearnRefNumber.
    """
    fields = common(a, b, "Learner")
    # References are the same without regard to capitals and the spaces around them.
    of = pl.col("LearnRefNumber").fill_null("").str.strip_chars().str.to_uppercase().alias("of")
    left, right = (side.texts["Learner"].with_columns(of) for side in (a, b))
    pairs = paired(left, right, fields, [()])
    return (
        _united(pairs, left, right)
        .join(left.select(a="row", name_a="LearnRefNumber"), on="a", how="left")
        .join(right.select(b="row", name_b="LearnRefNumber"), on="b", how="left")
        .with_columns(LearnRefNumber=pl.coalesce("name_b", "name_a"))
        .drop("name_a", "name_b")
        .sort("LearnRefNumber", "a", "b")
        .with_row_index("who")
    )


def aims(a: Side, b: Side, who: pl.DataFrame) -> pl.DataFrame:
    """Every aim of either return: `which`, the keys `a` and `b`, `same`, `who` and AimSeqNumber."""
    left, right = (
        side.texts["LearningDelivery"].join(
            who.select("who", learner=name).drop_nulls(), on="learner", how="left"
        )
        for side, name in ((a, "a"), (b, "b"))
    )
    pairs = paired(
        left.with_columns(of="who"),
        right.with_columns(of="who"),
        common(a, b, "LearningDelivery"),
        _AIM_KEYS,
    )

    def facts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
        return rows.select(
            pl.col("row").alias(name),
            pl.col("who").alias(f"who_{name}"),
            pl.col("AimSeqNumber").cast(pl.Int32, strict=False).alias(f"AimSeqNumber_{name}"),
        )

    return (
        _united(pairs, left, right)
        .join(facts(left, "a"), on="a", how="left")
        .join(facts(right, "b"), on="b", how="left")
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


def common(a: Side, b: Side, entity: str) -> list[str]:
    """The fields of an entity that both years collect."""
    other = {f.name for f in b.schema.entities[entity].fields}
    return [f.name for f in a.schema.entities[entity].fields if f.name in other]


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
