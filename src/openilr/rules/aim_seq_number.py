"""Rules on the sequence number of an aim."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import AimSeqNumber, LearningDelivery
from openilr.rules.registry import rule


@rule("AimSeqNumber_02", on=LearningDelivery, years=since("2526"), reports=(AimSeqNumber,))
def sequence_number_above_count_of_aims() -> Boolean:
    """The sequence number of the aim is greater than the number of the learner's aims.

    Fix: number the aims from 1 without gaps; the management information system does so as a rule.
    """
    return AimSeqNumber > LearningDelivery.count()
