"""Rules on the monitoring records of an employment status.

"There is no EII" and the like speak of the records of one status, never of the learner's others.
"""

from datetime import date

from openilr.derived.code_lists import is_listed_pair, pair_has_ended, spans_of_types
from openilr.derived.employment import employment_status_at_start, has_esm_at_start, status_at_start
from openilr.derived.fams import LDM, has_esm, has_fam
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean, any_of
from openilr.language.columns import (
    DateEmpStatApp,
    EmploymentStatusMonitoring,
    EmpStat,
    ESMCode,
    ESMType,
    FundModel,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

_IN_WORK = EmpStat == 10
_OUT_OF_WORK = EmpStat.is_in((11, 12))
_ONCE = ("SEI", "EII", "LOU", "LOE", "BSI", "PEI", "SEM")

for _years, _lists in spans_of_types("EmploymentStatusMonitoring"):
    family_rule(
        "ESMType_01",
        ~is_listed_pair(ESMType, ESMCode, _lists),
        """The employment monitoring code does not belong to its type.

        Codes that have ended are still in the list.
        Fix: choose a code of the list of that type.
        """,
        on=EmploymentStatusMonitoring,
        years=_years,
        reports=(ESMType, ESMCode),
    )
    family_rule(
        "ESMType_11",
        pair_has_ended(ESMType, ESMCode, _lists, DateEmpStatApp),
        """The employment monitoring code had ended when the status applied.

        The date of the status is compared with the last day of the code.
        Fix: choose a code that was in use on that date.
        """,
        on=EmploymentStatusMonitoring,
        years=_years,
        reports=(DateEmpStatApp, ESMType, ESMCode),
    )


@rule(
    "ESMType_02",
    on=LearnerEmploymentStatus,
    years=since("2526"),
    reports=(EmpStat, DateEmpStatApp),
)
def paid_work_without_hours() -> Boolean:
    """The learner is in paid work and the weekly hours (EII) are not recorded.

    For statuses from August 2012.
    Fix: add the weekly hours of employment to this status.
    """
    return _IN_WORK & (DateEmpStatApp >= date(2012, 8, 1)) & ~has_esm("EII")


@rule("ESMType_05", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def unemployment_of_somebody_in_work() -> Boolean:
    """The learner is in paid work and a length of unemployment (LOU) is recorded.

    Fix: remove the length of unemployment, or correct the status.
    """
    return _IN_WORK & has_esm("LOU")


@rule("ESMType_07", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def self_employed_without_paid_work() -> Boolean:
    """The learner is marked self-employed (SEI) and is not in paid work.

    Fix: correct the status to in paid work, or remove the mark.
    """
    return EmpStat.differs_from(10) & has_esm("SEI")


@rule(
    "ESMType_08",
    on=LearnerEmploymentStatus,
    years=since("2526"),
    reports=(EmpStat, DateEmpStatApp),
)
def seeking_work_without_length() -> Boolean:
    """The learner looks for work and the length of unemployment (LOU) is not recorded.

    For statuses from August 2012. A learner with an aim of 16 to 19 funding (25, 82) or a Skills
    Bootcamp (37) is exempt.
    Fix: add the length of unemployment to this status.
    """
    return (
        (EmpStat == 11)
        & (DateEmpStatApp >= date(2012, 8, 1))
        & ~has_esm("LOU")
        & LearningDelivery.none(FundModel.is_in((25, 82, 37)))
    )


@rule(
    "ESMType_09",
    on=LearningDelivery,
    years=since("2526"),
    reports=(employment_status_at_start, LearnStartDate),
)
def apprentice_without_length_of_employment() -> Boolean:
    """The apprentice was in paid work at the start and the length of employment (LOE) is missing.

    The status in force on the start of the programme aim is looked at, if dated from August 2013.
    Fix: add the length of employment to that status.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (employment_status_at_start == 10)
        & (status_at_start.take(DateEmpStatApp) >= date(2013, 8, 1))
        & has_esm_at_start("LOE").is_not_true()
    )


@rule("ESMType_10", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def employment_of_somebody_out_of_work() -> Boolean:
    """The learner is not in paid work and a length of employment (LOE) is recorded.

    Fix: remove the length of employment, or correct the status.
    """
    return _OUT_OF_WORK & has_esm("LOE")


@rule(
    "ESMType_12",
    on=LearnerEmploymentStatus,
    years=since("2526"),
    reports=(EmpStat, DateEmpStatApp),
)
def hours_of_somebody_out_of_work() -> Boolean:
    """The learner is not in paid work, and has weekly hours (EII) or self-employment (SEI).

    For statuses from August 2013.
    Fix: remove the record, or correct the status.
    """
    return _OUT_OF_WORK & (DateEmpStatApp >= date(2013, 8, 1)) & (has_esm("EII") | has_esm("SEI"))


@rule("ESMType_15", on=LearnerEmploymentStatus, years=since("2526"), reports=(DateEmpStatApp,))
def monitoring_type_twice() -> Boolean:
    """An employment monitoring type that may stand once stands more than once in a status.

    SEI, EII, LOU, LOE, BSI, PEI and SEM may each stand once, whatever their codes.
    Fix: keep the record that is right.
    """
    return any_of(*(EmploymentStatusMonitoring.count(ESMType == kind) > 1 for kind in _ONCE))


@rule("ESMType_16", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def small_employer_without_employment() -> Boolean:
    """An apprentice out of work is recorded with a small employer (SEM 1).

    For learners with an aim of an apprenticeship standard.
    Fix: remove the mark, or correct the status.
    """
    return _OUT_OF_WORK & has_esm("SEM", 1) & LearningDelivery.any(ProgType == 25)


@rule("ESMType_17", on=LearningDelivery, years=since("2526"), reports=(LDM, LearnStartDate))
def work_academy_without_benefit() -> Boolean:
    """The aim is sector based work academy training and no qualifying benefit is recorded.

    The status in force on the start needs BSI 1, 4 or 5; having no status is reported too.
    Fix: add the benefit to that status, or remove LDM 375.
    """
    return has_fam("LDM", "375") & has_esm_at_start("BSI", 1, 4, 5).is_not_true()


@rule("ESMType_18", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def redundant_in_work() -> Boolean:
    """The learner is in paid work and recorded as made redundant (OET 1).

    Fix: give the redundancy a status of its own, out of work.
    """
    return _IN_WORK & has_esm("OET", 1)


@rule("ESMType_19", on=LearnerEmploymentStatus, years=since("2526"), reports=(EmpStat,))
def employer_size_without_employment() -> Boolean:
    """A small or medium employer (OET 2) is recorded and the learner is not in paid work.

    Fix: remove the record, or correct the status.
    """
    return EmpStat.differs_from(10) & has_esm("OET", 2)


@rule("ESMType_20", on=LearnerEmploymentStatus, years=since("2526"), reports=(DateEmpStatApp,))
def other_employment_type_twice() -> Boolean:
    """The same other employment type (OET) stands more than once in a status.

    Fix: keep one record of each code.
    """
    other = EmploymentStatusMonitoring.where(ESMType == "OET", ESMCode.is_known())
    return other.count() > other.count_distinct(ESMCode)


@rule(
    "ESMType_21",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ProgType, LearnStartDate),
)
def unit_without_length_of_employment() -> Boolean:
    """The learner of an apprenticeship unit has no length of employment (LOE) at the start.

    The status in force on the start of the programme aim is looked at; having none is reported.
    Fix: add the length of employment to that status.
    """
    return is_programme_aim & (ProgType == 34) & has_esm_at_start("LOE").is_not_true()
