"""A chart of money by month: stacked columns of at most six series, as figures for a template.

What is still to come is drawn as texture in the same hue, as the design language has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.groups import OTHER, PROJECTED, SERIES
from openilr.outputs.earnings_text import MONTHS, money

WIDTH, HEIGHT = 720, 200
_LEFT, _TOP, _BASE = 70, 14, 172
_ROOM = _BASE - _TOP

Months = Sequence[Decimal]

_COLOURS = {name: place for place, name in enumerate((*dict.fromkeys(SERIES.values()), OTHER), 1)}


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column.

    Attributes:
        later: whether it is still to come.
    """

    x: int
    y: float
    width: int
    height: float
    colour: int
    later: bool
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text below a column or beside a line; `y` is its baseline."""

    x: int
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of stacked columns, a month each.

    Attributes:
        key: the series with their colours, and whether the swatch is a texture.
        zero: where the axis is; `rules` where the lines of the scale are.
    """

    bars: Sequence[Bar]
    labels: Sequence[Label]
    scale: Sequence[Label]
    rules: Sequence[float]
    key: Sequence[tuple[str, int, bool]]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT


def draw(groups: Mapping[str, Months], past: int) -> Drawing:
    """The chart of an academic year: twelve amounts for each group of kinds, August first.

    `past` is how many of the months are over. Projected outcome is always to come. What is paid
    back hangs below the axis.
    """
    series: dict[tuple[str, bool], list[Decimal]] = {}
    for group, months in groups.items():
        projected = group == PROJECTED
        name = "Outcome" if projected else SERIES.get(group, OTHER)
        for month, value in enumerate(months):
            if value:
                later = projected or month >= past
                series.setdefault((name, later), [Decimal(0)] * 12)[month] += value
    ordered = sorted(series, key=lambda key: (_COLOURS[key[0]], key[1]))
    tops = [sum((series[k][m] for k in ordered if series[k][m] > 0), Decimal(0)) for m in range(12)]
    lows = [sum((series[k][m] for k in ordered if series[k][m] < 0), Decimal(0)) for m in range(12)]
    high, low = _rounded_up(max(tops)), -_rounded_up(-min(lows))
    span = high - low or Decimal(1)

    def place(amount: Decimal) -> Decimal:
        return _TOP + (high - amount) / span * _ROOM

    bars: list[Bar] = []
    step = (WIDTH - _LEFT) // 12
    for month in range(12):
        above = below = Decimal(0)
        for name, later in ordered:
            value = series[name, later][month]
            if not value:
                continue
            start = above if value > 0 else below
            edge = place(max(start, start + value))
            title = f"{name}{', to come' if later else ''}, {MONTHS[month]}: {money(value)}"
            size = abs(value) / span * _ROOM
            x = _LEFT + month * step + 5
            bars.append(Bar(x, _tenth(edge), step - 10, _tenth(size), _COLOURS[name], later, title))
            above, below = (above + value, below) if value > 0 else (above, below + value)
    marks = dict.fromkeys((high, high / 2, Decimal(0), low))
    return Drawing(
        bars,
        [Label(_LEFT + m * step + step // 2, HEIGHT - 8, name) for m, name in enumerate(MONTHS)],
        [Label(_LEFT - 6, _tenth(place(mark) + 4), f"{mark:,.0f}") for mark in marks],
        [_tenth(place(mark)) for mark in marks if mark],
        [
            (f"{name}{', to come' if later else ''}", _COLOURS[name], later)
            for name, later in ordered
        ],
        _tenth(place(Decimal(0))),
    )


def _rounded_up(amount: Decimal) -> Decimal:
    """The next of 1, 2, 4, 6, 8 times a power of ten; nothing for nothing."""
    if amount <= 0:
        return Decimal(0)
    ten = Decimal(10) ** amount.adjusted()
    return next(times * ten for times in map(Decimal, (1, 2, 4, 6, 8, 10)) if times * ten >= amount)


def _tenth(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
