"""Declaring work that is done in the background, and putting it into the queue.

A task is a function declared in some app's `tasks.py`. Its `enqueue` stores a Job and the queue's
row in the caller's transaction: without a commit there is neither. The worker calls the function
with a `Progress` and the stored arguments, which hold ids only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec, Protocol

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as QueueRow
from procrastinate.manager import JobManager

from openilr.web.accounts.models import User
from openilr.web.jobs.models import Job

P = ParamSpec("P")
Result = Mapping[str, Any] | None
"""What a task returns: counts and ids as JSON; `link` is the address of what it made."""

RUN = "openilr.run"
"""The queue's one task; which of ours it means stands in the Job."""


class Progress(Protocol):
    """How a task says how far it is.

    Called between two steps of the work. It may raise JobCancelled or WorkerStopping, which the
    task lets pass: what it committed before stays, and the rest is left.
    """

    job: Job | None

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how many of how many are done, and what is being done in a few words."""


class _Silent:
    job: Job | None = None

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody watches."""


SILENT: Progress = _Silent()
"""The progress of work that is done here and now."""


@dataclass(frozen=True)
class Task(Generic[P]):
    """A kind of work: its name, what people read, and the function."""

    kind: str
    title: str
    function: Callable[Concatenate[Progress, P], Result]

    @transaction.atomic
    def enqueue(
        self, *, by: User | None, provider_id: int | None, title: str = "", **arguments: Any
    ) -> Job:
        """Put this work into the queue; it starts once the transaction is committed.

        `provider_id` is whose job it is, and also goes to a function that has such an argument.
        """
        job = Job.objects.create(
            provider_id=provider_id,
            kind=self.kind,
            title=title or self.title,
            arguments=self._arguments(provider_id, arguments),
            by=by,
        )
        put_into_queue(job)
        return job

    @transaction.atomic
    def enqueue_once(
        self, *, by: User | None, provider_id: int | None, title: str = "", **arguments: Any
    ) -> Job:
        """The job that waits for the same already, or a new one."""
        waiting = Job.objects.filter(
            Q(provider_id=provider_id) if provider_id else Q(provider__isnull=True),
            kind=self.kind,
            arguments=self._arguments(provider_id, arguments),
            state=Job.State.WAITING,
            cancel_asked_at__isnull=True,
        ).first()
        return waiting or self.enqueue(by=by, provider_id=provider_id, title=title, **arguments)

    def _arguments(self, provider_id: int | None, given: dict[str, Any]) -> dict[str, Any]:
        if "provider_id" in signature(self.function).parameters:
            return {"provider_id": provider_id, **given}
        return given

    def call(self, *args: P.args, **arguments: P.kwargs) -> Result:
        """Do it here and now, without a queue."""
        return self.function(SILENT, *args, **arguments)


TASKS: dict[str, Task[Any]] = {}
"""Every task by its kind, filled as the modules `tasks` of the apps are imported."""


def task(kind: str, title: str) -> Callable[[Callable[Concatenate[Progress, P], Result]], Task[P]]:
    """Declare a task. It must be safe to run twice: a killed worker's job is put back.

    Errors: ValueError if the kind is taken.
    """

    def declare(function: Callable[Concatenate[Progress, P], Result]) -> Task[P]:
        if kind in TASKS:
            raise ValueError(f"there are two tasks {kind}")
        TASKS[kind] = Task(kind, title, function)
        return TASKS[kind]

    return declare


def periodic(
    cron: str, kind: str, title: str
) -> Callable[[Callable[[Progress], Result]], Task[[]]]:
    """Declare a task that is put into the queue by the clock (cron, in UTC), once however many
    workers there are. Its job belongs to no provider: what it finds to do for a provider it puts
    into the queue as that provider's job.
    """

    def declare(function: Callable[[Progress], Result]) -> Task[[]]:
        made: Task[[]] = task(kind, title)(function)

        @queue.periodic(cron=cron, periodic_id=kind)
        @queue.task(name=f"openilr.tick.{kind}", pass_context=False)
        def tick(timestamp: int) -> None:
            made.enqueue_once(by=None, provider_id=None)

        return made

    return declare


def put_into_queue(job: Job) -> None:
    """Add the queue's row of a job, on Django's connection and so in its transaction.

    Not by the queue's own `defer`: in a worker that has a connection of its own.
    """
    JobManager(DjangoConnector("default")).defer_job(
        QueueRow(
            id=None,
            queue="default",
            lock=None,
            queueing_lock=None,
            task_name=RUN,
            task_kwargs={"job_id": str(job.pk)},
        )
    )
