"""Learning support: one monthly sum a learner, however many aims draw it.

Source: spec/funding/apprenticeships.md section 9 (RB36).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP

from openilr.funding.apprenticeships.english_maths import Course
from openilr.funding.apprenticeships.programme import FundedAim
from openilr.funding.apprenticeships.redundancy import Redundancy, month_is_stopped
from openilr.funding.money import round_five_places
from openilr.funding.months import last_day_of, month_after, month_of
from openilr.funding.outcome import Earnings, Kind, Row
from openilr.funding.parameters import Parameters
from openilr.funding.story import Recorder, ilr, parameter
from openilr.ilr.dates import add_months


def learning_support(
    programme_aims: Iterable[FundedAim],
    courses: Iterable[Course],
    stops: Sequence[Redundancy],
    parameters: Parameters,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add the learner's months of learning support, each credited to one aim.

    To a programme aim before a component, then to the earliest start, then to the lowest number:
    all aims draw the same rate.
    """
    ordered = sorted(programme_aims, key=_order) + sorted((c.one for c in courses), key=_order)
    months: dict[int, FundedAim] = {}
    for one in ordered:
        for month in supported_months(one, parameters, until):
            if not (stops and month_is_stopped(stops, month)):
                months.setdefault(month, one)
    for month in sorted(months):
        aim = months[month].aim
        day = last_day_of(month)
        value = round_five_places(
            parameters.amount("learning_support_month", day), mode=ROUND_HALF_UP
        )
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.LEARNING_SUPPORT, value))
        if note is not None:
            note.step(
                f"support {month}",
                "Learning support",
                value,
                "once a learner and month, while an LSF record covers the month's last day",
                parameter(parameters, "learning_support_month", day),
                *(
                    ilr("LearningDeliveryFAM", f"LSF {name}", value, aim.AimSeqNumber)
                    for fam in aim.of_type("LSF")
                    for name, value in (
                        ("LearnDelFAMDateFrom", fam.LearnDelFAMDateFrom),
                        ("LearnDelFAMDateTo", fam.LearnDelFAMDateTo),
                    )
                ),
                uses=[f"fund start {aim.aim}"],
            )
            note.row(aim.aim, month, Kind.LEARNING_SUPPORT, None, f"support {month}")


def _order(one: FundedAim) -> tuple[date, int]:
    return one.start, one.aim.AimSeqNumber or 0


def supported_months(one: FundedAim, parameters: Parameters, until: date | None) -> list[int]:
    """The months in which an aim draws learning support.

    From the month in which an LSF record begins; its last day must be reached by the record and by
    the aim, whose assessment counts. An open aim is taken to run to `until`, else to its planned
    end.
    """
    records = one.aim.of_type("LSF")
    if not records or not one.funded:
        return []
    least = parameters.number("learning_support_least_months", one.start)
    if one.planned_end < add_months(one.start, least):
        return []
    last = one.end or until or one.planned_end
    if until is not None and last > until:
        last = until
    end = month_after(last)
    found: set[int] = set()
    for fam in records:
        if fam.LearnDelFAMCode != "1":
            continue
        first = max(one.start, fam.LearnDelFAMDateFrom or one.start)
        stop = end
        if fam.LearnDelFAMDateTo is not None:
            stop = min(stop, month_after(fam.LearnDelFAMDateTo))
        found.update(range(month_of(first), stop))
    return sorted(found)
