"""Rows by group: columns as small numbers, and where the rows of each group stand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

Indexes = np.ndarray[Any, np.dtype[np.intp]]
"""Row numbers, or group numbers by row."""


@dataclass(slots=True)
class Groups:
    """The rows of a link's source and of its home, numbered by group; -1 is in none.

    Attributes:
        order: the source's rows by group, in document order within one; None if they stand so.
    """

    inner: Indexes
    outer: Indexes
    number: int
    order: Indexes | None

    @staticmethod
    def by(inner: Indexes, outer: Indexes, number: int) -> "Groups":
        """Groups of two numberings."""
        in_order = len(inner) < 2 or bool((inner[1:] >= inner[:-1]).all())
        order = None if in_order else np.argsort(inner, kind="stable")
        return Groups(inner, outer, number, order)


@dataclass(slots=True)
class Codes:
    """The values of a column as small numbers from 1, 0 for unknown.

    Attributes:
        size: a number above all of them.
        values: of texts, the different values by number from 1.
    """

    numbers: Indexes
    size: int
    values: pl.Series | None = None


def encoded(values: pl.Series) -> Codes:
    """The codes of one column.

    Measured on 417,000 texts: by categories 6 ms, by a join with the different ones 13, by rank 42.
    """
    if values.dtype == pl.String:
        kept = values.cast(pl.Categorical(pl.Categories.random()))
        numbers = kept.to_physical().cast(pl.Int64).fill_null(-1).to_numpy().astype(np.intp) + 1
        different = kept.unique().drop_nulls()
        by_number = np.argsort(different.to_physical().to_numpy())
        return Codes(numbers, len(different) + 1, different.cast(pl.String).gather(by_number))
    whole = values.to_physical().cast(pl.Int64)
    unknown = np.zeros(len(whole), dtype=np.bool_)
    if whole.null_count():
        unknown = whole.is_null().to_numpy()
        whole = whole.fill_null(strategy="max")
    amounts = (
        np.zeros(len(whole), np.intp) if whole.null_count() else whole.to_numpy().astype(np.intp)
    )
    low, high = (int(amounts.min()), int(amounts.max())) if len(amounts) else (0, 0)
    numbers, size = amounts - low, high - low + 1
    if size >= _FEW:
        numbers, size = dense(numbers)
    numbers = numbers + 1
    numbers[unknown] = 0
    return Codes(numbers, size + 1)


def translated(outer: Codes, inner: Codes) -> Indexes:
    """The numbers of one column's texts in the numbering of another's, -1 for those it lacks."""
    assert outer.values is not None and inner.values is not None  # noqa: PT018, S101 - both are texts
    known = pl.DataFrame({"v": inner.values}).with_row_index("n", 1)
    found = pl.DataFrame({"v": outer.values}).join(known, on="v", how="left", maintain_order="left")
    places = found["n"].cast(pl.Int64).fill_null(-1).to_numpy()
    return np.concatenate((np.zeros(1, dtype=np.intp), places.astype(np.intp)))[outer.numbers]


_FEW = 1 << 24


def dense(numbers: Indexes) -> tuple[Indexes, int]:
    """The same groups numbered without gaps from 0, and how many they are."""
    ranked = pl.Series(numbers).rank("dense").to_numpy().astype(np.intp) - 1
    return ranked, int(ranked.max(initial=-1)) + 1


def gather(values: pl.Series, rows: Indexes) -> pl.Series:
    """The values of some rows, null for row -1."""
    if len(rows) and int(rows.min()) < 0:
        chosen = pl.Series(rows, dtype=pl.Int64)
        return values.gather(chosen.set(pl.Series(rows < 0), None))
    return values[rows]  # half the cost of `Series.gather`, which goes by way of an expression


def rows_where(mask: pl.Series) -> Indexes:
    """The rows for which a condition, which is never unknown, holds."""
    return np.flatnonzero(mask.to_numpy())


def places(keys: pl.Series, wanted: pl.Series) -> Indexes:
    """The place of each wanted key among the keys, which are those of a frame's rows."""
    have = keys.to_numpy().astype(np.intp)
    want = wanted.to_numpy().astype(np.intp)
    if not len(have):
        return np.zeros(0, dtype=np.intp)
    if int(have[-1]) - int(have[0]) + 1 == len(have) and bool((have[1:] > have[:-1]).all()):
        return want - have[0]  # numbered without a gap, as they are read
    order = np.argsort(have, kind="stable")
    return order[np.searchsorted(have, want, sorter=order)]
