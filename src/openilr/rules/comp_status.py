"""Rules on the completion status of an aim."""

from datetime import date

from openilr.derived.code_lists import is_listed, spans
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
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    Outcome,
    ProgType,
)
from openilr.rules.registry import family_rule, rule
from openilr.rules.skills_bootcamps import COMPLETION_AIMS

_is_standard_of_any_payer = FundModel.is_in((36, 99)) & ProgType.same_as(25)

for _years, _codes in spans("CompStatus"):
    family_rule(
        "CompStatus_01",
        ~is_listed(CompStatus, _codes),
        """The completion status is not one of its codes.

        Fix: choose continuing (1), completed (2), withdrawn (3) or break in learning (6).
        """,
        on=LearningDelivery,
        years=_years,
        reports=(CompStatus,),
    )


@rule(
    "CompStatus_02",
    on=LearningDelivery,
    years=since("2526"),
    reports=(CompStatus, LearnActEndDate),
)
def continuing_and_ended() -> Boolean:
    """The aim is recorded as continuing and has an actual end date.

    Programme aims of apprenticeship standards (FundModel 36 and 99) are exempt.
    Fix: correct the completion status, or remove the actual end date.
    """
    exempt = is_programme_aim & _is_standard_of_any_payer
    return LearnActEndDate.is_known() & (CompStatus == 1) & ~exempt


@rule(
    "CompStatus_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(CompStatus, LearnActEndDate),
)
def not_continuing_and_not_ended() -> Boolean:
    """The aim is not recorded as continuing and has no actual end date.

    Fix: add the actual end date, or record the aim as continuing.
    """
    return is_open & (CompStatus != 1)


@rule("CompStatus_04", on=LearningDelivery, years=since("2526"), reports=(CompStatus, Outcome))
def not_continuing_without_outcome() -> Boolean:
    """The aim is not recorded as continuing and has no outcome.

    Fix: add the outcome, or record the aim as continuing.
    """
    return Outcome.is_unknown() & (CompStatus != 1)


@rule("CompStatus_05", on=LearningDelivery, years=since("2526"), reports=(CompStatus, Outcome))
def continuing_with_outcome() -> Boolean:
    """The aim is recorded as continuing and has an outcome.

    Apprenticeship standards (FundModel 36 and 99) and Skills Bootcamps are exempt.
    Fix: correct the completion status, or remove the outcome.
    """
    exempt = _is_standard_of_any_payer | is_skills_bootcamp
    return (CompStatus == 1) & Outcome.is_known() & ~exempt


@rule("CompStatus_06", on=LearningDelivery, years=since("2526"), reports=(CompStatus, Outcome))
def left_with_outcome_of_completion() -> Boolean:
    """The learner withdrew or took a break, and the outcome is that of a completed aim.

    Outcome 1 (achieved) and 8 (not yet known) are those. Skills Bootcamps are exempt.
    Fix: correct the completion status or the outcome.
    """
    return CompStatus.is_in((3, 6)) & Outcome.is_in((1, 8)) & ~is_skills_bootcamp


@rule(
    "CompStatus_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, ProgType, CompStatus, LearnStartDate, LearnActEndDate, AchDate),
)
def achieved_apprenticeship_not_completed() -> Boolean:
    """The apprenticeship has an achievement date and is not recorded as completed.

    Programme aims that ended from August 2019 are looked at.
    Fix: record completion status 2, or remove the achievement date.
    """
    return (
        is_programme_aim
        & is_funded_apprenticeship
        & (LearnActEndDate >= date(2019, 8, 1))
        & AchDate.is_known()
        & (CompStatus != 2)
    )


@rule(
    "CompStatus_08",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, ProgType, CompStatus, AimType, AchDate),
)
def achieved_bootcamp_not_completed() -> Boolean:
    """The Skills Bootcamp has an achievement date and is not recorded as completed.

    The programme aim is looked at.
    Fix: record completion status 2, or remove the achievement date.
    """
    return is_programme_aim & is_skills_bootcamp & AchDate.is_known() & (CompStatus != 2)


@rule("CompStatus_09", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, CompStatus))
def bootcamp_event_not_completed() -> Boolean:
    """The event aim of a Skills Bootcamp is not recorded as completed.

    Event aims are Z0059747, Z0059748 and Z0059749.
    Fix: record completion status 2.
    """
    return LearnAimRef.is_in(COMPLETION_AIMS) & (CompStatus != 2)


@rule(
    "CompStatus_10",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, ProgType, Outcome, CompStatus),
)
def achieved_apprenticeship_continuing() -> Boolean:
    """The apprenticeship is achieved and recorded as continuing.

    Fix: record completion status 2, or correct the outcome.
    """
    return is_funded_apprenticeship & (Outcome == 1) & (CompStatus == 1)


@rule("CompStatus_11", on=LearningDelivery, years=since("2627"), reports=(ProgType, CompStatus))
def break_in_an_apprenticeship_unit() -> Boolean:
    """The apprenticeship unit is recorded as on a break, which units do not have.

    Fix: record the aim as continuing or as withdrawn.
    """
    return (ProgType == 34) & (CompStatus == 6)
