"""Rules on the identifier that the software gives an aim."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import LearningDelivery, SWSupAimId
from openilr.rules.registry import rule

_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}"
_ONLY_ZEROS = r"[0-]*"


@rule("SWSupAimId_01", on=LearningDelivery, years=since("2526"), reports=(SWSupAimId,))
def not_a_uuid() -> Boolean:
    """The software's identifier of the aim is not a UUID.

    32 hexadecimal digits, with hyphens after the 8th, 12th, 16th and 20th or without any; not all
    of them may be 0.
    Fix: ask the supplier of the software to write a UUID.
    """
    return ~SWSupAimId.matches(_UUID) | SWSupAimId.matches(_ONLY_ZEROS)
