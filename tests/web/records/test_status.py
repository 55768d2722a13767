"""The facts of the ILR status: every move of the workflow, who may make it, and what it leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.accounts.roles import Role
from openilr.web.audit.models import Event
from openilr.web.learners.models import Aim, IlrStatus, Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.models import Assessment, Exclusion, Finding, Signature, Verification
from openilr.web.records.queries import current_document
from openilr.web.records.refusals import WrongState
from openilr.web.records.uploads import UploadRefused
from openilr.web.trackers.models import Tracker
from tests.web.records.people import document, ids_of

MakeMember = Callable[..., Membership]
SCAN = b"%PDF-1.7 a signed page"


def evidence(content: bytes = SCAN, name: str = "esme underhill.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(by: Membership, **values: object) -> Learner:
    made = document(0, **values)
    made = {name: value for name, value in made.items() if value is not None}
    return actions.add_learner(by=by.user, provider=by.provider, document=made).learner


def sign(by: Membership, learner: Learner, **more: object) -> Signature:
    given = {
        "party": "learner",
        "signed_by": "E. Underhill",
        "signed_on": date(2026, 9, 1),
        "version_number": Learner.objects.get(pk=learner.pk).version_number,
        "evidence": evidence(),
        **more,
    }
    return actions.sign(by=by.user, learner=learner, **given)


def edit(by: Membership, learner: Learner, **values: object) -> Learner:
    learner = Learner.objects.get(pk=learner.pk)
    wanted = current_document(learner)
    for name, value in values.items():
        wanted = set_field(wanted, wanted["id"], name, value)
    return actions.save(
        by=by.user, learner=learner, document=wanted, base_version=learner.version_number
    ).learner


def status(learner: Learner) -> IlrStatus:
    return IlrStatus(Learner.objects.get(pk=learner.pk).ilr_status)


def verify(qa: Membership, learner: Learner) -> None:
    number = Learner.objects.get(pk=learner.pk).version_number
    actions.verify(by=qa.user, learner=learner, version_number=number)


@pytest.fixture
def learner(mis: Membership) -> Learner:
    return add(mis)


@pytest.fixture
def verified(mis: Membership, qa: Membership, learner: Learner) -> Learner:
    sign(mis, learner)
    verify(qa, learner)
    return learner


# ------------------------------------------------------------------------------------ the workflow


def test_what_is_missing_is_filled_in(mis: Membership):
    learner = add(mis, Sex=None)
    assert status(learner) == IlrStatus.UNKNOWN

    edit(mis, learner, Sex="F")

    assert status(learner) == IlrStatus.SIGNATURE_REQUIRED


def test_a_signature_and_qas_word_make_a_record_verified(
    mis: Membership, qa: Membership, learner: Learner
):
    assert status(learner) == IlrStatus.SIGNATURE_REQUIRED
    signature = sign(mis, learner)
    assert status(learner) == IlrStatus.SIGNED
    verify(qa, learner)
    assert status(learner) == IlrStatus.QA_VERIFIED
    assert signature.evidence_name == "esme underhill.pdf"
    assert "underhill" not in signature.evidence.name
    assert signature.evidence.read() == SCAN
    kinds = ["record.added", "record.signed", "record.verified"]
    assert sorted(Event.objects.values_list("kind", flat=True)) == kinds


def test_a_change_to_a_verified_record_waits_for_qa(
    mis: Membership, qa: Membership, verified: Learner
):
    edit(mis, verified, Email="a@example.org")

    assert status(verified) == IlrStatus.PENDING
    tracker = Tracker.objects.get()
    assert (tracker.version_number, tracker.raised_by) == (2, mis.user)
    edit(mis, verified, Email="b@example.org")
    assert Tracker.objects.count() == 1

    with pytest.raises(WrongState, match="version 2, and the record is at version 3"):
        actions.close_tracker(by=qa.user, tracker=tracker, version_number=2)
    closed = actions.close_tracker(by=qa.user, tracker=tracker, version_number=3, note="Fine")
    assert (closed.state, closed.closed_by, closed.closing_note) == ("closed", qa.user, "Fine")
    assert status(verified) == IlrStatus.QA_VERIFIED
    with pytest.raises(WrongState, match="closed already"):
        actions.close_tracker(by=qa.user, tracker=tracker, version_number=3)


def test_a_change_of_what_no_return_collects_leaves_a_verified_record_alone(
    mis: Membership, verified: Learner
):
    wanted = current_document(Learner.objects.get(pk=verified.pk))
    aim = ids_of(wanted, "LearningDelivery")[0]
    # OTJActhours was collected up to 2024-25, in that spelling.
    wanted = set_field(wanted, aim, "OTJActhours", 120)

    actions.save(by=mis.user, learner=verified, document=wanted, base_version=1)

    assert status(verified) == IlrStatus.QA_VERIFIED
    assert not Tracker.objects.exists()


def test_a_change_of_name_asks_for_a_new_signature_and_then_for_qa(
    mis: Membership, qa: Membership, verified: Learner
):
    edit(mis, verified, FamilyName="Newname")

    assert status(verified) == IlrStatus.SIGNATURE_REQUIRED
    assert Signature.objects.get().void_at is not None
    with pytest.raises(WrongState, match="signed as it stands now"):
        sign(mis, verified, version_number=1)
    sign(mis, verified)
    assert status(verified) == IlrStatus.PENDING
    actions.close_tracker(by=qa.user, tracker=Tracker.objects.get(), version_number=2)
    assert status(verified) == IlrStatus.QA_VERIFIED


def test_verifying_a_pending_record_closes_its_trackers(
    mis: Membership, qa: Membership, verified: Learner
):
    edit(mis, verified, Email="a@example.org")

    verify(qa, verified)

    assert status(verified) == IlrStatus.QA_VERIFIED
    assert Tracker.objects.get().state == Tracker.State.CLOSED


def test_a_pending_record_that_lacks_something_cannot_be_verified(
    mis: Membership, qa: Membership, verified: Learner
):
    edit(mis, verified, Sex=None)

    with pytest.raises(WrongState, match="lacks: Sex"):
        verify(qa, verified)
    with pytest.raises(WrongState, match="lacks: Sex"):
        actions.close_tracker(by=qa.user, tracker=Tracker.objects.get(), version_number=2)
    assert status(verified) == IlrStatus.PENDING


def test_qa_takes_its_word_back(mis: Membership, qa: Membership, verified: Learner):
    edit(mis, verified, Email="a@example.org")

    actions.withdraw(by=qa.user, learner=verified, reason="Wrong file")

    assert status(verified) == IlrStatus.SIGNED
    assert Verification.objects.get().withdrawn_reason == "Wrong file"
    assert Tracker.objects.get().state == Tracker.State.CLOSED
    with pytest.raises(WrongState, match="nothing to withdraw"):
        actions.withdraw(by=qa.user, learner=verified, reason="Again")


def test_a_withdrawal_needs_a_reason(qa: Membership, verified: Learner):
    with pytest.raises(WrongState, match="Say why"):
        actions.withdraw(by=qa.user, learner=verified, reason=" ")


@pytest.mark.parametrize("before", [IlrStatus.SIGNATURE_REQUIRED, IlrStatus.QA_VERIFIED])
def test_an_excluded_record_comes_back_to_where_it_was(
    mis: Membership, qa: Membership, learner: Learner, before: IlrStatus
):
    if before == IlrStatus.QA_VERIFIED:
        sign(mis, learner)
        verify(qa, learner)

    actions.exclude(by=mis.user, learner=learner, reason="Not funded")

    assert status(learner) == IlrStatus.EXCLUDED
    assert not Assessment.objects.get().included
    with pytest.raises(WrongState, match="excluded already"):
        actions.exclude(by=mis.user, learner=learner, reason="Twice")
    actions.include(by=mis.user, learner=learner)
    assert status(learner) == before
    assert Assessment.objects.get().included
    with pytest.raises(WrongState, match="not excluded"):
        actions.include(by=mis.user, learner=learner)


def test_one_aim_is_kept_out_and_let_in(mis: Membership, learner: Learner):
    aim = Aim.objects.first()

    actions.exclude(by=mis.user, learner=learner, reason="Duplicate", aim=aim.pk.hex)

    aim.refresh_from_db()
    assert aim.excluded
    assert not Assessment.objects.get().reasons[aim.pk.hex]["in"]
    assert status(learner) == IlrStatus.SIGNATURE_REQUIRED
    edit(mis, learner, Email="a@example.org")
    aim.refresh_from_db()
    assert aim.excluded
    actions.include(by=mis.user, learner=learner, aim=aim.pk.hex)
    aim.refresh_from_db()
    assert not aim.excluded
    with pytest.raises(WrongState, match="no such aim"):
        actions.exclude(by=mis.user, learner=learner, reason="Other", aim="0" * 32)


def test_an_exclusion_needs_a_reason(mis: Membership, learner: Learner):
    with pytest.raises(WrongState, match="Say why"):
        actions.exclude(by=mis.user, learner=learner, reason="")
    assert not Exclusion.objects.exists()


def test_a_programme_that_ended_in_a_closed_year_is_completed(
    mis: Membership, qa: Membership, verified: Learner
):
    learner = Learner.objects.get(pk=verified.pk)
    wanted = current_document(learner)
    for aim in ids_of(wanted, "LearningDelivery"):
        for name, value in (("LearnActEndDate", "2025-06-30"), ("CompStatus", 2), ("Outcome", 1)):
            wanted = set_field(wanted, aim, name, value)
    actions.save(by=mis.user, learner=learner, document=wanted, base_version=1)

    verify(qa, verified)

    assert status(verified) == IlrStatus.COMPLETED


# ------------------------------------------------------------------------- what cannot be verified


def test_what_cannot_be_verified_is_refused_with_the_reason(mis: Membership, qa: Membership):
    learner = add(mis, Sex=None)
    with pytest.raises(WrongState, match="lacks: Sex"):
        verify(qa, learner)
    edit(mis, learner, Sex="F")
    with pytest.raises(WrongState, match="waits for a signature: learner"):
        verify(qa, learner)
    with pytest.raises(WrongState, match="You looked at version 1"):
        actions.verify(by=qa.user, learner=learner, version_number=1)
    sign(mis, learner)
    verify(qa, learner)
    with pytest.raises(WrongState, match="verified already"):
        verify(qa, learner)
    actions.exclude(by=mis.user, learner=learner, reason="Not funded")
    with pytest.raises(WrongState, match="excluded from returns"):
        verify(qa, learner)


def test_many_are_verified_at_once_and_the_rest_is_refused_with_reasons(
    mis: Membership, qa: Membership, other_provider: Provider, make_member: MakeMember
):
    ready = []
    for number in range(3):
        made = document(number)
        one = actions.add_learner(by=mis.user, provider=mis.provider, document=made).learner
        sign(mis, one)
        ready.append(one)
    unsigned = actions.add_learner(by=mis.user, provider=mis.provider, document=document(3)).learner
    theirs = make_member(other_provider, Role.MIS)
    foreign = actions.add_learner(
        by=theirs.user, provider=other_provider, document=document(4)
    ).learner
    sign(theirs, foreign)

    result = actions.bulk_verify(
        by=qa.user,
        membership=qa,
        learner_ids=[one.pk for one in (*ready, unsigned, foreign)],
    )

    assert result.done == 3
    assert [(one.pk, why) for one, why in result.refused] == [
        (unsigned.pk, "It waits for a signature: learner.")
    ]
    assert {status(one) for one in ready} == {IlrStatus.QA_VERIFIED}
    assert status(foreign) == IlrStatus.SIGNED
    event = Event.objects.get(kind="records.verified")
    assert event.data["learners"] == {str(one.pk): 1 for one in ready}


# ------------------------------------------------------------------------------------- who may what


def test_roles_without_the_permission_are_refused(
    learner: Learner, mis: Membership, make_member: MakeMember, provider: Provider
):
    auditor = make_member(provider, Role.AUDITOR)
    acts = [
        lambda by: sign(by, learner),
        lambda by: actions.verify(by=by.user, learner=learner, version_number=1),
        lambda by: actions.withdraw(by=by.user, learner=learner, reason="x"),
        lambda by: actions.exclude(by=by.user, learner=learner, reason="x"),
        lambda by: actions.include(by=by.user, learner=learner),
        lambda by: actions.add_note(by=by.user, learner=learner, text="x"),
        lambda by: actions.erase(by=by.user, learner=learner, reason="x"),
        lambda by: actions.bulk_verify(by=by.user, membership=by, learner_ids=[learner.pk]),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(auditor)
    with pytest.raises(NotAllowed):
        verify(mis, learner)


# ----------------------------------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ a program", "signed.pdf"),
        (b"", "empty.pdf"),
        (b"<html><script>", "signed.png"),
        (b"PK\x03\x04 not a zip", "signed.docx"),
    ],
)
def test_what_is_no_document_is_no_evidence(
    mis: Membership, learner: Learner, content: bytes, name: str
):
    with pytest.raises(UploadRefused, match="not a PDF"):
        sign(mis, learner, evidence=evidence(content, name))
    assert not Signature.objects.exists()


def test_evidence_has_a_limit(mis: Membership, learner: Learner):
    with pytest.raises(UploadRefused, match="10.0 MB; at most 10 MB"):
        sign(mis, learner, evidence=evidence(SCAN + bytes(10_000_000)))


def test_a_signature_of_tomorrow_or_of_no_version_is_refused(mis: Membership, learner: Learner):
    with pytest.raises(WrongState, match="to come"):
        sign(mis, learner, signed_on=date(2199, 1, 1))
    with pytest.raises(WrongState, match="no version 9"):
        sign(mis, learner, version_number=9)


def test_findings_of_an_excluded_record_are_gone(mis: Membership):
    learner = add(mis, Sex="Q")
    assert Finding.objects.exists()

    actions.exclude(by=mis.user, learner=learner, reason="Not funded")

    assert not Finding.objects.exists()
    assert Learner.objects.get().error_count == 0
