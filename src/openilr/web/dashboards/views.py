"""Today: what waits for this person, and the figures of the open returns."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openilr.web.accounts.models import Membership
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.accounts.roles import Role
from openilr.web.dashboards import queries
from openilr.web.records.models import Change
from openilr.web.records.queries import changes_visible_to
from openilr.web.returns.queries import readiness


def _recent(membership: Membership) -> QuerySet[Change]:
    """The last changes; without the records themselves, which a row of the list does not need."""
    rows = changes_visible_to(membership).select_related("learner", "version__made_by")
    return rows.defer("version__document", "version__changes")[:8]


@needs("learners.view")
def today(request: MemberRequest) -> HttpResponse:
    """The first page of the morning; a learner goes to the own record."""
    membership = request.membership
    if membership.role in (Role.LEARNER, Role.EMPLOYER):
        return redirect("learners:list")
    allowed = membership.permissions
    counted = queries.counts(membership)
    headings = queries.needs(membership, counted)
    context = {
        "here": "dashboards:today",
        "headings": headings,
        "waiting": sum(one.count for one in headings),
        "counts": counted,
        "trackers": counted.trackers,
        "earned": queries.earned_in_month(membership) if "funding.view" in allowed else None,
        "readiness": readiness(membership, unchecked=counted.unchecked),
        "recent": _recent(membership) if "history.view" in allowed else [],
    }
    return render(request, "dashboards/today.html", context)
