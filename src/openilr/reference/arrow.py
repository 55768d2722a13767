"""What is done with pyarrow itself, which ships no types: reading, keeping and finding rows.

`Rows` is the reference table of the one-learner reader: it needs no Polars, and finds the rows of a
key by bisection in columns sorted by that key, so that 2.7 million postcodes cost no dictionary.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import csv, parquet

if TYPE_CHECKING:
    import polars as pl

Value = Any
"""A value of a row: str, int, Decimal, date, bool or None."""

Row = Mapping[str, Value]
"""One row by column name."""


_REMEMBERED = 50_000  # keys whose rows are kept as dictionaries


class UnreadableError(Exception):
    """pyarrow could not read the text; `files` finds out where and why."""


def read_text(path: Path, width: int, columns: Mapping[int, str], skip: int) -> "pl.DataFrame":
    """Some columns of a CSV file of `width` columns, by position, as text under their names.

    Errors: UnreadableError if a row has another width or a value is not UTF-8.
    """
    import polars as pl

    names = [str(i) for i in range(width)]
    wanted = [names[i] for i in columns]
    try:
        table = csv.read_csv(
            path,
            read_options=csv.ReadOptions(column_names=names, skip_rows=skip),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.large_string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as bad:
        raise UnreadableError(str(bad)) from bad
    frame = pl.from_arrow(table.rename_columns(list(columns.values())))
    if not isinstance(frame, pl.DataFrame):
        raise UnreadableError("the file has no columns")
    return frame


class Rows:
    """The rows of one table, sorted by its key, without Polars.

    Attributes:
        key: the columns that the rows are sorted by.
    """

    __slots__ = ("_found", "_keys", "_table", "key")

    def __init__(self, table: Any, key: tuple[str, ...]) -> None:
        self.key = key
        self._table = table.combine_chunks()
        self._keys = [_Keys(_flat(self._table.column(name))) for name in key]
        self._found: dict[tuple[Value, ...], tuple[Row, ...]] = {}

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def find(self, *key: Value) -> tuple[Row, ...]:
        """The rows whose first key columns have these values, in stored order."""
        if key not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            low, high = self._span(key)
            self._found[key] = tuple(self._table.slice(low, high - low).to_pylist())
        return self._found[key]

    def has(self, *key: Value) -> bool:
        """Whether any row has these values in its first key columns."""
        low, high = self._span(key)
        return low < high

    def all(self) -> list[Row]:
        """Every row, in stored order: for small tables only."""
        return self._table.to_pylist()

    def _span(self, key: tuple[Value, ...]) -> tuple[int, int]:
        low, high = 0, len(self)
        for values, wanted in zip(self._keys, key, strict=False):
            if wanted is None:  # an unknown value has no rows
                return 0, 0
            item = values.wanted(wanted)
            low = bisect_left(values, item, low, high)
            high = bisect_right(values, item, low, high)
        return low, high


class _Keys:
    """A sorted column as a sequence for bisection: by (is null, value), text as its UTF-8 bytes.

    Arrow's own scalars cost 1 microsecond each; slices of its buffers a third of that.
    """

    __slots__ = ("_data", "_ends", "_missing", "_offset", "_values")

    def __init__(self, values: Any) -> None:
        self._missing = values.null_count > 0
        self._values = values
        self._ends: Any = None
        if pa.types.is_large_string(values.type) and len(values):
            ends = values.buffers()[1]
            self._ends = memoryview(ends).cast("q")
            self._data = values.buffers()[2]
            self._offset = values.offset

    def wanted(self, value: Value) -> tuple[bool, Value]:
        """How a value that is looked for compares with the items."""
        return False, value.encode() if self._ends is not None else value

    def __getitem__(self, row: int) -> tuple[bool, Value]:
        if self._missing and not self._values[row].is_valid:
            return True, None  # nulls stand last
        if self._ends is None:
            return False, self._values[row].as_py()
        at = row + self._offset
        start, end = self._ends[at], self._ends[at + 1]
        return False, self._data[start:end].to_pybytes()

    def __len__(self) -> int:
        return len(self._values)


def _flat(column: Any) -> Any:
    chunks = column.chunks
    return chunks[0] if len(chunks) == 1 else column.combine_chunks()


def read_rows(path: Path, key: tuple[str, ...], columns: tuple[str, ...]) -> Rows:
    """The rows of a Parquet file that were stored sorted by `key`, with these columns."""
    return Rows(parquet.read_table(path, columns=list(columns)), key)


def no_rows(key: tuple[str, ...], columns: tuple[str, ...]) -> Rows:
    """The rows of a table that is not there and need not be."""
    return Rows(pa.table({name: pa.nulls(0) for name in columns}), key)


def of_frame(frame: "pl.DataFrame") -> bytes:
    """A frame as Arrow IPC bytes: what is sent to a worker."""
    sink = pa.BufferOutputStream()
    table = frame.to_arrow(compat_level=_oldest())
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def rows_of(data: bytes, key: tuple[str, ...], columns: tuple[str, ...]) -> Rows:
    """The rows in Arrow IPC bytes, with these columns."""
    with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
        return Rows(stream.read_all().select(list(columns)), key)


def frame_of(data: bytes) -> "pl.DataFrame":
    """The frame in Arrow IPC bytes."""
    import polars as pl

    with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
        frame = pl.from_arrow(stream.read_all())
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a table gives a frame
    return frame


def _oldest() -> Any:
    import polars as pl

    return pl.CompatLevel.oldest()
