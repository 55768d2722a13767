"""The record's page: saving, rows, conflicts, why, and who may do what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openilr.ilr.schema import Kind
from openilr.record.document import set_field
from openilr.record.fields import field_named
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.layout import unplaced
from openilr.web.records.models import Change, Finding, Version
from openilr.web.records.queries import current_document
from openilr.web.records.typed_text import from_typed, parse_day, to_show
from openilr.web.ui.templatetags.ui import in_words
from tests.web.conftest import MakeMember

SignIn = Callable[[Membership], Client]
pytestmark = pytest.mark.django_db


def address(learner: Learner, *below: str) -> str:
    return "/".join(["/records", str(learner.pk), *below, ""])


def aim_of(learner: Learner) -> dict[str, Any]:
    aim: dict[str, Any] = current_document(learner)["LearningDelivery"][0]
    return aim


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


HTMX = {"HX-Request": "true"}


def test_every_field_of_the_record_has_its_place() -> None:
    assert list(unplaced()) == []


def test_the_page_shows_the_fields_and_who_may_edit(
    learner: Learner, mis: Membership, make_member: MakeMember, sign_in: SignIn
) -> None:
    aim = aim_of(learner)
    text = text_of(sign_in(mis).get(address(learner)))
    assert f'name="f-{aim["id"]}-LearnPlanEndDate"' in text
    auditor = make_member(mis.provider, Role.AUDITOR)
    text = text_of(sign_in(auditor).get(address(learner)))
    assert f'name="f-{aim["id"]}-LearnPlanEndDate"' not in text
    assert f'id="f-{aim["id"]}-LearnPlanEndDate"' in text


@pytest.mark.parametrize("page", ["save", "rows/add", "rows/remove", "check"])
def test_acts_need_a_post_a_role_and_the_own_provider(
    learner: Learner,
    foreign: Learner,
    mis: Membership,
    make_member: MakeMember,
    sign_in: SignIn,
    page: str,
) -> None:
    client = sign_in(mis)
    assert client.get(address(learner, page)).status_code == 405
    assert client.post(address(foreign, page)).status_code == 404
    reader = sign_in(make_member(mis.provider, Role.AUDITOR))
    assert reader.post(address(learner, page)).status_code == 403
    assert Version.objects.filter(learner=learner).count() == 1


def test_pages_of_another_provider_are_not_there(
    foreign: Learner, mis: Membership, sign_in: SignIn
) -> None:
    assert sign_in(mis).get(address(foreign)).status_code == 404
    assert sign_in(mis).get(address(foreign, "why", "1")).status_code == 404


def test_a_field_is_saved_as_a_version_by_the_person_who_typed(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    aim = aim_of(learner)
    key = f"f-{aim['id']}-LearnPlanEndDate"
    answer = sign_in(mis).post(
        address(learner, "save"), {"base": "1", key: "5/11/27"}, headers=HTMX
    )
    text = text_of(answer)
    assert 'id="base-version" name="base" value="2"' in text
    assert '<data value="5 Nov 2027" hidden>' in text
    version = Version.objects.get(learner=learner, number=2)
    assert (version.made_by, version.source_detail) == (mis.user, "Record page")
    change = Change.objects.get(version=version)
    assert (change.field, change.new) == ("LearnPlanEndDate", "2027-11-05")


def test_what_is_as_it_was_makes_no_version(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    aim = aim_of(learner)
    key = f"f-{aim['id']}-LearnStartDate"
    shown = to_show(field_named("LearningDelivery", "LearnStartDate"), aim["LearnStartDate"])
    answer = sign_in(mis).post(address(learner, "save"), {"base": "1", key: shown})
    assert answer.status_code == 302
    assert Version.objects.filter(learner=learner).count() == 1


def test_a_form_that_is_not_ours_is_refused(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    for key in ("f-0-Email", f"f-{current_document(learner)['id']}-NoSuchField", "f-broken"):
        answer = client.post(address(learner, "save"), {"base": "1", key: "x"}, headers=HTMX)
        assert "does not fit the record" in text_of(answer)
    assert Version.objects.filter(learner=learner).count() == 1


def test_a_conflict_shows_both_values_and_keeps_the_rest_of_the_form(
    learner: Learner, mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    document = current_document(learner)
    row = document["id"]
    theirs = set_field(document, row, "Email", "theirs@example.org")
    actions.save(by=qa.user, learner=learner, document=theirs, base_version=1)
    answer = sign_in(mis).post(
        address(learner, "save"),
        {"base": "1", f"f-{row}-Email": "mine@example.org", f"f-{row}-TelNo": "01632960000"},
    )
    text = text_of(answer)
    assert answer.status_code == 409
    assert "theirs@example.org" in text
    assert "mine@example.org" in text
    assert f'name="f-{row}-TelNo" value="01632960000"' in text
    assert 'name="base" value="2"' in text
    assert Version.objects.filter(learner=learner).count() == 2


def test_a_row_is_added_and_removed(learner: Learner, mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    aim = aim_of(learner)
    before = len(aim.get("LearningDeliveryFAM", []))
    answer = client.post(
        address(learner, "rows", "add"),
        {"base": "1", "parent": aim["id"], "entity": "LearningDeliveryFAM"},
    )
    made = answer["Location"].split("#r-")[1]
    learner.refresh_from_db()
    assert len(aim_of(learner)["LearningDeliveryFAM"]) == before + 1
    client.post(address(learner, "rows", "remove"), {"base": "2", "row": made})
    learner.refresh_from_db()
    assert len(aim_of(learner).get("LearningDeliveryFAM", [])) == before


def test_an_aim_is_removed_with_a_reason_only(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    aims = len(current_document(learner)["LearningDelivery"])
    form = {"base": "1", "row": aim_of(learner)["id"]}
    text = text_of(client.post(address(learner, "rows", "remove"), form))
    assert "Reason" in text
    assert "Say why this aim is removed." not in text
    text = text_of(client.post(address(learner, "rows", "remove"), {**form, "asked": "1"}))
    assert "Say why this aim is removed." in text
    assert len(current_document(learner)["LearningDelivery"]) == aims
    client.post(address(learner, "rows", "remove"), {**form, "reason": "Never begun"})
    learner.refresh_from_db()
    assert len(current_document(learner)["LearningDelivery"]) == aims - 1
    assert Version.objects.get(learner=learner, number=2).reason == "Never begun"


def test_why_tells_the_rule_the_values_and_what_to_do(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    document = current_document(learner)
    wrong = set_field(document, aim_of(learner)["id"], "LearnPlanEndDate", "2020-01-05")
    actions.save(by=mis.user, learner=learner, document=wrong, base_version=1)
    finding = Finding.objects.get(learner=learner, rule="LearnPlanEndDate_02")
    client = sign_in(mis)
    whole = text_of(client.get(address(learner, "why", str(finding.pk))))
    assert "<h1" in whole
    assert "2020-01-05" in whole
    assert "Back to the record" in whole
    part = text_of(client.get(address(learner, "why", str(finding.pk)), headers=HTMX))
    assert "<html" not in part
    assert "LearnPlanEndDate_02" in text_of(client.get("/records/findings/"))
    assert "LearnPlanEndDate_02" in text_of(client.get("/records/findings/by-rule/"))


def test_findings_of_another_provider_are_in_no_list(
    learner: Learner,
    other_provider: Provider,
    make_member: MakeMember,
    mis: Membership,
    sign_in: SignIn,
) -> None:
    wrong = set_field(current_document(learner), aim_of(learner)["id"], "LearnPlanEndDate", "x")
    actions.save(by=mis.user, learner=learner, document=wrong, base_version=1)
    assert Finding.objects.filter(learner=learner).exists()
    theirs = sign_in(make_member(other_provider, Role.MIS))
    assert learner.learn_ref_number not in text_of(theirs.get("/records/findings/"))


def test_a_learner_is_added_and_what_is_wrong_is_told(
    learner: Learner, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    for reference, words in (
        ("", "Enter the reference"),
        ("ABCDEFGHIJKLM", "at most 12 characters"),
        (learner.learn_ref_number, "Another learner has this reference."),
    ):
        answer = client.post("/records/add/", {"LearnRefNumber": reference})
        assert answer.status_code == 422
        assert words in text_of(answer)
    answer = client.post("/records/add/", {"LearnRefNumber": "NEW1", "FamilyName": "Ashby"})
    made = Learner.objects.get(learn_ref_number="NEW1")
    assert answer["Location"] == address(made)


def test_while_typing_nothing_is_stored(learner: Learner, mis: Membership, sign_in: SignIn) -> None:
    key = f"f-{aim_of(learner)['id']}-LearnStartDate"
    answer = sign_in(mis).post(address(learner, "check"), {"field": key, key: "31/2/27"})
    assert "o-error" in text_of(answer)
    assert Version.objects.filter(learner=learner).count() == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("9/10/27", "2027-10-09"),
        ("091027", "2027-10-09"),
        ("9 oct 27", "2027-10-09"),
        ("2027-10-09", "2027-10-09"),
        ("1/2/85", "1985-02-01"),
        ("31/2/27", "31/2/27"),
        ("soon", "soon"),
    ],
)
def test_dates_are_typed_in_any_usual_form(typed: str, stored: str) -> None:
    the_field = field_named("LearningDelivery", "LearnStartDate")
    assert the_field.kind is Kind.DATE
    assert from_typed(the_field, typed) == stored
    assert (parse_day(typed) is None) == (stored == typed and typed != "2027-10-09")


def test_eight_digits_are_a_number_and_no_date() -> None:
    assert in_words("90000117") == "90000117"
    assert in_words(10000117) == "10000117"
    assert in_words("2027-10-09") == "9 Oct 2027"
    assert in_words(None) == ""
