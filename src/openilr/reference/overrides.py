"""`--reference PATH`: the tables that a caller gives for one run.

PATH is a folder of CSV files, each named after its table, or one JSON file (table -> list of rows).
The tables given stand in for those of the store; a table given without rows counts as supplied.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from openilr.errors import ReferenceDataRefused
from openilr.reference.files import open_csv, sha256
from openilr.reference.jsonfile import known_table, read_json, read_rows
from openilr.reference.loaders import table_from_csv


@dataclass(frozen=True, slots=True)
class Overrides:
    """Tables given for one run.

    Attributes:
        releases: table -> what the record of a run calls it ("given 1f0c2a9b").
    """

    frames: Mapping[str, pl.DataFrame]
    releases: Mapping[str, str]


def read_overrides(path: Path) -> Overrides:
    """The tables in a folder of CSV files or in one JSON file.

    Errors: ReferenceDataRefused, naming the file and line, if anything in it is wrong; and naming
            what is known where a table or a column is not.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise ReferenceDataRefused(f"There is no file or folder {path}.")
    if path.suffix.lower() != ".json":
        raise ReferenceDataRefused(
            f"{path.name} is neither a folder of CSV files nor a .json file; a published file is "
            "loaded with `openilr reference load`."
        )
    frames = read_json(path)
    return Overrides(frames, dict.fromkeys(frames, f"given {sha256(path)[:8]}"))


def overrides_of(data: object, source: str = "the reference data") -> Overrides:
    """The tables in plain data: table -> list of rows, as a JSON file would hold it.

    Errors: ReferenceDataRefused as `read_overrides`.
    """
    frames = read_rows(data, source)
    return Overrides(frames, {name: f"given {_digest(f)}" for name, f in frames.items()})


def _digest(frame: pl.DataFrame) -> str:
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()[:8]


def _folder(folder: Path) -> Overrides:
    frames: dict[str, pl.DataFrame] = {}
    releases: dict[str, str] = {}
    files = sorted(
        p for p in folder.iterdir() if p.suffix.lower() == ".csv" and not p.name.startswith(".")
    )
    if not files:
        raise ReferenceDataRefused(
            f"The folder {folder} holds no .csv file; name each one after its table."
        )
    for path in files:
        table = known_table(path.stem.lower(), path.name)
        if table.name in frames:
            raise ReferenceDataRefused(f"{folder} holds {table.name} twice.")
        file = open_csv(path, path.name)
        frames[table.name], _ = table_from_csv(file, table)
        releases[table.name] = f"given {sha256(path)[:8]}"
    return Overrides(frames, releases)
