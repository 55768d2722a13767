"""Hours records of an aim, which took the place of the hours fields in 2026-27.

Codes: 1 planned off-the-job hours, 2 planned hours of a T Level, 3 actual off-the-job hours, 4
off-the-job hours taken off for prior learning, 5 size of a tailored learning course, 6 additional
delivery hours.
Source: spec/rules/rules-2627.md section 2.
"""

from openilr.language import Boolean
from openilr.language.columns import HRSCode, HRSRecord, HRSType


def is_hours(*codes: int) -> Boolean:
    """Whether an hours record is of type HRS with one of the codes."""
    return (HRSType == "HRS") & HRSCode.is_in(codes)


def has_hours(*codes: int) -> Boolean:
    """Whether the aim has an hours record of type HRS with one of the codes."""
    return HRSRecord.any(is_hours(*codes))
