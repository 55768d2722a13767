"""The careful reader's messages: what `gather` reads, as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import polars as pl

from openilr.ilr.message import (
    RAW_SCHEMA,
    STRUCTURE_SCHEMA,
    Header,
    Message,
    frame_schema,
)
from openilr.ilr.schema import schema
from openilr.ilr.xml.gather import (
    BATCH_RECORDS,
    Gathered,
    StructureRow,
    gather,
    gather_head,
    gather_learners,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first learner of a file."""

    year: str
    header: Header
    structure: pl.DataFrame
    line_breaks: int


def structure_frame(structure: Sequence[StructureRow]) -> pl.DataFrame:
    """Problems of shape as a message holds them."""
    return pl.DataFrame(structure, schema=STRUCTURE_SCHEMA, orient="row")


def message_of(gathered: Gathered, name: str = "") -> Message:
    """What was gathered, as tables."""
    of_year = schema(gathered.year)
    frames: dict[str, pl.DataFrame] = {}
    for entity, records in gathered.records.items():
        data: dict[str, list[Any]] = {
            key: [r.keys[i] for r in records] for i, key in enumerate(of_year.keys(entity))
        }
        data["line"] = [r.line for r in records]
        for f in of_year.entities[entity].fields:
            data[f.name] = [r.values.get(f.name) for r in records]
        frames[entity] = pl.DataFrame(data, schema=frame_schema(of_year, of_year.entities[entity]))
    return Message(
        year=gathered.year,
        header=gathered.header,
        frames=frames,
        raw=pl.DataFrame(gathered.raw, schema=RAW_SCHEMA, orient="row"),
        structure=structure_frame(gathered.structure),
        name=name,
    )


def messages(
    stream: BinaryIO, *, name: str = "", skip_learners: int = 0, records: int = BATCH_RECORDS
) -> Iterator[Message]:
    """The message of a file, in runs of learners: as `gather`."""
    for gathered in gather(stream, skip_learners=skip_learners, records=records):
        yield message_of(gathered, name)


def head(data: bytes) -> Head:
    """What stands before the first learner: as `gather_head`."""
    gathered, lines = gather_head(data)
    return Head(gathered.year, gathered.header, structure_frame(gathered.structure), lines)


def learners(data: memoryview, year: str, *, name: str = "") -> tuple[Message, int]:
    """A run of whole learners and its number of line breaks: as `gather_learners`."""
    gathered, lines = gather_learners(data, year)
    return message_of(gathered, name), lines
