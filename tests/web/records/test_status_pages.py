"""The pages of the acts on a record's ILR status."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.audit.models import Event
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.models import Exclusion, Note, Signature, Version
from openilr.web.records.queries import current_document
from tests.web.records.people import document

SignIn = Callable[[Membership], Client]
FORMS = ("sign", "withdraw", "exclude", "note", "erase")
POSTS = ("verify", "include")


def address(name: str, learner: Learner, *more: object) -> str:
    return reverse(f"records:{name}", args=[learner.pk, *more])


def signature_form(**more: object) -> dict[str, object]:
    return {
        "party": "learner",
        "signed_by": "E. Underhill",
        "signed_on": "2026-09-01",
        "version_number": 1,
        "evidence": SimpleUploadedFile("page.pdf", b"%PDF-1.7 page"),
        **more,
    }


@pytest.mark.parametrize("name", FORMS)
def test_a_form_opens(superuser: Membership, sign_in: SignIn, learner: Learner, name: str):
    page = sign_in(superuser).get(address(name, learner))

    assert page.status_code == 200
    assert learner.name in page.content.decode()


@pytest.mark.parametrize("name", [*FORMS, *POSTS])
def test_another_providers_learner_is_not_there(
    superuser: Membership, sign_in: SignIn, foreign: Learner, name: str
):
    assert sign_in(superuser).post(address(name, foreign)).status_code == 404


@pytest.mark.parametrize("name", [*FORMS, *POSTS])
def test_a_reader_is_refused(
    sign_in: SignIn,
    learner: Learner,
    provider: Provider,
    make_member: Callable[..., Membership],
    name: str,
):
    client = sign_in(make_member(provider, Role.AUDITOR))

    assert client.post(address(name, learner)).status_code == 403


@pytest.mark.parametrize("name", POSTS)
def test_an_act_is_not_done_by_following_a_link(
    superuser: Membership, sign_in: SignIn, learner: Learner, name: str
):
    assert sign_in(superuser).get(address(name, learner)).status_code == 405


def test_a_record_is_signed_and_verified_from_its_page(
    superuser: Membership, sign_in: SignIn, learner: Learner
):
    client = sign_in(superuser)
    overview = reverse("learners:overview", args=[learner.pk])
    assert "Signature: learner" in client.get(overview).content.decode()
    assert "QA verify version" not in client.get(overview).content.decode()

    assert client.post(address("sign", learner), signature_form()).status_code == 302
    page = client.get(overview).content.decode()
    assert "QA verify version 1" in page
    assert "Evidence" in page
    client.post(address("verify", learner), {"version_number": "1"})

    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.QA_VERIFIED
    page = client.get(overview).content.decode()
    assert "Version 1 by" in page
    client.post(address("withdraw", learner), {"reason": "Wrong page"})
    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.SIGNED


def test_a_file_that_is_no_evidence_is_refused_under_the_form(
    superuser: Membership, sign_in: SignIn, learner: Learner
):
    bad = SimpleUploadedFile("page.pdf", b"MZ program")

    page = sign_in(superuser).post(address("sign", learner), signature_form(evidence=bad))

    assert page.status_code == 200
    assert "This is not a PDF, PNG, JPEG or Word (.docx) file" in page.content.decode()
    assert not Signature.objects.exists()


def test_evidence_is_downloaded_under_a_name_that_says_nothing(
    mis: Membership, sign_in: SignIn, learner: Learner, foreign: Learner
):
    client = sign_in(mis)
    client.post(address("sign", learner), signature_form())
    signature = Signature.objects.get()

    answer = client.get(address("evidence", learner, signature.pk))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 page"
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{signature.pk}.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert Event.objects.filter(kind="record.evidence_opened").count() == 1
    assert client.get(address("evidence", foreign, signature.pk)).status_code == 404


def test_a_version_that_is_no_longer_the_last_is_not_verified(
    superuser: Membership, mis: Membership, sign_in: SignIn, learner: Learner
):
    client = sign_in(superuser)
    client.post(address("sign", learner), signature_form())
    before = current_document(learner)
    changed = set_field(before, before["id"], "Email", "a@example.org")
    actions.save(by=mis.user, learner=learner, document=changed, base_version=1)

    page = client.post(address("verify", learner), {"version_number": "1"}, follow=True)

    assert "the record is at version 2 by now" in page.content.decode()


def test_a_record_is_kept_out_and_let_in_again(mis: Membership, sign_in: SignIn, learner: Learner):
    client = sign_in(mis)

    client.post(address("exclude", learner), {"reason": "Not funded", "aim": "record"})

    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.EXCLUDED
    overview = client.get(reverse("learners:overview", args=[learner.pk])).content.decode()
    assert "Not funded" in overview
    assert "Include in returns again" in overview
    client.post(address("include", learner))
    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.SIGNATURE_REQUIRED


def test_one_aim_is_kept_out_and_let_in_again(mis: Membership, sign_in: SignIn, learner: Learner):
    client = sign_in(mis)
    aim = learner.aims.first()

    client.post(address("exclude", learner), {"reason": "Twice", "aim": aim.pk.hex})

    assert Exclusion.objects.get().aim == aim.pk.hex
    page = client.get(reverse("learners:overview", args=[learner.pk])).content.decode()
    assert f'name="aim" value="{aim.pk.hex}"' in page
    client.post(address("include", learner), {"aim": aim.pk.hex})
    assert Exclusion.objects.get().ended_by == mis.user


@pytest.mark.parametrize(
    ("name", "form"), [("exclude", {"reason": ""}), ("note", {"text": ""}), ("sign", {})]
)
def test_what_is_not_filled_in_is_said_under_the_field(
    mis: Membership, sign_in: SignIn, learner: Learner, name: str, form: dict[str, str]
):
    page = sign_in(mis).post(address(name, learner), form)

    assert page.status_code == 200
    assert "This field is required." in page.content.decode()


def test_a_note_and_its_export(
    mis: Membership, sign_in: SignIn, learner: Learner, foreign: Learner
):
    client = sign_in(mis)
    client.post(address("note", learner), {"text": "Rang <b>Esme</b>", "year": "2627"})
    note = Note.objects.get()

    page = client.get(reverse("learners:overview", args=[learner.pk])).content.decode()
    assert "Rang &lt;b&gt;Esme&lt;/b&gt;" in page
    answer = client.get(address("note-export", learner, note.pk))

    assert answer.content == bytes(note.export)
    assert learner.family_name not in answer["Content-Disposition"]
    assert Event.objects.filter(kind="record.exported").count() == 1
    assert client.get(address("note-export", foreign, note.pk)).status_code == 404


def test_erasing_asks_for_the_reference(superuser: Membership, sign_in: SignIn, learner: Learner):
    client = sign_in(superuser)

    page = client.post(address("erase", learner), {"reason": "Retention", "reference": "WRONG"})
    assert "not the learner&#x27;s reference" in page.content.decode()
    assert Version.objects.get().document is not None
    client.post(
        address("erase", learner),
        {"reason": "Retention", "reference": learner.learn_ref_number.lower()},
    )

    assert Version.objects.get().document is None
    page = client.get(reverse("learners:overview", args=[learner.pk])).content.decode()
    assert "This record was erased" in page


def test_many_records_are_previewed_and_then_verified(
    qa: Membership, mis: Membership, sign_in: SignIn, learner: Learner, foreign: Learner
):
    other = actions.add_learner(by=mis.user, provider=mis.provider, document=document(2)).learner
    sign_in(mis).post(address("sign", learner), signature_form())
    client, url = sign_in(qa), reverse("records:bulk-verify")
    chosen = {"chosen": [str(one.pk) for one in (learner, other, foreign)]}

    preview = client.post(url, chosen).content.decode()
    assert "QA verify 2 records" in preview
    assert "1 signature required" in preview
    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.SIGNED
    result = client.post(url, {**chosen, "confirm": "yes"}).content.decode()

    assert "1 record verified" in result
    assert "It waits for a signature: learner." in result
    assert foreign.name not in result
    learner.refresh_from_db()
    assert learner.ilr_status == IlrStatus.QA_VERIFIED
    assert client.get(url).status_code == 405
    assert sign_in(mis).post(url, chosen).status_code == 403
    assert "No record is chosen" in client.post(url).content.decode()


def test_no_page_has_a_style_or_script_of_its_own(
    superuser: Membership, sign_in: SignIn, learner: Learner
):
    client = sign_in(superuser)
    for name in (*FORMS, "learner-history", "versions"):
        page = client.get(address(name, learner)).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)
