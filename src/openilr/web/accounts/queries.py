"""Reads of people: the accounts of a provider, and what an account is tied to."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.roles import Role
from openilr.web.providers.models import Group

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second step; recovery codes only stand in for one."""


def second_step_of(user: str) -> Exists:
    """The condition that the person of a field of the query has a second step."""
    return Exists(Authenticator.objects.filter(user=OuterRef(user), type__in=SECOND_STEPS))


def visible_to(membership: Membership) -> QuerySet[Membership]:
    """The people of the provider, archived ones too, with whether each has a second step."""
    return (
        Membership.objects.filter(provider_id=membership.provider_id)
        .select_related("user", "provider", "employer", "learner", "reviewed_by")
        .prefetch_related("groups")
        .annotate(has_mfa=second_step_of("user"))
    )


def with_group_paths(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """The memberships with what `group_paths` needs, read along."""
    paths = Group.objects.filter(memberships=OuterRef("pk")).order_by().values("path")
    return memberships.annotate(kept_group_paths=ArraySubquery(paths))


def group_paths(membership: Membership) -> list[str]:
    """The paths of the groups that the membership is narrowed to; none = not narrowed."""
    kept: list[str] | None = membership.__dict__.get("kept_group_paths")
    return list(membership.groups.values_list("path", flat=True)) if kept is None else kept


def has_second_step(user: User) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def works_only_at(user: User, provider_id: int) -> bool:
    """Whether the account belongs to this provider alone.

    Only then may its superuser touch what the person takes everywhere: address, password, second
    step, sessions. Otherwise a superuser of one provider could take over a colleague's account at
    another.
    """
    return not user.memberships.exclude(provider_id=provider_id).exists()


def live_superusers(provider_id: int) -> QuerySet[Membership]:
    """The superusers of a provider who can still sign in."""
    return Membership.objects.filter(
        provider_id=provider_id,
        role=Role.SUPERUSER,
        archived_at__isnull=True,
        user__is_active=True,
    )


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in."""
    return UserSession.objects.filter(user=user)


def not_seen_since(moment: datetime) -> Q:
    """People last seen before a moment, and those never seen who were added before it."""
    return Q(last_seen_at__lt=moment) | Q(last_seen_at__isnull=True, made_at__lt=moment)


def not_seen_for(days: int) -> Q:
    """People not seen for so many days."""
    return not_seen_since(timezone.now() - timedelta(days=days))
