"""Values over the rows of each group: any, count, sum, least, greatest, different, joined."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from openilr.language.batch.groups import Codes, Indexes, encoded, gather
from openilr.language.nodes import (
    Aggregate,
    Value,
)

OF_NOTHING: Mapping[str, Value] = {"any": False, "count": 0, "distinct": 0, "sum": 0, "joined": ""}
"""What an aggregate of no rows is, where it is not unknown."""


def reduced(
    node: Aggregate,
    numbers: Indexes,
    count: int,
    values: pl.Series | None,
    outer: Indexes | None,
) -> pl.Series:
    """An aggregate by group number, for the groups in order or for those of the home rows."""

    def of_home(by_group: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return by_group[:-1] if outer is None else by_group[outer]

    match node.kind:
        case "any":
            flags = np.zeros(count + 1, dtype=np.bool_)
            flags[numbers] = True
            flags[-1] = False
            return pl.Series(of_home(flags))
        case "count":
            return pl.Series(of_home(np.bincount(numbers, minlength=count + 1)), dtype=pl.Int64)
        case "sum":
            assert values is not None  # noqa: S101 - for the type checker
            amounts = values.cast(pl.Int64).fill_null(0).to_numpy()
            # Weights are floats: exact, as amounts are below 2**53.
            sums = np.bincount(numbers, weights=amounts, minlength=count + 1)
            return pl.Series(of_home(sums.astype(np.int64)))
        case "distinct":
            assert values is not None  # noqa: S101 - for the type checker
            groups, _ = _different(numbers, encoded(values))
            return pl.Series(of_home(np.bincount(groups, minlength=count + 1)), dtype=pl.Int64)
        case "joined":
            assert values is not None  # noqa: S101 - for the type checker
            place, texts = _joined_texts(values, numbers, count)
            return gather(texts, of_home(place)).fill_null("")
        case kind:
            assert values is not None  # noqa: S101 - for the type checker
            return _extreme(values, numbers, count, largest=kind == "max", of_home=of_home)


def _different(numbers: Indexes, codes: Codes) -> tuple[Indexes, Indexes]:
    """The different known values of each group, in order: groups and codes."""
    both = np.sort((numbers * codes.size + codes.numbers)[codes.numbers > 0], kind="stable")
    first = np.ones(len(both), dtype=np.bool_)
    np.not_equal(both[1:], both[:-1], out=first[1:])
    kept = both[first]
    return kept // codes.size, kept % codes.size


def _joined_texts(values: pl.Series, numbers: Indexes, count: int) -> tuple[Indexes, pl.Series]:
    """For each group the place of its texts, different, in order and joined; -1 if it has none."""
    codes = encoded(values)
    assert codes.values is not None  # noqa: S101 - they are texts
    order = codes.values.arg_sort().to_numpy()
    rank = np.zeros(codes.size, dtype=np.intp)
    rank[order + 1] = np.arange(1, codes.size)
    groups, ranks = _different(numbers, Codes(rank[codes.numbers], codes.size))
    texts = codes.values.gather(order).gather(ranks - 1)
    lists = pl.DataFrame({"g": pl.Series(groups), "v": texts}).group_by("g", maintain_order=True)
    joined = lists.agg(pl.col("v"))
    place = np.full(count + 1, -1, dtype=np.intp)
    place[joined["g"].to_numpy()] = np.arange(joined.height)
    return place, joined["v"].list.join(",")  # a join of lists is three times faster than in agg


def _extreme(
    values: pl.Series,
    numbers: Indexes,
    count: int,
    *,
    largest: bool,
    of_home: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]],
) -> pl.Series:
    """The greatest or least known value by group."""
    kept = values.is_not_null().to_numpy()
    whole = values.dtype.is_integer() or values.dtype == pl.Date
    known = (values.to_physical() if whole else values.rank("dense")).cast(pl.Int64)
    amounts = known.fill_null(0).to_numpy()[kept]
    none = np.iinfo(np.int64).min if largest else np.iinfo(np.int64).max
    best = np.full(count + 1, none, dtype=np.int64)
    (np.maximum if largest else np.minimum).at(best, numbers[kept], amounts)
    best[-1] = none
    chosen = of_home(best)
    result = pl.Series(chosen).set(pl.Series(chosen == none), None)
    if whole:
        return result.cast(pl.Int32 if values.dtype == pl.Date else pl.Int64).cast(values.dtype)
    of_rank = pl.DataFrame({"r": known, "v": values}).drop_nulls().unique("r").sort("r")["v"]
    return of_rank.gather(result - 1)
