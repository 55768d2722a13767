"""Which aims of a record belong in a year's return, and why.

The order of the questions is fixed (`select_aims`); the first that holds decides.
Source: spec/ilr/collection.md section 3; design.md section 4.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from openilr.ilr.years import first_day, last_day, long_name
from openilr.record.document import Document, decode
from openilr.record.fields import AIM, ID
from openilr.record.names import day_in_words

ON_A_BREAK = 6
AWAITED = 8
PROGRAMME_AIM = 1
COMPONENT = 3
YEARS_TO_AWAIT = 2
"""A result is awaited in the file for so many years after the planned end."""

Aim = Mapping[str, Any]


class Ground(StrEnum):
    """What decided about an aim."""

    EXCLUDED = "excluded"
    FORCED = "force included"
    STARTS_LATER = "starts after the year"
    CONTINUING = "continuing"
    ENDED_IN_YEAR = "ended in the year"
    ACHIEVED_IN_YEAR = "achieved in the year"
    ON_A_BREAK = "on a break"
    WITH_RESTART = "break that goes with its restart"
    AWAITED = "outcome awaited"
    AWAITED_TOO_LONG = "outcome awaited too long"
    COMPONENT = "component of a programme that is in"
    ENDED_EARLIER = "ended before the year"


_IN = frozenset(Ground) - {
    Ground.EXCLUDED,
    Ground.STARTS_LATER,
    Ground.AWAITED_TOO_LONG,
    Ground.ENDED_EARLIER,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one aim belongs in the return.

    Attributes:
        aim: its identifier in the record.
        reason: a sentence for people.
    """

    aim: str
    ground: Ground
    reason: str

    @property
    def is_in(self) -> bool:
        """Whether the aim goes in."""
        return self.ground in _IN


def select_aims(
    document: Document,
    year: str,
    *,
    excluded: Collection[str] = (),
    forced: Collection[str] = (),
    breaks_go_with_restart: bool = True,
) -> list[Decision]:
    """For each aim of a record, in order, whether it belongs in a return of the year, and why.

    `excluded` and `forced` are identifiers of aims. A break whose restart is in the return goes
    with it unless `breaks_go_with_restart` is off; then such a break stays out.
    """
    aims: Sequence[Aim] = decode(document).get(AIM, ())
    decisions = [_alone(aim, aims, year, excluded, forced) for aim in aims]
    # A programme may be in because its restart is, and a component because its programme is.
    while True:
        found = [
            d or _with_others(aim, aims, decisions, breaks_go_with_restart)
            for aim, d in zip(aims, decisions, strict=True)
        ]
        if found == decisions:
            break
        decisions = found
    return [d or _ended(aim, year) for aim, d in zip(aims, decisions, strict=True)]


def aims_in(decisions: Sequence[Decision]) -> frozenset[str]:
    """The identifiers of the aims that go in."""
    return frozenset(d.aim for d in decisions if d.is_in)


def _decided(aim: Aim, ground: Ground, reason: str) -> Decision:
    return Decision(str(aim[ID]), ground, reason)


def _alone(
    aim: Aim,
    aims: Sequence[Aim],
    year: str,
    excluded: Collection[str],
    forced: Collection[str],
) -> Decision | None:
    """What is decided without looking at whether other aims are in; None if nothing is."""
    first, last = first_day(year), last_day(year)
    start, end, achieved = (_day(aim, n) for n in ("LearnStartDate", "LearnActEndDate", "AchDate"))
    if aim[ID] in excluded:
        return _decided(aim, Ground.EXCLUDED, "The aim is excluded from the return.")
    if aim[ID] in forced:
        told = f"The aim is force included in {long_name(year)}."
        return _decided(aim, Ground.FORCED, told)
    if start is not None and start > last:
        told = f"The aim starts on {day_in_words(start)}, after the year."
        return _decided(aim, Ground.STARTS_LATER, told)
    if end is None:
        return _decided(aim, Ground.CONTINUING, "Learning goes on: there is no actual end date.")
    if end >= first:
        told = f"Learning ended on {day_in_words(end)}, not before the year."
        return _decided(aim, Ground.ENDED_IN_YEAR, told)
    if achieved is not None and achieved >= first:
        told = f"The aim was achieved on {day_in_words(achieved)}, not before the year."
        return _decided(aim, Ground.ACHIEVED_IN_YEAR, told)
    if aim.get("CompStatus") == ON_A_BREAK and not any(is_restart_of(o, aim) for o in aims):
        told = f"The learner is on a break since {day_in_words(end)} and has not come back."
        return _decided(aim, Ground.ON_A_BREAK, told)
    if aim.get("Outcome") == AWAITED:
        return _awaited(aim, year)
    return None


