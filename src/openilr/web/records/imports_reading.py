"""Reading and planning an import, away from the database: what runs in spawned processes.

The learners of all files are put into spools on disk, so that memory is bounded by a few hundred
learners however large the files; the index of a spool says who is where.
"""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openilr.ilr.years import EARLIER_YEARS
from openilr.record.differences import Change
from openilr.record.document import Document
from openilr.record.matching import LearnerKeys, keys_of
from openilr.record.merging import Doubt, ImportedLearner, ImportWarning, plan_import

MAX_REFERENCE = 12


@dataclass(frozen=True)
class Entry:
    """A learner of a file: what it is known by, where it stands there and in the spool."""

    year: str
    reference: str
    keys: LearnerKeys
    line: int
    spool: str
    offset: int


@dataclass(frozen=True)
class FileRead:
    """What a file is, and its learners.

    Attributes:
        ukprn: of the provider that the file is about; None if it says none that is a number.
        nameless: the lines of learners without a usable LearnRefNumber, which are left out.
        odd: the lines of what is not in the shape of an ILR, which is left out.
    """

    year: str
    ukprn: int | None
    entries: tuple[Entry, ...]
    nameless: tuple[int, ...]
    odd: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """The learners of several files that are one person, with the record they go into.

    Attributes:
        existing: the record as it stands; None for a new learner.
        newest: the latest year that the record speaks for.
    """

    reference: str
    entries: tuple[Entry, ...]
    existing: Document | None = None
    newest: str | None = None


@dataclass(frozen=True)
class Planned:
    """What importing a group would do.

    Attributes:
        steps: pairs of year and the whole record after it.
        changes: of all steps together; none for a new learner, where all is new.
        is_doubtful: whether it looks like two people.
    """

    reference: str
    name: str
    steps: list[tuple[str, Document]]
    changes: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    is_same: bool
    is_doubtful: bool


def read_file(path: Path, spool: Path) -> FileRead:
    """Put the learners of a file into a spool.

    Errors: FileUnreadable, WrongCollectionYear, in words for the person who sent the file.
    """
    # Imported here: only the spawned process needs the reader.
    from openilr.ilr.xml.read import read_parts
    from openilr.ilr.xml.source import source
    from openilr.record.destinations import read_destinations
    from openilr.record.messages import learners_as_written

    where = source(path)
    year, ukprn = "", None
    entries: list[Entry] = []
    nameless: list[int] = []
    odd: list[int] = []
    destinations: Mapping[str, Sequence[Any]] = {}
    with spool.open("wb") as out:
        for message in read_parts(where):
            if not year:
                year = message.year
                ukprn = message.header.provider_UKPRN or message.header.UKPRN
                if year in EARLIER_YEARS:
                    destinations = read_destinations(where)
            odd += message.structure["line"].to_list()
            lines = message["Learner"]["line"].to_list()
            for learner, line in zip(learners_as_written(message), lines, strict=True):
                reference = str(learner.get("LearnRefNumber") or "").strip()
                if not reference or len(reference) > MAX_REFERENCE:
                    nameless.append(line)
                    continue
                keys = keys_of(learner)
                entries.append(Entry(year, reference, keys, line, str(spool), out.tell()))
                below = destinations.get(str(learner.get("LearnRefNumber")), ())
                pickle.dump(ImportedLearner(year, learner, tuple(below)), out)
    return FileRead(year, ukprn, tuple(entries), tuple(nameless), tuple(odd))


def plan_groups(groups: Sequence[Group]) -> list[Planned]:
    """The plans of some groups, in order."""
    return [_plan(group) for group in groups]


def _plan(group: Group) -> Planned:
    files = [_taken_out(entry) for entry in group.entries]
    plan = plan_import(group.existing, files, newest=group.newest)
    changes = list(plan.changes) if group.existing is not None else []
    document = plan.document
    given, family = document.get("GivenNames"), document.get("FamilyName")
    return Planned(
        reference=group.entries[-1].reference,
        name=f"{given or ''} {family or ''}".strip()[:201],
        steps=[(step.year, step.document) for step in plan.steps],
        changes=[_plain(change) for change in changes],
        warnings=[_words(warning) for warning in plan.warnings],
        is_same=group.existing is not None and not changes,
        is_doubtful=any(warning.doubt == Doubt.ANOTHER for warning in plan.warnings),
    )


def _taken_out(entry: Entry) -> ImportedLearner:
    with Path(entry.spool).open("rb") as spool:
        spool.seek(entry.offset)
        found: ImportedLearner = pickle.load(spool)  # noqa: S301 - written by ourselves, above
    return found


def _plain(change: Change) -> dict[str, Any]:
    return change.as_json()


def _words(warning: ImportWarning) -> dict[str, Any]:
    return {
        "year": warning.year,
        "doubt": warning.doubt.value,
        "message": warning.message,
        "entity": warning.entity,
        "row": warning.row,
        "field": warning.field,
        "kept": warning.kept,
        "offered": warning.offered,
    }
