"""A message as a folder of tables, Parquet or CSV, and back again without loss.

The folder holds one table an entity, with the columns of openilr.ilr.message, the tables `raw` and
`structure`, and `header.json` with the year, the header and the form of the tables. In CSV an empty
cell is absent and a quoted empty cell ("") is an empty text; dates are ISO.
"""

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl

from openilr.atomic import replacing_folder
from openilr.errors import FileUnreadable
from openilr.ilr.message import (
    RAW_SCHEMA,
    STRUCTURE_SCHEMA,
    Header,
    Message,
    SourceFile,
    frame_schema,
)
from openilr.ilr.schema import schema
from openilr.ilr.years import READABLE_YEARS

Format = Literal["parquet", "csv"]

HEADER = "header.json"
"""The file that marks a folder as one of ours."""

_DATES = ("FilePreparationDate",)
_TIMES = ("DateTime",)


def save_folder(message: Message, folder: Path, format: str = "parquet") -> None:  # noqa: A002
    """Write a message as a folder of tables; one that an earlier call wrote is replaced.

    Errors: OutputRefused if the folder holds other things or cannot be written; ValueError if
        `format` is neither "parquet" nor "csv".
    """
    if format not in ("parquet", "csv"):
        raise ValueError(f"tables are written as parquet or csv, not {format}")
    tables = {**message.frames, "raw": message.raw, "structure": message.structure}
    with replacing_folder(folder, ours=HEADER) as beside:
        for name, frame in tables.items():
            path = beside / f"{name}.{format}"
            if format == "parquet":
                frame.write_parquet(path)
            else:
                frame.write_csv(path)
        about = {
            "openilr": "message",
            "format": format,
            "year": message.year,
            "name": message.name,
            "header": _header_out(message.header),
        }
        text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
        (beside / HEADER).write_text(text, encoding="utf-8")


def load_folder(folder: Path) -> Message:
    """The message that a folder of tables holds.

    Errors: FileUnreadable if a table is missing, has other columns, values that are not of their
        column's type, or rows whose learner or aim is in no table.
    """
    about = _about(folder)
    year, format_ = about["year"], about["format"]
    of_year = schema(year)
    wanted = {e.name: frame_schema(of_year, e) for e in of_year.learner_entities()}
    frames = {
        name: _table(folder / f"{name}.{format_}", columns) for name, columns in wanted.items()
    }
    message = Message(
        year,
        _header_in(about["header"], folder),
        frames,
        _table(folder / f"raw.{format_}", RAW_SCHEMA),
        _table(folder / f"structure.{format_}", STRUCTURE_SCHEMA),
        about["name"],
    )
    _whole(message, folder)
    return message


def _about(folder: Path) -> dict[str, Any]:
    path = folder / HEADER
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileUnreadable(
            f"{folder} has no {HEADER}, so it is not a folder that openilr convert wrote. Name one "
            "that it wrote, or an ILR file."
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(about, dict):
        raise _unreadable(path, "it does not describe a message")
    known = cast("dict[str, Any]", about)
    if (
        known.get("openilr") != "message"
        or known.get("year") not in READABLE_YEARS
        or known.get("format") not in ("parquet", "csv")
        or not isinstance(known.get("header"), dict)
        or not isinstance(known.get("name"), str)
    ):
        raise _unreadable(path, "it does not describe a message of a year that is known")
    return known


def _unreadable(path: Path, why: str) -> FileUnreadable:
    return FileUnreadable(f"{path} cannot be read: {why}. Convert the ILR file again.")


def _table(path: Path, columns: pl.Schema) -> pl.DataFrame:
    if not path.is_file():
        raise _unreadable(path, "it is missing")
    try:
        if path.suffix == ".csv":
            frame = pl.read_csv(path, infer_schema=False)
        else:
            frame = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, str(error).splitlines()[0]) from error
    if frame.columns != columns.names():
        odd = sorted(set(frame.columns) ^ set(columns.names())) or ["in another order"]
        raise _unreadable(path, f"its columns are not those of the year ({', '.join(odd)})")
    for name, wanted in columns.items():
        try:
            is_text_date = wanted == pl.Date and frame[name].dtype == pl.String
            column = frame[name].str.to_date("%Y-%m-%d") if is_text_date else frame[name]
            column = column.cast(wanted)
        except pl.exceptions.PolarsError as error:
            raise _unreadable(
                path, f"the column {name} holds what is no {_kind(wanted)}"
            ) from error
        frame = frame.with_columns(column)
    return frame


def _kind(wanted: pl.DataType) -> str:
    return "date" if wanted == pl.Date else "number" if wanted.is_numeric() else "text"


def _whole(message: Message, folder: Path) -> None:
    """Refuse rows that hang on nothing: they would be lost without a word."""
    of_year = message.schema
    for entity in of_year.learner_entities():
        frame = message[entity.name]
        own = entity.key
        keys = of_year.keys(entity.name)
        if frame.select(pl.any_horizontal(pl.col(keys).is_null()).any()).item():
            raise _unreadable(folder / entity.name, "a row has no key")
        if own is not None and frame[own].is_duplicated().any():
            raise _unreadable(folder / entity.name, f"two rows have the same key {own}")
        if entity.parent and entity.parent in message.frames:
            above = message[entity.parent]
            lost = frame.join(above, on=list(of_year.keys(entity.parent)), how="anti")
            if lost.height:
                raise _unreadable(
                    folder / entity.name, f"{lost.height} rows belong to no {entity.parent}"
                )
        rows = message.raw.filter(pl.col("entity") == entity.name)
        last = cast("int | None", rows["row"].max())
        if last is not None and last >= frame.height:
            raise _unreadable(folder / "raw", f"it speaks of a row that {entity.name} has not")
        known = {f.name for f in entity.fields}
        if not set(rows["field"].to_list()) <= known:
            raise _unreadable(folder / "raw", f"it speaks of a field that {entity.name} has not")
    if not set(message.raw["entity"].to_list()) <= set(message.frames):
        raise _unreadable(folder / "raw", "it speaks of a table that the year has not")


# -- the header ------------------------------------------------------------------------------------


def _header_out(header: Header) -> dict[str, Any]:
    plain = {k: v for k, v in asdict(header).items() if k not in ("texts", "source_files")}
    made = {k: _json(v) for k, v in plain.items() if v is not None}
    made["source_files"] = [
        {k: _json(v) for k, v in asdict(s).items() if v is not None} for s in header.source_files
    ]
    made["texts"] = [
        {"entity": entity, "row": row, "field": field, "text": text}
        for (entity, row, field), text in header.texts.items()
    ]
    return made


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _header_in(given: dict[str, Any], folder: Path) -> Header:
    try:
        plain = {k: v for k, v in given.items() if k not in ("texts", "source_files")}
        return Header(
            **_values(plain, Header),
            source_files=tuple(
                SourceFile(**_values(s, SourceFile)) for s in given.get("source_files", ())
            ),
            texts={
                (str(t["entity"]), int(t["row"]), str(t["field"])): str(t["text"])
                for t in given.get("texts", ())
            },
        )
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _unreadable(folder / HEADER, f"the header is not as it was written ({error})") from (
            error
        )


def _values(given: dict[str, Any], of: type[Header] | type[SourceFile]) -> dict[str, Any]:
    known = {f.name for f in fields(of)}
    made: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"{name} is not a field of the header")
        if name in _DATES:
            made[name] = date.fromisoformat(value)
        elif name in _TIMES:
            made[name] = datetime.fromisoformat(value)
        elif name.endswith("UKPRN"):
            made[name] = int(value)
        else:
            made[name] = str(value)
    return made
