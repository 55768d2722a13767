"""What one learner earns under every funding model, by either method, with the story on demand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from openilr.funding import adult_skills, legacy_standards, loans_bursary, other_models, units
from openilr.funding.apprenticeships import fm36, service
from openilr.funding.money import PENNY
from openilr.funding.outcome import Earnings, Kind, Reason
from openilr.funding.parameters import ParameterMissing
from openilr.funding.records import Learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder


class Method(StrEnum):
    """How apprenticeships are worked out: by the FM36 rulebase or by DfE's earnings service."""

    FM36 = "fm36"
    SERVICE = "service"


_Calculation = Callable[[Learner, FundingReference, date | None, Earnings, Recorder | None], None]

_APPRENTICESHIPS: dict[Method, _Calculation] = {
    Method.FM36: fm36.calculate,
    Method.SERVICE: service.calculate,
}


def earnings_of(
    learner: Learner,
    reference: FundingReference,
    *,
    method: Method = Method.FM36,
    until: date | None = None,
    note: Recorder | None = None,
) -> Earnings:
    """What a learner earns, and the reasons why something was not worked out.

    `until` is the day that counts as today: nothing that depends on days in learning is earned
    after it; None forecasts open programmes to their planned end. `note` is given to record the
    story.
    Shape:   rows in no promised order; one learner's rows never depend on another's.
    """
    out = Earnings()
    models = {aim.FundModel for aim in learner.aims}
    for wanted, calculate in (
        (36, _APPRENTICESHIPS[method]),
        (35, adult_skills.calculate),
        (38, None if 35 in models else adult_skills.calculate),
        (99, loans_bursary.calculate),
        (81, legacy_standards.calculate),
    ):
        if wanted in models and calculate is not None:
            _guarded(calculate, learner, reference, until, out, note)
    if 39 in models:
        units.calculate(learner, out)
    if models & {25, 37}:
        other_models.calculate(learner, out)
    return out


def _guarded(
    calculate: _Calculation,
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Run one model; a parameter that is not on file stops it and becomes a reason."""
    rows = len(out.rows)
    try:
        calculate(learner, reference, until, out, note)
    except ParameterMissing as missing:
        del out.rows[rows:]
        out.reasons.append(Reason(None, None, "not on file", str(missing), parameter=missing.name))


def story_of(
    learner: Learner,
    reference: FundingReference,
    *,
    method: Method = Method.FM36,
    until: date | None = None,
) -> tuple[Earnings, Recorder]:
    """What a learner earns together with the steps that led to each amount."""
    note = Recorder()
    return earnings_of(learner, reference, method=method, until=until, note=note), note


class Difference(NamedTuple):
    """An amount that the two methods see differently."""

    month: int
    kind: Kind
    fm36: Decimal
    service: Decimal


def compare_methods(
    learner: Learner, reference: FundingReference, *, until: date | None = None
) -> list[Difference]:
    """Where the two methods differ for a learner, by month and kind, beyond a penny.

    Why they may differ is told by `apprenticeships.service.DIFFERENCES`.
    """
    sums: dict[tuple[int, Kind], list[Decimal]] = {}
    for column, method in enumerate(Method):
        for row in earnings_of(learner, reference, method=method, until=until).rows:
            sums.setdefault((row.month, row.kind), [Decimal(0), Decimal(0)])[column] += row.amount
    return [
        Difference(month, kind, *amounts)
        for (month, kind), amounts in sorted(sums.items())
        if abs(amounts[0] - amounts[1]) > PENNY
    ]
