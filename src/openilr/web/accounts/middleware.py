"""Finds who works where in this request, asks for the second step, and keeps pages private."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import remember
from openilr.web.accounts.queries import has_second_step, with_group_paths
from openilr.web.accounts.roles import Role

PROVIDER_KEY = "provider"
"""The session's key of the chosen provider."""
SEEN_KEY = "seen_at"
SEEN_EVERY = timedelta(minutes=10)
Answer = Callable[[HttpRequest], HttpResponse]


class MembershipMiddleware:
    """Sets `request.membership` (None for visitors and people without a provider)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = self._membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _membership(self, request: HttpRequest) -> Membership | None:
        if not request.user.is_authenticated:
            return None
        memberships = list(
            with_group_paths(Membership.objects.filter(user=request.user, archived_at__isnull=True))
            .select_related("provider", "user")
            .order_by("provider__name")
        )
        remember(request.user, memberships)
        request.memberships = memberships  # type: ignore[attr-defined]
        chosen = request.session.get(PROVIDER_KEY)
        found = next((m for m in memberships if m.provider_id == chosen), None) or next(
            iter(memberships), None
        )
        now = timezone.now()
        if found and (found.last_seen_at is None or now - found.last_seen_at > SEEN_EVERY):
            Membership.objects.filter(pk=found.pk).update(last_seen_at=now)
        return found


class SessionListMiddleware:
    """Keeps the list of a person's sessions: where each is, and when it was last seen.

    The library's own middleware would write to the database with every request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = timezone.now().timestamp()
            if now - request.session.get(SEEN_KEY, 0) > SEEN_EVERY.total_seconds():
                request.session[SEEN_KEY] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


class SecondStepMiddleware:
    """Leads staff without a second step of sign-in to set it up, where the provider asks for it.

    Who signed in with a work account is asked for it there.
    """

    OPEN_TO_ALL = ("mfa_", "account_", "usersessions_", "ui:provider", "healthz", "readyz")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Another page than the one asked for, or None."""
        missing = self._is_missing(request)
        request.second_step_missing = missing  # type: ignore[attr-defined]
        match = request.resolver_match
        if match is None or not missing:
            return None
        if match.view_name and match.view_name.startswith(self.OPEN_TO_ALL):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")

    def _is_missing(self, request: HttpRequest) -> bool:
        membership: Membership | None = request.membership  # type: ignore[attr-defined]
        if membership is None or not membership.provider.mfa_required:
            return False
        if membership.role in (Role.LEARNER, Role.EMPLOYER):
            return False
        records = get_authentication_records(request, membership.user)
        if any(one["method"] == "socialaccount" for one in records):
            return False
        return not has_second_step(membership.user)


class PrivatePagesMiddleware:
    """What a signed-in person is shown is kept by no cache, also not by the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response
