"""Skills Bootcamps (FundModel 37, ProgType 32), and apprenticeship units (FundModel 39, ProgType
34).
"""

from datetime import date
from random import Random

from openilr.demo.adults import End, adult_person, course_span
from openilr.demo.chance import day_between, days, happens, weighted
from openilr.demo.delivery import add_aim, complete, fam, withdraw
from openilr.demo.employers import EMPLOYERS
from openilr.demo.offer import BOOTCAMP_CONTRACTS, BOOTCAMPS, PROGRAMME, UNITS
from openilr.demo.people import (
    Identity,
    before,
    born_aged,
    in_work,
    monitoring,
    person,
    prior_attainment,
    prior_level,
)
from openilr.demo.places import SITES
from openilr.demo.record import Row
from openilr.demo.setting import Setting
from openilr.ilr.dates import age
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER

_EVENTS_SINCE = date(2025, 8, 1)
_UNITS_SINCE = date(2026, 8, 1)
_NUMBERED = tuple(e for e in EMPLOYERS if e.EmpId != UNKNOWN_EMPLOYER)
_ENDS: tuple[tuple[End | None, int], ...] = (
    (None, 45),
    (End.ACHIEVED, 45),
    (End.WITHDRAWN, 10),
)


def bootcamp(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of a Skills Bootcamp: programme, subject and the events on the way."""
    earliest = max(_EVENTS_SINCE, year.first - days(80))
    span = course_span(rng, year, (6, 16), earliest, _ENDS)
    born = born_aged(rng, span.start, 20, 60)
    course = rng.choice(BOOTCAMPS)
    contract = "-".join(rng.choice(BOOTCAMP_CONTRACTS))
    learner = adult_person(
        who, rng, born, span.start, prior_level(rng, age(born, span.start)),
        planned_hours=course.hours,
    )  # fmt: skip
    status = learner.first("LearnerEmploymentStatus", EmpStat=10)
    if status is not None and status.get("EmpId") and happens(rng, 0.4):
        monitoring(status, OET=2)
    both: list[Row] = []
    for ref, kind in ((PROGRAMME.ref, 1), (course.ref, 3)):
        aim = add_aim(
            learner, rng, ref, kind=kind, model=37, start=span.start, planned_end=span.planned_end,
            site=rng.choice(SITES), ProgType=32, ConRefNumber=contract,
        )  # fmt: skip
        both.append(aim)
    programme, subject = both
    funding = rng.choice(("1", "2"))
    for aim in both:
        fam(aim, "FFI", funding)
    if span.end is None:
        _events(programme, span.start, year.horizon, rng, most=2)
        return learner
    if span.fate is End.WITHDRAWN:
        reason = weighted(rng, ((44, 3), (97, 1), (3, 1)))
        for aim in both:
            withdraw(aim, span.end, reason)
        return learner
    complete(subject, span.end)
    waits = min(days(150), year.horizon - span.end)
    if waits.days > 0 and happens(rng, 0.6):
        complete(programme, span.end)
        programme.values["AchDate"] = day_between(rng, span.end, span.end + waits)
        _events(programme, span.start, span.end, rng, most=3)
    else:
        complete(programme, span.end, outcome=8)
        _events(programme, span.start, span.end, rng, most=2)
    return learner


def _events(programme: Row, since: date, until: date, rng: Random, *, most: int) -> None:
    """Event indicators in the order of time, from the start to the end of the programme."""
    day = since
    for code in ("4", "5", "6")[: rng.randint(1, most)]:
        day = day_between(rng, day, until)
        fam(programme, "EVI", code, day)


def unit(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of an apprenticeship unit: programme and component with the same dates."""
    now = year.horizon
    length = days(rng.randint(4, 16) * 7)
    fate = weighted(rng, _ENDS)
    end: date | None = None
    if fate is None:
        start = day_between(rng, max(_UNITS_SINCE, now - length + days(3)), now)
    else:
        end = day_between(rng, min(_UNITS_SINCE + days(21), now), now)
        spent = length if fate is End.ACHIEVED else days(length.days * rng.uniform(0.2, 0.8))
        start = min(max(end - spent, _UNITS_SINCE), end)
    planned_end = start + length
    born = born_aged(rng, start, 19, 58)
    course = rng.choice(UNITS)
    learner = person(who, rng, born, PlanLearnHours=course.hours)
    prior_attainment(learner, rng, start, prior_level(rng, age(born, start)))
    employer = rng.choice(_NUMBERED)
    since = before(rng, start, 10, 900)
    status = in_work(learner, rng, since, employer.EmpId, months=(start - since).days / 30.44)
    status.values["AgreemId"] = employer.AgreemId
    site = rng.choice((*SITES, employer.postcode))
    reason = weighted(rng, ((44, 3), (97, 1), (3, 1)))
    for ref, kind in ((PROGRAMME.ref, 1), (course.ref, 3)):
        aim = add_aim(
            learner, rng, ref, kind=kind, model=39, start=start, planned_end=planned_end, site=site,
            ProgType=34,
        )  # fmt: skip
        reached = fate is End.ACHIEVED or (fate is None and now - start > length * 0.3)
        if kind == 1 and reached:
            fam(aim, "LDM", "404")
        if end is None:
            continue
        if fate is End.ACHIEVED:
            complete(aim, end)
        else:
            withdraw(aim, end, reason)
    return learner
