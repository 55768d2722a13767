"""The ILR status of learners, from the facts that are stored: derived, never typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from openilr.ilr.calendar import open_years
from openilr.ilr.schema import Entity, schema
from openilr.ilr.years import year_of
from openilr.record.fields import AIM, LEARNER, field_named, record_key
from openilr.record.names import row_name
from openilr.record.status import Facts, Standing, standing
from openilr.returns.select import AWAITED, ON_A_BREAK, is_restart_of
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.records.models import Exclusion, Signature, Verification
from openilr.web.trackers.models import Tracker

Row = Mapping[str, Any]

NEEDED_SIGNATURES = ("learner",)
"""Who signs the record itself; compliance documents have signers of their own."""

OF_A_PERSON = ("FamilyName", "GivenNames", "DateOfBirth")
"""Fields that the ILR may do without and a person cannot sign without."""


@dataclass(frozen=True)
class StoredFacts:
    """What the database knows of one learner's status, beside the record itself."""

    signatures: tuple[tuple[str, int], ...] = ()
    verified_version: int | None = None
    tracker_versions: tuple[int, ...] = ()
    excluded: str | None = None


def stored_facts(learner_ids: Iterable[UUID]) -> dict[UUID, StoredFacts]:
    """The facts of each of these learners, in four queries."""
    ids = list(learner_ids)
    signed: dict[UUID, list[tuple[str, int]]] = {}
    rows = Signature.objects.filter(learner__in=ids, void_at__isnull=True).order_by()
    for learner, party, version in rows.values_list("learner_id", "party", "version_number"):
        signed.setdefault(learner, []).append((party, version))
    verified: dict[UUID, int] = {}
    words = Verification.objects.filter(learner__in=ids, withdrawn_at__isnull=True).order_by()
    for learner, version in words.values_list("learner_id", "version_number"):
        verified[learner] = max(version, verified.get(learner, 0))
    waiting: dict[UUID, list[int]] = {}
    trackers = Tracker.objects.filter(
        learner__in=ids, kind=Tracker.Kind.ILR, state=Tracker.State.OPEN
    ).order_by()
    for learner, version in trackers.values_list("learner_id", "version_number"):
        waiting.setdefault(learner, []).append(version)
    exclusions = Exclusion.objects.filter(learner__in=ids, aim="", ended_at__isnull=True)
    excluded = dict(exclusions.order_by().values_list("learner_id", "reason"))
    return {
        learner: StoredFacts(
            tuple(signed.get(learner, ())),
            verified.get(learner),
            tuple(waiting.get(learner, ())),
            excluded.get(learner),
        )
        for learner in ids
    }


def standing_of(stored: StoredFacts, typed: Row, now: datetime) -> Standing:
    """Where a record stands, from what is stored and the decoded record.

    Nobody waits for steps of the learner's own: records are made by staff or imported.
    """
    return standing(
        Facts(
            learner_steps_done=True,
            missing=missing(typed, open_years(now)[-1]),
            needed_signatures=NEEDED_SIGNATURES,
            signatures=stored.signatures,
            verified_version=stored.verified_version,
            reportable_version=max(stored.tracker_versions, default=0),
            open_trackers=len(stored.tracker_versions),
            ended_and_closed=ended_and_closed(typed, now),
            excluded=stored.excluded,
        )
    )


def refresh(learners: Sequence[Learner], typed: Mapping[UUID, Row]) -> dict[UUID, Standing]:
    """Write the status of these learners (not saved) and give where each stands."""
    facts = stored_facts(one.pk for one in learners)
    now = timezone.now()
    found = {one.pk: standing_of(facts[one.pk], typed[one.pk], now) for one in learners}
    for one in learners:
        one.ilr_status = stored_status(found[one.pk])
    return found


def stored_status(found: Standing) -> IlrStatus:
    """The status as the learner's column has it."""
    return next(status for status in IlrStatus if status.label == found.status.value)


def missing(typed: Row, year: str) -> tuple[str, ...]:
    """The labels of what the record lacks before it can be signed: the person's names and birth
    date, an aim, and what the ILR of the year cannot do without.
    """
    of_year = schema(year)
    lacking = [
        field_named(LEARNER, name).label
        for name in (*OF_A_PERSON, *_mandatory(of_year.entities[LEARNER]))
        if typed.get(name) is None
    ]
    aims: Sequence[Row] = typed.get(AIM) or ()
    if not aims:
        lacking.append("An aim")
    for aim in aims:
        name = row_name(AIM, aim)
        lacking += [
            f"{field_named(AIM, key).label} of {name}"
            for key in _mandatory(of_year.entities[AIM])
            if aim.get(key) is None
        ]
    return tuple(dict.fromkeys(lacking))


def _mandatory(entity: Entity) -> list[str]:
    """The keys of the fields that every row of an entity must have, and the record keeps."""
    keys = [record_key(entity.name, f.name) for f in entity.fields if f.mandatory]
    return [key for key in keys if key != "AimSeqNumber"]


def ended_and_closed(typed: Row, now: datetime) -> bool:
    """Whether every aim has ended, the last in a year whose final return is closed.

    That the year's return held the learner is asked once returns are kept here.
    """
    aims: Sequence[Row] = typed.get(AIM) or ()
    days = [aim["LearnActEndDate"] for aim in aims if aim.get("LearnActEndDate") is not None]
    if not aims or len(days) < len(aims) or any(_goes_on(aim, aims) for aim in aims):
        return False
    return year_of(max(days)) < min(open_years(now))


def _goes_on(aim: Row, aims: Sequence[Row]) -> bool:
    """Whether an aim that ended is still to be heard of: on a break, or with a result to come."""
    on_a_break = aim.get("CompStatus") == ON_A_BREAK
    waits = aim.get("Outcome") == AWAITED
    return waits or (on_a_break and not any(is_restart_of(other, aim) for other in aims))
