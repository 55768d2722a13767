"""The aims that make a T Level, told by their references.

Source: DfE's validation rules 2025-26 (ProgType_15 to ProgType_20).
"""

from openilr.derived.lars import aim_reference_type
from openilr.language import fact
from openilr.language.columns import LearnAimRef, LearningDelivery


@fact(LearningDelivery)
def is_technical_qualification():
    """The aim is the technical qualification of a T Level."""
    return aim_reference_type == "1468"


@fact(LearningDelivery)
def is_occupational_specialism():
    """The aim is an occupational specialism of a T Level."""
    return LearnAimRef.upper().starts_with("ZTLOS")


@fact(LearningDelivery)
def is_foundation_year_class():
    """The aim is a class code of the T Level foundation year."""
    return LearnAimRef.upper().starts_with("ZTPR")
