"""Rules on the employment status of a learner on a day."""

from datetime import date

from openilr.derived.employment import (
    employment_status_at_start,
    has_status_before_start,
    latest_status,
)
from openilr.derived.fams import has_esm, has_fam, is_restart
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import only, since
from openilr.language import Boolean, Expression, fact, this
from openilr.language.columns import (
    AgreemId,
    AimType,
    DateEmpStatApp,
    EmpId,
    EmploymentStatusMonitoring,
    EmpStat,
    ESMCode,
    ESMType,
    FundModel,
    LearnDelFAMCode,
    LearnDelFAMDateFrom,
    LearnDelFAMType,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import rule


@rule(
    "EmpStat_09",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, LearnStartDate),
)
def apprentice_without_status_before_start() -> Boolean:
    """No employment status is dated before the start of this apprenticeship.

    The status on the day of the start does not count: the record must be earlier.
    Fix: add the employment status that the learner had before the programme started.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (LearnStartDate >= date(2014, 8, 1))
        & ~has_status_before_start
    )


@rule(
    "EmpStat_12",
    on=LearningDelivery,
    years=since("2526"),
    reports=(employment_status_at_start, LearnStartDate, AimType),
)
def apprentice_not_employed() -> Boolean:
    """The apprentice was not recorded as employed on the start date of the programme.

    A learner without any status on that day is reported too. LDM 353 and 355 are exempt.
    Fix: add or correct the employment status in force on the start date.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & employment_status_at_start.differs_from(10)
        & ~has_fam("LDM", "353", "355")
    )


@fact(LearnerEmploymentStatus)
def monitoring_of_status():
    """The different monitoring types and codes of the status, in order."""
    return EmploymentStatusMonitoring.joined(ESMType.upper() + " " + ESMCode.to_text())


def _repeats_previous(*columns: Expression) -> Boolean:
    """Whether the status dated before this one has the same values, absent the same as absent."""
    previous = LearnerEmploymentStatus.where(DateEmpStatApp < this(DateEmpStatApp)).latest(
        DateEmpStatApp
    )
    result = previous.exists()
    for column in columns:
        result = result & column.same_as(previous.take(column))
    return result


@rule(
    "R_97",
    on=LearnerEmploymentStatus,
    years=only("2526"),
    reports=(EmpStat, DateEmpStatApp, EmpId, monitoring_of_status),
)
def status_repeats_previous() -> Boolean:
    """This employment status says the same as the one before it.

    Status, employer and monitoring records are compared, the order of the records is not.
    Fix: remove the record, or correct what changed on its date.
    """
    return _repeats_previous(EmpStat, EmpId, monitoring_of_status)


@rule(
    "R_97",
    on=LearnerEmploymentStatus,
    years=since("2627"),
    reports=(EmpStat, DateEmpStatApp, EmpId, AgreemId, monitoring_of_status),
)
def status_and_agreement_repeat_previous() -> Boolean:
    """This employment status says the same as the one before it.

    Status, employer, agreement and monitoring records are compared, the order of the records is
    not.
    Fix: remove the record, or correct what changed on its date.
    """
    return _repeats_previous(EmpStat, EmpId, AgreemId, monitoring_of_status)


@rule(
    "R_110",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(FundModel, LearnDelFAMType, LearnDelFAMCode, LearnDelFAMDateFrom),
)
def employer_contract_without_employment() -> Boolean:
    """The apprenticeship is paid through an employer and the learner was not employed then.

    The status in force on the date the contract type begins must be employed. Restarts, and
    learners whose latest status says redundant (OET 1), are not looked at.
    Fix: add the employment status that holds on that date, or correct the contract type.
    """
    status = LearnerEmploymentStatus.where(DateEmpStatApp <= LearnDelFAMDateFrom).latest(
        DateEmpStatApp
    )
    return (
        (FundModel == 36)
        & (LearnDelFAMType == "ACT")
        & (LearnDelFAMCode == "1")
        & LearnDelFAMDateFrom.is_known()
        & status.take(EmpStat).differs_from(10)
        & ~is_restart
        & latest_status.take(has_esm("OET", 1)).is_not_true()
    )
