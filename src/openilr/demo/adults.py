"""Adult learners: the Adult Skills Fund, tailored learning, loans, privately paid courses and
higher education.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from random import Random

from openilr.demo.chance import day_between, days, happens, monday, weighted
from openilr.demo.delivery import add_aim, complete, fam, hours, pause, withdraw
from openilr.demo.employers import EMPLOYERS
from openilr.demo.offer import (
    ADULT,
    ASF_SINCE,
    DEVOLVED,
    DIGITAL,
    ENGLISH,
    ENTITLED_LEVEL_2,
    ENTITLED_LEVEL_3,
    ESOL,
    FREE_COURSES,
    HIGHER,
    LOANS,
    MATHS,
    PRIVATE,
    TAILORED,
    Aim,
)
from openilr.demo.people import (
    Identity,
    before,
    born_aged,
    in_work,
    monitoring,
    out_of_work,
    person,
    prior_attainment,
    prior_level,
)
from openilr.demo.places import DEVOLVED_POSTCODES, DEVOLVED_SOF, POSTCODES, SITES
from openilr.demo.record import Row, Value
from openilr.demo.setting import Setting
from openilr.ilr.dates import age


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when an aim runs and how it ended.

    Attributes:
        end: the last day of learning, None while it goes on.
        fate: how it ended; None while it goes on.
    """

    start: date
    planned_end: date
    end: date | None = None
    fate: "End | None" = None


class End(StrEnum):
    """How a course ended."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not achieved"
    WAITING = "result to come"
    WITHDRAWN = "withdrawn"
    PAUSED = "on a break"


_ENDS: tuple[tuple[End | None, int], ...] = (
    (None, 45),
    (End.ACHIEVED, 36),
    (End.NOT_ACHIEVED, 3),
    (End.WAITING, 4),
    (End.WITHDRAWN, 9),
    (End.PAUSED, 3),
)
_REASONS = ((3, 2), (43, 1), (44, 6), (97, 2), (98, 1))


def course_span(
    rng: Random,
    year: Setting,
    weeks: tuple[int, int],
    earliest: date,
    ends: tuple[tuple[End | None, int], ...] = _ENDS,
) -> Span:
    """When a course of so many weeks runs: going on at the horizon, or ended within the year."""
    first, now = max(year.first, earliest), year.horizon
    length = days(rng.randint(*weeks) * 7)
    fate = weighted(rng, ends)
    if fate is None:
        start = day_between(rng, max(earliest, now - length + days(10)), now)
        start = monday(start, not_before=min(start, max(earliest, year.first)))
        return Span(start, start + length)
    end = day_between(rng, min(first + days(3), now), now)
    left_early = fate in (End.WITHDRAWN, End.PAUSED)
    start = end - (days(rng.uniform(5, max(6, length.days * 0.8))) if left_early else length)
    start = min(max(start, earliest), end)
    return Span(start, max(start + length, end), end, fate)


def finish(aim: Row, span: Span, rng: Random) -> None:
    """End an aim as its span says."""
    if span.end is None or span.fate is None:
        return
    match span.fate:
        case End.ACHIEVED:
            complete(aim, span.end)
        case End.NOT_ACHIEVED:
            complete(aim, span.end, outcome=3)
        case End.WAITING:
            complete(aim, span.end, outcome=8)
        case End.WITHDRAWN:
            withdraw(aim, span.end, weighted(rng, _REASONS))
        case End.PAUSED:
            pause(aim, span.end)


def adult_person(
    who: Identity,
    rng: Random,
    born: date,
    start: date,
    level: int,
    *,
    home: tuple[str, ...] = POSTCODES,
    employed: float = 0.45,
    planned_hours: int | None = None,
) -> Row:
    """A learner with what they had attained and, dated before the start, whether they work."""
    learner = person(who, rng, born, home=home, PlanLearnHours=planned_hours)
    prior_attainment(learner, rng, start, level)
    since = before(rng, start, 5, 700)
    if happens(rng, employed):
        employer = rng.choice(EMPLOYERS)
        status = in_work(learner, rng, since, employer.EmpId, months=rng.uniform(1, 90))
        if happens(rng, 0.08):
            status.values.pop("EmpId")
            monitoring(status, SEI=1)
    else:
        out_of_work(learner, rng, since)
    return learner


class Adult(StrEnum):
    """The kinds of Adult Skills Fund course."""

    CO_FUNDED = "co-funded"
    FULLY_FUNDED = "fully funded, below the earnings threshold"
    ENTITLED_2 = "first full level 2, 19 to 23"
    ENTITLED_3 = "first full level 3, 19 to 23"
    FREE_COURSE = "level 3 free courses for jobs"
    ENGLISH_MATHS = "English or maths"
    ESOL = "English for speakers of other languages"
    DIGITAL = "essential digital skills"
    DEVOLVED = "in a combined authority's area"


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a kind of Adult Skills Fund course asks for.

    Attributes:
        ages: at the start.
        prior: the most the learner may have attained, as PriorLevel.
        FFI: 1 fully funded, 2 co-funded.
        LDM: codes that say why.
    """

    aims: tuple[Aim, ...]
    FFI: str = "1"
    LDM: tuple[str, ...] = ()
    ages: tuple[int, int] = (20, 64)
    prior: int = 10
    weeks: tuple[int, int] = (8, 36)


