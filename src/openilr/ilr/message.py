"""A message: one ILR file as tables, one frame per entity, with ILR field names letter for letter.

Columns of the frame of an entity, in this order:

- its integer keys, outermost first (`schema.keys`): `learner`, then `aim`, `status` or `he`. Each
  is UInt32 and counts rows of the entity named in the whole file from 0, so it stays the same when
  a file is read in parts;
- `line`, UInt32: where the row's element opens in the source, counted from 1; 0 where there is no
  source;
- the year's fields in document order, by `dtype`. A field that is absent, or whose text is not of
  its type, is null.

Rows are in document order. `raw` holds the text of every value that is not in the plain form of its
type, so that nothing is lost: the field checks judge it and the writer writes it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from openilr.ilr.header import Header as Header
from openilr.ilr.header import Problem as Problem
from openilr.ilr.header import SourceFile as SourceFile
from openilr.ilr.schema import Entity, Field, Kind, Schema, schema

RAW_SCHEMA = pl.Schema(
    {"entity": pl.String, "row": pl.UInt32, "field": pl.String, "text": pl.String}
)
"""`row` counts the rows of the entity's frame from 0, in this message (not in the whole file)."""

STRUCTURE_SCHEMA = pl.Schema(
    {
        "problem": pl.String,
        "line": pl.UInt32,
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "entity": pl.String,
        "element": pl.String,
        "text": pl.String,
    }
)
"""What is wrong with the shape of the XML, one row a case. `problem` is one of Problem; `entity` is
the element it stands in, `element` the one concerned, `text` its text (the first 200 characters);
`learner` and `aim` null outside."""


def dtype(field: Field) -> pl.DataType:
    """The Polars type of a field's column."""
    match field.kind:
        case Kind.TEXT:
            return pl.String()
        case Kind.INTEGER:
            return pl.Int64() if field.wide else pl.Int32()
        case Kind.DECIMAL:
            return pl.Decimal(9, field.fraction_digits or 0)
        case Kind.DATE:
            return pl.Date()
        case Kind.DATETIME:
            return pl.Datetime("us")


def frame_schema(year: Schema, entity: Entity) -> pl.Schema:
    """The columns of an entity's frame with their types."""
    columns: dict[str, pl.DataType] = {key: pl.UInt32() for key in year.keys(entity.name)}
    columns["line"] = pl.UInt32()
    columns.update({f.name: dtype(f) for f in entity.fields})
    return pl.Schema(columns)


@dataclass(frozen=True, slots=True)
class Message:
    """One ILR file, or a run of its learners."""

    year: str
    header: Header
    frames: Mapping[str, pl.DataFrame]
    raw: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=RAW_SCHEMA))
    structure: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=STRUCTURE_SCHEMA))
    name: str = ""

    @property
    def schema(self) -> Schema:
        """The schema of the message's year."""
        return schema(self.year)

    def __getitem__(self, entity: str) -> pl.DataFrame:
        """The frame of an entity.

        Errors: KeyError if the year has no such entity.
        """
        return self.frames[entity]


def empty_frames(year: str) -> dict[str, pl.DataFrame]:
    """A frame without rows for every entity of the year from Learner down."""
    of_year = schema(year)
    return {
        e.name: pl.DataFrame(schema=frame_schema(of_year, e)) for e in of_year.learner_entities()
    }
