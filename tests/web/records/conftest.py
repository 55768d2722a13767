"""Learners with a stored record, of this provider and of another."""

from collections.abc import Callable

import pytest
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from tests.web.records.people import document

SignIn = Callable[[Membership], Client]


@pytest.fixture
def learner(mis: Membership) -> Learner:
    """A learner of Fernhill Training with the first version of a record."""
    return actions.add_learner(
        by=mis.user, provider=mis.provider, document=document(), reason="Enrolled"
    ).learner


@pytest.fixture
def foreign(other_provider: Provider, make_member: Callable[..., Membership]) -> Learner:
    """A learner of another provider."""
    by = make_member(other_provider, Role.MIS)
    return actions.add_learner(by=by.user, provider=other_provider, document=document(1)).learner
