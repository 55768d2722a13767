"""Two people's edits of one record brought together, against the version both began with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openilr.record.differences import fields_of
from openilr.record.document import Document, Row, rows_below, walk
from openilr.record.fields import ID, LEARNER, entity_named, field_named
from openilr.record.names import full_name
from openilr.record.values import Stored


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both changed in different ways; the merged document has `mine`.

    Attributes:
        name: what people call the row.
        field: its key in the record; None where one removed the row that the other changed.
        base, mine, theirs: as the record holds them; None is absent.
        removed_by: "mine" or "theirs" where one removed the row, else None; the row then stays.
    """

    entity: str
    row: str
    name: str
    field: str | None
    label: str
    base: Stored | None = None
    mine: Stored | None = None
    theirs: Stored | None = None
    removed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two edits together, and what a person has to decide."""

    document: Document
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be decided."""
        return not self.conflicts


def merge(base: Document, mine: Document, theirs: Document) -> Merge:
    """Both edits of `base` in one document.

    What only one of them changed is taken from that one. A field that both changed in different
    ways keeps my value and is a conflict; so is a row that one removed and the other changed, which
    stays with its changes. The same change made twice is none.
    """
    merger = _Merger(_index(base), _index(mine), _index(theirs))
    return Merge(merger.row(LEARNER, str(base.get(ID, ""))), tuple(merger.conflicts))


def _index(document: Document) -> Mapping[str, tuple[Row, Document]]:
    return {row.id: (row, document) for row in walk(document)}


class _Merger:
    def __init__(
        self,
        base: Mapping[str, tuple[Row, Document]],
        mine: Mapping[str, tuple[Row, Document]],
        theirs: Mapping[str, tuple[Row, Document]],
    ) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        self.conflicts: list[Conflict] = []

    def row(self, entity: str, id: str) -> Document:  # noqa: A002 - as the record calls it
        """A row that both have, or that one of them added, with the fields and rows of both."""
        versions = [side[id][0].data for side in (self.base, self.mine, self.theirs) if id in side]
        result: dict[str, Any] = {ID: id, **self._fields(entity, id)}
        for child in entity_named(entity).children:
            found = (self._child(child, one) for one in self._children(child, versions))
            below = [row for row in found if row is not None]
            if below:
                result[child] = below
        return result

    def _children(self, child: str, versions: Sequence[Document]) -> list[str]:
        """The rows of a kind in all versions, those of the base in its order first."""
        found = (str(one[ID]) for data in versions for one in rows_below(data, child))
        return list(dict.fromkeys(found))

    def _child(self, entity: str, id: str) -> Document | None:  # noqa: A002
        """A row below another; None if it is to go."""
        if id not in self.base or (id in self.mine and id in self.theirs):
            return self.row(entity, id)
        keeper = self.mine if id in self.mine else self.theirs if id in self.theirs else None
        if keeper is None or keeper[id][0].data == self.base[id][0].data:
            return None
        row, document = keeper[id]
        name = full_name(document, row.place)
        remover = "theirs" if keeper is self.mine else "mine"
        self.conflicts.append(Conflict(entity, id, name, None, "", removed_by=remover))
        return row.data

    def _fields(self, entity: str, id: str) -> dict[str, Stored]:  # noqa: A002
        sides = [
            fields_of(side[id][0]) if id in side else None
            for side in (self.base, self.mine, self.theirs)
        ]
        before, mine, theirs = sides
        if mine is None or theirs is None:
            return mine or theirs or {}
        before = before or {}
        result: dict[str, Stored] = {}
        for name in entity_named(entity).fields:
            was, one, other = before.get(name), mine.get(name), theirs.get(name)
            value = other if one == was else one
            if one not in (was, other) and other != was:
                row, document = self.mine[id]
                label = field_named(entity, name).label
                place = full_name(document, row.place)
                self.conflicts.append(Conflict(entity, id, place, name, label, was, one, other))
            if value is not None:
                result[name] = value
        return result