_TERMS = {
    Adult.CO_FUNDED: _Terms(ADULT, FFI="2"),
    Adult.FULLY_FUNDED: _Terms(ADULT, LDM=("391",)),
    Adult.ENTITLED_2: _Terms(ENTITLED_LEVEL_2, ages=(20, 23), prior=3, weeks=(30, 44)),
    Adult.ENTITLED_3: _Terms(ENTITLED_LEVEL_3, ages=(20, 23), prior=5, weeks=(32, 46)),
    Adult.FREE_COURSE: _Terms(FREE_COURSES, LDM=("378", "391"), ages=(20, 58), weeks=(16, 40)),
    Adult.ENGLISH_MATHS: _Terms((*ENGLISH, *MATHS), prior=3, weeks=(12, 36)),
    Adult.ESOL: _Terms(ESOL, LDM=("391",), prior=3, weeks=(12, 34)),
    Adult.DIGITAL: _Terms(DIGITAL, prior=4, weeks=(6, 16)),
    Adult.DEVOLVED: _Terms(DEVOLVED, FFI="2"),
}


def adult(kind: Adult, who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of the Adult Skills Fund (FundModel 38)."""
    terms = _TERMS[kind]
    span = course_span(rng, year, terms.weeks, max(ASF_SINCE, year.first - days(240)))
    born = born_aged(rng, span.start, *terms.ages)
    devolved = kind is Adult.DEVOLVED
    years = age(born, span.start)
    course = rng.choice(terms.aims)
    learner = adult_person(
        who,
        rng,
        born,
        span.start,
        prior_level(rng, years, most=terms.prior),
        home=DEVOLVED_POSTCODES if devolved else POSTCODES,
        planned_hours=course.hours + rng.randint(0, 30),
    )
    aim = _adult_aim(learner, course, span, devolved, rng)
    fam(aim, "FFI", terms.FFI)
    for code in terms.LDM:
        fam(aim, "LDM", code)
    if learner.get("LLDDHealthProb") == 1 and happens(rng, 0.4):
        until = min(span.planned_end, span.end or span.planned_end)
        fam(aim, "LSF", "1", span.start, until)
    if kind is Adult.ESOL and happens(rng, 0.5):
        hours(aim, year, additional=rng.randint(10, 40))
    finish(aim, span, rng)
    return learner


def _adult_aim(learner: Row, course: Aim, span: Span, devolved: bool, rng: Random) -> Row:
    return add_aim(
        learner, rng, course.ref, kind=4, model=38, start=span.start, planned_end=span.planned_end,
        site=rng.choice(SITES), sof=DEVOLVED_SOF if devolved else "105",
        LSDPostcode=learner.text("Postcode"),
    )  # fmt: skip


def tailored(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of tailored learning (FundModel 11)."""
    # The LDM codes that say how the course is paid for begin on 1 August 2025.
    span = course_span(rng, year, (3, 12), max(date(2025, 8, 1), year.first - days(60)))
    born = born_aged(rng, span.start, 20, 80)
    course = rng.choice(TAILORED)
    level = prior_level(rng, age(born, span.start))
    learner = adult_person(
        who, rng, born, span.start, level, employed=0.35, planned_hours=course.hours
    )
    aim = add_aim(
        learner, rng, course.ref, kind=4, model=11, start=span.start, planned_end=span.planned_end,
        site=rng.choice(SITES), LSDPostcode=learner.text("Postcode"),
    )  # fmt: skip
    fam(aim, "ACL", str(rng.randint(1, 7)))
    fam(aim, "LDM", rng.choice(("399", "400", "401")))
    hours(aim, year, tailored=course.hours)
    finish(aim, span, rng)
    if aim.get("CompStatus") in (2, 3):
        aim.values["TLOut"] = rng.randint(1, 11)
    return learner


def loan(bursary: bool, who: Identity, year: Setting, rng: Random) -> Row:
    """One learner paid for by an advanced learner loan (FundModel 99, ADL)."""
    span = course_span(rng, year, (24, 60), year.first - days(300))
    born = born_aged(rng, span.start, 20, 55)
    course = rng.choice(LOANS)
    learner = adult_person(
        who, rng, born, span.start, prior_level(rng, age(born, span.start)),
        employed=0.6, planned_hours=course.hours,
    )  # fmt: skip
    aim = add_aim(
        learner, rng, course.ref, kind=4, model=99, start=span.start, planned_end=span.planned_end,
        site=rng.choice(SITES), sof=None,
    )  # fmt: skip
    fam(aim, "ADL", "1")
    if bursary:
        # Rates 1 and 3 are for providers that hold another contract than this one does.
        fam(aim, "ALB", "2", span.start, min(span.planned_end, span.end or span.planned_end))
    finish(aim, span, rng)
    return learner


def private(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner whose course is paid for privately (FundModel 99)."""
    span = course_span(rng, year, (1, 8), year.first - days(20))
    born = born_aged(rng, span.start, 20, 62)
    course = rng.choice(PRIVATE)
    level = prior_level(rng, age(born, span.start))
    learner = adult_person(
        who, rng, born, span.start, level, employed=0.9, planned_hours=course.hours
    )
    aim = add_aim(
        learner, rng, course.ref, kind=4, model=99, start=span.start, planned_end=span.planned_end,
        site=rng.choice(SITES), sof=None,
    )  # fmt: skip
    finish(aim, span, rng)
    return learner


def higher(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of higher education funded by the Office for Students (FundModel 99, SOF 1)."""
    study_year = rng.choice((1, 1, 2))
    course = rng.choice(HIGHER)
    start = year.autumn if study_year == 1 else year.autumn - days(364)
    born = born_aged(rng, start, 19, 45)
    learner = adult_person(
        who, rng, born, start, rng.choice((5, 6, 6, 7)), employed=0.7, planned_hours=course.hours
    )
    support = learner.add("LearnerHE", TTACCOM=rng.choice((2, 7, 7, 8)))
    if happens(rng, 0.4):
        support.add("LearnerHEFinancialSupport", FINTYPE=1, FINAMOUNT=rng.randrange(200, 1500, 100))
    aim = add_aim(
        learner, rng, course.ref, kind=4, model=99, start=start, planned_end=start + days(660),
        site=rng.choice(SITES), sof="1",
    )  # fmt: skip
    full_time = happens(rng, 0.4)
    fee = rng.randrange(3000, 6500, 250)
    details: dict[str, Value] = {
        "QUALENT3": "C20",
        "TYPEYR": 1,
        "MODESTUD": 1 if full_time else 3,
        "FUNDLEV": 10,
        "STULOAD": Decimal("100.0") if full_time else Decimal("50.0"),
        "YEARSTU": study_year,
        "MSTUFEE": 1,
        "SPECFEE": 0,
        "NETFEE": fee,
        "GROSSFEE": fee + rng.choice((0, 0, 500, 1000)),
        "PERMADDCOUNTRY": "XF",
        "ELQ": 3,
    }
    if not year.has_hours_records:
        details["FUNDCOMP"] = 3
    aim.add("LearningDeliveryHE", **details)
    return learner
