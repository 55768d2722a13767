"""Versions of many learners of one provider, stored together: what an import does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from openilr.record.differences import differences
from openilr.record.document import Document
from openilr.record.versions import Source, next_version
from openilr.record.versions import Version as EngineVersion
from openilr.web.accounts.models import User
from openilr.web.learners.models import Aim, Learner
from openilr.web.providers.models import Provider
from openilr.web.records import models
from openilr.web.records.bulk import copy_rows
from openilr.web.records.refusals import DocumentRefused, Refused, WrongState
from openilr.web.records.saving import Written, settle_many
from openilr.web.records.stored import (
    TAKEN,
    change_rows,
    engine_version,
    holders,
    new_rows,
    reference_of,
    version_row,
)


@dataclass(frozen=True)
class Step:
    """One version to store: the document, where it comes from, and why."""

    document: Document
    source_detail: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ToStore:
    """The versions of one learner to store.

    Attributes:
        key: the caller's own, given back.
        learner: None for a new one.
        steps: each makes a version if it differs from the one before.
        base_version: the version that the steps were made on.
    """

    key: Any
    learner: UUID | None
    steps: Sequence[Step]
    base_version: int = 0


@dataclass(frozen=True)
class Stored:
    """What became of one learner: so many versions, or a refusal in words and nothing done."""

    key: Any
    learner: UUID | None
    versions: int
    refusal: str = ""


@dataclass
class _Made:
    """The versions of one item, made and not yet stored."""

    item: ToStore
    learner: Learner
    versions: list[EngineVersion]
    former: models.Version | None


class Batch:
    """Stores items inside the caller's transaction."""

    def __init__(self, by: User, provider: Provider, source: Source) -> None:
        self.by, self.provider, self.source = by, provider, source
        self.at = timezone.now()

    def store(self, items: Sequence[ToStore]) -> list[Stored]:
        """Store what can be stored; an answer for each item, in order."""
        learners, current = self._known(items)
        taken = self._taken(items)
        answers: list[Stored] = []
        made: list[_Made] = []
        for item in items:
            try:
                one = self._make(item, learners, current, taken)
            except Refused as refused:
                answers.append(Stored(item.key, item.learner, 0, str(refused)))
                continue
            versions = len(one.versions)
            answers.append(Stored(item.key, one.learner.pk if versions else item.learner, versions))
            if versions:
                made.append(one)
        self._write(made)
        return answers

    def _known(
        self, items: Sequence[ToStore]
    ) -> tuple[dict[UUID, Learner], dict[UUID, models.Version]]:
        """The learners that are here, locked, and the versions that stand."""
        locked = (
            Learner.objects.select_for_update(of=("self",), no_key=True)
            .select_related("provider", "employer")
            .filter(provider=self.provider, pk__in=[i.learner for i in items if i.learner])
            .order_by("pk")
        )
        learners = {learner.pk: learner for learner in locked}
        numbers = {learner.pk: learner.version_number for learner in learners.values()}
        rows = models.Version.objects.filter(learner__in=learners)
        current = {row.learner_id: row for row in rows if row.number == numbers[row.learner_id]}
        return learners, current

    def _taken(self, items: Sequence[ToStore]) -> dict[str, UUID | None]:
        """Who has the references of these items, by the reference in capitals."""
        references = [
            str(item.steps[-1].document.get("LearnRefNumber") or "").strip()
            for item in items
            if item.steps
        ]
        return {**holders(references, self.provider.pk)}

    def _make(
        self,
        item: ToStore,
        learners: dict[UUID, Learner],
        current: dict[UUID, models.Version],
        taken: dict[str, UUID | None],
    ) -> _Made:
        """The versions of one item.

        Errors: Refused.
        """
        former = current.get(item.learner) if item.learner else None
        if item.learner is not None and former is None:
            raise WrongState("This learner is no longer here.")
        if item.base_version != (former.number if former else 0):
            raise WrongState("The record was changed after the file was looked at: look again.")
        learner = learners[item.learner] if item.learner else Learner(provider=self.provider)
        versions: list[EngineVersion] = []
        previous = engine_version(former) if former else None
        for step in item.steps:
            new_rows(step.document, previous.document if previous else None)
            version = next_version(
                previous,
                step.document,
                made_by=str(self.by.pk),
                at=self.at,
                source=self.source,
                reason=step.reason,
                source_detail=step.source_detail[:200],
            )
            if version.changes:
                versions.append(version)
                previous = version
        if versions:
            reference = reference_of(versions[-1].document or {})
            holder = taken.get(reference.upper(), learner.pk)
            if holder != learner.pk:
                raise WrongState(TAKEN.format(reference))
            taken[reference.upper()] = learner.pk
            learner.learn_ref_number = reference
        return _Made(item, learner, versions, former)

    def _write(self, made: Sequence[_Made]) -> None:
        if not made:
            return
        self._refuse_taken_rows(made)
        copy_rows([one.learner for one in made if one.former is None])
        rows = [(one, version_row(one.learner, v), v) for one in made for v in one.versions]
        copy_rows([row for _, row, _ in rows])
        copy_rows(
            [
                change
                for one, row, version in rows
                for change in change_rows(one.learner, row, version.changes or ())
            ]
        )
        settle_many([self._written(one) for one in made], by=self.by)

    def _refuse_taken_rows(self, made: Sequence[_Made]) -> None:
        """A plan that names another record's rows was tampered with: none of it is stored."""
        added = [
            row
            for one in made
            for row in new_rows(
                one.versions[-1].document or {}, one.former.document if one.former else None
            )
        ]
        if Aim.objects.filter(pk__in=added).exists():
            raise DocumentRefused("A row of these records has the id of another record's row.")

    def _written(self, one: _Made) -> Written:
        last = one.versions[-1]
        document = last.document or {}
        before = one.former.document if one.former else None
        changes = last.changes if len(one.versions) == 1 else tuple(differences(before, document))
        return Written(one.learner, document, last.number, changes or (), one.learner.uln)
