"""Learners as rows to the frames of a message."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from openilr.demo.record import Row, Value
from openilr.ilr.message import RAW_SCHEMA, frame_schema
from openilr.ilr.schema import Schema, schema


@dataclass(slots=True)
class _Table:
    """The columns of one entity's frame as they grow.

    Attributes:
        key: the name of the integer column that numbers its rows for those below, if it has one.
        first: the number in the whole file of the first row of this message.
    """

    names: tuple[str, ...]
    key: str | None
    first: int
    known: frozenset[str]
    keys: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    rows: list[tuple[Value, ...]] = field(default_factory=list[tuple[Value, ...]])


@dataclass(slots=True)
class Framer:
    """Makes frames batch after batch, numbering the rows through the whole file.

    Attributes:
        counts: how many rows of each entity the batches before this one had.
    """

    year: str
    counts: dict[str, int] = field(default_factory=dict[str, int])

    def frames(self, learners: Iterable[Row]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """The frames of these learners, and the texts that are not of their field's type.

        Errors: KeyError if a row has a field that the year does not collect.
        """
        of_year = schema(self.year)
        tables = {
            e.name: _Table(
                tuple(f.name for f in e.fields),
                e.key,
                self.counts.get(e.name, 0),
                frozenset(f.name for f in e.fields),
            )
            for e in of_year.learner_entities()
        }
        raw: list[tuple[str, int, str, str]] = []
        for learner in learners:
            _add(learner, (), tables, raw)
        for name, table in tables.items():
            self.counts[name] = table.first + len(table.rows)
        frames = {name: _frame(table, of_year, name) for name, table in tables.items()}
        return frames, pl.DataFrame(raw, schema=RAW_SCHEMA, orient="row")


def _add(
    row: Row,
    above: tuple[int, ...],
    tables: dict[str, _Table],
    raw: list[tuple[str, int, str, str]],
) -> None:
    table = tables[row.entity]
    if not row.values.keys() <= table.known:
        raise KeyError(f"{row.entity} has no {sorted(row.values.keys() - table.known)}")
    at = len(table.rows)
    keys = above if table.key is None else (*above, table.first + at)
    table.keys.append(keys)
    table.rows.append(tuple(map(row.values.get, table.names)))
    if row.raw:
        raw.extend((row.entity, at, name, text) for name, text in row.raw.items())
    for below in row.rows:
        _add(below, keys, tables, raw)


def _frame(table: _Table, of_year: Schema, entity: str) -> pl.DataFrame:
    columns = frame_schema(of_year, of_year.entities[entity])
    if not table.rows:
        return pl.DataFrame(schema=columns)
    count = len(table.rows)
    keys = of_year.keys(entity)
    data: list[pl.Series] = [
        pl.Series(name, values, dtype=pl.UInt32())
        for name, values in zip(keys, zip(*table.keys, strict=True), strict=True)
    ]
    data.append(pl.zeros(count, dtype=pl.UInt32, eager=True).alias("line"))
    data += [
        pl.Series(name, values, dtype=columns[name], strict=True)
        for name, values in zip(table.names, zip(*table.rows, strict=True), strict=True)
    ]
    return pl.DataFrame(data, schema=columns)
