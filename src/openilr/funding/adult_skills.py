"""Adult skills: FM35 as its rulebase of 2020-21 works it out; FM38 is said not to be on file.

FM35 stays in force for aims that began before August 2024. What the rulebase takes from tables that
are not loaded is said with the learner, and the factor counts as 1.
Source: spec/funding/other-models.md sections 1 and 2 (RB35).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.english_maths import combined_adjustment
from openilr.funding.apprenticeships.learning_support import supported_months
from openilr.funding.apprenticeships.programme import (
    COMPLETED,
    FundedAim,
    adjusted_start,
    date_fault,
    threshold_days,
)
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import (
    instalments_between,
    last_day_of,
    month_after,
    month_of,
    period_of,
)
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import (
    ParameterMissing,
    amount,
    number,
    several,
    value_at,
)
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import MATRIX_CATEGORY, FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, parameter, table_value
from openilr.ilr.dates import days_inclusive
from openilr.ilr.years import first_day

FM35 = 35
FM38 = 38
ACHIEVED = (1, 6, 7)
_CUSTODY = "034"
_RESIDENTIAL = "322"
_RESERVED_OFFER = "376"
_ONE = Decimal(1)
_PER_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Value:
    """What an aim is worth, before and without the weights."""

    funded: Decimal  # AimValue - NonGovCont
    unweighted: Decimal


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's adult skills aims earn to `out`."""
    rows: list[Row] = []
    plain: dict[str, Decimal] = {}
    supported: list[FundedAim] = []
    for aim in learner.aims:
        if aim.FundModel == FM38:
            _not_on_file(aim, out)
        if aim.FundModel != FM35:
            continue
        if fault := date_fault(aim):
            out.reasons.append(fault)
            continue
        one = _funded(aim)
        if not one.funded:
            continue
        supported.append(one)
        worth = _worth(learner, aim, reference, out, note)
        if worth is not None:
            _aim(one, worth, until, rows, plain, note)
    out.rows.extend(_within_cap(rows, plain, out))
    _support(supported, until, out, note)


def _not_on_file(aim: Aim, out: Earnings) -> None:
    if any(r.parameter == "fm38_rates" for r in out.reasons):
        return
    try:
        value_at("fm38_rates", aim.LearnStartDate or date.max)
    except ParameterMissing as missing:
        text = f"The adult skills fund was not worked out. {missing}"
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=missing.name)
        )


def _funded(aim: Aim) -> FundedAim:
    """An adult aim with FundStart: open, achieved, or in learning long enough."""
    start, planned_end, actual_end = aim.LearnStartDate, aim.LearnPlanEndDate, aim.LearnActEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    achieved = actual_end if aim.Outcome in ACHIEVED else None
    funded = (
        actual_end is None
        or achieved is not None
        or days_inclusive(start, actual_end) >= threshold_days(start, planned_end)
    )
    return FundedAim(aim, start, planned_end, actual_end, achieved, actual_end, funded)


def _worth(
    learner: Learner, aim: Aim, reference: FundingReference, out: Earnings, note: Recorder | None
) -> _Value | None:
    day = adjusted_start(aim)
    rate = reference.rate(aim.LearnAimRef, MATRIX_CATEGORY, day)
    if isinstance(rate, NotOnFile):
        code = "rate not on file" if rate.supplied else "reference table not loaded"
        shown = (("LearnAimRef", aim.LearnAimRef), ("LearnStartDate", str(aim.LearnStartDate)))
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, code, rate.text, shown, parameter=rate.table)
        )
        return None
    try:
        hours = _for_hours(aim, day)
        factors = [
            _specialist(aim, rate.weighting, reference, day, out),
            _residential(aim, day, out),
            _place(aim, reference.area_cost(aim.DelLocPostCode, day), "area costs", out),
            _home(learner, aim, reference, day, out),
        ]
    except ParameterMissing as missing:
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", str(missing), parameter=missing.name)
        )
        return None
    weighted = rate.weighted + hours
    unweighted = rate.unweighted + hours
    value = weighted
    for factor in factors:
        value *= factor
    fee = ZERO
    if not aim.has("FFI", "1"):
        fee = amount("adult_co_funding_reduction", day) * unweighted
    if note is not None:
        seq = aim.AimSeqNumber
        note.step(
            f"value {aim.aim}",
            f"Value of {aim.LearnAimRef}",
            value - fee,
            "(LARS rate + hours of ESOL) x specialist x residential x area x disadvantage, "
            "- the learner's share unless fully funded",
            ilr("LearningDelivery", "LearnAimRef", aim.LearnAimRef, seq),
            ilr("LearningDelivery", "AddHours", aim.AddHours, seq),
            ilr("LearningDeliveryFAM", "FFI", "1" if aim.has("FFI", "1") else "other", seq),
            table_value("lars_funding.RateWeighted (MATRIX)", rate.weighted),
            table_value("lars_funding.RateUnWeighted (MATRIX)", rate.unweighted),
            table_value("factors", " x ".join(str(f) for f in factors)),
        )
    return _Value(value - fee, unweighted)


