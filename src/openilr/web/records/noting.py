"""ILR notes: what somebody wrote about a record, with the record of that moment as ILR XML."""

from django.db import transaction
from django.utils import timezone

from openilr.ilr.years import OPEN_YEARS
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.records.export import header, learner_xml
from openilr.web.records.facts import current_row, lock
from openilr.web.records.models import Note
from openilr.web.records.refusals import WrongState
from openilr.web.ui.shell import LONDON


@transaction.atomic
def add_note(*, by: User, learner: Learner, text: str, year: str = OPEN_YEARS[-1]) -> Note:
    """Store a note and an export of the record as it stands, in the form of a year's ILR.

    Errors: WrongState if the note is blank or the year is none that is returned; RecordErased;
        ilr's OutputRefused if the record holds what XML cannot hold; NotAllowed.
    """
    learner = lock(learner)
    require(by, "records.note", learner)
    if not text.strip():
        raise WrongState("Write the note first.")
    if year not in OPEN_YEARS:
        raise WrongState(f"An export is made for {' or '.join(OPEN_YEARS)}.")
    document = current_row(learner).document or {}
    of = header(learner.provider.ukprn, year, timezone.now().astimezone(LONDON))
    note = Note.objects.create(
        learner=learner,
        text=text.strip(),
        version_number=learner.version_number,
        year=year,
        export=learner_xml(document, year, of),
        by=by,
    )
    record(by, "record.noted", learner, version=learner.version_number, note_id=note.pk)
    return note
