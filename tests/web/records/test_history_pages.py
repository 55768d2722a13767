"""The history: the provider's and a learner's, versions side by side, and their download."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from openilr.record.document import add_row, set_field
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.audit.models import Event
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Group, Provider
from openilr.web.records import actions
from openilr.web.records.queries import current_document

SignIn = Callable[[Membership], Client]
HISTORY = reverse("records:history")


@pytest.fixture
def edited(mis: Membership, qa: Membership, learner: Learner) -> Learner:
    """A record whose name QA changed, authorised by MIS, and to which a row was added."""
    before = current_document(learner)
    named = set_field(before, before["id"], "FamilyName", "Newname")
    saved = actions.save(
        by=qa.user,
        learner=learner,
        document=named,
        base_version=1,
        reason="Deed poll",
        authorised_by=mis.user,
        source_detail="Record page",
    )
    more, _ = add_row(
        named, before["id"], "LearnerFAM", {"LearnFAMType": "LSR", "LearnFAMCode": 55}
    )
    return actions.save(by=mis.user, learner=saved.learner, document=more, base_version=2).learner


def test_the_history_says_what_who_and_why(mis: Membership, sign_in: SignIn, edited: Learner):
    page = sign_in(mis).get(HISTORY).content.decode()

    for words in (
        "Newname",
        "Deed poll",
        "Screen: Record page",
        "Not yet sent",
        "The record was made",
    ):
        assert words in page
    assert "Family name" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("field=Learner.FamilyName", 1),
        ("field=Learner.GivenNames", 0),
        ("kind=added", 3),
        ("source=screen", 4),
        ("source=import", 0),
        ("since=2020-01-01", 4),
        ("until=2020-01-01", 0),
        ("since=not a day", 0),
        ("who=abc", 0),
    ],
)
def test_filters_narrow_the_history(
    mis: Membership, sign_in: SignIn, edited: Learner, query: str, count: int
):
    page = sign_in(mis).get(f"{HISTORY}?{query}")

    assert page.context["count"] == count


def test_one_filters_by_person_and_authoriser(
    mis: Membership, qa: Membership, sign_in: SignIn, edited: Learner
):
    client = sign_in(mis)

    assert client.get(f"{HISTORY}?who={qa.user.pk}").context["count"] == 1
    assert client.get(f"{HISTORY}?authorised={mis.user.pk}").context["count"] == 1


def test_the_history_of_a_learner_is_the_learners_alone(
    mis: Membership, sign_in: SignIn, edited: Learner, foreign: Learner
):
    client = sign_in(mis)

    page = client.get(reverse("records:learner-history", args=[edited.pk]))

    assert page.context["count"] == 4
    assert client.get(reverse("records:learner-history", args=[foreign.pk])).status_code == 404
    assert foreign.name not in client.get(HISTORY).content.decode()


def test_a_group_narrows_the_history(
    sign_in: SignIn,
    provider: Provider,
    make_member: Callable[..., Membership],
    edited: Learner,
):
    tutor = make_member(provider, Role.TUTOR)
    group = Group.objects.create(provider=provider, name="North", path="/north/")
    tutor.groups.add(group)

    assert sign_in(tutor).get(HISTORY).context["count"] == 0
    Learner.objects.filter(pk=edited.pk).update(group=group)
    assert sign_in(tutor).get(HISTORY).context["count"] == 4


def test_the_history_is_exported_with_plain_values(
    mis: Membership, sign_in: SignIn, edited: Learner
):
    answer = sign_in(mis).get(f"{HISTORY}?format=csv&field=Learner.FamilyName")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Newname" in text
    assert "<" not in text
    assert Event.objects.get(kind="list.exported").data["rows"] == 1


def test_a_learner_or_employer_account_sees_no_history(
    sign_in: SignIn, provider: Provider, make_member: Callable[..., Membership], edited: Learner
):
    for role in (Role.LEARNER, Role.EMPLOYER):
        assert sign_in(make_member(provider, role)).get(HISTORY).status_code == 403


def test_two_versions_stand_side_by_side(mis: Membership, sign_in: SignIn, edited: Learner):
    url = reverse("records:versions", args=[edited.pk])
    client = sign_in(mis)

    page = client.get(f"{url}?from=1&to=3").content.decode()
    assert "Version 1 and version 3" in page
    assert "Newname" in page
    assert "LSR" in page
    turned = client.get(f"{url}?from=3&to=1").content.decode()
    assert "Version 1 and version 3" in turned
    assert "Nothing differs." in client.get(f"{url}?from=2&to=2").content.decode()
    assert "Version 1, all of it" in client.get(f"{url}?from=0&to=1").content.decode()
    assert client.get(f"{url}?from=1&to=9").status_code == 404
    assert client.get(f"{url}?from=x&to=y").status_code == 200


def test_a_version_is_downloaded_as_the_ilr_of_a_year(
    mis: Membership, sign_in: SignIn, edited: Learner, foreign: Learner
):
    client = sign_in(mis)

    answer = client.get(reverse("records:version-xml", args=[edited.pk, 2, "2627"]))

    assert b"<FamilyName>Newname</FamilyName>" in answer.content
    assert answer["Content-Disposition"].startswith('attachment; filename="ILR-90000117-2627-')
    event = Event.objects.get(kind="record.exported")
    assert (event.data["version"], event.data["year"]) == (2, "2627")
    for args in ([edited.pk, 2, "1920"], [edited.pk, 9, "2627"], [foreign.pk, 1, "2627"]):
        assert client.get(reverse("records:version-xml", args=args)).status_code == 404


def test_a_tutor_reads_the_history_and_takes_no_file(
    sign_in: SignIn, provider: Provider, make_member: Callable[..., Membership], edited: Learner
):
    client = sign_in(make_member(provider, Role.TUTOR))

    assert client.get(reverse("records:versions", args=[edited.pk])).status_code == 200
    url = reverse("records:version-xml", args=[edited.pk, 1, "2627"])
    assert client.get(url).status_code == 403


def test_a_long_history_takes_few_queries(
    mis: Membership, sign_in: SignIn, edited: Learner, django_assert_max_num_queries
):
    client = sign_in(mis)
    client.get(HISTORY)
    with django_assert_max_num_queries(12):
        client.get(HISTORY)
    with django_assert_max_num_queries(12):
        client.get(reverse("records:versions", args=[edited.pk]) + "?from=1&to=2")


def test_an_erased_record_shows_that_it_was_there(
    superuser: Membership, sign_in: SignIn, edited: Learner
):
    actions.erase(by=superuser.user, learner=edited, reason="Retention")

    page = sign_in(superuser).get(reverse("records:versions", args=[edited.pk]) + "?from=1&to=2")

    assert "Erased." in page.content.decode()
    assert "Newname" not in page.content.decode()
