"""Whose record each learner of an import's files is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F

from openilr.record.matching import By, LearnerKeys, match_learner
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.records.imports_reading import Entry
from openilr.web.records.models import Version


@dataclass(frozen=True)
class Person:
    """The learners of the files that are one person, in order of year, and whose record it is.

    Attributes:
        learner: None for a new one.
        problem: why it cannot be imported as it is; blank where it can.
    """

    entries: tuple[Entry, ...]
    learner: UUID | None = None
    base_version: int = 0
    problem: str = ""

    @property
    def reference(self) -> str:
        """That of the newest file."""
        return self.entries[-1].reference


@dataclass
class Known:
    """The learners of a provider by what they are known by."""

    keys: dict[UUID, LearnerKeys] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    _by: dict[object, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, provider: Provider) -> "Known":
        """All of them, in two queries."""
        known = cls()
        previous: dict[UUID, str] = dict(
            Version.objects.filter(
                learner__provider=provider,
                number=F("learner__version_number"),
                document__has_key="PrevLearnRefNumber",
            )
            .order_by()
            .values_list("learner_id", "document__PrevLearnRefNumber")
        )
        rows = Learner.objects.filter(provider=provider).order_by()
        for pk, reference, uln, born, version in rows.values_list(
            "pk", "learn_ref_number", "uln", "date_of_birth", "version_number"
        ):
            known.add(pk, reference, previous.get(pk), uln, born, version)
        return known

    def add(
        self,
        pk: UUID,
        reference: str,
        previous: str | None,
        uln: int | None,
        born: date | None,
        version: int,
    ) -> None:
        """One more."""
        keys = LearnerKeys(reference.strip().upper(), _capitals(previous), uln, born)
        self.keys[pk], self.versions[pk] = keys, version
        for key in _lookups(keys):
            self._by[key].add(pk)

    def match(self, keys: LearnerKeys) -> tuple[tuple[UUID, ...], By | None]:
        """The records that a learner may be, and by what."""
        near: set[UUID] = set()
        for key in _lookups(keys):
            near |= self._by.get(key, set())
        found = match_learner(keys, [(pk, self.keys[pk]) for pk in near])
        return found.found, found.by


def _capitals(text: str | None) -> str | None:
    return (text or "").strip().upper() or None


def _lookups(keys: LearnerKeys) -> Iterable[object]:
    """What two learners who may be one have in common."""
    if keys.LearnRefNumber:
        yield keys.LearnRefNumber
    if keys.PrevLearnRefNumber:
        yield keys.PrevLearnRefNumber
    if keys.ULN and keys.DateOfBirth:
        yield keys.ULN, keys.DateOfBirth


def people(entries: Sequence[Entry], known: Known) -> list[Person]:
    """The people of the files, in the order in which they first appear."""
    grouped = _grouped(entries)
    matched = [(_match(group, known), group) for group in grouped]
    sure = {pk for (found, by), _ in matched if by == By.REFERENCE for pk in found}
    taken: set[UUID] = set()
    made: list[Person] = []
    for (found, by), group in matched:
        problem = _repeated(group)
        if len(found) > 1:
            problem = problem or (
                f"{len(found)} records of this provider may be this learner (by {by}). "
                "Merge them or correct their keys, then import again."
            )
        learner = found[0] if len(found) == 1 else None
        if learner is not None and (learner in taken or (learner in sure and by != By.REFERENCE)):
            problem = problem or (
                f"Another learner of these files is the same record (this one by {by}). "
                "Correct the export, or import them one after the other."
            )
        if learner is not None:
            taken.add(learner)
        version = known.versions[learner] if learner else 0
        made.append(Person(tuple(group), learner, version, problem))
    return made


def _grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """By reference; a learner who had another reference in an older file is joined to it."""
    by_reference: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.year):
        own = entry.reference.upper()
        former = entry.keys.PrevLearnRefNumber
        if own not in by_reference and former and former in by_reference:
            older = by_reference[former]
            if all(one.year < entry.year for one in older):
                by_reference[own] = by_reference.pop(former)
        by_reference.setdefault(own, []).append(entry)
    return list(by_reference.values())


def _match(group: Sequence[Entry], known: Known) -> tuple[tuple[UUID, ...], By | None]:
    """By the newest file that finds anything."""
    for entry in reversed(group):
        found, by = known.match(entry.keys)
        if found:
            return found, by
    return (), None


def _repeated(group: Sequence[Entry]) -> str:
    lines: Mapping[str, list[int]] = defaultdict(list)
    for entry in group:
        lines[entry.year].append(entry.line)
    for year, found in lines.items():
        if len(found) > 1:
            places = ", ".join(map(str, found))
            return (
                f"The file of 20{year[:2]}/{year[2:]} has this LearnRefNumber {len(found)} times "
                f"(lines {places}). Correct the export and import again."
            )
    return ""
