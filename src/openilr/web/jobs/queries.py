"""Which jobs a person sees."""

from django.db.models import QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.jobs.models import Job


def visible_to(membership: Membership) -> QuerySet[Job]:
    """The jobs of the provider; what the clock does for all providers is nobody's."""
    return Job.objects.filter(provider_id=membership.provider_id)
