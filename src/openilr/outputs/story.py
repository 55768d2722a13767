"""The story of a learner's amounts, in words: inputs, formula and result of each step."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.money import round_five_places, round_pence
from openilr.funding.months import last_day_of, period_of
from openilr.funding.outcome import Earnings, Reason, Row
from openilr.funding.records import Learner
from openilr.funding.story import Input, Plain, Recorder, Step
from openilr.ilr.years import long_name
from openilr.outputs.earnings_text import money
from openilr.outputs.kind_names import kind_name
from openilr.outputs.values import visible_text

SOURCES = {
    "RB36": "DfE's funding rulebase of apprenticeships (FM36), 2020-21",
    "RB35": "DfE's funding rulebase of adult skills (FM35), 2020-21",
    "RB81": "DfE's funding rulebase of other adult funding (FM81), 2020-21",
    "RB25": "DfE's funding rulebase of 16 to 19 study programmes (FM25), 2020-21",
    "RBALB": "DfE's funding rulebase of the loans bursary, 2020-21",
    "ERN": "DfE's earnings service",
    "PV2": "DfE's payments service",
}
"""What the tags of sources stand for. Verified was read there; reported and inferred are less sure;
ours is OpenILR's own."""


def shown(value: Plain) -> str:
    """A value as people read it: money with pence, dates in words."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            pence = round_pence(value, mode=ROUND_HALF_UP)
            exact = pence == round_five_places(value, mode=ROUND_HALF_UP)
            return f"{pence if exact else round_five_places(value, mode=ROUND_HALF_UP):,}"
        case date():
            return f"{value:%-d %b %Y}"
        case _:
            return str(value)


def story_text(learner: Learner, found: Earnings, note: Recorder) -> Iterator[str]:
    """The story of a learner: the months, then each amount with its chain; like amounts once."""
    yield visible_text(f"Learner {learner.LearnRefNumber}")
    for reason in found.reasons:
        yield from reason_text(reason)
    yield from _months(found.rows)
    for rows in like_rows(found.rows, note):
        first = rows[0]
        yield ""
        yield visible_text(heading_of(rows))
        for number, step in enumerate(story_of_row(note, first), start=1):
            yield from _step(number, step)
    if found.rows:
        yield ""
        yield "Sources"
        for tag, words in SOURCES.items():
            yield f"  {tag:<6} {words}"


def _months(rows: Iterable[Row]) -> Iterator[str]:
    """What is earned month by month, with a bar and the kinds of money."""
    sums: dict[int, Decimal] = {}
    kinds: dict[int, dict[str, None]] = {}
    for row in rows:
        sums[row.month] = sums.get(row.month, Decimal(0)) + row.amount
        kinds.setdefault(row.month, {})[kind_name(row.kind)] = None
    if not sums:
        return
    yield ""
    yield "Months"
    highest = max(max(sums.values()), Decimal(1))
    year = ""
    for month in sorted(sums):
        if period_of(month)[0] != year:
            year = period_of(month)[0]
            of_year = [amount for m, amount in sums.items() if period_of(m)[0] == year]
            yield f"  {long_name(year)}: {money(sum(of_year, Decimal(0)))}"
        bar = "#" * round(max(sums[month], Decimal(0)) / highest * _BAR)
        names = ", ".join(kinds[month])
        yield f"    {last_day_of(month):%b %Y} {money(sums[month]):>12} {bar:<{_BAR}} {names}"


_BAR = 20


def story_of_row(note: Recorder, row: Row) -> list[Step]:
    """The steps that led to an amount, in the order in which they were taken."""
    return note.story((row.aim, row.month, str(row.kind), row.episode))


def like_rows(rows: Iterable[Row], note: Recorder) -> list[list[Row]]:
    """Rows in order of time, those of one kind, episode, amount and chain together."""
    ordered = sorted(rows, key=lambda r: (r.month, r.aim, str(r.kind), r.episode or ""))
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in ordered:
        told = tuple(note.rows.get((row.aim, row.month, str(row.kind), row.episode), ()))
        groups.setdefault((row.aim, row.kind, row.episode, row.amount, told), []).append(row)
    return list(groups.values())


def reason_text(reason: Reason) -> Iterator[str]:
    """A reason with the fields that it is about."""
    where = "" if reason.AimSeqNumber is None else f"aim {reason.AimSeqNumber}: "
    yield visible_text(f"{where}{reason.code}: {reason.text}")
    for name, value in reason.fields:
        yield visible_text(f"    {name} = {value or 'none'}")


def heading_of(rows: list[Row]) -> str:
    """What like amounts are, and when: kind, aim, amount, months."""
    first = rows[0]
    months = ", ".join(
        f"{last_day_of(row.month):%b %Y}"
        f" (period {period_of(row.month)[1]} of {long_name(period_of(row.month)[0])})"
        for row in rows[:2]
    )
    if len(rows) > 2:
        months = (
            f"{len(rows)} months, {last_day_of(first.month):%b %Y} to "
            f"{last_day_of(rows[-1].month):%b %Y}"
        )
    aim = "" if first.AimSeqNumber is None else f", aim {first.AimSeqNumber}"
    return f"{kind_name(first.kind)}: {first.kind}{aim}: {shown(first.amount)} in {months}"


def _step(number: int, step: Step) -> Iterator[str]:
    yield visible_text(f"  {number}. {step.title}: {shown(step.value)}")
    yield visible_text(f"       = {step.formula}")
    for given in step.inputs:
        yield visible_text(f"       {input_text(given)}")


def input_text(given: Input) -> str:
    """An input as people read it: its name, value and source."""
    source = f" [{given.source}]" if given.source else ""
    return f"{input_name(given)} = {shown(given.value)}{source}"


def input_name(given: Input) -> str:
    """What an input is, with the aim that it stands on."""
    return given.name if given.aim is None else f"{given.name} (aim {given.aim})"
