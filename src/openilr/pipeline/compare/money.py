"""What the learners of two returns earn: by learner, month and kind, and what changed of them."""

from decimal import Decimal

import polars as pl

from openilr.pipeline.compare.shapes import (
    CAUSES,
    KINDS,
    MONEY,
    MONEY_TYPE,
    TOTALS,
    shaped,
)
from openilr.pipeline.compare.sides import Side

_ZERO = pl.lit(Decimal(0), MONEY_TYPE)


def amounts(a: Side, b: Side, people: pl.DataFrame) -> pl.DataFrame:
    """What each learner earns by month and kind in the two returns: who, and KINDS."""
    on = ["who", "academic_year", "period", "kind"]
    left, right = (
        side.amounts.join(
            people.select("who", learner=name).drop_nulls(), on="learner", how="inner"
        )
        .group_by(on)
        .agg(pl.col("amount").cast(MONEY_TYPE).sum().alias(name))
        for side, name in ((a, "a"), (b, "b"))
    )
    return (
        left.join(right, on=on, how="full", coalesce=True)
        .with_columns(pl.col("a", "b").fill_null(_ZERO))
        .with_columns(difference=pl.col("b") - pl.col("a"))
        .join(people.select("who", "LearnRefNumber"), on="who", how="left")
        .sort("LearnRefNumber", "who", "academic_year", "period", "kind")
    )


def kinds(amounts: pl.DataFrame) -> pl.DataFrame:
    """Shape KINDS."""
    return shaped(amounts.filter(pl.col("difference") != 0), KINDS)


def totals(amounts: pl.DataFrame) -> pl.DataFrame:
    """Shape TOTALS; adding up those of several groups of learners gives those of all."""
    on = ["academic_year", "period", "kind"]
    return shaped(amounts.group_by(on).agg(pl.col("a", "b", "difference").sum()).sort(on), TOTALS)


def months(amounts: pl.DataFrame) -> pl.DataFrame:
    """Who, and MONTHS: the months in which a learner earns another amount in all."""
    on = ["who", "LearnRefNumber", "academic_year", "period"]
    return (
        amounts.group_by(on, maintain_order=True)
        .agg(pl.col("a", "b", "difference").sum())
        .filter(pl.col("difference") != 0)
    )


