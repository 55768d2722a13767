"""Sign-ins and what people do to their own sign-in, as audit events.

These are other packages' signals; our own actions write their events themselves.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from openilr.web.accounts.models import User
from openilr.web.audit.actions import record


def _record(user: User | None, kind: str, *, by: User | None, **data: Any) -> None:
    """The event, at each provider where the person works; without a provider if there is none."""
    memberships = list(user.memberships.filter(archived_at__isnull=True)) if user else []
    for membership in memberships:
        record(by, kind, membership, **data)
    if not memberships:
        record(by, kind, user, **data)


def _account_of(credentials: dict[str, Any]) -> User | None:
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    return User.objects.filter(email=typed).first() if typed else None


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, **more: Any) -> None:
    """Somebody signed in."""
    _record(user, "sign-in.done", by=user)


@receiver(user_logged_out)
def signed_out(sender: Any, user: User | None, **more: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        _record(user, "sign-in.ended", by=user)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], **more: Any) -> None:
    """A password was wrong, or the account is locked or unknown."""
    _record(_account_of(credentials), "sign-in.failed", by=None)


@receiver(user_locked_out)
def locked_out(sender: Any, request: Any, **more: Any) -> None:
    """Too many wrong passwords."""
    credentials = getattr(request, "axes_credentials", None) or {}
    _record(_account_of(credentials), "sign-in.locked", by=None)


@receiver(mfa.authentication_failed)
def second_step_failed(sender: Any, user: User, **more: Any) -> None:
    """The password was right, the second step was not."""
    _record(user, "sign-in.second-step-failed", by=None)


@receiver(account.password_changed)
def password_changed(sender: Any, user: User, **more: Any) -> None:
    """Somebody chose another password."""
    _record(user, "password.changed", by=user)


@receiver(account.password_set)
def password_set(sender: Any, user: User, **more: Any) -> None:
    """Somebody who had only a work account chose a password."""
    _record(user, "password.set", by=user)


@receiver(account.password_reset)
def password_reset(sender: Any, user: User, **more: Any) -> None:
    """Somebody chose another password with the link of a message."""
    _record(user, "password.reset", by=user)


@receiver(mfa.authenticator_added)
def second_step_added(sender: Any, user: User, authenticator: Any, **more: Any) -> None:
    """An app, a passkey or recovery codes were set up."""
    _record(user, "second-step.added", by=user, type=str(authenticator.type))


@receiver(mfa.authenticator_removed)
def second_step_removed(sender: Any, user: User, authenticator: Any, **more: Any) -> None:
    """An app, a passkey or recovery codes were removed."""
    _record(user, "second-step.removed", by=user, type=str(authenticator.type))
