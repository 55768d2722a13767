"""The XML of a message: UTF-8, one element a line, two spaces a level, fields in schema order.

The same message always gives the same bytes. Learners are written in the order of their keys and
children in the schema's order under their parent; an absent field is left out, and the text kept in
`raw` or in the header's `texts` is written in place of the typed value.

How it is fast: a column of numbers or dates is turned into elements by a table with one entry a
possible value, rows are put together by one concatenation, and all the pieces of a batch of
learners (rows and closing tags) are brought into document order by one sort of integer keys. No
Python runs for a single row. The figures are in benchmarks/write_xml.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from openilr.atomic import replacing
from openilr.errors import OutputRefused
from openilr.ilr.message import Header, Message, SourceFile
from openilr.ilr.schema import Entity, Field, Kind
from openilr.ilr.text_bytes import bytes_of, has_byte, table_of
from openilr.ilr.xml.values import header_value, text_of

BATCH = 10_000
"""Learners put together at a time, some 60 MB of XML: memory does not grow with the file."""

INDENT = "  "

_CLOSING = b"</Message>\n"

_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))
_SUSPECT = table_of("&<>\r" + _CONTROLS)
_SUSPECT[0xEF] = True  # the first byte of U+FFFE and U+FFFF, which XML cannot hold
_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"

_LAST = 31  # the slot of a closing tag: after the kinds of children of any entity


def write_message(message: Message, destination: Path | BinaryIO) -> None:
    """Write a message as XML, to a file (whole or not at all) or to a binary stream.

    Errors: OutputRefused if the place cannot be written, or a text holds a character that XML has
        no way to hold.
    """
    if isinstance(destination, Path):
        with replacing(destination) as beside, beside.open("wb") as file:
            for part in xml_parts(message):
                file.write(part)
    else:
        for part in xml_parts(message):
            destination.write(part)


def write_messages(messages: Iterable[Message], destination: Path) -> None:
    """Write a message that comes in runs of its learners as one file, whole or not at all.

    The header is that of the first run; the bytes are those of `write_message` for the whole.
    Errors: as `write_message`; what the iterable raises leaves nothing behind.
    """
    with replacing(destination) as beside, beside.open("wb") as file:
        opened = False
        for message in messages:
            if not opened:
                file.write(_opening(message).encode())
                opened = True
            for part in _learners(message, BATCH):
                file.write(part)
        file.write(_CLOSING)


def xml_parts(message: Message, batch: int = BATCH) -> Iterator[bytes | memoryview]:
    """The bytes of a message in order, a batch of learners at a time."""
    yield _opening(message).encode()
    yield from _learners(message, batch)
    yield _CLOSING


# -- the header ------------------------------------------------------------------------------------


def _escaped(text: str, where: str) -> str:
    if any(c in _CONTROLS or c in "\ufffe\uffff" for c in text):
        raise _unwritable(where)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def _unwritable(where: str) -> OutputRefused:
    return OutputRefused(
        f"{where} holds a control character, which XML cannot hold. Remove it and write again; "
        "nothing was left behind."
    )


def _opening(message: Message) -> str:
    of_year = message.schema
    header = message.header
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<Message xmlns="{of_year.namespace}">',
        f"{INDENT}<Header>",
        *_header_element(message, "CollectionDetails", header, 0, 2),
        *_header_element(message, "Source", header, 0, 2),
        f"{INDENT}</Header>",
    ]
    if header.source_files:
        lines.append(f"{INDENT}<SourceFiles>")
        for row, source_file in enumerate(header.source_files):
            lines += _header_element(message, "SourceFile", source_file, row, 2)
        lines.append(f"{INDENT}</SourceFiles>")
    lines += _header_element(message, "LearningProvider", header, 0, 1)
    return "\n".join(lines) + "\n"


def _header_element(
    message: Message, entity: str, of: Header | SourceFile, row: int, level: int
) -> list[str]:
    lines = [f"{INDENT * level}<{entity}>"]
    for field in message.schema.entities[entity].fields:
        text = message.header.texts.get((entity, row, field.name))
        if text is None:
            value = header_value(of, entity, field.name)
            if value is None:
                continue
            text = text_of(value)
        text = _escaped(text, f"{entity}.{field.name}")
        lines.append(f"{INDENT * (level + 1)}<{field.name}>{text}</{field.name}>")
    lines.append(f"{INDENT * level}</{entity}>")
    return lines


# -- the learners ----------------------------------------------------------------------------------

Keys = npt.NDArray[np.uint32]
Order = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Table:
    """One entity's frame in the order of its learners, with the texts that replace typed values."""

    entity: Entity
    frame: pl.DataFrame
    learner: Keys
    raw: dict[str, tuple[npt.NDArray[np.int64], pl.Series]]  # field -> rows in order, texts

    def between(self, first: int, last: int) -> "_Table":
        """The rows of the learners with keys first to last (inclusive)."""
        start = int(np.searchsorted(self.learner, first, side="left"))
        end = int(np.searchsorted(self.learner, last, side="right"))
        raw: dict[str, tuple[npt.NDArray[np.int64], pl.Series]] = {}
        for field, (rows, texts) in self.raw.items():
            a, b = (int(n) for n in np.searchsorted(rows, [start, end]))
            if a < b:
                raw[field] = (rows[a:b] - start, texts[a:b])
        return _Table(self.entity, self.frame[start:end], self.learner[start:end], raw)


