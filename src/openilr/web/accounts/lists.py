"""The list of people, and the report for the review of accounts."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.accounts.queries import not_seen_for, visible_to
from openilr.web.accounts.requests import MemberRequest
from openilr.web.accounts.roles import ROLE_CHOICES, Role
from openilr.web.providers.queries import tree_of
from openilr.web.ui.lists import BulkAct, Column, Filter, ListPage, StandardView, one_of
from openilr.web.ui.shell import today

UNSEEN_DAYS = 90
"""After so many days without a sign-in an account is worth a question."""
_UNSEEN = [(str(days), f"{days} days or more") for days in (30, 60, UNSEEN_DAYS, 180, 365)]


def _rows(request: MemberRequest) -> QuerySet[Membership]:
    return visible_to(request.membership)


def _live(request: MemberRequest) -> QuerySet[Membership]:
    return visible_to(request.membership).filter(archived_at__isnull=True)


def _search(words: str) -> Q:
    return Q(user__name__icontains=words) | Q(user__email__icontains=words)


def _either(condition: Q) -> Callable[[Sequence[str]], Q]:
    """The condition for "yes", its opposite for "no"."""
    return lambda values: condition if "yes" in values else ~condition


def _unseen(values: Sequence[str]) -> Q:
    days = [int(value) for value in values if value.isdigit()]
    return not_seen_for(min(days)) if days else Q()


def _days_unseen(row: Membership) -> int:
    """Days since the person was here; never seen counts from the day of adding."""
    return (today() - (row.last_seen_at or row.made_at).date()).days


def _group_names(row: Membership) -> str:
    return ", ".join(sorted(group.name for group in row.groups.all())) or "All"


def _in_groups(values: Sequence[str]) -> Q:
    return Q(groups__in=[value for value in values if value.isdigit()])


_NAME = Column[Any](
    "name", "Name", lambda row: row.user.name, ("user__name",), "accounts/name_cell.html"
)
_EMAIL = Column[Any]("email", "E-mail address", lambda row: row.user.email, ("user__email",))
_ROLE = Column[Any]("role", "Role", lambda row: row.role_label, ("role",))
_GROUPS = Column[Any]("groups", "Groups", _group_names)
_MFA = Column[Any](
    "mfa",
    "Second step",
    lambda row: "Yes" if row.has_mfa else "No",
    ("has_mfa",),
    "accounts/second_step_cell.html",
)
_SEEN = Column[Any](
    "seen", "Last seen", lambda row: row.last_seen_at, ("last_seen_at",), kind="day"
)
_REVIEWED = Column[Any](
    "reviewed", "Reviewed", lambda row: row.reviewed_at, ("reviewed_at",), kind="day"
)
_ADDED = Column[Any](
    "added", "Added", lambda row: row.made_at, ("made_at",), kind="day", shown=False
)
_ARCHIVED = Column[Any](
    "archived",
    "Archived on",
    lambda row: row.archived_at,
    ("archived_at",),
    kind="day",
    shown=False,
)
_ROLE_FILTER = Filter("role", "Role", one_of("role"), lambda request: ROLE_CHOICES)
_MFA_FILTER = Filter(
    "mfa",
    "Second step",
    _either(Q(has_mfa=True)),
    lambda request: [("yes", "Yes"), ("no", "No")],
)
_UNSEEN_FILTER = Filter("unseen", "Not seen for", _unseen, lambda request: _UNSEEN)

PEOPLE: ListPage[Any] = ListPage(
    name="people",
    title="People",
    noun="people",
    here="settings",
    rows=_rows,
    order=("user__name", "pk"),
    search=_search,
    search_hint="Name or e-mail address",
    columns=(
        _NAME,
        _EMAIL,
        _ROLE,
        _GROUPS,
        _MFA,
        _SEEN,
        Column(
            "state",
            "Account",
            lambda row: "Archived" if row.archived_at else "Open",
            ("archived_at",),
            "accounts/state_cell.html",
        ),
        _ADDED,
        _ARCHIVED,
    ),
    filters=(
        _ROLE_FILTER,
        Filter(
            "state",
            "Account",
            _either(Q(archived_at__isnull=True)),
            lambda request: [("yes", "Open"), ("no", "Archived")],
        ),
        _MFA_FILTER,
        Filter(
            "group",
            "Group",
            _in_groups,
            lambda request: [
                (str(one.pk), one.way) for one in tree_of(request.membership.provider_id)
            ],
        ),
        _UNSEEN_FILTER,
    ),
    views=(
        StandardView("Open", "state=yes"),
        StandardView("Superusers", f"role={Role.SUPERUSER}&state=yes"),
        StandardView("Archived", "state=no"),
    ),
    actions_template="accounts/list_actions.html",
    none_fact="Nobody is on file.",
)

REVIEW: ListPage[Any] = ListPage(
    name="account-review",
    title="Account review",
    noun="accounts",
    here="settings",
    rows=_live,
    order=("user__name", "pk"),
    search=_search,
    search_hint="Name or e-mail address",
    columns=(
        _NAME,
        _EMAIL,
        _ROLE,
        _GROUPS,
        _MFA,
        _SEEN,
        Column("days", "Days unseen", _days_unseen, ("last_seen_at",), kind="number"),
        _REVIEWED,
        Column(
            "reviewer",
            "Reviewed by",
            lambda row: row.reviewed_by.name if row.reviewed_by else None,
            ("reviewed_by__name",),
        ),
        _ADDED,
    ),
    filters=(
        _ROLE_FILTER,
        _MFA_FILTER,
        _UNSEEN_FILTER,
        Filter(
            "reviewed",
            "Ever reviewed",
            _either(Q(reviewed_at__isnull=False)),
            lambda request: [("yes", "Yes"), ("no", "No")],
        ),
    ),
    views=(
        StandardView(f"Not seen for {UNSEEN_DAYS} days", f"unseen={UNSEEN_DAYS}"),
        StandardView("No second step", "mfa=no"),
        StandardView("Never reviewed", "reviewed=no"),
        StandardView("Superusers", f"role={Role.SUPERUSER}"),
    ),
    acts=(BulkAct("Mark reviewed", "accounts:mark-reviewed", "users.manage"),),
    none_fact="Nobody has an open account.",
)
