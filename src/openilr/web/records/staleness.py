"""Records whose check is out of date: which they are, and checking them again.

A check goes stale by the day (rules look at dates), by another open return, by other reference data
or rules, and by another learner (the same ULN).
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from openilr.record.document import Document, decode
from openilr.web.learners.models import Learner
from openilr.web.records import assessing, models, read_model, results, status
from openilr.web.records.bulk import update_rows
from openilr.web.ui.shell import today

REASSESSED_COLUMNS = (*results.CHECKED_COLUMNS, "ilr_status", "programme_status")


def mark_stale(learner_ids: Iterable[UUID], reason: str) -> None:
    """Remember that records have to be checked again."""
    models.Stale.objects.bulk_create(
        [models.Stale(learner_id=pk, reason=reason) for pk in sorted(learner_ids)],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["learner"],
        update_fields=["reason", "at"],
    )


def stale_learners(on: assessing.Basis | None = None) -> QuerySet[Learner]:
    """The learners whose check is out of date; those who were archived are left alone."""
    on = on or assessing.basis()
    marked = Q(stale__isnull=False) | Q(checked_as_at__isnull=True)
    outdated = ~Q(checked_as_at=on.as_at) | ~Q(checked_with=on.fingerprint)
    return Learner.objects.filter(
        marked | outdated, archived_at__isnull=True, version_number__gt=0
    ).order_by("provider_id", "pk")


@transaction.atomic
def reassess(learner_ids: Sequence[UUID], *, wait: bool = True) -> int:
    """Check records again as at today and store what is said; gives how many were done.

    They are locked while it lasts; without `wait` those that somebody is saving are left. All of
    one provider, or of several.
    """
    locked = (
        Learner.objects.select_for_update(of=("self",), no_key=True, skip_locked=not wait)
        .select_related("provider")
        .filter(pk__in=list(learner_ids), version_number__gt=0)
        .order_by("pk")
    )
    by_provider: dict[int, list[Learner]] = {}
    for learner in locked:
        by_provider.setdefault(learner.provider_id, []).append(learner)
    for learners in by_provider.values():
        _reassess(learners)
    return sum(map(len, by_provider.values()))


def _reassess(learners: Sequence[Learner]) -> None:
    on = assessing.basis()
    ids = [learner.pk for learner in learners]
    documents = current_documents(ids)
    facts = status.stored_facts(ids)
    peers = assessing.peers_of(learners)
    known = [learner for learner in learners if learner.pk in documents]
    typed = {learner.pk: decode(documents[learner.pk]) for learner in known}
    checked = [
        results.Checked(
            learner,
            learner.version_number,
            assessing.look(
                documents[learner.pk],
                on,
                ukprn=learner.provider.ukprn,
                peers=peers.get(learner.pk, ()),
                excluded=facts[learner.pk].kept_out,
            ),
        )
        for learner in known
    ]
    results.store(checked, on, timezone.now())
    status.fill(known, typed, facts)
    day = today()
    for learner in known:
        aims = typed[learner.pk].get("LearningDelivery") or ()
        learner.programme_status = read_model.programme_status(aims, day)
    update_rows(known, REASSESSED_COLUMNS)
    models.Stale.objects.filter(learner__in=ids).delete()


def current_documents(learner_ids: Iterable[UUID]) -> dict[UUID, Document]:
    """The record of each of these learners as it stands; those that were erased are not in it."""
    rows = models.Version.objects.filter(
        learner__in=list(learner_ids),
        number=F("learner__version_number"),
        document__isnull=False,
    )
    return {row[0]: row[1] or {} for row in rows.order_by().values_list("learner_id", "document")}
