"""What changed in a provider's settings and groups."""

from openilr.web.audit.history import RowChange, Tracked, history
from openilr.web.providers.models import Group, Provider


def settings_history(provider: Provider) -> list[RowChange]:
    """The settings and the tree of groups: newest first."""
    groups = (
        Group.pgh_event_model.objects.filter(provider_id=provider.pk)  # type: ignore[attr-defined]
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    names = dict(groups.values_list("pgh_obj_id", "name"))
    return history(
        [
            Tracked(
                provider.events.select_related("pgh_context").order_by("pgh_id"),  # type: ignore[attr-defined]
                lambda row: "Provider",
                {
                    "name": "name",
                    "verified_only": "only verified records are returned",
                    "mfa_required": "staff need a second step",
                },
            ),
            Tracked(
                groups,
                lambda row: f"Group {row.name}",
                {"name": "name", "parent_id": "stands below"},
                {"parent_id": lambda pk: names.get(pk, "the top")},
            ),
        ],
        provider_id=provider.pk,
    )
