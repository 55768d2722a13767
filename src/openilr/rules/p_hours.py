"""Rules on planned hours, a field until 2025-26 (then an hours record)."""

from datetime import date

from openilr.derived.fams import is_restart
from openilr.derived.programmes import is_programme_aim
from openilr.derived.provision import is_funded_t_level
from openilr.ilr.years import only
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    FundModel,
    LearningDelivery,
    LearnStartDate,
    PHours,
    ProgType,
)
from openilr.rules.registry import rule


@rule(
    "PHours_01",
    on=LearningDelivery,
    years=only("2526"),
    reports=(AimType, LearnStartDate, FundModel, PHours),
)
def apprenticeship_without_planned_hours() -> Boolean:
    """The apprenticeship has no planned hours.

    Programme aims started from August 2019 are looked at.
    Fix: add the off-the-job hours planned for the whole programme.
    """
    return (
        is_programme_aim
        & (LearnStartDate >= date(2019, 8, 1))
        & (FundModel == 36)
        & PHours.is_unknown()
    )


@rule(
    "PHours_03",
    on=LearningDelivery,
    years=only("2526"),
    reports=(AimType, LearnStartDate, FundModel, ProgType, PHours),
)
def t_level_without_planned_hours() -> Boolean:
    """The T Level has no planned hours.

    Programme aims started from August 2020 are looked at.
    Fix: add the hours planned for the whole programme.
    """
    return (
        is_programme_aim
        & (LearnStartDate >= date(2020, 8, 1))
        & is_funded_t_level
        & PHours.is_unknown()
    )


@rule(
    "PHours_04",
    on=LearningDelivery,
    years=only("2526"),
    reports=(AimType, FundModel, ProgType, PHours),
)
def t_level_of_no_hours() -> Boolean:
    """The planned hours of the T Level are 0.

    The programme aim is looked at.
    Fix: correct the planned hours.
    """
    return is_programme_aim & is_funded_t_level & (PHours <= 0)


@rule("PHours_05", on=LearningDelivery, years=only("2526"), reports=(ProgType, FundModel, PHours))
def planned_hours_on_study_programme() -> Boolean:
    """The 16 to 19 aim has planned hours and is not part of a T Level.

    Fix: remove the planned hours, or correct the programme type.
    """
    return (FundModel == 25) & ProgType.differs_from(31) & PHours.is_known()


@rule(
    "PHours_06",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel, PHours),
)
def planned_hours_under_278() -> Boolean:
    """The planned hours of the apprenticeship are fewer than 278.

    Starts from August 2022 to July 2025 are looked at; restarts are exempt.
    Fix: correct the planned hours.
    """
    return (
        LearnStartDate.between(date(2022, 8, 1), date(2025, 7, 31))
        & (FundModel == 36)
        & (PHours < 278)
        & ~is_restart
    )


@rule("PHours_07", on=LearningDelivery, years=only("2526"), reports=(FundModel, PHours))
def tailored_learning_without_planned_hours() -> Boolean:
    """The tailored learning aim has no planned hours.

    Fix: add the timetabled hours of the course.
    """
    return (FundModel == 11) & PHours.is_unknown()


@rule(
    "PHours_08",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel, PHours),
)
def planned_hours_under_187() -> Boolean:
    """The planned hours of the apprenticeship are fewer than 187.

    Starts from August 2025 are looked at; restarts are exempt.
    Fix: correct the planned hours.
    """
    return (LearnStartDate >= date(2025, 8, 1)) & (FundModel == 36) & (PHours < 187) & ~is_restart
