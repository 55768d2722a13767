"""Proving that the history of records is whole, and saying where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import F, IntegerField, Max
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from openilr.record.versions import verify
from openilr.web.audit.models import Event
from openilr.web.learners.models import Learner
from openilr.web.records.models import Version
from openilr.web.records.stored import engine_version

READ_TOGETHER = 500


@dataclass(frozen=True)
class Broken:
    """A place where a learner's history does not hold; it names ids, never a person."""

    ukprn: int
    learner: UUID
    version: int
    message: str


@dataclass
class Walked:
    """How much was looked at."""

    learners: int = 0
    versions: int = 0
    erased: int = 0


def walk(walked: Walked, ukprn: int | None = None) -> Iterator[Broken]:
    """Every break in the histories of all providers, or of one; `walked` counts along.

    The chain itself cannot show that its last versions were taken away: the learner's row and the
    events of the audit know how many there were.
    """
    learners = Learner.objects.select_related("provider")
    rows = Version.objects.select_related(None)
    if ukprn is not None:
        learners = learners.filter(provider__ukprn=ukprn)
        rows = rows.filter(learner__provider__ukprn=ukprn)
    known = {
        pk: (of, number)
        for pk, of, number in learners.order_by().values_list(
            "pk", "provider__ukprn", "version_number"
        )
    }
    told = _told_by_events(ukprn)
    seen: set[UUID] = set()
    ordered = rows.order_by("learner_id", "number").iterator(chunk_size=READ_TOGETHER)
    for learner, versions in groupby(ordered, key=lambda row: row.learner_id):
        chain = [engine_version(row) for row in versions]
        of, number = known[learner]
        seen.add(learner)
        walked.learners += 1
        walked.versions += len(chain)
        walked.erased += sum(version.is_erased for version in chain)
        for broken in verify(chain):
            yield Broken(of, learner, broken.number, broken.message)
        yield from _ends(of, learner, chain[-1].number, number, told.get(learner, 0))
    for learner, (of, number) in known.items():
        if learner not in seen and (number or told.get(learner, 0)):
            yield from _ends(of, learner, 0, number, told.get(learner, 0))


def _ends(of: int, learner: UUID, last: int, current: int, told: int) -> Iterator[Broken]:
    if last < current:
        yield Broken(of, learner, last, f"The learner is at version {current}; {_last(last)}")
    elif last < told:
        yield Broken(of, learner, last, f"The audit tells of version {told}; {_last(last)}")
    elif last > current:
        yield Broken(
            of, learner, last, f"There is a version {last}, and the learner is at {current}."
        )


def _last(number: int) -> str:
    return f"the last that is here is {number}." if number else "no version is here."


def _told_by_events(ukprn: int | None) -> dict[UUID, int]:
    """The last version of each learner that an event tells of."""
    events = Event.objects.filter(kind="record.saved", subject_type="learner")
    if ukprn is not None:
        events = events.filter(provider__ukprn=ukprn)
    found = (
        events.order_by()
        .values("subject_id")
        .annotate(last=Max(Cast(KeyTextTransform("version", F("data")), IntegerField())))
        .values_list("subject_id", "last")
    )
    return {UUID(pk): last for pk, last in found}
