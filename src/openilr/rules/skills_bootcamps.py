"""Rules on the aims that make a Skills Bootcamp.

The aims of one bootcamp have the funding model, the programme type and the contract reference
number in common. Where DfE names the contract alone, that and the programme type are compared. Two
aims without a contract reference number have the same one.
"""

from datetime import date

from openilr.derived.fams import has_fam
from openilr.derived.lars import has_category, has_category_on_start
from openilr.derived.programmes import is_open, is_programme_aim
from openilr.ilr.years import only, since
from openilr.language import Boolean, fact, months
from openilr.language.columns import (
    AchDate,
    AimType,
    CompStatus,
    ConRefNumber,
    EmploymentStatusMonitoring,
    ESMCode,
    ESMType,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearnDelFAMDateFrom,
    LearnDelFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnStartDate,
    ProgType,
)
from openilr.language.run import file_preparation_date
from openilr.rules.registry import rule

COMPLETION_AIMS = ("Z0059747", "Z0059748", "Z0059749")
"""The event aims that say how a bootcamp was completed."""

EVENT_AIMS = (
    *COMPLETION_AIMS,
    "Z0060439",
    "Z0009541",
    "Z0060440",
    "Z0060441",
    "Z0060442",
    "Z0060443",
)
"""The event aims of Skills Bootcamps, in use until July 2025."""

_AUGUST_2025 = date(2025, 8, 1)

_of_programme = LearningDelivery.same(FundModel, ProgType, ConRefNumber)
_of_contract = LearningDelivery.same(ProgType, ConRefNumber)
_latest = _of_programme.where(is_programme_aim).latest(LearnStartDate)


@fact(LearningDelivery)
def is_bootcamp():
    """The aim is part of a Skills Bootcamp, whatever its funding."""
    return ProgType == 32


@fact(LearningDelivery)
def is_bootcamp_programme():
    """The aim is the programme aim of a Skills Bootcamp."""
    return is_programme_aim & is_bootcamp


@fact(LearningDelivery)
def is_latest_of_bootcamp():
    """The aim is the programme aim of the bootcamp with the latest start."""
    position = LearningDelivery.position
    return is_bootcamp_programme & (_latest.take(position) == position)


@fact(LearningDelivery)
def bootcamp_started():
    """The earliest start of the bootcamp's programme aims under the same contract."""
    return _of_contract.where(is_bootcamp_programme).min(LearnStartDate)


@fact(LearningDelivery)
def is_subject_aim_on_start():
    """The component aim was a bootcamp subject (LARS category 62) on its start date."""
    return (AimType == 3) & is_bootcamp & has_category_on_start(62)


@rule(
    "R_134",
    on=EmploymentStatusMonitoring,
    years=only("2526"),
    reports=(ESMType, ESMCode),
    level="learner",
)
def small_employer_without_bootcamp() -> Boolean:
    """The employment status names a small or medium employer and there is no Skills Bootcamp.

    Learners with an aim that a devolved authority exempts (DAM 023) are not looked at.
    Fix: remove the monitoring record (OET 2), or give the aims of the bootcamp ProgType 32.
    """
    exempt = LearningDelivery.any(has_fam("DAM", "023"))
    return (ESMType == "OET") & (ESMCode == 2) & LearningDelivery.none(ProgType == 32) & ~exempt


@rule(
    "R_134",
    on=EmploymentStatusMonitoring,
    years=since("2627"),
    reports=(ESMType, ESMCode),
    level="learner",
)
def small_employer_and_no_bootcamp() -> Boolean:
    """The employment status names a small or medium employer and there is no Skills Bootcamp.

    Fix: remove the monitoring record (OET 2), or give the aims of the bootcamp ProgType 32.
    """
    return (ESMType == "OET") & (ESMCode == 2) & LearningDelivery.none(ProgType == 32)


_programme_reports = (AimType, ProgType, FundModel, ConRefNumber)


@rule("R_135", on=LearningDelivery, years=since("2526"), reports=_programme_reports)
def component_without_programme() -> Boolean:
    """The bootcamp component aim has no programme aim of its funding, type and contract.

    Fix: add the programme aim, or give both aims the same FundModel and ConRefNumber.
    """
    return (AimType == 3) & is_bootcamp & _of_programme.none(is_programme_aim)


@rule("R_136", on=LearningDelivery, years=since("2526"), reports=_programme_reports)
def programme_without_component() -> Boolean:
    """The bootcamp programme aim has no component aim of its funding, type and contract.

    Fix: add the component aims, or give both aims the same FundModel and ConRefNumber.
    """
    return is_bootcamp_programme & _of_programme.none(AimType == 3)


@rule(
    "R_138",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, CompStatus, AchDate, LearnAimRef),
)
def completed_without_outcome() -> Boolean:
    """The bootcamp is completed with neither an achievement date nor an event aim.

    The latest programme aim of each contract is looked at, if it started up to July 2025. The
    outcome may be missing in files made more than six months after the actual end date.
    Fix: add the achievement date, or the event aim that says how the bootcamp ended.
    """
    over = (file_preparation_date > LearnActEndDate + months(6)).is_not_true()
    return (
        is_latest_of_bootcamp
        & (LearnStartDate < _AUGUST_2025)
        & (CompStatus == 2)
        & AchDate.is_unknown()
        & LearningDelivery.none(LearnAimRef.is_in(COMPLETION_AIMS))
        & over
    )


