"""One record, every check: what a save asks, for every return that is open, and what it earns.

Nothing here imports Polars: the rules run as generated Python.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openilr.funding.earnings import Method, earnings_of_learner
from openilr.funding.months import period_of
from openilr.funding.reference import FundingReference
from openilr.language.nodes import Column, Value
from openilr.language.resolve import is_table, path
from openilr.language.run import Run
from openilr.language.single import Failure, LearnerData, Reader, reader
from openilr.pipeline.assessment import (
    Assessment,
    Earning,
    EarningsNote,
    FindingField,
    RecordFinding,
    ReturnAssessment,
    RulesNotRun,
)
from openilr.record.document import Document, Place, rows_below
from openilr.record.fields import AIM, ID
from openilr.record.projection import Projection, RowOf, to_ilr
from openilr.reference.supplied import Tables
from openilr.returns.select import aims_in, select_aims
from openilr.rules.catalogue import OURS
from openilr.rules.field_checks.single import FieldFinding, check_learner
from openilr.rules.listing import NOT_WRITTEN, rule_texts, unwritten
from openilr.rules.registry import Selection, select


def assess(
    document: Document,
    *,
    returns: Sequence[tuple[str, int]],
    tables: Tables,
    as_at: date,
    ukprn: int,
    with_earnings: bool = True,
    peers: Sequence[LearnerData] = (),
    excluded: Collection[str] = (),
    forced: Collection[str] = (),
) -> Assessment:
    """Everything that is said of a record on a day: for each return (year, period) its aims in and
    out with the findings, and the earnings of all years by the FM36 rulebase.

    Field checks and rules are both shown, where a file shows the rules of a learner only once its
    field checks are clean. `peers` are other learners of the provider with the same ULN or
    LearnRefNumber. `excluded` and `forced` are identifiers of aims. Keep one `tables` from call to
    call: what was looked up is remembered with it.
    """
    earnings, notes = (
        _earnings(document, returns, tables, ukprn, excluded) if with_earnings else (None, ())
    )
    return Assessment(
        as_at,
        tuple(
            _of_return(document, year, period, tables, as_at, ukprn, peers, excluded, forced)
            for year, period in returns
        ),
        earnings,
        notes,
        dict(tables.releases),
    )


def _of_return(
    document: Document,
    year: str,
    period: int,
    tables: Tables,
    as_at: date,
    ukprn: int,
    peers: Sequence[LearnerData],
    excluded: Collection[str],
    forced: Collection[str],
) -> ReturnAssessment:
    chosen = _selection(year, period, tables.names)
    decisions = select_aims(document, year, excluded=excluded, forced=forced)
    aims = aims_in(decisions)
    # A record without any aim is one that is being entered: it is judged as it stands.
    is_in = bool(aims) or not decisions
    findings: tuple[RecordFinding, ...] = ()
    if is_in:
        projection = to_ilr(document, year, aims)
        header: dict[str, Value] = {
            "CollectionDetails.FilePreparationDate": as_at,
            "Source.UKPRN": ukprn,
            "LearningProvider.UKPRN": ukprn,
        }
        rules = _reader(year, period, tables.names)
        run = Run(year, period, as_at, header)
        failures = rules.check(projection.learner, run, tables, peers=peers)
        findings = (
            *_field_findings(projection),
            *(_rule_finding(projection, failure) for failure in failures),
        )
    return ReturnAssessment(year, period, is_in, tuple(decisions), findings, _not_run(year, chosen))


@lru_cache(maxsize=64)
def _selection(year: str, period: int, tables: tuple[str, ...]) -> Selection:
    return select(year, return_period=period, tables=tables)


@lru_cache(maxsize=64)
def _reader(year: str, period: int, tables: tuple[str, ...]) -> Reader:
    return reader(_selection(year, period, tables).rules, year)


def _not_run(year: str, chosen: Selection) -> tuple[RulesNotRun, ...]:
    grouped: dict[tuple[str, str | None], list[str]] = {}
    for rule in chosen.not_run:
        grouped.setdefault((rule.reason, rule.table), []).append(rule.rule)
    for rule in unwritten(year):
        grouped.setdefault((NOT_WRITTEN, None), []).append(rule)
    return tuple(RulesNotRun(*key, tuple(rules)) for key, rules in grouped.items())


# -- findings land on rows of the record -----------------------------------------------------------


def _field_findings(projection: Projection) -> Iterator[RecordFinding]:
    for found in check_learner(projection.texts, projection.year):
        yield _field_finding(projection, found)


def _field_finding(projection: Projection, found: FieldFinding) -> RecordFinding:
    row = projection.rows[found.place]
    aim = _aim(projection, found.place)
    return RecordFinding(
        rule=found.rule,
        severity=found.severity,
        entity=row.entity,
        row=row.id,
        aim=aim,
        AimSeqNumber=projection.sequence[aim] if aim else None,
        fields=tuple(FindingField(name, text, row.entity, row.id) for name, text in found.fields),
        message=found.message,
        fix=_fix(projection.year, found.rule),
        field_check=True,
        ours=found.rule.startswith(OURS),
    )


def _rule_finding(projection: Projection, failure: Failure) -> RecordFinding:
    active = failure.rule
    place = place_of(failure.row, active.rule.source)
    row = projection.rows[place]
    return RecordFinding(
        rule=active.name,
        severity=active.severity,
        entity=row.entity,
        row=row.id,
        aim=_aim(projection, place),
        AimSeqNumber=failure.AimSeqNumber,
        fields=tuple(
            _reported(projection, place, active.rule.source, node, name, failure.fields[name])
            for name, node in active.rule.reports
        ),
        message=active.rule.summary,
        fix=active.rule.fix,
        field_check=False,
        ours=active.name.startswith(OURS),
    )


def _reported(
    projection: Projection, place: Place, source: str, node: object, name: str, value: Value
) -> FindingField:
    row: RowOf | None = None
    if isinstance(node, Column) and not is_table(node.source) and node.source in path(source):
        row = projection.rows[place[: _depth(node.source)]]
    return FindingField(name, shown(value), row.entity if row else None, row.id if row else None)


def _depth(entity: str) -> int:
    """How many steps a row of an entity stands below its learner."""
    return len(path(entity)) - len(path("Learner"))


def place_of(row: Any, source: str) -> Place:
    """Where a row of the reader stands below its learner."""
    place: list[tuple[str, int]] = []
    for entity in reversed(path(source)[len(path("Learner")) :]):
        siblings: list[object] = getattr(row.parent, entity)
        place.append((entity, next(n for n, other in enumerate(siblings) if other is row)))
        row = row.parent
    return tuple(reversed(place))


def _aim(projection: Projection, place: Place) -> str | None:
    if not place or place[0][0] != AIM:
        return None
    return projection.rows[place[:1]].id


def _fix(year: str, rule: str) -> str:
    told = rule_texts(year).get(rule)
    return told.fix if told else ""


def shown(value: Value) -> str | None:
    """A reported value as findings hold it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


