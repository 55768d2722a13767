"""The link with which a person chooses a password: signed, for one use, for a week."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from openilr.web.accounts.models import User
from openilr.web.providers.models import Provider

SALT = "openilr.invitation"
LASTS = timedelta(days=7)


def _state(user: User) -> str:
    # The password and the last sign-in are part of it: once the link was used, or the person has
    # signed in another way, the link says nothing any more.
    return salted_hmac(
        SALT, f"{user.pk}{user.password}{user.last_login}{user.email}", algorithm="sha256"
    ).hexdigest()[:32]


def token_of(user: User) -> str:
    """A new token; it holds the account's number and no detail of the person."""
    return signing.dumps([user.pk, _state(user)], salt=SALT)


def user_of(token: str) -> User | None:
    """Whose token it is; None if it is not ours, was used, is too old, or the account is closed."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and constant_time_compare(state, _state(user)) else None


def link_of(user: User) -> str:
    """The address to give to the person."""
    return settings.URL + reverse("invitation", args=[token_of(user)])


def send(user: User, provider: Provider, template: str) -> None:
    """Write to a person of a provider; nothing where the installation sends no mail."""
    if not settings.SENDS_MAIL:
        return
    context = {
        "name": user.name,
        "provider": provider.name,
        "link": link_of(user),
        "sign_in": settings.URL + reverse("account_login"),
        "days": LASTS.days,
    }
    EmailMessage(
        subject=f"Your OpenILR account at {provider.name}",
        body=render_to_string(template, context).strip() + "\n",
        to=[user.email],
    ).send()
