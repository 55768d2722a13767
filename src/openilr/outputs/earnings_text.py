"""Earnings on the terminal: by year, funding line and month, and what was not worked out."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from openilr.funding.groups import PROJECTED
from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.earnings_summary import Line, lines, months_to_date, payments
from openilr.outputs.summary import counted
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
    learners = counted(report.learners, "learner")
    yield f"{long_name(report.year)}, {learners}, method {report.method}, {day}"
    earning = counted(report.rows["learner"].n_unique(), "learner")
    whole = sum((line.total for line in lines(report) if line.group != PROJECTED), Decimal(0))
    yield f"{earning} earn {money(whole)} in the years shown"
    if report.invalid is not None:
        yield from _left_out(report)
    found = lines(report)
    for year in dict.fromkeys(line.academic_year for line in found):
        yield ""
        yield from _year(year, [line for line in found if line.academic_year == year], report.day)
    yield from _payments(report)
    yield from _reasons(report)
    yield ""


def _year(year: str, found: Sequence[Line], day: date | None) -> Iterator[str]:
    yield f"{long_name(year)}"
    past = months_to_date(year, day)
    parted = 0 < past < 12
    for fund_line in dict.fromkeys(line.fund_line for line in found):
        of_line = [line for line in found if line.fund_line == fund_line]
        earned = [line for line in of_line if line.group != PROJECTED]
        head = f"{f'to {MONTHS[past - 1]}':>16}{'whole year':>16}" if parted else ""
        yield f"  {fund_line:<58}{head}" if parted else f"  {fund_line}"
        sums = [(line.group, line.to_date, line.total) for line in of_line]
        to_date, total = (
            sum((getattr(line, name) for line in earned), Decimal(0))
            for name in ("to_date", "total")
        )
        for name, so_far, whole in (*sums, ("Earned", to_date, total)):
            yield (
                f"    {name:<56}{money(so_far):>16}{money(whole):>16}"
                if parted
                else (f"    {name:<28}{money(whole):>16}")
            )
        shown = [sum((line.months[m] for line in earned), Decimal(0)) for m in range(12)]
        yield from _months(shown)


def _months(amounts: Sequence[Decimal]) -> Iterator[str]:
    for half in (slice(0, 6), slice(6, 12)):
        months = zip(MONTHS[half], amounts[half], strict=True)
        yield "      " + "  ".join(f"{name} {money(amount):>10}" for name, amount in months)


def _payments(report: EarningsReport) -> Iterator[str]:
    """Agreed prices and payments of the file's year."""
    found = [p for p in payments(report) if p.academic_year == report.year]
    if not found:
        return
    yield ""
    yield f"Agreed prices and payments dated in {long_name(report.year)}"
    for line in found:
        name = f"{line.name} {line.label}"
        yield f"  {name:<46}{counted(line.records, 'record'):>14}{money(line.total):>16}"
        yield from _months(line.months)


def _left_out(report: EarningsReport) -> Iterator[str]:
    errors = int(report.left_out["errors"].sum())
    yield (
        f"{counted(report.invalid or 0, 'learner')} with errors left out, as DfE does:"
        f" {hold_back(errors, report.held or Decimal(0))}"
    )
    for rule, errors, learners, amount in report.left_out.iter_rows():
        yield f"  {rule}: {hold_back(errors, amount)} ({counted(learners, 'learner')})"


def hold_back(errors: int, amount: Decimal) -> str:
    """What errors cost, in words."""
    return f"{counted(errors, 'error')} hold{'s' if errors == 1 else ''} back {money(amount)}"


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
        yield visible_text(f"  {reason}{word}: {message} {counted(learners, 'learner')}: {names}")
