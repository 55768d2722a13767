"""Apprenticeship units (growth and skills short courses, funding model 39): two payments.

Source: spec/funding/apprenticeships.md section 14 (ERN). The ILR holds neither the price of a unit
nor, as far as is on file, its milestones; both are entered by the user.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from openilr.funding.money import round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason
from openilr.funding.parameters import ParameterMissing, amount, value_at
from openilr.funding.records import Aim, Learner
from openilr.ilr.dates import days_inclusive

FUND_MODEL = 39
PROGRAMME_TYPE = 34


class Milestone(StrEnum):
    """What the apprenticeship service calls the milestones of a unit."""

    FIRST = "ThirtyPercentLearningComplete"
    COMPLETED = "LearningComplete"


@dataclass(frozen=True, slots=True)
class UnitPayment:
    """One of the two payments of a unit.

    Attributes:
        payable: its milestone is recorded and the employer has approved; else it is a forecast.
    """

    kind: Kind
    month: int
    amount: Decimal
    payable: bool


def first_milestone_day(start: date, planned_end: date) -> date:
    """The day on which 30% of the planned days are reached.

    >>> first_milestone_day(date(2026, 9, 7), date(2026, 12, 11))
    datetime.date(2026, 10, 4)
    """
    days = int(amount("unit_first_point", start) * days_inclusive(start, planned_end))
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
) -> list[UnitPayment]:
    """The payments of a unit, in order of their months.

    30% when the first milestone falls due, 70% on completion, or at the planned end until then. A
    withdrawal leaves only what has its milestone. A second provider has no first payment if the
    first one was paid it.
    """
    due = (
        (
            Kind.UNIT_FIRST,
            Milestone.FIRST,
            first_milestone_day(start, planned_end),
            amount("unit_first_share", start),
        ),
        (
            Kind.UNIT_COMPLETION,
            Milestone.COMPLETED,
            completed_on or planned_end,
            amount("unit_completion_share", start),
        ),
    )
    return [
        UnitPayment(
            kind,
            month_of(day),
            round_five_places(price * share, mode=ROUND_HALF_EVEN),
            approved and milestone in milestones,
        )
        for kind, milestone, day, share in due
        if not (withdrawn and milestone not in milestones)
        and not (first_paid_elsewhere and kind is Kind.UNIT_FIRST)
    ]


def calculate(learner: Learner, out: Earnings) -> None:
    """Say what keeps the learner's units from being worked out."""
    for aim in learner.aims:
        if is_unit(aim):
            day = aim.LearnStartDate or date.max
            for name in ("unit_price", "unit_milestone_codes"):
                try:
                    value_at(name, day)
                except ParameterMissing as missing:
                    text = f"The apprenticeship unit was not worked out. {missing}"
                    out.reasons.append(
                        Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=name)
                    )


def is_unit(aim: Aim) -> bool:
    """Whether an aim is the programme aim of an apprenticeship unit."""
    return aim.FundModel == FUND_MODEL and aim.ProgType == PROGRAMME_TYPE and aim.AimType == 1
