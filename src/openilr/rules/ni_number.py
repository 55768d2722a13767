"""Rules on the National Insurance number."""

from openilr.derived.fams import ACT, has_fam
from openilr.ilr.identifiers import NI_NUMBER_PATTERN
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import FundModel, Learner, LearningDelivery, NINumber
from openilr.rules.registry import rule


@rule("NINumber_01", on=Learner, years=since("2526"), reports=(NINumber,))
def wrong_shape() -> Boolean:
    """The National Insurance number does not have the right shape.

    It is two letters, six digits and a last letter from A to D (or a space). D, F, I, Q, U and V
    are used in neither of the first two places, and O not in the second.
    Fix: copy the number again from the learner's papers, or leave it out.
    """
    return ~NINumber.matches(NI_NUMBER_PATTERN)


@rule(
    "NINumber_02",
    on=LearningDelivery,
    years=since("2526"),
    reports=(NINumber, FundModel, ACT),
)
def service_apprentice_without_number() -> Boolean:
    """The National Insurance number is missing, and the apprenticeship service pays for this aim.

    These are the aims with ACT 1.
    Fix: record the number; it links the learner with the record in the apprenticeship service.
    """
    return has_fam("ACT", "1") & NINumber.is_unknown()
