"""Earnings as one page that needs nothing else: by year and month, learner by learner, with the
story of each amount to unfold. No script, no network; everything from a file is escaped.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import BinaryIO

import jinja2
import polars as pl
from markupsafe import Markup

from openilr import __version__
from openilr.funding.groups import GROUP_OF, GROUPS, PROJECTED
from openilr.funding.months import period_of
from openilr.funding.outcome import Reason, Row
from openilr.funding.story import Input
from openilr.ilr.years import long_name
from openilr.outputs import html
from openilr.outputs.earnings_summary import Line, lines, months_to_date, payments
from openilr.outputs.earnings_text import MONTHS, hold_back, money
from openilr.outputs.month_chart import Drawing, draw
from openilr.outputs.story import SOURCES, heading_of, input_name, like_rows, story_of_row
from openilr.outputs.story import shown as shown_value
from openilr.outputs.summary import counted
from openilr.pipeline.earnings import EarningsReport, Story


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Twelve amounts of one kind, August first.

    Attributes:
        past: how many of the months are over.
    """

    name: str
    months: tuple[Decimal, ...]
    past: int = 12

    @property
    def to_date(self) -> Decimal:
        """The months that are over."""
        return sum(self.months[: self.past], Decimal(0))

    @property
    def total(self) -> Decimal:
        """The whole year."""
        return sum(self.months, Decimal(0))


@dataclass(frozen=True, slots=True)
class LineView:
    """A funding line with its kinds of money."""

    name: str
    rows: Sequence[MonthRow]


@dataclass(frozen=True, slots=True)
class YearView:
    """An academic year of a file.

    Attributes:
        past: how many of its months are over.
    """

    name: str
    past: int
    total: Decimal
    drawing: Drawing
    lines: Sequence[LineView]


@dataclass(frozen=True, slots=True)
class LearnerYear:
    """An academic year of a learner."""

    name: str
    past: int
    total: Decimal
    rows: Sequence[MonthRow]
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class InputView:
    """A value that a step took."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a story in words."""

    title: str
    value: str
    formula: str
    inputs: Sequence[InputView]


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
    past: int
    to_date: Decimal
    in_year: Decimal
    in_all: Decimal
    projected: Decimal
    blocked: int
    held: Sequence[tuple[str, int, int, Decimal]]
    held_in_all: str
    payments: Sequence[MonthRow]
    years: Sequence[YearView]
    reasons: Sequence[ReasonView]
    learners: Sequence[LearnerView]
    more: int


def write(reports: Sequence[EarningsReport], stream: BinaryIO) -> None:
    """Write the page of all files."""
    page = _template().stream(
        files=[_file(report, f"f{n}") for n, report in enumerate(reports, start=1)],
        month_names=MONTHS,
        sources=SOURCES,
        version=__version__,
        style=Markup(_style()),  # noqa: S704 - our own files
        policy=_policy(),
    )
    page.enable_buffering(200)
    page.dump(stream, encoding="utf-8")


def _file(report: EarningsReport, anchor: str) -> FileView:
    found = lines(report)
    earned = [line for line in found if line.group != PROJECTED]
    errors = int(report.left_out["errors"].sum())
    years: list[YearView] = []
    # The file's own year is what people came for.
    for year in sorted({x.academic_year for x in found}, key=lambda y: (y != report.year, y)):
        of_year = [line for line in found if line.academic_year == year]
        past = months_to_date(year, report.day)
        groups = _added((line.group, line.months) for line in of_year)
        views = [
            LineView(name, _with_sum([x for x in of_year if x.fund_line == name], past))
            for name in dict.fromkeys(line.fund_line for line in of_year)
        ]
        total = sum((x.total for x in of_year if x.group != PROJECTED), Decimal(0))
        years.append(YearView(long_name(year), past, total, draw(groups, past), views))
    return FileView(
        anchor=anchor,
        report=report,
        earning=report.rows["learner"].n_unique(),
        past=months_to_date(report.year, report.day),
        to_date=sum((x.to_date for x in earned if x.academic_year == report.year), Decimal(0)),
        in_year=sum((x.total for x in earned if x.academic_year == report.year), Decimal(0)),
        in_all=sum((x.total for x in earned), Decimal(0)),
        projected=sum((x.total for x in found if x.group == PROJECTED), Decimal(0)),
        blocked=report.reasons.filter("blocks")["learner"].n_unique(),
        held=report.left_out.rows(),
        held_in_all=hold_back(errors, report.held or Decimal(0)),
        payments=[
            MonthRow(f"{p.name} {p.label}", p.months)
            for p in payments(report)
            if p.academic_year == report.year
        ],
        years=years,
        reasons=_reasons(report),
        learners=[_learner(story, report.day) for story in report.stories],
        more=len(set(report.rows["learner"]) - {story.learner.learner for story in report.stories}),
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


def _with_sum(found: Sequence[Line], past: int) -> list[MonthRow]:
    """The kinds of a funding line, and what is earned of them in all."""
    rows = [MonthRow(x.group, x.months, past) for x in found]
    earned = [x.months for x in found if x.group != PROJECTED]
    if len(earned) > 1:
        whole = tuple(sum(month, Decimal(0)) for month in zip(*earned, strict=True))
        rows.append(MonthRow("Earned", whole, past))
    return rows


def _learner(story: Story, day: date | None) -> LearnerView:
    rows = story.found.rows
    years: list[LearnerYear] = []
    for year in sorted({period_of(row.month)[0] for row in rows}):
        past = months_to_date(year, day)
        groups = _added(
            [
                *(_one_month(GROUP_OF[str(row.kind)], row, year) for row in rows),
                *(_one_month(PROJECTED, row, year) for row in story.found.projected),
            ]
        )
        shown = [MonthRow(name, months, past) for name, months in groups.items() if any(months)]
        total = sum((row.total for row in shown if row.name != PROJECTED), Decimal(0))
        drawing = draw(groups, past)
        years.append(LearnerYear(long_name(year), past, total, shown, drawing))
    stories = [
        StoryView(
            heading_of(like),
            [
                StepView(s.title, shown_value(s.value), s.formula, [_input(i) for i in s.inputs])
                for s in story_of_row(story.note, like[0])
            ],
        )
        for like in like_rows(rows, story.note)
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    reference = story.learner.LearnRefNumber or f"learner {story.learner.learner + 1}"
    return LearnerView(reference, total, story.found.reasons, years, stories)


def _input(given: Input) -> InputView:
    return InputView(input_name(given), shown_value(given.value), given.source)


def _one_month(group: str, row: Row, year: str) -> tuple[str, tuple[Decimal, ...]]:
    of_year, period = period_of(row.month)
    return group, tuple(
        row.amount if of_year == year and p == period else Decimal(0) for p in range(1, 13)
    )


def _added(
    parts: Iterable[tuple[str, tuple[Decimal, ...]]],
) -> dict[str, tuple[Decimal, ...]]:
    """Amounts by group, in the order of the groups."""
    found: dict[str, list[Decimal]] = {}
    for name, months in parts:
        sums = found.setdefault(name, [Decimal(0)] * 12)
        for position, amount in enumerate(months):
            sums[position] += amount
    return {name: tuple(found[name]) for name in (*GROUPS, PROJECTED) if name in found}


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
        "counted": counted,
    }
    environment.filters.update(filters)
    return environment.get_template("earnings.html.jinja")
