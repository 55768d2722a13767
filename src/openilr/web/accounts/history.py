"""What changed about a person at a provider."""

from typing import Any

from openilr.web.accounts.models import Membership, MembershipGroup
from openilr.web.accounts.roles import Role
from openilr.web.audit.history import RowChange, Tracked, history
from openilr.web.providers.models import Group


def _noun(text: str) -> Any:
    return lambda row: text


def person_history(membership: Membership) -> list[RowChange]:
    """Role, groups, archive, review, name and address: newest first."""
    groups = dict(
        Group.objects.filter(provider_id=membership.provider_id).values_list("pk", "name")
    )
    rows = membership.events.select_related("pgh_context").order_by("pgh_id")  # type: ignore[attr-defined]
    account = membership.user.events.select_related("pgh_context").order_by("pgh_id")  # type: ignore[attr-defined]
    group_rows = (
        MembershipGroup.pgh_event_model.objects.filter(membership_id=membership.pk)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    return history(
        [
            Tracked(
                rows,
                _noun("Account here"),
                {
                    "role": "role",
                    "employer_id": "employer",
                    "learner_id": "learner",
                    "archived_at": "archived",
                    "reviewed_at": "reviewed",
                },
                {"role": lambda value: Role(value).label},
            ),
            Tracked(
                account,
                _noun("Person"),
                {"name": "name", "email": "e-mail address", "is_active": "may sign in"},
            ),
            Tracked(
                group_rows,
                lambda row: f"Group {groups.get(row.group_id, 'that is no more')}",
                {},
            ),
        ],
        provider_id=membership.provider_id,
    )
