"""Advanced learner loans: bursary support and area uplift of FM99 aims with ADL 1.

Source: spec/funding/other-models.md section 5 (RBALB of 2020-21).
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.english_maths import combined_adjustment
from openilr.funding.apprenticeships.programme import (
    COMPLETED,
    adjusted_start,
    adjustment_fault,
    date_fault,
)
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import last_day_of, month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import ParameterMissing, Parameters
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import MATRIX_CATEGORY, FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, parameter, table_value

FUND_MODEL = 99
LINE = "Advanced Learner Loans Bursary"
_ACHIEVED = 1
_ONE = Decimal(1)


def is_loan_aim(aim: Aim) -> bool:
    """Whether an aim is paid by an advanced learner loan."""
    return aim.FundModel == FUND_MODEL and aim.has("ADL", "1")


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add bursary support and area uplift of a learner's loan aims to `out`."""
    due: dict[int, tuple[Decimal, Aim, str]] = {}
    aims = [aim for aim in learner.aims if is_loan_aim(aim)]
    aims.sort(key=lambda a: (a.LearnStartDate or date.max, a.AimSeqNumber or 0))
    for aim in aims:
        out.lines[aim.aim] = LINE
        if fault := date_fault(aim) or adjustment_fault(aim):
            out.reasons.append(fault)
            continue
        liable = first_liability(aim, reference.parameters)
        if liable is None:
            continue
        _support(aim, liable, reference.parameters, until, due, out)
        _area(aim, liable, reference, until, out, note)
    for month, (value, aim, code) in sorted(due.items()):
        rounded = round_five_places(value, mode=ROUND_HALF_UP)
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.LOANS_SUPPORT, rounded))
        if note is not None:
            name = f"loans_support_{code}"
            id = f"loans support {month}"
            note.step(
                id,
                "Bursary support",
                value,
                "due on the first liability day and then on the 1st of each month",
                parameter(reference.parameters, name, last_day_of(month)),
                ilr("LearningDeliveryFAM", "ALB", code, aim.AimSeqNumber),
            )
            note.row(aim.aim, month, Kind.LOANS_SUPPORT, None, id)


def first_liability(aim: Aim, parameters: Parameters) -> date | None:
    """The day on which a loan aim begins to draw bursary; None if it does not stay that long."""
    start, planned_end = aim.LearnStartDate, aim.LearnPlanEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    days = 0 if aim.has("RES", "1") else parameters.number("loans_qualifying_days", start)
    day = start + timedelta(days=days)
    stays = aim.LearnActEndDate is None or aim.LearnActEndDate >= day
    return day if stays and planned_end >= day else None


def _support(
    aim: Aim,
    liable: date,
    parameters: Parameters,
    until: date | None,
    due: dict[int, tuple[Decimal, Aim, str]],
    out: Earnings,
) -> None:
    records = [f for f in aim.of_type("ALB") if f.LearnDelFAMCode in ("1", "2", "3")]
    if not records:
        return
    to_dates = [f.LearnDelFAMDateTo for f in records]
    closed = [d for d in to_dates if d is not None]
    last = aim.LearnActEndDate or (max(closed) if len(closed) == len(records) else None)
    last = last or until or aim.LearnPlanEndDate
    assert last is not None  # noqa: S101 - judged before
    for month in range(month_of(liable), month_of(last) + 1):
        day = liable if month == month_of(liable) else last_day_of(month).replace(day=1)
        if until is not None and day > until:
            break
        for fam in records:
            since, to = fam.LearnDelFAMDateFrom, fam.LearnDelFAMDateTo
            if (since is not None and day < since) or (to is not None and day > to):
                continue
            code = fam.LearnDelFAMCode or ""
            try:
                value = parameters.amount(f"loans_support_{code}", day)
            except ParameterMissing as missing:
                _say_once(aim, missing, out)
                continue
            if month not in due or value > due[month][0]:
                due[month] = (value, aim, code)


def _say_once(aim: Aim, missing: ParameterMissing, out: Earnings) -> None:
    if not any(r.parameter == missing.name for r in out.reasons):
        text = f"Loans bursary support was not worked out. {missing}"
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=missing.name)
        )


def _area(
    aim: Aim,
    liable: date,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    day = adjusted_start(aim)
    factor = reference.area_cost(aim.DelLocPostCode, day)
    if not isinstance(factor, NotOnFile) and (factor is None or factor <= 1):
        return
    rate = reference.rate(aim.LearnAimRef, MATRIX_CATEGORY, day)
    for answer in (factor, rate):
        if isinstance(answer, NotOnFile):
            text = f"The area uplift was not worked out. {answer.text}"
            out.reasons.append(
                Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=answer.table)
            )
            return
    if isinstance(factor, NotOnFile) or isinstance(rate, NotOnFile):
        return
    planned_end = aim.LearnPlanEndDate
    assert planned_end is not None  # noqa: S101 - judged before
    value = rate.weighted * (factor - _ONE) * combined_adjustment(aim)
    count = 1 + month_of(planned_end) - month_of(liable)
    each = value / count
    ends = min(planned_end, aim.LearnActEndDate or planned_end)
    months = range(month_of(liable), month_of(ends) + 1)
    rows = [(m, Kind.LOANS_AREA, each) for m in months]
    achieved = aim.CompStatus == COMPLETED and aim.Outcome == _ACHIEVED
    if achieved and aim.LearnActEndDate is not None:
        left = each * (count - len(months))
        rows.append((month_of(aim.LearnActEndDate), Kind.LOANS_AREA_BALANCING, left))
    for month, kind, part in rows:
        rounded = round_five_places(part, mode=ROUND_HALF_UP)
        if rounded <= ZERO or (until is not None and last_day_of(month).replace(day=1) > until):
            continue
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, kind, rounded))
        if note is not None:
            id = f"{kind} {aim.aim} {month}"
            note.step(
                id,
                "Area uplift",
                part,
                f"LARS rate x (area factor - 1) x adjustment, in {count} equal parts",
                table_value("lars_funding.RateWeighted (MATRIX)", rate.weighted),
                table_value("postcodes_area_cost.AreaCostFactor", factor),
                ilr("LearningDelivery", "DelLocPostCode", aim.DelLocPostCode, aim.AimSeqNumber),
            )
            note.row(aim.aim, month, kind, None, id)