# -- earnings --------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _funding_reference(tables: Tables) -> FundingReference:
    return FundingReference(tables)


def _earnings(
    document: Document,
    returns: Sequence[tuple[str, int]],
    tables: Tables,
    ukprn: int,
    excluded: Collection[str],
) -> tuple[tuple[Earning, ...], tuple[EarningsNote, ...]]:
    """What all aims of the record earn in all years, those excluded left aside.

    Aims that a return no longer takes earned their part, and what is left of a price hangs on it.
    """
    if not returns:
        return (), ()
    aims = [str(a[ID]) for a in rows_below(document, AIM) if a[ID] not in excluded]
    projection = to_ilr(document, max(year for year, _ in returns), aims)
    found = earnings_of_learner(
        projection.learner, _funding_reference(tables), ukprn=ukprn, method=Method.FM36
    )
    sums: dict[tuple[str, int, str, str, bool], Decimal] = {}
    for rows, projected in ((found.rows, False), (found.projected, True)):
        for row in rows:
            year, period = period_of(row.month)
            key = (year, period, row.kind.value, aims[row.aim], projected)
            sums[key] = sums.get(key, Decimal(0)) + row.amount
    earnings = tuple(
        Earning(year, period, kind, amount, aim, projected)
        for (year, period, kind, aim, projected), amount in sorted(sums.items())
    )
    notes = tuple(
        EarningsNote(None if r.aim is None else aims[r.aim], r.code, r.text, r.parameter, r.blocks)
        for r in found.reasons
    )
    return earnings, notes
