"""Rules on the learner reference number."""

from openilr.ilr.years import since
from openilr.language import Boolean, this
from openilr.language.columns import Learner, LearnRefNumber
from openilr.rules.registry import rule


@rule("R_06", on=Learner, years=since("2526"), reports=(LearnRefNumber,))
def same_reference_twice() -> Boolean:
    """Another learner in the file has the same reference.

    References are compared without the spaces around them and without regard to capitals. Each
    repeated reference is reported once, on the first learner that has it.
    Fix: give each learner a reference of their own, or put their aims under one learner.
    """
    alike = Learner.same(LearnRefNumber.strip().upper())
    return (
        LearnRefNumber.is_known()
        & alike.any(Learner.position > this(Learner.position))
        & alike.none(Learner.position < this(Learner.position))
    )
