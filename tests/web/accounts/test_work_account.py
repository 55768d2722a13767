"""Signing in with a work account: against a small OpenID Connect provider of our own."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.providers.models import Provider

SignIn = Callable[[Membership], Client]


class Organisation:
    """An organisation's sign-in: what it says of the person who comes back from it."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(outer.configuration() if "well-known" in self.path else outer.says)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                key = "a key that nobody checks, for the token comes straight from us"
                claims = {"iss": outer.address, "aud": "openilr", "iat": 0, "exp": 4102444800}
                token = jwt.encode(claims | outer.says, key, algorithm="HS256")
                self._answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

            def _answer(self, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def organisation(settings: Any) -> Iterator[Organisation]:
    """An organisation that this installation signs people in with."""
    cache.clear()
    made = Organisation()
    app = {
        "provider_id": "work",
        "name": "Fernhill account",
        "client_id": "openilr",
        "secret": "shared",
        "settings": {"server_url": made.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield made
    made.close()


def come_back(client: Client, organisation: Organisation, **says: Any) -> Any:
    """Go to the organisation and come back as it says."""
    organisation.says = {"sub": "4711"} | says
    there = client.get("/account/oidc/work/login/")
    assert there["Location"].startswith(f"{organisation.address}/authorize?")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    return client.get("/account/oidc/work/login/callback/", {"code": "c", "state": state})


def test_the_page_offers_the_work_account(db: None, organisation: Organisation) -> None:
    assert b"Continue with Fernhill account" in Client().get("/account/login/").content


def test_a_person_signs_in_by_the_address_the_organisation_vouches_for(
    mis: Membership, organisation: Organisation
) -> None:
    client = Client()
    answer = come_back(client, organisation, email=mis.user.email.upper(), email_verified=True)
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200
    assert SocialAccount.objects.get().user == mis.user
    # From then on the organisation's own number is the key, whatever address it says.
    again = Client()
    assert come_back(again, organisation, email="renamed@fernhill.example")["Location"] == "/"


def test_an_organisation_that_says_nothing_of_verification_is_believed(
    mis: Membership, organisation: Organisation
) -> None:
    assert come_back(Client(), organisation, email=mis.user.email)["Location"] == "/"


@pytest.mark.parametrize("verified", [False, "false", None, 0])
def test_an_address_that_is_not_vouched_for_is_refused(
    mis: Membership, organisation: Organisation, verified: Any
) -> None:
    client = Client()
    answer = come_back(client, organisation, email=mis.user.email, email_verified=verified)
    assert answer.status_code == 403
    assert b"This work account is not known here" in answer.content
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("says", [{"email": "nobody@fernhill.example"}, {"email": ""}, {}])
def test_a_stranger_is_refused_in_words(
    mis: Membership, organisation: Organisation, says: dict[str, str]
) -> None:
    assert come_back(Client(), organisation, **says).status_code == 403


def test_an_archived_person_is_refused(mis: Membership, organisation: Organisation) -> None:
    come_back(Client(), organisation, email=mis.user.email)
    mis.user.is_active = False
    mis.user.save()
    for _ in range(2):  # known by number now, and by address before
        client = Client()
        come_back(client, organisation, email=mis.user.email)
        assert client.get("/").status_code == 302
        SocialAccount.objects.all().delete()


def test_nobody_ties_another_s_work_account_to_the_own_account(
    mis: Membership, qa: Membership, organisation: Organisation, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    organisation.says = {"sub": "4711", "email": qa.user.email}
    there = client.get("/account/oidc/work/login/?process=connect")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    client.get("/account/oidc/work/login/callback/", {"code": "c", "state": state})
    assert not SocialAccount.objects.exists()


def test_who_came_with_a_work_account_is_not_asked_for_a_second_step(
    mis: Membership, organisation: Organisation
) -> None:
    Provider.objects.update(mfa_required=True)
    client = Client()
    come_back(client, organisation, email=mis.user.email)
    assert client.get("/learners/").status_code == 200


def test_an_answer_that_nobody_asked_for_is_refused(
    mis: Membership, organisation: Organisation
) -> None:
    organisation.says = {"sub": "4711", "email": mis.user.email}
    client = Client()
    answer = client.get("/account/oidc/work/login/callback/", {"code": "c", "state": "made-up"})
    assert b"Your work account did not answer" in answer.content
    assert client.get("/").status_code == 302


def test_a_sign_in_that_was_stopped_is_told(organisation: Organisation, db: None) -> None:
    client = Client()
    there = client.get("/account/oidc/work/login/")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    answer = client.get(
        "/account/oidc/work/login/callback/", {"error": "access_denied", "state": state}
    )
    assert b"Not signed in" in client.get(answer["Location"]).content
