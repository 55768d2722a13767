"""Storing what a check said of records: assessments, findings, earnings, counts of the learner."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from openilr.pipeline.assessment import Assessment, RecordFinding, ReturnAssessment
from openilr.web.learners.models import Learner
from openilr.web.records import models
from openilr.web.records.assessing import Basis
from openilr.web.records.bulk import copy_rows

CHECKED_COLUMNS = (
    "error_count", "warning_count", "money_at_risk", "checked_as_at", "checked_with"
)  # fmt: skip
"""What `fill_learner` writes of the learner."""

NOT_WAITING = "other"
"""The key of the rules that wait for no table, in `Assessment.not_run`."""

_BATCH = 2000


@dataclass(frozen=True)
class Checked:
    """One record with what was said of it."""

    learner: Learner
    version_number: int
    said: Assessment


def store(checked: Sequence[Checked], on: Basis, at: datetime) -> None:
    """Put what was said in place of what was stored, and count it on the learners (not saved).

    Called inside a transaction that has locked the learners. Rows that would be the same are left.
    """
    if not checked:
        return
    ids = [one.learner.pk for one in checked]
    stored, of_stored = _stored(ids)
    rows = [
        _assessment_row(one, of_return, on, at) for one in checked for of_return in one.said.returns
    ]
    models.Assessment.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["learner", "year", "return_number"],
        update_fields=(
            "version_number", "as_at", "made_at", "rules_release", "reference_release", "included",
            "reasons", "not_run", "notes", "error_count", "warning_count",
        ),
    )  # fmt: skip
    by_key = {(row.learner_id, row.year, row.return_number): row.pk for row in rows}
    if closed := [pk for key, pk in of_stored.items() if key not in by_key]:
        models.Assessment.objects.filter(pk__in=closed).delete()
    _store_findings(checked, by_key, stored, on.as_at)
    _store_earnings(checked)
    for one in checked:
        fill_learner(one.learner, one.said, on)


def _assessment_row(
    one: Checked, of_return: ReturnAssessment, on: Basis, at: datetime
) -> models.Assessment:
    return models.Assessment(
        provider_id=one.learner.provider_id,
        learner=one.learner,
        version_number=one.version_number,
        year=of_return.year,
        return_number=of_return.period,
        as_at=on.as_at,
        made_at=at,
        rules_release=on.rules_release,
        reference_release=on.reference_release,
        included=of_return.is_in,
        reasons={d.aim: {"in": d.is_in, "reason": d.reason} for d in of_return.aims},
        not_run={n.table or NOT_WAITING: len(n.rules) for n in of_return.not_run},
        notes=[
            {"aim": n.aim, "code": n.code, "text": n.text, "missing": n.missing, "blocks": n.blocks}
            for n in one.said.notes
        ],
        error_count=of_return.errors,
        warning_count=of_return.warnings,
    )


# ---------------------------------------------------------------------------------------- findings

Identity = tuple[UUID, str, str, str]
"""What makes a finding the same one as before: learner, year, rule and row."""


Place = tuple[UUID, str, int]
"""Learner, year and return of an assessment."""

FINDING_COLUMNS = (
    "learner_id", "assessment_id", "rule", "severity", "entity", "row", "aim", "fields", "message",
    "since",
)  # fmt: skip


@dataclass
class _Stored:
    """The findings of one learner as they are stored."""

    year_of: dict[int, str]
    rows: list[tuple[Any, ...]]

    def since(self) -> dict[Identity, date]:
        """Since when each of them has been there."""
        since: dict[Identity, date] = {}
        for learner, assessment, rule, _, _, row, _, _, _, day in self.rows:
            key = (learner, self.year_of[assessment], rule, row)
            since[key] = min(day, since.get(key, day))
        return since


def _stored(ids: Sequence[UUID]) -> tuple[dict[UUID, _Stored], dict[Place, int]]:
    """The findings that are stored of each learner, and the assessments, in one query."""
    columns = [f"findings__{name}" for name in FINDING_COLUMNS]
    found = models.Assessment.objects.filter(learner__in=ids).order_by()
    stored: dict[UUID, _Stored] = {pk: _Stored({}, []) for pk in ids}
    places: dict[Place, int] = {}
    for pk, learner, year, number, *row in found.values_list(
        "pk", "learner_id", "year", "return_number", *columns
    ):
        places[learner, year, number] = pk
        stored[learner].year_of[pk] = year
        if row[0] is not None:
            stored[learner].rows.append(tuple(row))
    return stored, places


def _store_findings(
    checked: Sequence[Checked],
    by_key: Mapping[Place, int],
    stored: Mapping[UUID, _Stored],
    as_at: date,
) -> None:
    """Write the findings of those whose findings moved: a day's check of 20,000 finds the same."""
    moved: list[UUID] = []
    new: list[models.Finding] = []
    for one in checked:
        before = stored[one.learner.pk]
        since = before.since()
        rows = [
            _finding_row(one, of_return, finding, by_key, since, as_at)
            for of_return in one.said.returns
            for finding in of_return.findings
        ]
        wanted = [tuple(getattr(row, name) for name in FINDING_COLUMNS) for row in rows]
        if sorted(wanted, key=repr) != sorted(before.rows, key=repr):
            new += rows
            if before.rows:
                moved.append(one.learner.pk)
    if moved:
        models.Finding.objects.filter(learner__in=moved).delete()
    copy_rows(new)


