"""Rules on the minimum hours of English and maths that the condition of funding asks for."""

from datetime import date

from openilr.derived.ages import age_on_31_august
from openilr.derived.fams import has_fam, has_learner_fam
from openilr.derived.hours import is_hours
from openilr.derived.programmes import is_programme_aim
from openilr.derived.provision import planned_hours
from openilr.ilr.years import Years, only, since
from openilr.language import Boolean, Integer, Text, fact
from openilr.language.columns import (
    EngGrade,
    FundModel,
    HRSAmount,
    HRSRecord,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    MathGrade,
    PHours,
    ProgType,
)
from openilr.language.tables import lars_validity
from openilr.rules.registry import family_rule

TEAM_AIMS = ("60023995", "60027307", "60027629", "60032121", "60033344")
"""The aims of the King's Trust TEAM programme."""

_BELOW_A_PASS = ("3", "2", "1", "U", "D", "E", "F", "G", "X", "NONE")
"""The grades of a learner who must go on with the subject."""

_BELOW_3 = ("2", "1", "U", "E", "F", "G", "X", "NONE")
"""The grades below 3 (or D), for which a functional skills pass will do."""

_t_level = LearningDelivery.where(is_programme_aim, ProgType == 31).latest(LearnStartDate)


@fact(LearningDelivery)
def t_level_hours():
    """The planned hours of the T Level (HRS 2) of the aim."""
    return HRSRecord.where(is_hours(2)).max(HRSAmount)


def _hours_missing(
    category: str, grade: Text, condition: str, hours: str, t_level_size: Integer
) -> Boolean:
    """Whether the aim and its learner come under the condition and the hours are not recorded."""
    in_category = lars_validity.matching(LearnAimRef).any(
        lars_validity.ValidityCategory == category
    )
    in_team = LearnAimRef.is_in(TEAM_AIMS) & has_fam("LDM", "331")
    passed_functional_skills = has_learner_fam(condition, 5) & grade.is_in(_BELOW_3)
    old_t_level = (ProgType == 31) & (LearnStartDate < date(2022, 8, 1))
    return (
        (FundModel == 25)
        & has_fam("SOF", "107")
        & (age_on_31_august >= 16)
        & grade.is_in(_BELOW_A_PASS)
        & (in_category | in_team)
        & ~has_learner_fam(condition, 1, 2, 3, 4)
        & ((planned_hours >= 150) | (_t_level.take(t_level_size) >= 150))
        & ~has_learner_fam(hours)
        & ~passed_functional_skills
        & old_t_level.is_not_true()
    )


def _rule(
    id: str,  # noqa: A002 - what DfE calls it
    subject: str,
    category: str,
    grade: Text,
    condition: str,
    hours: str,
    years: Years,
    t_level_size: Integer,
) -> None:
    family_rule(
        id,
        _hours_missing(category, grade, condition, hours, t_level_size),
        f"""The learner must go on with {subject} and the minimum hours ({hours}) are not recorded.

        Study programmes and T Levels of 150 hours or more, of learners of 16 or over on 31 August
        with no pass in {subject}; T Levels started before August 2022, learners exempt from the
        condition of funding ({condition} 1 to 4) and those below grade 3 with a functional skills
        pass ({condition} 5) are not looked at. The aims that the condition attaches to are
        reported.
        Fix: record the minimum hours, or the exemption.
        """,
        on=LearningDelivery,
        years=years,
        reports=(ProgType, LearnStartDate, LearnAimRef, grade),
    )


# The hours of a T Level moved to an hours record in 2026-27.
for _years, _size in ((only("2526"), PHours), (since("2627"), t_level_hours)):
    _rule("R_155", "English", "EFAConFundEnglish", EngGrade, "ECF", "EMH", _years, _size)
    _rule("R_156", "maths", "EFAConFundMaths", MathGrade, "MCF", "MMH", _years, _size)
