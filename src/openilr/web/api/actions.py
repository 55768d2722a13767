"""Making and revoking tokens."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from openilr.errors import EngineError
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import require
from openilr.web.api.models import Token
from openilr.web.api.scopes import SCOPES
from openilr.web.audit.actions import record

START = "oilr_"
LONGEST_DAYS = 366


class TokenRefused(EngineError):
    """The token cannot be made as asked."""


def hashed(key: str) -> str:
    """What is kept of a key. A random key of 256 bits needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, membership: Membership, name: str, scopes: Collection[str], days: int
) -> tuple[Token, str]:
    """Make a token of one's own; the key is given once and never kept.

    Errors: NotAllowed; TokenRefused for no scope, one beyond the owner's role, or too long a life.
    """
    require(membership.user, "api.use", membership)
    beyond = [s for s in scopes if SCOPES[s].permission not in membership.permissions]
    if not scopes or beyond:
        raise TokenRefused(
            f"Your role does not allow {', '.join(beyond)}." if beyond else "Choose a scope."
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(f"A token lasts from 1 to {LONGEST_DAYS} days.")
    key = START + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=membership.user,
        provider=membership.provider,
        name=name,
        prefix=key[len(START) : len(START) + 8],
        hash=hashed(key),
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(membership.user, "token.made", token, scopes=token.scopes, days=days)
    return token, key


@transaction.atomic
def revoke_token(*, membership: Membership, token: Token) -> None:
    """End a token of one's own at once."""
    Token.objects.filter(pk=token.pk, user=membership.user, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    record(membership.user, "token.revoked", token)
