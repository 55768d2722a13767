"""Funding and monitoring records: whether an aim or a learner has one of a type, and of a code.

Two types asked for are two questions; a type with codes is one record that has both. Types and
codes are compared without regard to capitals, and codes are text: "034" is not "34".
Source: spec/rules/README.md section 2.
"""

from openilr.language import Boolean, Text, fact
from openilr.language.columns import (
    EmploymentStatusMonitoring,
    ESMCode,
    ESMType,
    LearnDelFAMCode,
    LearnDelFAMType,
    LearnerFAM,
    LearnFAMCode,
    LearnFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
)


def has_fam(kind: str, *codes: str) -> Boolean:
    """Whether the aim has a FAM record of a type, and of one of the codes if any are given."""
    rows = LearningDeliveryFAM.where(LearnDelFAMType == kind)
    return rows.any(LearnDelFAMCode.is_in(codes)) if codes else rows.any()


def has_fam_other_than(kind: str, *codes: str) -> Boolean:
    """Whether the aim has a FAM record of a type with none of the codes.

    "SOF is not 105" means this one; "there is no SOF 105" is `~has_fam("SOF", "105")`. They differ
    when the aim has no such record, or several.
    """
    rows = LearningDeliveryFAM.where(LearnDelFAMType == kind)
    return rows.any(~LearnDelFAMCode.is_in(codes))


def _codes_of(kind: str) -> Text:
    def codes() -> Text:
        return LearningDeliveryFAM.where(LearnDelFAMType == kind).joined(LearnDelFAMCode)

    codes.__name__ = kind
    codes.__doc__ = f"The codes of the aim's {kind} records, with commas between."
    return fact(LearningDelivery)(codes)


SOF, FFI, EEF, ACT, ALB, LDM, DAM = (
    _codes_of(kind) for kind in ("SOF", "FFI", "EEF", "ACT", "ALB", "LDM", "DAM")
)
"""The aim's codes of a type, for rules on aims to show with a finding."""


def has_learner_fam(kind: str, *codes: int) -> Boolean:
    """Whether the learner has a FAM record of a type, and of one of the codes if any are given."""
    rows = LearnerFAM.where(LearnFAMType == kind)
    return rows.any(LearnFAMCode.is_in(codes)) if codes else rows.any()


def has_esm(kind: str, *codes: int) -> Boolean:
    """Whether the employment status has a monitoring record of a type, and of one of the codes."""
    rows = EmploymentStatusMonitoring.where(ESMType == kind)
    return rows.any(ESMCode.is_in(codes)) if codes else rows.any()


@fact(LearningDelivery)
def is_restart():
    """The aim restarts learning after a break."""
    return has_fam("RES")
