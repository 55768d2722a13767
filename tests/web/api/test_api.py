"""The API: who may, what it gives, and that a change is the same action as on the screen."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.api.actions import TokenRefused, make_token, revoke_token
from openilr.web.api.models import Token
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.models import Version
from openilr.web.records.queries import current_document
from tests.web.api.conftest import a_record
from tests.web.conftest import MakeMember


def get(key: str, path: str, **query: Any) -> Any:
    return Client().get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {key}"})


def patch(key: str, path: str, body: Any) -> Any:
    return Client().patch(
        f"/api/v1{path}",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def test_without_a_good_token_there_is_nothing(learner: Learner, mis: Membership, key: str) -> None:
    assert Client().get("/api/v1/learners").status_code == 401
    assert get("oilr_guess", "/learners").status_code == 401
    revoke_token(membership=mis, token=Token.objects.get())
    assert get(key, "/learners").status_code == 401


def test_an_archived_owner_s_token_is_dead(learner: Learner, mis: Membership, key: str) -> None:
    mis.archived_at, mis.archived_by = learner.made_at, mis.user
    mis.save()
    assert get(key, "/learners").status_code == 401


def test_a_token_reads_only_what_its_scopes_say(learner: Learner, mis: Membership) -> None:
    _, key = make_token(membership=mis, name="lists", scopes=["learners:read"], days=1)
    assert get(key, "/learners").status_code == 200
    refusal = get(key, f"/learners/{learner.pk}/record")
    assert refusal.status_code == 403
    assert "records:read" in refusal.json()["detail"]


def test_nobody_makes_a_token_beyond_the_own_role(
    provider: Provider, make_member: MakeMember
) -> None:
    auditor = make_member(provider, Role.AUDITOR)
    with pytest.raises(TokenRefused, match="records:write"):
        make_token(membership=auditor, name="x", scopes=["records:write"], days=1)


def test_learners_of_another_provider_are_not_there(
    learner: Learner, other_provider: Provider, make_member: MakeMember
) -> None:
    theirs = make_member(other_provider, Role.MIS)
    _, key = make_token(
        membership=theirs, name="x", scopes=["learners:read", "records:read"], days=1
    )
    assert get(key, "/learners").json()["learners"] == []
    assert get(key, f"/learners/{learner.pk}").status_code == 404
    assert get(key, f"/learners/{learner.pk}/record").status_code == 404


def test_learners_record_findings_and_history_are_given(learner: Learner, key: str) -> None:
    page = get(key, "/learners").json()
    assert page["count"] == 1
    assert page["learners"][0]["LearnRefNumber"] == "FT1"
    record = get(key, f"/learners/{learner.pk}/record").json()
    assert record["version"] == 1
    assert record["document"]["FamilyName"] == "Quill"
    found = get(key, "/findings", learner=learner.pk, severity="E").json()
    assert found["count"] == len(found["findings"]) > 0
    assert {one["learner"] for one in found["findings"]} == {str(learner.pk)}
    assert get(key, "/history").json()["changes"][0]["source"] == "screen"


def test_pages_of_a_list_follow_each_other(learner: Learner, mis: Membership, key: str) -> None:
    actions.add_learner(by=mis.user, provider=mis.provider, document=a_record("FT2"))
    first = get(key, "/learners", limit=1).json()
    second = get(key, "/learners", limit=1, offset=first["next_offset"]).json()
    assert first["learners"] != second["learners"]
    assert second["next_offset"] is None


def test_a_change_is_a_version_with_its_reason_and_is_checked(learner: Learner, key: str) -> None:
    row = current_document(learner)["id"]
    answer = patch(
        key,
        f"/learners/{learner.pk}/record",
        {
            "base_version": 1,
            "reason": "From the enrolment form",
            "changes": [{"row": row, "field": "DateOfBirth", "value": "2007-05-04"}],
        },
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["version"] == 2
    version = Version.objects.get(learner=learner, number=2)
    assert (version.source, version.reason) == ("api", "From the enrolment form")
    learner.refresh_from_db()
    assert current_document(learner)["DateOfBirth"] == "2007-05-04"


def test_a_clash_is_refused_with_both_values(learner: Learner, mis: Membership, key: str) -> None:
    document = dict(current_document(learner))
    actions.save(
        by=mis.user,
        learner=learner,
        document=document | {"FamilyName": "Quillfeather"},
        base_version=1,
    )
    answer = patch(
        key,
        f"/learners/{learner.pk}/record",
        {
            "base_version": 1,
            "reason": "Marriage",
            "changes": [{"row": document["id"], "field": "FamilyName", "value": "Ashgrove"}],
        },
    )
    assert answer.status_code == 409
    assert answer.json()["conflicts"] == [
        {
            "row": document["id"],
            "field": "FamilyName",
            "yours": "Ashgrove",
            "theirs": "Quillfeather",
        }
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"row": "0" * 32, "field": "ULN", "value": "1"}, "row"),
        ({"row": None, "field": "NoSuchField", "value": "1"}, "NoSuchField"),
    ],
)
def test_what_does_not_fit_is_said(
    learner: Learner, key: str, change: dict[str, Any], words: str
) -> None:
    change = change | {"row": change["row"] or current_document(learner)["id"]}
    answer = patch(
        key,
        f"/learners/{learner.pk}/record",
        {"base_version": 1, "reason": "x", "changes": [change]},
    )
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert Version.objects.filter(learner=learner).count() == 1


def test_a_token_has_so_many_requests_a_minute(learner: Learner, key: str) -> None:
    cache.clear()
    answers = {get(key, "/learners", limit=1).status_code for _ in range(301)}
    assert answers == {200, 429}
    cache.clear()


def test_the_page_shows_a_new_key_once(mis: Membership, sign_in: Any) -> None:
    client = sign_in(mis)
    made = client.post(
        "/settings/tokens/", {"name": "Export", "scopes": ["learners:read"], "days": 30}
    )
    assert b"oilr_" in made.content
    assert "no-store" in made["Cache-Control"]
    key = made.content.decode().split('<span class="o-code">')[1].split("<")[0]
    assert key not in client.get("/settings/tokens/").content.decode()
    token = Token.objects.get()
    assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert get(key, "/learners").status_code == 401


def test_a_token_of_somebody_else_cannot_be_revoked(
    mis: Membership, superuser: Membership, key: str, sign_in: Any
) -> None:
    token = Token.objects.get()
    assert sign_in(superuser).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
