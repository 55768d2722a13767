"""Rules on additional delivery hours, a field until 2025-26 (then an hours record)."""

from datetime import date

from openilr.derived.durations import planned_duration_days
from openilr.derived.lars import has_basic_skills_type
from openilr.ilr.years import only
from openilr.language import Boolean
from openilr.language.columns import (
    AddHours,
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
)
from openilr.reference.lars_codes import ESOL
from openilr.rules.registry import rule

_has_days = planned_duration_days > 0
"""An aim planned to end before it starts has no average; LearnPlanEndDate_02 reports it."""


@rule(
    "AddHours_01",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel, AddHours),
)
def additional_hours_on_early_start() -> Boolean:
    """The aim has additional delivery hours and started before August 2015.

    Adult skills, apprenticeship and other adult aims (FundModel 35, 36, 38, 81) are looked at.
    Fix: remove the additional delivery hours, or correct the start date.
    """
    return (
        FundModel.is_in((35, 36, 38, 81))
        & AddHours.is_known()
        & (LearnStartDate < date(2015, 8, 1))
    )


@rule("AddHours_02", on=LearningDelivery, years=only("2526"), reports=(FundModel, AddHours))
def additional_hours_on_other_funding() -> Boolean:
    """The funding model of the aim has no additional delivery hours.

    These are FundModel 10, 25, 37, 82 and 99.
    Fix: remove the additional delivery hours, or correct the funding model.
    """
    return FundModel.is_in((25, 82, 10, 37, 99)) & AddHours.is_known()


@rule("AddHours_03", on=LearningDelivery, years=only("2526"), reports=(LearnAimRef, AddHours))
def additional_hours_on_aim_that_is_not_esol() -> Boolean:
    """The aim has additional delivery hours and was not an ESOL aim in LARS on its start date.

    An aim that LARS does not have is reported too.
    Fix: remove the additional delivery hours, or correct the aim reference.
    """
    return AddHours.is_known() & ~has_basic_skills_type(*ESOL)


@rule(
    "AddHours_04",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, LearnPlanEndDate, AddHours),
)
def additional_hours_of_more_than_a_day() -> Boolean:
    """The additional delivery hours come to more than 24 a day of the planned learning.

    Over 60 hours are looked at. The first and the last day count.
    Fix: correct the additional delivery hours or the planned end date.
    """
    return (AddHours > 60) & _has_days & (AddHours > planned_duration_days * 24)


@rule(
    "AddHours_05",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, LearnPlanEndDate, AddHours),
)
def additional_hours_of_more_than_35_a_week() -> Boolean:
    """The additional delivery hours come to more than 35 a week of the planned learning.

    Over 60 hours are looked at. A week is seven days; the first and the last day count.
    Fix: check the additional delivery hours and the planned end date.
    """
    return (AddHours > 60) & _has_days & (AddHours > planned_duration_days * 5)  # 35 / 7


@rule(
    "AddHours_06",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, LearnPlanEndDate, AddHours),
)
def additional_hours_of_more_than_nine_a_day() -> Boolean:
    """The additional delivery hours come to more than 9 and less than 24 a day.

    The first and the last day of the planned learning count.
    Fix: check the additional delivery hours and the planned end date.
    """
    return (AddHours > planned_duration_days * 9) & (AddHours < planned_duration_days * 24)
