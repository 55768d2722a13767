"""Importing ILR files: taking them in, looking at what they would do, and doing it.

Nothing of a file is stored in a record before somebody has confirmed the plan. A learner is stored
whole or not at all; a record that was changed after the plan is planned anew, never overwritten.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from openilr.errors import EngineError
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.jobs.models import Job
from openilr.web.providers.models import Provider
from openilr.web.records.imports_jobs import carry_out, plan
from openilr.web.records.models import Import, ImportFile, ImportItem


class ImportRefused(EngineError):
    """This cannot be done with the import; nothing was changed."""


def upload(*, by: User, provider: Provider, files: Sequence[UploadedFile]) -> Import:
    """Keep the files as they came, and have them looked at in the background.

    Errors: NotAllowed; ImportRefused without a file.
    """
    require(by, "records.import", Import(provider=provider))
    if not files:
        raise ImportRefused("Choose at least one file.")
    kept: list[ImportFile] = []
    try:
        with transaction.atomic():
            batch = Import.objects.create(provider=provider, by=by)
            for file in files:
                kept.append(_keep(batch, file))
            plan.enqueue(
                by=by,
                provider_id=provider.pk,
                title=f"Look at {len(kept)} ILR file{'s' if len(kept) != 1 else ''}",
                import_id=str(batch.pk),
            )
            record(by, "import.uploaded", batch, files=len(kept), bytes=sum(f.size for f in kept))
    except BaseException:
        for one in kept:
            one.content.delete(save=False)
        raise
    return batch


def _keep(batch: Import, file: UploadedFile) -> ImportFile:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    one = ImportFile(
        batch=batch,
        name=(file.name or "file.xml")[:255],
        size=file.size or 0,
        sha256=digest.hexdigest(),
    )
    one.content.save(one.name, file, save=False)
    one.save()
    return one


@transaction.atomic
def confirm(*, by: User, batch: Import) -> Job:
    """Have the plan carried out in the background; also goes on with one that was interrupted.

    Errors: NotAllowed; ImportRefused if there is no plan, or another import of the provider runs.
    """
    require(by, "records.import", batch)
    # The provider's row is the lock: of two who confirm at once the second sees the first.
    Provider.objects.select_for_update().get(pk=batch.provider_id)
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in (Import.State.PLANNED, Import.State.IMPORTING):
        raise ImportRefused(f"This import is not waiting for a yes: {_state_words(locked)}.")
    if job := living_job(locked):
        raise ImportRefused(f"This import is being worked on already ({job.get_state_display()}).")
    others = Import.objects.filter(
        provider_id=locked.provider_id, state=Import.State.IMPORTING
    ).exclude(pk=locked.pk)
    if other := others.select_related("by").first():
        raise ImportRefused(
            f"Another import of this provider, by {other.by.name}, has not ended. Two at once "
            "could overwrite each other: wait until it has, or abandon it."
        )
    locked.state = Import.State.IMPORTING
    locked.save(update_fields=["state"])
    record(by, "import.confirmed", locked, **_counts(locked))
    return carry_out.enqueue(
        by=by,
        provider_id=locked.provider_id,
        title="Import learners",
        import_id=str(locked.pk),
        by_id=by.pk,
    )


@transaction.atomic
def abandon(*, by: User, batch: Import) -> Import:
    """Give an import up: what was stored stays, the rest is not done, and the files are deleted.

    Errors: NotAllowed; ImportRefused while it is worked on, or when it has ended.
    """
    require(by, "records.import", batch)
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.state in (Import.State.DONE, Import.State.ABANDONED):
        raise ImportRefused(f"This import has ended: {_state_words(locked)}.")
    if living_job(locked):
        raise ImportRefused("This import is being worked on. Cancel its job first.")
    locked.state = Import.State.ABANDONED
    locked.save(update_fields=["state"])
    locked.items.filter(done_at__isnull=True).update(documents=[], changes=[])
    record(by, "import.abandoned", locked, done=locked.items.filter(done_at__isnull=False).count())
    for file in locked.files.all():
        transaction.on_commit(partial(file.content.storage.delete, str(file.content.name)))
    return locked


@transaction.atomic
def accept(*, by: User, item: ImportItem) -> ImportItem:
    """Import a learner that looks like two people after all: somebody has looked.

    Errors: NotAllowed; ImportRefused if the files do not say what to store.
    """
    require(by, "records.import", item.batch)
    locked = ImportItem.objects.select_for_update().select_related("batch").get(pk=item.pk)
    if locked.batch.state != Import.State.PLANNED or locked.action != ImportItem.Action.PROBLEM:
        raise ImportRefused("This learner is not waiting for a decision.")
    if not locked.documents:
        raise ImportRefused("The files do not say what to store. Correct them and import again.")
    new = locked.learner_id is None
    locked.action = ImportItem.Action.NEW if new else ImportItem.Action.CHANGED
    locked.save(update_fields=["action"])
    record(by, "import.accepted", locked.batch, item=locked.pk)
    return locked


def latest_job(batch: Import) -> Job | None:
    """The job that works on an import, or did last."""
    return (
        Job.objects.filter(
            provider_id=batch.provider_id,
            kind__in=(plan.kind, carry_out.kind),
            arguments__import_id=str(batch.pk),
        )
        .order_by("-made_at")
        .first()
    )


def living_job(batch: Import) -> Job | None:
    """The job that works on an import, or waits to."""
    job = latest_job(batch)
    return job if job and job.state in (Job.State.WAITING, Job.State.RUNNING) else None


def _counts(batch: Import) -> dict[str, Any]:
    return {action.value: batch.items.filter(action=action).count() for action in ImportItem.Action}


def _state_words(batch: Import) -> str:
    return str(batch.get_state_display()).lower()
