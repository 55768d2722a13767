"""Rules on the achievement date of an aim."""

from datetime import date

from openilr.derived.programmes import is_apprenticeship, is_open, is_programme_aim
from openilr.derived.provision import is_funded_apprenticeship, is_skills_bootcamp
from openilr.ilr.years import only, since
from openilr.language import Boolean, days, months
from openilr.language.columns import (
    AchDate,
    AimType,
    CompStatus,
    FundModel,
    LearnActEndDate,
    LearningDelivery,
    LearnStartDate,
    Outcome,
    ProgType,
)
from openilr.language.run import file_preparation_date, teaching_year_end
from openilr.rules.registry import rule


@rule("AchDate_02", on=LearningDelivery, years=since("2526"), reports=(AchDate,))
def achieved_after_this_year() -> Boolean:
    """The achievement date is after the end of this year.

    The last day of the year, 31 July, is allowed.
    Fix: correct the achievement date.
    """
    return AchDate > teaching_year_end


@rule("AchDate_03", on=LearningDelivery, years=since("2526"), reports=(LearnStartDate, AchDate))
def achieved_before_start() -> Boolean:
    """The aim was achieved before it started.

    The day of the start is allowed. Skills Bootcamps have a rule of their own.
    Fix: correct the achievement date, or the start date if that is the wrong one.
    """
    return (AchDate < LearnStartDate) & ~is_skills_bootcamp


@rule("AchDate_04", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate, AchDate))
def achieved_and_still_open() -> Boolean:
    """The aim has an achievement date and no actual end date.

    Skills Bootcamps are exempt.
    Fix: add the actual end date, or remove the achievement date.
    """
    return AchDate.is_known() & is_open & ~is_skills_bootcamp


@rule("AchDate_05", on=LearningDelivery, years=since("2526"), reports=(LearnActEndDate, AchDate))
def achieved_before_end() -> Boolean:
    """The aim was achieved before its actual end date.

    The day of the end is allowed. Skills Bootcamps are exempt.
    Fix: correct the achievement date or the actual end date.
    """
    return (AchDate < LearnActEndDate) & ~is_skills_bootcamp


@rule("AchDate_07", on=LearningDelivery, years=since("2526"), reports=(AchDate,))
def achieved_after_file_was_made() -> Boolean:
    """The achievement date is after the day the file was prepared.

    Fix: correct the achievement date; leave it out until the learner has achieved.
    """
    return AchDate > file_preparation_date


@rule(
    "AchDate_08",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType, Outcome, AchDate),
)
def other_adult_apprenticeship_without_achievement_date() -> Boolean:
    """The standard in other adult funding (FundModel 81) was achieved and has no achievement date.

    The programme aim is looked at.
    Fix: add the date of the achievement, or correct the outcome.
    """
    return (
        is_programme_aim
        & (FundModel == 81)
        & is_apprenticeship
        & (Outcome == 1)
        & AchDate.is_unknown()
    )


@rule(
    "AchDate_09",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel, ProgType, AchDate),
)
def achievement_date_not_asked_for() -> Boolean:
    """The aim has an achievement date, which is for apprenticeships and Skills Bootcamps.

    Starts after July 2015 are looked at. Apprenticeship standards in FundModel 36 and 81 and
    Skills Bootcamps in FundModel 37 are exempt, whatever the aim type.
    Fix: remove the achievement date, or correct the funding model or programme type.
    """
    exempt = (FundModel.is_in((36, 81)) & ProgType.same_as(25)) | is_skills_bootcamp
    return (LearnStartDate > date(2015, 7, 31)) & AchDate.is_known() & ~exempt


@rule(
    "AchDate_11",
    on=LearningDelivery,
    years=only("2526"),
    reports=(AimType, ProgType, FundModel, LearnActEndDate, AchDate),
)
def apprentice_achieved_within_a_week() -> Boolean:
    """The apprentice achieved less than 7 days after the end of the learning.

    The seventh day is allowed. Programme aims that ended from August 2019 are looked at. DfE's
    workbook strikes this rule out, the published list still has it.
    Fix: correct the achievement date or the actual end date; the assessment comes after the
    learning.
    """
    return (
        is_programme_aim
        & is_funded_apprenticeship
        & (LearnActEndDate >= date(2019, 8, 1))
        & (AchDate < LearnActEndDate + days(7))
    )


@rule(
    "AchDate_12",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType, LearnActEndDate, CompStatus, AchDate),
)
def completed_apprenticeship_without_achievement_date() -> Boolean:
    """The apprenticeship is completed and has no achievement date.

    Programme aims that ended from August 2021 are looked at. The printed condition names the
    actual end date where it means the achievement date.
    Fix: add the date of the achievement, or correct the completion status.
    """
    return (
        is_programme_aim
        & is_funded_apprenticeship
        & (LearnActEndDate >= date(2021, 8, 1))
        & (CompStatus == 2)
        & AchDate.is_unknown()
    )


@rule(
    "AchDate_13",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, ProgType, LearnActEndDate, AchDate),
)
def bootcamp_achieved_too_late() -> Boolean:
    """The Skills Bootcamp was achieved more than six months after its end.

    The programme aim is looked at; the same day six months later is allowed.
    Fix: correct the achievement date or the actual end date.
    """
    return is_programme_aim & (ProgType == 32) & (AchDate > LearnActEndDate + months(6))


@rule("AchDate_14", on=LearningDelivery, years=since("2526"), reports=(AimType, AchDate))
def achievement_date_off_the_programme_aim() -> Boolean:
    """The achievement date stands on an aim that is not a programme aim.

    Fix: remove it here; record it on the programme aim.
    """
    return AchDate.is_known() & ~is_programme_aim


@rule(
    "AchDate_15",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AchDate, LearnStartDate),
)
def bootcamp_achieved_before_start() -> Boolean:
    """The Skills Bootcamp was achieved before it started.

    The day of the start is allowed.
    Fix: correct the achievement date, or the start date if that is the wrong one.
    """
    return (ProgType == 32) & (AchDate < LearnStartDate)
