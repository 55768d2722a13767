"""Rules on the planned hours of learning, and of employability, enrichment and pastoral work."""

from openilr.derived.provision import all_aims_are_closed, is_funded_t_level, planned_hours
from openilr.ilr.years import since, until
from openilr.language import Boolean
from openilr.language.columns import (
    FundModel,
    Learner,
    LearningDelivery,
    PlanEEPHours,
    PlanLearnHours,
    ProgType,
)
from openilr.rules.registry import rule

_other_16_to_19 = FundModel == 82
_asks_for_hours = ProgType.differs_from(25) & ~is_funded_t_level & ~all_aims_are_closed
_some_aim_counts = LearningDelivery.any(~is_funded_t_level, ~_other_16_to_19)


@rule(
    "PlanLearnHours_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(PlanLearnHours, FundModel),
)
def no_learning_hours() -> Boolean:
    """The planned learning hours are missing.

    The short form of the rule speaks of 16 to 19 funding; its condition asks for every aim but
    apprenticeships, T Levels and other 16 to 19 provision (FundModel 82), and so do we. Learners
    whose every aim is closed are exempt.
    Fix: record the planned learning hours of the year.
    """
    return PlanLearnHours.is_unknown() & _asks_for_hours & ~_other_16_to_19


@rule(
    "PlanEEPHours_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(PlanEEPHours, FundModel),
)
def no_enrichment_hours() -> Boolean:
    """The planned hours of employability, enrichment and pastoral work are missing.

    16 to 19 funded aims need them (0 will do), but for T Levels. Learners whose every aim is closed
    are exempt.
    Fix: record the planned hours of the year.
    """
    return (FundModel == 25) & PlanEEPHours.is_unknown() & _asks_for_hours


@rule(
    "PlanLearnHours_02",
    on=LearningDelivery,
    years=until("2526"),
    reports=(PlanLearnHours, FundModel),
)
def learning_hours_of_zero() -> Boolean:
    """The planned learning hours are 0.

    T Levels are exempt.
    Fix: record the hours that are planned, or leave them out where none are asked for.
    """
    models = (10, 25, 35, 37, 38, 81, 99)
    return (PlanLearnHours == 0) & FundModel.is_in(models) & ~is_funded_t_level


@rule(
    "PlanLearnHours_02",
    on=LearningDelivery,
    years=since("2627"),
    reports=(PlanLearnHours, FundModel, ProgType),
)
def learning_hours_of_zero_with_units() -> Boolean:
    """The planned learning hours are 0.

    From 2026-27 apprenticeship units (FundModel 39) are asked too. T Levels are exempt.
    Fix: record the hours that are planned, or leave them out where none are asked for.
    """
    models = (25, 35, 37, 38, 39, 81, 99)
    return (PlanLearnHours == 0) & FundModel.is_in(models) & ~is_funded_t_level


@rule(
    "PlanLearnHours_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(PlanLearnHours, PlanEEPHours, FundModel),
)
def all_hours_of_zero() -> Boolean:
    """The planned hours of this 16 to 19 funded aim's learner come to 0 in all.

    Learning hours and those of enrichment are added. T Levels are exempt.
    Fix: record the hours that are planned.
    """
    return PlanLearnHours.is_known() & (FundModel == 25) & (planned_hours == 0) & ~is_funded_t_level


@rule(
    "PlanLearnHours_04",
    on=Learner,
    years=since("2526"),
    reports=(PlanLearnHours, PlanEEPHours),
)
def over_1000_hours() -> Boolean:
    """The planned hours come to more than 1,000 in all.

    Learning hours and those of enrichment are added. Learners with nothing but T Levels and other
    16 to 19 provision (FundModel 82) are exempt.
    Fix: check the hours; they are those of one year.
    """
    return (planned_hours > 1000) & _some_aim_counts


@rule(
    "PlanLearnHours_05",
    on=Learner,
    years=since("2526"),
    reports=(PlanLearnHours, PlanEEPHours),
)
def over_4000_hours() -> Boolean:
    """The planned hours come to more than 4,000 in all.

    Learning hours and those of enrichment are added. Learners with nothing but T Levels and other
    16 to 19 provision (FundModel 82) are exempt.
    Fix: correct the hours; they are those of one year.
    """
    return PlanLearnHours.is_known() & (planned_hours > 4000) & _some_aim_counts
