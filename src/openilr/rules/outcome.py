"""Rules on the outcome of an aim."""

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.fams import LDM, has_fam
from openilr.derived.programmes import is_open, is_programme_aim
from openilr.derived.provision import is_funded_apprenticeship, is_skills_bootcamp
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    AchDate,
    AimType,
    CompStatus,
    FundModel,
    LearnActEndDate,
    LearningDelivery,
    Outcome,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

for _years, _codes in spans("Outcome"):
    family_rule(
        "Outcome_01",
        ~is_listed(Outcome, _codes),
        """The outcome is not one of its codes.

        Fix: choose achieved (1), partial achievement (2), no achievement (3) or not yet known (8).
        """,
        on=LearningDelivery,
        years=_years,
        reports=(Outcome,),
    )


@rule("Outcome_04", on=LearningDelivery, years=since("2526"), reports=(Outcome, AchDate))
def achievement_date_without_achievement() -> Boolean:
    """The aim has an achievement date and is not recorded as achieved.

    An aim without an outcome is reported too. Funded apprenticeship standards are exempt.
    Fix: record outcome 1, or remove the achievement date.
    """
    return AchDate.is_known() & Outcome.differs_from(1) & ~is_funded_apprenticeship


@rule("Outcome_05", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate, Outcome))
def achieved_and_not_ended() -> Boolean:
    """The aim is recorded as achieved and has no actual end date.

    Skills Bootcamps are exempt.
    Fix: add the actual end date, or remove the outcome.
    """
    return (Outcome == 1) & is_open & ~is_skills_bootcamp


@rule("Outcome_09", on=LearningDelivery, years=since("2526"), reports=(CompStatus, Outcome))
def not_yet_known_and_not_completed() -> Boolean:
    """The outcome is not yet known (8), which is for completed aims, and the aim is not completed.

    Programme aims of apprenticeship standards (FundModel 36 and 99) and Skills Bootcamps are
    exempt.
    Fix: record completion status 2, or correct the outcome.
    """
    standard = is_programme_aim & FundModel.is_in((36, 99)) & ProgType.same_as(25)
    exempt = standard | is_skills_bootcamp
    return (Outcome == 8) & (CompStatus != 2) & ~exempt


@rule("Outcome_10", on=LearningDelivery, years=since("2526"), reports=(CompStatus, Outcome))
def not_achieved_and_continuing() -> Boolean:
    """The aim is recorded as not achieved (3) and as continuing.

    Fix: correct the completion status or the outcome.
    """
    return (Outcome == 3) & (CompStatus == 1)


@rule("Outcome_11", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate, Outcome))
def outcome_and_not_ended() -> Boolean:
    """The aim has an outcome and no actual end date.

    Skills Bootcamps are exempt.
    Fix: add the actual end date, or remove the outcome.
    """
    return Outcome.is_known() & is_open & ~is_skills_bootcamp


@rule("Outcome_12", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate, Outcome))
def ended_without_outcome() -> Boolean:
    """The aim has an actual end date and no outcome.

    Fix: add the outcome, or remove the actual end date.
    """
    return LearnActEndDate.is_known() & Outcome.is_unknown()


@rule(
    "Outcome_13",
    on=LearningDelivery,
    years=since("2627"),
    reports=(AimType, ProgType, Outcome, LDM),
)
def unit_achieved_without_milestone() -> Boolean:
    """The apprenticeship unit is achieved and its first milestone (LDM 404) is not recorded.

    The programme aim is looked at.
    Fix: add LDM 404, or correct the outcome.
    """
    return is_programme_aim & (ProgType == 34) & (Outcome == 1) & ~has_fam("LDM", "404")
