"""Everything that writes a learner's record, or a fact that its ILR status rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from openilr.record.document import Document
from openilr.record.three_way import Conflict, merge
from openilr.record.versions import Source, next_version
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Group, Provider
from openilr.web.records import models
from openilr.web.records.batch import Batch, Stored, ToStore
from openilr.web.records.erasing import erase as erase
from openilr.web.records.excluding import exclude as exclude
from openilr.web.records.excluding import include as include
from openilr.web.records.facts import current_row, lock
from openilr.web.records.noting import add_note as add_note
from openilr.web.records.refusals import (
    EditConflict,
    OtherEdit,
    ReferenceRefused,
    WrongState,
)
from openilr.web.records.saving import Written, settle
from openilr.web.records.signing import sign as sign
from openilr.web.records.stored import (
    TAKEN,
    change_rows,
    engine_version,
    new_rows,
    refuse_reference,
    refuse_taken,
    version_row,
)
from openilr.web.records.verifying import bulk_verify as bulk_verify
from openilr.web.records.verifying import close_tracker as close_tracker
from openilr.web.records.verifying import verify as verify
from openilr.web.records.verifying import withdraw as withdraw
from openilr.web.trackers.models import Tracker

PERMISSIONS = {
    Source.SCREEN: "records.edit",
    Source.API: "records.edit",
    Source.TRACKER: "records.edit",
    Source.MIGRATION: "records.edit",
    Source.IMPORT: "records.import",
}
"""What a person must be allowed to do to save a record from each source."""


@dataclass(frozen=True)
class Saved:
    """What a save did.

    Attributes:
        version: the version that was made; None where nothing differs from the one that stands.
        merged: whether somebody else's edit, saved meanwhile, was brought in.
    """

    learner: Learner
    version: models.Version | None
    merged: bool = False

    @property
    def number(self) -> int:
        """The version that stands now."""
        return self.learner.version_number


@transaction.atomic
def save(
    *,
    by: User,
    learner: Learner,
    document: Document,
    base_version: int,
    reason: str = "",
    source: str = Source.SCREEN,
    authorised_by: User | None = None,
    tracker: Tracker | None = None,
    source_detail: str = "",
) -> Saved:
    """Store a learner's record as it was edited on top of `base_version`.

    What others saved since then is merged in. Findings never stand in the way.
    Errors: EditConflict if somebody saved other values of the same fields; ReferenceRefused;
        DocumentRefused; RecordErased; NotAllowed.
    """
    came_by = Source(source)
    learner = lock(learner)
    require(by, PERMISSIONS[came_by], learner)
    current = current_row(learner)
    wanted, merged = document, False
    if base_version != current.number:
        wanted, merged = _merged(learner, current, document, base_version), True
    refuse_taken(new_rows(wanted, current.document))
    if wanted.get("LearnRefNumber") != (current.document or {}).get("LearnRefNumber"):
        refuse_reference(wanted, learner.provider_id, except_for=learner.pk)
    made = next_version(
        engine_version(current),
        wanted,
        made_by=str(by.pk),
        at=timezone.now(),
        source=came_by,
        authorised_by=str(authorised_by.pk) if authorised_by else None,
        reason=reason,
        source_detail=source_detail[:200],
        tracker=str(tracker.pk) if tracker else None,
    )
    changes = made.changes or ()
    if not changes:
        return Saved(learner, None, merged)
    row = version_row(learner, made)
    row.save(force_insert=True)
    models.Change.objects.bulk_create(change_rows(learner, row, changes))
    settle(Written(learner, wanted, row.number, changes, learner.uln), by=by)
    record(
        by, "record.saved", learner, version=row.number, source=row.source, changes=len(changes),
        merged=merged,
    )  # fmt: skip
    return Saved(learner, row, merged)


@transaction.atomic
def add_learner(
    *,
    by: User,
    provider: Provider,
    document: Document,
    reason: str = "",
    source: str = Source.SCREEN,
    source_detail: str = "",
    group: Group | None = None,
    tutor: User | None = None,
) -> Saved:
    """Store the first version of a new learner's record.

    Errors: ReferenceRefused; DocumentRefused; NotAllowed.
    """
    came_by = Source(source)
    learner = Learner(provider=provider, group=group, tutor=tutor)
    require(by, PERMISSIONS[came_by], learner)
    refuse_taken(new_rows(document, None))
    learner.learn_ref_number = refuse_reference(document, provider.pk, except_for=None)
    try:
        with transaction.atomic():
            learner.save(force_insert=True)
    except IntegrityError as taken:  # somebody added it between the question and now
        raise ReferenceRefused(TAKEN.format(learner.learn_ref_number)) from taken
    made = next_version(
        None,
        document,
        made_by=str(by.pk),
        at=timezone.now(),
        source=came_by,
        reason=reason,
        source_detail=source_detail[:200],
    )
    row = version_row(learner, made)
    row.save(force_insert=True)
    models.Change.objects.bulk_create(change_rows(learner, row, made.changes or ()))
    settle(Written(learner, document, 1, made.changes or (), None), by=by)
    record(by, "record.added", learner, source=row.source, changes=len(made.changes or ()))
    return Saved(learner, row)


# ---------------------------------------------------------------------------------------- in bulk


@transaction.atomic
def store_many(
    *, by: User, provider: Provider, items: Sequence[ToStore], source: str = Source.IMPORT
) -> list[Stored]:
    """Store versions of many learners of one provider in one transaction, a few hundred at a time.

    A learner that cannot be stored is refused alone. The records are marked to be checked and not
    checked: until `staleness.reassess` has run, their `checked_as_at` is None.
    Errors: NotAllowed.
    """
    came_by = Source(source)
    require(by, PERMISSIONS[came_by], Learner(provider=provider))
    answers = Batch(by, provider, came_by).store(items)
    record(
        by,
        "records.stored",
        provider_id=provider.pk,
        source=came_by.value,
        learners=sum(answer.versions > 0 for answer in answers),
        versions=sum(answer.versions for answer in answers),
        refused=sum(bool(answer.refusal) for answer in answers),
    )
    return answers


# ------------------------------------------------------------------------------------------ pieces


def _merged(
    learner: Learner, current: models.Version, mine: Document, base_version: int
) -> Document:
    """Mine with what others saved since `base_version`.

    Errors: EditConflict; WrongState if there is no such version.
    """
    base = models.Version.objects.filter(learner=learner, number=base_version).first()
    if base is None or base.document is None:
        raise WrongState(
            f"Version {base_version} of this record is not here. Open the record again and make"
            " your change there."
        )
    found = merge(base.document, mine, current.document or {})
    if not found.is_clean:
        raise EditConflict(
            tuple(_other_edit(learner, base_version, one) for one in found.conflicts),
            found.document,
            current.number,
        )
    return found.document


def _other_edit(learner: Learner, base_version: int, conflict: Conflict) -> OtherEdit:
    """Who saved the other value last, and when."""
    rows = models.Change.objects.filter(
        learner=learner, version__number__gt=base_version, row=conflict.row
    )
    if conflict.field is not None:
        rows = rows.filter(field=conflict.field)
    last = rows.select_related("version__made_by").order_by("-version__number").first()
    version = last.version if last else None
    name = version.made_by.name if version and version.made_by else ""
    return OtherEdit(conflict, name, version.at if version else learner.changed_at)