@rule(
    "R_139",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, CompStatus, LearnAimRef, LearnActEndDate),
)
def completed_with_open_subject() -> Boolean:
    """The bootcamp is completed and none of its subject aims is closed.

    A subject aim is a component aim that LARS has in category 62 on its start date. One closed
    subject aim under the contract is enough.
    Fix: close the subject aim, or correct the completion status of the programme aim.
    """
    return (
        is_bootcamp_programme
        & (CompStatus == 2)
        & _of_contract.none(is_subject_aim_on_start, LearnActEndDate.is_known())
    )


@rule(
    "R_140",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, LearnActEndDate, FundModel, ConRefNumber),
)
def component_open_in_closed_bootcamp() -> Boolean:
    """The bootcamp component aim is open and the latest programme aim is closed.

    Fix: close the component aim too, or open the programme aim again.
    """
    return (AimType == 3) & is_bootcamp & is_open & _latest.take(LearnActEndDate).is_known()


@rule(
    "R_141",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, LearnActEndDate, LearnAimRef),
)
def open_without_subject() -> Boolean:
    """The open bootcamp has no subject aim.

    A subject aim is a component aim under the same contract that LARS has in category 62 on its
    start date.
    Fix: add the subject aim, or correct its aim reference or its contract.
    """
    return is_bootcamp_programme & is_open & _of_contract.none(is_subject_aim_on_start)


@rule(
    "R_143",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, AimType, ProgType, LearnActEndDate, FundModel, ConRefNumber),
)
def bootcamp_ends_before_component() -> Boolean:
    """The bootcamp programme aim ended before the last of its component aims.

    The latest programme aim of each contract is looked at.
    Fix: give the programme aim the actual end date of its last component.
    """
    last = _of_programme.where(AimType == 3).max(LearnActEndDate)
    return is_latest_of_bootcamp & (LearnActEndDate < last)


@rule(
    "R_144",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, ProgType, AchDate, AimType, ConRefNumber),
)
def achieved_before_start() -> Boolean:
    """The achievement date is before the bootcamp started.

    Programme aims started from August 2023; the start is the earliest of the contract.
    Fix: correct the achievement date, or the start.
    """
    return (
        is_bootcamp_programme & (LearnStartDate >= date(2023, 8, 1)) & (AchDate < bootcamp_started)
    )


_dated_reports = (AimType, ProgType, LearnStartDate, LearnAimRef, ConRefNumber)


@rule("R_149", on=LearningDelivery, years=since("2526"), reports=_dated_reports)
def subject_before_start() -> Boolean:
    """The bootcamp subject aim started before the bootcamp.

    Subject aims (LARS category 62) under a contract with a programme aim started from August 2024.
    Fix: correct the start of the subject aim, or of the programme aim.
    """
    since_2024 = _of_contract.any(is_bootcamp_programme, LearnStartDate >= date(2024, 8, 1))
    return is_bootcamp & has_category(62) & since_2024 & (LearnStartDate < bootcamp_started)


@rule("R_150", on=LearningDelivery, years=since("2526"), reports=_dated_reports)
def event_before_start() -> Boolean:
    """The bootcamp event aim started before the bootcamp.

    Event aims under a contract with a programme aim started from August 2024 to July 2025.
    Fix: correct the start of the event aim, or of the programme aim.
    """
    in_2024_25 = _of_contract.any(
        is_bootcamp_programme, LearnStartDate.between(date(2024, 8, 1), date(2025, 7, 31))
    )
    return (
        is_bootcamp
        & LearnAimRef.is_in(EVENT_AIMS)
        & in_2024_25
        & (LearnStartDate < bootcamp_started)
    )


@rule(
    "R_152",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, AimType, LearnStartDate, ConRefNumber),
)
def event_indicator_too_early() -> Boolean:
    """The bootcamp started before August 2025 and has an event indicator (EVI).

    The earliest start of the programme aims of the contract is taken.
    Fix: record the event by an event aim.
    """
    return is_bootcamp_programme & has_fam("EVI") & (bootcamp_started < _AUGUST_2025)


@rule(
    "R_153",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(
        ProgType,
        AimType,
        LearnStartDate,
        ConRefNumber,
        LearnDelFAMType,
        LearnDelFAMDateFrom,
    ),
)
def event_dated_too_early() -> Boolean:
    """The event indicator (EVI) is dated before August 2025.

    Bootcamps started from August 2025, by the earliest start of the contract.
    Fix: correct the date the indicator applies from.
    """
    return (
        is_bootcamp_programme
        & (bootcamp_started >= _AUGUST_2025)
        & (LearnDelFAMType == "EVI")
        & (LearnDelFAMDateFrom < _AUGUST_2025)
    )


@rule("R_154", on=LearningDelivery, years=since("2526"), reports=_dated_reports)
def event_aim_too_late() -> Boolean:
    """The bootcamp started in August 2025 or later and has an event aim.

    The earliest start of the programme aims of the contract is taken.
    Fix: remove the event aim and record the event by an event indicator (EVI).
    """
    return (
        (AimType == 3)
        & is_bootcamp
        & LearnAimRef.is_in(EVENT_AIMS)
        & (bootcamp_started >= _AUGUST_2025)
    )
