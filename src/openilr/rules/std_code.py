"""Rules on the code of the apprenticeship standard."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import LearningDelivery, ProgType, StdCode
from openilr.language.tables import lars_standard_validity
from openilr.rules.registry import rule


@rule("StdCode_01", on=LearningDelivery, years=since("2526"), reports=(ProgType, StdCode))
def standard_missing() -> Boolean:
    """An aim of an apprenticeship standard (ProgType 25) has no standard code.

    Fix: record the code of the standard.
    """
    return (ProgType == 25) & StdCode.is_unknown()


@rule("StdCode_02", on=LearningDelivery, years=since("2526"), reports=(StdCode,))
def standard_not_in_lars() -> Boolean:
    """The standard code has no validity in LARS.

    Fix: correct the standard code.
    """
    valid = lars_standard_validity.matching(StandardCode=StdCode).any()
    return StdCode.is_known() & ~valid


@rule("StdCode_03", on=LearningDelivery, years=since("2526"), reports=(ProgType, StdCode))
def standard_not_expected() -> Boolean:
    """A standard code is returned on an aim that is not part of an apprenticeship standard.

    Fix: remove the standard code, or record ProgType 25 if the aim is part of a standard.
    """
    return ProgType.differs_from(25) & StdCode.is_known()
