"""Rules on the postcode of the delivery location."""

from openilr.derived.postcodes import has_postcode_format
from openilr.derived.provision import is_in_custody
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import DelLocPostCode, LearningDelivery
from openilr.language.tables import postcodes
from openilr.rules.registry import rule


@rule("DelLocPostCode_03", on=LearningDelivery, years=since("2526"), reports=(DelLocPostCode,))
def delivery_postcode_not_in_list() -> Boolean:
    """The postcode of the delivery location is not a postcode of the United Kingdom.

    ZZ99 9ZZ is allowed; a postcode that has ended is one still. Learning in custody (LDM 034) is
    exempt.
    Fix: correct the postcode, or use ZZ99 9ZZ if it is not known.
    """
    listed = postcodes.matching(Postcode=DelLocPostCode).any()  # ZZ99 9ZZ is in every list of ours
    return DelLocPostCode.is_known() & ~listed & ~is_in_custody


@rule("DelLocPostCode_11", on=LearningDelivery, years=since("2526"), reports=(DelLocPostCode,))
def delivery_postcode_of_wrong_format() -> Boolean:
    """The postcode of the delivery location is not written as a postcode is.

    Capital letters, one space, and a second part without C, I, K, M, O and V. Learning in custody
    (LDM 034) is exempt.
    Fix: correct the postcode.
    """
    return ~has_postcode_format(DelLocPostCode) & ~is_in_custody
