"""Rules on the aims that make a programme."""

from datetime import date
from decimal import Decimal

from openilr.derived.fams import has_fam
from openilr.derived.lars import (
    has_category,
    is_adult_skills_english_or_maths,
    is_adult_skills_fund_english_or_maths,
    is_english_or_maths,
)
from openilr.derived.programmes import (
    effective_end_date,
    is_latest_programme_aim,
    is_open,
    is_open_apprenticeship,
    is_programme_aim,
    programme_key,
)
from openilr.ilr.years import since
from openilr.language import Boolean, fact, this, when
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.tables import lars_learning_delivery
from openilr.rules.registry import rule

_of_programme = LearningDelivery.same(*programme_key)


@fact(LearningDelivery)
def standard_of_apprenticeship():
    """The standard of an apprenticeship aim; absent for other programmes."""
    return when(ProgType == 25).then(StdCode).otherwise()


_alike = LearningDelivery.same(ProgType, standard_of_apprenticeship)


@fact(LearningDelivery)
def is_component_without_programme():
    """The component aim has no programme aim of its programme type and standard."""
    return (AimType == 3) & _alike.none(is_programme_aim)


@rule("R_30", on=LearningDelivery, years=since("2526"), reports=(ProgType, StdCode, AimType))
def component_without_programme() -> Boolean:
    """The component aim has no programme aim of the same programme type and standard.

    The standard is compared for apprenticeships only. Of several component aims of one programme
    the first is reported.
    Fix: add the programme aim, or record the aim as one outside a programme (AimType 4).
    """
    return is_component_without_programme & _alike.none(
        is_component_without_programme,
        LearningDelivery.position < this(LearningDelivery.position),
    )


@fact(LearningDelivery)
def is_open_programme_without_component():
    """The open programme aim has no component or core aim of its programme."""
    return is_programme_aim & is_open & _of_programme.none(AimType.is_in((3, 5)))


@rule(
    "R_31",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, ProgType, StdCode, LearnActEndDate),
)
def programme_without_component() -> Boolean:
    """The open programme aim has no component aim of the same programme type and standard.

    Of several open programme aims of one programme the first is reported.
    Fix: add the component aims, or close the programme aim.
    """
    return is_open_programme_without_component & _of_programme.none(
        is_open_programme_without_component,
        LearningDelivery.position < this(LearningDelivery.position),
    )


@rule(
    "R_56",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType, StdCode, LearnActEndDate),
)
def funded_component_of_unfunded_programme() -> Boolean:
    """The component aim is funded and its open programme aim is not.

    Fix: record the component aim as one without funding, or correct that of the programme aim.
    """
    return (
        (AimType == 3)
        & (FundModel != 99)
        & _of_programme.any(is_programme_aim, is_open, FundModel == 99)
    )


@rule(
    "R_58",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnActEndDate),
)
def core_aims_overlap() -> Boolean:
    """The learner has two core aims at the same time.

    Core aims that touch on one day overlap; one that is open overlaps every later one.
    Fix: end the earlier core aim before the next one starts, or correct the type of one of them.
    """
    begins_after = (LearnStartDate > this(LearnStartDate)) | (
        (LearnStartDate == this(LearnStartDate))
        & (LearningDelivery.position > this(LearningDelivery.position))
    )
    is_running = this(LearnActEndDate).is_unknown() | (this(LearnActEndDate) >= LearnStartDate)
    return (AimType == 5) & LearningDelivery.any(AimType == 5, begins_after & is_running)


@rule("R_63", on=LearningDelivery, years=since("2526"), reports=(AimType, FundModel))
def no_core_aim() -> Boolean:
    """The learner is in 16 to 19 funding and has no core aim.

    Aims paid from the adult budget (SOF 105) are not looked at.
    Fix: record the main aim of the study programme as the core aim (AimType 5).
    """
    return (FundModel == 25) & ~has_fam("SOF", "105") & LearningDelivery.none(AimType == 5)


@rule(
    "R_66",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType, StdCode),
)
def component_funded_otherwise() -> Boolean:
    """The funded component aim has no programme aim of the same funding, type and standard.

    The standard is compared for apprenticeships only.
    Fix: add the programme aim, give both aims the same FundModel, or record the aim as one outside
    a programme (AimType 4).
    """
    programme = _alike.where(FundModel == this(FundModel))
    return (AimType == 3) & (FundModel != 99) & programme.none(is_programme_aim)


_components = _of_programme.where(AimType == 3, ~is_english_or_maths)


@rule(
    "R_89",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, AimType, ProgType, LearnActEndDate, StdCode),
)
def programme_ends_before_component() -> Boolean:
    """The programme aim ended before the last of its component aims.

    The learner's latest programme is looked at. English and maths may go on for longer.
    Fix: give the programme aim the actual end date of its last component.
    """
    return is_latest_programme_aim & (LearnActEndDate < _components.max(LearnActEndDate))


