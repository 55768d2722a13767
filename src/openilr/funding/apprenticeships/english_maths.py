"""English and maths within an apprenticeship: each aim by itself, at its LARS rate.

Source: spec/funding/apprenticeships.md section 8 (RB36); other-models.md section 6, by which FM81
has the same method.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.programme import (
    COMPLETED,
    COMPONENT_AIM,
    FUND_MODEL,
    FundedAim,
    adjusted_start,
    adjustment_fault,
    date_fault,
    funded_aim,
)
from openilr.funding.apprenticeships.redundancy import Redundancy, month_is_stopped
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import instalments_between, last_day_of, month_after, month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import APPRENTICESHIPS, FundingReference, NotOnFile, Rate
from openilr.funding.story import Recorder, ilr, table_value

_PER_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Course:
    """An English or maths aim with its rate and the part of it that is funded."""

    one: FundedAim
    rate: Rate
    adjustment: Decimal


def courses(
    learner: Learner,
    reference: FundingReference,
    out: Earnings,
    note: Recorder | None = None,
    model: int = FUND_MODEL,
) -> list[Course]:
    """The learner's English and maths aims that can be worked out, in document order."""
    found: list[Course] = []
    for aim in learner.aims:
        if not _is_component(aim, model):
            continue
        if fault := _fault(aim, reference):
            out.reasons.append(fault)
            continue
        if aim.LearnStartDate is None or aim.LearnPlanEndDate is None:
            continue  # not known to be English or maths: nothing to say of it
        rate = reference.english_maths(aim, adjusted_start(aim))
        if isinstance(rate, NotOnFile):
            _say_once(aim, rate, out)
        elif rate is not None:
            course = Course(
                funded_aim(aim, reference.parameters, note), rate, combined_adjustment(aim)
            )
            found.append(course)
            if note is not None:
                _tell(course, note)
    return found


def _is_component(aim: Aim, model: int) -> bool:
    return (
        aim.FundModel == model and aim.AimType == COMPONENT_AIM and aim.ProgType in APPRENTICESHIPS
    )


def _fault(aim: Aim, reference: FundingReference) -> Reason | None:
    """What is wrong with the dates of an aim that is English or maths."""
    fault = date_fault(aim) or adjustment_fault(aim)
    if fault is None or aim.LearnStartDate is None:
        return None
    return fault if isinstance(reference.english_maths(aim, aim.LearnStartDate), Rate) else None


def _say_once(aim: Aim, missing: NotOnFile, out: Earnings) -> None:
    if any(
        r.code == "reference table not loaded" and r.parameter == missing.table for r in out.reasons
    ):
        return
    text = f"English and maths were not worked out. {missing.text}"
    out.reasons.append(
        Reason(aim.aim, aim.AimSeqNumber, "reference table not loaded", text, (), missing.table)
    )


def combined_adjustment(aim: Aim) -> Decimal:
    """The part of the rate that is funded: prior learning x other adjustment.

    One that is not recorded is 100%; a recorded 0 is no funding at all.
    """
    part = Decimal(1)
    for percentage in (aim.PriorLearnFundAdj, aim.OtherFundAdj):
        if percentage is not None:
            part *= percentage * _PER_CENT
    return part


def english_maths(
    found: Sequence[Course],
    stops: Sequence[Redundancy],
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add the instalments and balances of English and maths aims, none after a stop of funding."""
    for course in found:
        if course.one.funded:
            _course(course, stops, until, out, note)


def _course(
    course: Course,
    stops: Sequence[Redundancy],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    one = course.one
    aim = one.aim
    value = course.rate.weighted * course.adjustment
    planned = instalments_between(one.start, one.planned_end)
    months = [m for m in _months(one) if not (stops and month_is_stopped(stops, m))]
    instalment = value / planned if planned else ZERO
    rounded = round_five_places(instalment, mode=ROUND_HALF_UP)
    ended = one.actual_end is not None and (until is None or one.actual_end <= until)
    if note is not None:
        _tell_instalment(course, instalment, planned, note)
    if rounded:
        for month in months:
            if until is not None and not ended and last_day_of(month) > until:
                break
            out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.ENGLISH_MATHS, rounded))
            if note is not None:
                note.row(aim.aim, month, Kind.ENGLISH_MATHS, None, f"course month {aim.aim}")
    if aim.CompStatus != COMPLETED or one.actual_end is None or not ended:
        return
    balance = instalment * (planned - len(months))
    rounded = round_five_places(balance, mode=ROUND_HALF_UP)
    if rounded > 0:
        month = month_of(one.actual_end)
        kind = Kind.ENGLISH_MATHS_BALANCING
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, kind, rounded))
        if note is not None:
            note.step(
                f"course balance {aim.aim}",
                "Balance on completion",
                balance,
                f"the {planned - len(months)} instalments not yet paid of {planned} planned",
                ilr("LearningDelivery", "LearnActEndDate", one.actual_end, aim.AimSeqNumber),
                ilr("LearningDelivery", "CompStatus", aim.CompStatus, aim.AimSeqNumber),
                uses=[f"course month {aim.aim}"],
            )
            note.row(aim.aim, month, kind, None, f"course balance {aim.aim}")


def _months(one: FundedAim) -> Iterator[int]:
    """The start month, and each later one whose last day is reached before both ends."""
    first = month_of(one.start)
    end = month_after(one.planned_end)
    if one.actual_end is not None:
        end = min(end, month_after(one.actual_end))
    return iter(range(first, max(end, first + 1)))


def _tell(course: Course, note: Recorder) -> None:
    aim = course.one.aim
    seq = aim.AimSeqNumber
    note.step(
        f"course {aim.aim}",
        f"Value of {aim.LearnAimRef}",
        course.rate.weighted * course.adjustment,
        "LARS rate at the (original) start x prior learning x other adjustment; "
        "an adjustment not recorded is 100%",
        ilr("LearningDelivery", "LearnAimRef", aim.LearnAimRef, seq),
        ilr("LearningDelivery", "LearnStartDate", aim.LearnStartDate, seq),
        ilr("LearningDelivery", "OrigLearnStartDate", aim.OrigLearnStartDate, seq),
        ilr("LearningDelivery", "PriorLearnFundAdj", aim.PriorLearnFundAdj, seq),
        ilr("LearningDelivery", "OtherFundAdj", aim.OtherFundAdj, seq),
        table_value("lars_funding.RateWeighted (APP_MAY_2017_EM)", course.rate.weighted),
    )


def _tell_instalment(course: Course, instalment: Decimal, planned: int, note: Recorder) -> None:
    one = course.one
    note.step(
        f"course month {one.aim.aim}",
        "Monthly instalment",
        instalment,
        f"value / {planned} planned instalments, in the start month and then while the last day "
        "of the month is reached",
        ilr("LearningDelivery", "LearnPlanEndDate", one.planned_end, one.aim.AimSeqNumber),
        uses=[f"course {one.aim.aim}", f"fund start {one.aim.aim}"],
    )
