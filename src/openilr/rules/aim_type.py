"""Rules on the type of an aim."""

from datetime import date

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.fams import has_fam
from openilr.derived.lars import aim_reference_type
from openilr.derived.programmes import is_open, is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

_is_core_aim = AimType == 5

for _years, _codes in spans("AimType"):
    family_rule(
        "AimType_01",
        ~is_listed(AimType, _codes),
        """The aim type is not one of its codes.

        Fix: choose programme aim (1), component aim (3), aim outside a programme (4) or core aim
        (5).
        """,
        on=LearningDelivery,
        years=_years,
        reports=(AimType,),
    )


@rule("AimType_05", on=LearningDelivery, years=since("2526"), reports=(AimType, FundModel))
def core_aim_outside_16_to_19_funding() -> Boolean:
    """The aim is a core aim and is not funded as 16 to 19 (FundModel 25 or 82).

    Fix: correct the aim type or the funding model.
    """
    return _is_core_aim & ~FundModel.is_in((25, 82))


@rule("AimType_07", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def core_aim_with_adult_source_of_funding() -> Boolean:
    """The core aim has the adult source of funding (SOF 105).

    Starts from August 2017 are looked at.
    Fix: record SOF 107, the source of 16 to 19 funding, or correct the aim type.
    """
    return _is_core_aim & (LearnStartDate >= date(2017, 8, 1)) & has_fam("SOF", "105")


@rule("AimType_08", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, AimType))
def t_level_qualification_not_core_aim() -> Boolean:
    """The T Level technical qualification is not recorded as the core aim.

    Aims of a T Level programme that are still open are looked at. For 2025-26 DfE printed the text
    of AimType_09 here.
    Fix: record the technical qualification with aim type 5.
    """
    return (ProgType == 31) & is_open & (aim_reference_type == "1468") & ~_is_core_aim


@rule("AimType_09", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, AimType))
def foundation_year_class_code_not_core_aim() -> Boolean:
    """The T Level foundation year class code (ZTPR) is not recorded as the core aim.

    Fix: record the aim with aim type 5.
    """
    return LearnAimRef.upper().starts_with("ZTPR") & ~_is_core_aim


@rule(
    "AimType_10",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ProgType, AimType, LearnStartDate, LearnPlanEndDate, LearnActEndDate),
)
def several_components_of_one_unit() -> Boolean:
    """The programme aim of an apprenticeship unit has more than one component aim of its dates.

    Start, planned end and actual end are compared, an open aim being like another open one.
    Fix: keep one component aim, or give each unit a programme aim of its own.
    """
    of_its_dates = LearningDelivery.same(LearnStartDate, LearnPlanEndDate, LearnActEndDate)
    return (
        is_programme_aim & (ProgType == 34) & (of_its_dates.count(AimType == 3, ProgType == 34) > 1)
    )
