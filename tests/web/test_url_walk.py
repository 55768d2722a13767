"""Every address, as each role, as another provider's people and as a visitor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.api.models import Token
from openilr.web.providers.models import Provider
from openilr.web.ui.models import SavedView
from tests.web.walking import MARK, Route, faults_of, inside, roles_of, routes, text_of, world

SignIn = Callable[[Membership], Client]
MakeMember = Callable[..., Membership]

OPEN = {
    "invitation": 200,
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    "mfa_authenticate": 302,
    "mfa_login_webauthn": 302,
    "socialaccount_login_cancelled": 200,
    "socialaccount_login_error": 401,
    "openid_connect_login": 404,
    "openid_connect_callback": 404,
    "healthz": 200,
    "readyz": 200,
}
"""The pages for visitors, with what they answer; no work account is configured in tests."""
CLOSED = frozenset(
    {
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
        "socialaccount_signup",
        "socialaccount_connections",
    }
)
"""Pages of the sign-in package that are not there."""
SIGNED_IN = ("account_", "mfa_", "usersessions_", "ui:")
"""Pages for everybody who has signed in, whatever the role."""
NARROWED = frozenset({Role.LEARNER, Role.EMPLOYER})


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(provider: Provider, make_member: MakeMember) -> Membership:
    """Whose account, passkey, token and saved view stand in the addresses."""
    return make_member(provider, Role.QA)


@pytest.fixture
def examples(
    superuser: Membership, mis: Membership, qa: Membership, person: Membership
) -> dict[str, Any]:
    """Fernhill Training's objects, for every part of an address."""
    return world(superuser, mis, qa, person)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever a request changes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _ask(client: Client, method: str, address: str) -> Any:
    with _undone():
        response = getattr(client, method)(address)
        text = text_of(response)
    response.text_of_it = text
    return response


def test_every_address_asks_for_a_permission_or_is_listed_as_open() -> None:
    others = [
        route.view_name
        for route in routes()
        if route.permission is None
        and route.view_name not in OPEN
        and route.view_name not in CLOSED
        and not route.view_name.startswith((*SIGNED_IN, "api"))
    ]
    assert others == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_the_table_says(
    role: Role,
    provider: Provider,
    make_member: MakeMember,
    sign_in: SignIn,
    examples: dict[str, Any],
) -> None:
    client = sign_in(make_member(provider, role))
    wrong = []
    for route in inside():
        response = _ask(client, "get", route.address(examples))
        if role not in roles_of(route):
            expected = {403, 405}
        elif role in NARROWED:
            expected = {200, 302, 404, 405}  # a learner or employer has no part in this record
        else:
            expected = {200, 302, 405}
        if response.status_code not in expected:
            wrong.append((route.view_name, response.status_code))
        if response.status_code == 200 and (faults := faults_of(response, signed_in=True)):
            wrong.append((route.view_name, faults))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_no_role_changes_what_it_may_not(
    role: Role,
    provider: Provider,
    make_member: MakeMember,
    sign_in: SignIn,
    examples: dict[str, Any],
) -> None:
    client = sign_in(make_member(provider, role))
    wrong = []
    for route in inside():
        status = _ask(client, "post", route.address(examples)).status_code
        allowed = role in roles_of(route)
        if (not allowed and status not in (403, 405)) or status >= 500:
            wrong.append((route.view_name, status))
    assert wrong == []


@pytest.mark.parametrize("role", [Role.SUPERUSER, Role.AUDITOR, Role.TUTOR, Role.LEARNER])
def test_another_provider_s_people_find_nothing(
    role: Role,
    other_provider: Provider,
    make_member: MakeMember,
    sign_in: SignIn,
    examples: dict[str, Any],
) -> None:
    client = sign_in(make_member(other_provider, role))
    client.get("/")
    wrong = []
    objects = {"learner", "batch", "employer", "programme", "tracker", "membership", "group"}
    objects |= {"job", "token"}
    for route in inside():
        for method in ("get", "post"):
            response = _ask(client, method, route.address(examples))
            names = set(route.names) & objects
            expected = {404, 405} if role in roles_of(route) else {403, 404, 405}
            if names and response.status_code not in expected:
                wrong.append((method, route.view_name, response.status_code))
            if response.status_code >= 500:
                wrong.append((method, route.view_name, response.status_code))
            for word in (MARK, "Fernhill", "90000117"):
                if word in response.text_of_it:
                    wrong.append((method, route.view_name, word))
    assert wrong == []


