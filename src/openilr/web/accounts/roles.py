"""Who may do what: each permission declared once, with the roles that have it.

Source: the roles matrix of the product (docs/reference/roles.md is made from this table).
"""

# ruff: noqa: E501 - a permission is one line of the table

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The part a person plays at one provider."""

    LEARNER = "learner"
    EMPLOYER = "employer"
    TUTOR = "tutor"
    QA = "qa"
    MIS = "mis"
    FINANCE = "finance"
    MANAGER = "manager"
    SUPERUSER = "superuser"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role as screens write it."""
        return _LABELS[self]


_LABELS = {
    Role.LEARNER: "Learner",
    Role.EMPLOYER: "Employer",
    Role.TUTOR: "Tutor",
    Role.QA: "QA and compliance",
    Role.MIS: "MIS",
    Role.FINANCE: "Finance",
    Role.MANAGER: "Manager",
    Role.SUPERUSER: "Superuser",
    Role.AUDITOR: "Auditor (read only)",
}

ROLE_CHOICES = [(role.value, role.label) for role in Role]

_QA, _MIS, _SUPER = Role.QA, Role.MIS, Role.SUPERUSER
_OFFICE = frozenset({_QA, _MIS, Role.FINANCE, Role.MANAGER, _SUPER, Role.AUDITOR})
_STAFF = _OFFICE | {Role.TUTOR}
_EVERYONE = _STAFF | {Role.LEARNER, Role.EMPLOYER}


@dataclass(frozen=True)
class Permission:
    """One thing a person may do."""

    name: str
    words: str
    roles: frozenset[Role]


def _table(*rows: tuple[str, str, frozenset[Role]]) -> dict[str, Permission]:
    return {name: Permission(name, words, roles) for name, words, roles in rows}


PERMISSIONS = _table(
    ("learners.view", "See learners (their own group, learners or record)", _EVERYONE),
    ("learners.assign", "Give learners a tutor or a group", frozenset({_MIS, Role.MANAGER, _SUPER})),
    ("records.view", "See the ILR record", _STAFF),
    ("records.edit", "Edit the ILR record", frozenset({_QA, _MIS, _SUPER})),
    ("records.verify", "Verify records (QA)", frozenset({_QA, _SUPER})),
    ("records.exclude", "Exclude a record or aim from returns, and include it again", frozenset({_QA, _MIS, _SUPER})),
    ("records.note", "Write ILR notes", frozenset({Role.TUTOR, _QA, _MIS, Role.MANAGER, _SUPER})),
    ("records.import", "Import ILR files", frozenset({_MIS, _SUPER})),
    ("records.erase", "Erase what is known of a learner", frozenset({_SUPER})),
    ("records.sign", "Record a signature", frozenset({Role.TUTOR, _QA, _MIS, _SUPER})),
    ("history.view", "See the history of records", _OFFICE | {Role.TUTOR}),
    ("findings.view", "See findings of the rules", _STAFF),
    ("funding.view", "See earnings", frozenset({_QA, _MIS, Role.FINANCE, Role.MANAGER, _SUPER, Role.AUDITOR})),
    ("trackers.view", "See changes that wait", _STAFF),
    ("trackers.close", "Close ILR trackers", frozenset({_QA, _SUPER})),
    ("employers.view", "See employers", _STAFF),
    ("employers.edit", "Add and edit employers", frozenset({_MIS, Role.MANAGER, _SUPER})),
    ("programmes.view", "See programmes and standards", _STAFF),
    ("returns.view", "See the returns", _OFFICE),
    ("returns.export", "Export a return", frozenset({_MIS, _SUPER})),
    ("lists.export", "Export lists to files", _OFFICE),
    ("jobs.view", "See work in the background", frozenset({_MIS, Role.MANAGER, _SUPER, Role.AUDITOR})),
    ("jobs.manage", "Cancel work in the background and try it again", frozenset({_MIS, _SUPER})),
    ("audit.view", "See what was done in the application", frozenset({_SUPER, Role.AUDITOR})),
    ("users.view", "See the accounts", frozenset({Role.MANAGER, _SUPER, Role.AUDITOR})),
    ("users.manage", "Add, change and archive accounts", frozenset({_SUPER})),
    ("settings.edit", "Change the provider's settings and groups", frozenset({_SUPER})),
    ("api.use", "Use the API", frozenset({_QA, _MIS, Role.FINANCE, Role.MANAGER, _SUPER, Role.AUDITOR})),
)  # fmt: skip


def permissions_of(role: str) -> frozenset[str]:
    """The names of what a role may do."""
    return frozenset(name for name, one in PERMISSIONS.items() if Role(role) in one.roles)
