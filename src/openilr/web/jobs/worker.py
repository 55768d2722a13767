"""The worker: takes jobs from the queue until it is told to stop (`openilr worker`)."""

import asyncio
import os
from typing import TYPE_CHECKING

from django.db import connections
from procrastinate.contrib.django import app as queue

from openilr.web.jobs.recovery import recover

if TYPE_CHECKING:
    from procrastinate import JobContext
    from procrastinate.middleware import SyncCallNext
    from procrastinate.worker import Worker

THREADS = 3
"""Jobs done at once: a long import leaves room for short ones."""


def work(*, until_empty: bool = False) -> None:
    """Do what is in the queue; told to stop, give back what runs at its next step.

    `until_empty` ends once nothing waits.
    """
    recover()
    threads = int(os.environ.get("OPENILR_WORKER_THREADS", THREADS))
    connector = queue.connector.get_worker_connector()  # type: ignore[attr-defined]
    with queue.replace_connector(connector) as connected:
        asyncio.run(_run(connected, threads, until_empty))


async def _run(app: "queue", threads: int, until_empty: bool) -> None:  # type: ignore[valid-type]
    async with app.open_async():  # type: ignore[attr-defined]
        await app.run_worker_async(  # type: ignore[attr-defined]
            concurrency=threads,
            wait=not until_empty,
            shutdown_graceful_timeout=0.1,  # then each job is told, and goes back into the queue
            delete_jobs="always",  # our own row says how it ended
            fetch_job_polling_interval=2.0,
            task_middleware=[_with_own_connection],
        )


def _with_own_connection(
    call_next: "SyncCallNext", context: "JobContext", worker: "Worker"
) -> object:
    """The database's connection of a job ends with it: the thread it belongs to may go."""
    try:
        return call_next()
    finally:
        connections.close_all()
