"""Reads of events."""

from django.db.models import QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.audit.models import Event


def visible_to(membership: Membership) -> QuerySet[Event]:
    """The events of the provider."""
    return Event.objects.filter(provider_id=membership.provider_id).select_related("by")


def kind_words(kind: str) -> str:
    """Such as "Person: role changed" for `person.role-changed`."""
    thing, _, done = kind.partition(".")
    words = f"{thing}: {done}" if done else thing
    return words.replace("-", " ").replace("_", " ").capitalize()


def data_words(event: Event) -> str:
    """Counts and ids in a line, empty ones left out."""
    said = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in event.data.items()
    }
    return "; ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in said.items()
        if value not in (None, "")
    )
