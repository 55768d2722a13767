"""Passkeys under the policy of pages, with Chromium's virtual authenticator."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from openilr.web.accounts.models import Membership
from tests.browser.conftest import Office


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def with_authenticator(page: Page, *, willing: bool = True) -> None:
    """A device with a fingerprint reader, whose person touches it, or never does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": willing,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in_with_password(page: Page, person: Membership) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(person.user.email)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_by_itself(office: Office, mis: Membership) -> None:
    page = office.page()
    with_authenticator(page)
    sign_in_with_password(page, mis)
    add_passkey(page, alone=True)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()
    page.get_by_role("button", name=mis.user.name).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert mis.provider.audit_events.filter(kind="sign-in.done").count() == 2


def test_a_passkey_is_the_second_step_after_the_password(office: Office, mis: Membership) -> None:
    page = office.page()
    with_authenticator(page)
    sign_in_with_password(page, mis)
    add_passkey(page, alone=False)
    page.context.clear_cookies()
    sign_in_with_password(page, mis)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_passkey_that_is_refused_is_told_and_another_way_stays(
    office: Office, mis: Membership
) -> None:
    page = office.page()
    with_authenticator(page, willing=False)
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")
    sign_in_with_password(page, mis)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_passkey_is_renamed_and_removed(office: Office, mis: Membership) -> None:
    page = office.page()
    with_authenticator(page)
    sign_in_with_password(page, mis)
    add_passkey(page, alone=True)
    page.goto("/account/2fa/webauthn/")
    page.get_by_role("link", name="Rename Work laptop").click()
    page.get_by_label("Name").fill("Old laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("There is no passkey yet")).to_be_visible()
    assert not Authenticator.objects.exists()
