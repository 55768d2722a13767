"""Rules on the employment status of a learner on a day."""

from datetime import date

from openilr.derived.ages import age_on_31_august_of_start_year
from openilr.derived.code_lists import is_listed, spans
from openilr.derived.employment import (
    employment_status_at_start,
    has_status_before_start,
    latest_status,
)
from openilr.derived.fams import LDM, SOF, has_esm, has_fam, is_restart
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.derived.provision import planned_hours
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
    PlanEEPHours,
    PlanLearnHours,
    ProgType,
)
from openilr.rules.registry import family_rule, rule


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


# ------------------------------------------------------------------ there must be a status

_no_status_at_start = LearnerEmploymentStatus.none(DateEmpStatApp <= LearnStartDate)
_is_adult = age_on_31_august_of_start_year >= 19

for _years, _codes in spans("EmpStat"):
    family_rule(
        "EmpStat_05",
        ~is_listed(EmpStat, _codes),
        """The employment status is not in the list of the year.

        Fix: choose a code of the list.
        """,
        on=LearnerEmploymentStatus,
        years=_years,
        reports=(EmpStat,),
    )


@rule(
    "EmpStat_01",
    on=LearningDelivery,
    years=only("2526"),
    reports=(FundModel, ProgType, LearnStartDate),
)
def adult_of_2012_without_status() -> Boolean:
    """The adult of an aim started from August 2012 to July 2014 has no status on or before it.

    For adult skills (35), other adult (81) and unfunded (99) aims of learners of 19 or over on the
    31 August of the year of the start. Community learning and apprenticeships are exempt.
    Fix: add the employment status that the learner had when the aim started.
    """
    return (
        LearnStartDate.between(date(2012, 8, 1), date(2014, 7, 31))
        & FundModel.is_in((35, 81, 99))
        & _is_adult
        & _no_status_at_start
        & ~((FundModel == 99) & has_fam("SOF", "108"))
        & is_apprenticeship.is_not_true()
    )


@rule(
    "EmpStat_02",
    on=LearningDelivery,
    years=only("2526"),
    reports=(ProgType, AimType, LearnStartDate),
)
def early_apprentice_without_status() -> Boolean:
    """The apprentice who started by July 2014 has no status on or before the start.

    Fix: add the employment status that the learner had when the programme started.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (LearnStartDate <= date(2014, 7, 31))
        & _no_status_at_start
    )


_adult_without_status = (
    (LearnStartDate >= date(2014, 8, 1))
    & FundModel.is_in((35, 37, 81, 99))
    & _is_adult
    & ~has_status_before_start
    & is_apprenticeship.is_not_true()
)


@rule(
    "EmpStat_08",
    on=LearningDelivery,
    years=only("2526"),
    reports=(FundModel, ProgType, LearnStartDate, SOF),
)
def adult_without_status() -> Boolean:
    """The adult has no employment status dated before the start of the aim.

    For adult skills (35), bootcamp (37), other adult (81) and unfunded (99) aims from August 2014
    of learners of 19 or over on the 31 August of the year of the start. Apprenticeships, and
    community learning (FundModel 99 with SOF 108), are exempt.
    Fix: add the employment status that the learner had before the aim started.
    """
    return _adult_without_status & ~((FundModel == 99) & has_fam("SOF", "108"))


@rule(
    "EmpStat_08",
    on=LearningDelivery,
    years=since("2627"),
    reports=(FundModel, ProgType, LearnStartDate),
)
def adult_without_status_2627() -> Boolean:
    """The adult has no employment status dated before the start of the aim.

    For adult skills (35), bootcamp (37), other adult (81) and unfunded (99) aims from August 2014
    of learners of 19 or over on the 31 August of the year of the start. Apprenticeships are exempt.
    Fix: add the employment status that the learner had before the aim started.
    """
    return _adult_without_status


@rule(
    "EmpStat_11",
    on=LearningDelivery,
    years=since("2526"),
    reports=(PlanLearnHours, PlanEEPHours, ProgType, FundModel, LearnStartDate),
)
def part_time_student_without_status() -> Boolean:
    """The part-time 16 to 19 student has no employment status dated before the start.

    For aims from August 2014 of learners whose planned hours are under 540 together; hours that
    are not recorded count as none.
    Fix: add the employment status that the learner had before the aim started.
    """
    return (
        (LearnStartDate >= date(2014, 8, 1))
        & FundModel.is_in((25, 82))
        & (planned_hours < 540)
        & ~has_status_before_start
    )


_status_not_known = (
    (LearnStartDate >= date(2016, 8, 1))
    & is_apprenticeship
    & is_programme_aim
    & (employment_status_at_start == 98)
)


@rule(
    "EmpStat_15",
    on=LearningDelivery,
    years=only("2526"),
    reports=(employment_status_at_start, LearnStartDate, AimType),
)
def apprentice_of_unknown_status() -> Boolean:
    """The apprentice's employment status at the start of the programme is recorded as not known.

    For programmes from August 2016. LDM 353 and 355 are exempt.
    Fix: correct the status in force on the start date.
    """
    return _status_not_known & ~has_fam("LDM", "353", "355")


@rule(
    "EmpStat_15",
    on=LearningDelivery,
    years=since("2627"),
    reports=(employment_status_at_start, LearnStartDate, AimType),
)
def apprentice_of_unknown_status_2627() -> Boolean:
    """The apprentice's employment status at the start of the programme is recorded as not known.

    For programmes from August 2016.
    Fix: correct the status in force on the start date.
    """
    return _status_not_known


@rule(
    "EmpStat_20",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LDM, employment_status_at_start),
)
def low_wage_without_employment() -> Boolean:
    """The learner is recorded with a low wage (LDM 363) and was not in paid work at the start.

    A learner without any status on that day is reported too.
    Fix: correct the status in force on the start date, or remove LDM 363.
    """
    return has_fam("LDM", "363") & employment_status_at_start.differs_from(10)


@rule(
    "EmpStat_21",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, LearnStartDate),
)
def adult_skills_without_status() -> Boolean:
    """The adult of an Adult Skills Fund aim has no employment status dated before its start.

    For learners of 19 or over on the 31 August of the year of the start.
    Fix: add the employment status that the learner had before the aim started.
    """
    return (FundModel == 38) & _is_adult & ~has_status_before_start


@rule(
    "EmpStat_22",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, LearnStartDate),
)
def tailored_learning_without_status() -> Boolean:
    """The learner of a tailored learning aim has no employment status on or before its start.

    Fix: add the employment status that the learner had when the aim started.
    """
    return (FundModel == 11) & _no_status_at_start


@rule(
    "EmpStat_23",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LDM, employment_status_at_start, LearnStartDate, AimType),
)
def unfunded_unit_without_employment() -> Boolean:
    """The learner of an unfunded apprenticeship unit (LDM 403) was not in paid work at the start.

    For aims outside a programme (AimType 4). Having no status is reported too.
    Fix: add or correct the employment status in force on the start date.
    """
    return has_fam("LDM", "403") & (AimType == 4) & employment_status_at_start.differs_from(10)


@rule(
    "EmpStat_24",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ProgType, employment_status_at_start, LearnStartDate, AimType),
)
def unit_without_employment() -> Boolean:
    """The learner of an apprenticeship unit was not in paid work at its start.

    The status in force on the start of the programme aim is looked at; having none is reported.
    Fix: add or correct the employment status in force on the start date.
    """
    return is_programme_aim & (ProgType == 34) & employment_status_at_start.differs_from(10)
