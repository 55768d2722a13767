"""Kinds of provision that rules speak of, of an aim and of all aims of a learner; planned hours.

Source: spec/rules/families.md (mandatory when; numeric range for the sum of hours).
"""

from openilr.derived.fams import has_fam
from openilr.language import coalesce, fact
from openilr.language.columns import (
    FundModel,
    LearnActEndDate,
    Learner,
    LearningDelivery,
    PlanEEPHours,
    PlanLearnHours,
    ProgType,
)


@fact(LearningDelivery)
def is_community_learning():
    """The aim is community learning (FundModel 10, or 99 with SOF 108)."""
    return (FundModel == 10) | ((FundModel == 99) & has_fam("SOF", "108"))


@fact(Learner)
def all_aims_are_community_learning():
    """Every aim of the learner is community learning."""
    return LearningDelivery.none(~is_community_learning)


@fact(LearningDelivery)
def is_in_custody():
    """The learner of this aim is an offender in custody (LDM 034)."""
    return has_fam("LDM", "034")


@fact(LearningDelivery)
def is_funded_t_level():
    """The aim is part of a T Level in 16 to 19 funding."""
    return (FundModel == 25) & ProgType.same_as(31)


@fact(LearningDelivery)
def is_funded_apprenticeship():
    """The aim is part of an apprenticeship standard in apprenticeship funding."""
    return (FundModel == 36) & ProgType.same_as(25)


@fact(LearningDelivery)
def is_skills_bootcamp():
    """The aim is part of a Skills Bootcamp (FundModel 37 with ProgType 32)."""
    return (FundModel == 37) & ProgType.same_as(32)


@fact(LearningDelivery)
def is_loan_funded():
    """The aim is paid for by an Advanced Learner Loan (FundModel 99 with ADL)."""
    return (FundModel == 99) & has_fam("ADL")


@fact(LearningDelivery)
def is_ofs_funded():
    """The aim is funded by the Office for Students (FundModel 99 with SOF 1)."""
    return (FundModel == 99) & has_fam("SOF", "1")


@fact(Learner)
def all_aims_are_closed():
    """Every aim of the learner has an actual end date."""
    return LearningDelivery.none(LearnActEndDate.is_unknown())


@fact(Learner)
def planned_hours():
    """The planned hours of learning and of enrichment in all; an absent one counts as 0."""
    return coalesce(PlanLearnHours, 0) + coalesce(PlanEEPHours, 0)