@rule(
    "R_90",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, AimType, ProgType, LearnActEndDate, StdCode),
)
def component_open_in_closed_programme() -> Boolean:
    """The programme aim is closed and one of its component aims is still open.

    The learner's latest programme is looked at. English and maths may go on for longer.
    Fix: close the component aims too, or open the programme aim again.
    """
    return is_latest_programme_aim & ~is_open & _components.any(is_open)


@rule("R_124", on=LearningDelivery, years=since("2526"), reports=(AimType, LearnStartDate))
def programmes_overlap() -> Boolean:
    """The programme aim starts while another programme aim of the learner is running.

    The later one is reported, and both if they start on one day.
    Fix: end the earlier programme before the next one starts, or correct the start date.
    """
    return is_programme_aim & LearningDelivery.others().any(
        is_programme_aim,
        (LearnStartDate == this(LearnStartDate))
        | ((LearnStartDate < this(LearnStartDate)) & (effective_end_date >= this(LearnStartDate))),
    )


# ------------------------------------------------- English and maths beside an apprenticeship

_apprenticeship_start = LearningDelivery.where(is_open_apprenticeship).min(LearnStartDate)


@rule(
    "R_114",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel, LearnActEndDate),
)
def adult_skills_beside_apprenticeship() -> Boolean:
    """The adult skills English or maths aim started while the learner was on an apprenticeship.

    Aims started up to July 2024 that begin on or after the start of an open apprenticeship.
    Fix: fund the aim through the apprenticeship, or correct the start or the end of one of them.
    """
    return (
        is_adult_skills_english_or_maths
        & (LearnStartDate <= date(2024, 7, 31))
        & (LearnStartDate >= _apprenticeship_start)
    )


@rule(
    "R_146",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel, LearnActEndDate),
)
def adult_skills_fund_beside_apprenticeship() -> Boolean:
    """The Adult Skills Fund English or maths aim started beside an open apprenticeship.

    It begins on or after the start of an apprenticeship that has no actual end date.
    Fix: fund the aim through the apprenticeship, or correct the start or the end of one of them.
    """
    return is_adult_skills_fund_english_or_maths & (LearnStartDate >= _apprenticeship_start)


# ------------------------------------------------------------------------------ construction cards


@fact(LearningDelivery)
def is_construction_card():
    """The aim leads to a construction skills card (LARS category 76)."""
    return has_category(76)


@fact(LearningDelivery)
def is_building_course():
    """The aim is an Adult Skills Fund aim in building and construction, and no card."""
    aim = lars_learning_delivery.matching(LearnAimRef)
    building = aim.any(lars_learning_delivery.SectorSubjectAreaTier2 == Decimal("5.2"))
    return (FundModel == 38) & building & ~is_construction_card


@rule(
    "R_158",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearnAimRef, FundModel, LearnStartDate, LearnActEndDate),
)
def card_without_course() -> Boolean:
    """The construction card is not taken beside a course in building and construction.

    The learner needs another Adult Skills Fund aim of sector 5.2 that had started and was not over
    when the card started. Aims with DAM 023 are not looked at.
    Fix: add the course, or correct the dates.
    """
    return (
        (FundModel == 38)
        & is_construction_card
        & ~has_fam("DAM", "023")
        & LearningDelivery.others().none(
            is_building_course,
            (LearnStartDate <= this(LearnStartDate))
            & (LearnActEndDate.is_unknown() | (LearnActEndDate >= this(LearnStartDate))),
        )
    )


# --------------------------------------------------------------------------- apprenticeship units

_unit_key = (FundModel, ProgType, LearnStartDate, LearnPlanEndDate, LearnActEndDate)
_of_unit = LearningDelivery.same(*_unit_key)


@rule("R_159", on=LearningDelivery, years=since("2627"), reports=(AimType, *_unit_key))
def unit_without_programme_aim() -> Boolean:
    """The apprenticeship unit has no programme aim of the same funding and the same dates.

    Start, planned end and actual end are compared; absent is the same as absent.
    Fix: add the programme aim, or give both aims the same dates.
    """
    return (AimType == 3) & (ProgType == 34) & _of_unit.none(is_programme_aim)


@rule("R_160", on=LearningDelivery, years=since("2627"), reports=(AimType, *_unit_key))
def unit_programme_without_component() -> Boolean:
    """The programme aim has no apprenticeship unit of the same funding and the same dates.

    Start, planned end and actual end are compared; absent is the same as absent.
    Fix: add the unit, or give both aims the same dates.
    """
    return is_programme_aim & (ProgType == 34) & _of_unit.none(AimType == 3)
