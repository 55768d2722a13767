"""Rules on the actual end date of an aim."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import LearnActEndDate, LearningDelivery, LearnStartDate
from openilr.language.run import file_preparation_date
from openilr.rules.registry import rule


@rule(
    "LearnActEndDate_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnActEndDate),
)
def ended_before_start() -> Boolean:
    """The aim ended before it started.

    The day of the start is allowed.
    Fix: correct the actual end date, or the start date if that is the wrong one.
    """
    return LearnActEndDate < LearnStartDate


@rule("LearnActEndDate_04", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate,))
def ended_after_file_was_made() -> Boolean:
    """The aim ended after the day the file was prepared.

    Fix: correct the actual end date; leave it out until the learning has ended.
    """
    return LearnActEndDate > file_preparation_date
