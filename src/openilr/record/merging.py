"""Several years of one learner's ILR into one record: what an import would do, before it does it.

A file is the whole of what its year says: where it is at least as new as the record, what it
collects wins, also by being absent. An older file only adds what the record has not: aims, dated
rows before the record's first, and what the newer years have dropped; where the two differ the
record stays and the plan says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from openilr.ilr.schema import schema
from openilr.ilr.years import long_name
from openilr.record.differences import Change, differences
from openilr.record.document import Document, NewId, new_id, rows_below
from openilr.record.fields import (
    AIM,
    AIM_NUMBER,
    DESTINATION,
    ID,
    LEARNER,
    entity_named,
    record_key,
)
from openilr.record.matching import (
    Pairs,
    aim_key,
    is_ours,
    keys_of,
    may_be_another,
    pair_aims,
    pair_rows,
)
from openilr.record.names import row_name
from openilr.record.projection import SOFTWARE_ID, LearnerData, from_ilr
from openilr.record.values import Stored, typed

DATED: Mapping[str, str] = {
    "PriorAttain": "DateLevelApp",
    "LearnerEmploymentStatus": "DateEmpStatApp",
}
"""Rows of the learner that are a history: those before the first of a file stay in the record."""


class Doubt(StrEnum):
    """What an import leaves for a person to look at."""

    KEPT = "kept"  # an older file says something else; the record stays
    MISSING = "missing"  # an aim goes on in the record and is not in the newer file
    AMBIGUOUS = "ambiguous"  # a row of the file may be several of the record's; it is left out
    ANOTHER = "another"  # one reference, and it looks like two people


@dataclass(frozen=True, slots=True)
class ImportWarning:
    """One thing to look at before an import is done.

    Attributes:
        row: the identifier of the record's row; None where there is none.
        field: its key in the record.
        kept, offered: as the record and as the file hold them.
    """

    year: str
    doubt: Doubt
    message: str
    entity: str = LEARNER
    row: str | None = None
    field: str | None = None
    kept: Stored | None = None
    offered: Stored | None = None


@dataclass(frozen=True, slots=True)
class ImportedLearner:
    """One learner of one year's file.

    Attributes:
        learner: nested mappings of typed values or texts.
        destinations: the learner's rows of DPOutcome, in the years that had them.
    """

    year: str
    learner: LearnerData
    destinations: Sequence[LearnerData] = ()


@dataclass(frozen=True, slots=True)
class ImportStep:
    """What one file does to the record: a version of its own, if there are changes."""

    year: str
    document: Document
    changes: tuple[Change, ...]
    warnings: tuple[ImportWarning, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What the files do to the record, the earliest year first."""

    existing: Document | None
    steps: tuple[ImportStep, ...]

    @property
    def document(self) -> Document:
        """The record after all of it."""
        return self.steps[-1].document

    @property
    def changes(self) -> tuple[Change, ...]:
        """What all of it changes."""
        return tuple(differences(self.existing, self.document))

    @property
    def warnings(self) -> tuple[ImportWarning, ...]:
        """Everything to look at."""
        return tuple(w for step in self.steps for w in step.warnings)


def plan_import(
    existing: Document | None,
    files: Sequence[ImportedLearner],
    *,
    newest: str | None = None,
    make_id: NewId = new_id,
) -> ImportPlan:
    """What importing a learner of one or several years' files would make of the record.

    `newest` is the latest year that the record speaks for: that of its last import, or the open one
    where it is kept here. Without it the record counts as no newer than the files.
    Errors: ValueError without any file.
    """
    if not files:
        raise ValueError("there is nothing to import")
    steps: list[ImportStep] = []
    record = existing
    for one in sorted(files, key=lambda f: f.year):
        theirs = from_ilr(one.learner, one.year, destinations=one.destinations, make_id=make_id)
        order = _order(one)
        theirs = _ordered(theirs, order)
        if record is None:
            made, warnings = theirs, ()
        else:
            merger = _Merger(one.year, newest or one.year)
            made = merger.learner(record, theirs)
            warnings = tuple(merger.warnings)
        steps.append(ImportStep(one.year, made, tuple(differences(record, made)), warnings))
        record = made
        newest = max(newest or one.year, one.year)
    return ImportPlan(existing, tuple(steps))


def _order(one: ImportedLearner) -> list[int]:
    """The places of the aims in the order of AimSeqNumber, those without a number last."""
    aims: Sequence[Mapping[str, Any]] = one.learner.get(AIM) or ()

    def number(place: int) -> tuple[bool, int]:
        value = aims[place].get(AIM_NUMBER)
        text = "" if value is None else str(value)
        return not text.isdecimal(), int(text) if text.isdecimal() else 0

    return sorted(range(len(aims)), key=number)


def _ordered(document: Document, order: Sequence[int]) -> Document:
    aims = rows_below(document, AIM)
    return {**document, AIM: [aims[n] for n in order]} if aims else document


