"""The learners of a return as they are compared: their records as text, findings and amounts.

A large file is read in parts by processes; each part is checked and worked out while it is there,
and its learners are laid by on disk in groups by LearnRefNumber, the same for both returns. Then
one group after another is compared, so that memory does not grow with the files.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from openilr.findings import FINDINGS
from openilr.funding.frames import REASONS, ROWS
from openilr.ilr.schema import Schema, schema

if TYPE_CHECKING:
    from openilr.funding.frames import EarningsTables
    from openilr.ilr.message import Message
    from openilr.ilr.xml.read import Counts

AMOUNTS = pl.Schema(
    {
        "learner": pl.UInt32,
        "academic_year": pl.String,
        "period": pl.UInt8,
        "kind": pl.String,
        "amount": ROWS["amount"],
    }
)
"""What a learner earns by month and kind."""

_REASONS = pl.Schema(
    {
        name: REASONS[name]
        for name in ("learner", "LearnRefNumber", "reason", "message", "missing", "blocks")
    }
)


@dataclass(frozen=True)
class Side:
    """Learners of one return.

    Attributes:
        texts: the rows of each entity with their keys, `row` and the fields as text; a learner's
            and an aim's `row` is its key.
        findings: shape `openilr.findings.FINDINGS`; those on the file as a whole where asked for.
        amounts: shape AMOUNTS.
        reasons: why money was not worked out.
    """

    year: str
    texts: Mapping[str, pl.DataFrame]
    findings: pl.DataFrame
    amounts: pl.DataFrame
    reasons: pl.DataFrame

    @cached_property
    def schema(self) -> Schema:
        """What the return's year collects."""
        return schema(self.year)


def side_of(message: "Message", findings: pl.DataFrame, earned: "EarningsTables") -> Side:
    """All learners of a message."""
    return _side(message.year, _frames(message, earned), findings)


# -- laid by in groups -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the parts of a file wait to be compared, their learners in groups.

    Attributes:
        folder: None keeps them in memory.
        before: for each part, what its keys are to be moved on by.
    """

    folder: Path | None
    groups: int
    before: "dict[int, Counts]" = field(default_factory=dict)
    kept: dict[int, dict[str, pl.DataFrame]] = field(default_factory=dict)

    def put(self, part: int, message: "Message", earned: "EarningsTables") -> None:
        """Lay a part by. In another process only what is on disk is kept."""
        frames = _frames(message, earned)
        if self.folder is None:
            self.kept[part] = frames
            return
        names = message["Learner"]["LearnRefNumber"].to_list()
        groups = pl.DataFrame(
            {
                "learner": message["Learner"]["learner"],
                "group": pl.Series([_group(name, self.groups) for name in names], dtype=pl.UInt32),
            }
        )
        for name, frame in frames.items():
            placed = frame.join(groups, on="learner", how="left", maintain_order="left")
            for (group,), rows in placed.partition_by(
                "group", as_dict=True, include_key=False
            ).items():
                # Most fields of an optional record are empty in most parts.
                filled = [s.name for s in rows if s.null_count() < rows.height]
                rows.select(filled).write_ipc(
                    self.folder / _file(part, group, name), compression="lz4"
                )

    def take(self, group: int, year: str, findings: pl.DataFrame) -> Side:
        """The learners of a group, with those of the findings that are theirs; the first group has
        those on the file as a whole.
        """
        frames = {
            name: pl.concat(
                [
                    pl.DataFrame(schema=columns),
                    *(self._part(part, group, name) for part in sorted(self.before)),
                ],
                how="diagonal",
            )
            for name, columns in _columns(year).items()
        }
        learners = frames["Learner"].select("learner")
        theirs = findings.join(learners, on="learner", how="semi", maintain_order="left")
        of_file = findings.filter(pl.col("learner").is_null())
        return _side(year, frames, pl.concat([of_file, theirs]) if group == 0 else theirs)

    def _part(self, part: int, group: int, name: str) -> pl.DataFrame:
        before = self.before[part]
        if self.folder is None:
            frame = self.kept[part][name]
        else:
            path = self.folder / _file(part, group, name)
            if not path.exists():
                return pl.DataFrame()
            frame = pl.read_ipc(path)
        steps = {"learner": before.learners, "aim": before.aims, "status": before.statuses}
        return frame.with_columns(
            pl.col(key) + pl.lit(step, pl.UInt32)
            for key, step in steps.items()
            if key in frame.columns
        )

    def clear(self) -> None:
        """Forget every part."""
        self.before.clear()
        self.kept.clear()
        if self.folder is not None:
            for path in self.folder.iterdir():
                path.unlink()


def _group(name: str | None, groups: int) -> int:
    """The group of a learner, the same in every process and for every way of writing the name."""
    return zlib.crc32((name or "").strip().upper().encode()) % groups


def _file(part: int, group: object, name: str) -> str:
    return f"{part}-{group}-{name}.arrow"


# -- a message as texts ----------------------------------------------------------------------------


def _columns(year: str) -> dict[str, pl.Schema]:
    """The frames of a part with their columns."""
    of_year = schema(year)
    found = {
        entity.name: pl.Schema(
            {
                **{key: pl.UInt32() for key in of_year.keys(entity.name) if key != "he"},
                **{f.name: pl.String() for f in entity.fields},
            }
        )
        for entity in of_year.learner_entities()
    }
    return {**found, "amounts": AMOUNTS, "reasons": _REASONS}


def _frames(message: "Message", earned: "EarningsTables") -> dict[str, pl.DataFrame]:
    columns = _columns(message.year)
    found = {
        entity.name: _texts(message, entity.name, columns[entity.name].names())
        for entity in message.schema.learner_entities()
    }
    on = [name for name in AMOUNTS if name != "amount"]
    found["amounts"] = (
        earned.rows.group_by(on, maintain_order=True)
        .agg(pl.col("amount").sum())
        .select(pl.col(name).cast(kind) for name, kind in AMOUNTS.items())
    )
    found["reasons"] = earned.reasons.select(_REASONS.names())
    return found


def _texts(message: "Message", entity: str, columns: list[str]) -> pl.DataFrame:
    """An entity's rows with their keys and the fields as text, also where the text is not of the
    field's type.
    """
    rows = message[entity]
    frame = rows.select(
        pl.col(name) if rows.schema[name] == pl.UInt32 else pl.col(name).cast(pl.String)
        for name in columns
    )
    raw = message.raw.filter((pl.col("entity") == entity) & pl.col("field").is_in(columns))
    if raw.is_empty():
        return frame
    frame = frame.with_row_index("row")
    for name in raw["field"].unique().to_list():
        texts = raw.filter(pl.col("field") == name).select("row", raw_text="text")
        frame = (
            frame.join(
                texts.unique("row", keep="first"), on="row", how="left", maintain_order="left"
            )
            .with_columns(pl.coalesce(name, "raw_text").alias(name))
            .drop("raw_text")
        )
    return frame.drop("row")


def _side(year: str, frames: Mapping[str, pl.DataFrame], findings: pl.DataFrame) -> Side:
    keys = {"Learner": "learner", "LearningDelivery": "aim"}
    texts = {
        entity.name: frames[entity.name].with_columns(row=pl.col(keys[entity.name]))
        if entity.name in keys
        else frames[entity.name].with_row_index("row")
        for entity in schema(year).learner_entities()
    }
    findings = findings.select(pl.col(name).cast(kind) for name, kind in FINDINGS.items())
    return Side(year, texts, findings, frames["amounts"], frames["reasons"])
