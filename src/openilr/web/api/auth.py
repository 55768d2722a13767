"""Who asks: a token in the Authorization header, its owner's membership, and its scopes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import membership_of
from openilr.web.api.actions import hashed
from openilr.web.api.models import Token
from openilr.web.api.scopes import SCOPES

P = ParamSpec("P")
R = TypeVar("R")


class ApiRequest(HttpRequest):
    """A request with a token that is good."""

    auth: Token
    membership: Membership


class TokenAuth(HttpBearer):
    """`Authorization: Bearer oilr_...`; anything else is 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, if it is neither revoked nor over and its owner still belongs here."""
        now = timezone.now()
        found = (
            Token.objects.select_related("user", "provider")
            .filter(hash=hashed(token), revoked_at__isnull=True, expires_at__gt=now)
            .first()
        )
        if found is None:
            return None
        membership = membership_of(found.user, found.provider_id)
        if membership is None or "api.use" not in membership.permissions:
            return None
        if found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60:
            Token.objects.filter(pk=found.pk).update(last_used_at=now)
        request.membership = membership  # type: ignore[attr-defined]
        return found


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "token"

    def __init__(self, rate: str = "300/m") -> None:
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """The token's own counter."""
        token: Any = getattr(request, "auth", None)
        return f"throttle-token-{token.pk}" if isinstance(token, Token) else None


def scope(
    name: str,
) -> Callable[[Callable[Concatenate[ApiRequest, P], R]], Callable[Concatenate[ApiRequest, P], R]]:
    """Only for tokens of a scope whose owner's role still allows it; 403 otherwise."""
    needed = SCOPES[name]

    def decorate(
        view: Callable[Concatenate[ApiRequest, P], R],
    ) -> Callable[Concatenate[ApiRequest, P], R]:
        @wraps(view)
        def inner(request: ApiRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            if name not in request.auth.scopes:
                raise HttpError(403, f"This token does not have the scope {name}.")
            if needed.permission not in request.membership.permissions:
                raise HttpError(403, "The role of this token's owner does not allow this.")
            return view(request, *args, **kwargs)

        return inner

    return decorate
