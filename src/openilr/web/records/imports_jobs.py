"""The two jobs of an import: looking at the files, and carrying the plan out."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from openilr.errors import EngineError
from openilr.ilr.calendar import open_years
from openilr.web.accounts.models import User
from openilr.web.jobs.tasks import Progress, Result, task
from openilr.web.learners.models import Learner
from openilr.web.processes import end_with_parent
from openilr.web.records import imports_reading as reading
from openilr.web.records.actions import store_many
from openilr.web.records.batch import Step, ToStore
from openilr.web.records.bulk import copy_rows, update_rows
from openilr.web.records.checking import check_soon
from openilr.web.records.imports_matching import Known, Person, people
from openilr.web.records.models import Import, ImportFile, ImportItem, Version
from openilr.web.records.staleness import current_documents

PROCESSES = 2
PLANNED_TOGETHER = 100
STORED_TOGETHER = 200
CHANGED_SINCE = "The record was changed after the files were looked at; it was looked at anew."
TO_STORE = (ImportItem.Action.NEW, ImportItem.Action.CHANGED)


class FilesRefused(EngineError):
    """The files cannot be imported; a line for each reason."""


class ProcessLost(EngineError):
    """A process that does the reading was ended from outside."""


@task("import.plan", "Look at ILR files")
def plan(progress: Progress, *, import_id: str) -> Result:
    """Find out what an import would do. Nothing is stored but the plan."""
    batch = Import.objects.select_related("provider").get(pk=import_id)
    if batch.state != Import.State.UPLOADED:
        return {"link": _address(batch)}
    try:
        _plan(batch, progress)
    except FilesRefused as refused:
        batch.state, batch.refusal = Import.State.REFUSED, str(refused)
        batch.save(update_fields=["state", "refusal"])
        return {"refused": "yes", "link": _address(batch)}
    return {**_counts(batch), "link": _address(batch)}


@task("import.carry_out", "Import learners")
def carry_out(progress: Progress, *, import_id: str, by_id: int) -> Result:
    """Store what the plan says, a few hundred learners at a time; run again, go on from there."""
    batch = Import.objects.select_related("provider").get(pk=import_id)
    if batch.state != Import.State.IMPORTING:
        return {"link": _address(batch)}
    by = User.objects.get(pk=by_id)
    details = _details(batch)
    to_store = batch.items.filter(action__in=TO_STORE)
    total = to_store.count()
    done = to_store.filter(done_at__isnull=False).count()
    try:
        while True:
            progress(done, total, "Storing learners")
            stored = _store_some(batch, by, details)
            if not stored:
                break
            done += stored
    finally:
        # Also of one that is cancelled: what is stored is counted, and to be checked.
        batch.summary = {**batch.summary, **_counts(batch)}
        batch.save(update_fields=["summary"])
        check_soon(batch.provider_id)
    again = set(_changed_since(batch).values_list("learn_ref_number", flat=True))
    if again:
        # Counts of what is done stay; these few are looked at anew, and confirmed anew.
        _plan(batch, progress, only=again)
    else:
        batch.items.filter(action=ImportItem.Action.SAME).update(done_at=timezone.now())
        batch.state = Import.State.DONE
    batch.summary = {**batch.summary, **_counts(batch), "looked_at_anew": len(again)}
    batch.save(update_fields=["state", "summary"])
    return {**_counts(batch), "link": _address(batch)}


# ------------------------------------------------------------------------------------ looking


def _plan(batch: Import, progress: Progress, only: set[str] | None = None) -> None:
    """Write an item for each learner of the files, or for some of them anew."""
    with TemporaryDirectory(prefix="openilr-import-") as folder, _processes() as pool:
        read = _read(batch, Path(folder), pool, progress)
        known = Known.of(batch.provider)
        found = people([entry for one in read for entry in one.entries], known)
        if only is not None:
            found = [person for person in found if person.reference in only]
        with transaction.atomic():
            # All of the plan or nothing of it: a plan cut short would read as a small file.
            open_items = batch.items.filter(done_at__isnull=True)
            if only is not None:
                open_items = open_items.filter(learn_ref_number__in=only)
            open_items.delete()
            done = 0
            for items in _items(batch, found, pool):
                copy_rows(items)
                done += len(items)
                progress(done, len(found), "Comparing learners with their records")
            batch.state = Import.State.PLANNED
            if only is None:
                batch.summary = {
                    "nameless": sum(len(one.nameless) for one in read),
                    "nameless_lines": [line for one in read for line in one.nameless][:20],
                    "odd": sum(len(one.odd) for one in read),
                    "odd_lines": [line for one in read for line in one.odd][:20],
                }
            batch.summary = {**batch.summary, **_counts(batch)}
            batch.save(update_fields=["state", "summary"])


def _read(
    batch: Import, folder: Path, pool: ProcessPoolExecutor, progress: Progress
) -> list[reading.FileRead]:
    """The files, each in a process of its own.

    Errors: FilesRefused, with what is wrong with each of them.
    """
    files = list(batch.files.order_by("name", "pk"))
    futures: list[Future[reading.FileRead]] = []
    for number, file in enumerate(files):
        below = folder / str(number)
        below.mkdir()
        path = _local(file, below)
        futures.append(pool.submit(reading.read_file, path, folder / f"{number}.spool"))
    pending: set[Future[Any]] = set(futures)
    while pending:
        progress(len(files) - len(pending), len(files), "Reading files")
        pending = wait(pending, timeout=0.5).not_done
    read: list[reading.FileRead] = []
    problems: list[str] = []
    for file, future in zip(files, futures, strict=True):
        try:
            one = future.result()
        except EngineError as error:
            rule = f" [{error.rule}]" if error.rule else ""
            problems.append(f"{file.name}: {error}{rule}")
            continue
        read.append(one)
        file.year, file.learner_count = one.year, len(one.entries)
        file.save(update_fields=["year", "learner_count"])
        problems += _wrong_provider(file.name, one, batch)
    years = Counter(one.year for one in read)
    problems += [
        f"{count} files are of 20{year[:2]}/{year[2:]}. Import one file of a year at a time."
        for year, count in years.items()
        if count > 1
    ]
    if problems:
        raise FilesRefused("\n".join(problems))
    return read


def _local(file: ImportFile, folder: Path) -> Path:
    """The file under the name it came with, where a process can read it."""
    path = folder / Path(file.name).name
    storage = file.content.storage
    if isinstance(storage, FileSystemStorage):
        path.symlink_to(storage.path(str(file.content.name)))
    else:
        with file.content.open("rb") as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
    return path


def _wrong_provider(name: str, read: reading.FileRead, batch: Import) -> list[str]:
    provider = batch.provider
    if read.ukprn == provider.ukprn:
        return []
    whose = f"of UKPRN {read.ukprn}" if read.ukprn else "of no provider: it has no UKPRN"
    return [
        f"{name} is {whose}, and you work at {provider.name}, UKPRN {provider.ukprn}. Choose "
        "the provider it belongs to at the top of the page, or leave the file out."
    ]


def _items(
    batch: Import, found: Sequence[Person], pool: ProcessPoolExecutor
) -> Iterator[list[ImportItem]]:
    """The plan's rows in the order of the people, while the next ones are worked out beside."""
    chunks = [found[at : at + PLANNED_TOGETHER] for at in range(0, len(found), PLANNED_TOGETHER)]
    ahead: list[tuple[Sequence[Person], Future[list[reading.Planned]]]] = []
    waiting = iter(chunks)

    def submit() -> None:
        chunk = next(waiting, None)
        if chunk is not None:
            groups = _groups(batch, chunk)
            ahead.append((chunk, pool.submit(reading.plan_groups, groups)))

    for _ in range(2 * PROCESSES):
        submit()
    while ahead:
        chunk, future = ahead.pop(0)
        planned = iter(future.result())
        submit()
        yield [
            _problem_item(batch, person) if person.problem else _item(batch, person, next(planned))
            for person in chunk
        ]


