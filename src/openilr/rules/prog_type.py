"""Rules on the programme type of an aim."""

from openilr.derived.code_lists import has_ended, is_listed, spans
from openilr.derived.fams import SOF, has_fam
from openilr.derived.lars import has_category, is_devolved
from openilr.derived.t_levels import (
    is_foundation_year_class,
    is_occupational_specialism,
    is_technical_qualification,
)
from openilr.ilr.years import since
from openilr.language import Boolean, this
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule, rule
from openilr.rules.skills_bootcamps import COMPLETION_AIMS


@rule("ProgType_01", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def programme_without_type() -> Boolean:
    """The aim is part of a programme (AimType 1 or 3) and has no programme type.

    Fix: add the programme type, or correct the aim type.
    """
    return AimType.is_in((1, 3)) & ProgType.is_unknown()


@rule("ProgType_02", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def type_outside_programme() -> Boolean:
    """The aim is outside any programme (AimType 4) and has a programme type.

    Fix: remove the programme type, or correct the aim type.
    """
    return (AimType == 4) & ProgType.is_known()


for _years, _codes in spans("ProgType"):
    family_rule(
        "ProgType_03",
        ~is_listed(ProgType, _codes) | has_ended(ProgType, _codes, LearnStartDate),
        """The programme type is not one of its codes, or had ended when the aim started.

        Fix: choose a programme type that was in use on the start date.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(ProgType, LearnStartDate),
    )


@rule("ProgType_06", on=LearningDelivery, years=since("2526"), reports=(FundModel, ProgType))
def standard_outside_apprenticeship_funding() -> Boolean:
    """The aim is part of an apprenticeship standard and not in apprenticeship funding (36 or 81).

    Non-funded apprenticeships (99) are exempt.
    Fix: correct the funding model or the programme type.
    """
    return (ProgType == 25) & ~FundModel.is_in((36, 81, 99))


_is_not_t_level = ProgType.differs_from(31) & ~has_fam("LDM", "384") & (FundModel != 99)
"""Not part of a T Level, of the adult T Level pilot or of a non-funded T Level."""

for _id, _aim, _what in (
    ("ProgType_15", LearnAimRef == "ZWRKX003", "the industry placement of a T Level"),
    ("ProgType_16", is_technical_qualification, "the technical qualification of a T Level"),
    ("ProgType_17", is_occupational_specialism, "an occupational specialism of a T Level"),
):
    family_rule(
        _id,
        _aim & _is_not_t_level,
        f"""The aim is {_what} and is not recorded as part of one.

        An aim without a programme type is reported too. The adult T Level pilot (LDM 384) and
        non-funded aims (99) are exempt.
        Fix: record ProgType 31, or correct the aim reference.
        """,
        on=LearningDelivery,
        years=since("2526"),
        reports=(LearnAimRef, ProgType),
    )


def _is_first_of_programme(kind: int) -> Boolean:
    """Whether the aim is the learner's first in the file of a programme type."""
    return (ProgType == kind) & LearningDelivery.none(
        ProgType == kind, LearningDelivery.position < this(LearningDelivery.position)
    )


@rule("ProgType_18", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def foundation_year_without_class() -> Boolean:
    """The T Level foundation year has no core aim with its class code.

    Class codes begin with ZTPR. The learner's first aim of the programme is reported.
    Fix: add the class code as the core aim (AimType 5), or correct the programme type.
    """
    return _is_first_of_programme(30) & LearningDelivery.none(
        AimType == 5, is_foundation_year_class
    )


@rule("ProgType_19", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def t_level_without_technical_qualification() -> Boolean:
    """The T Level has no technical qualification as its core aim.

    The learner's first aim of the programme is reported.
    Fix: add the technical qualification (AimType 5), or correct the programme type.
    """
    return _is_first_of_programme(31) & LearningDelivery.none(
        AimType == 5, is_technical_qualification
    )


@rule("ProgType_20", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def class_outside_foundation_year() -> Boolean:
    """The aim is a class code of the T Level foundation year and not recorded as part of one.

    An aim without a programme type is reported too.
    Fix: record ProgType 30, or correct the aim reference.
    """
    return is_foundation_year_class & ProgType.differs_from(30)


@rule("ProgType_21", on=LearningDelivery, years=since("2526"), reports=(FundModel, ProgType))
def bootcamp_in_other_funding() -> Boolean:
    """The aim is part of a Skills Bootcamp and not in its funding (37).

    Fix: record FundModel 37, or correct the programme type.
    """
    return (ProgType == 32) & (FundModel != 37)


@rule("ProgType_22", on=LearningDelivery, years=since("2526"), reports=(ProgType, SOF))
def authority_programme_without_authority() -> Boolean:
    """The aim is part of a combined authority programme (33) and no devolved authority funds it.

    Fix: correct the source of funding (SOF) or the programme type.
    """
    return (ProgType == 33) & ~is_devolved


_is_not_bootcamp = ProgType.differs_from(32) & ~has_fam("LDM", "396")
"""Not part of a Skills Bootcamp, nor of the pilot of them in other adult funding."""


@rule("ProgType_23", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def bootcamp_event_outside_bootcamp() -> Boolean:
    """The aim is an event aim of a Skills Bootcamp and not recorded as part of one.

    The event aims are those of completion, Z0059747 to Z0059749. The pilot (LDM 396) is exempt. The
    published text is that of ProgType_24; DfE's workbook has this one.
    Fix: record ProgType 32, or correct the aim reference.
    """
    return LearnAimRef.is_in(COMPLETION_AIMS) & _is_not_bootcamp


@rule("ProgType_24", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def bootcamp_subject_outside_bootcamp() -> Boolean:
    """The aim is a Skills Bootcamp subject (LARS category 62) and not recorded as part of one.

    The pilot (LDM 396) is exempt.
    Fix: record ProgType 32, or correct the aim reference.
    """
    return has_category(62) & _is_not_bootcamp


@rule("ProgType_25", on=LearningDelivery, years=since("2627"), reports=(ProgType, FundModel))
def unit_in_other_funding() -> Boolean:
    """The aim is part of an apprenticeship unit and not in growth and skills funding (39).

    Fix: record FundModel 39, or correct the programme type.
    """
    return (ProgType == 34) & (FundModel != 39)
