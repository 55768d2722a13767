"""Rules on the planned end date of an aim."""

from openilr.derived.programmes import is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean, days, years
from openilr.language.columns import (
    AimType,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import rule


@rule(
    "LearnPlanEndDate_02",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnPlanEndDate),
)
def planned_end_before_start() -> Boolean:
    """The aim was planned to end before it started.

    Same-day aims are allowed. A missing date is reported by the field checks and not here.
    Fix: correct the planned end date, or the start date if that is the wrong one.
    """
    return LearnPlanEndDate < LearnStartDate


@rule(
    "LearnPlanEndDate_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnPlanEndDate),
)
def planned_for_ten_years() -> Boolean:
    """The aim is planned to last ten years or more.

    Ten years to the day are too many already.
    Fix: correct the planned end date, or the start date if that is the wrong one.
    """
    return LearnPlanEndDate >= LearnStartDate + years(10)


@rule(
    "LearnPlanEndDate_04",
    on=LearningDelivery,
    years=since("2627"),
    reports=(AimType, ProgType, LearnPlanEndDate, LearnStartDate),
)
def unit_planned_too_long() -> Boolean:
    """The apprenticeship unit is planned to end more than 112 days after its start.

    The programme aim is looked at.
    Fix: correct the planned end date; a unit lasts 16 weeks at most.
    """
    return is_programme_aim & (ProgType == 34) & (LearnPlanEndDate > LearnStartDate + days(112))
