"""Rules on records of one learner or one aim that are given twice.

The first of several equal records is left alone and each one after it is reported.
"""

from datetime import date

from openilr.ilr.years import since
from openilr.language import Boolean, Expression, all_of, this
from openilr.language.columns import (
    AimSeqNumber,
    DateEmpStatApp,
    LearnDelFAMCode,
    LearnDelFAMDateFrom,
    LearnDelFAMType,
    Learner,
    LearnerEmploymentStatus,
    LearnerFAM,
    LearnFAMCode,
    LearnFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
    LearningDeliveryWorkPlacement,
    LearnRefNumber,
    LearnStartDate,
    LLDDandHealthProblem,
    LLDDCat,
    ProviderSpecDeliveryMonitoring,
    ProviderSpecLearnerMonitoring,
    ProvSpecDelMonOccur,
    ProvSpecLearnMonOccur,
    WorkPlaceEmpId,
    WorkPlaceStartDate,
)
from openilr.language.expressions import Entity
from openilr.rules.registry import rule


def _stands_again(entity: Entity, *keys: Expression, within: Entity | None = None) -> Boolean:
    """Whether an earlier row has the same values; the first key must be known."""
    rows = entity if within is None else entity.within(within)
    earlier = rows.same(*keys).any(entity.position < this(entity.position))
    return all_of(keys[0].is_known(), earlier)


@rule("R_07", on=LearningDelivery, years=since("2526"), reports=(LearnRefNumber, AimSeqNumber))
def same_sequence_number() -> Boolean:
    """Another aim of the learner has the same sequence number.

    Fix: number the learner's aims 1, 2, 3 and so on, each number once.
    """
    return _stands_again(LearningDelivery, AimSeqNumber)


@rule("R_43", on=LearnerEmploymentStatus, years=since("2526"), reports=(DateEmpStatApp,))
def two_statuses_from_one_day() -> Boolean:
    """Two employment statuses of the learner apply from the same date.

    Fix: remove the one that is wrong, or correct its date.
    """
    return _stands_again(LearnerEmploymentStatus, DateEmpStatApp)


@rule("R_45", on=LLDDandHealthProblem, years=since("2526"), reports=(LLDDCat,))
def same_category_twice() -> Boolean:
    """The learner has the same difficulty, disability or health problem twice.

    Fix: remove the record that is repeated.
    """
    return _stands_again(LLDDandHealthProblem, LLDDCat)


@rule(
    "R_49",
    on=ProviderSpecLearnerMonitoring,
    years=since("2526"),
    reports=(ProvSpecLearnMonOccur,),
)
def same_learner_occurrence() -> Boolean:
    """Two of the learner's provider-specified monitoring records have the same occurrence code.

    Capitals make no difference.
    Fix: give each record a code of its own, A or B.
    """
    return _stands_again(ProviderSpecLearnerMonitoring, ProvSpecLearnMonOccur.upper())


@rule(
    "R_50",
    on=ProviderSpecDeliveryMonitoring,
    years=since("2526"),
    reports=(ProvSpecDelMonOccur,),
)
def same_aim_occurrence() -> Boolean:
    """Two of the aim's provider-specified monitoring records have the same occurrence code.

    Capitals make no difference.
    Fix: give each record a code of its own, A to D.
    """
    return _stands_again(ProviderSpecDeliveryMonitoring, ProvSpecDelMonOccur.upper())


@rule("R_51", on=LearnerFAM, years=since("2526"), reports=(LearnFAMType, LearnFAMCode))
def same_learner_fam() -> Boolean:
    """The learner has two funding and monitoring records of the same type and code.

    Fix: remove the record that is repeated.
    """
    return _stands_again(LearnerFAM, LearnFAMType, LearnFAMCode)


@rule(
    "R_52",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMCode),
)
def same_aim_fam() -> Boolean:
    """The aim has two funding and monitoring records of the same type and code.

    Learning support (LSF), apprenticeship contract types (ACT) and loans bursary (ALB) may be
    repeated: they have dates.
    Fix: remove the record that is repeated.
    """
    dated = LearnDelFAMType.is_in(("LSF", "ACT", "ALB"))
    return ~dated & _stands_again(LearningDeliveryFAM, LearnDelFAMType, LearnDelFAMCode)


@rule(
    "R_67",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(WorkPlaceStartDate, WorkPlaceEmpId),
)
def same_placement_of_aim() -> Boolean:
    """Two work placements of the aim start on the same day with the same employer.

    Two placements without an employer are with the same one here.
    Fix: remove the placement that is repeated, or correct its start or its employer.
    """
    return _stands_again(LearningDeliveryWorkPlacement, WorkPlaceStartDate, WorkPlaceEmpId)


@rule(
    "R_96",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(WorkPlaceStartDate,),
)
def two_placements_from_one_day() -> Boolean:
    """Two work placements of the learner start on the same day.

    The placements of all aims are compared.
    Fix: correct the start of one of them, or remove the one that is repeated.
    """
    return _stands_again(LearningDeliveryWorkPlacement, WorkPlaceStartDate, within=Learner)


@rule(
    "R_157",
    on=LearningDeliveryFAM,
    years=since("2627"),
    reports=(LearnStartDate, LearnDelFAMType, LearnDelFAMDateFrom),
)
def two_bursaries_from_one_day() -> Boolean:
    """Two loans bursary records of the aim apply from the same date.

    Aims started from August 2026 are looked at.
    Fix: remove the record that is repeated, or correct the dates.
    """
    return (
        (LearnDelFAMType == "ALB")
        & (LearnStartDate >= date(2026, 8, 1))
        & _stands_again(LearningDeliveryFAM, LearnDelFAMDateFrom, LearnDelFAMType)
    )
