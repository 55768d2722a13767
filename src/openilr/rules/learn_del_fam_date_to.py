"""Rules on the day to which a funding and monitoring record applies."""

from openilr.derived.programmes import is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    AchDate,
    FundModel,
    LearnActEndDate,
    LearnDelFAMDateFrom,
    LearnDelFAMDateTo,
    LearnDelFAMType,
    LearningDeliveryFAM,
    LearnPlanEndDate,
)
from openilr.rules.registry import rule


@rule(
    "LearnDelFAMDateTo_01",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMDateFrom, LearnDelFAMDateTo),
)
def ends_before_it_applies() -> Boolean:
    """The record ends before it begins to apply.

    One day alone is allowed.
    Fix: correct the dates of the record.
    """
    return LearnDelFAMDateTo < LearnDelFAMDateFrom


@rule(
    "LearnDelFAMDateTo_02",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnPlanEndDate, LearnDelFAMType, LearnDelFAMDateTo),
)
def applies_after_planned_end() -> Boolean:
    """The record applies to a day after the planned end of the aim.

    The contract type (ACT) of a programme aim with an achievement date is exempt.
    Fix: check the date the record applies to.
    """
    exempt = is_programme_aim & (LearnDelFAMType == "ACT") & AchDate.is_known()
    return (LearnDelFAMDateTo > LearnPlanEndDate) & exempt.is_not_true()


@rule(
    "LearnDelFAMDateTo_03",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(FundModel, LearnActEndDate, LearnDelFAMType, LearnDelFAMDateTo),
)
def applies_after_actual_end() -> Boolean:
    """The record applies to a day after the actual end of the aim.

    Aims of FundModel 35, 36, 38, 81 and 99. The contract type (ACT) has a rule of its own.
    Fix: correct the date the record applies to, or the actual end date.
    """
    return (
        FundModel.is_in((35, 36, 38, 81, 99))
        & (LearnDelFAMType != "ACT")
        & (LearnDelFAMDateTo > LearnActEndDate)
    )


@rule(
    "LearnDelFAMDateTo_04",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMDateTo),
)
def ends_and_is_not_to() -> Boolean:
    """The record has a date it applies to and is not of a type that ends.

    The types that end are LSF, ACT and ALB; an event indicator (EVI) has a first day only.
    Fix: remove the date, or correct the type.
    """
    return ~LearnDelFAMType.is_in(("LSF", "ACT", "ALB")) & LearnDelFAMDateTo.is_known()


@rule(
    "LearnDelFAMDateTo_05",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(FundModel, AchDate, LearnActEndDate, LearnDelFAMDateTo),
)
def contract_type_after_achievement() -> Boolean:
    """The apprenticeship contract type (ACT) applies to a day after the achievement date.

    Aims in apprenticeship funding (36) are looked at.
    Fix: correct the date the record applies to, or the achievement date.
    """
    return (FundModel == 36) & (LearnDelFAMType == "ACT") & (LearnDelFAMDateTo > AchDate)
