"""Redundancy: how long an apprentice without employer is funded.

An employment status that goes from employed to unemployed while an aim runs is a redundancy. Late
in the programme funding goes on to its end, earlier it goes on for twelve weeks; a new job ends it.
Source: spec/funding/apprenticeships.md section 11.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openilr.funding.months import last_day_of
from openilr.funding.parameters import Parameters
from openilr.funding.records import Aim, Employment
from openilr.ilr.dates import add_months, days_inclusive

_EMPLOYED = 10
_UNEMPLOYED = (11, 12)


@dataclass(frozen=True, slots=True)
class Redundancy:
    """One time without employer.

    Attributes:
        until: the day of the next employment; None if there is none.
        stops_on: the first day without funding; None where funding goes on to the end.
    """

    since: date
    until: date | None
    stops_on: date | None

    def covers(self, day: date) -> bool:
        """Whether the apprentice is without employer on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def stops(self, day: date) -> bool:
        """Whether funding has stopped on a day."""
        return self.stops_on is not None and self.stops_on <= day and self.covers(day)


def redundancies(
    employment: Iterable[Employment], aims: Sequence[Aim], parameters: Parameters
) -> tuple[Redundancy, ...]:
    """The times without employer within the aims of an apprenticeship, in order."""
    statuses = sorted(
        (s.DateEmpStatApp, s.EmpStat)
        for s in employment
        if s.DateEmpStatApp is not None and s.EmpStat is not None
    )
    if len(statuses) < 2:
        return ()
    found: list[Redundancy] = []
    for position in range(1, len(statuses)):
        day, status = statuses[position]
        if status not in _UNEMPLOYED or statuses[position - 1][1] != _EMPLOYED:
            continue
        aim = next((a for a in aims if _runs(a, day)), None)
        if aim is None:
            continue
        later = (d for d, s in statuses[position + 1 :] if s == _EMPLOYED)
        found.append(Redundancy(day, next(later, None), _stops_on(aim, day, parameters)))
    return tuple(found)


def _runs(aim: Aim, day: date) -> bool:
    start = aim.LearnStartDate
    return (
        start is not None
        and start <= day
        and (aim.LearnActEndDate is None or day <= aim.LearnActEndDate)
    )


def _stops_on(aim: Aim, day: date, parameters: Parameters) -> date | None:
    """The first day without funding; None if the redundancy came late enough."""
    start, planned_end = aim.LearnStartDate, aim.LearnPlanEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    late = add_months(
        planned_end + timedelta(days=1), -parameters.number("redundancy_late_stage_months", day)
    )
    share = parameters.amount("redundancy_late_stage_share", day)
    if share:
        late = min(
            late, planned_end - timedelta(days=int(share * days_inclusive(start, planned_end)))
        )
    if day >= late:
        return None
    return day + timedelta(weeks=parameters.number("redundancy_weeks_funded", day))


def month_is_stopped(found: Iterable[Redundancy], month: int) -> bool:
    """Whether funding has stopped on the last day of a month."""
    day = last_day_of(month)
    return any(r.stops(day) for r in found)
