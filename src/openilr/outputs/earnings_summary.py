"""Earnings put together: by funding line, month and kind of money, and what people compare.

Source of the groups: spec/funding/outputs.md section 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from openilr.funding.months import month_of, month_of_period, period_of
from openilr.funding.outcome import Kind
from openilr.pipeline.earnings import EarningsReport

GROUPS: dict[str, tuple[Kind, ...]] = {
    "On-programme": (
        Kind.ON_PROGRAMME,
        Kind.BALANCING,
        Kind.ADULT_ON_PROGRAMME,
        Kind.ADULT_BALANCING,
    ),
    "Functional skills": (Kind.ENGLISH_MATHS, Kind.ENGLISH_MATHS_BALANCING),
    "Learning support": (Kind.LEARNING_SUPPORT,),
    "16-18 incentives, provider": (Kind.FIRST_PROVIDER, Kind.SECOND_PROVIDER),
    "16-18 incentives, employer": (Kind.FIRST_EMPLOYER, Kind.SECOND_EMPLOYER, Kind.LEGACY_YOUNG),
    "Care leavers' bursary": (Kind.BURSARY,),
    "Framework and disadvantage": (
        Kind.UPLIFT_ON_PROGRAMME,
        Kind.UPLIFT_BALANCING,
        Kind.UPLIFT_COMPLETION,
        Kind.FIRST_DISADVANTAGE,
        Kind.SECOND_DISADVANTAGE,
    ),
    "Outcome": (
        Kind.COMPLETION,
        Kind.ADULT_ACHIEVEMENT,
        Kind.ADULT_JOB_OUTCOME,
        Kind.LEGACY_ACHIEVEMENT,
    ),
    "Units": (Kind.UNIT_FIRST, Kind.UNIT_COMPLETION),
    "Loans bursary": (Kind.LOANS_SUPPORT, Kind.LOANS_AREA, Kind.LOANS_AREA_BALANCING),
    "Legacy standards": (Kind.LEGACY_CORE, Kind.LEGACY_SMALL_BUSINESS),
}
"""Kinds of money as a provider reads them, in order; every kind stands in one group."""

PROJECTED = "Projected outcome"
"""Completion of learners still in learning, at their planned ends; never in a total of earnings."""

NO_LINE = "Funding line not known"

GROUP_OF = {str(kind): group for group, kinds in GROUPS.items() for kind in kinds}
"""The group of each kind."""

YEARS_BACK = 5
"""Academic years before the file's own that a summary shows; the ones after it are all shown."""


def by_line(report: EarningsReport) -> pl.DataFrame:
    """Amounts by academic year, funding line, group and period, in that order.

    Columns: academic_year, fund_line, group, period, amount. Projected outcome is a group.
    """
    parts = [
        _grouped(report.rows, pl.col("kind").replace_strict(GROUP_OF)),
        _grouped(report.projected, pl.lit(PROJECTED)),
    ]
    order = {name: number for number, name in enumerate((*GROUPS, PROJECTED))}
    first = f"{int(report.year[:2]) - YEARS_BACK:02d}"
    return (
        pl.concat(parts)
        .filter(pl.col("academic_year").str.slice(0, 2) >= first)
        .group_by("academic_year", "fund_line", "group", "period")
        .agg(pl.col("amount").cast(pl.Decimal(38, 5)).sum())
        .sort(
            "academic_year",
            "fund_line",
            pl.col("group").replace_strict(order, return_dtype=pl.Int32),
            "period",
        )
    )


def _grouped(rows: pl.DataFrame, group: pl.Expr) -> pl.DataFrame:
    return rows.select(
        "academic_year",
        pl.col("fund_line").fill_null(NO_LINE),
        group.cast(pl.String).alias("group"),
        "period",
        "amount",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the provider's summary.

    Attributes:
        months: twelve amounts, August first.
        to_date: the sum up to the day of the run; the whole year where no day was given.
    """

    academic_year: str
    fund_line: str
    group: str
    months: tuple[Decimal, ...]
    to_date: Decimal

    @property
    def total(self) -> Decimal:
        """The whole year."""
        return sum(self.months, Decimal(0))


def lines(report: EarningsReport) -> list[Line]:
    """The provider's summary of a file: a row for each year, funding line and group."""
    found: dict[tuple[str, str, str], list[Decimal]] = {}
    for year, line, group, period, amount in by_line(report).iter_rows():
        months = found.setdefault((year, line, group), [Decimal(0)] * 12)
        months[period - 1] += amount
    return [
        Line(year, line, group, tuple(months), _to_date(year, months, report.as_at))
        for (year, line, group), months in found.items()
    ]


def _to_date(year: str, months: Sequence[Decimal], as_at: date | None) -> Decimal:
    if as_at is None:
        return sum(months, Decimal(0))
    last = month_of(as_at)
    return sum(
        (m for p, m in enumerate(months, start=1) if month_of_period(year, p) <= last), Decimal(0)
    )


def payments(report: EarningsReport) -> pl.DataFrame:
    """Agreed prices and employers' payments by academic year, period, type and code."""
    dated = report.payments.drop_nulls(("AFinDate", "AFinAmount"))
    periods = [period_of(month_of(day)) for day in dated["AFinDate"].to_list()]
    return (
        dated.with_columns(
            academic_year=pl.Series([p[0] for p in periods], dtype=pl.String),
            period=pl.Series([p[1] for p in periods], dtype=pl.UInt8),
        )
        .group_by("academic_year", "period", "AFinType", "AFinCode")
        .agg(records=pl.len(), amount=pl.col("AFinAmount").sum())
        .sort("academic_year", "period", "AFinType", "AFinCode")
    )
