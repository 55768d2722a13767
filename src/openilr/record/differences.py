"""What differs between two documents of one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openilr.record.document import Document, Row, walk
from openilr.record.fields import entity_named
from openilr.record.names import full_name, names_of
from openilr.record.values import Stored


class Kind(StrEnum):
    """What happened to a row."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a field that changed, or a field of a row that was added or removed.

    A row without fields that was added or removed has one change without a field.

    Attributes:
        row: the identifier of the row.
        name: what people call the row.
        field: its key in the record; None for a row without fields.
        label: the field's name for people.
        old, new: as the record holds them; None is absent.
    """

    kind: Kind
    entity: str
    row: str
    name: str
    field: str | None
    label: str
    old: Stored | None
    new: Stored | None

    def as_json(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {
            "kind": self.kind.value,
            "entity": self.entity,
            "row": self.row,
            "name": self.name,
            "field": self.field,
            "label": self.label,
            "old": self.old,
            "new": self.new,
        }

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> "Change":
        """A change from what `as_json` gave."""
        return Change(**{**values, "kind": Kind(values["kind"])})


def differences(old: Document | None, new: Document) -> list[Change]:
    """What has to be changed in `old` to have `new`, in the order of `new`, rows removed last.

    Rows are known by their identifiers; the order of rows is no difference. Without an `old` every
    row is added.
    """
    before = {r.id: r for r in walk(old)} if old is not None else {}
    after: dict[str, Row] = {}
    changes: list[Change] = []
    for row, name in names_of(new):
        after[row.id] = row
        was = before.get(row.id)
        if was is None or not _is_still_there(was, row):
            changes += _whole(Kind.ADDED, row, name)
        elif was.data is not row.data:
            changes += _fields(was, row, name)
    gone = [r for r in before.values() if not _is_still_there(r, after.get(r.id))]
    for row in gone:
        changes += _whole(Kind.REMOVED, row, full_name(old or {}, row.place))
    return changes


def _is_still_there(row: Row, now: Row | None) -> bool:
    return now is not None and (now.entity, now.parent) == (row.entity, row.parent)


def fields_of(row: Row) -> dict[str, Stored]:
    """The fields that a row has, in document order."""
    data = row.data
    return {n: data[n] for n in entity_named(row.entity).fields if data.get(n) is not None}


def _fields(old: Row, new: Row, name: str) -> list[Change]:
    before, after = fields_of(old), fields_of(new)
    return [
        Change(
            Kind.CHANGED,
            new.entity,
            new.id,
            name,
            field,
            declared.label,
            before.get(field),
            after.get(field),
        )
        for field, declared in entity_named(new.entity).fields.items()
        if before.get(field) != after.get(field)
    ]


def _whole(kind: Kind, row: Row, name: str) -> list[Change]:
    values: Sequence[tuple[str | None, Stored | None]] = [*fields_of(row).items()] or [(None, None)]
    declared = entity_named(row.entity).fields
    return [
        Change(
            kind,
            row.entity,
            row.id,
            name,
            field,
            declared[field].label if field else "",
            value if kind is Kind.REMOVED else None,
            value if kind is Kind.ADDED else None,
        )
        for field, value in values
    ]
