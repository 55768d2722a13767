"""The audit list: what was done, for whom it is visible, and that it stays as it was."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from openilr.web.accounts import actions
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.audit.actions import record
from openilr.web.audit.models import Event
from openilr.web.audit.queries import data_words, kind_words
from openilr.web.providers.models import Provider

SignIn = Callable[[Membership], Client]
MakeMember = Callable[..., Membership]


def test_the_list_shows_what_was_done_with_a_way_to_it(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    actions.change_role(by=superuser.user, membership=mis, role=Role.QA)
    page = sign_in(superuser).get("/audit/?kind=person.role-changed").content.decode()
    assert "Person: role changed" in page
    assert "new qa; old mis" in page
    assert f'href="/settings/people/{mis.pk}/"' in page


def test_events_of_another_provider_are_not_shown(
    superuser: Membership, other_provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    theirs = make_member(other_provider, Role.SUPERUSER)
    record(theirs.user, "settings.changed", other_provider, fields=["name"])
    page = sign_in(superuser).get("/audit/").content.decode()
    assert "Settings: changed" not in page
    assert theirs.user.name not in page


def test_filters_by_day_and_person(superuser: Membership, mis: Membership, sign_in: SignIn) -> None:
    record(mis.user, "settings.changed", mis.provider)
    client = sign_in(superuser)
    one = client.get(f"/audit/?by={mis.user_id}&from=2020-01-01").content.decode()
    assert one.count("<tr data-row>") == 1
    none = client.get("/audit/?to=2020-01-01").content.decode()
    assert none.count("<tr data-row>") == 0
    assert client.get("/audit/?from=yesterday&by=me").status_code == 200


def test_only_superuser_and_auditor_see_it(
    provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    for role in Role:
        expected = 200 if role in (Role.SUPERUSER, Role.AUDITOR) else 403
        assert sign_in(make_member(provider, role)).get("/audit/").status_code == expected


def test_an_export_of_the_audit_list_is_an_event_itself(
    superuser: Membership, sign_in: SignIn
) -> None:
    answer = sign_in(superuser).get("/audit/?format=csv")
    assert b"".join(answer.streaming_content).startswith("\ufeffWhen".encode())  # type: ignore[attr-defined]
    assert superuser.provider.audit_events.get(kind="list.exported").data["list"] == "audit"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_an_event_stays_as_it_was(superuser: Membership, act: str) -> None:
    event = record(superuser.user, "settings.changed", superuser.provider)
    rows = Event.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows.update(kind="x") if act == "update" else rows.delete()


def test_the_request_of_a_change_is_kept_beside_it(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    answer = sign_in(superuser).post(f"/settings/people/{mis.pk}/role/", {"role": "qa"})
    event = superuser.provider.audit_events.get(kind="person.role-changed")
    row = mis.events.select_related("pgh_context").latest("pgh_id")  # type: ignore[attr-defined]
    assert answer["X-Request-Id"] == event.request_id
    assert row.pgh_context.metadata["request_id"] == event.request_id
    assert row.pgh_context.metadata["user"] == superuser.user_id


def test_kinds_and_data_in_words() -> None:
    assert kind_words("person.role-changed") == "Person: role changed"
    assert data_words(Event(data={"groups": [1, 2], "note_count": 0, "x": ""})) == (
        "groups 1, 2; note count 0"
    )
