"""Rules on the unique learner number."""

from openilr.derived.identifiers import uln_check_digit
from openilr.ilr.identifiers import TEMPORARY_ULN
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import ULN, Learner, LearningProvider
from openilr.rules.registry import rule


@rule("ULN_04", on=Learner, years=since("2526"), reports=(ULN,))
def wrong_check_digit() -> Boolean:
    """The unique learner number is not a valid one: its last digit does not go with the others.

    The temporary number 9999999999 is exempt. For one in eleven numbers no last digit is right.
    Fix: copy the number again from the Learning Records Service.
    """
    return (ULN != TEMPORARY_ULN) & uln_check_digit.differs_from(ULN.digit(0))


@rule("R_59", on=Learner, years=since("2526"), reports=(LearningProvider.UKPRN, ULN))
def same_uln_twice() -> Boolean:
    """Two or more learners in the file have this unique learner number.

    One person is one learner, however many programmes. The temporary number may be repeated.
    Fix: put the aims of the same person under one learner, or correct the number that is wrong.
    """
    return (ULN != TEMPORARY_ULN) & Learner.same(ULN).others().any()
