"""What a view may count on: a signed-in person with a membership that allows the page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import require
from openilr.web.accounts.roles import PERMISSIONS

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of a signed-in person at a provider."""

    user: User
    membership: Membership
    memberships: list[Membership]


View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def needs(permission: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Only for people whose role allows it at the provider they work at; others get a refusal.

    The permission is kept on the view (`view.permission`), so that the navigation and the test
    that walks all addresses read the same fact.
    """
    PERMISSIONS[permission]

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def inner(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.membership is None:
                return render(request, "accounts/no_provider.html", status=403)
            require(request.user, permission, request.membership)
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return inner

    return decorate
