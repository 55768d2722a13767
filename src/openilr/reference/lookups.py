"""Reference rows joined to many learners: what a rule's fact over a frame is made from.

Each function gives exactly one row for each row it was given, in the same order, so that a table
with several rows a key never multiplies learners; a key that is null matches nothing. What counts
as valid on a day, and which of several rows counts, is said in `dated`.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from openilr.reference.tables import Table

_ROW = "__reference_row"


def is_valid(table: Table, day: pl.Expr) -> pl.Expr:
    """Whether the table's row, joined under its own column names, is valid on `day`.

    Null where the day is unknown.
    """
    first, last = _days(table)
    begun = pl.col(first).is_null() | (pl.col(first) <= day)
    open_still = pl.col(last).is_null() | (day <= pl.col(last))
    return pl.when(day.is_not_null()).then(begun & open_still)


def latest(reference: pl.DataFrame, table: Table, by: Iterable[str]) -> pl.DataFrame:
    """One row for each `by`: the one that began last."""
    first, _ = _days(table)
    return reference.sort(first, nulls_last=False, maintain_order=True).unique(
        list(by), keep="last", maintain_order=True
    )


def as_at(
    left: pl.DataFrame,
    reference: pl.DataFrame,
    table: Table,
    *,
    on: Mapping[str, str],
    day: str,
    columns: Mapping[str, str],
) -> pl.DataFrame:
    """`left` with columns of the reference row that is valid on each row's own day.

    Attributes:
        on: column of `left` -> column of the table.
        day: the column of `left` with the day.
        columns: column of the table -> name of the new column; null where no row is valid.
    """
    first, last = _days(table)
    wanted = list(dict.fromkeys((*on.values(), first, last, *columns)))
    keys = left.select(*on, pl.col(day).alias("__day")).with_row_index(_ROW).drop_nulls()
    valid = (
        keys.rename(dict(on))
        .join(
            reference.select(wanted),
            on=list(on.values()),
            how="inner",
            maintain_order="left_right",
        )
        .filter(is_valid(table, pl.col("__day")))
    )
    chosen = latest(valid, table, [_ROW]).select(
        _ROW, *(pl.col(name).alias(new) for name, new in columns.items())
    )
    return (
        left.with_row_index(_ROW)
        .join(chosen, on=_ROW, how="left", maintain_order="left")
        .drop(_ROW)
    )


def has_row(left: pl.DataFrame, reference: pl.DataFrame, *, on: Mapping[str, str]) -> pl.Series:
    """For each row of `left`, whether any reference row has its key; null where the key is."""
    keys = reference.select(on.values()).unique().with_columns(pl.lit(value=True).alias("found"))
    joined = left.select(on.keys()).join(
        keys, left_on=list(on), right_on=list(on.values()), how="left", maintain_order="left"
    )
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in on)
    return joined.select(pl.when(known).then(pl.col("found").fill_null(value=False)))["found"]


def flags(
    reference: pl.DataFrame, *, key: str, column: str, values: Mapping[object, str]
) -> pl.DataFrame:
    """One row for each key: for each value of `column`, whether the key has a row with it.

    For instance the categories of every aim: {37: "is_legal_entitlement_level_2", ...}.
    """
    return (
        reference.group_by(key, maintain_order=True)
        .agg(pl.col(column).eq(value).any().alias(name) for value, name in values.items())
        .drop_nulls(key)
    )


def _days(table: Table) -> tuple[str, str]:
    if table.valid is None:
        raise ValueError(f"{table.name} has no dates")
    return table.valid