def _groups(batch: Import, chunk: Sequence[Person]) -> list[reading.Group]:
    """What the processes need: entries, the record as it stands, the year it speaks for."""
    known = [person.learner for person in chunk if person.learner and not person.problem]
    documents = current_documents(known)
    newest = _newest(known)
    return [
        reading.Group(
            person.reference,
            person.entries,
            documents.get(person.learner) if person.learner else None,
            newest.get(person.learner) if person.learner else None,
        )
        for person in chunk
        if not person.problem
    ]


def _newest(learners: Sequence[Any]) -> Mapping[Any, str]:
    """The latest year each record speaks for: of its last import, or the open one if it was
    edited here since.
    """
    open_year = max(open_years(timezone.now()))
    standing = Version.objects.filter(learner__in=learners, number=F("learner__version_number"))
    sources = dict(standing.order_by().values_list("learner_id", "source"))
    imported: dict[Any, str] = {}
    rows = ImportItem.objects.filter(learner__in=learners, done_at__isnull=False).order_by(
        "done_at"
    )
    for learner, documents in rows.values_list("learner_id", "documents"):
        for year, _ in documents:
            imported[learner] = max(year, imported.get(learner, year))
    return {
        learner: imported.get(learner, open_year)
        if sources.get(learner) == Version.Source.IMPORT
        else open_year
        for learner in learners
    }


