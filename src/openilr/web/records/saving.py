"""What follows from a new version of a record, in the transaction that stores it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from openilr.ilr.calendar import open_years
from openilr.record.differences import Change
from openilr.record.document import Document, decode
from openilr.record.status import is_reportable, needs_new_signature
from openilr.web.accounts.models import User
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.records import assessing, models, read_model, results, status
from openilr.web.records.bulk import update_rows
from openilr.web.records.checking import check_peers, check_soon, report_fault
from openilr.web.records.naming import Names
from openilr.web.records.staleness import mark_stale
from openilr.web.trackers.models import Tracker
from openilr.web.ui.shell import today


@dataclass(frozen=True)
class Written:
    """A learner with the version that stands now, and what the new versions changed."""

    learner: Learner
    document: Document
    version_number: int
    changes: Sequence[Change]
    former_uln: int | None


def settle(written: Written, *, by: User | None) -> None:
    """Bring everything that hangs on one record up to its new version, checks included."""
    learner = written.learner
    typed = {learner.pk: decode(written.document)}
    on = assessing.basis()
    facts = _follow([written], typed, on, by=by)
    peers = assessing.peers_of([learner]).get(learner.pk, [])
    try:
        said = assessing.look(
            written.document,
            on,
            ukprn=learner.provider.ukprn,
            peers=peers,
            excluded=facts[learner.pk].kept_out,
        )
    except Exception as fault:  # noqa: BLE001 - a fault of a check must not lose what was typed
        _not_checked(learner)
        report_fault(learner.pk, fault)
    else:
        checked = results.Checked(learner, written.version_number, said)
        results.store([checked], on, timezone.now())
        models.Stale.objects.filter(learner=learner).delete()
    status.fill([learner], typed, facts)
    learner.save()
    if written.former_uln in (None, learner.uln):
        _mark([peer.learner for peer in peers])
    else:
        mark_peers([learner], [written.former_uln])


def settle_many(written: Sequence[Written], *, by: User | None) -> None:
    """The same for many records of one provider, but for the checks: they are marked for it."""
    typed = {one.learner.pk: decode(one.document) for one in written}
    facts = _follow(written, typed, assessing.basis(), by=by)
    learners = [one.learner for one in written]
    status.fill(learners, typed, facts)
    for learner in learners:
        _not_checked(learner)
    columns = (
        *read_model.LEARNER_COLUMNS, *results.CHECKED_COLUMNS, "ilr_status", "version_number",
        "changed_at",
    )  # fmt: skip
    update_rows(learners, columns)
    mark_stale([learner.pk for learner in learners], "new version")
    check_soon(learners[0].provider_id)
    mark_peers(learners, [one.former_uln for one in written])


def _follow(
    written: Sequence[Written],
    typed: Mapping[UUID, Mapping[str, Any]],
    on: assessing.Basis,
    *,
    by: User | None,
) -> dict[UUID, status.StoredFacts]:
    """Write the columns and what a change asks of people; gives the facts of the status then."""
    facts = status.stored_facts(typed)
    _columns(written, typed, facts, on)
    for one in written:
        facts[one.learner.pk] = _ask(one, facts[one.learner.pk], by=by)
    return facts


def _columns(
    written: Sequence[Written],
    typed: Mapping[UUID, Mapping[str, Any]],
    facts: Mapping[UUID, status.StoredFacts],
    on: assessing.Basis,
) -> None:
    """Write the aims' rows and fill the learners' columns."""
    names = Names(written[0].learner.provider_id, on.tables)
    if len(written) > 1:
        names.remember_all()
    else:
        names.remember_of(written[0].learner)
    day = today()
    aims = []
    for one in written:
        learner = one.learner
        read_model.fill_learner(learner, typed[learner.pk], names, day)
        learner.version_number = one.version_number
        learner.changed_at = timezone.now()
        aims += read_model.aims_of(
            learner, typed[learner.pk], names, facts[learner.pk].excluded_aims
        )
    read_model.store_aims(aims, [one.learner.pk for one in written])


def _not_checked(learner: Learner) -> None:
    learner.error_count = learner.warning_count = 0
    learner.money_at_risk = 0
    learner.checked_as_at = None
    learner.checked_with = ""


def _ask(written: Written, facts: status.StoredFacts, *, by: User | None) -> status.StoredFacts:
    """Ask for new signatures where a change touches what was signed, and tell QA of a change to a
    verified record; one tracker is enough until it is closed.
    """
    learner = written.learner
    if facts.signatures and needs_new_signature(written.changes):
        models.Signature.objects.filter(learner=learner, void_at__isnull=True).update(
            void_at=timezone.now()
        )
        record(by, "record.signatures_void", learner, version=written.version_number)
        facts = replace(facts, signatures=())
    unknown_to_qa = facts.verified_version is not None and not facts.tracker_versions
    if unknown_to_qa and is_reportable(written.changes, open_years(timezone.now())):
        tracker = Tracker.objects.create(
            provider_id=learner.provider_id,
            learner=learner,
            kind=Tracker.Kind.ILR,
            version_number=written.version_number,
            raised_by=by,
        )
        record(by, "tracker.raised", tracker, version=written.version_number)
        facts = replace(facts, tracker_versions=(written.version_number,))
    return facts


def mark_peers(learners: Sequence[Learner], former_ulns: Iterable[int | None] = ()) -> None:
    """Have the learners checked again that share, or shared, their ULN with one of these, which
    are all of one provider.
    """
    ids = {one.pk for one in learners}
    numbers = {*former_ulns, *(one.uln for one in learners)} - {None, assessing.TEMPORARY_ULN}
    same = Q(provider_id=learners[0].provider_id, uln__in=numbers)
    _mark(list(Learner.objects.filter(same).exclude(pk__in=ids).values_list("pk", flat=True)))


def _mark(peers: Sequence[UUID]) -> None:
    if peers:
        mark_stale(peers, "another learner's ULN")
        # Each in a transaction of its own: two saves that lock each other's peers would wait for
        # ever. What cannot be done now is done by the job, from the mark.
        transaction.on_commit(partial(check_peers, peers))
