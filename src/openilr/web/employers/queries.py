"""Reads of employers."""

from django.db.models import QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.employers.models import Employer


def visible_to(membership: Membership) -> QuerySet[Employer]:
    """The employers of the provider."""
    return Employer.objects.filter(provider_id=membership.provider_id)
