"""Rules on the types of funding and monitoring records."""

from datetime import date

from openilr.derived.ages import age_at_start
from openilr.derived.employment import is_on_active_benefits
from openilr.derived.fams import has_fam, is_restart
from openilr.derived.lars import (
    aim_level,
    has_basic_skills_type,
    is_english_or_maths_on_start,
    is_traineeship,
)
from openilr.derived.programmes import is_apprenticeship
from openilr.ilr.years import since
from openilr.language import Boolean, any_of
from openilr.language.columns import (
    DateOfBirth,
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import rule


@rule(
    "LearnDelFAMType_81",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnAimRef, LearnStartDate, FundModel, ProgType),
)
def full_funding_of_level_2_at_24() -> Boolean:
    """Full funding is claimed for a learner of 24 or over on an aim of level 2 or below.

    For adult skills aims started from August 2020 to July 2024. English, maths and digital skills,
    apprenticeships, traineeships, restarts, learners on active benefits and some LDM codes are
    exempt.
    Fix: claim co-funding (FFI 2), or record what entitles the learner to full funding.
    """
    exempt = any_of(
        is_apprenticeship,
        is_traineeship,
        has_fam("LDM", "034", "328", "363"),
        is_on_active_benefits,
        is_restart,
        is_english_or_maths_on_start,
        has_basic_skills_type(43, 44),
        has_fam("DAM", "023"),
    )
    return (
        (FundModel == 35)
        & LearnStartDate.between(date(2020, 8, 1), date(2024, 7, 31))
        & (age_at_start >= 24)
        & aim_level.is_in(("E", "1", "2"))
        & has_fam("FFI", "1")
        & exempt.is_not_true()
    )
