"""Rules on the aim's validity in LARS."""

from datetime import date

from openilr.derived.fams import has_fam
from openilr.derived.lars import validity_category
from openilr.derived.programmes import is_apprenticeship
from openilr.ilr.years import since
from openilr.language import Boolean, coalesce
from openilr.language.columns import (
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.language.tables import lars_validity
from openilr.rules.registry import rule

_validity = lars_validity.matching(LearnAimRef)
_OPEN = date(9999, 12, 31)


@rule(
    "LearnAimRef_88",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef),
)
def start_outside_new_start_window() -> Boolean:
    """LARS does not allow new starts on the aim on this date for this kind of funding.

    Starts before August 2021; restarts are not looked at. It is enough that one period of validity
    covers the date.
    Fix: check the aim reference and the start date against the aim's validity in LARS.
    """
    last_start = coalesce(lars_validity.LastNewStartDate, lars_validity.EndDate, _OPEN)
    return (
        (LearnStartDate < date(2021, 8, 1))
        & (validity_category != "")
        & _validity.matching(ValidityCategory=validity_category).none(
            LearnStartDate.between(lars_validity.StartDate, last_start)
        )
    )


@rule(
    "LearnAimRef_114",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnActEndDate, FundModel, ProgType, LearnAimRef, LearnStartDate),
)
def start_outside_validity() -> Boolean:
    """The aim started outside its periods of validity in LARS.

    Aims ended from August 2020 of apprenticeship standards, Skills Bootcamps, other adult and
    non-funded provision; loans are not looked at. One period that covers the start is enough.
    Fix: check the aim reference and the start date against the aim's validity in LARS.
    """
    funded = ((FundModel == 36) & is_apprenticeship) | FundModel.is_in((37, 81, 99))
    covers = _validity.in_force(LearnStartDate)
    return (
        (LearnActEndDate >= date(2020, 8, 1))
        & funded
        & covers.none(lars_validity.ValidityCategory == "ANY")
        & ~has_fam("ADL")
    )
