"""Versions between their table and the engine, which hashes, compares and verifies them."""

import json
import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Upper

from openilr.record.differences import Change, Kind
from openilr.record.document import Document, walk
from openilr.record.fields import ID, LEARNER
from openilr.record.values import text_of
from openilr.record.versions import Source
from openilr.record.versions import Version as EngineVersion
from openilr.web.learners.models import Aim, Learner
from openilr.web.records import models
from openilr.web.records.refusals import DocumentRefused, ReferenceRefused

_ROW_ID = re.compile(r"[0-9a-f]{32}")


def engine_version(row: models.Version) -> EngineVersion:
    """A stored version as the engine knows it."""
    changes = None if row.changes is None else tuple(Change.from_json(c) for c in row.changes)
    return EngineVersion(
        number=row.number,
        document=row.document,
        changes=changes,
        made_by=_key(row.made_by_id) or "",
        authorised_by=_key(row.authorised_by_id),
        reason=row.reason,
        source=Source(row.source),
        source_detail=row.source_detail,
        tracker=_key(row.tracker_id),
        at=row.at,
        document_hash=row.document_hash,
        changes_hash=row.changes_hash,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def _key(value: int | None) -> str | None:
    return None if value is None else str(value)


def version_row(learner: Learner, version: EngineVersion) -> models.Version:
    """The row that keeps a version; not saved."""
    return models.Version(
        learner=learner,
        number=version.number,
        document=version.document,
        document_hash=version.document_hash,
        changes=[c.as_json() for c in version.changes or ()],
        changes_hash=version.changes_hash,
        made_by_id=int(version.made_by) if version.made_by else None,
        authorised_by_id=int(version.authorised_by) if version.authorised_by else None,
        reason=version.reason,
        source=version.source.value,
        source_detail=version.source_detail,
        tracker_id=int(version.tracker) if version.tracker else None,
        at=version.at,
        previous_hash=version.previous_hash,
        hash=version.hash,
    )


def change_rows(
    learner: Learner, row: models.Version, changes: Iterable[Change]
) -> list[models.Change]:
    """The rows of the history lists for a stored version; not saved.

    A first version is one row, "the record was made": its hundred values were all blank before, and
    `Version.changes` holds them.
    """
    if row.number == 1:
        whole = Change(Kind.ADDED, LEARNER, str((row.document or {})[ID]), "", None, "", None, None)
        changes = (whole,)
    return [
        models.Change(
            provider_id=learner.provider_id,
            learner=learner,
            version=row,
            kind=change.kind.value,
            entity=change.entity,
            row=change.row,
            row_name=change.name[:200],
            field=change.field or "",
            old=text_of(change.old),
            new=text_of(change.new),
            at=row.at,
        )
        for change in changes
    ]


def new_rows(document: Document, before: Document | None) -> list[UUID]:
    """The ids of the rows that a document adds to its record.

    Errors: DocumentRefused if it is not this record, or one that the database could not hold.
    """
    if before is not None and document.get(ID) != before.get(ID):
        raise DocumentRefused(
            "This is not the record of this learner. Open the learner's record and try again."
        )
    ids = [row.id for row in walk(document)]
    if len(set(ids)) != len(ids) or not all(_ROW_ID.fullmatch(one) for one in ids):
        raise DocumentRefused(
            "Every row of a record needs an id of its own: 32 hexadecimal digits, used once."
        )
    if not _storable(document):
        raise DocumentRefused("A value holds a character that no ILR may hold. Type it again.")
    known = {row.id for row in walk(before)} if before is not None else set()
    return [UUID(one) for one in ids if one not in known]


def refuse_taken(added: Iterable[UUID]) -> None:
    """Refuse rows that have the id of another record's aim: ids are permanent and a record's own.

    Errors: DocumentRefused.
    """
    ids = list(added)
    if ids and Aim.objects.filter(pk__in=ids).exists():
        raise DocumentRefused("A row of this record has the id of another record's row.")


TAKEN = "Another learner has the reference {}. Give this one a LearnRefNumber of its own."

REFERENCE_LENGTH = 12
"""LearnRefNumber has no more."""


def reference_of(document: Document) -> str:
    """LearnRefNumber of a record: what a provider knows the learner by.

    Errors: ReferenceRefused if it is blank or too long.
    """
    reference = str(document.get("LearnRefNumber") or "").strip()
    if not 0 < len(reference) <= REFERENCE_LENGTH:
        raise ReferenceRefused(
            f"Enter a LearnRefNumber of 1 to {REFERENCE_LENGTH} characters: the learner is known"
            " by it."
        )
    return reference


def refuse_reference(document: Document, provider_id: int, *, except_for: UUID | None) -> str:
    """LearnRefNumber of a record, refused where another learner of the provider has it.

    Errors: ReferenceRefused.
    """
    reference = reference_of(document)
    holder = holders([reference], provider_id).get(reference.upper())
    if holder is not None and holder != except_for:
        raise ReferenceRefused(TAKEN.format(reference))
    return reference


def holders(references: Iterable[str], provider_id: int) -> dict[str, UUID]:
    """Who has each of these references, by the reference in capitals: case makes no difference."""
    rows = Learner.objects.annotate(capitals=Upper("learn_ref_number")).filter(
        provider_id=provider_id, capitals__in=[reference.upper() for reference in references]
    )
    return dict(rows.order_by().values_list("capitals", "pk"))


def _storable(document: Document) -> bool:
    """Whether PostgreSQL takes the document: no NUL, no half of a surrogate pair."""
    text = json.dumps(document, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text
