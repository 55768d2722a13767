"""Earnings put together: by funding line, month and kind of money, and what people compare.

Source of the groups: spec/funding/outputs.md section 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import polars as pl

from openilr.funding.groups import GROUP_OF, GROUPS, PROJECTED
from openilr.funding.months import month_of, month_of_period, period_of
from openilr.ilr.codes import code_list
from openilr.pipeline.earnings import EarningsReport

NO_LINE = "Funding line not known"


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
        to_date: the sum up to the month of `EarningsReport.day`; the whole year where there is no
            day.
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
        Line(year, line, group, tuple(months), _to_date(year, months, report.day))
        for (year, line, group), months in found.items()
    ]


def _to_date(year: str, months: Sequence[Decimal], day: date | None) -> Decimal:
    return sum(months[: months_to_date(year, day)], Decimal(0))


def months_to_date(year: str, day: date | None) -> int:
    """How many months of an academic year lie in the month of a day or before it; all for None."""
    if day is None:
        return 12
    return sum(month_of_period(year, period) <= month_of(day) for period in range(1, 13))


@dataclass(frozen=True, slots=True)
class Payments:
    """Agreed prices or payments of one type and code in an academic year.

    Attributes:
        name: "TNP 1", with `label` in words.
        months: twelve sums in GBP by AFinDate, August first.
    """

    academic_year: str
    name: str
    label: str
    records: int
    months: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """The whole year."""
        return sum(self.months, Decimal(0))


def payments(report: EarningsReport) -> list[Payments]:
    """Agreed prices (TNP) and payments by employers (PMR) by academic year, type and code."""
    dated = report.payments.drop_nulls(("AFinType", "AFinCode", "AFinDate", "AFinAmount"))
    found: dict[tuple[str, str, int], tuple[list[int], list[Decimal]]] = {}
    for type_, code, day, amount in dated.select(
        "AFinType", "AFinCode", "AFinDate", "AFinAmount"
    ).iter_rows():
        year, period = period_of(month_of(day))
        records, months = found.setdefault((year, type_, code), ([0], [Decimal(0)] * 12))
        records[0] += 1
        months[period - 1] += amount
    return [
        Payments(
            year, f"{type_} {code}", _label(report.year, type_, code), records[0], tuple(months)
        )
        for (year, type_, code), (records, months) in sorted(found.items())
    ]


@cache
def _label(year: str, type_: str, code: int) -> str:
    """What a financial record is, in words; empty for what is not in the lists."""
    try:
        return code_list(f"AFin.{type_}", year).label(code)
    except KeyError:
        return ""
