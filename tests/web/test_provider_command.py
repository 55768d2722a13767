"""`openilr provider` on an installation of its own database."""

import re

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client

from openilr.cli.main import openilr
from openilr.web.accounts.models import Membership, User
from openilr.web.providers.models import Provider

pytestmark = pytest.mark.django_db(transaction=True)
CALL = ["provider", "10000004", "Fernhill Training", "--superuser", "ada@fernhill.example"]


@pytest.fixture(autouse=True)
def _tables_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database has its tables; making ready to serve is proved in test_serve."""
    assert "providers_provider" in connection.introspection.table_names()
    monkeypatch.setattr("openilr.web.serving.prepare", lambda tell: None)


def test_a_provider_gets_a_superuser_who_chooses_a_password() -> None:
    done = CliRunner().invoke(openilr, [*CALL, "--person", "Ada Example"])
    assert done.exit_code == 0, done.output
    member = Membership.objects.get(provider__ukprn=10000004)
    assert (member.role, member.user.name) == ("superuser", "Ada Example")
    link = re.search(r"http://[^/]+(/\S+)", done.output)
    assert link is not None
    assert Client().get(link[1]).status_code == 200


def test_a_provider_that_is_there_is_not_doubled() -> None:
    CliRunner().invoke(openilr, [*CALL, "--person", "Ada Example"])
    again = CliRunner().invoke(openilr, [*CALL, "--person", "Bea Example"])
    assert "in this installation already" in str(again.exception)
    assert Provider.objects.count() == User.objects.count() == 1


def test_an_address_that_is_none_leaves_nothing() -> None:
    wrong = ["provider", "10000004", "Fernhill Training", "--superuser", "nobody"]
    done = CliRunner().invoke(openilr, [*wrong, "--person", "Nobody"])
    assert done.exception is not None
    assert not Provider.objects.exists()
