"""Keeping a record, or one aim of it, out of returns for a reason; and taking it in again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openilr.record.document import rows_below
from openilr.record.fields import AIM, ID
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Aim, Learner
from openilr.web.records.facts import current_row, lock
from openilr.web.records.models import Exclusion
from openilr.web.records.refusals import WrongState
from openilr.web.records.saving import mark_peers
from openilr.web.records.staleness import reassess


@transaction.atomic
def exclude(*, by: User, learner: Learner, reason: str, aim: str = "") -> Exclusion:
    """Keep a record, or one aim by its row's id, out of every return until it is included again.

    Errors: WrongState without a reason, if it is out already, or if the record has no such aim;
        NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.exclude", learner)
    if not reason.strip():
        raise WrongState("Say why it is kept out of returns.")
    aims = {str(row[ID]) for row in rows_below(current_row(learner).document or {}, AIM)}
    if aim and aim not in aims:
        raise WrongState("The record has no such aim. Open the record again.")
    if _open(learner, aim) is not None:
        raise WrongState(f"{_thing(aim)} is excluded already.")
    exclusion = Exclusion.objects.create(learner=learner, aim=aim, reason=reason.strip(), by=by)
    record(by, "record.excluded", learner, aim=aim)
    _after(learner, aim, excluded=True)
    return exclusion


@transaction.atomic
def include(*, by: User, learner: Learner, aim: str = "") -> None:
    """Take a record, or one aim of it, into returns again.

    Errors: WrongState if it is not excluded; NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.exclude", learner)
    found = _open(learner, aim)
    if found is None:
        raise WrongState(f"{_thing(aim)} is not excluded.")
    found.ended_at, found.ended_by = timezone.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    record(by, "record.included", learner, aim=aim)
    _after(learner, aim, excluded=False)


def _open(learner: Learner, aim: str) -> Exclusion | None:
    return Exclusion.objects.filter(learner=learner, aim=aim, ended_at__isnull=True).first()


def _thing(aim: str) -> str:
    return "This aim" if aim else "This record"


def _after(learner: Learner, aim: str, *, excluded: bool) -> None:
    """The status and the checks follow: what is out of a return is not judged for it."""
    if aim:
        Aim.objects.filter(pk=UUID(aim), learner=learner).update(excluded=excluded)
    reassess([learner.pk])
    mark_peers([learner])
