"""Learners as nested mappings, and as the tables of a message: the two forms that the readers
take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import polars as pl

from openilr.ilr.message import Header, Message, frame_schema
from openilr.ilr.schema import schema


def message_of(
    learners: Sequence[Mapping[str, Any]], year: str, header: Header | None = None
) -> Message:
    """A message of learners given as `{field: typed value, child entity: [rows]}`, in their order.

    Fields that the year does not collect are left out.
    """
    of_year = schema(year)
    entities = of_year.learner_entities()
    columns: dict[str, dict[str, list[Any]]] = {
        e.name: {name: [] for name in frame_schema(of_year, e)} for e in entities
    }
    own = {e.name: e.key for e in entities}
    names = {e.name: [f.name for f in e.fields] for e in entities}
    kids = {e.name: [c.name for c in of_year.children(e.name)] for e in entities}

    def add(entity: str, row: Mapping[str, Any], keys: Mapping[str, int]) -> None:
        table = columns[entity]
        key = own[entity]
        mine = dict(keys)
        if key is not None:
            mine[key] = len(table[key])
        for name, number in mine.items():
            table[name].append(number)
        table["line"].append(0)
        for name in names[entity]:
            table[name].append(row.get(name))
        for child in kids[entity]:
            for below in row.get(child) or ():
                add(child, below, mine)

    for learner in learners:
        add("Learner", learner, {})
    frames = {
        e.name: pl.DataFrame(columns[e.name], schema=frame_schema(of_year, e)) for e in entities
    }
    return Message(year, header or Header(), frames)


def learners_of(message: Message, rows: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """Some learners of a message (all if None), by row of the Learner frame, as nested mappings."""
    of_year = message.schema
    frame = message.frames["Learner"]
    chosen = frame if rows is None else frame[list(rows)]
    return _below(message, "Learner", of_year.keys("Learner"), chosen)


def _below(
    message: Message, entity: str, keys: tuple[str, ...], frame: pl.DataFrame
) -> list[dict[str, Any]]:
    of_year = message.schema
    names = [f.name for f in of_year.entities[entity].fields]
    result: list[dict[str, Any]] = frame.select(names).to_dicts()
    key = of_year.entities[entity].key
    for child in of_year.children(entity):
        assert key is not None  # noqa: S101 - for the type checker
        table = message.frames[child.name]
        mine = table.filter(pl.col(key).is_in(frame[key].implode()))
        place = {number: n for n, number in enumerate(frame[key].to_list())}
        rows = _below(message, child.name, of_year.keys(child.name), mine)
        for parent, row in zip(mine[key].to_list(), rows, strict=True):
            result[place[parent]].setdefault(child.name, []).append(row)
    return result


def header_of(values: Mapping[str, Any]) -> Header:
    """A header from values by field name; the provider's UKPRN is `provider_UKPRN`."""
    known = {f.name for f in fields(Header)}
    return Header(**{name: value for name, value in values.items() if name in known})
