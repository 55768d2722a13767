"""The invented provider's ILR: whole, in batches, or straight into a file.

The same seed, year, day and number of learners give the same message, byte for byte; the first
learners of a large file are those of a small one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from openilr.demo import reference
from openilr.demo.chance import generator
from openilr.demo.faults import Planted, plant
from openilr.demo.frames import Framer
from openilr.demo.mix import kind_of, kinds
from openilr.demo.people import Identity
from openilr.demo.record import Row
from openilr.demo.setting import Setting, setting
from openilr.errors import EngineError
from openilr.ilr.file_name import make_file_name
from openilr.ilr.message import Header, Message
from openilr.ilr.schema import schema
from openilr.ilr.xml.write import write_messages

BATCH = 10_000
"""Learners in one message of `stream`."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A message of invented learners and what is known about them.

    Attributes:
        planted: the faults, in the order of the learners.
        kinds: the kind of each learner by LearnRefNumber, as it was before any fault.
    """

    message: Message
    planted: tuple[Planted, ...]
    kinds: Mapping[str, str]

    def reference(self) -> dict[str, reference.Table]:
        """The reference tables of the year, with the learners' ULNs."""
        ulns = self.message["Learner"]["ULN"].drop_nulls().unique().sort()
        return {**reference.tables(self.message.year), "uln": [{"ULN": str(u)} for u in ulns]}


def make(
    learners: int,
    *,
    year: str = "2627",
    seed: int = 0,
    faults: float = 0.0,
    as_at: date | None = None,
) -> Demo:
    """A whole message of so many learners.

    Args:
        faults: the share of learners that get a fault, from 0 to 1.
        as_at: the day on which the file is prepared; a day of the year's own if None.

    Errors: EngineError if the year is not open or the day does not suit it.
    """
    (demo,) = stream(
        learners, year=year, seed=seed, faults=faults, as_at=as_at, batch=max(learners, 1)
    )
    return demo


def stream(
    learners: int,
    *,
    year: str = "2627",
    seed: int = 0,
    faults: float = 0.0,
    as_at: date | None = None,
    batch: int = BATCH,
) -> Iterator[Demo]:
    """The same message in batches of learners, each with the header; rows are numbered through.

    Errors: as `make`; they are raised before the first batch.
    """
    if learners < 1 or batch < 1:
        raise EngineError("A demo needs at least one learner.")
    if not 0 <= faults <= 1:
        raise EngineError(f"The share of learners with a fault is {faults}: give 0 to 1.")
    return _batches(learners, setting(year, as_at), seed, faults, batch)


def _batches(
    learners: int, of_year: Setting, seed: int, faults: float, batch: int
) -> Iterator[Demo]:
    framer = Framer(of_year.year)
    head = header(of_year)
    for first in range(0, learners, batch):
        rows: list[Row] = []
        planted: list[Planted] = []
        kinds_made: dict[str, str] = {}
        for number in range(first, min(first + batch, learners)):
            row = learner(number, of_year, seed)
            kinds_made[row.text("LearnRefNumber")] = kind_of(of_year.year, number)
            if faults:
                fault = plant(row, Identity(seed, number), of_year, faults)
                if fault is not None:
                    planted.append(fault)
            rows.append(row)
        frames, raw = framer.frames(rows)
        message = Message(year=of_year.year, header=head, frames=frames, raw=raw)
        yield Demo(message, tuple(planted), kinds_made)


def write_demo(
    path: Path,
    learners: int,
    year: str = "2627",
    seed: int = 0,
    faults: float = 0.0,
    as_at: date | None = None,
) -> tuple[Planted, ...]:
    """Write a demo of any size as an ILR file, and return the faults that are in it.

    Memory does not grow with the number of learners.
    Errors: as `make`, and OutputRefused if the file cannot be written.
    """
    batches = stream(learners, year=year, seed=seed, faults=faults, as_at=as_at)
    planted: list[Planted] = []

    def messages() -> Iterator[Message]:
        for demo in batches:
            planted.extend(demo.planted)
            yield demo.message

    write_messages(messages(), path)
    return tuple(planted)


def write_example(folder: Path, year: str = "2627", learners: int = 20) -> tuple[Path, Path]:
    """Write a small file for the manual and the reference tables that go with it; their paths."""
    file = folder / file_name(year)
    data = folder / f"reference-{year}.json"
    write_demo(file, learners, year)
    reference.write_tables(data, year)
    return file, data


def learner(number: int, of_year: Setting, seed: int) -> Row:
    """The learner with this number, without a fault.

    Child rows stand in the order of the schema.
    """
    _, build = kinds(of_year.year)[kind_of(of_year.year, number)]
    row = build(Identity(seed, number), of_year, generator(seed, of_year.year, number))
    _in_order(row, _order(of_year.year))
    return row


def _order(year: str) -> dict[str, int]:
    return {name: place for place, name in enumerate(schema(year).entities)}


def _in_order(row: Row, order: Mapping[str, int]) -> None:
    row.rows.sort(key=lambda r: order[r.entity])
    for below in row.rows:
        if below.rows:
            _in_order(below, order)


def header(of_year: Setting) -> Header:
    """The header of the provider's file."""
    return Header(
        Collection="ILR",
        Year=of_year.year,
        FilePreparationDate=of_year.as_at,
        ProtectiveMarking="OFFICIAL-SENSITIVE-Personal",
        UKPRN=reference.UKPRN,
        SoftwareSupplier="OpenILR",
        SoftwarePackage="OpenILR demo",
        Release="1",
        SerialNo="01",
        DateTime=_made_at(of_year),
        provider_UKPRN=reference.UKPRN,
    )


def _made_at(of_year: Setting) -> datetime:
    return datetime.combine(of_year.as_at, time(9))


def file_name(year: str, as_at: date | None = None) -> str:
    """The name that the provider's file has when it is sent."""
    return make_file_name(reference.UKPRN, year, _made_at(setting(year, as_at)))
