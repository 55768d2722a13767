"""The funding line of adult skills aims, by who funds them.

DfE's name is on file for the devolved areas only; the others have the words of its report.
Source: spec/funding/other-models.md section 1, outputs.md section 3.
"""

from openilr.funding.records import Aim

DEVOLVED = "Adult Education - Eligible for MCA/GLA funding"
PROCURED = "Adult skills, procured"
NOT_PROCURED = "Adult skills, non-procured"

_FIRST_DEVOLVED = 110
"""The SOF codes from this one on are combined authorities and others with devolved budgets."""


def devolved_source(aim: Aim) -> str | None:
    """The source of funding (SOF) of an aim that a devolved area pays; None if none does."""
    for fam in aim.of_type("SOF"):
        code = fam.LearnDelFAMCode or ""
        if code.isascii() and code.isdigit() and int(code) >= _FIRST_DEVOLVED:
            return code
    return None


def fund_line(aim: Aim) -> str:
    """The funding line of an adult skills aim."""
    if devolved_source(aim):
        return DEVOLVED
    procured = aim.has("LDM", "357") or aim.has("DAM", "002") or aim.has("DAM", "2")
    return PROCURED if procured else NOT_PROCURED
