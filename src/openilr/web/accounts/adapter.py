"""Sign-in as this project wants it: nobody signs up, a work account must already be known."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from openilr.web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a superuser; messages go only where mail is set up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and password do not belong together. Check both, "
        "or choose another password.",
        "too_many_login_attempts": "This came too often. Wait a minute, then try again.",
        "enter_current_password": "This is not your password.",
        "incorrect_password": "This is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write, where the installation sends mail."""
        if settings.SENDS_MAIL:
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A work account signs in the person whose e-mail address it vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join a work account to the account of the same address, or refuse it in words."""
        # "Connect" would tie somebody else's work account to the person who is signed in.
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if sociallogin.is_existing and sociallogin.user.is_active and not connecting:
            return
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        email = str(said.get("email") or "").lower()
        # Entra ID says nothing of verification: its addresses are the organisation's own, which
        # settings.py makes sure of by refusing addresses that serve any organisation.
        vouched = said.get("email_verified", True) in (True, "true")
        user = User.objects.filter(email=email, is_active=True).first() if vouched else None
        if user is None or connecting:
            raise ImmediateHttpResponse(render(request, "account/unknown.html", status=403))
        sociallogin.connect(request, user)


class MFAAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps and recovery codes are sealed with the installation's key.

    The key stands outside the database, so that a copy of the database alone opens nothing.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Enter the code that the app shows now.",
    }

    def _box(self) -> Fernet:
        key = hashlib.sha256(b"openilr.second-step" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        """Seal."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """Passkey 1, Passkey 2."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are named after the product, and belong to the address people use."""
        return super().get_public_key_credential_rp_entity() | {"name": "OpenILR"}
