"""Rules on the start date: against the year, the birth date, the standard and the contract."""

from datetime import date

from openilr.derived.contracts import contract_number
from openilr.derived.fams import is_restart
from openilr.derived.programmes import is_apprenticeship, is_programme_aim, standard_start_date
from openilr.ilr.years import since
from openilr.language import Boolean, coalesce, years
from openilr.language.columns import (
    AimType,
    ConRefNumber,
    DateOfBirth,
    FundModel,
    LearningDelivery,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.run import teaching_year_end, teaching_year_start
from openilr.language.tables import contracts, lars_standard
from openilr.rules.registry import rule

_standard = lars_standard.matching(StandardCode=StdCode)


@rule("LearnStartDate_02", on=LearningDelivery, years=since("2526"), reports=(LearnStartDate,))
def started_over_ten_years_ago() -> Boolean:
    """The aim started more than ten years before this academic year.

    Fix: correct the start date, or take the aim out of the return.
    """
    return LearnStartDate < teaching_year_start - years(10)


@rule(
    "LearnStartDate_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, ProgType, FundModel),
)
def starts_after_this_year() -> Boolean:
    """The aim starts after the end of this academic year.

    Apprenticeships (FundModel 36), Skills Bootcamps (37) and T Levels (ProgType 31) may.
    Fix: correct the start date, or return the aim in the year it starts.
    """
    return (
        (LearnStartDate > teaching_year_end)
        & ~FundModel.is_in((36, 37))
        & ProgType.differs_from(31)
    )


@rule(
    "LearnStartDate_05",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnStartDate),
)
def started_before_birth() -> Boolean:
    """The aim started on or before the day the learner was born.

    Fix: correct the date of birth or the start date.
    """
    return DateOfBirth >= LearnStartDate


@rule("LearnStartDate_12", on=LearningDelivery, years=since("2526"), reports=(LearnStartDate,))
def apprenticeship_starts_too_far_ahead() -> Boolean:
    """The apprenticeship starts more than a year after the end of this academic year.

    Fix: correct the start date, or return the aim in a later year.
    """
    return is_apprenticeship & (LearnStartDate > teaching_year_end + years(1))


@rule(
    "LearnStartDate_13",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, ProgType, StdCode),
)
def programme_starts_after_standard_ended() -> Boolean:
    """The apprenticeship started after the last day of its standard in LARS.

    Restarts are exempt.
    Fix: correct the standard or the start date of the programme aim.
    """
    ended = _standard.any(lars_standard.EffectiveTo < LearnStartDate)
    return (ProgType == 25) & is_programme_aim & ended & ~is_restart


@rule(
    "LearnStartDate_14",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, ProgType, StdCode, standard_start_date),
)
def component_of_a_standard_that_ended() -> Boolean:
    """The aim belongs to an apprenticeship that started after the last day of its standard in LARS.

    The programme's earliest start counts. Restarts are exempt.
    Fix: correct the standard, or the start date of the programme aim.
    """
    ended = _standard.any(lars_standard.EffectiveTo < standard_start_date)
    return (ProgType == 25) & (AimType == 3) & ended & ~is_restart


@rule(
    "LearnStartDate_17",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, ProgType, StdCode),
)
def programme_starts_before_standard_began() -> Boolean:
    """The apprenticeship started before the first day of its standard in LARS.

    Restarts are exempt.
    Fix: correct the standard or the start date of the programme aim.
    """
    not_begun = _standard.any(lars_standard.EffectiveFrom > LearnStartDate)
    return (ProgType == 25) & is_programme_aim & not_begun & ~is_restart


@rule(
    "LearnStartDate_18",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, ProgType, StdCode),
)
def programme_starts_after_last_new_start() -> Boolean:
    """The apprenticeship started after the last day for new starts on its standard.

    Starts from August 2020; restarts are exempt.
    Fix: correct the standard or the start date, or record RES if learning restarted after a break.
    """
    closed = _standard.any(lars_standard.LastDateStarts < LearnStartDate)
    return (
        (LearnStartDate >= date(2020, 8, 1))
        & (ProgType == 25)
        & is_programme_aim
        & closed
        & ~is_restart
    )


@rule(
    "LearnStartDate_20",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, LearnStartDate, ConRefNumber),
)
def bootcamp_starts_before_contract() -> Boolean:
    """The Skills Bootcamp started before its contract did.

    The contract is the one that ConRefNumber names, whole or without its deliverable. A contract
    that is not on file is not reported here.
    Fix: correct the contract reference or the start date of the programme aim.
    """
    whole = contracts.matching(ContractAllocationNumber=ConRefNumber)
    without_deliverable = contracts.matching(ContractAllocationNumber=contract_number)
    first_day = coalesce(
        whole.min(contracts.StartDate), without_deliverable.min(contracts.StartDate)
    )
    return (ProgType == 32) & is_programme_aim & (LearnStartDate < first_day)


@rule(
    "LearnStartDate_21",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, LearnStartDate),
)
def bootcamp_starts_before_2022() -> Boolean:
    """Skills Bootcamps are funded (FundModel 37) from 1 August 2022 on.

    Fix: correct the start date or the funding model.
    """
    return (FundModel == 37) & (LearnStartDate < date(2022, 8, 1))