def _for_hours(aim: Aim, day: date) -> Decimal:
    """What the planned hours of an ESOL aim add."""
    if not aim.AddHours:
        return ZERO
    added = 0
    for fewest, value in several("adult_esol_hours", day):
        if aim.AddHours >= fewest:
            added = value
    return Decimal(added)


def _specialist(
    aim: Aim, weighting: str | None, reference: FundingReference, day: date, out: Earnings
) -> Decimal:
    if weighting != "G":
        return _ONE
    site = reference.specialist_site(aim.DelLocPostCode, day)
    if isinstance(site, NotOnFile):
        _remark(aim, "Specialist resources were not taken into account.", site, out)
        return _ONE
    if not site:
        return _ONE
    high, low = several("adult_specialist_uplift_rate", day)
    return Decimal(high) / low


def _residential(aim: Aim, day: date, out: Earnings) -> Decimal:
    if not aim.has("LDM", _RESIDENTIAL):
        return _ONE
    factor = amount("adult_residential_uplift", day)
    text = (
        f"Long-term residential (LDM 322) was not taken into account ({factor} for some colleges)."
    )
    out.reasons.append(Reason(aim.aim, aim.AimSeqNumber, "assumed", text, blocks=False))
    return _ONE


def _place(aim: Aim, factor: Decimal | NotOnFile | None, what: str, out: Earnings) -> Decimal:
    if isinstance(factor, NotOnFile):
        _remark(aim, f"The factor of {what} counts as 1.", factor, out)
        return _ONE
    return max(_ONE, factor) if factor is not None else _ONE


def _home(
    learner: Learner, aim: Aim, reference: FundingReference, day: date, out: Earnings
) -> Decimal:
    if aim.has("LDM", _CUSTODY):
        return amount("adult_custody_uplift", day)
    uplift = reference.disadvantage_uplift(learner.PostcodePrior, day)
    return _place(aim, uplift, "disadvantage", out)


def _remark(aim: Aim, text: str, missing: NotOnFile, out: Earnings) -> None:
    if not any(r.parameter == missing.table for r in out.reasons):
        out.reasons.append(
            Reason(
                aim.aim,
                aim.AimSeqNumber,
                "assumed",
                f"{text} {missing.text}",
                parameter=missing.table,
                blocks=False,
            )
        )


