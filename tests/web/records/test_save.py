"""Saving a record: versions, history, read model, checks, and two people at once."""

from collections.abc import Callable

import pytest

from openilr.record.document import Document, add_row, remove_row, set_field
from openilr.record.versions import verify
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.accounts.roles import Role
from openilr.web.audit.models import Event
from openilr.web.learners.models import Aim, Learner, ProgrammeStatus
from openilr.web.programmes.models import Programme
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.models import Assessment, Change, Finding, Stale, Version
from openilr.web.records.queries import current_document
from openilr.web.records.refusals import (
    DocumentRefused,
    EditConflict,
    ReferenceRefused,
    WrongState,
)
from openilr.web.records.stored import engine_version
from tests.web.records.people import document, ids_of

MakeMember = Callable[..., Membership]


@pytest.fixture
def learner(mis: Membership) -> Learner:
    return actions.add_learner(by=mis.user, provider=mis.provider, document=document()).learner


def save(by: Membership, learner: Learner, wanted: Document, **more: object) -> actions.Saved:
    base = more.pop("base_version", learner.version_number)
    return actions.save(by=by.user, learner=learner, document=wanted, base_version=base, **more)


def test_a_new_learner_has_a_first_version_columns_and_a_check(mis: Membership):
    made = document()

    saved = actions.add_learner(
        by=mis.user, provider=mis.provider, document=made, reason="Enrolled"
    )

    learner = Learner.objects.get(pk=saved.learner.pk)
    assert (learner.version_number, learner.family_name) == (1, made["FamilyName"])
    assert learner.uln == made["ULN"]
    assert learner.checked_as_at is not None
    assert learner.programme_status != ProgrammeStatus.NONE
    assert learner.programme is not None
    assert learner.programme == Programme.objects.get()
    assert {aim.id.hex for aim in Aim.objects.all()} == set(ids_of(made, "LearningDelivery"))
    version = Version.objects.get()
    assert (version.number, version.reason, version.made_by) == (1, "Enrolled", mis.user)
    assert version.document == made
    assert Change.objects.values_list("kind", "entity", "field").get() == ("added", "Learner", "")
    assert Assessment.objects.filter(learner=learner, version_number=1).exists()
    assert Event.objects.get(kind="record.added").subject_id == str(learner.pk)


def test_a_save_makes_the_next_version_and_says_what_changed(mis: Membership, learner: Learner):
    before = current_document(learner)

    saved = save(
        mis, learner, set_field(before, before["id"], "FamilyName", "Newly"), reason="Deed"
    )

    assert saved.number == 2
    learner.refresh_from_db()
    assert (learner.family_name, learner.version_number) == ("Newly", 2)
    assert "newly" in learner.search_text
    change = Change.objects.get(version=saved.version)
    assert (change.field, change.old, change.new) == ("FamilyName", before["FamilyName"], "Newly")
    assert verify(engine_version(row) for row in learner.versions.all()) == []
    assert Event.objects.get(kind="record.saved").data["version"] == 2


def test_a_save_without_a_difference_makes_no_version(mis: Membership, learner: Learner):
    saved = save(mis, learner, current_document(learner))

    assert saved.version is None
    assert Version.objects.count() == 1


def test_a_finding_never_stands_in_the_way_of_a_save_and_keeps_its_day(
    mis: Membership, learner: Learner
):
    before = current_document(learner)
    wrong = set_field(before, before["id"], "Sex", "Q")

    save(mis, learner, wrong)

    learner.refresh_from_db()
    found = Finding.objects.filter(learner=learner, fields__0__name="Sex")
    assert learner.error_count > 0
    assert found.exists()
    found.update(since="2026-09-01")
    save(mis, learner, set_field(wrong, before["id"], "Email", "esme@example.org"))
    assert str(Finding.objects.filter(fields__0__name="Sex").first().since) == "2026-09-01"
    learner.refresh_from_db()
    save(mis, learner, set_field(current_document(learner), before["id"], "Sex", before["Sex"]))
    assert not Finding.objects.filter(fields__0__name="Sex").exists()
    assert not Finding.objects.exclude(assessment__version_number=4).exists()


def test_aims_follow_the_record(mis: Membership, learner: Learner):
    before = current_document(learner)
    first = ids_of(before, "LearningDelivery")[-1]
    without = remove_row(before, first)
    more, added = add_row(without, before["id"], "LearningDelivery", {"LearnAimRef": "60313452"})

    save(mis, learner, more)

    assert {aim.id.hex for aim in Aim.objects.all()} == set(ids_of(more, "LearningDelivery"))
    assert Aim.objects.get(pk=added).learn_aim_ref == "60313452"


def test_two_people_edit_different_fields_and_both_edits_stand(
    mis: Membership, qa: Membership, learner: Learner
):
    before = current_document(learner)
    save(mis, learner, set_field(before, before["id"], "Email", "a@example.org"))

    saved = save(
        qa, learner, set_field(before, before["id"], "TelNo", "0000000000"), base_version=1
    )

    assert (saved.number, saved.merged) == (3, True)
    now = current_document(Learner.objects.get())
    assert (now["Email"], now["TelNo"]) == ("a@example.org", "0000000000")


