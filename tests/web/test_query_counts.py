"""How often pages ask the database: few times, and as often with many learners as with few."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openilr.demo.provider import make
from openilr.ilr.calendar import open_years
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Group, Provider
from openilr.web.records import actions, staleness
from openilr.web.records.batch import Step, ToStore
from openilr.web.records.models import Finding
from openilr.web.ui.shell import today
from tests.web.conftest import MakeMember

SignIn = Callable[[Membership], Client]

FEW, MANY = 10, 60
MOST = 12
"""Queries of a page."""
MOST_OF_A_SAVE = 32
"""A save stores a version, checks every open return and draws what it changed."""

LISTS = (
    "learners:list",
    "learners:aims",
    "records:findings",
    "records:findings-by-rule",
    "records:history",
    "employers:list",
    "programmes:list",
    "trackers:list",
    "returns:list",
    "jobs:list",
)
OF_ONE_LEARNER = (
    "learners:overview",
    "records:record",
    "records:learner-history",
    "records:versions",
)


@pytest.fixture
def add_learners(provider: Provider, mis: Membership) -> Callable[[int, int], None]:
    """Stores and checks the invented learners from one number up to another."""
    year = open_years(today())[-1]
    documents = [
        from_ilr(one, year)
        for one in learners_as_written(make(MANY, year=year, faults=0.3, as_at=today()).message)
    ]

    def add(start: int, end: int) -> None:
        items = [ToStore(n, None, [Step(documents[n])]) for n in range(start, end)]
        stored = actions.store_many(by=mis.user, provider=provider, items=items)
        staleness.reassess([one.learner for one in stored if one.learner])

    return add


def count(answer: Callable[[], HttpResponse]) -> int:
    """The queries of a page that was asked for before: the first request of a session does more."""
    assert answer().status_code == 200
    with CaptureQueriesContext(connection) as queries:
        answer()
    return len(queries)


def counts(client: Client, pages: tuple[str, ...], learner: UUID | None = None) -> dict[str, int]:
    """The queries of each page."""
    args = [learner] if learner else []
    return {page: count(lambda page=page: client.get(reverse(page, args=args))) for page in pages}


def worst_learner() -> Learner:
    """The learner with the most findings."""
    return Learner.objects.order_by("-error_count", "-warning_count", "pk")[0]


def test_lists_ask_as_often_for_many_learners_as_for_few(
    add_learners: Callable[[int, int], None], mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    add_learners(0, FEW)
    few = counts(client, LISTS)
    add_learners(FEW, MANY)
    assert Learner.objects.count() > FEW
    assert Finding.objects.exists()
    many = counts(client, LISTS)
    assert max(many.values()) <= MOST, many
    # Few learners may leave a list or a filter empty, and then a query is spared.
    assert all(many[page] - few[page] <= 1 for page in LISTS), (few, many)


@pytest.mark.parametrize("role", [Role.MIS, Role.QA, Role.MANAGER, Role.TUTOR, Role.SUPERUSER])
def test_today_asks_twelve_times_at_most(
    role: Role,
    add_learners: Callable[[int, int], None],
    provider: Provider,
    make_member: MakeMember,
    sign_in: SignIn,
) -> None:
    add_learners(0, MANY)
    group = Group.objects.create(provider=provider, name="Northern centre", path="0001")
    Learner.objects.update(group=group)
    member = make_member(provider, role)
    if role == Role.TUTOR:
        member.groups.add(group)
    client = sign_in(member)
    assert count(lambda: client.get(reverse("dashboards:today"))) <= MOST


def test_the_pages_of_a_learner_ask_twelve_times_at_most(
    add_learners: Callable[[int, int], None], mis: Membership, sign_in: SignIn
) -> None:
    add_learners(0, MANY)
    found = counts(sign_in(mis), OF_ONE_LEARNER, worst_learner().pk)
    assert max(found.values()) <= MOST, found


def test_search_and_people_and_audit_ask_twelve_times_at_most(
    add_learners: Callable[[int, int], None], superuser: Membership, sign_in: SignIn
) -> None:
    add_learners(0, MANY)
    client = sign_in(superuser)
    found = counts(client, ("accounts:list", "audit:list"))
    name = worst_learner().family_name
    found["search"] = count(lambda: client.post(reverse("ui:search"), {"words": name}))
    assert max(found.values()) <= MOST, found


def test_a_save_makes_few_round_trips(
    add_learners: Callable[[int, int], None], mis: Membership, sign_in: SignIn
) -> None:
    add_learners(0, MANY)
    client = sign_in(mis)
    learner = worst_learner()
    before = learner.version_number

    def save() -> HttpResponse:
        learner.refresh_from_db()
        row = learner.versions.get(number=learner.version_number).document["id"]
        return client.post(
            reverse("records:save-fields", args=[learner.pk]),
            {"base": learner.version_number, f"f-{row}-AddLine1": f"{learner.version_number} Lane"},
            headers={"HX-Request": "true"},
        )

    asked = count(save) - 2  # the two of this test
    learner.refresh_from_db()
    assert learner.version_number == before + 2
    assert asked <= MOST_OF_A_SAVE
