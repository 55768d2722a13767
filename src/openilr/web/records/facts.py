"""What the actions on a record's ILR status share: the locked record, and its status afterwards."""

from django.utils import timezone

from openilr.record.document import decode
from openilr.record.status import Standing
from openilr.web.learners.models import Learner
from openilr.web.records import models, status
from openilr.web.records.refusals import RecordErased, WrongState


def lock(learner: Learner) -> Learner:
    """The learner, locked to the end of the transaction, with what a save needs of it.

    "No key": two who save learners that are peers of each other mark each other's learner as stale,
    and the mark's foreign key must not wait for this lock.
    """
    return (
        Learner.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provider", "employer", "programme")
        .get(pk=learner.pk)
    )


def current_row(learner: Learner) -> models.Version:
    """The version that stands.

    Errors: RecordErased if its document is gone.
    """
    row = models.Version.objects.get(learner=learner, number=learner.version_number)
    if row.document is None:
        raise RecordErased("This record was erased. It keeps its history and takes no more edits.")
    return row


def standing_now(learner: Learner) -> tuple[Standing, tuple[str, ...]]:
    """Where the record stands, and what it lacks before it can be signed or verified."""
    facts = status.stored_facts([learner.pk])[learner.pk]
    return status.stands(facts, decode(current_row(learner).document or {}), timezone.now())


def restate(learner: Learner) -> Standing:
    """Write the ILR status that follows from the facts as they are now."""
    found, _ = standing_now(learner)
    learner.ilr_status = status.stored_status(found)
    learner.save(update_fields=["ilr_status", "changed_at"])
    return found


def refuse_other_version(learner: Learner, version_number: int) -> None:
    """Refuse an act on a version that is no longer the one that stands.

    Errors: WrongState.
    """
    if version_number != learner.version_number:
        raise WrongState(
            f"You looked at version {version_number}, and the record is at version"
            f" {learner.version_number} by now. Look at it again."
        )
