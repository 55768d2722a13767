"""The list page (order, filters, columns, views, chosen rows, exports), search and preferences."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.ui.models import ListColumns, SavedView
from tests.web.conftest import MakeMember

SignIn = Callable[[Membership], Client]
pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/learners/",
    "/learners/aims/",
    "/records/findings/",
    "/records/findings/by-rule/",
    "/records/history/",
    "/employers/",
    "/programmes/",
    "/changes/",
    "/returns/",
)


@pytest.fixture
def many(provider: Provider) -> list[Learner]:
    """Sixty learners; every third has an error."""
    return Learner.objects.bulk_create(
        Learner(
            provider=provider,
            learn_ref_number=f"L{number:03}",
            family_name=f"Name{number:03}",
            given_names="Ada",
            search_text=f"ada name{number:03} l{number:03}",
            error_count=0 if number % 3 else 1,
        )
        for number in range(60)
    )


@pytest.fixture
def theirs(other_provider: Provider) -> Learner:
    return Learner.objects.create(
        provider=other_provider, learn_ref_number="THEIRS", family_name="Theirs"
    )


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def names(client: Client, query: str = "") -> list[str]:
    rows = client.get(f"/learners/{query}").context["rows"]
    return [row.row.learn_ref_number for row in rows]


def test_a_list_is_ordered_by_any_of_its_columns(
    many: list[Learner], mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    assert names(client)[:2] == ["L000", "L001"]
    assert names(client, "?sort=-name")[:2] == ["L059", "L058"]
    assert names(client, "?sort=-errors")[:2] == ["L000", "L003"]
    assert names(client, "?sort=nonsense") == names(client)
    assert 'aria-sort="descending"' in text_of(client.get("/learners/?sort=-name"))


def test_a_list_is_narrowed_and_turned_over(
    many: list[Learner], mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    assert len(names(client)) == 50
    assert names(client, "?page=2")[0] == "L050"
    assert names(client, "?page=99")[0] == "L050"
    assert len(names(client, "?errors=yes")) == 20
    text = text_of(client.get("/learners/?errors=yes"))
    assert 'aria-label="Remove filter Has errors"' in text
    assert "Nothing matches these filters." in text_of(client.get("/learners/?status=withdrawn"))


def test_words_are_posted_kept_and_never_in_the_address(
    many: list[Learner], mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    answer = client.post("/learners/", {"words": "name007"})
    assert answer["Location"] == "/learners/"
    assert names(client) == ["L007"]
    client.post("/learners/", {"words": ""})
    assert len(names(client)) == 50


def test_columns_are_chosen_and_kept_for_the_person(
    many: list[Learner], mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    client.post("/ui/columns/learners/", {"columns": ["name", "uln"], "back": "/learners/"})
    assert ListColumns.objects.get().user == mis.user
    heads = [one.column.name for one in client.get("/learners/").context["heads"]]
    assert heads == ["name", "uln"]
    assert len(sign_in(qa).get("/learners/").context["heads"]) > 2


def test_a_view_is_saved_shared_and_removed_by_its_owner_only(
    many: list[Learner], mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    client.post("/ui/views/learners/", {"title": "", "query": "x", "back": "/learners/"})
    assert not SavedView.objects.exists()
    form = {"title": "Mine", "query": "errors=yes", "back": "/learners/", "shared": "on"}
    client.post("/ui/views/learners/", form)
    view = SavedView.objects.get()
    other = sign_in(qa)
    assert any(tab.title == "Mine" for tab in other.get("/learners/").context["tabs"])
    other.post(f"/ui/views/{view.pk}/remove/")
    assert SavedView.objects.count() == 1
    client.post(f"/ui/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_the_way_back_leads_nowhere_else(mis: Membership, sign_in: SignIn) -> None:
    answer = sign_in(mis).post("/ui/columns/learners/", {"back": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_all_that_the_filters_show_is_chosen_and_no_more(
    many: list[Learner], theirs: Learner, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    assert client.post("/learners/assign/", {"all": "errors=yes"}).context["count"] == 20
    chosen = [str(many[0].pk), str(theirs.pk)]
    assert client.post("/learners/assign/", {"chosen": chosen}).context["count"] == 1
    assert client.post("/learners/assign/", {"chosen": ["nonsense"]}).context["count"] == 0


@pytest.mark.parametrize(("format_", "start"), [("csv", None), ("xlsx", b"PK")])
def test_an_export_has_what_the_filters_show_and_is_an_event(
    many: list[Learner], mis: Membership, sign_in: SignIn, format_: str, start: bytes | None
) -> None:
    answer = sign_in(mis).get(f"/learners/?errors=yes&format={format_}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if start:
        assert body.startswith(start)
    else:
        text = body.decode()
        assert "L003" in text
        assert "L001" not in text
    event = mis.provider.audit_events.get(kind="list.exported")
    assert (event.data["rows"], event.data["filters"]) == (20, ["errors"])


def test_who_may_not_export_is_refused(
    many: list[Learner], provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    client = sign_in(make_member(provider, Role.TUTOR))
    assert client.get("/learners/?format=csv").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_lists_ask_the_database_seldom_however_many_rows(
    many: list[Learner],
    mis: Membership,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable[[int], Any],
    page: str,
) -> None:
    client = sign_in(mis)
    client.get(page)
    with django_assert_max_num_queries(20 if page == "/" else 12):
        answer = client.get(page)
    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_another_provider_s_learner(
    theirs: Learner, mis: Membership, sign_in: SignIn, page: str
) -> None:
    assert "THEIRS" not in text_of(sign_in(mis).get(page))


def test_search_finds_the_own_learners_by_part_of_a_name(
    many: list[Learner], theirs: Learner, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    text = text_of(client.post("/ui/search/", {"words": "name00"}))
    assert text.count("data-row") == 10
    assert "Nothing matches" in text_of(client.post("/ui/search/", {"words": "theirs"}))
    assert client.get("/ui/search/").status_code == 405


def test_preferences_are_kept_and_a_wrong_one_is_told(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    client.post("/ui/preferences/", {"theme": "dark", "density": "compact"})
    assert 'data-theme="dark" data-density="compact"' in text_of(client.get("/ui/preferences/"))
    text = text_of(client.post("/ui/preferences/", {"theme": "pink", "density": "compact"}))
    assert "pink" in text
    mis.user.refresh_from_db()
    assert mis.user.theme == "dark"


def test_problems_say_what_to_do(
    theirs: Learner, mis: Membership, provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    missing = sign_in(mis).get(f"/learners/{theirs.pk}/")
    assert missing.status_code == 404
    assert "There is nothing here" in text_of(missing)
    refused = sign_in(make_member(provider, Role.TUTOR)).get("/settings/people/")
    assert refused.status_code == 403
    assert "You may not do this" in text_of(refused)