def _awaited(aim: Aim, year: str) -> Decision:
    planned, first = _day(aim, "LearnPlanEndDate"), first_day(year)
    earliest = first.replace(year=first.year - YEARS_TO_AWAIT)
    if planned is None:
        told = "The result is awaited, and there is no planned end date to say for how long."
        return _decided(aim, Ground.AWAITED_TOO_LONG, told)
    ends = f"planned to end on {day_in_words(planned)}"
    limit = f"{YEARS_TO_AWAIT} years before the year began"
    if planned >= earliest:
        told = f"The result is awaited, and the aim was {ends}, not more than {limit}."
        return _decided(aim, Ground.AWAITED, told)
    told = f"The result is awaited, but the aim was {ends}, more than {limit}."
    return _decided(aim, Ground.AWAITED_TOO_LONG, told)


def _with_others(
    aim: Aim,
    aims: Sequence[Aim],
    decisions: Sequence[Decision | None],
    breaks_go_with_restart: bool,
) -> Decision | None:
    """What is decided because another aim is in; None if nothing is."""

    def one_in(test: Callable[[Aim], bool]) -> Aim | None:
        return next(
            (o for o, d in zip(aims, decisions, strict=True) if d and d.is_in and test(o)), None
        )

    if aim.get("CompStatus") == ON_A_BREAK:
        restart = one_in(lambda other: is_restart_of(other, aim))
        if restart is None or not breaks_go_with_restart:
            return None
        told = f"The restart of this break, from {_start(restart)}, is in the return."
        return _decided(aim, Ground.WITH_RESTART, told)
    if aim.get("AimType") == COMPONENT:
        programme = one_in(lambda other: _is_programme_of(other, aim))
        if programme is not None:
            told = f"The aim has ended, and its programme from {_start(programme)} is in."
            return _decided(aim, Ground.COMPONENT, told)
    return None


def _ended(aim: Aim, year: str) -> Decision:
    end = _day(aim, "LearnActEndDate")
    when = f" on {day_in_words(end)}" if end else ""
    told = f"Learning ended{when}, before {long_name(year)}, and nothing else keeps the aim in."
    if aim.get("CompStatus") == ON_A_BREAK:
        told = f"The break began{when}, before {long_name(year)}, and the learner has come back."
    return _decided(aim, Ground.ENDED_EARLIER, told)


def is_restart_of(aim: Aim, broken: Aim) -> bool:
    """Whether an aim takes up another that was broken off: the same aim of the same programme,
    started after the break began, that says so by its original start date or by RES.
    """
    start, end = _day(aim, "LearnStartDate"), _day(broken, "LearnActEndDate")
    if aim is broken or start is None or end is None or start <= end:
        return False
    if aim.get("LearnAimRef") != broken.get("LearnAimRef") or _programme(aim) != _programme(broken):
        return False
    original = aim.get("OrigLearnStartDate")
    if original is not None:
        return original in (broken.get("LearnStartDate"), broken.get("OrigLearnStartDate"))
    fams: Sequence[Mapping[str, Any]] = aim.get("LearningDeliveryFAM", ())
    return any(f.get("LearnDelFAMType") == "RES" for f in fams)


def _is_programme_of(programme: Aim, component: Aim) -> bool:
    start, began = _day(programme, "LearnStartDate"), _day(component, "LearnStartDate")
    return (
        programme.get("AimType") == PROGRAMME_AIM
        and _programme(programme) == _programme(component)
        and component.get("ProgType") is not None
        and (start is None or began is None or began >= start)
    )


def _programme(aim: Aim) -> tuple[object, ...]:
    return tuple(aim.get(n) for n in ("ProgType", "StdCode", "FworkCode", "PwayCode"))


def _day(aim: Aim, name: str) -> date | None:
    value = aim.get(name)
    return value if isinstance(value, date) else None


def _start(aim: Aim) -> str:
    start = _day(aim, "LearnStartDate")
    return day_in_words(start) if start else "an unknown day"
