"""Programmes: what kind an aim is, when its programme started, and which aims belong together.

Source: spec/rules/README.md section 3 (DD04, DD06, DD07, DD18, DD32, DD36).
"""

from datetime import date

from openilr.language import Date, coalesce, fact, literal, this, when
from openilr.language.columns import (
    AchDate,
    AimType,
    FundModel,
    LearnActEndDate,
    Learner,
    LearningDelivery,
    LearnStartDate,
    ProgType,
    StdCode,
)

OPEN_END = date(2099, 12, 31)
"""The end of an aim that has none yet (DD36)."""


@fact(LearningDelivery)
def is_apprenticeship():
    """The aim is part of an apprenticeship standard."""  # DD07
    return ProgType == 25


@fact(LearningDelivery)
def is_programme_aim():
    """The aim is a programme aim."""
    return AimType == 1


@fact(LearningDelivery)
def is_open():
    """The aim has no actual end date."""
    return LearnActEndDate.is_unknown()


@fact(LearningDelivery)
def is_open_apprenticeship():
    """The aim is the open programme aim of a funded apprenticeship."""  # DD32
    return is_programme_aim & (FundModel == 36) & is_open


@fact(Learner)
def first_start_date():
    """The earliest start date of all the learner's aims."""  # DD06
    return LearningDelivery.min(LearnStartDate)


@fact(LearningDelivery)
def programme_start_date():
    """The earliest start of the learner's programme aims of the same ProgType."""  # DD04
    programme = LearningDelivery.where(is_programme_aim, ProgType == this(ProgType))
    return programme.min(LearnStartDate)


@fact(LearningDelivery)
def standard_start_date():
    """The earliest start of the learner's programme aims of the same standard."""  # DD18
    programme = LearningDelivery.where(is_programme_aim, is_apprenticeship)
    return when(is_apprenticeship).then(programme.same(StdCode).min(LearnStartDate)).otherwise()


@fact(LearningDelivery)
def effective_end_date() -> Date:
    """The day a programme aim counts as ended; the end of 2099 while it is open."""  # DD36
    return (
        when(is_programme_aim & (ProgType == 25))
        .then(coalesce(AchDate, LearnActEndDate, OPEN_END))
        .when(is_programme_aim & (ProgType == 32))
        .then(coalesce(LearnActEndDate, AchDate, OPEN_END))
        .when(is_programme_aim)
        .then(coalesce(LearnActEndDate, literal(OPEN_END)))
        .otherwise()
    )


@fact(LearningDelivery)
def is_latest_programme_aim():
    """The aim is the learner's programme aim with the latest start."""
    latest = LearningDelivery.where(is_programme_aim).latest(LearnStartDate)
    return latest.take(LearningDelivery.position) == LearningDelivery.position


programme_key = (ProgType, StdCode)
"""What the aims of one programme have in common, absent the same as absent:
`same(*programme_key)`."""
