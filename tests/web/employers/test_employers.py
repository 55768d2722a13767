"""The employers' pages."""

from collections.abc import Callable

from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.employers.models import Employer
from openilr.web.providers.models import Provider

SignIn = Callable[[Membership], Client]


def test_the_list_shows_the_provider_s_own_employers_only(
    provider: Provider, other_provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    Employer.objects.create(provider=provider, name="Larkfield Systems Ltd")
    Employer.objects.create(provider=other_provider, name="Somebody Else Ltd")
    text = sign_in(mis).get("/employers/").content.decode()
    assert "Larkfield Systems Ltd" in text
    assert "Somebody Else Ltd" not in text


def test_an_employer_of_another_provider_is_not_there(
    other_provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    theirs = Employer.objects.create(provider=other_provider, name="Somebody Else Ltd")
    assert sign_in(mis).get(f"/employers/{theirs.pk}/").status_code == 404


def test_an_export_is_recorded_and_a_formula_is_disarmed(
    provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    Employer.objects.create(provider=provider, name="=cmd|' /C calc'!A0")
    answer = sign_in(mis).get("/employers/?format=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=cmd" in text
    event = provider.audit_events.get(kind="list.exported")
    assert event.data == {"list": "employers", "format": "csv", "rows": 1, "filters": []}
