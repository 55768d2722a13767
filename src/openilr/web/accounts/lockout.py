"""Too many failed sign-ins: whom it concerns, and the page that says until when."""

from typing import Any

from allauth.account.adapter import get_adapter
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


def account_key(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name of an account in the table of failed sign-ins: a keyed hash of what was typed.

    People type passwords into the wrong field, and addresses are personal: neither is stored.
    """
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    return salted_hmac("openilr.lockout", str(typed).strip().lower()).hexdigest()


def client_ip(request: HttpRequest) -> str | None:
    """Where a request comes from, behind as many proxies as the settings trust; None for what is no
    request of a browser.
    """
    if "REMOTE_ADDR" not in request.META:
        return None
    return get_adapter().get_client_ip(request)


def locked(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page of somebody who is locked out, with the time it ends."""
    last = (
        AccessAttempt.objects.filter(
            username=account_key(request, credentials), ip_address=client_ip(request)
        )
        .order_by("-attempt_time")
        .first()
    )
    wait = get_cool_off(request)
    ends = last.attempt_time + wait if last is not None and wait is not None else None
    return render(request, "account/locked.html", {"ends": ends}, status=429)