def _table(message: Message, entity: Entity) -> _Table:
    frame = message[entity.name]
    raw_rows = message.raw.filter(pl.col("entity") == entity.name)
    learner = frame["learner"].to_numpy()
    place: npt.NDArray[np.int64] | None = None  # where each row of the frame went
    if np.any(learner[1:] < learner[:-1]):
        order = np.argsort(learner, kind="stable")
        frame = frame[order]
        learner = learner[order]
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
    raw: dict[str, tuple[npt.NDArray[np.int64], pl.Series]] = {}
    for (field,), part in raw_rows.group_by("field", maintain_order=True):
        rows = part["row"].to_numpy().astype(np.int64)
        rows = rows if place is None else place[rows]
        order = np.argsort(rows, kind="stable")
        raw[str(field)] = (rows[order], part["text"][order])
    return _Table(entity, frame, learner, raw)


def _learners(message: Message, batch: int) -> Iterator[memoryview]:
    of_year = message.schema
    tables = [_table(message, e) for e in of_year.learner_entities()]
    learners = tables[0].learner
    for start in range(0, len(learners), batch):
        part = learners[start : start + batch]
        first, last = int(part[0]), int(part[-1])
        yield _batch(message, [t.between(first, last) for t in tables])


def _batch(message: Message, tables: Sequence[_Table]) -> memoryview:
    """The XML of the learners of one batch.

    Each piece of text has one integer key: learner, slot under the learner, parent in that slot,
    slot under that parent. Slot 0 is a row's own opening and fields, the last slot its closing tag.
    """
    of_year = message.schema
    pieces: list[pl.Series] = []
    keys: list[Order] = []
    ranks = {
        t.entity.name: _Ranks(t.frame[t.entity.key].to_numpy()) for t in tables if t.entity.key
    }
    for table in tables:
        name = table.entity.name
        rows = len(table.learner)
        if not rows:
            continue
        path = of_year.path(name)[1:]  # from Learner down
        slots = [
            1 + [c.name for c in of_year.children(above)].index(below)
            for above, below in zip(path, path[1:], strict=False)
        ]
        learner = ranks["Learner"].of(table.learner, name)
        # A child of the learner that holds records has a number of its own in the key; for one that
        # holds none the order of its rows, which the sort keeps, is enough.
        number = 0
        if len(path) > 1 and (key := of_year.entities[child := path[1]].key):
            number = ranks[child].of(table.frame[key].to_numpy(), name)
        slot, slot_below = (*slots, 0, 0)[:2]
        pieces.append(_rows(table, level=len(path)))
        keys.append(_order(learner, slot, number, slot_below))
        if table.entity.key is not None:
            closing = f"{INDENT * len(path)}</{name}>\n"
            pieces.append(pl.Series([closing]).new_from_index(0, rows))
            keys.append(
                _order(learner, slot, number, _LAST) if slot else _order(learner, _LAST, 0, 0)
            )
    in_order = np.argsort(np.concatenate(keys), kind="stable")
    return bytes_of(pl.concat(pieces).gather(in_order)).data


