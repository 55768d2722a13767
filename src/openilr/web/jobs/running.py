"""Doing a job: claiming it, showing signs of life, and writing how it ended."""

import threading
import traceback
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app as queue

from openilr.errors import EngineError
from openilr.web.jobs.models import Job
from openilr.web.jobs.tasks import RUN, TASKS, put_into_queue

log = structlog.get_logger("openilr.jobs")

BEAT_SECONDS = 1.0
"""How often a running job writes its progress, which is its sign of life, and looks for a word."""
MOST_ATTEMPTS = 3
LOST = (OperationalError, InterfaceError)


class Interrupted(Exception):
    """A job ends before its work is done; not a fault."""


class JobCancelled(Interrupted):
    """Somebody asked for it."""


class WorkerStopping(Interrupted):
    """The worker was told to end; the job goes back into the queue."""


class JobTaken(Interrupted):
    """The job was taken for dead and given to another worker, or ended by somebody."""


class Line:
    """The line between a job and those who watch it: a thread with a connection of its own, so
    that progress shows while the work's transaction is open.
    """

    def __init__(self, job: Job, is_stopping: Callable[[], bool]) -> None:
        self.job: Job | None = job
        self._key: dict[str, Any] = {
            "pk": job.pk,
            "state": Job.State.RUNNING,
            "attempts": job.attempts,
        }
        self._is_stopping = is_stopping
        self._told: dict[str, Any] = {}
        self._interruption: type[Interrupted] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job {job.pk}", daemon=True)

    def __enter__(self) -> "Line":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ended.set()
        self._thread.join()

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """Progress; raises what interrupts the job."""
        self._told = {"done": done, "total": total, "message": message[:300]}
        if self._interruption is not None:
            raise self._interruption
        if self._is_stopping():
            raise WorkerStopping

    def _beat(self) -> None:
        try:
            while True:
                self._exchange()
                if self._ended.wait(BEAT_SECONDS):
                    self._exchange()
                    return
        finally:
            connection.close()

    def _exchange(self) -> None:
        try:
            rows = Job.objects.filter(**self._key)
            if not rows.update(beat_at=timezone.now(), **self._told):
                self._interruption = JobTaken
            elif rows.filter(cancel_asked_at__isnull=False).exists():
                self._interruption = JobCancelled
        except LOST:
            connection.close()  # the next beat opens another


@queue.task(name=RUN, pass_context=True)
def _run(context: JobContext, job_id: str) -> None:
    run(UUID(job_id), context.should_abort)


def run(job_id: UUID, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Do a job that waits. Nothing happens if it no longer does."""
    job = _claim(job_id)
    if job is None:
        return
    with structlog.contextvars.bound_contextvars(job=str(job.pk), kind=job.kind):
        try:
            _attempt(job, is_stopping)
        except LOST as error:
            # The database went away under the work, or refused it for now (a deadlock).
            connection.close()
            log.warning("job lost its database", error=type(error).__name__)
            try:
                put_back(job)
            except LOST:
                connection.close()  # recovery.recover finds it by its last sign of life


def _attempt(job: Job, is_stopping: Callable[[], bool]) -> None:
    one = TASKS.get(job.kind)
    try:
        if one is None:
            raise EngineError(
                f"This version of OpenILR knows no work of the kind {job.kind}. It was asked for "
                "by another version."
            )
        with Line(job, is_stopping) as line:
            result = one.function(line, **job.arguments)
    except JobCancelled:
        _end(job, Job.State.CANCELLED)
    except JobTaken:
        log.warning("job was taken by another worker")
    except WorkerStopping:
        put_back(job, counts=False)
    except EngineError as error:
        _end(job, Job.State.FAILED, failure=str(error))
    except LOST:
        raise
    except Exception as error:  # a fault of ours; it must not take the worker along
        # The message and the values of a fault may name a person: only its kind and place are kept.
        places = traceback.extract_tb(error.__traceback__)[-6:]
        log.error(
            "job failed",
            error=type(error).__name__,
            at=[f"{place.filename}:{place.lineno} {place.name}" for place in places],
        )
        _end(
            job,
            Job.State.FAILED,
            failure="A fault in OpenILR stopped this work. What it had stored before is kept. "
            f"Try again, or tell support the number {str(job.pk)[:8]}.",
        )
    else:
        _end(job, Job.State.DONE, result=dict(result or {}), done=Coalesce("total", "done"))


def _claim(job_id: UUID) -> Job | None:
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(
        state=Job.State.RUNNING, started_at=now, beat_at=now, attempts=F("attempts") + 1
    ):
        return None
    return Job.objects.select_related("provider", "by").get(pk=job_id)


def _still(job: Job) -> dict[str, Any]:
    return {"pk": job.pk, "state": Job.State.RUNNING, "attempts": job.attempts}


def _end(job: Job, state: Job.State, **facts: Any) -> None:
    Job.objects.filter(**_still(job)).update(state=state, ended_at=timezone.now(), **facts)


@transaction.atomic
def put_back(job: Job, *, counts: bool = True) -> None:
    """Give a running job back to the queue, or end it once it was tried often enough."""
    still = Job.objects.select_for_update().filter(**_still(job)).first()
    if still is None:
        return
    if counts and still.attempts >= MOST_ATTEMPTS:
        still.state = Job.State.FAILED
        still.ended_at = timezone.now()
        still.failure = (
            f"The worker was lost {still.attempts} times while it did this. What it had stored "
            "before is kept. Try again once the cause is found: the worker's log has it."
        )
        still.save(update_fields=["state", "ended_at", "failure"])
        return
    still.state = Job.State.WAITING
    still.attempts -= 0 if counts else 1
    still.save(update_fields=["state", "attempts"])
    put_into_queue(still)
