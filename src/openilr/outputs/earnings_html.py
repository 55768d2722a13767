"""Earnings as one page that needs nothing else: by year and month, learner by learner, with the
story of each amount to unfold. No script, no network; everything from a file is escaped.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import BinaryIO

import jinja2
import polars as pl
from markupsafe import Markup

from openilr import __version__
from openilr.funding.months import period_of
from openilr.funding.outcome import Reason, Row
from openilr.ilr.years import long_name
from openilr.outputs import html
from openilr.outputs.earnings_summary import GROUP_OF, GROUPS, PROJECTED, lines
from openilr.outputs.earnings_text import MONTHS, money
from openilr.outputs.story import heading_of, input_text, like_rows, shown, story_of_row
from openilr.pipeline.earnings import EarningsReport, Story

_WIDTH, _HEIGHT, _BASE, _TOP = 720, 190, 165, 15
_COLOURS = 6


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Twelve amounts of one kind, August first."""

    name: str
    months: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """The whole year."""
        return sum(self.months, Decimal(0))


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column."""

    x: int
    y: float
    width: int
    height: float
    colour: int
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text below a column."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of stacked columns, a month each."""

    bars: Sequence[Bar]
    labels: Sequence[Label]
    key: Sequence[tuple[str, int]]
    width: int = _WIDTH
    height: int = _HEIGHT
    base: int = _BASE


@dataclass(frozen=True, slots=True)
class LineView:
    """A funding line with its kinds of money."""

    name: str
    rows: Sequence[MonthRow]


@dataclass(frozen=True, slots=True)
class YearView:
    """An academic year of a file."""

    name: str
    total: Decimal
    drawing: Drawing
    lines: Sequence[LineView]