def _item(batch: Import, person: Person, planned: reading.Planned) -> ImportItem:
    if planned.is_doubtful:
        action = ImportItem.Action.PROBLEM
    elif planned.is_same:
        action = ImportItem.Action.SAME
    else:
        action = ImportItem.Action.CHANGED if person.learner else ImportItem.Action.NEW
    same = action == ImportItem.Action.SAME
    return ImportItem(
        batch=batch,
        learn_ref_number=planned.reference,
        learner_id=person.learner,
        name=planned.name,
        action=action,
        documents=[[year, None if same else document] for year, document in planned.steps],
        base_version=person.base_version,
        changes=planned.changes,
        warnings=planned.warnings,
    )


def _problem_item(batch: Import, person: Person) -> ImportItem:
    return ImportItem(
        batch=batch,
        learn_ref_number=person.reference,
        learner_id=person.learner,
        action=ImportItem.Action.PROBLEM,
        documents=[],
        base_version=person.base_version,
        warnings=[{"doubt": "problem", "message": person.problem, "year": person.entries[-1].year}],
    )


@contextmanager
def _processes() -> Iterator[ProcessPoolExecutor]:
    """Spawned processes: Polars' threads do not survive a fork. They end with the work, also when
    it is cancelled in the middle of a large file.
    """
    pool = ProcessPoolExecutor(
        PROCESSES, get_context("spawn"), initializer=end_with_parent, initargs=(os.getpid(),)
    )
    try:
        yield pool
    except BrokenExecutor as error:
        raise ProcessLost(
            "A process that read the files was ended from outside, most often for want of memory. "
            "Give this machine more, or import the years one after the other."
        ) from error
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


# ------------------------------------------------------------------------------------ carrying out


def _details(batch: Import) -> dict[str, str]:
    """Where the versions of each year come from, as their history names it."""
    return {file.year: f"{file.name}, sha256 {file.sha256[:16]}" for file in batch.files.all()}


@transaction.atomic
def _store_some(batch: Import, by: User, details: Mapping[str, str]) -> int:
    """Store the next learners in one transaction; gives how many are settled with that."""
    items = {
        item.pk: item
        for item in batch.items.select_for_update()
        .filter(action__in=TO_STORE, done_at__isnull=True, failure="")
        .order_by("pk")[:STORED_TOGETHER]
    }
    if not items:
        return 0
    versions = dict(
        Learner.objects.select_for_update()
        .filter(pk__in=[item.learner_id for item in items.values() if item.learner_id])
        .order_by("pk")
        .values_list("pk", "version_number")
    )
    new = [item.learn_ref_number.upper() for item in items.values() if not item.learner_id]
    came_since = set(
        Learner.objects.annotate(reference=Upper("learn_ref_number"))
        .filter(provider=batch.provider, reference__in=new)
        .values_list("reference", flat=True)
    )
    fresh: list[ImportItem] = []
    for item in items.values():
        if item.learner_id:
            is_fresh = versions.get(item.learner_id) == item.base_version
        else:
            is_fresh = item.learn_ref_number.upper() not in came_since
        if not is_fresh:
            item.failure = CHANGED_SINCE
        else:
            fresh.append(item)
    try:
        answers = store_many(
            by=by,
            provider=batch.provider,
            items=[
                ToStore(
                    key=item.pk,
                    learner=item.learner_id,
                    steps=[Step(doc, details.get(year, ""), "") for year, doc in item.documents],
                    base_version=item.base_version,
                )
                for item in fresh
            ],
        )
    except PermissionDenied as refused:
        raise FilesRefused(str(refused)) from refused
    now = timezone.now()
    for answer in answers:
        item = items[answer.key]
        if answer.refusal:
            item.failure = answer.refusal
            item.action = ImportItem.Action.PROBLEM
        else:
            item.done_at = now
            item.learner_id = answer.learner
            item.documents = [[year, None] for year, _ in item.documents]
    update_rows(list(items.values()), ("failure", "action", "done_at", "learner", "documents"))
    return len(items)


def _changed_since(batch: Import) -> QuerySet[ImportItem]:
    return batch.items.filter(failure=CHANGED_SINCE, done_at__isnull=True)


def _counts(batch: Import) -> dict[str, int]:
    items = batch.items.all()
    counts = {action.value: items.filter(action=action).count() for action in ImportItem.Action}
    return {
        **counts,
        "warnings": items.exclude(warnings=[]).count(),
        "stored": items.filter(done_at__isnull=False, action__in=TO_STORE).count(),
        "failed": items.exclude(failure="").exclude(failure=CHANGED_SINCE).count(),
    }


def _address(batch: Import) -> str:
    return reverse("records:import-batch", args=[batch.pk])
