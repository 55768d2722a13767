"""Notes with their export, the export itself, and erasure that leaves the chain whole."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from openilr.ilr.xml.write import write_message
from openilr.ilr.years import OPEN_YEARS
from openilr.record.document import set_field
from openilr.record.messages import message_of_projections
from openilr.record.projection import to_ilr
from openilr.record.versions import verify
from openilr.web.accounts.models import Membership
from openilr.web.audit.models import Event
from openilr.web.learners.models import Aim, Learner
from openilr.web.records import actions
from openilr.web.records.export import header, learner_xml
from openilr.web.records.models import Change, Finding, Note, Signature, Version
from openilr.web.records.queries import current_document
from openilr.web.records.refusals import RecordErased, WrongState
from openilr.web.records.stored import engine_version
from tests.web.records.people import document

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def learner(mis: Membership) -> Learner:
    return actions.add_learner(by=mis.user, provider=mis.provider, document=document()).learner


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_the_export_is_what_the_writer_of_files_makes(year: str):
    of = header(90000117, year, AT)
    for number in range(40):
        record = document(number)
        record = set_field(record, record["id"], "AddLine1", "1 <Mill> & Lane")
        record = set_field(record, record["id"], "DateOfBirth", "not a day")
        whole = io.BytesIO()
        write_message(message_of_projections([to_ilr(record, year)], year, of), whole)

        assert learner_xml(record, year, of) == whole.getvalue()


def test_a_note_keeps_the_record_of_its_moment(mis: Membership, learner: Learner):
    note = actions.add_note(by=mis.user, learner=learner, text=" Rang the employer. ")
    before = current_document(learner)
    actions.save(
        by=mis.user,
        learner=learner,
        document=set_field(before, before["id"], "FamilyName", "Newname"),
        base_version=1,
    )

    note.refresh_from_db()
    assert (note.text, note.version_number, note.by) == ("Rang the employer.", 1, mis.user)
    assert b"Newname" not in bytes(note.export)
    assert f"<FamilyName>{before['FamilyName']}</FamilyName>".encode() in bytes(note.export)
    assert Event.objects.filter(kind="record.noted").count() == 1


def test_a_note_stays_as_it_was_written(mis: Membership, learner: Learner):
    note = actions.add_note(by=mis.user, learner=learner, text="First")

    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Other")
    with pytest.raises(DatabaseError), transaction.atomic():
        note.delete()


@pytest.mark.parametrize(("text", "year"), [("  ", "2627"), ("A note", "1920")])
def test_a_note_needs_words_and_a_year_that_is_returned(
    mis: Membership, learner: Learner, text: str, year: str
):
    with pytest.raises(WrongState):
        actions.add_note(by=mis.user, learner=learner, text=text, year=year)


def test_a_stored_version_cannot_be_changed_or_deleted(learner: Learner):
    for statement in (
        "UPDATE records_version SET reason = 'other'",
        "UPDATE records_version SET document = '{}'",
        "DELETE FROM records_version",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def _holds(text: str) -> list[str]:
    """The tables in which a text stands anywhere."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT 1 FROM {name} AS t WHERE t::text ILIKE %s", [f"%{text}%"])
            if cursor.fetchone():
                found.append(table)
    return found


def test_erasure_leaves_the_chain_and_nothing_of_the_person(
    mis: Membership,
    superuser: Membership,
    learner: Learner,
    django_capture_on_commit_callbacks: Callable[..., object],
):
    record = set_field(
        current_document(learner), current_document(learner)["id"], "FamilyName", "Zzyx"
    )
    actions.save(by=mis.user, learner=learner, document=record, base_version=1)
    actions.add_note(by=mis.user, learner=learner, text="Zzyx rang")
    signature = actions.sign(
        by=mis.user,
        learner=learner,
        party="learner",
        signed_by="Zzyx",
        signed_on=date(2026, 9, 1),
        version_number=2,
        evidence=SimpleUploadedFile("Zzyx.pdf", b"%PDF-1.7"),
    )
    actions.exclude(by=mis.user, learner=learner, reason="Zzyx has left")
    storage, name = signature.evidence.storage, signature.evidence.name
    assert {"records_note", "records_version", "records_signatureevent"} <= set(_holds("Zzyx"))

    with django_capture_on_commit_callbacks(execute=True):
        count = actions.erase(by=superuser.user, learner=learner, reason="Retention ended")

    assert count == 2
    assert _holds("Zzyx") == []
    assert not storage.exists(name)
    assert not Aim.objects.exists()
    assert not Change.objects.exists()
    assert not Finding.objects.exists()
    rows = list(Version.objects.filter(learner=learner))
    assert [row.document for row in rows] == [None, None]
    assert verify(engine_version(row) for row in rows) == []
    learner.refresh_from_db()
    assert (learner.family_name, learner.uln, learner.archived_at is None) == (
        "Erased",
        None,
        False,
    )
    assert Signature.objects.get().signed_by == "Erased"
    assert Event.objects.get(kind="record.erased").note == "Retention ended"
    with pytest.raises(RecordErased):
        actions.save(by=mis.user, learner=learner, document=record, base_version=2)
    with pytest.raises(WrongState, match="erased before"):
        actions.erase(by=superuser.user, learner=learner, reason="Again")


def test_erasure_needs_a_reason(superuser: Membership, learner: Learner):
    with pytest.raises(WrongState, match="Say why"):
        actions.erase(by=superuser.user, learner=learner, reason="")
