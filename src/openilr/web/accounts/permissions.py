"""Asking whether somebody may do something, and refusing it in words."""

from collections.abc import Iterable
from typing import Protocol

from django.core.exceptions import PermissionDenied

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.roles import PERMISSIONS


class OfProvider(Protocol):
    """Anything that belongs to one provider."""

    @property
    def provider_id(self) -> int:
        """The provider's key."""


class NotAllowed(PermissionDenied):
    """This person's role does not allow it; the message says which roles do."""


class Refused(Exception):
    """The role allows it, but the thing as it stands does not; the message says why."""


def remember(user: User, memberships: Iterable[Membership]) -> None:
    """Keep memberships that were read for this request, so that they are not asked for again."""
    kept: dict[int, Membership | None] = user.__dict__.setdefault("_membership_by_provider", {})
    kept.update({one.provider_id: one for one in memberships})


def membership_of(user: User, provider_id: int) -> Membership | None:
    """The person's membership of a provider, if it is not archived (kept on the user object)."""
    kept: dict[int, Membership | None] = user.__dict__.setdefault("_membership_by_provider", {})
    if provider_id not in kept:
        kept[provider_id] = (
            Membership.objects.filter(
                user=user, provider_id=provider_id, archived_at__isnull=True, user__is_active=True
            )
            .select_related("provider")
            .first()
        )
    return kept[provider_id]


def may(user: User, permission: str, provider_id: int) -> bool:
    """Whether a person may do something at a provider.

    Errors: KeyError if no such permission is declared.
    """
    PERMISSIONS[permission]
    membership = membership_of(user, provider_id)
    return membership is not None and permission in membership.permissions


def require(user: User, permission: str, thing: OfProvider) -> None:
    """Refuse what a person may not do with a thing of a provider.

    Errors: NotAllowed, with the roles that may.
    """
    if not may(user, permission, thing.provider_id):
        one = PERMISSIONS[permission]
        roles = ", ".join(sorted(role.label for role in one.roles))
        raise NotAllowed(f"Your role does not allow this: {one.words}. Roles that may: {roles}.")
