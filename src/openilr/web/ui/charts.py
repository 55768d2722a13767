"""Charts drawn on the server: places and sizes as numbers, which the templates write as SVG.

No style attributes: whatever has a computed size is SVG with percentages or units.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from openilr.funding.groups import GROUP_OF, OTHER, SERIES
from openilr.ilr.dates import add_months
from openilr.record.names import day_in_words

MONTH_LETTERS = "ASONDJFMAMJJ"
"""August first, as the academic year runs."""
COLOURS = ("On-programme", "Outcome", "Functional skills", "16-18 incentives", "Learning support")
"""The series of money in the fixed order of the chart colours; OTHER comes last."""
NAMES = (*COLOURS, OTHER)


def series_number(kind: str) -> int:
    """The number of the colour of a kind of money, from 1."""
    return NAMES.index(SERIES.get(GROUP_OF.get(kind, OTHER), OTHER)) + 1


# ----------------------------------------------------------------------------------- the timeline

Placing = Callable[[date], float]
"""Gives the place of a day, as a percentage of the width."""


@dataclass(frozen=True)
class Bar:
    """A span of one line of the timeline; places are percentages of its width."""

    kind: str
    x: float
    width: float
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the timeline: an aim."""

    title: str
    note: str
    label: str
    link: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A month or year line, with its words where it has some."""

    x: float
    is_year: bool
    words: str


@dataclass(frozen=True)
class Timeline:
    """Lines over a scale of months."""

    marks: tuple[Mark, ...]
    now: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Span:
    """What a line shows, by dates."""

    title: str
    note: str
    link: str
    start: date | None
    planned_end: date | None
    actual_end: date | None
    kind: str
    """"learning", "achieved", "ended" or "break"."""


def timeline(spans: Sequence[Span], today: date) -> Timeline | None:
    """The timeline of some aims; None where no aim has a start date."""
    days = [day for one in spans for day in (one.start, one.planned_end, one.actual_end) if day]
    if not any(one.start for one in spans):
        return None
    first = min(days).replace(day=1)
    last = add_months(max(days).replace(day=1), 1)
    total = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(100 * (min(max(day, first), last) - first).days / total, 2)

    now = place(today) if first <= today <= last else None
    return Timeline(
        tuple(_without_words_near(now, mark) for mark in _marks(first, last, place)),
        now,
        tuple(_line(one, today, place) for one in spans),
    )


def _without_words_near(now: float | None, mark: Mark) -> Mark:
    """The mark without its words where the flag of today would lie on them."""
    if now is not None and -12 < mark.x - now < 5:
        return replace(mark, words="")
    return mark


def _marks(first: date, last: date, place: Placing) -> list[Mark]:
    """A line for each month; words for so many of them as have room."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next(step for step in (2, 3, 6, 12, 24, 60, 600) if months <= 8 * step)
    marks: list[Mark] = []
    for number in range(months):
        day = add_months(first, number)
        named = number % every == 0 and months - number >= 2
        words = f"{day:%b %Y}" if number == 0 or day.month <= every else f"{day:%b}"
        if every >= 12:
            words = f"{day:%b %Y}"
        if every < 3 or months <= 60 or day.month in (1, 8):
            marks.append(Mark(place(day), day.month in (1, 8), words if named else ""))
        elif named:
            marks.append(Mark(place(day), False, words))
    return marks


def _line(span: Span, today: date, place: Placing) -> Line:
    words = [span.title]
    bars: list[Bar] = []
    if span.start:
        end = span.actual_end or span.planned_end or span.start
        words.append(f"{day_in_words(span.start)} to {day_in_words(end)}")
        until = end + timedelta(days=1)

        def bar(kind: str, start: date, finish: date, text: str = "") -> Bar:
            return Bar(kind, place(start), max(round(place(finish) - place(start), 2), 0.4), text)

        if span.kind == "achieved":
            bars.append(bar("ok", span.start, until, "Achieved"))
        elif span.actual_end:
            bars.append(bar("break" if span.kind == "break" else "done", span.start, until))
        else:
            now = min(max(today, span.start), max(until, span.start))
            if now > span.start:
                bars.append(bar("done", span.start, now))
            if until > now:
                bars.append(bar("ahead", now, until))
            if today > until:
                bars.append(bar("over", until, today))
                words.append("past its planned end")
    return Line(span.title, span.note, ", ".join(words), span.link, tuple(bars))


# --------------------------------------------------------------------------------- money by month


@dataclass(frozen=True)
class Piece:
    """A part of a column."""

    css: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class MonthColumn:
    """A month: its column, letter and amount."""

    period: int
    letter: str
    x: float
    title: str
    total: Decimal
    pieces: tuple[Piece, ...]
    is_now: bool


@dataclass(frozen=True)
class MoneyByMonth:
    """Stacked columns of the twelve months of an academic year."""

    columns: tuple[MonthColumn, ...]
    series: tuple[tuple[str, str], ...]
    total: Decimal
    to_date: Decimal
    has_forecast: bool


WIDTH, HEIGHT, BASE = 330, 104, 84


def money_by_month(amounts: Sequence[tuple[int, int, Decimal]], now: int | None) -> MoneyByMonth:
    """Columns from (period, series number, amount); months after `now` are to come.

    A negative amount (a clawed back balance) is told in the column's title and not drawn.
    """
    by_month: dict[int, dict[int, Decimal]] = {period: {} for period in range(1, 13)}
    for period, number, amount in amounts:
        by_month[period][number] = by_month[period].get(number, Decimal()) + amount
    highest = max((sum(one.values(), Decimal()) for one in by_month.values()), default=Decimal())
    unit = (Decimal(BASE - 10) / highest) if highest > 0 else Decimal()
    columns = tuple(
        _column(period, by_month[period], unit, now is not None and period > now, period == now)
        for period in range(1, 13)
    )
    used = {number for one in by_month.values() for number, amount in one.items() if amount}
    total = sum((column.total for column in columns), Decimal())
    to_date = sum((c.total for c in columns if now is None or c.period <= now), Decimal())
    return MoneyByMonth(
        columns,
        tuple((name, f"o-c{n}") for n, name in enumerate(NAMES, start=1) if n in used),
        total,
        to_date,
        now is not None and now < 12,
    )


def _column(
    period: int, amounts: dict[int, Decimal], unit: Decimal, to_come: bool, is_now: bool
) -> MonthColumn:
    x = 8.0 + (period - 1) * 26.6
    pieces: list[Piece] = []
    y = float(BASE)
    for number in range(1, len(NAMES) + 1):
        amount = amounts.get(number, Decimal())
        if amount <= 0:
            continue
        height = round(float(amount * unit), 1)
        y = round(y - height, 1)
        pieces.append(Piece("o-x-forecast" if to_come else f"o-c{number}", x, y, 18, height))
    total = sum(amounts.values(), Decimal())
    letter = MONTH_LETTERS[period - 1]
    month = f"{date(2000, (period + 6) % 12 + 1, 1):%b}"
    return MonthColumn(
        period, letter, x + 9, f"{month}: £{total:,.2f}", total, tuple(pieces), is_now
    )
