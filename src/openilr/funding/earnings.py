"""What one learner earns under every funding model, by either method, with the story on demand."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from openilr.funding import bootcamps, legacy_standards, loans_bursary, other_models, units
from openilr.funding.adult import skills
from openilr.funding.apprenticeships import fm36, service
from openilr.funding.money import PENNY
from openilr.funding.outcome import Earnings, Kind, Reason
from openilr.funding.parameters import ParameterMissing
from openilr.funding.records import History, Learner, learner_of
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

_OTHERS: tuple[tuple[set[int], _Calculation], ...] = (
    ({35, 38}, skills.calculate),
    ({99}, loans_bursary.calculate),
    ({81}, legacy_standards.calculate),
    ({39, 99}, units.calculate),
    ({37}, bootcamps.calculate),
)
"""The other models with their calculations."""


def earnings_of_learner(
    record: Mapping[str, Any],
    reference: FundingReference,
    *,
    ukprn: int | None = None,
    history: Iterable[History] = (),
    method: Method = Method.FM36,
    until: date | None = None,
    note: Recorder | None = None,
) -> Earnings:
    """What one learner earns, from nested mappings of ILR fields as `language.single` reads them.

    The way of a save: it imports neither Polars nor Django. The key of an aim is its place in
    `LearningDelivery`, from 0. `ukprn` is the provider's; the rest is as for `earnings_of`.
    Shape:   keep one `reference` for many learners, since it remembers what it was asked.
    """
    learner = learner_of(record, history=history, ukprn=ukprn)
    return earnings_of(learner, reference, method=method, until=until, note=note)


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
    for of_models, calculate in (({36}, _APPRENTICESHIPS[method]), *_OTHERS):
        if not of_models.isdisjoint(models):
            _guarded(calculate, learner, reference, until, out, note)
    other_models.calculate(learner, reference.parameters, out)
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
    rows, projected = len(out.rows), len(out.projected)
    try:
        calculate(learner, reference, until, out, note)
    except ParameterMissing as missing:
        del out.rows[rows:], out.projected[projected:]
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
