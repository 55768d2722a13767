"""How long an aim is planned to last, and lasted.

Both days count: an aim that starts and ends on one day lasts one day.
Source: spec/rules/README.md section 2 (duration rules).
"""

from openilr.language import fact
from openilr.language.columns import (
    LearnActEndDate,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
)


@fact(LearningDelivery)
def planned_duration_days():
    """The days from the start to the planned end of the aim, both counted."""
    return LearnPlanEndDate - LearnStartDate + 1


@fact(LearningDelivery)
def actual_duration_days():
    """The days from the start to the actual end of the aim, both counted."""
    return LearnActEndDate - LearnStartDate + 1


@fact(LearningDelivery)
def lasts_five_days():
    """The aim is planned to end, or ended, five days or more after its start."""
    return (LearnPlanEndDate - LearnStartDate >= 5) | (LearnActEndDate - LearnStartDate >= 5)
