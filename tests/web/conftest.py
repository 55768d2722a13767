"""A database, an invented provider with a person of each role, and clients that have signed in."""

import os
from collections.abc import Callable
from pathlib import Path

import django
import pytest

# The data folder of tests is in the working tree, so that the embedded server is started once for
# all processes of a run; each has its own database in it.
os.environ.setdefault("OPENILR_DATA", str(Path(__file__).parents[2] / ".openilr" / "tests"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
django.setup()

from django.test import Client  # noqa: E402

from openilr.web.accounts.models import Membership, User  # noqa: E402
from openilr.web.accounts.roles import Role  # noqa: E402
from openilr.web.employers.models import Employer  # noqa: E402
from openilr.web.learners.models import Learner  # noqa: E402
from openilr.web.providers.models import Provider  # noqa: E402

MakeMember = Callable[..., Membership]


@pytest.fixture
def provider(db: None) -> Provider:
    """Fernhill Training, invented."""
    return Provider.objects.create(ukprn=90000117, name="Fernhill Training")


@pytest.fixture
def other_provider(db: None) -> Provider:
    """Another provider of the same installation, invented."""
    return Provider.objects.create(ukprn=90000125, name="Larkmoor College")


@pytest.fixture
def make_member(db: None) -> MakeMember:
    """Makes a person with a role at a provider."""

    def make(at: Provider, role: Role, **more: object) -> Membership:
        number = User.objects.count() + 1
        user = User.objects.create_user(
            f"{role.value}.{number}@{at.ukprn}.example", f"{role.label} {number}", "a long password"
        )
        if role == Role.EMPLOYER and "employer" not in more:
            more["employer"] = Employer.objects.create(provider=at, name=f"Employer {number}")
        if role == Role.LEARNER and "learner" not in more:
            more["learner"] = Learner.objects.create(
                provider=at, learn_ref_number=f"SELF{number}", family_name="Own"
            )
        return Membership.objects.create(user=user, provider=at, role=role.value, **more)

    return make


@pytest.fixture
def sign_in() -> Callable[[Membership], Client]:
    """A client in which the person has signed in and works at the provider of the membership."""

    def client_of(membership: Membership) -> Client:
        client = Client()
        client.force_login(
            membership.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["provider"] = membership.provider_id
        session.save()
        return client

    return client_of


@pytest.fixture
def mis(provider: Provider, make_member: MakeMember) -> Membership:
    """An MIS officer of Fernhill Training."""
    return make_member(provider, Role.MIS)


@pytest.fixture
def qa(provider: Provider, make_member: MakeMember) -> Membership:
    """A QA officer of Fernhill Training."""
    return make_member(provider, Role.QA)


@pytest.fixture
def superuser(provider: Provider, make_member: MakeMember) -> Membership:
    """The superuser of Fernhill Training."""
    return make_member(provider, Role.SUPERUSER)
