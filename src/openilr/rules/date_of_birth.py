"""Rules on the learner's age."""

from datetime import date

from openilr.derived.ages import age_at_start, school_leaving_date
from openilr.derived.fams import has_fam, has_learner_fam, is_restart
from openilr.derived.lars import standard_level
from openilr.derived.programmes import is_apprenticeship, is_programme_aim, programme_start_date
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    DateOfBirth,
    FundModel,
    LearningDelivery,
    LearnStartDate,
    StdCode,
)
from openilr.rules.registry import rule


@rule(
    "DateOfBirth_48",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnStartDate),
)
def apprentice_before_leaving_school() -> Boolean:
    """The apprenticeship started before the learner could leave school.

    A learner may start after the last Friday in June of the school year (1 September to 31 August)
    of their sixteenth birthday.
    Fix: check the date of birth and the start date; if both are right, the start must be later.
    """
    return (
        (LearnStartDate >= date(2016, 8, 1))
        & is_apprenticeship
        & (programme_start_date <= school_leaving_date)
    )


@rule(
    "DateOfBirth_60",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, StdCode, DateOfBirth),
)
def too_old_for_level_7() -> Boolean:
    """The learner is too old to be funded on a level 7 apprenticeship.

    From January 2026 the learner must be 16 to 21 at the start, or under 25 with an education,
    health and care plan or as a care leaver (LDM 362). Restarts are not looked at.
    Fix: record the plan or the care leaver code if it is missing, or do not claim funding.
    """
    under_25 = age_at_start < 25
    return (
        (LearnStartDate >= date(2026, 1, 1))
        & (FundModel == 36)
        & is_apprenticeship
        & is_programme_aim
        & (standard_level == "7")
        & ~age_at_start.between(16, 21)
        & ~(has_fam("LDM", "362") & under_25)
        & ~(has_learner_fam("EHC") & under_25)
        & ~is_restart
    )
