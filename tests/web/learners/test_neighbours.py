"""From one learner to the next, by name."""

from collections.abc import Callable

import pytest
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider

NAMES = (
    ("Ash", "Zoe", "A3"),
    ("Birch", "Adam", "A2"),
    ("Birch", "Adam", "A9"),
    ("Elm", "Bea", "A1"),
)


@pytest.fixture
def learners(provider: Provider, other_provider: Provider) -> list[Learner]:
    Learner.objects.create(
        provider=other_provider, family_name="Birch", given_names="Ben", learn_ref_number="B1"
    )
    return [
        Learner.objects.create(
            provider=provider, family_name=family, given_names=given, learn_ref_number=reference
        )
        for family, given, reference in NAMES
    ]


@pytest.mark.parametrize(
    ("start", "way", "end"),
    [
        (0, "after", 1),
        (1, "after", 2),
        (2, "after", 3),
        (3, "after", 3),
        (3, "before", 2),
        (1, "before", 0),
        (0, "before", 0),
    ],
)
def test_it_leads_to_the_neighbour_and_stays_at_an_end(
    learners: list[Learner],
    mis: Membership,
    sign_in: Callable[[Membership], Client],
    start: int,
    way: str,
    end: int,
) -> None:
    answer = sign_in(mis).get(f"/learners/{learners[start].pk}/{way}/?tab=record")
    assert answer.headers["Location"] == f"/records/{learners[end].pk}/"


def test_a_learner_of_another_provider_has_no_neighbours(
    learners: list[Learner], mis: Membership, sign_in: Callable[[Membership], Client]
) -> None:
    theirs = Learner.objects.get(learn_ref_number="B1")
    assert sign_in(mis).get(f"/learners/{theirs.pk}/after/").status_code == 404