def money(amounts: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Shape MONEY, in no promised order."""
    by_month = months(amounts)
    moved = by_month.group_by("who").agg(
        gained=pl.when(pl.col("difference") > 0).then("difference").otherwise(_ZERO).sum(),
        lost=pl.when(pl.col("difference") < 0).then(-pl.col("difference")).otherwise(_ZERO).sum(),
    )
    unlike = amounts.filter(pl.col("difference") != 0).select("who").unique()
    because = told.group_by("LearnRefNumber", maintain_order=True).agg(because="text")
    whole = (
        amounts.join(unlike, on="who", how="semi", maintain_order="left")
        .group_by("who", "LearnRefNumber", maintain_order=True)
        .agg(pl.col("a", "b", "difference").sum())
        .join(moved, on="who", how="left", maintain_order="left")
        .join(because, on="LearnRefNumber", how="left", maintain_order="left")
        .with_columns(
            pl.col("gained", "lost").fill_null(_ZERO),
            pl.col("because").fill_null(pl.lit([], pl.List(pl.String))),
        )
    )
    return shaped(whole, MONEY)


def by_cause(money: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Shape CAUSES; of several groups of learners those of all are `added`."""
    each = told.select("LearnRefNumber", "cause").unique(maintain_order=True)
    return _summed(
        each.join(money, on="LearnRefNumber", how="inner").with_columns(
            learners=pl.lit(1, pl.UInt32)
        )
    )


def added(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The causes of several groups of learners as one."""
    return _summed(pl.concat(parts))


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    summed = rows.group_by("cause").agg(pl.col("learners", "gained", "lost", "difference").sum())
    order = pl.max_horizontal("gained", "lost")
    return shaped(summed.sort(order, "cause", descending=[True, False]), CAUSES)


# -- what changed ----------------------------------------------------------------------------------


def what_changed(
    a: Side,
    b: Side,
    learners: pl.DataFrame,
    aims: pl.DataFrame,
    fields: pl.DataFrame,
    people: pl.DataFrame,
) -> pl.DataFrame:
    """What changed of each learner: LearnRefNumber, `text` in words, and the `cause` that is the
    same for other learners.
    """
    # A field that no calculation reads is named only where there is nothing better.
    named = fields.filter(pl.col("funding") | ~pl.col("funding").any().over("LearnRefNumber"))
    aim = pl.format(
        "aim {} ({}, from {}) is only in {}",
        pl.col("AimSeqNumber").cast(pl.String).fill_null("without a number"),
        pl.col("LearnAimRef").fill_null("no LearnAimRef"),
        pl.col("LearnStartDate").cast(pl.String).fill_null("no start date"),
        "only_in",
    )
    parts = (
        learners.select(
            "LearnRefNumber",
            text=pl.format("the learner is only in {}", "only_in"),
            cause=pl.format("learner only in {}", "only_in"),
        ),
        aims.select(
            "LearnRefNumber", text=aim, cause=pl.format("LearningDelivery only in {}", "only_in")
        ),
        _values(named.filter(pl.col("change") == "changed")),
        _records(named.filter(pl.col("change") != "changed")),
        _reasons_of_one(a, b, people),
    )
    return pl.concat(parts)


_WHERE = (
    pl.when(pl.col("AimSeqNumber").is_null())
    .then(pl.lit(""))
    .otherwise(pl.format("aim {}: ", pl.col("AimSeqNumber")))
)

_TYPE = (
    pl.when(pl.col("entity").is_in(["AppFinRecord", "LearningDeliveryFAM"]))
    .then(pl.col("record").str.split(" ").list.first())
    .otherwise(pl.lit(None, pl.String))
)
"""The type of a record, without which its entity says little."""


def _values(rows: pl.DataFrame) -> pl.DataFrame:
    """Values that changed, one a row."""
    said = pl.format(
        "{}{}{} {} to {}",
        _WHERE,
        pl.col("entity")
        + pl.when(pl.col("record").is_null())
        .then(pl.lit("."))
        .otherwise(pl.format(" {} ", pl.col("record"))),
        "field",
        pl.col("old").fill_null("blank"),
        pl.col("new").fill_null("blank"),
    )
    cause = pl.concat_str(
        pl.format("{}.{}", "entity", "field"), pl.format(" ({})", _TYPE).fill_null("")
    )
    return rows.select("LearnRefNumber", text=said, cause=cause)


def _records(rows: pl.DataFrame) -> pl.DataFrame:
    """Records that came or went, one a row with the values that do not name it."""
    value = pl.coalesce("new", "old")
    naming = pl.col("record").fill_null("").str.split(" ").list.contains(value)
    rest = pl.format("{} {}", "field", value).filter(~naming).str.join(", ")
    whole = (
        rows.group_by(
            "LearnRefNumber", "AimSeqNumber", "entity", "record", "change", maintain_order=True
        )
        .agg(rest=rest)
        .with_columns(
            named=pl.concat_str("entity", pl.format(" {}", "record").fill_null("")),
            rest=pl.when(pl.col("rest") == "")
            .then(pl.lit(""))
            .otherwise(pl.format(" ({})", pl.col("rest"))),
        )
    )
    return whole.select(
        "LearnRefNumber",
        text=pl.format("{}{} {}{}", _WHERE, "named", "change", "rest"),
        cause=pl.format(
            "{} {}",
            pl.concat_str("entity", pl.format(" {}", _TYPE).fill_null("")),
            "change",
        ),
    )


def _reasons_of_one(a: Side, b: Side, people: pl.DataFrame) -> pl.DataFrame:
    """Why money was not worked out in one return and was in the other."""
    on = ["who", "reason", "message"]
    left, right = (
        side.reasons.filter(pl.col("blocks"))
        .join(people.select("who", learner=name).drop_nulls(), on="learner", how="inner")
        .select("who", pl.col("LearnRefNumber"), "reason", "message")
        .unique(maintain_order=True)
        for side, name in ((a, "a"), (b, "b"))
    )
    return pl.concat(
        rows.join(other, on=on, how="anti").select(
            "LearnRefNumber",
            text=pl.format("not worked out in {}: {}", pl.lit(name), "message"),
            cause=pl.format("not worked out in {}: {}", pl.lit(name), "reason"),
        )
        for rows, other, name in ((left, right, "A"), (right, left, "B"))
    )
