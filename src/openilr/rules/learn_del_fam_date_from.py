"""Rules on the day from which a funding and monitoring record applies."""

from datetime import date

from openilr.derived.programmes import is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean, Date, fact, when
from openilr.language.columns import (
    ConRefNumber,
    FundModel,
    LearnActEndDate,
    LearnDelFAMDateFrom,
    LearnDelFAMDateTo,
    LearnDelFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

_reports = (LearnDelFAMType, LearnDelFAMDateFrom)


@rule(
    "LearnDelFAMDateFrom_01",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnDelFAMType, LearnDelFAMDateFrom, LearnDelFAMDateTo),
)
def support_or_bursary_without_dates() -> Boolean:
    """Learning support (LSF) or a loans bursary (ALB) lacks one of its two dates.

    Fix: add the dates the record applies from and to.
    """
    return LearnDelFAMType.is_in(("LSF", "ALB")) & (
        LearnDelFAMDateFrom.is_unknown() | LearnDelFAMDateTo.is_unknown()
    )


@rule(
    "LearnDelFAMDateFrom_02",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, LearnDelFAMType, LearnDelFAMDateFrom),
)
def applies_before_start() -> Boolean:
    """The record applies from a day before the aim started.

    Aims of FundModel 35, 36, 38, 81 and 99. The printed condition compares with the date the record
    applies to; its message and its reported fields mean the start of the aim.
    Fix: correct the date the record applies from, or the start of the aim.
    """
    return FundModel.is_in((35, 36, 38, 81, 99)) & (LearnDelFAMDateFrom < LearnStartDate)


@rule("LearnDelFAMDateFrom_03", on=LearningDeliveryFAM, years=since("2526"), reports=_reports)
def dated_and_not_to_be() -> Boolean:
    """The record has a date it applies from and is not of a type that has dates.

    The types with dates are LSF, ACT, ALB and EVI.
    Fix: remove the date, or correct the type.
    """
    return ~LearnDelFAMType.is_in(("LSF", "ACT", "ALB", "EVI")) & LearnDelFAMDateFrom.is_known()


for _id, _type, _what in (
    ("LearnDelFAMDateFrom_04", "ACT", "apprenticeship contract type"),
    ("LearnDelFAMDateFrom_05", "EVI", "event indicator"),
):
    family_rule(
        _id,
        (LearnDelFAMType == _type) & LearnDelFAMDateFrom.is_unknown(),
        f"""The {_what} ({_type}) has no date from which it applies.

        Fix: add the date the record applies from.
        """,
        on=LearningDeliveryFAM,
        years=since("2526"),
        reports=_reports,
    )


@rule("LearnDelFAMDateFrom_06", on=LearningDeliveryFAM, years=since("2526"), reports=_reports)
def event_before_august_2025() -> Boolean:
    """The event indicator (EVI) is dated before August 2025, when these records began.

    Fix: correct the date, or record the event by an event aim.
    """
    return (LearnDelFAMType == "EVI") & (LearnDelFAMDateFrom < date(2025, 8, 1))


_bootcamp = (
    LearningDelivery.same(FundModel, ProgType, ConRefNumber)
    .where(is_programme_aim)
    .latest(LearnStartDate)
)


@fact(LearningDelivery)
def bootcamp_aim_starts() -> Date:
    """The start of the bootcamp's programme aim: this one, or the latest of this one's bootcamp."""
    return when(is_programme_aim).then(LearnStartDate).otherwise(_bootcamp.take(LearnStartDate))


@fact(LearningDelivery)
def bootcamp_aim_ends() -> Date:
    """The actual end of the bootcamp's programme aim: this one, or the latest of its bootcamp."""
    return when(is_programme_aim).then(LearnActEndDate).otherwise(_bootcamp.take(LearnActEndDate))


@rule(
    "LearnDelFAMDateFrom_07",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(*_reports, bootcamp_aim_starts, bootcamp_aim_ends),
)
def event_outside_programme() -> Boolean:
    """The event indicator (EVI) is dated before the programme aim started or after it ended.

    Both days are allowed. A record on another aim is compared with the latest programme aim of the
    same funding, programme type and contract.
    Fix: correct the date of the event, or the dates of the programme aim.
    """
    return (LearnDelFAMType == "EVI") & (
        (LearnDelFAMDateFrom < bootcamp_aim_starts) | (LearnDelFAMDateFrom > bootcamp_aim_ends)
    )
