"""The ILR status of learners, from the facts that are stored: derived, never typed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from openilr.ilr.calendar import open_years
from openilr.ilr.schema import Entity, schema
from openilr.ilr.years import year_of
from openilr.record.fields import AIM, LEARNER, field_named, record_key
from openilr.record.names import row_name
from openilr.record.status import Facts, Standing, standing
from openilr.returns.select import AWAITED, ON_A_BREAK, is_restart_of
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.records.assessing import EVERYTHING
from openilr.web.records.models import Exclusion, Signature, Verification
from openilr.web.trackers.models import Tracker

Row = Mapping[str, Any]

NEEDED_SIGNATURES = ("learner",)
"""Who signs the record itself; compliance documents have signers of their own."""

OF_A_PERSON = ("FamilyName", "GivenNames", "DateOfBirth")
"""Fields that the ILR may do without and a person cannot sign without."""


@dataclass(frozen=True)
class StoredFacts:
    """What the database knows of one learner's status, beside the record itself.

    Attributes:
        signatures: who signed which version, those that still hold.
        verified_version: the last version that QA verified; None if that was withdrawn.
        tracker_versions: the versions that raised the ILR trackers that are open.
        excluded: why the whole record is kept out of returns; None if it is not.
        excluded_aims: the ids of aims kept out by themselves.
    """

    signatures: tuple[tuple[str, int], ...] = ()
    verified_version: int | None = None
    tracker_versions: tuple[int, ...] = ()
    excluded: str | None = None
    excluded_aims: frozenset[str] = frozenset()

    @property
    def kept_out(self) -> Collection[str]:
        """What `assessing.look` leaves out: ids of aims, or EVERYTHING."""
        return self.excluded_aims if self.excluded is None else EVERYTHING


def stored_facts(learner_ids: Iterable[UUID]) -> dict[UUID, StoredFacts]:
    """The facts of each of these learners, in one query."""
    ids = list(learner_ids)

    def rows(model: type[Model], kind: str, text: Any, number: Any, condition: Q) -> QuerySet[Any]:
        found = model._default_manager.filter(condition, learner__in=ids).order_by()
        said = {"fact": Value(kind), "said": text, "number": number}
        return found.annotate(**said).values_list("learner_id", "fact", "said", "number")

    nothing, version = Value("", TextField()), F("version_number")
    party, reason = Cast("party", TextField()), F("reason")
    found = rows(Signature, "signature", party, version, Q(void_at__isnull=True)).union(
        rows(Verification, "verified", nothing, version, Q(withdrawn_at__isnull=True)),
        rows(
            Tracker,
            "tracker",
            nothing,
            version,
            Q(kind=Tracker.Kind.ILR, state=Tracker.State.OPEN),
        ),
        rows(Exclusion, "excluded", reason, Value(0), Q(aim="", ended_at__isnull=True)),
        rows(
            Exclusion,
            "aim",
            Cast("aim", TextField()),
            Value(0),
            ~Q(aim="") & Q(ended_at__isnull=True),
        ),
        all=True,
    )
    by_learner: dict[UUID, list[tuple[str, str, int]]] = {pk: [] for pk in ids}
    for learner, *fact in found:
        by_learner[learner].append((fact[0], fact[1], fact[2]))
    return {learner: _facts(said) for learner, said in by_learner.items()}


def _facts(said: Sequence[tuple[str, str, int]]) -> StoredFacts:
    def of(kind: str) -> list[tuple[str, int]]:
        return [(text, number) for name, text, number in said if name == kind]

    return StoredFacts(
        signatures=tuple(of("signature")),
        verified_version=max((number for _, number in of("verified")), default=None),
        tracker_versions=tuple(number for _, number in of("tracker")),
        excluded=next((text for text, _ in of("excluded")), None),
        excluded_aims=frozenset(text for text, _ in of("aim")),
    )


def stands(stored: StoredFacts, typed: Row, now: datetime) -> tuple[Standing, tuple[str, ...]]:
    """Where a record stands, from what is stored and the decoded record, and what it lacks.

    Nobody waits for steps of the learner's own: records are made by staff or imported.
    """
    lacking = missing(typed, open_years(now)[-1])
    found = standing(
        Facts(
            learner_steps_done=True,
            missing=lacking,
            needed_signatures=NEEDED_SIGNATURES,
            signatures=stored.signatures,
            verified_version=stored.verified_version,
            reportable_version=max(stored.tracker_versions, default=0),
            open_trackers=len(stored.tracker_versions),
            ended_and_closed=ended_and_closed(typed, now),
            excluded=stored.excluded,
        )
    )
    return found, lacking


def fill(
    learners: Sequence[Learner], typed: Mapping[UUID, Row], facts: Mapping[UUID, StoredFacts]
) -> None:
    """Write the status of these learners; nothing is saved."""
    now = timezone.now()
    for one in learners:
        one.ilr_status = stored_status(stands(facts[one.pk], typed[one.pk], now)[0])


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
