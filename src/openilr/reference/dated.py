"""The row of a reference table that is valid on a day, for one key; the same without Polars.

A row is valid from its first day to its last, both included; an empty first day has always been,
an empty last day is open. Where several are valid the one that began last counts, and of those the
last in stored order.

Source: spec/rules/README.md section 2 ("LARS dates").
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from openilr.reference.tables import Table

if TYPE_CHECKING:
    from openilr.reference.arrow import Row


def is_valid(row: "Row", table: Table, day: date) -> bool:
    """Whether a row of a table with dates is valid on a day."""
    first, last = _days(table)
    begins, ends = row[first], row[last]
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def as_at(rows: Iterable["Row"], table: Table, day: date | None) -> "Row | None":
    """The row valid on a day, or None; None too where the day is unknown."""
    if day is None:
        return None
    return latest((row for row in rows if is_valid(row, table, day)), table)


def latest(rows: Iterable["Row"], table: Table) -> "Row | None":
    """The row that began last, or None if there is none."""
    first, _ = _days(table)
    found: Row | None = None
    for row in rows:
        if found is None or (row[first] or date.min) >= (found[first] or date.min):
            found = row
    return found


def _days(table: Table) -> tuple[str, str]:
    if table.valid is None:
        raise ValueError(f"{table.name} has no dates")
    return table.valid
