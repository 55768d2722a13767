"""Who pays, for many learners: the parts of government and employer as a table."""

import polars as pl

from openilr.funding.contributions import CO_INVESTED, split
from openilr.funding.frames import money_column

CONTRIBUTIONS = pl.Schema(
    {
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "academic_year": pl.String,
        "period": pl.UInt8,
        "episode": pl.String,
        "PriceEpisodeTotProgFunding": pl.Decimal(12, 5),
        "PriceEpisodeESFAContribPct": pl.Decimal(12, 5),
        "PriceEpisodeProgFundIndMinCoInvest": pl.Decimal(12, 5),
        "PriceEpisodeProgFundIndMaxEmpCont": pl.Decimal(12, 5),
    }
)
"""Government's and the employer's part of each month of a price episode."""


def contributions(rows: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """Who pays what the rows of shape ROWS say is earned, by price episode and month.

    The same as `openilr.funding.contributions` of each learner: nothing is said where government's
    share hangs on an unknown levy.
    """
    keys = ("learner", "aim", "LearnRefNumber", "AimSeqNumber", "academic_year", "period")
    shares = episodes.select(
        "learner",
        "aim",
        pl.col("PriceEpisodeIdentifier").alias("episode"),
        "PriceEpisodeESFAContribPct",
    ).drop_nulls("PriceEpisodeESFAContribPct")
    found = (
        rows.filter(pl.col("kind").is_in([str(kind) for kind in CO_INVESTED]))
        .group_by(*keys, "episode", maintain_order=True)
        .agg(pl.col("amount").sum().alias("PriceEpisodeTotProgFunding"))
        .join(shares, on=["learner", "aim", "episode"], how="inner", maintain_order="left")
    )
    names = ("PriceEpisodeTotProgFunding", "PriceEpisodeESFAContribPct")
    distinct = found.select(names).unique(maintain_order=True)
    parts = [split(earned, share) for earned, share in distinct.iter_rows()]
    split_parts = distinct.with_columns(
        PriceEpisodeProgFundIndMinCoInvest=money_column([g for g, _ in parts]),
        PriceEpisodeProgFundIndMaxEmpCont=money_column([e for _, e in parts]),
    )
    return (
        found.join(split_parts, on=names, how="left", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in CONTRIBUTIONS.items())
        .sort("learner", "aim", "academic_year", "period", "episode", maintain_order=True)
    )
