"""Rules on the employer's number and the agreement of an employment status, and its date."""

from datetime import date

from openilr.derived.employment import (
    employer_at_start,
    employment_status_at_start,
    status_at_start,
)
from openilr.derived.fams import is_restart
from openilr.derived.identifiers import employer_check_digit
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    AgreemId,
    AimType,
    DateEmpStatApp,
    EmpId,
    EmpStat,
    FundModel,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.language.run import teaching_year_end
from openilr.language.tables import employers
from openilr.rules.registry import rule


@rule("EmpId_01", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpId,))
def unknown_employer() -> Boolean:
    """The employer number is not on the employer register.

    999999999, for an employer without a number, is exempt.
    Fix: correct the number, or record 999999999.
    """
    return (EmpId != UNKNOWN_EMPLOYER) & ~employers.matching(EmpId=EmpId).any()


@rule("EmpId_02", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpId,))
def wrong_employer_number() -> Boolean:
    """The employer number is not a valid one: its last digit does not go with the others.

    999999999, for an employer without a number, is exempt.
    Fix: correct the number, or record 999999999.
    """
    return (EmpId != UNKNOWN_EMPLOYER) & employer_check_digit.differs_from(EmpId.digit(0))


@rule(
    "EmpId_10",
    on=LearningDelivery,
    years=since("2526"),
    reports=(employment_status_at_start, employer_at_start, LearnStartDate, AimType),
)
def apprentice_without_employer() -> Boolean:
    """The apprentice was in paid work at the start and the employer is not recorded.

    The status in force on the start of the programme aim is looked at.
    Fix: add the employer number to that status, or 999999999 if the employer has none.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (employment_status_at_start == 10)
        & employer_at_start.is_unknown()
    )


_APPRENTICESHIPS = (2, 3, 20, 21, 22, 23, 25)


@rule("EmpId_14", on=LearningDelivery, years=since("2526"), reports=(ProgType,))
def employer_without_employment() -> Boolean:
    """An apprentice has an employer recorded with a status that is not paid work.

    Any status of the learner counts; each apprenticeship aim is reported.
    Fix: remove the employer from that status, or correct the status.
    """
    return ProgType.is_in(_APPRENTICESHIPS) & LearnerEmploymentStatus.any(
        EmpStat.is_in((11, 12)), EmpId.is_known()
    )


@rule(
    "DateEmpStatApp_01",
    on=LearnerEmploymentStatus,
    years=since("2526"),
    reports=(DateEmpStatApp,),
)
def status_after_the_year() -> Boolean:
    """The employment status applies from a day after the end of this academic year.

    Fix: correct the date, or leave the status to next year's return.
    """
    return DateEmpStatApp > teaching_year_end


@rule(
    "DateEmpStatApp_02",
    on=LearnerEmploymentStatus,
    years=since("2526"),
    reports=(DateEmpStatApp,),
)
def status_too_old() -> Boolean:
    """The employment status applies from a day before August 1990.

    Fix: correct the date.
    """
    return DateEmpStatApp < date(1990, 8, 1)


@rule(
    "AgreemId_01",
    on=LearningDelivery,
    years=since("2627"),
    reports=(FundModel, employment_status_at_start, AimType),
)
def unit_without_agreement() -> Boolean:
    """The apprenticeship unit has no employer agreement at its start.

    The status in force on the start of the programme aim must have the agreement id; having no
    status is reported too, and an older status that has one does not help. Restarts are exempt.
    Fix: add the agreement id of the employer's apprenticeship service account to that status.
    """
    return (
        (FundModel == 39)
        & is_programme_aim
        & ~is_restart
        & status_at_start.take(AgreemId).is_unknown()
    )