def test_two_people_edit_one_field_and_the_second_sees_both_values(
    mis: Membership, qa: Membership, learner: Learner
):
    before = current_document(learner)
    save(mis, learner, set_field(before, before["id"], "Email", "a@example.org"))
    mine = set_field(before, before["id"], "Email", "b@example.org")

    with pytest.raises(EditConflict) as raised:
        save(qa, learner, mine, base_version=1)

    conflict = raised.value
    edit = conflict.edits[0]
    assert (edit.conflict.mine, edit.conflict.theirs) == ("b@example.org", "a@example.org")
    assert (edit.by, conflict.current_version) == (mis.user.name, 2)
    assert Version.objects.count() == 2
    saved = save(qa, learner, conflict.merged, base_version=conflict.current_version)
    assert current_document(saved.learner)["Email"] == "b@example.org"


def test_a_base_version_that_is_not_there_is_refused(mis: Membership, learner: Learner):
    with pytest.raises(WrongState, match="Version 7"):
        save(mis, learner, current_document(learner), base_version=7)


@pytest.mark.parametrize("reference", ["", "   ", "more than twelve"])
def test_a_record_needs_a_reference(mis: Membership, learner: Learner, reference: str):
    wanted = {**current_document(learner), "LearnRefNumber": reference}

    with pytest.raises(ReferenceRefused, match="1 to 12"):
        save(mis, learner, wanted)


def test_a_reference_is_one_learners_whatever_its_case(mis: Membership, learner: Learner):
    other = actions.add_learner(
        by=mis.user, provider=mis.provider, document=document(1, LearnRefNumber="abc1")
    ).learner

    with pytest.raises(ReferenceRefused, match="Another learner has the reference ABC1"):
        save(mis, learner, {**current_document(learner), "LearnRefNumber": "ABC1"})
    with pytest.raises(ReferenceRefused):
        actions.add_learner(
            by=mis.user, provider=mis.provider, document=document(2, LearnRefNumber="Abc1")
        )
    # One's own in other case is no other learner's.
    assert save(mis, other, {**current_document(other), "LearnRefNumber": "ABC1"}).number == 2


def test_another_records_rows_cannot_be_taken_over(
    mis: Membership, learner: Learner, other_provider: Provider, make_member: MakeMember
):
    theirs = make_member(other_provider, Role.MIS)
    other = actions.add_learner(
        by=theirs.user, provider=other_provider, document=document(1)
    ).learner
    mine, foreign = current_document(learner), current_document(other)

    with pytest.raises(DocumentRefused, match="id of another record"):
        save(mis, learner, {**mine, "LearningDelivery": foreign["LearningDelivery"]})
    with pytest.raises(DocumentRefused, match="not the record of this learner"):
        save(mis, learner, {**foreign, "LearnRefNumber": mine["LearnRefNumber"]})
    assert not Aim.objects.filter(learner=other).exclude(provider=other_provider).exists()


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_character_that_cannot_be_stored_is_refused_in_words(
    mis: Membership, learner: Learner, text: str
):
    with pytest.raises(DocumentRefused, match="character"):
        save(mis, learner, {**current_document(learner), "AddLine1": text})


def test_a_role_without_the_permission_cannot_save(
    learner: Learner, make_member: MakeMember, provider: Provider
):
    for role in (Role.AUDITOR, Role.TUTOR, Role.FINANCE):
        with pytest.raises(NotAllowed):
            save(make_member(provider, role), learner, current_document(learner))


def test_somebody_of_another_provider_cannot_save(
    learner: Learner, other_provider: Provider, make_member: MakeMember
):
    with pytest.raises(NotAllowed):
        save(make_member(other_provider, Role.MIS), learner, current_document(learner))


def test_learners_who_share_a_uln_are_checked_again_when_it_is_shared_no_more(
    mis: Membership, learner: Learner, django_capture_on_commit_callbacks
):
    twin = document(1, ULN=learner.uln)
    with django_capture_on_commit_callbacks(execute=True):
        other = actions.add_learner(by=mis.user, provider=mis.provider, document=twin).learner

    shared = Finding.objects.filter(rule="R_59")
    assert set(shared.values_list("learner", flat=True)) == {learner.pk, other.pk}

    with django_capture_on_commit_callbacks(execute=True):
        save(mis, other, {**current_document(other), "ULN": document(1)["ULN"]})
    assert not shared.exists()
    assert not Stale.objects.exists()


def test_values_that_no_column_holds_are_kept_in_the_record_alone(
    mis: Membership, learner: Learner
):
    before = current_document(learner)
    aim = ids_of(before, "LearningDelivery")[0]
    odd = set_field(before, aim, "FundModel", 99_999_999_999)
    odd = set_field(odd, aim, "LearnStartDate", "soon")
    odd = set_field(odd, before["id"], "FamilyName", "x" * 500)

    save(mis, learner, odd)

    stored = Aim.objects.get(pk=aim)
    assert (stored.fund_model, stored.start_date) == (None, None)
    assert current_document(Learner.objects.get())["FamilyName"] == "x" * 500
