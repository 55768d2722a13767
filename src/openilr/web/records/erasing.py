"""Erasing what is known of a person, while the chain of versions stays whole."""

from functools import partial
from typing import Any

import pgtrigger
from django.db import transaction
from django.utils import timezone
from pghistory.models import Event

from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import IlrStatus, Learner, ProgrammeStatus
from openilr.web.records import models
from openilr.web.records.facts import lock
from openilr.web.records.refusals import WrongState
from openilr.web.trackers.models import Tracker

ERASED = "Erased"


@transaction.atomic
def erase(*, by: User, learner: Learner, reason: str) -> int:
    """Take away everything that the record, its notes, evidence and import plans say of a person;
    gives the number of versions erased.

    What stays: that there were versions, their hashes, who made them, when and with what reason;
    the ids of the rows; and the events of the audit, which name no person.
    Errors: WrongState without a reason, or if it was erased before; NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.erase", learner)
    if not reason.strip():
        raise WrongState("Say why the record is erased, such as the end of its retention.")
    count = models.Version.objects.filter(learner=learner, erased_at__isnull=True).update(
        document=None, changes=None, erased_at=timezone.now()
    )
    if not count:
        raise WrongState("This record was erased before.")
    for model in (models.Change, models.Assessment, models.Earning, models.Stale):
        model._default_manager.filter(learner=learner).delete()
    learner.aims.all().delete()
    with pgtrigger.ignore("records.Note:note_is_never_changed"):
        models.Note.objects.filter(learner=learner).delete()
    _erase_signatures(learner)
    _erase_words(learner)
    models.ImportItem.objects.filter(learner=learner).update(
        name="", documents=[], changes=[], warnings=[]
    )
    _erase_columns(learner)
    record(by, "record.erased", learner, note=reason.strip(), versions=count)
    return count


def _erase_signatures(learner: Learner) -> None:
    for signature in models.Signature.objects.filter(learner=learner).exclude(evidence=""):
        evidence = signature.evidence
        transaction.on_commit(partial(evidence.storage.delete, str(evidence.name)))
    gone = {"signed_by": ERASED, "evidence": "", "evidence_name": ""}
    models.Signature.objects.filter(learner=learner).update(**gone)
    _history(models.Signature).filter(learner=learner).update(**gone)


def _erase_words(learner: Learner) -> None:
    """What people wrote freely may name the person: it goes, in the rows and in their history."""
    for model, field, word in (
        (models.Exclusion, "reason", ERASED),
        (models.Verification, "withdrawn_reason", ""),
        (Tracker, "closing_note", ""),
    ):
        model.objects.filter(learner=learner).update(**{field: word})
        _history(model).filter(learner=learner).update(**{field: word})


def _history(model: type) -> Any:
    """The rows that pghistory's triggers keep of a table."""
    return next(
        one for one in Event.__subclasses__() if one.pgh_tracked_model is model
    )._default_manager


def _erase_columns(learner: Learner) -> None:
    learner.learn_ref_number = f"E{learner.pk.hex[:11]}".upper()
    learner.uln = learner.date_of_birth = None
    learner.family_name = ERASED
    learner.given_names = learner.search_text = ""
    learner.employer = learner.programme = learner.tutor = None
    learner.programme_status = ProgrammeStatus.NONE
    learner.start_date = learner.planned_end_date = learner.actual_end_date = None
    learner.ilr_status = IlrStatus.UNKNOWN
    learner.error_count = learner.warning_count = 0
    learner.money_at_risk = 0
    learner.checked_as_at = None
    learner.archived_at = learner.archived_at or timezone.now()
    learner.save()
