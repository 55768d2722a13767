"""Rules on the work placements of an aim."""

from datetime import date

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.identifiers import placement_employer_check_digit
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearningDeliveryWorkPlacement,
    LearnStartDate,
    WorkPlaceEmpId,
    WorkPlaceEndDate,
    WorkPlaceMode,
    WorkPlaceStartDate,
)
from openilr.language.tables import employers
from openilr.rules.registry import family_rule, rule

_T_LEVEL_PLACEMENT = "ZWRKX003"
_INDUSTRY_PLACEMENTS = ("ZWRKX002", _T_LEVEL_PLACEMENT)

_WORK_EXPERIENCE = (
    "Z0007834",
    "Z0007835",
    "Z0007836",
    "Z0007837",
    "Z0007838",
    "Z0002347",
    "ZWRKX001",
    "ZWRKX002",
)
"""The aims of work experience, supported internships and industry placements but T Level ones."""

_NO_EMPLOYER_YET = 999999999
"""The number of an employer that is not known, or has none."""


@rule(
    "WorkPlaceStartDate_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel),
)
def work_experience_without_placement() -> Boolean:
    """The work experience aim has no work placement.

    Starts from August 2014 are looked at. The placement of a T Level has a rule of its own.
    Fix: add the work placement, or correct the aim reference.
    """
    return (
        (LearnStartDate >= date(2014, 8, 1))
        & LearnAimRef.is_in(_WORK_EXPERIENCE)
        & LearningDeliveryWorkPlacement.none()
    )


@rule("WorkPlacement_01", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef,))
def t_level_placement_without_placement() -> Boolean:
    """The aim for the industry placement of a T Level has no work placement.

    Fix: add the work placement, or correct the aim reference.
    """
    return (LearnAimRef == _T_LEVEL_PLACEMENT) & LearningDeliveryWorkPlacement.none()


@rule(
    "WorkPlaceStartDate_02",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(LearnStartDate, WorkPlaceStartDate),
)
def placement_before_aim() -> Boolean:
    """The work placement started before the aim.

    The same day is allowed.
    Fix: correct the start of the work placement or of the aim.
    """
    return WorkPlaceStartDate < LearnStartDate


@rule("WorkPlaceStartDate_03", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef,))
def placement_off_work_experience() -> Boolean:
    """The aim has a work placement and is not a work experience aim.

    Fix: record the work placement on the aim for it, or correct the aim reference.
    """
    return (
        ~LearnAimRef.is_in((*_WORK_EXPERIENCE, _T_LEVEL_PLACEMENT))
        & LearningDeliveryWorkPlacement.any()
    )


@rule(
    "WorkPlaceStartDate_04",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, FundModel),
)
def industry_placement_in_other_funding() -> Boolean:
    """The industry placement aim is not in 16 to 19 funding (25).

    The aims are ZWRKX002 and ZWRKX003. Non-funded ones (99) are exempt.
    Fix: correct the funding model or the aim reference.
    """
    return LearnAimRef.is_in(_INDUSTRY_PLACEMENTS) & ~FundModel.is_in((25, 99))


@rule(
    "WorkPlaceEndDate_01",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(WorkPlaceStartDate, WorkPlaceEndDate),
)
def placement_ends_before_start() -> Boolean:
    """The work placement ended before it started.

    The same day is allowed.
    Fix: correct the dates of the work placement.
    """
    return WorkPlaceEndDate < WorkPlaceStartDate


@rule(
    "WorkPlaceEndDate_02",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(LearnActEndDate, WorkPlaceEndDate),
)
def placement_ends_after_aim() -> Boolean:
    """The work placement ended after the actual end of the aim.

    The same day is allowed.
    Fix: correct the end of the work placement or of the aim.
    """
    return WorkPlaceEndDate > LearnActEndDate


for _years, _codes in spans("WorkPlaceMode"):
    family_rule(
        "WorkPlaceMode_01",
        ~is_listed(WorkPlaceMode, _codes),
        """The mode of the work placement is not one of its codes.

        Fix: choose a mode of the list.
        """,
        on=LearningDeliveryWorkPlacement,
        years=_years,
        reports=(WorkPlaceMode,),
    )


@rule(
    "WorkPlaceEmpId_01",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(WorkPlaceEmpId,),
)
def placement_employer_not_listed() -> Boolean:
    """The employer of the work placement is not in the list of employers.

    999999999 is allowed.
    Fix: correct the number, or confirm the employer and add it to your list.
    """
    return (WorkPlaceEmpId != _NO_EMPLOYER_YET) & ~employers.matching(EmpId=WorkPlaceEmpId).any()


@rule(
    "WorkPlaceEmpId_02",
    on=LearningDeliveryWorkPlacement,
    years=since("2526"),
    reports=(WorkPlaceEmpId,),
)
def placement_employer_of_wrong_check_digit() -> Boolean:
    """The employer number of the work placement is not a valid one: its last digit is wrong.

    999999999 is allowed. For some first eight digits no last digit is right.
    Fix: correct the number.
    """
    return (WorkPlaceEmpId != _NO_EMPLOYER_YET) & placement_employer_check_digit.differs_from(
        WorkPlaceEmpId.digit(0)
    )
