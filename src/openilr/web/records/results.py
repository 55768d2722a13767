"""Storing what a check said of records: assessments, findings, earnings, counts of the learner."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
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
    since = _since(ids)
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
    stale = models.Assessment.objects.filter(learner__in=ids).exclude(pk__in=by_key.values())
    stale.delete()
    _store_findings(checked, by_key, since, on.as_at)
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


def _since(ids: Sequence[UUID]) -> dict[Identity, date]:
    """Since when each finding that is stored has been there."""
    found = models.Finding.objects.filter(learner__in=ids).order_by()
    rows = found.values_list("learner_id", "assessment__year", "rule", "row", "since")
    since: dict[Identity, date] = {}
    for learner, year, rule, row, day in rows:
        key = (learner, year, rule, row)
        since[key] = min(day, since.get(key, day))
    return since


def _store_findings(
    checked: Sequence[Checked],
    by_key: Mapping[tuple[UUID, str, int], int],
    since: Mapping[Identity, date],
    as_at: date,
) -> None:
    models.Finding.objects.filter(learner__in=[one.learner.pk for one in checked]).delete()
    copy_rows(
        [
            _finding_row(one, of_return, finding, by_key, since, as_at)
            for one in checked
            for of_return in one.said.returns
            for finding in of_return.findings
        ]
    )


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
