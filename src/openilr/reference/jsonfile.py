"""Reference tables in one JSON file: table -> list of rows, each row an object.

A row may leave columns out, but not those of the key; null is an empty value.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import polars as pl

from openilr.reference.files import refuse
from openilr.reference.tables import AUDIT_COLUMNS, TABLES, Table, near
from openilr.reference.values import BadRowError, typed


def read_json(path: Path) -> dict[str, pl.DataFrame]:
    """The typed rows of every table in a JSON file.

    Errors: ReferenceDataRefused for JSON that is malformed, an unknown table or column, a row that
            is not an object, or a value that is not of its type.
    """
    try:
        data: object = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_object)
    except OSError as bad:
        raise refuse(path.name, f"the file cannot be read ({bad.strerror})") from bad
    except UnicodeDecodeError as bad:
        raise refuse(path.name, "this is not UTF-8 text") from bad
    except json.JSONDecodeError as bad:
        raise refuse(path.name, f"this is not JSON ({bad.msg})", bad.lineno) from bad
    except _RepeatedNameError as bad:
        raise refuse(path.name, f"{bad} is given twice in one object") from bad
    return read_rows(data, path.name)


def read_rows(data: object, source: str) -> dict[str, pl.DataFrame]:
    """The typed rows of plain data: table -> list of rows, each a dict of plain values or dates.

    Errors: as `read_json`; `source` is what the messages call the data.
    """
    if not isinstance(data, Mapping):
        raise refuse(source, "this is not an object of table -> list of rows")
    tables = cast("Mapping[str, object]", data)
    for name in tables:
        known_table(name, source)
    return {name: _table(source, TABLES[name], rows) for name, rows in tables.items()}


def known_table(name: str, file: str) -> Table:
    """A table by the name that a caller gave.

    Errors: ReferenceDataRefused, naming what is known.
    """
    if name in TABLES:
        return TABLES[name]
    kept = ", ".join(n for n in TABLES if not TABLES[n].file)
    raise refuse(
        file,
        f"there is no reference table {name!r}{near(name, TABLES)}; the tables are {kept}, and "
        "each LARS table as lars_ and its name",
    )


class _RepeatedNameError(Exception):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _RepeatedNameError(repr(name))
        found[name] = value
    return found


def _table(source: str, table: Table, data: object) -> pl.DataFrame:
    if not isinstance(data, list | tuple):
        raise refuse(source, f"{table.name} is not a list of rows")
    rows: list[Mapping[str, object]] = []
    given: set[str] = set()
    for number, row in enumerate(cast("Sequence[object]", data), start=1):
        if not isinstance(row, Mapping):
            raise refuse(source, f"{table.name}, row {number} is not an object")
        values = cast("Mapping[str, object]", row)
        if unknown := sorted(set(values) - set(table.names) - AUDIT_COLUMNS):
            raise refuse(
                source,
                f"{table.name}, row {number}: there is no column {unknown[0]!r}"
                f"{near(unknown[0], table.names)}; it has {', '.join(table.names)}",
            )
        given |= set(values)
        rows.append(values)
    columns = [name for name in table.names if name in given or name in table.key]
    text = pl.DataFrame(
        {
            name: [
                _text(source, f"{table.name}, row {number}: {name}", row.get(name))
                for number, row in enumerate(rows, start=1)
            ]
            for name in columns
        },
        schema=dict.fromkeys(columns, pl.String),
    )
    try:
        return typed(text, table)
    except BadRowError as bad:
        again = "" if bad.other is None else f" (first in row {bad.other + 1})"
        where = f"{table.name}, row {bad.row + 1}"
        raise refuse(source, f"{where}: {bad.reason}{again}") from bad


def _text(source: str, where: str, value: object) -> str | None:
    """A JSON value as the text that a CSV file would hold."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case date() | Decimal():
            return str(value)
        case _:
            raise refuse(source, f"{where} is a list or an object, not a value")
