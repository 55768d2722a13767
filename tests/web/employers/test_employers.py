"""The employers' pages."""

from collections.abc import Callable

from django.test import Client

from openilr.ilr.identifiers import invented_employer_id
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


GOOD = {"name": "Larkfield Systems Ltd", "employer_number": "900000117", "postcode": "ZZ1 1ZZ"}


def test_an_employer_is_added_and_changed_with_an_event(
    provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    number = invented_employer_id(7)
    assert client.post("/employers/add/", GOOD | {"employer_number": number}).status_code == 302
    made = Employer.objects.get(provider=provider)
    assert made.employer_number == number
    changed = GOOD | {"employer_number": number, "name": "Larkfield Group"}
    assert client.post(f"/employers/{made.pk}/edit/", changed).status_code == 302
    made.refresh_from_db()
    assert made.name == "Larkfield Group"
    events = list(provider.audit_events.order_by("pk").values_list("kind", "data"))
    assert events[-2:] == [("employer.added", {}), ("employer.changed", {"fields": ["name"]})]


def test_a_wrong_or_taken_number_is_refused_in_words(
    provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    number = invented_employer_id(7)
    Employer.objects.create(provider=provider, name="First", employer_number=number)
    client = sign_in(mis)
    taken = client.post("/employers/add/", GOOD | {"employer_number": number})
    assert taken.status_code == 422
    assert "Another employer of yours has this number." in taken.content.decode()
    wrong = client.post("/employers/add/", GOOD | {"employer_number": number + 1})
    assert "not an employer number" in wrong.content.decode()
    assert Employer.objects.count() == 1


def test_who_may_not_edit_employers_is_refused(
    provider: Provider, other_provider: Provider, mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    ours = Employer.objects.create(provider=provider, name="Ours")
    theirs = Employer.objects.create(provider=other_provider, name="Theirs")
    assert sign_in(qa).post("/employers/add/", GOOD).status_code == 403
    assert sign_in(qa).post(f"/employers/{ours.pk}/edit/", GOOD).status_code == 403
    assert sign_in(mis).post(f"/employers/{theirs.pk}/edit/", GOOD).status_code == 404
