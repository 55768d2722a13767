"""Rules on actual off-the-job hours, a field until 2025-26 (then an hours record)."""

from datetime import date

from openilr.derived.fams import is_restart
from openilr.derived.programmes import is_programme_aim
from openilr.ilr.years import only
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    CompStatus,
    FundModel,
    LearningDelivery,
    LearnStartDate,
    OTJActHours,
)
from openilr.rules.registry import rule


@rule("OTJActHours_01", on=LearningDelivery, years=only("2526"), reports=(OTJActHours, AimType))
def actual_hours_off_the_programme_aim() -> Boolean:
    """The actual off-the-job hours stand on an aim that is not a programme aim.

    Fix: remove them here; record them on the programme aim.
    """
    return OTJActHours.is_known() & ~is_programme_aim


@rule(
    "OTJActHours_02",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel, AimType, OTJActHours, CompStatus),
)
def completed_without_actual_hours() -> Boolean:
    """The apprenticeship is completed and has no actual off-the-job hours.

    Programme aims started from August 2019 are looked at; restarts are exempt.
    Fix: add the off-the-job hours that were given.
    """
    return (
        (LearnStartDate >= date(2019, 8, 1))
        & (FundModel == 36)
        & is_programme_aim
        & (CompStatus == 2)
        & OTJActHours.is_unknown()
        & ~is_restart
    )


@rule(
    "OTJActHours_03",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel, AimType, OTJActHours, CompStatus),
)
def withdrawn_without_actual_hours() -> Boolean:
    """The apprentice withdrew and the aim has no actual off-the-job hours.

    Programme aims started from August 2022 are looked at, restarts too.
    Fix: add the off-the-job hours that were given.
    """
    return (
        (LearnStartDate >= date(2022, 8, 1))
        & (FundModel == 36)
        & is_programme_aim
        & (CompStatus == 3)
        & OTJActHours.is_unknown()
    )
