"""Rules on the aims that make a T Level."""

from openilr.derived.programmes import is_open, is_programme_aim
from openilr.derived.t_levels import is_occupational_specialism, is_technical_qualification
from openilr.ilr.years import since
from openilr.language import Boolean, any_of, fact, this, when
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnAimRef,
    Learner,
    LearningDelivery,
    PlanEEPHours,
    PlanLearnHours,
    ProgType,
)
from openilr.language.tables import lars_framework_aims
from openilr.rules.registry import rule

_is_t_level_or_foundation = ProgType.is_in((30, 31))
_of_programme = LearningDelivery.same(FundModel, ProgType)


@rule("R_125", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType, FundModel))
def aim_without_programme_aim() -> Boolean:
    """The T Level aim has no programme aim of the same funding model and programme type.

    Component and core aims of T Levels and of the T Level foundation year are looked at.
    Fix: add the programme aim, or give both aims the same FundModel and ProgType.
    """
    return AimType.is_in((3, 5)) & _is_t_level_or_foundation & _of_programme.none(is_programme_aim)


@rule("R_126", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType, FundModel))
def programme_aim_without_aim() -> Boolean:
    """The T Level programme aim has no component or core aim of its funding and programme type.

    Programme aims of T Levels and of the T Level foundation year are looked at.
    Fix: add the aims of the programme, or give them the same FundModel and ProgType.
    """
    return is_programme_aim & _is_t_level_or_foundation & _of_programme.none(AimType.is_in((3, 5)))


@rule("R_129", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def technical_qualification_without_programme() -> Boolean:
    """The T Level technical qualification has no programme aim of the same programme type.

    Technical qualifications recorded as the core aim are looked at.
    Fix: add the programme aim of the T Level.
    """
    programme = LearningDelivery.same(ProgType)
    return (AimType == 5) & is_technical_qualification & programme.none(is_programme_aim)


@rule(
    "R_130",
    on=Learner,
    years=since("2526"),
    reports=(PlanLearnHours, PlanEEPHours),
    level="learner",
)
def planned_hours_of_t_level() -> Boolean:
    """Planned hours are recorded on the learner although every aim is part of a funded T Level.

    The hours of a T Level are recorded on its programme aim.
    Fix: remove the planned hours of learning and of enrichment.
    """
    hours = PlanLearnHours.is_known() | PlanEEPHours.is_known()
    return hours & LearningDelivery.all((FundModel == 25) & (ProgType == 31))


@rule("R_137", on=LearningDelivery, years=since("2526"), reports=(ProgType, LearnAimRef))
def no_occupational_specialism() -> Boolean:
    """The learner has a T Level aim and no occupational specialism.

    The first of the learner's T Level aims is reported.
    Fix: add the occupational specialism (an aim whose reference begins with ZTLOS).
    """
    return (
        (ProgType == 31)
        & LearningDelivery.none(is_occupational_specialism)
        & LearningDelivery.none(
            ProgType == 31, LearningDelivery.position < this(LearningDelivery.position)
        )
    )


# ------------------------------------------------- specialism and technical qualification match

_WIDTH = 11
"""Each framework and pathway is a number of ten digits, and a comma follows."""

_MOST = 16
"""How many pathways of the learner's technical qualifications are looked at."""

_pathway = (10**9 + lars_framework_aims.FworkCode * 10**5 + lars_framework_aims.PwayCode).to_text()


@fact(LearningDelivery)
def pathways():
    """The frameworks and pathways that LARS has the aim in, as numbers; unknown if in none."""
    aims = lars_framework_aims.matching(LearnAimRef)
    return when(aims.any()).then(aims.joined(_pathway)).otherwise()


@fact(LearningDelivery)
def pathways_of_technical_qualification():
    """The frameworks and pathways of the learner's open technical qualifications."""
    return LearningDelivery.where(is_technical_qualification, is_open).joined(pathways)


@rule("R_147", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef,))
def specialism_of_another_t_level() -> Boolean:
    """The occupational specialism does not go with the learner's technical qualification.

    LARS has no framework and pathway with both aims. Only open aims are compared.
    Fix: record the specialism of this T Level, or correct the technical qualification.
    """
    places = range(0, _MOST * _WIDTH, _WIDTH)
    of_both = lars_framework_aims.matching(LearnAimRef).any(
        any_of(
            *(
                pathways_of_technical_qualification.slice(place, _WIDTH - 1) == _pathway
                for place in places
            )
        )
    )
    return (
        is_occupational_specialism
        & is_open
        & LearningDelivery.any(is_technical_qualification, is_open)
        & ~of_both
    )
