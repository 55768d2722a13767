"""Rules on the dates of funding and monitoring records: that they do not overlap, and what they
begin and end with.
"""

from datetime import date

from openilr.derived.fams import has_fam
from openilr.ilr.years import since
from openilr.language import Boolean, Date, coalesce, days, fact, this
from openilr.language.columns import (
    AchDate,
    CompStatus,
    FundModel,
    LearnActEndDate,
    LearnDelFAMCode,
    LearnDelFAMDateFrom,
    LearnDelFAMDateTo,
    LearnDelFAMType,
    Learner,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import rule

_FAR = date(9999, 12, 31)

_is_later = (LearnDelFAMDateFrom > this(LearnDelFAMDateFrom)) | (
    (LearnDelFAMDateFrom == this(LearnDelFAMDateFrom))
    & (LearningDeliveryFAM.position > this(LearningDeliveryFAM.position))
)
"""The other record begins after this one, or on the same day and stands further down."""

_is_earlier = (LearnDelFAMDateFrom < this(LearnDelFAMDateFrom)) | (
    (LearnDelFAMDateFrom == this(LearnDelFAMDateFrom))
    & (LearningDeliveryFAM.position < this(LearningDeliveryFAM.position))
)

_runs_into_it = this(LearnDelFAMDateTo).is_unknown() | (
    this(LearnDelFAMDateTo) >= LearnDelFAMDateFrom
)
"""This record has no end, or ends on or after the day the other begins."""

_others_of_type = LearningDeliveryFAM.same(LearnDelFAMType)


@rule(
    "R_61",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMDateFrom, LearnDelFAMDateTo),
)
def support_or_bursary_overlaps() -> Boolean:
    """Two learning support or two loans bursary records of the aim overlap.

    Each type is looked at by itself. Records that touch on one day overlap; a record without an end
    overlaps every later one.
    Fix: end the earlier record before the later one begins.
    """
    return LearnDelFAMType.is_in(("LSF", "ALB")) & _others_of_type.any(_is_later & _runs_into_it)


@rule(
    "R_101",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMDateFrom, LearnDelFAMDateTo),
)
def contract_types_overlap() -> Boolean:
    """This apprenticeship contract type does not end before the aim's next one begins.

    Fix: give it the day before the next record begins as its end.
    """
    return (LearnDelFAMType == "ACT") & _others_of_type.any(_is_later & _runs_into_it)


@rule(
    "R_104",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(
        LearnPlanEndDate,
        LearnActEndDate,
        LearnDelFAMType,
        LearnDelFAMDateFrom,
        LearnDelFAMDateTo,
    ),
)
def contract_types_not_consecutive() -> Boolean:
    """This apprenticeship contract type does not begin on the day after the one before it ended.

    Fix: make the dates of the contract type records follow each other without a gap.
    """
    previous = _others_of_type.where(_is_earlier).latest(LearnDelFAMDateFrom)
    follows = previous.take(LearnDelFAMDateTo) + days(1)
    return (
        (LearnDelFAMType == "ACT") & previous.exists() & follows.differs_from(LearnDelFAMDateFrom)
    )


@rule(
    "R_105",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMCode),
)
def two_contract_types_at_once() -> Boolean:
    """The learner has two different apprenticeship contract types on one day.

    The records of all aims are compared.
    Fix: correct the codes or the dates, so that one contract type applies on each day.
    """
    end = coalesce(LearnDelFAMDateTo, _FAR)
    return (LearnDelFAMType == "ACT") & LearningDeliveryFAM.within(Learner).any(
        LearnDelFAMType == "ACT",
        LearnDelFAMCode != this(LearnDelFAMCode),
        LearnDelFAMDateFrom <= this(end),
        end >= this(LearnDelFAMDateFrom),
    )


@rule(
    "R_106",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType,),
)
def support_claimed_twice() -> Boolean:
    """The learner has two learning support records for the same day.

    The records of all aims are compared, from August 2016. Learning support is paid once a month.
    Fix: keep learning support on one aim at a time.
    """
    since_2016 = (LearnDelFAMType == "LSF") & (LearnDelFAMDateFrom >= date(2016, 8, 1))
    return since_2016 & LearningDeliveryFAM.within(Learner).any(
        since_2016, _is_later, _runs_into_it
    )


# -------------------------------------------------------- the latest apprenticeship contract type

_contract_type = LearningDeliveryFAM.where(LearnDelFAMType == "ACT").latest(LearnDelFAMDateFrom)


@fact(LearningDelivery)
def contract_type_ends() -> Date:
    """The day the latest apprenticeship contract type of the aim ends."""
    return _contract_type.take(LearnDelFAMDateTo)


_standard_with_contract_type = (FundModel == 36) & (ProgType == 25) & has_fam("ACT")


@rule("R_102", on=LearningDelivery, years=since("2526"), reports=(LearnStartDate,))
def no_contract_type_from_start() -> Boolean:
    """No apprenticeship contract type begins on the day the aim started.

    Aims without any contract type are not looked at.
    Fix: date the first contract type from the start of the aim.
    """
    return has_fam("ACT") & LearningDeliveryFAM.none(
        LearnDelFAMType == "ACT", LearnDelFAMDateFrom == LearnStartDate
    )


@rule(
    "R_121",
    on=LearningDelivery,
    years=since("2526"),
    reports=(contract_type_ends, AchDate),
)
def contract_type_does_not_end_at_achievement() -> Boolean:
    """The latest apprenticeship contract type does not end on the achievement date.

    Funded apprenticeship standards with an achievement date; a contract type without an end is
    reported too.
    Fix: end the latest contract type on the achievement date.
    """
    return (
        _standard_with_contract_type & AchDate.is_known() & contract_type_ends.differs_from(AchDate)
    )


@rule(
    "R_122",
    on=LearningDelivery,
    years=since("2526"),
    reports=(CompStatus, contract_type_ends, AchDate, LearnActEndDate),
)
def contract_type_does_not_end_with_learning() -> Boolean:
    """The latest apprenticeship contract type does not end on the day that learning ended.

    Funded apprenticeship standards that do not continue and have no achievement date; a contract
    type without an end is reported too.
    Fix: end the latest contract type on the actual end date of the aim.
    """
    return (
        _standard_with_contract_type
        & (CompStatus != 1)
        & AchDate.is_unknown()
        & contract_type_ends.differs_from(LearnActEndDate)
    )


@rule("R_123", on=LearningDelivery, years=since("2526"), reports=(contract_type_ends, CompStatus))
def contract_type_of_continuing_ends() -> Boolean:
    """The learner continues and the latest apprenticeship contract type has an end.

    Fix: remove the end of the latest contract type, or correct the completion status.
    """
    return _standard_with_contract_type & (CompStatus == 1) & contract_type_ends.is_known()
