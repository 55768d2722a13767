"""Earnings on the terminal: by year, funding line and month, and what was not worked out."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.earnings_summary import PROJECTED, Line, lines
from openilr.outputs.values import visible_text
from openilr.pipeline.earnings import EarningsReport

MONTHS = ("Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
"""The months of an academic year."""
EXAMPLES = 5
"""Learners named under a reason."""


def money(amount: Decimal) -> str:
    """An amount as people read it ("12,345.60")."""
    return f"{round_pence(amount, mode=ROUND_HALF_UP):,}"


def text(reports: Sequence[EarningsReport]) -> str:
    """The report of each file, without colour."""
    return "".join(f"{line.rstrip()}\n" for report in reports for line in _report(report))


def _report(report: EarningsReport) -> Iterator[str]:
    yield visible_text(report.file)
    day = f"as at {report.as_at:%-d %b %Y}" if report.as_at else "forecast to the planned ends"
    yield (f"{long_name(report.year)}, {report.learners:,} learners, method {report.method}, {day}")
    earning = report.rows["learner"].n_unique()
    whole = sum((line.total for line in lines(report) if line.group != PROJECTED), Decimal(0))
    yield f"{earning:,} learners earn {money(whole)} in the years shown"
    if report.invalid is not None:
        yield from _left_out(report)
    found = lines(report)
    for year in dict.fromkeys(line.academic_year for line in found):
        yield ""
        yield from _year(year, [line for line in found if line.academic_year == year])
    yield from _reasons(report)
    yield ""


def _year(year: str, found: Sequence[Line]) -> Iterator[str]:
    yield f"{long_name(year)}"
    for fund_line in dict.fromkeys(line.fund_line for line in found):
        of_line = [line for line in found if line.fund_line == fund_line]
        yield f"  {fund_line}"
        for line in of_line:
            yield f"    {line.group:<28}{money(line.total):>16}"
        earned = [line for line in of_line if line.group != PROJECTED]
        total = sum((line.total for line in earned), Decimal(0))
        yield f"    {'Earned':<28}{money(total):>16}"
        shown = [sum((line.months[m] for line in earned), Decimal(0)) for m in range(12)]
        for half in (slice(0, 6), slice(6, 12)):
            months = zip(MONTHS[half], shown[half], strict=True)
            yield "      " + "  ".join(f"{name} {money(amount):>10}" for name, amount in months)


def _left_out(report: EarningsReport) -> Iterator[str]:
    yield f"{report.invalid:,} learners with errors are left out, as DfE does"
    for rule, learners, amount in report.left_out.iter_rows():
        yield f"  {rule}: {learners:,} learners, holds back {money(amount)}"


def _reasons(report: EarningsReport) -> Iterator[str]:
    if report.reasons.is_empty():
        return
    groups = (
        # What is not on file is said once, whatever the day that it was asked for.
        report.reasons.group_by(
            "reason", pl.coalesce("missing", "message").alias("same"), maintain_order=True
        )
        .agg(
            pl.col("message").first(),
            pl.col("blocks").any(),
            pl.col("LearnRefNumber").n_unique().alias("learners"),
            pl.col("LearnRefNumber").unique(maintain_order=True).head(EXAMPLES).alias("examples"),
        )
        .sort("blocks", "learners", descending=True, maintain_order=True)
        .drop("same")
    )
    yield ""
    yield "Not worked out, or assumed"
    for reason, message, blocks, learners, examples in groups.iter_rows():
        word = "" if blocks else " (a remark)"
        names = ", ".join(str(e) for e in examples) + (", ..." if learners > EXAMPLES else "")
        yield visible_text(f"  {reason}{word}: {message} {learners:,} learners: {names}")
