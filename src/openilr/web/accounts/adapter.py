"""Sign-in as this project wants it: nobody signs up, a work account must already be known."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from openilr.web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a superuser."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A work account signs in the person whose e-mail address it vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join a work account to the account of the same address, or refuse it in words."""
        if sociallogin.is_existing:
            return
        email = (sociallogin.user.email or "").lower()
        verified = sociallogin.account.extra_data.get("email_verified", True)
        user = User.objects.filter(email=email, is_active=True).first() if verified else None
        if user is None:
            raise ImmediateHttpResponse(render(request, "account/unknown.html", status=403))
        sociallogin.connect(request, user)
