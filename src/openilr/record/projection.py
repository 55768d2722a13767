"""The record as a year's ILR has it, and back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from openilr.ilr.schema import Field, schema
from openilr.ilr.xml.values import judge
from openilr.record.document import Document, NewId, Place, new_id, rows_below
from openilr.record.fields import (
    AIM,
    AIM_NUMBER,
    DESTINATION,
    ID,
    LEARNER,
    entity_named,
    record_key,
)
from openilr.record.values import stored, text_of

LearnerData = Mapping[str, Any]
"""A learner as nested mappings with the ILR's names: typed values, or texts."""

SOFTWARE_ID = "SWSupAimId"
HOURS = "HRSRecord"

_HOURS_CODES: Mapping[int, str] = {1: "PHours", 3: "OTJActHours", 6: "AddHours"}
"""The hours that were fields of the aim up to 2025-26 and have been hours records since, by
HRSCode."""


@dataclass(frozen=True, slots=True)
class RowOf:
    """The row of the record that a row of the ILR is made of."""

    entity: str
    id: str


@dataclass(frozen=True, slots=True)
class Projection:
    """One learner as a year's ILR has it.

    Attributes:
        learner: typed values; what is not of its field's type is absent.
        texts: the same rows with each value as text, as it would stand in the file.
        rows: the row of the record behind each row, by its place in the ILR.
        sequence: AimSeqNumber by the identifier of the aim.
    """

    year: str
    learner: LearnerData
    texts: LearnerData
    rows: Mapping[Place, RowOf]
    sequence: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One entity of a year as it is read from the record."""

    name: str
    fields: tuple[tuple[Field, str], ...]
    children: tuple["_Shape", ...]


@cache
def _shape(year: str, entity: str = LEARNER) -> _Shape:
    of_year = schema(year)
    declared = of_year.entities[entity]
    return _Shape(
        entity,
        tuple((f, record_key(entity, f.name)) for f in declared.fields),
        tuple(_shape(year, child.name) for child in of_year.children(entity)),
    )


def to_ilr(document: Document, year: str, aims: Collection[str] | None = None) -> Projection:
    """The learner with the entities and fields that a year collects.

    `aims` are the identifiers of the aims that go in; None takes all. Aims are numbered from 1 in
    the order of the record. An aim's SWSupAimId is the imported one, else our identifier. Hours
    that the record holds in the form of another year are given in the year's own. Rows that hold
    nothing the year collects are left out.
    """
    maker = _Maker(year, aims)
    made = maker.row(_shape(year), document, ())
    typed, texts = made if made is not None else ({}, {})
    return Projection(year, typed, texts, maker.rows, maker.sequence)


class _Maker:
    def __init__(self, year: str, aims: Collection[str] | None) -> None:
        self.year = year
        self.aims = aims
        self.rows: dict[Place, RowOf] = {}
        self.sequence: dict[str, int] = {}

    def row(
        self, shape: _Shape, data: Document, place: Place, source: RowOf | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """A row with all below it, typed and as texts; None if it holds nothing."""
        own = str(data.get(ID, ""))
        typed: dict[str, Any] = {}
        texts: dict[str, Any] = {}
        is_aim = shape.name == AIM
        for field, key in shape.fields:
            text = self._own(field.name, data, own) if is_aim else text_of(data.get(key))
            if text is not None:
                texts[field.name] = text
                typed[field.name] = judge(field, text)[0]
        self.rows[place] = source or RowOf(shape.name, own)
        for child in shape.children:
            self._below(child, data, place, own, typed, texts)
        if not texts and place:
            del self.rows[place]
            return None
        return typed, texts

    def _below(
        self,
        shape: _Shape,
        data: Document,
        place: Place,
        own: str,
        typed: dict[str, Any],
        texts: dict[str, Any],
    ) -> None:
        found: Sequence[tuple[Document, RowOf | None]] = [
            (row, None) for row in rows_below(data, shape.name)
        ]
        if shape.name == AIM and self.aims is not None:
            found = [(row, source) for row, source in found if row.get(ID) in self.aims]
        if shape.name == HOURS:
            found = [*found, *((row, RowOf(AIM, own)) for row in _hours_of(data))]
        for row, source in found:
            number = len(typed.get(shape.name, ()))
            if shape.name == AIM:
                self.sequence[str(row.get(ID, ""))] = number + 1
            made = self.row(shape, row, (*place, (shape.name, number)), source)
            if made is not None:
                typed.setdefault(shape.name, []).append(made[0])
                texts.setdefault(shape.name, []).append(made[1])

    def _own(self, name: str, data: Document, own: str) -> str | None:
        """The text of a field of an aim, where it may come from elsewhere."""
        if name == AIM_NUMBER:
            return str(self.sequence[own])
        if name == SOFTWARE_ID:
            return text_of(data.get(name)) or software_id(own)
        text = text_of(data.get(name))
        if text is None and name in _HOURS_CODES.values():
            return _hours_record(data, name)
        return text


def software_id(id: str) -> str:  # noqa: A002 - what the record calls it
    """An aim's identifier in the form in which it is exported as SWSupAimId."""
    try:
        return str(UUID(id))
    except ValueError:
        return id


def _hours_of(aim: Document) -> list[Document]:
    """The hours records of an aim that has them as fields only."""
    have = {text_of(row.get("HRSCode")) for row in rows_below(aim, HOURS)}
    return [
        {"HRSType": "HRS", "HRSCode": code, "HRSAmount": aim[field]}
        for code, field in _HOURS_CODES.items()
        if aim.get(field) is not None and str(code) not in have
    ]


def _hours_record(aim: Document, field: str) -> str | None:
    """The hours of an aim that has them in a record only."""
    for row in rows_below(aim, HOURS):
        code = text_of(row.get("HRSCode"))
        if code is not None and code.isdecimal() and _HOURS_CODES.get(int(code)) == field:
            return text_of(row.get("HRSAmount"))
    return None


def from_ilr(
    learner: LearnerData,
    year: str,
    *,
    destinations: Sequence[LearnerData] = (),
    make_id: NewId = new_id,
) -> Document:
    """A record that holds what a learner of a year's file holds, every row with a new identifier.

    Values are typed or texts; AimSeqNumber is left out, SWSupAimId kept. `destinations` are the
    rows of DPOutcome that earlier years held beside the learner.
    """
    made = _kept(_shape(year), learner, make_id)
    declared = entity_named(DESTINATION).fields
    rows = [
        {ID: make_id()}
        | {
            name: value
            for name, f in declared.items()
            if (value := stored(f.field, row.get(name))) is not None
        }
        for row in destinations
    ]
    return {**made, DESTINATION: rows} if rows else made


def _kept(shape: _Shape, data: LearnerData, make_id: NewId) -> dict[str, Any]:
    result: dict[str, Any] = {ID: make_id()}
    for field, key in shape.fields:
        if (shape.name, field.name) == (AIM, AIM_NUMBER):
            continue
        value = stored(field, data.get(field.name))
        if value is not None:
            result[key] = value
    for child in shape.children:
        rows = [_kept(child, row, make_id) for row in data.get(child.name) or ()]
        if rows:
            result[child.name] = rows
    return result
