"""The door: signing in and out, the second step, lock-out, forgotten passwords, sessions."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.providers.models import Provider

SignIn = Callable[[Membership], Client]
PASSWORD = "a long password"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in_by_form(client: Client, person: Membership, password: str = PASSWORD) -> object:
    return client.post(LOGIN, {"login": person.user.email, "password": password})


def code_of(authenticator: Authenticator) -> str:
    """What the person's app shows now."""
    secret = get_adapter().decrypt(authenticator.data["secret"])
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


def set_up_app(client: Client) -> tuple[object, str]:
    """Set up an authenticator app as the page asks; the answer and the secret."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"o-secret\">([A-Z2-7]+)<", page).group(1)  # type: ignore[union-attr]
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    return client.post("/account/2fa/totp/activate/", {"code": code}), secret


def test_the_sign_in_page_names_the_only_provider(provider: Provider) -> None:
    page = Client().get(LOGIN).content.decode()
    assert "to Fernhill Training" in page
    assert 'autocomplete="current-password"' in page


def test_the_sign_in_page_tells_visitors_of_no_provider_where_there_are_several(
    provider: Provider, other_provider: Provider
) -> None:
    page = Client().get(LOGIN).content.decode()
    assert "Fernhill" not in page
    assert "Larkmoor" not in page


def test_a_person_signs_in_and_out_and_both_are_events(mis: Membership) -> None:
    client = Client()
    answer = sign_in_by_form(client, mis)
    assert (answer.status_code, answer["Location"]) == (302, "/")  # type: ignore[attr-defined]
    assert client.get("/").status_code == 200
    answer = client.post("/account/logout/")
    assert answer["Location"] == LOGIN
    assert client.get("/")["Location"].startswith(LOGIN)
    kinds = list(mis.provider.audit_events.order_by("pk").values_list("kind", "by"))
    assert kinds == [("sign-in.done", mis.user_id), ("sign-in.ended", mis.user_id)]


def test_signing_out_asks_first(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    assert b"Sign out?" in client.get("/account/logout/").content
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_nothing_of_whether_the_account_is_there(mis: Membership) -> None:
    wrong = sign_in_by_form(Client(), mis, "another password")
    unknown = Client().post(LOGIN, {"login": "nobody@nowhere.example", "password": "x"})
    message = re.compile(rb'role="alert".*?</div>', re.DOTALL)
    said = [message.findall(answer.content) for answer in (wrong, unknown)]  # type: ignore[attr-defined]
    assert said[0] == said[1]
    assert said[0]
    assert mis.provider.audit_events.filter(kind="sign-in.failed", by=None).count() == 1


def test_five_wrong_passwords_lock_the_account_and_the_page_says_until_when(
    mis: Membership,
) -> None:
    client = Client()
    for _ in range(5):
        answer = sign_in_by_form(client, mis, "another password")
    assert answer.status_code == 429  # type: ignore[attr-defined]
    last = AccessAttempt.objects.get()
    ends = timezone.localtime(last.attempt_time + timedelta(minutes=15))
    assert f"<b>{ends:%H:%M}</b>" in answer.content.decode()  # type: ignore[attr-defined]
    # The right password is not taken either, and the time does not move on.
    again = sign_in_by_form(client, mis)
    assert again.status_code == 429  # type: ignore[attr-defined]
    assert f"<b>{ends:%H:%M}</b>" in again.content.decode()  # type: ignore[attr-defined]
    assert mis.provider.audit_events.filter(kind="sign-in.locked").exists()


def test_the_lock_ends_by_itself(mis: Membership) -> None:
    client = Client()
    for _ in range(5):
        sign_in_by_form(client, mis, "another password")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in_by_form(client, mis)["Location"] == "/"  # type: ignore[index]


def test_failed_sign_ins_store_neither_address_nor_password(mis: Membership) -> None:
    sign_in_by_form(Client(), mis, "a secret typed by mistake")
    kept = AccessAttempt.objects.values().get()
    assert mis.user.email not in str(kept)
    assert "a secret typed" not in str(kept)


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(
    transactional_db: None, mis: Membership
) -> None:
    client = Client()
    sign_in_by_form(client, mis)
    answer, _ = set_up_app(client)
    assert answer["Location"] == "/account/2fa/recovery-codes/"  # type: ignore[index]
    assert b"10 of 10 left" in client.get("/account/2fa/recovery-codes/").content
    authenticator = Authenticator.objects.get(type="totp")
    stranger = Client()
    assert sign_in_by_form(stranger, mis)["Location"] == "/account/2fa/authenticate/"  # type: ignore[index]
    assert stranger.get("/")["Location"].startswith(LOGIN)
    wrong = stranger.post("/account/2fa/authenticate/", {"code": "000000"})
    assert b"This code is not right" in wrong.content
    cache.clear()  # the code of the set-up counts as used
    answer = stranger.post("/account/2fa/authenticate/", {"code": code_of(authenticator)})
    assert answer["Location"] == "/"
    kinds = set(mis.provider.audit_events.values_list("kind", flat=True))
    assert {"second-step.added", "sign-in.second-step-failed"} <= kinds


def test_a_recovery_code_takes_the_place_of_the_app_once(mis: Membership) -> None:
    client = Client()
    sign_in_by_form(client, mis)
    set_up_app(client)
    codes = client.get("/account/2fa/recovery-codes/download/").content.decode().split()
    assert len(codes) == 10
    for expected in (302, 200):
        stranger = Client()
        sign_in_by_form(stranger, mis)
        answer = stranger.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == expected


def test_secrets_of_apps_are_sealed_in_the_database(mis: Membership) -> None:
    client = Client()
    sign_in_by_form(client, mis)
    _, secret = set_up_app(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_changing_the_second_step_asks_for_the_password_again(
    mis: Membership, sign_in: SignIn
) -> None:
    answer = sign_in(mis).get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/")


def test_the_password_is_confirmed(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    where = "/account/reauthenticate/?next=/account/2fa/totp/activate/"
    assert b"Confirm that it is you" in client.get(where).content
    assert b"aria-invalid" in client.post(where, {"password": "wrong"}).content
    answer = client.post(where, {"password": PASSWORD, "next": "/account/2fa/totp/activate/"})
    assert answer["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_a_provider_may_ask_staff_for_a_second_step(mis: Membership) -> None:
    Provider.objects.update(mfa_required=True)
    client = Client()
    sign_in_by_form(client, mis)
    for address in ("/", "/learners/", "/settings/"):
        assert client.get(address)["Location"] == "/account/2fa/"
    assert b"asks its staff for a second step" in client.get("/account/2fa/").content
    assert (
        client.get("/learners/", headers={"HX-Request": "true"})["HX-Redirect"] == "/account/2fa/"
    )
    set_up_app(client)
    assert client.get("/learners/").status_code == 200


def test_learners_and_employers_are_not_asked_for_a_second_step(
    provider: Provider, make_member: Callable[..., Membership], sign_in: SignIn
) -> None:
    Provider.objects.update(mfa_required=True)
    for role in (Role.LEARNER, Role.EMPLOYER):
        client = sign_in(make_member(provider, role))
        assert client.get("/account/2fa/").status_code == 200
        assert client.get("/ui/preferences/").status_code == 200


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(mis: Membership) -> None:
    client = Client()
    answer = client.post("/account/password/reset/", {"email": mis.user.email})
    assert answer["Location"] == "/account/password/reset/done/"
    (letter,) = mail.outbox
    assert letter.subject == "Choose another password for OpenILR"
    link = re.search(r"http://testserver(/\S+)", letter.body).group(1)  # type: ignore[union-attr]
    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    new = {"password1": "four quite new words", "password2": "four quite new words"}
    assert client.post(where, new)["Location"] == "/account/password/reset/key/done/"
    assert b"no longer works" in Client().get(link, follow=True).content
    assert sign_in_by_form(Client(), mis, "four quite new words")["Location"] == "/"  # type: ignore[index]
    assert mis.provider.audit_events.filter(kind="password.reset").exists()


def test_nobody_is_written_to_who_has_no_account(db: None) -> None:
    answer = Client().post("/account/password/reset/", {"email": "nobody@nowhere.example"})
    assert answer["Location"] == "/account/password/reset/done/"
    assert mail.outbox == []


@override_settings(SENDS_MAIL=False)
def test_without_mail_the_page_says_whom_to_ask(db: None) -> None:
    assert b"This installation sends no mail" in Client().get("/account/password/reset/").content


@pytest.mark.parametrize("password", ["short", "password1234", "mis.1@90000117.example"])
def test_weak_passwords_are_refused(mis: Membership, sign_in: SignIn, password: str) -> None:
    answer = sign_in(mis).post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    mis.user.refresh_from_db()
    assert mis.user.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(mis: Membership) -> None:
    here, elsewhere = Client(), Client()
    sign_in_by_form(here, mis)
    sign_in_by_form(elsewhere, mis)
    new = "four quite new words"
    here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert any("changed" in letter.body for letter in mail.outbox)


def test_a_person_sees_the_own_sessions_and_ends_the_others(mis: Membership) -> None:
    here, elsewhere = Client(), Client(headers={"User-Agent": "Mozilla Firefox/145 Windows"})
    sign_in_by_form(here, mis)
    sign_in_by_form(elsewhere, mis)
    elsewhere.get("/")
    here.get("/")
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert page.count("<tr data-row>") == 2
    here.post("/account/sessions/")
    assert elsewhere.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert UserSession.objects.count() == 1


def test_the_list_of_sessions_costs_no_write_with_every_page(
    mis: Membership, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(mis)
    client.get("/ui/preferences/")
    with django_assert_num_queries(3):  # type: ignore[attr-defined]  # session, person, memberships
        client.get("/ui/preferences/")


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "confirm-email/", "3rdparty/", "3rdparty/signup/", "social/signup/"],
)
def test_pages_nobody_needs_are_not_there(mis: Membership, sign_in: SignIn, address: str) -> None:
    assert sign_in(mis).get(f"/account/{address}").status_code == 404


def test_an_archived_person_is_told_so(mis: Membership) -> None:
    mis.user.is_active = False
    mis.user.save()
    answer = sign_in_by_form(Client(), mis)
    assert answer["Location"] == "/account/inactive/"  # type: ignore[index]
    assert b"This account is archived" in Client().get("/account/inactive/").content
