"""The record of one learner as a document: a tree of JSON values that is never changed in place.

A row is a mapping of field names to stored values (`record.values`), of child entities to lists of
rows, and of "id" to its permanent identifier. Functions that change something give a new document
and share the rows that stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from openilr.errors import EngineError
from openilr.record.fields import ID, LEARNER, RecordEntity, entity_named, field_named
from openilr.record.values import stored, typed

Document = Mapping[str, Any]
"""A row of the record with all below it; the learner's row is the whole record. It is JSON, so its
values are not typed further: `values` says what a field holds."""

NewId = Callable[[], str]
Place = tuple[tuple[str, int], ...]
"""Where a row stands: each step below the learner is an entity and the place among its like."""


class UnknownRow(EngineError):
    """The record has no row of that identifier."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a document.

    Attributes:
        parent: the identifier of the row it stands in; None for the learner.
        data: the row itself, with all below it.
    """

    entity: str
    id: str
    parent: str | None
    place: Place
    data: Document


def new_id() -> str:
    """A new permanent identifier: 32 hexadecimal digits of a random UUID."""
    return uuid4().hex


def new_learner(values: Mapping[str, object] | None = None, *, make_id: NewId = new_id) -> Document:
    """A record that holds a learner's row only, with some of its fields.

    Errors: UnknownField.
    """
    return _new_row(LEARNER, values or {}, make_id)


def rows_below(data: Document, entity: str) -> Sequence[Document]:
    """The rows of a child entity that stand in a row, in order."""
    found: object = data.get(entity)
    # A field may have been stored under an entity's name; it is no list, and never a row.
    return cast("Sequence[Document]", found) if isinstance(found, list | tuple) else ()


def walk(document: Document) -> Iterator[Row]:
    """Every row, parents before children, entities in document order."""
    return _walk(entity_named(LEARNER), document, None, ())


def _walk(entity: RecordEntity, data: Document, parent: str | None, place: Place) -> Iterator[Row]:
    own = str(data.get(ID, ""))
    yield Row(entity.name, own, parent, place, data)
    for child in entity.children:
        below = entity_named(child)
        for number, one in enumerate(rows_below(data, child)):
            yield from _walk(below, one, own, (*place, (child, number)))


def row(document: Document, id: str) -> Row:  # noqa: A002 - what the record calls it
    """One row.

    Errors: UnknownRow.
    """
    for found in walk(document):
        if found.id == id:
            return found
    raise UnknownRow(
        "The record has no such row. It may have been removed meanwhile: open the record again."
    )


def set_field(document: Document, id: str, name: str, value: object) -> Document:  # noqa: A002
    """The document with a field of one row changed; None or a blank text takes the field away.

    A text that is not of the field's type is kept as typed.
    Errors: UnknownRow, UnknownField.
    """
    return set_fields(document, id, {name: value})


def set_fields(document: Document, id: str, values: Mapping[str, object]) -> Document:  # noqa: A002
    """The document with some fields of one row changed, as `set_field`.

    Errors: UnknownRow, UnknownField.
    """
    target = row(document, id)
    changed = _with_fields(target.entity, target.data, values)
    return document if changed == target.data else _replaced(document, target.place, changed)


def add_row(
    document: Document,
    parent: str,
    entity: str,
    values: Mapping[str, object] | None = None,
    *,
    make_id: NewId = new_id,
) -> tuple[Document, str]:
    """The document with a new row last among its like below a parent row, and the new row's
    identifier.

    Errors: UnknownRow; UnknownEntity if such a row does not stand in the parent; UnknownField.
    """
    return insert_row(document, parent, entity, _new_row(entity, values or {}, make_id))


def insert_row(
    document: Document, parent: str, entity: str, data: Document
) -> tuple[Document, str]:
    """As `add_row`, with a row that is made, and all below it.

    Errors: UnknownRow; UnknownEntity if such a row does not stand in the parent.
    """
    target = row(document, parent)
    if entity not in entity_named(target.entity).children:
        from openilr.record.fields import UnknownEntity

        children = ", ".join(entity_named(target.entity).children) or "no rows"
        raise UnknownEntity(
            f"{entity!r} does not stand in {target.entity}, which holds {children}."
        )
    below = [*rows_below(target.data, entity), data]
    changed = {**target.data, entity: below}
    return _replaced(document, target.place, changed), str(data[ID])


def remove_row(document: Document, id: str) -> Document:  # noqa: A002
    """The document without a row and all below it.

    Errors: UnknownRow, also for the learner's own row.
    """
    target = row(document, id)
    if not target.place:
        raise UnknownRow("The learner's own row cannot be taken out of the record.")
    *above, (entity, number) = target.place
    parent = _at(document, tuple(above))
    below = [r for n, r in enumerate(rows_below(parent, entity)) if n != number]
    changed = {k: v for k, v in parent.items() if k != entity}
    if below:
        changed[entity] = below
    return _replaced(document, tuple(above), changed)


def decode(document: Document) -> dict[str, Any]:
    """The document with typed values in place of stored ones; identifiers stay.

    What is not of its field's type is None; what the record does not know is left out.
    """
    return _decoded(entity_named(LEARNER), document)


def _decoded(entity: RecordEntity, data: Document) -> dict[str, Any]:
    result: dict[str, Any] = {ID: data.get(ID)}
    for name, field in entity.fields.items():
        if name in data:
            result[name] = typed(field.field, data[name])
    for child in entity.children:
        below = rows_below(data, child)
        if below:
            result[child] = [_decoded(entity_named(child), one) for one in below]
    return result


def encode(learner: Mapping[str, Any], *, make_id: NewId = new_id) -> Document:
    """A document from nested mappings of typed values or texts; rows without an identifier get one.

    Errors: UnknownField for what the record does not know.
    """
    return _encoded(entity_named(LEARNER), learner, make_id)


def _encoded(entity: RecordEntity, data: Mapping[str, Any], make_id: NewId) -> dict[str, Any]:
    result: dict[str, Any] = {ID: data.get(ID) or make_id()}
    for name, value in data.items():
        if name == ID or name in entity.children:
            continue
        kept = stored(field_named(entity.name, name).field, value)
        if kept is not None:
            result[name] = kept
    for child in entity.children:
        below = [_encoded(entity_named(child), one, make_id) for one in data.get(child) or ()]
        if below:
            result[child] = below
    return result


def _new_row(entity: str, values: Mapping[str, object], make_id: NewId) -> dict[str, Any]:
    return _with_fields(entity, {ID: make_id()}, values)


def _with_fields(entity: str, data: Document, values: Mapping[str, object]) -> dict[str, Any]:
    result = dict(data)
    for name, value in values.items():
        kept = stored(field_named(entity, name).field, value)
        if kept is None or (isinstance(kept, str) and not kept.strip()):
            result.pop(name, None)
        else:
            result[name] = kept
    return result


def _at(document: Document, place: Place) -> Document:
    for entity, number in place:
        document = rows_below(document, entity)[number]
    return document


def _replaced(document: Document, place: Place, changed: Document) -> Document:
    """The document with the row at a place changed; the rows beside the way are shared."""
    if not place:
        return changed
    (entity, number), *rest = place
    below = list(rows_below(document, entity))
    below[number] = _replaced(below[number], tuple(rest), changed)
    return {**document, entity: below}