@dataclass(frozen=True, slots=True)
class LearnerYear:
    """An academic year of a learner."""

    name: str
    rows: Sequence[MonthRow]
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a story in words."""

    title: str
    value: str
    formula: str
    inputs: Sequence[str]


@dataclass(frozen=True, slots=True)
class StoryView:
    """The story of like amounts."""

    heading: str
    steps: Sequence[StepView]


@dataclass(frozen=True, slots=True)
class LearnerView:
    """A learner whose amounts are told."""

    reference: str
    total: Decimal
    reasons: Sequence[Reason]
    years: Sequence[LearnerYear]
    stories: Sequence[StoryView]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason with the number of learners that have it."""

    name: str
    message: str
    blocks: bool
    learners: int


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the page."""

    anchor: str
    report: EarningsReport
    earning: int
    in_year: Decimal
    in_all: Decimal
    projected: Decimal
    blocked: int
    held: Sequence[tuple[str, int, Decimal]]
    years: Sequence[YearView]
    reasons: Sequence[ReasonView]
    learners: Sequence[LearnerView]
    more: int


def write(reports: Sequence[EarningsReport], stream: BinaryIO) -> None:
    """Write the page of all files."""
    page = _template().stream(
        files=[_file(report, f"f{n}") for n, report in enumerate(reports, start=1)],
        month_names=MONTHS,
        version=__version__,
        style=Markup(_style()),  # noqa: S704 - our own files
        policy=_policy(),
    )
    page.enable_buffering(200)
    page.dump(stream, encoding="utf-8")


def _file(report: EarningsReport, anchor: str) -> FileView:
    found = lines(report)
    earned = [line for line in found if line.group != PROJECTED]
    years: list[YearView] = []
    # The file's own year is what people came for.
    for year in sorted({x.academic_year for x in found}, key=lambda y: (y != report.year, y)):
        of_year = [line for line in found if line.academic_year == year]
        by_group = _added((line.group, line.months) for line in of_year if line.group != PROJECTED)
        views = [
            LineView(
                name,
                [MonthRow(x.group, x.months) for x in of_year if x.fund_line == name],
            )
            for name in dict.fromkeys(line.fund_line for line in of_year)
        ]
        total = sum((row.total for row in by_group), Decimal(0))
        years.append(YearView(long_name(year), total, _draw(by_group), views))
    return FileView(
        anchor=anchor,
        report=report,
        earning=report.rows["learner"].n_unique(),
        in_year=sum((x.total for x in earned if x.academic_year == report.year), Decimal(0)),
        in_all=sum((x.total for x in earned), Decimal(0)),
        projected=sum((x.total for x in found if x.group == PROJECTED), Decimal(0)),
        blocked=report.reasons.filter("blocks")["learner"].n_unique(),
        held=report.left_out.rows(),
        years=years,
        reasons=_reasons(report),
        learners=[_learner(story) for story in report.stories],
        more=max(0, report.rows["learner"].n_unique() - len(report.stories)),
    )


def _reasons(report: EarningsReport) -> list[ReasonView]:
    groups = (
        report.reasons.group_by(
            "reason", pl.coalesce("missing", "message").alias("same"), maintain_order=True
        )
        .agg(
            pl.col("message").first(),
            pl.col("blocks").any(),
            pl.col("learner").n_unique().alias("learners"),
        )
        .sort("blocks", "learners", descending=True, maintain_order=True)
    )
    names = ("reason", "message", "blocks", "learners")
    return [ReasonView(*row) for row in groups.select(names).iter_rows()]


def _learner(story: Story) -> LearnerView:
    rows = story.found.rows
    years: list[LearnerYear] = []
    for year in sorted({period_of(row.month)[0] for row in rows}):
        parts = _added(
            (GROUP_OF[str(row.kind)], _one_month(row))
            for row in rows
            if period_of(row.month)[0] == year
        )
        years.append(LearnerYear(long_name(year), parts, _draw(parts)))
    stories = [
        StoryView(
            heading_of(like),
            [
                StepView(s.title, shown(s.value), s.formula, [input_text(i) for i in s.inputs])
                for s in story_of_row(story.note, like[0])
            ],
        )
        for like in like_rows(rows)
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    reference = story.learner.LearnRefNumber or f"learner {story.learner.learner + 1}"
    return LearnerView(reference, total, story.found.reasons, years, stories)


def _one_month(row: Row) -> tuple[Decimal, ...]:
    period = period_of(row.month)[1]
    return tuple(row.amount if p == period else Decimal(0) for p in range(1, 13))


def _added(parts: Iterable[tuple[str, tuple[Decimal, ...]]]) -> list[MonthRow]:
    """Amounts by group, in the order of the groups."""
    found: dict[str, list[Decimal]] = {}
    for name, months in parts:
        sums = found.setdefault(name, [Decimal(0)] * 12)
        for position, amount in enumerate(months):
            sums[position] += amount
    return [MonthRow(name, tuple(found[name])) for name in GROUPS if name in found]


def _draw(rows: Sequence[MonthRow]) -> Drawing:
    """Columns of what was earned; a month of repayment hangs below the line."""
    highest = max(
        sum((r.months[m] for r in rows if r.months[m] > 0), Decimal(0)) for m in range(12)
    )
    scale = Decimal(_BASE - _TOP) / highest if highest > 0 else Decimal(0)
    bars: list[Bar] = []
    step = _WIDTH // 12
    for month in range(12):
        top = Decimal(_BASE)
        for number, row in enumerate(rows):
            amount = row.months[month]
            if not amount:
                continue
            size = min(abs(amount) * scale, Decimal(_BASE - _TOP))
            y = top - size if amount > 0 else Decimal(_BASE)
            top = y if amount > 0 else top
            title = f"{row.name}, {MONTHS[month]}: {money(amount)}"
            bars.append(
                Bar(
                    month * step + 6,
                    _place(y),
                    step - 12,
                    _place(size),
                    number % _COLOURS,
                    title,
                )
            )
    labels = [Label(m * step + step // 2, _HEIGHT - 6, name) for m, name in enumerate(MONTHS)]
    return Drawing(bars, labels, [(row.name, n % _COLOURS) for n, row in enumerate(rows)])


def _place(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@cache
def _style() -> str:
    return html.style() + (html.ASSETS / "earnings.css").read_text(encoding="utf-8")


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(html.ASSETS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "number": "{:,}".format,
        "day": "{:%-d %b %Y}".format,
        "year": long_name,
        "money": money,
    }
    environment.filters.update(filters)
    return environment.get_template("earnings.html.jinja")
