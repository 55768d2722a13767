"""The months in which adult skills aims are earned: instalments, balance, achievement, support.

FM35 stays in force for aims that began before August 2024; the pattern of FM38 is inferred to be
the same.
Source: spec/funding/other-models.md sections 1, 2 and 8 (RB35).
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.adult.cap import within_cap
from openilr.funding.adult.lines import fund_line
from openilr.funding.adult.scheme import FM35, FM38, Scheme
from openilr.funding.adult.value import CUSTODY, Value, value_of
from openilr.funding.apprenticeships.english_maths import combined_adjustment
from openilr.funding.apprenticeships.learning_support import supported_months
from openilr.funding.apprenticeships.programme import (
    COMPLETED,
    FundedAim,
    adjustment_fault,
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
from openilr.funding.parameters import ParameterMissing, Parameters
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder, ilr
from openilr.ilr.dates import days_inclusive

ACHIEVED = (1, 6, 7)
_RESERVED_OFFER = "376"
_ONE = Decimal(1)
_PER_CENT = Decimal("0.01")


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's adult skills aims earn to `out`, each funding model by itself."""
    for model in (FM35, FM38):
        aims = [aim for aim in learner.aims if aim.FundModel == model]
        if aims:
            _model(learner, aims, Scheme(model, reference.parameters), reference, until, out, note)


def _model(
    learner: Learner,
    aims: Iterable[Aim],
    scheme: Scheme,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    rows: list[Row] = []
    plain: dict[str, Decimal] = {}
    supported: list[FundedAim] = []
    for aim in aims:
        out.lines[aim.aim] = fund_line(aim)
        if fault := date_fault(aim) or adjustment_fault(aim):
            out.reasons.append(fault)
            continue
        one = _funded(aim, reference.parameters)
        if not one.funded:
            continue
        supported.append(one)
        worth = value_of(learner, aim, scheme, reference, out, note)
        if worth is None:
            continue
        try:
            _aim(one, worth, scheme, until, rows, plain, note)
        except ParameterMissing as missing:
            out.reasons.append(
                Reason(
                    aim.aim, aim.AimSeqNumber, "not on file", str(missing), parameter=missing.name
                )
            )
    out.rows.extend(within_cap(rows, plain, scheme, out, note))
    _support(supported, scheme, until, out, note)


def _funded(aim: Aim, parameters: Parameters) -> FundedAim:
    """An adult aim with FundStart: open, achieved, or in learning long enough."""
    start, planned_end, actual_end = aim.LearnStartDate, aim.LearnPlanEndDate, aim.LearnActEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    achieved = actual_end if aim.Outcome in ACHIEVED else None
    funded = (
        actual_end is None
        or achieved is not None
        or days_inclusive(start, actual_end) >= threshold_days(start, planned_end, parameters)
    )
    return FundedAim(aim, start, planned_end, actual_end, achieved, actual_end, funded)


def _aim(
    one: FundedAim,
    worth: Value,
    scheme: Scheme,
    until: date | None,
    rows: list[Row],
    plain: dict[str, Decimal],
    note: Recorder | None,
) -> None:
    """Add the rows of one aim, and its unweighted money before achievement by year.

    Errors: ParameterMissing, before anything is added, if a part of it is not on file.
    """
    aim = one.aim
    share = scheme.amount("achievement_share", one.start)
    double = scheme.number("first_month_instalments", one.start)
    part = combined_adjustment(aim)
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
        outcome = _job_outcome(one, scheme)
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
            _tell(one, kind, month, value, scheme, (count, double, paid), note)


def _job_outcome(one: FundedAim, scheme: Scheme) -> Decimal:
    """The part of the value that moves from achievement to a job outcome."""
    aim = one.aim
    if aim.EmpOutcome not in (1, 2) or aim.has("LDM", CUSTODY):
        return ZERO
    reserved = scheme.model == FM35 and aim.has("LDM", _RESERVED_OFFER)
    return scheme.amount(
        "job_outcome_share_reserved" if reserved else "job_outcome_share", one.start
    )


_ADJUSTED = "x prior learning x other adjustment (one that is not recorded is 100%)"
_WORDS = {
    Kind.ADULT_ON_PROGRAMME: "Monthly instalment",
    Kind.ADULT_BALANCING: "Balance on achievement",
    Kind.ADULT_ACHIEVEMENT: "Achievement",
    Kind.ADULT_JOB_OUTCOME: "Job outcome",
}


def _tell(
    one: FundedAim,
    kind: Kind,
    month: int,
    value: Decimal,
    scheme: Scheme,
    instalments: tuple[int, int, int],
    note: Recorder,
) -> None:
    aim, seq = one.aim, one.aim.AimSeqNumber
    count, double, paid = instalments
    inputs = [scheme.told("achievement_share", one.start)]
    match kind:
        case Kind.ADULT_ON_PROGRAMME:
            times = double if month == month_of(one.start) else 1
            formula = (
                f"value x (1 - achievement share) x {times} of {count} instalments (the first "
                f"month carries {double}) {_ADJUSTED}"
            )
            inputs.append(scheme.told("first_month_instalments", one.start))
        case Kind.ADULT_BALANCING:
            formula = (
                f"value x (1 - achievement share) x the {count - paid} instalments not yet paid of "
                f"{count} {_ADJUSTED}"
            )
        case Kind.ADULT_ACHIEVEMENT:
            formula = (
                "value x (achievement share - job outcome share, if there is a job) x adjustment; "
                "on a restart the other adjustment alone"
            )
        case _:
            formula = "value x job outcome share x adjustment"
            inputs.append(ilr("LearningDelivery", "EmpOutcome", aim.EmpOutcome, seq))
    id = f"{kind} {aim.aim} {month}"
    note.step(
        id,
        _WORDS[kind],
        value,
        formula,
        *inputs,
        ilr("LearningDelivery", "LearnStartDate", one.start, seq),
        ilr("LearningDelivery", "LearnPlanEndDate", one.planned_end, seq),
        ilr("LearningDelivery", "LearnActEndDate", one.actual_end, seq),
        ilr("LearningDelivery", "Outcome", aim.Outcome, seq),
        ilr("LearningDelivery", "PriorLearnFundAdj", aim.PriorLearnFundAdj, seq),
        ilr("LearningDelivery", "OtherFundAdj", aim.OtherFundAdj, seq),
        uses=[f"value {aim.aim}"],
    )
    note.row(aim.aim, month, kind, None, id)


def _support(
    aims: Iterable[FundedAim],
    scheme: Scheme,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Learning support of the adult aims: once a learner and month within the model."""
    months: dict[int, Aim] = {}
    for one in sorted(aims, key=lambda o: (o.start, o.aim.AimSeqNumber or 0)):
        for month in supported_months(one, scheme.parameters, until):
            months.setdefault(month, one.aim)
    for month, aim in sorted(months.items()):
        day = last_day_of(month)
        amount = scheme.amount("learning_support_month", day)
        value = round_five_places(amount, mode=ROUND_HALF_UP)
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.LEARNING_SUPPORT, value))
        if note is not None:
            id = f"support {scheme.model} {month}"
            note.step(
                id,
                "Learning support",
                value,
                "once a learner, month and funding model, while an LSF record covers the month's "
                "last day",
                scheme.told("learning_support_month", day),
                ilr("LearningDeliveryFAM", "LSF", "1", aim.AimSeqNumber),
            )
            note.row(aim.aim, month, Kind.LEARNING_SUPPORT, None, id)
