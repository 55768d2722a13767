"""What differs between two documents of one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openilr.record.document import Document, Row, walk
from openilr.record.fields import entity_named, field_named
from openilr.record.names import full_name
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
    after = {r.id: r for r in walk(new)}
    changes: list[Change] = []
    for row in after.values():
        was = before.get(row.id)
        name = full_name(new, row.place)
        if was is None or (was.entity, was.parent) != (row.entity, row.parent):
            changes += _whole(Kind.ADDED, row, name)
        elif was.data is not row.data:
            changes += _fields(was, row, name)
    for row in before.values():
        now = after.get(row.id)
        if now is None or (now.entity, now.parent) != (row.entity, row.parent):
            changes += _whole(Kind.REMOVED, row, full_name(old or {}, row.place))
    return changes


def fields_of(row: Row) -> dict[str, Stored]:
    """The fields that a row has, in document order."""
    return {n: row.data[n] for n in entity_named(row.entity).fields if row.data.get(n) is not None}


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
    return [
        Change(
            kind,
            row.entity,
            row.id,
            name,
            field,
            field_named(row.entity, field).label if field else "",
            value if kind is Kind.REMOVED else None,
            value if kind is Kind.ADDED else None,
        )
        for field, value in values
    ]
