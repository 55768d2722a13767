"""Reads of trackers."""

from django.db.models import QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.learners.queries import of_visible
from openilr.web.trackers.models import Tracker


def visible_to(membership: Membership) -> QuerySet[Tracker]:
    """The trackers of the learners that this person may see."""
    return Tracker.objects.filter(of_visible(membership))