def test_another_provider_s_search_and_export_find_nothing(
    other_provider: Provider, make_member: MakeMember, sign_in: SignIn, examples: dict[str, Any]
) -> None:
    client = sign_in(make_member(other_provider, Role.SUPERUSER))
    assert MARK not in text_of(client.post("/ui/search/", {"words": MARK.lower()}))
    for route in inside():
        if route.names or not route.view_name.endswith((":list", "history", "findings", "review")):
            continue
        response = client.get(f"{route.address(examples)}?format=csv")
        assert MARK not in text_of(response), route.view_name


def test_a_person_cannot_touch_another_s_passkeys_tokens_or_views(
    superuser: Membership, sign_in: SignIn, examples: dict[str, Any]
) -> None:
    client = sign_in(superuser)
    client.post("/account/reauthenticate/", {"password": "a long password"})
    for act in ("edit", "remove"):
        assert client.get(f"/account/2fa/webauthn/keys/{examples['pk']}/{act}/").status_code == 404
    client.post(f"/settings/tokens/{examples['token']}/revoke/")
    client.post(f"/ui/views/{examples['view']}/remove/")
    assert SavedView.objects.filter(pk=examples["view"]).exists()
    assert Token.objects.get(pk=examples["token"]).revoked_at is None


def _visitor_expects(route: Route) -> set[int]:
    if route.view_name in OPEN:
        return {OPEN[route.view_name]}
    if route.view_name in CLOSED:
        return {404}
    if route.view_name.startswith("api"):
        return {200, 302, 401, 404, 405}
    return {302, 405}


def test_a_visitor_is_led_to_sign_in(examples: dict[str, Any]) -> None:
    wrong = []
    for route in routes():
        response = _ask(Client(), "get", route.address(examples))
        expected = _visitor_expects(route)
        if response.status_code not in expected:
            wrong.append((route.view_name, response.status_code))
        where = response.headers.get("Location", "/account/login/?next=")
        if route.permission and not where.startswith("/account/login/?next="):
            wrong.append((route.view_name, where))
        if response.status_code == 200 and route.view_name != "invitation":
            if MARK in response.text_of_it:
                wrong.append((route.view_name, MARK))
            if not route.view_name.startswith("api") and (
                faults := faults_of(response, signed_in=False)
            ):
                wrong.append((route.view_name, faults))
    assert wrong == []


def test_a_visitor_changes_nothing(examples: dict[str, Any]) -> None:
    wrong = [
        (route.view_name, status)
        for route in inside()
        if (status := _ask(Client(), "post", route.address(examples)).status_code)
        not in (302, 403, 405)
    ]
    assert wrong == []


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_door_s_own_pages_are_pages_of_ours(
    confirmed: bool, superuser: Membership, sign_in: SignIn, examples: dict[str, Any]
) -> None:
    client = sign_in(superuser)
    if confirmed:
        client.post("/account/reauthenticate/", {"password": "a long password"})
    wrong = []
    for route in routes():
        if not route.view_name.startswith(SIGNED_IN) or route.view_name in CLOSED:
            continue
        response = _ask(client, "get", route.address(examples))
        if response.status_code not in (200, 302, 404, 405):
            wrong.append((route.view_name, response.status_code))
        if response.status_code != 200:
            continue
        if faults := faults_of(response, signed_in=True):
            wrong.append((route.view_name, faults))
        html = response.headers["Content-Type"].startswith("text/html")
        if html and "ui/openilr.css" not in response.text_of_it:
            wrong.append((route.view_name, "not in our look"))
    assert wrong == []