@dataclass(slots=True)
class _Merger:
    """Brings one file's learner into the record.

    Attributes:
        newest: the latest year that the record speaks for.
    """

    year: str
    newest: str
    warnings: list[ImportWarning] = field(default_factory=list[ImportWarning])

    @property
    def wins(self) -> bool:
        """Whether the file is at least as new as the record."""
        return self.year >= self.newest

    def learner(self, mine: Document, theirs: Document) -> Document:
        """The record with what the file says."""
        if may_be_another(keys_of(mine), keys_of(theirs)):
            told = "The ULN and the date of birth both differ from the record's: another person?"
            self.warn(Doubt.ANOTHER, told, LEARNER, mine)
        return self.row(LEARNER, mine, theirs)

    def row(self, entity: str, mine: Document, theirs: Document) -> Document:
        """A row of the record with what the file says of it."""
        result = dict(mine)
        self._fields(entity, result, theirs)
        for child in entity_named(entity).children:
            if self.year not in entity_named(child).years:
                continue
            below = self._below(child, rows_below(mine, child), rows_below(theirs, child))
            result.pop(child, None)
            if below:
                result[child] = below
        return mine if result == mine else result

    def _fields(self, entity: str, mine: dict[str, Any], theirs: Document) -> None:
        for declared in schema(self.year).entities[entity].fields:
            name = record_key(entity, declared.name)
            if (entity, name) == (AIM, AIM_NUMBER):
                continue
            old, new = mine.get(name), theirs.get(name)
            if old == new or (name == SOFTWARE_ID and (new is None or is_ours(mine, new))):
                continue  # our own identifier comes back, or none: the imported one stays
            if self.wins:
                mine.pop(name, None)
                if new is not None:
                    mine[name] = new
            elif old is None and self._dropped(entity, name):
                mine[name] = new
            elif new is not None:
                self._kept(entity, mine, name, old, new)

    def _dropped(self, entity: str, name: str) -> bool:
        """Whether the record's newest year no longer collects a field."""
        return self.newest not in entity_named(entity).fields[name].years

    def _kept(
        self, entity: str, mine: Document, name: str, old: Stored | None, new: Stored
    ) -> None:
        label = entity_named(entity).fields[name].label
        told = (
            f"{row_name(entity, mine)}: {label} is another in the file of {long_name(self.year)}. "
            "The record is newer and stays as it is."
        )
        self.warn(Doubt.KEPT, told, entity, mine, name, old, new)

    def _below(
        self, entity: str, mine: Sequence[Document], theirs: Sequence[Document]
    ) -> list[Document]:
        found = self._pairs(entity, mine, theirs)
        result = dict(enumerate(mine))
        for in_file, in_record in found.pairs.items():
            result[in_record] = self.row(entity, mine[in_record], theirs[in_file])
        unpaired = [n for n in range(len(mine)) if n not in found.pairs.values()]
        for n in unpaired:
            if self._leaves(entity, mine[n], theirs):
                del result[n]
        rows = list(result.values())
        for n, row in enumerate(theirs):
            if n in found.ambiguous:
                self._ambiguous(entity, row)
            elif n not in found.pairs and self._enters(entity, row, mine):
                rows.append(row)
        return rows

    def _pairs(self, entity: str, mine: Sequence[Document], theirs: Sequence[Document]) -> Pairs:
        if entity == AIM:
            collected = (f.name for f in schema(self.year).entities[AIM].fields)
            return pair_aims(theirs, mine, aim_key(collected))
        return pair_rows(entity, theirs, mine)

    def _leaves(self, entity: str, row: Document, theirs: Sequence[Document]) -> bool:
        """Whether a row of the record that the file has not is taken out."""
        if entity == AIM:
            if self.wins and "LearnActEndDate" not in row:
                told = (
                    f"{row_name(entity, row)} goes on in the record and is not in the file of "
                    f"{long_name(self.year)}. It stays in the record."
                )
                self.warn(Doubt.MISSING, told, entity, row)
            return False
        if not self.wins or entity == DESTINATION:
            return False
        return not (entity in DATED and _is_before(entity, row, theirs))

    def _enters(self, entity: str, row: Document, mine: Sequence[Document]) -> bool:
        """Whether a row of the file that the record has not is added."""
        if self.wins or entity in (AIM, DESTINATION):
            return True
        if self.newest not in entity_named(entity).years:
            return True
        if entity in DATED and _is_before(entity, row, mine):
            return True
        told = (
            f"{row_name(entity, row)} is in the file of {long_name(self.year)} only. The record is "
            "newer and stays as it is."
        )
        self.warn(Doubt.KEPT, told, entity, None)
        return False

    def _ambiguous(self, entity: str, row: Document) -> None:
        told = (
            f"{row_name(entity, row)} of the file of {long_name(self.year)} may be several of the "
            "record's. It is left out: give the aims their identifiers, or enter it by hand."
        )
        self.warn(Doubt.AMBIGUOUS, told, entity, None)

    def warn(
        self,
        doubt: Doubt,
        message: str,
        entity: str,
        row: Document | None,
        name: str | None = None,
        kept: Stored | None = None,
        offered: Stored | None = None,
    ) -> None:
        """Add something to look at."""
        own = None if row is None else str(row[ID])
        self.warnings.append(
            ImportWarning(self.year, doubt, message, entity, own, name, kept, offered)
        )


def _is_before(entity: str, row: Document, others: Sequence[Document]) -> bool:
    """Whether a row of a history is dated before the first of others."""

    def day(one: Document) -> date:
        found = typed(entity_named(entity).fields[name].field, one.get(name))
        return found if isinstance(found, date) else date.max

    name = DATED[entity]
    return day(row) < min(map(day, others), default=date.max)
