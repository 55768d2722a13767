"""Apprenticeship units (growth and skills short courses, funding model 39): two payments.

The ILR holds neither the price of a unit nor, as far as is on file, its milestones: the provider
keeps both in tables of its own.
Source: spec/funding/apprenticeships.md section 14 (ERN).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from openilr.funding.apprenticeships.programme import COMPLETED, WITHDRAWN, date_fault
from openilr.funding.money import round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.own_tables import (
    UNIT_PRICES,
    UNITS,
    UnitAgreement,
    unit_agreement,
    unit_price,
)
from openilr.funding.parameters import Parameters, on_file
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, parameter, table_value
from openilr.ilr.dates import age, days_inclusive

FUND_MODEL = 39
PROGRAMME_TYPE = 34
BEFORE_2026_27 = ("LDM", "403")
"""How units are recorded in 2025-26, under funding model 99 (reported, not verified)."""

LINES = {
    True: "GSO Short Courses (Apprenticeship Units) Levy",
    False: "GSO Short Courses (Apprenticeship Units) Non-Levy",
}
"""The funding lines, by whether the employer pays the levy."""


class Milestone(StrEnum):
    """What the apprenticeship service calls the milestones of a unit."""

    FIRST = "ThirtyPercentLearningComplete"
    COMPLETED = "LearningComplete"


@dataclass(frozen=True, slots=True)
class UnitPayment:
    """One of the two payments of a unit.

    Attributes:
        due: the day that decides its month.
        payable: its milestone is recorded and the employer has approved; else it is a forecast.
    """

    kind: Kind
    due: date
    amount: Decimal
    payable: bool

    @property
    def month(self) -> int:
        """The month that it falls in."""
        return month_of(self.due)


def first_milestone_day(start: date, planned_end: date, parameters: Parameters) -> date:
    """The day on which 30% of the planned days are reached.

    >>> first_milestone_day(date(2026, 9, 7), date(2026, 12, 11), on_file())
    datetime.date(2026, 10, 4)
    """
    days = int(parameters.amount("unit_first_point", start) * days_inclusive(start, planned_end))
    return start + timedelta(days=days - 1)


def unit_payments(
    start: date,
    planned_end: date,
    price: Decimal,
    *,
    completed_on: date | None = None,
    withdrawn: bool = False,
    milestones: Collection[Milestone] = (),
    approved: bool = False,
    first_paid_elsewhere: bool = False,
    parameters: Parameters | None = None,
) -> list[UnitPayment]:
    """The payments of a unit, in order of their months.

    30% when the first milestone falls due, 70% on completion, or at the planned end until then. A
    withdrawal leaves only what has its milestone. A second provider has no first payment if the
    first one was paid it.
    """
    values = parameters or on_file()
    due = (
        (
            Kind.UNIT_FIRST,
            Milestone.FIRST,
            first_milestone_day(start, planned_end, values),
            values.amount("unit_first_share", start),
        ),
        (
            Kind.UNIT_COMPLETION,
            Milestone.COMPLETED,
            completed_on or planned_end,
            values.amount("unit_completion_share", start),
        ),
    )
    return [
        UnitPayment(
            kind,
            day,
            round_five_places(price * share, mode=ROUND_HALF_EVEN),
            approved and milestone in milestones,
        )
        for kind, milestone, day, share in due
        if not (withdrawn and milestone not in milestones)
        and not (first_paid_elsewhere and kind is Kind.UNIT_FIRST)
    ]


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's units earn to `out`: payable amounts as earned, others as projected."""
    for aim in learner.aims:
        if is_unit(aim):
            _unit(learner, aim, reference, until, out, note)


def is_unit(aim: Aim) -> bool:
    """Whether an aim is the one that an apprenticeship unit is paid for: its programme aim."""
    if aim.FundModel == FUND_MODEL:
        return aim.ProgType == PROGRAMME_TYPE and aim.AimType == 1
    return aim.FundModel == 99 and aim.has(*BEFORE_2026_27) and aim.AimType != 3


