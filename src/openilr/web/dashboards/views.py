"""Today: what waits for this person, and the figures of the open returns."""

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.accounts.roles import Role
from openilr.web.dashboards import queries
from openilr.web.learners.queries import visible_to
from openilr.web.records.queries import changes_visible_to
from openilr.web.returns.queries import readiness
from openilr.web.trackers.models import Tracker


@needs("learners.view")
def today(request: MemberRequest) -> HttpResponse:
    """The first page of the morning; a learner goes to the own record."""
    membership = request.membership
    if membership.role in (Role.LEARNER, Role.EMPLOYER):
        return redirect("learners:list")
    allowed = membership.permissions
    learners = visible_to(membership)
    headings = queries.needs(membership)
    context = {
        "here": "dashboards:today",
        "headings": headings,
        "waiting": sum(one.count for one in headings),
        "counts": learners.aggregate(
            learners=Count("pk"),
            wrong=Count("pk", filter=Q(error_count__gt=0)),
            held=Sum("money_at_risk"),
            unchecked=Count("pk", filter=Q(checked_as_at__isnull=True)),
        ),
        "trackers": Tracker.objects.filter(
            provider_id=membership.provider_id, learner__in=learners, state=Tracker.State.OPEN
        ).count(),
        "earned": queries.earned_in_month(membership) if "funding.view" in allowed else None,
        "readiness": readiness(membership),
        "recent": changes_visible_to(membership).select_related("learner", "version__made_by")[:8]
        if "history.view" in allowed
        else [],
    }
    return render(request, "dashboards/today.html", context)
