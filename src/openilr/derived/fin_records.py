"""Financial records of an apprenticeship: prices (TNP), payments (PMR), reductions (RIP).

Source: spec/rules/families.md (fin record).
"""

from openilr.language import Boolean
from openilr.language.columns import AFinCode, AFinType, AppFinRecord


def is_fin_record(kind: str, *codes: int) -> Boolean:
    """Whether a financial record is of a type, and of one of the codes if any are given."""
    return (AFinType == kind) & AFinCode.is_in(codes) if codes else AFinType == kind


def has_fin_record(kind: str, *codes: int) -> Boolean:
    """Whether the aim has a financial record of a type, and of one of the codes if any are
    given.
    """
    return AppFinRecord.any(is_fin_record(kind, *codes))