def _unit(
    learner: Learner,
    aim: Aim,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    out.lines[aim.aim] = None
    if fault := date_fault(aim):
        out.reasons.append(fault)
        return
    start, planned_end = aim.LearnStartDate, aim.LearnPlanEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    units = _units(learner, aim)
    agreed = unit_agreement(reference.tables, learner, units)
    if agreed.levy is not None:
        out.lines[aim.aim] = LINES[agreed.levy]
    price, source = agreed.price, UNITS
    if price is None:
        on_day, source = unit_price(reference.tables, units, start), UNIT_PRICES
        if isinstance(on_day, NotOnFile):
            text = f"The apprenticeship unit was not worked out. {on_day.text}"
            out.reasons.append(
                Reason(aim.aim, aim.AimSeqNumber, "not on file", text, (), parameter=on_day.table)
            )
            return
        price = on_day
    if price < 0:
        shown = (("Price", str(price)),)
        text = "The price of the unit is less than nothing."
        out.reasons.append(Reason(aim.aim, aim.AimSeqNumber, "price negative", text, shown))
        return
    for payment in _payments(aim, start, planned_end, price, agreed, until, reference.parameters):
        row = Row(aim.aim, aim.AimSeqNumber, payment.month, payment.kind, payment.amount)
        if not payment.amount or (payment.payable and until is not None and payment.due > until):
            continue
        (out.rows if payment.payable else out.projected).append(row)
        if note is not None:
            _tell(learner, aim, start, price, source, payment, agreed, reference.parameters, note)


def _units(learner: Learner, aim: Aim) -> frozenset[str]:
    """The aim references of the unit: of its component aims, and of the aim itself."""
    components = (
        other
        for other in learner.aims
        if other.FundModel == aim.FundModel
        and other.ProgType == aim.ProgType
        and other.LearnStartDate == aim.LearnStartDate
    )
    return frozenset(a.LearnAimRef for a in (aim, *components) if a.LearnAimRef)


def _payments(
    aim: Aim,
    start: date,
    planned_end: date,
    price: Decimal,
    agreed: UnitAgreement,
    until: date | None,
    parameters: Parameters,
) -> list[UnitPayment]:
    def reached(day: date | None) -> bool:
        return day is not None and (until is None or day <= until)

    milestones = {Milestone.FIRST} if reached(agreed.first_on) else set[Milestone]()
    if reached(agreed.completed_on):
        milestones.add(Milestone.COMPLETED)
    completed = agreed.completed_on
    if completed is None and aim.CompStatus == COMPLETED:
        completed = aim.LearnActEndDate
    return unit_payments(
        start,
        planned_end,
        price,
        completed_on=completed,
        withdrawn=aim.CompStatus == WITHDRAWN,
        milestones=milestones,
        approved=agreed.approved,
        first_paid_elsewhere=agreed.first_paid_elsewhere,
        parameters=parameters,
    )


def government_share(
    born: date | None, start: date, levy: bool | None, parameters: Parameters
) -> tuple[str, Decimal] | None:
    """Government's share of a unit, with the parameter that says it; None where it is not known.

    It hangs on the levy, and for an employer who pays it on the age of the learner.
    """
    if levy is None:
        return None
    name = "unit_government_share_non_levy"
    if levy:
        if born is None or born > start:
            return None
        name = "unit_government_share_levy"
        if age(born, start) < parameters.number("unit_government_share_age", start):
            name = "unit_government_share_levy_under_25"
    share = parameters.amount_on_file(name, start)
    return None if share is None else (name, share)


def _tell(
    learner: Learner,
    aim: Aim,
    start: date,
    price: Decimal,
    source: str,
    payment: UnitPayment,
    agreed: UnitAgreement,
    parameters: Parameters,
    note: Recorder,
) -> None:
    seq = aim.AimSeqNumber
    note.step(
        f"unit price {aim.aim}",
        "Price of the unit",
        price,
        "as the provider entered it for the learner, else for the unit",
        table_value(f"{source}.Price", price),
    )
    first = payment.kind is Kind.UNIT_FIRST
    note.step(
        f"unit due {aim.aim} {payment.kind}",
        "Day on which it falls due",
        payment.due,
        "30% of the planned days, rounded down, counted from the start"
        if first
        else "the day learning was completed; the planned end until then",
        ilr("LearningDelivery", "LearnStartDate", start, seq),
        ilr("LearningDelivery", "LearnPlanEndDate", aim.LearnPlanEndDate, seq),
        *((parameter(parameters, "unit_first_point", start),) if first else ()),
        table_value(f"{UNITS}.{payment.kind}", agreed.first_on if first else agreed.completed_on),
        table_value(f"{UNITS}.EmployerApproved", agreed.approved),
    )
    id = f"unit {aim.aim} {payment.kind}"
    note.step(
        id,
        "First payment" if first else "Payment on completion",
        payment.amount,
        "price x share",
        parameter(parameters, "unit_first_share" if first else "unit_completion_share", start),
        uses=[f"unit price {aim.aim}", f"unit due {aim.aim} {payment.kind}"],
    )
    note.row(aim.aim, payment.month, payment.kind, None, id)
    paid = government_share(learner.DateOfBirth, start, agreed.levy, parameters)
    if paid is not None:
        note.step(
            f"unit share {aim.aim}",
            "Government's share of it",
            paid[1],
            "by the levy and the age at the start; the employer pays the rest once its levy is "
            "used up",
            table_value(f"{UNITS}.IsLevyPayer", agreed.levy),
            ilr("Learner", "DateOfBirth", learner.DateOfBirth),
            parameter(parameters, paid[0], start),
        )
        note.beside(aim.aim, payment.month, payment.kind, None, f"unit share {aim.aim}")
