"""Young people's study programmes and T Levels (FundModel 25)."""

from datetime import date
from random import Random

from openilr.demo.chance import day_between, days, happens, weighted
from openilr.demo.delivery import add_aim, complete, hours, withdraw
from openilr.demo.employers import EMPLOYERS
from openilr.demo.offer import (
    INDUSTRY_PLACEMENT,
    PROGRAMME,
    STUDY_CORE,
    STUDY_FURTHER,
    T_LEVELS,
    WORK_EXPERIENCE,
    Aim,
)
from openilr.demo.people import Identity, before, out_of_work, person, prior_attainment
from openilr.demo.places import SITES
from openilr.demo.record import Row, aims
from openilr.demo.setting import Setting
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER

_GOOD = ("4", "5", "5", "6", "7", "8")
_POOR = ("3", "3", "2", "1")
_HOSTS = tuple(e for e in EMPLOYERS if e.EmpId != UNKNOWN_EMPLOYER)


def _born(rng: Random, year: Setting, youngest: int, oldest: int) -> date:
    """A birth date of somebody of that age on 31 August of the year."""
    age = rng.randint(youngest, oldest)
    return date(year.first.year - age, 8, 31) - days(rng.randint(0, 360))


def _aim(
    learner: Row, rng: Random, course: Aim, kind: int, start: date, end: date, **fields: int
) -> Row:
    return add_aim(
        learner, rng, course.ref, kind=kind, model=25, start=start, planned_end=end,
        site=SITES[0], sof="107", **fields,
    )  # fmt: skip


def study_programme(high_needs: bool, who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of a study programme: a core aim, further aims and some work experience."""
    born = (
        _born(rng, year, 19, 22) if high_needs and happens(rng, 0.5) else _born(rng, year, 16, 18)
    )
    maths = rng.choice(_GOOD if happens(rng, 0.7) else _POOR)
    english = rng.choice(_GOOD if happens(rng, 0.75) else _POOR)
    learner = person(
        who, rng, born, ni_number=happens(rng, 0.6), difficulty=True if high_needs else None,
        PlanLearnHours=rng.randint(490, 640), PlanEEPHours=rng.randint(50, 120),
        MathGrade=maths, EngGrade=english,
        ALSCost=rng.randrange(6000, 19000, 500) if high_needs else None,
    )  # fmt: skip
    start = min(year.autumn + days(rng.choice((0, 0, 1, 7))), year.horizon)
    prior_attainment(learner, rng, start, rng.choice((2, 3, 4)))
    for name, code in (("HNS", 1), ("EHC", 1)) if high_needs else ():
        learner.add("LearnerFAM", LearnFAMType=name, LearnFAMCode=code)
    if happens(rng, 0.2):
        learner.add("LearnerFAM", LearnFAMType="LSR", LearnFAMCode=rng.choice((55, 56, 56)))
    # Below grade 4 the learner counts for disadvantage funding (rules MathGrade_03, EngGrade_03).
    for code, grade in ((1, maths), (2, english)):
        if grade in _POOR:
            learner.add("LearnerFAM", LearnFAMType="EDF", LearnFAMCode=code)
    if happens(rng, 0.15):
        learner.add("LearnerFAM", LearnFAMType="FME", LearnFAMCode=2)
    planned_end = date(year.last.year, 6, 26)
    _aim(learner, rng, rng.choice(STUDY_CORE), 5, start, planned_end)
    for course in rng.sample(STUDY_FURTHER, rng.randint(0, 2)):
        _aim(learner, rng, course, 4, start, planned_end - days(rng.choice((0, 14))))
    if happens(rng, 0.4):
        placement = _aim(learner, rng, WORK_EXPERIENCE, 4, start, planned_end)
        _place(placement, rng, start + days(rng.randint(20, 120)), rng.randint(30, 70))
    _end(learner, year, rng)
    return learner


def _place(aim: Row, rng: Random, since: date, number_of_hours: int) -> Row:
    return aim.add(
        "LearningDeliveryWorkPlacement",
        WorkPlaceStartDate=since,
        WorkPlaceHours=number_of_hours,
        WorkPlaceMode=2,
        WorkPlaceEmpId=rng.choice(_HOSTS).EmpId,
    )


def _end(learner: Row, year: Setting, rng: Random) -> None:
    """Let some leave early, and the others finish once the planned end has come."""
    deliveries = aims(learner)
    start, now = deliveries[0].day("LearnStartDate"), year.horizon
    leaves = happens(rng, 0.07) and now > start + days(20)
    left = day_between(rng, start + days(20), now) if leaves else now
    for aim in deliveries:
        end = aim.day("LearnPlanEndDate")
        if end <= left:
            complete(aim, end, outcome=weighted(rng, ((1, 88), (3, 8), (8, 4))))
        elif leaves:
            withdraw(aim, left, rng.choice((44, 97, 98)))
        for placement in aim.all("LearningDeliveryWorkPlacement"):
            # A placement that had not begun when the aim ended did not take place.
            if aim.get("LearnActEndDate") and placement.day("WorkPlaceStartDate") > left:
                placement.values["WorkPlaceStartDate"] = start


def t_level(who: Identity, year: Setting, rng: Random) -> Row:
    """One learner of a T Level: programme, technical qualification, specialism and placement."""
    second_year = happens(rng, 0.5)
    born = _born(rng, year, 17, 18) if second_year else _born(rng, year, 16, 17)
    learner = person(
        who, rng, born, ni_number=happens(rng, 0.6),
        MathGrade=rng.choice(_GOOD), EngGrade=rng.choice(_GOOD),
    )  # fmt: skip
    start = year.autumn - days(364) if second_year else year.autumn
    prior_attainment(learner, rng, start, 4)
    # The planned hours stand on the programme; without them on the learner, rule EmpStat_11 asks
    # for a status before the start.
    out_of_work(learner, rng, before(rng, start, 30, 90), at_school=True)
    end = start + days(660)
    core, specialism = rng.choice(T_LEVELS)
    programme = _aim(learner, rng, PROGRAMME, 1, start, end, ProgType=31)
    hours(programme, year, t_level=rng.randrange(1200, 1450, 10))
    _aim(learner, rng, core, 5, start, end, ProgType=31)
    _aim(learner, rng, specialism, 3, start, end, ProgType=31)
    placement = _aim(learner, rng, INDUSTRY_PLACEMENT, 3, start, end, ProgType=31)
    _place(placement, rng, start + days(rng.randint(120, 420)), rng.randrange(315, 350, 7))
    return learner