def _order(learner: Order, slot: int, number: Order | int, slot_below: int) -> Order:
    """The four parts in one integer, the first the most significant."""
    head = learner * np.uint64(_LAST + 1) + np.uint64(slot)
    tail = np.asarray(number, dtype=np.uint64) * np.uint64(_LAST + 1) + np.uint64(slot_below)
    return (head << np.uint64(32)) + tail


class _Ranks:
    """The place of each key among the keys of its entity in the batch."""

    def __init__(self, keys: Keys) -> None:
        self._keys = np.unique(keys)

    def of(self, keys: Keys, entity: str) -> Order:
        """The places of `keys`, the parents of rows of `entity`."""
        found = np.searchsorted(self._keys, keys)
        if len(self._keys) == 0 or not np.array_equal(
            self._keys[np.minimum(found, len(self._keys) - 1)], keys
        ):
            raise ValueError(f"a row of {entity} belongs to a record that is not in the message")
        return found.astype(np.uint64)


def _rows(table: _Table, *, level: int) -> pl.Series:
    """The text of every row: opening tag, fields, and the closing tag of what has no children."""
    entity = table.entity
    pad = INDENT * level
    parts: list[pl.Series | pl.Expr] = [pl.lit(f"{pad}<{entity.name}>\n")]
    for number, field in enumerate(entity.fields):
        cells = _cells(table, field, f"{pad}{INDENT}<{field.name}>", f"</{field.name}>\n")
        if cells is not None:
            parts.append(cells.alias(str(number)))
    if entity.key is None:
        parts.append(pl.lit(f"{pad}</{entity.name}>\n"))
    columns = pl.DataFrame([p for p in parts if isinstance(p, pl.Series)])
    if not columns.width:
        text = "".join(pl.select(p).item() for p in parts if isinstance(p, pl.Expr))
        return pl.Series([text]).new_from_index(0, len(table.learner))
    exprs = [pl.col(p.name) if isinstance(p, pl.Series) else p for p in parts]
    return columns.select(pl.concat_str(exprs, ignore_nulls=True)).to_series().alias("")


def _cells(table: _Table, field: Field, opening: str, closing: str) -> pl.Series | None:
    """The elements of one field, null where it is absent; None if it is absent in every row."""
    column = table.frame[field.name]
    raw = table.raw.get(field.name)
    if column.null_count() == column.len():
        if raw is None:
            return None
        cells = pl.Series([None], dtype=pl.String).new_from_index(0, column.len())
    elif field.kind in (Kind.INTEGER, Kind.DATE):
        cells = _by_table(column, opening, closing)
    else:
        texts = column if field.kind is Kind.TEXT else column.cast(pl.String)
        if field.kind is Kind.TEXT:
            texts = _escaped_column(texts, f"{table.entity.name}.{field.name}")
        cells = _wrapped(texts, opening, closing)
    if raw is not None:
        rows, texts = raw
        texts = _escaped_column(texts, f"{table.entity.name}.{field.name}")
        cells = cells.scatter(rows, _wrapped(texts, opening, closing))
    return cells


def _wrapped(texts: pl.Series, opening: str, closing: str) -> pl.Series:
    wrap = pl.concat_str(pl.lit(opening), pl.lit(texts), pl.lit(closing))
    return pl.select(wrap).to_series()


def _by_table(column: pl.Series, opening: str, closing: str) -> pl.Series:
    """Elements of numbers or dates: one text a value of the range, picked by row."""
    numbers = column.to_physical()
    low, high = cast("int", numbers.min()), cast("int", numbers.max())
    if high - low >= column.len():  # a table would be longer than the column: ULNs, a few rows
        return _wrapped(column.cast(pl.String), opening, closing)
    values = pl.Series(np.arange(low, high + 1), dtype=pl.Int64).cast(numbers.dtype)
    table = _wrapped(values.cast(column.dtype).cast(pl.String), opening, closing)
    return table.gather(numbers - low)


def _escaped_column(texts: pl.Series, where: str) -> pl.Series:
    if not has_byte(texts, _SUSPECT):
        return texts
    if texts.str.contains(_ILLEGAL).any():
        raise _unwritable(where)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        texts = texts.str.replace_all(character, entity, literal=True)
    return texts
