"""Rules on the aims that make a programme."""

from openilr.derived.lars import is_english_or_maths
from openilr.derived.programmes import (
    effective_end_date,
    is_latest_programme_aim,
    is_open,
    is_programme_aim,
    programme_key,
)
from openilr.ilr.years import since
from openilr.language import Boolean, fact, this, when
from openilr.language.columns import (
    AimType,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.rules.registry import rule

_of_programme = LearningDelivery.same(*programme_key)


@fact(LearningDelivery)
def standard_of_apprenticeship():
    """The standard of an apprenticeship aim; absent for other programmes."""
    return when(ProgType == 25).then(StdCode).otherwise()


@rule("R_30", on=LearningDelivery, years=since("2526"), reports=(ProgType, StdCode, AimType))
def component_without_programme() -> Boolean:
    """The component aim has no programme aim of the same programme type and standard.

    The standard is compared for apprenticeships only.
    Fix: add the programme aim, or record the aim as one outside a programme (AimType 4).
    """
    programme = LearningDelivery.same(ProgType, standard_of_apprenticeship)
    return (AimType == 3) & programme.none(is_programme_aim)


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

    Where a learner has several such programmes the first is reported.
    Fix: add the component aims, or close the programme aim.
    """
    return is_open_programme_without_component & LearningDelivery.none(
        is_open_programme_without_component,
        LearningDelivery.position < this(LearningDelivery.position),
    )


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