def _aim(
    one: FundedAim,
    worth: _Value,
    until: date | None,
    rows: list[Row],
    plain: dict[str, Decimal],
    note: Recorder | None,
) -> None:
    """Add the rows of one aim, and its unweighted money before achievement by year."""
    aim = one.aim
    share = amount("adult_achievement_share", one.start)
    part = combined_adjustment(aim)
    double = number("adult_first_month_instalments", one.start)
    count = instalments_between(one.start, one.planned_end) + double - 1
    unit = (_ONE - share) * part / count
    first, paid = month_of(one.start), 0
    end = month_after(one.planned_end)
    if one.actual_end is not None:
        end = min(end, month_after(one.actual_end))
    achieved = aim.CompStatus == COMPLETED and one.completed_on is not None
    amounts: list[tuple[int, Kind, Decimal, Decimal]] = []
    for month in range(first, max(end, first + 1)):
        times = double if month == first else 1
        paid += times
        part_here = unit * times
        amounts.append((month, Kind.ADULT_ON_PROGRAMME, worth.funded * part_here, part_here))
    if achieved and one.actual_end is not None:
        month = month_of(one.actual_end)
        left = unit * (count - paid)
        amounts.append((month, Kind.ADULT_BALANCING, worth.funded * left, left))
        adjustment = part
        if aim.has("RES", "1"):
            other = aim.OtherFundAdj
            adjustment = _ONE if other is None else other * _PER_CENT
        outcome = _job_outcome(one)
        for kind, size in (
            (Kind.ADULT_ACHIEVEMENT, share - outcome),
            (Kind.ADULT_JOB_OUTCOME, outcome),
        ):
            amounts.append((month, kind, worth.funded * size * adjustment, ZERO))
    ended = one.actual_end is not None and (until is None or one.actual_end <= until)
    for month, kind, value, before_achievement in amounts:
        if until is not None and not ended and last_day_of(month) > until:
            continue
        rounded = round_five_places(value, mode=ROUND_HALF_UP)
        if not rounded:
            continue
        rows.append(Row(aim.aim, aim.AimSeqNumber, month, kind, rounded))
        year = period_of(month)[0]
        plain[year] = plain.get(year, ZERO) + worth.unweighted * before_achievement
        if note is not None:
            id = f"{kind} {aim.aim} {month}"
            note.step(
                id,
                str(kind),
                value,
                f"value x its part of {count} instalments (the first month has {double}) and of "
                "80% before achievement, x prior learning and other adjustment",
                parameter(
                    "adult_achievement_share", value_at("adult_achievement_share", one.start)
                ),
                ilr("LearningDelivery", "LearnPlanEndDate", one.planned_end, aim.AimSeqNumber),
                ilr("LearningDelivery", "LearnActEndDate", one.actual_end, aim.AimSeqNumber),
                ilr("LearningDelivery", "Outcome", aim.Outcome, aim.AimSeqNumber),
                uses=[f"value {aim.aim}"],
            )
            note.row(aim.aim, month, kind, None, id)


def _job_outcome(one: FundedAim) -> Decimal:
    aim = one.aim
    if aim.EmpOutcome not in (1, 2) or aim.has("LDM", _CUSTODY):
        return ZERO
    if aim.has("LDM", _RESERVED_OFFER):
        return amount("adult_job_outcome_share_reserved", one.start)
    return amount("adult_job_outcome_share", one.start)


def _within_cap(rows: list[Row], plain: dict[str, Decimal], out: Earnings) -> list[Row]:
    """The rows, scaled down in a year in which the learner's aims earn more than the cap."""
    if not rows:
        return rows
    factors: dict[str, Decimal] = {}
    for year, total in plain.items():
        day = first_day(year)
        try:
            most = amount("adult_annual_cap", day) * (_ONE - amount("adult_achievement_share", day))
        except ParameterMissing as missing:
            if not any(r.parameter == missing.name for r in out.reasons):
                text = f"No cap was applied. {missing}"
                out.reasons.append(
                    Reason(None, None, "assumed", text, parameter=missing.name, blocks=False)
                )
            continue
        if total > most:
            factors[year] = most / total
    if not factors:
        return rows
    return [
        row._replace(
            amount=round_five_places(
                row.amount * factors.get(period_of(row.month)[0], _ONE), mode=ROUND_HALF_UP
            )
        )
        for row in rows
    ]


def _support(
    aims: Iterable[FundedAim], until: date | None, out: Earnings, note: Recorder | None
) -> None:
    """Learning support of the adult aims: once a learner and month within the model."""
    months: dict[int, Aim] = {}
    for one in sorted(aims, key=lambda o: (o.start, o.aim.AimSeqNumber or 0)):
        for month in supported_months(one, until):
            months.setdefault(month, one.aim)
    for month, aim in sorted(months.items()):
        day = last_day_of(month)
        value = round_five_places(amount("learning_support_month", day), mode=ROUND_HALF_UP)
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.LEARNING_SUPPORT, value))
        if note is not None:
            note.step(
                f"adult support {month}",
                "Learning support",
                value,
                "once a learner and month, while an LSF record covers the month's last day",
                parameter("learning_support_month", value_at("learning_support_month", day)),
            )
            note.row(aim.aim, month, Kind.LEARNING_SUPPORT, None, f"adult support {month}")
