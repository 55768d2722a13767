"""What the errors of a checked file hold back: the money that DfE would pay by the return checked
for, and does not pay for learners with an error.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from openilr.pipeline.earnings import EarningsOptions, amount_of, earnings_source, held_back
from openilr.pipeline.report import FileReport, HeldBack
from openilr.reference.supplied import Tables

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.options import Progress

EVERYONE = 10_000
"""Learners of a file up to which everyone is worked out, so that the share of the whole is told; in
a larger one, where that takes longer than the check, only those with errors."""


_BANDS_AND_RATES = ("lars_apprenticeship_funding", "lars_funding")


def with_money(
    report: FileReport,
    source: "Source",
    tables: Tables,
    *,
    everyone: int = EVERYONE,
    progress: "Progress | None" = None,
) -> FileReport:
    """The report with what its errors hold back; as it was where nothing can be worked out.

    Money is that of the file's year to the month of the return: what DfE's own calculation, which
    takes learners to stay to their planned ends, puts into the months so far.
    """
    if not any(tables.supplied(name) for name in _BANDS_AND_RATES):
        return report  # learning support alone would be told as if it were all
    errors = report.findings.filter(pl.col("severity") == "E").drop_nulls("learner")
    invalid = errors.select("learner").unique()
    whole = report.learners <= everyone
    if invalid.is_empty() and not whole:
        return report
    names = frozenset(errors["LearnRefNumber"].drop_nulls().to_list())
    options = EarningsOptions(
        tables=tables, years=frozenset({report.year}), only=None if whole else names
    )
    earned = earnings_source(source, options, progress=progress)
    period = min(report.return_period, 12)
    rows = earned.rows.filter(pl.col("period") <= period)
    if rows.is_empty():
        return report
    blocked = earned.reasons.filter("blocks").join(invalid, on="learner", how="semi")
    return replace(
        report,
        money=HeldBack(
            period=period,
            amount=amount_of(rows, invalid),
            in_month=amount_of(rows.filter(pl.col("period") == period), invalid),
            of=amount_of(rows, rows.select("learner").unique()) if whole else None,
            unknown=blocked["learner"].n_unique(),
            by_rule=dict(held_back(rows, errors).select("rule", "amount").iter_rows()),
        ),
    )
