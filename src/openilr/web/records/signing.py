"""Recording a signature: a fact that happened outside, with its evidence."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from openilr.record.status import SIGNED_FIELDS
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.records.facts import lock, restate
from openilr.web.records.models import Change, Signature
from openilr.web.records.refusals import WrongState
from openilr.web.records.uploads import look_at
from openilr.web.ui.shell import today


@transaction.atomic
def sign(
    *,
    by: User,
    learner: Learner,
    party: str,
    signed_by: str,
    signed_on: date,
    version_number: int,
    evidence: UploadedFile | None = None,
) -> Signature:
    """Record that somebody signed a version of the record on a day.

    Errors: WrongState if there is no such version, the day is to come, or what is signed changed
        after that version; uploads.UploadRefused; NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.sign", learner)
    if not 0 < version_number <= learner.version_number:
        raise WrongState(f"There is no version {version_number} of this record to sign.")
    if signed_on > today():
        raise WrongState("The day of the signature is to come. Enter the day it was signed.")
    later = Change.objects.filter(learner=learner, version__number__gt=version_number)
    fields = [field for _, field in SIGNED_FIELDS]
    if later.filter(entity="Learner", field__in=fields).exists():
        raise WrongState(
            "A name or the National Insurance number changed after this version. Have the record"
            " signed as it stands now."
        )
    kept = look_at(evidence, evidence.name or "", evidence.size or 0) if evidence else None
    signature = Signature(
        learner=learner,
        version_number=version_number,
        party=Signature.Party(party).value,
        signed_by=signed_by,
        signed_on=signed_on,
        recorded_by=by,
        evidence_name=kept.name if kept else "",
        evidence_hash=kept.sha256 if kept else "",
    )
    if evidence:
        signature.evidence.save(evidence.name or "", evidence, save=False)
    try:
        signature.save()
        restate(learner)
        record(by, "record.signed", learner, party=signature.party, version=version_number)
    except Exception:
        # The file lies outside the transaction: what is not recorded is not kept.
        if evidence:
            signature.evidence.delete(save=False)
        raise
    return signature
