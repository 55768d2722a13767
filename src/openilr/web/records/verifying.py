"""QA's word that records were checked and are ready to report; singly and in bulk; taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from openilr.record.document import decode
from openilr.record.status import Standing, Status
from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import visible_to
from openilr.web.records import status
from openilr.web.records.bulk import update_rows
from openilr.web.records.facts import lock, refuse_other_version, restate, standing_now
from openilr.web.records.models import Verification
from openilr.web.records.refusals import WrongState
from openilr.web.records.staleness import current_documents
from openilr.web.trackers.models import Tracker

VERIFIABLE = (Status.SIGNED, Status.PENDING)
"""The statuses in which QA's word makes a record QA verified."""

TOGETHER = 200


def why_not(found: Standing, lacking: Sequence[str]) -> str:
    """Why a record cannot be verified, in words; blank if it can."""
    if found.status in VERIFIABLE:
        return f"It lacks: {', '.join(lacking)}." if lacking else ""
    if found.status in (Status.QA_VERIFIED, Status.COMPLETED):
        return "It is QA verified already."
    if found.status is Status.EXCLUDED:
        return "It is excluded from returns. Include it first."
    if found.status is Status.SIGNATURE_REQUIRED:
        return f"It waits for a {', '.join(found.missing)}."
    return f"It lacks: {', '.join(found.missing)}."


@transaction.atomic
def verify(*, by: User, learner: Learner, version_number: int) -> Verification:
    """Say that a version is checked and ready to report; open ILR trackers are closed with it.

    Errors: WrongState if another version stands by now, or the record is in no state for it;
        NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.verify", learner)
    refuse_other_version(learner, version_number)
    if reason := why_not(*standing_now(learner)):
        raise WrongState(f"This record cannot be verified. {reason}")
    verification = Verification.objects.create(
        learner=learner, version_number=version_number, by=by
    )
    _close_trackers([learner.pk], by=by, note=f"Version {version_number} was verified.")
    restate(learner)
    record(by, "record.verified", learner, version=version_number)
    return verification


@dataclass
class BulkResult:
    """What became of many records: how many were done, and those refused with the reason."""

    done: int = 0
    refused: list[tuple[Learner, str]] = field(default_factory=list)


def bulk_verify(*, by: User, membership: Membership, learner_ids: Sequence[UUID]) -> BulkResult:
    """Verify the version that stands of each of these learners that the person may see.

    A few hundred at a time are done together: what was done before a fault stays done.
    Errors: NotAllowed.
    """
    require(by, "records.verify", membership)
    result = BulkResult()
    for start in range(0, len(learner_ids), TOGETHER):
        _verify_together(by, membership, learner_ids[start : start + TOGETHER], result)
    return result


@transaction.atomic
def _verify_together(
    by: User, membership: Membership, ids: Sequence[UUID], result: BulkResult
) -> None:
    seen = visible_to(membership).filter(pk__in=ids).values("pk")
    learners = list(
        Learner.objects.select_for_update(no_key=True)
        .filter(pk__in=seen, version_number__gt=0)
        .order_by("pk")
    )
    found = standings(learners)
    ready: list[Learner] = []
    for learner in learners:
        stands = found.get(learner.pk)
        reason = why_not(*stands) if stands else "It was erased."
        if reason:
            result.refused.append((learner, reason))
        else:
            ready.append(learner)
    if not ready:
        return
    Verification.objects.bulk_create(
        [Verification(learner=one, version_number=one.version_number, by=by) for one in ready]
    )
    _close_trackers([one.pk for one in ready], by=by, note="The record was verified.")
    after = standings(ready)
    for learner in ready:
        learner.ilr_status = status.stored_status(after[learner.pk][0])
    update_rows(ready, ["ilr_status"])
    result.done += len(ready)
    record(
        by,
        "records.verified",
        provider_id=membership.provider_id,
        learners={str(one.pk): one.version_number for one in ready},
    )


def standings(learners: Sequence[Learner]) -> dict[UUID, tuple[Standing, tuple[str, ...]]]:
    """Where each of these records stands and what it lacks; those erased are not in it."""
    documents = current_documents(one.pk for one in learners)
    facts = status.stored_facts(documents)
    now = timezone.now()
    return {
        pk: status.stands(facts[pk], decode(document), now) for pk, document in documents.items()
    }


@transaction.atomic
def withdraw(*, by: User, learner: Learner, reason: str) -> None:
    """Take QA's word back; open ILR trackers have nothing to wait for then and are closed.

    Errors: WrongState if the record is not verified, or no reason is given; NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.verify", learner)
    if not reason.strip():
        raise WrongState("Say why the verification is withdrawn.")
    words = Verification.objects.filter(learner=learner, withdrawn_at__isnull=True)
    if not words.exists():
        raise WrongState("This record is not verified, so there is nothing to withdraw.")
    words.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip())
    _close_trackers([learner.pk], by=by, note="The verification was withdrawn.")
    restate(learner)
    record(by, "record.verification_withdrawn", learner)


@transaction.atomic
def close_tracker(*, by: User, tracker: Tracker, version_number: int, note: str = "") -> Tracker:
    """Close an ILR tracker after looking at what changed; with the last of a learner's the version
    looked at counts as verified.

    Errors: WrongState if it is closed, another version stands by now, or the record waits for
        something else; NotAllowed.
    """
    learner = lock(Learner(pk=tracker.learner_id))
    tracker = Tracker.objects.select_for_update().get(pk=tracker.pk)
    require(by, "trackers.close", tracker)
    if tracker.state != Tracker.State.OPEN:
        raise WrongState("This tracker is closed already.")
    refuse_other_version(learner, version_number)
    if lacking := standing_now(learner)[1]:
        raise WrongState(f"This record lacks: {', '.join(lacking)}. Have it filled in first.")
    _close(Tracker.objects.filter(pk=tracker.pk), by, note)
    record(by, "tracker.closed", tracker, version=version_number)
    waiting = Tracker.objects.filter(
        learner=learner, kind=Tracker.Kind.ILR, state=Tracker.State.OPEN
    )
    if not waiting.exists():
        Verification.objects.create(learner=learner, version_number=version_number, by=by)
        record(by, "record.verified", learner, version=version_number, by_closing=tracker.pk)
    restate(learner)
    tracker.refresh_from_db()
    return tracker


def _close_trackers(learner_ids: Sequence[UUID], *, by: User, note: str) -> None:
    trackers = Tracker.objects.filter(
        learner__in=learner_ids, kind=Tracker.Kind.ILR, state=Tracker.State.OPEN
    )
    for tracker in trackers:
        record(by, "tracker.closed", tracker)
    _close(trackers, by, note)


def _close(trackers: QuerySet[Tracker], by: User, note: str) -> None:
    trackers.update(
        state=Tracker.State.CLOSED, closed_at=timezone.now(), closed_by=by, closing_note=note
    )
