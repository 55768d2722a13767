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
from openilr.outputs.values import visible_text


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


def story_text(
    learner: Learner, found: Earnings, note: Recorder, years: frozenset[str] | None = None
) -> Iterator[str]:
    """The story of a learner: each amount with its chain; like amounts of an episode once."""
    yield visible_text(f"Learner {learner.LearnRefNumber}")
    for reason in found.reasons:
        yield from reason_text(reason)
    for rows in like_rows(found.rows, years):
        first = rows[0]
        yield ""
        yield visible_text(heading_of(rows))
        for number, step in enumerate(story_of_row(note, first), start=1):
            yield from _step(number, step)


def story_of_row(note: Recorder, row: Row) -> list[Step]:
    """The steps that led to an amount, in the order in which they were taken."""
    return note.story((row.aim, row.month, str(row.kind), row.episode))


def like_rows(rows: Iterable[Row], years: frozenset[str] | None = None) -> list[list[Row]]:
    """Rows in order of time, those of one kind, episode and amount together."""
    ordered = sorted(rows, key=lambda r: (r.month, r.aim, str(r.kind), r.episode or ""))
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in ordered:
        if years is None or period_of(row.month)[0] in years:
            groups.setdefault((row.aim, row.kind, row.episode, row.amount), []).append(row)
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
    return f"{first.kind}, aim {first.AimSeqNumber}: {shown(first.amount)} in {months}"


def _step(number: int, step: Step) -> Iterator[str]:
    yield visible_text(f"  {number}. {step.title}: {shown(step.value)}")
    yield visible_text(f"       = {step.formula}")
    for given in step.inputs:
        yield visible_text(f"       {input_text(given)}")


def input_text(given: Input) -> str:
    """An input as people read it: its name, value and source."""
    aim = "" if given.aim is None else f" (aim {given.aim})"
    source = f" [{given.source}]" if given.source else ""
    return f"{given.name}{aim} = {shown(given.value)}{source}"
