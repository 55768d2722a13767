"""Rules on the planned end date of an aim."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import LearningDelivery, LearnPlanEndDate, LearnStartDate
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
