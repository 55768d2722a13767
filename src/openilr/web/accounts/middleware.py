"""Finds the provider a person works at in this request, and their membership of it."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openilr.web.accounts.models import Membership

PROVIDER_KEY = "provider"
"""The session's key of the chosen provider."""
SEEN_EVERY = timedelta(minutes=10)


class MembershipMiddleware:
    """Sets `request.membership` (None for visitors and people without a provider)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = self._membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _membership(self, request: HttpRequest) -> Membership | None:
        if not request.user.is_authenticated:
            return None
        memberships = list(
            Membership.objects.filter(user=request.user, archived_at__isnull=True)
            .select_related("provider")
            .order_by("provider__name")
        )
        request.memberships = memberships  # type: ignore[attr-defined]
        chosen = request.session.get(PROVIDER_KEY)
        found = next((m for m in memberships if m.provider_id == chosen), None) or next(
            iter(memberships), None
        )
        now = timezone.now()
        if found and (found.last_seen_at is None or now - found.last_seen_at > SEEN_EVERY):
            # An update without history: "last seen" is a fact about the session, not a change.
            Membership.objects.filter(pk=found.pk).update(last_seen_at=now)
        return found
