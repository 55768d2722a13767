"""The employment status that applies on a day, and the benefits that go with it.

Two days, never one: rules say "on" the start (on or before) or "prior to" it (strictly before). Of
two records of one date the later in the file is taken.
Source: spec/rules/README.md sections 2 and 3 (DD12, DD21, DD28, DD37, DD38).
"""

from openilr.derived.fams import has_esm, has_fam
from openilr.language import Boolean, fact
from openilr.language.columns import (
    DateEmpStatApp,
    EmpId,
    EmpStat,
    FundModel,
    LearnDelFAMCode,
    LearnDelFAMType,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnStartDate,
)

status_at_start = LearnerEmploymentStatus.where(DateEmpStatApp <= LearnStartDate).latest(
    DateEmpStatApp
)
"""The employment status record in force on the aim's start date."""

latest_status = LearnerEmploymentStatus.latest(DateEmpStatApp)
"""The learner's latest employment status record."""


@fact(LearningDelivery)
def employment_status_at_start():
    """The employment status on the start date of the aim."""
    return status_at_start.take(EmpStat)


@fact(LearningDelivery)
def employer_at_start():
    """The employer on the start date of the aim."""
    return status_at_start.take(EmpId)


@fact(LearningDelivery)
def has_status_before_start():
    """An employment status is dated before the start of the aim."""
    return LearnerEmploymentStatus.any(DateEmpStatApp < LearnStartDate)


def has_esm_at_start(kind: str, *codes: int) -> Boolean:
    """Whether the status on the start date has a monitoring record of a type and codes."""
    return status_at_start.take(has_esm(kind, *codes))


_status = employment_status_at_start
_unemployed = _status.is_in((11, 12))
_short_hours = (_status == 10) & has_esm_at_start("EII", 2, 5, 6)


_adult_skills = FundModel == 35
_other_than_mandated = LearningDeliveryFAM.any(LearnDelFAMType == "LDM", LearnDelFAMCode != "318")


@fact(LearningDelivery)
def is_on_benefits_for_skills():
    """The learner of this adult skills aim was on a benefit for those who seek work."""  # DD12
    return _adult_skills & (
        has_esm_at_start("BSI", 1, 2) | (has_esm_at_start("BSI", 4) & has_fam("LDM", "318"))
    )


@fact(LearningDelivery)
def is_unemployed_on_other_benefits():
    """The learner of this adult skills aim was unemployed on another state benefit."""  # DD21
    return (
        _adult_skills
        & _unemployed
        & (has_esm_at_start("BSI", 3) | (has_esm_at_start("BSI", 4) & _other_than_mandated))
    )


@fact(LearningDelivery)
def is_on_benefits_for_full_funding():
    """The learner of this adult skills aim was on a benefit that allows full funding."""  # DD28
    return _adult_skills & (
        (_status.is_in((10, 11, 12, 98)) & has_esm_at_start("BSI", 1, 2))
        | ((_unemployed | _short_hours) & has_esm_at_start("BSI", 3, 4))
    )


@fact(LearningDelivery)
def is_on_active_benefits():
    """The learner of this adult skills aim was on an active benefit at the start."""  # DD38
    return _adult_skills & (
        has_esm_at_start("BSI", 1)
        | ((_unemployed | _short_hours) & has_esm_at_start("BSI", 4, 5, 6))
    )


@fact(LearningDelivery)
def is_on_other_benefits():
    """The learner of this adult skills aim was unemployed with another benefit."""  # DD37
    return (
        _adult_skills
        & _unemployed
        & (has_esm_at_start("BSI", 6) | (has_esm_at_start("BSI", 4) & _other_than_mandated))
    )
