"""What a token may be used for: each scope with the permission its owner needs for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A part of the API."""

    name: str
    words: str
    permission: str


SCOPES: dict[str, Scope] = {
    one.name: one
    for one in (
        Scope("learners:read", "Read the list of learners and their aims", "learners.view"),
        Scope("records:read", "Read ILR records", "records.view"),
        Scope("records:write", "Change ILR records", "records.edit"),
        Scope("findings:read", "Read findings of the rules", "findings.view"),
        Scope("earnings:read", "Read earnings", "funding.view"),
        Scope("history:read", "Read the history of records", "history.view"),
    )
}