def _finding_row(
    one: Checked,
    of_return: ReturnAssessment,
    finding: RecordFinding,
    by_key: Mapping[tuple[UUID, str, int], int],
    since: Mapping[Identity, date],
    as_at: date,
) -> models.Finding:
    learner = one.learner
    return models.Finding(
        provider_id=learner.provider_id,
        learner=learner,
        assessment_id=by_key[learner.pk, of_return.year, of_return.period],
        rule=finding.rule,
        severity=finding.severity,
        entity=finding.entity,
        row=finding.row,
        aim=finding.aim or "",
        fields=[
            {"name": f.name, "value": f.value, "entity": f.entity, "row": f.row}
            for f in finding.fields
        ],
        message=finding.message,
        since=since.get((learner.pk, of_return.year, finding.rule, finding.row), as_at),
    )


# ---------------------------------------------------------------------------------------- earnings

EarningKey = tuple[str, str, int, str, bool]


def _store_earnings(checked: Sequence[Checked]) -> None:
    """Write the earnings of those whose earnings moved."""
    known = [one for one in checked if one.said.earnings is not None]
    stored: dict[UUID, dict[EarningKey, Decimal]] = defaultdict(dict)
    rows = models.Earning.objects.filter(learner__in=[one.learner.pk for one in known]).order_by()
    for learner, aim, year, period, kind, projected, amount in rows.values_list(
        "learner_id", "aim", "academic_year", "period", "kind", "projected", "amount"
    ):
        stored[learner][aim, year, period, kind, projected] = amount
    moved: list[Checked] = []
    new: list[models.Earning] = []
    for one in known:
        amounts = earned(one.said)
        if amounts != stored[one.learner.pk]:
            moved.append(one)
            new += [_earning_row(one.learner, key, amount) for key, amount in amounts.items()]
    gone = [one.learner.pk for one in moved if stored[one.learner.pk]]
    if gone:
        models.Earning.objects.filter(learner__in=gone).delete()
    copy_rows(new)


def earned(said: Assessment) -> dict[EarningKey, Decimal]:
    """The amounts that are not nothing, by aim, year, month, kind and whether yet to be earned."""
    return {
        (e.aim, e.year, e.period, e.kind, e.projected): e.amount.quantize(Decimal("0.00001"))
        for e in said.earnings or ()
        if e.amount
    }


def _earning_row(learner: Learner, key: EarningKey, amount: Decimal) -> models.Earning:
    aim, year, period, kind, projected = key
    return models.Earning(
        provider_id=learner.provider_id,
        learner=learner,
        aim=aim,
        academic_year=year,
        period=period,
        kind=kind,
        projected=projected,
        amount=amount,
    )


# -------------------------------------------------------------------------------------- the learner


def fill_learner(learner: Learner, said: Assessment, on: Basis) -> None:
    """Count findings and money on the learner; nothing is saved."""
    learner.error_count = max((one.errors for one in said.returns), default=0)
    learner.warning_count = max((one.warnings for one in said.returns), default=0)
    learner.money_at_risk = money_at_risk(said, on)
    learner.checked_as_at = on.as_at
    learner.checked_with = on.fingerprint


def money_at_risk(said: Assessment, on: Basis) -> Decimal:
    """A month's earnings that errors hold: of each open return with one, what its month earns."""
    months = on.months()
    held = {months[one.year, one.period] for one in said.returns if one.errors}
    amounts = (
        e.amount
        for e in said.earnings or ()
        if (e.year, e.period) in held and not e.projected and e.amount > 0
    )
    return sum(amounts, Decimal(0))
