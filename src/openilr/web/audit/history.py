"""The history of rows that triggers keep, as people read it: what changed, who, when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openilr.web.accounts.models import User

Words = Callable[[Any], str]
MOST = 200


@dataclass(frozen=True)
class Tracked:
    """A table's history and how to say it.

    Attributes:
        rows: its event rows, oldest first.
        noun: what one row of the table is.
        labels: the fields to tell, with their words; others are passed over.
        words: how to say a field's value, where it is not plain text.
        added: whether the row's first values are told too.
    """

    rows: Iterable[Any]
    noun: Callable[[Any], str]
    labels: Mapping[str, str]
    words: Mapping[str, Words] = field(default_factory=dict)
    added: bool = False


@dataclass(frozen=True)
class RowChange:
    """One value that changed."""

    at: datetime
    by: str
    what: str
    old: str
    new: str
    request_id: str


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%d %b %Y}"
    return str(value)


def _changes(table: Tracked, by_words: Callable[[Any], str]) -> Iterable[RowChange]:
    last: dict[Any, Any] = {}
    for row in table.rows:
        key = getattr(row, "pgh_obj_id", None) or row.pk
        before = last.get(key)
        last[key] = row
        data = row.pgh_context.metadata if row.pgh_context_id and row.pgh_context else {}
        common = {
            "at": row.pgh_created_at,
            "by": by_words(data.get("user")),
            "request_id": str(data.get("request_id", "")),
        }
        if row.pgh_label == "delete":
            yield RowChange(what=table.noun(row), old="there", new="removed", **common)
            continue
        if before is None and not table.added:
            yield RowChange(what=table.noun(row), old="", new="added", **common)
            continue
        for name, label in table.labels.items():
            say = table.words.get(name, _plain)
            old = say(getattr(before, name)) if before is not None else ""
            new = say(getattr(row, name))
            if old != new:
                yield RowChange(what=f"{table.noun(row)}: {label}", old=old, new=new, **common)


def history(tables: Sequence[Tracked], *, provider_id: int) -> list[RowChange]:
    """What changed, newest first. People of other providers are not named."""
    names = dict(
        User.objects.filter(memberships__provider_id=provider_id).values_list("pk", "name")
    )

    def by_words(user: Any) -> str:
        if user is None:
            return "The installation"
        return names.get(user, "Somebody of another provider")

    found = [change for table in tables for change in _changes(table, by_words)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST]
