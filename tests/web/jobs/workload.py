"""Tasks that exist only in tests, and a worker as a process of its own that knows them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection

from openilr.errors import EngineError
from openilr.web.jobs.models import Job
from openilr.web.jobs.tasks import Progress, Result, task

PATIENCE = 20.0
"""Seconds after which a test that waits for another process has failed."""


class Unfit(EngineError):
    """What is wrong is told to people."""


@task("test.count", "Count")
def count(progress: Progress, *, to: int) -> Result:
    for number in range(to):
        progress(number, to, "Counting")
    return {"counted": to, "link": "/jobs/"}


@task("test.of_provider", "Of a provider")
def of_provider(progress: Progress, *, provider_id: int) -> Result:
    return {"provider": provider_id}


@task("test.refuse", "Refuse")
def refuse(progress: Progress) -> Result:
    raise Unfit("The file is not an ILR. Export it again.")


@task("test.fault", "Fault")
def fault(progress: Progress) -> Result:
    raise ValueError("Ada Lovelace was born on 10 December 1815")


@task("test.lose", "Lose the database")
def lose(progress: Progress) -> Result:
    raise OperationalError("server closed the connection unexpectedly")


@task("test.endless", "Never ends by itself")
def endless(progress: Progress) -> Result:
    """Says that it runs, and goes on until it is told to stop."""
    sys.stdout.write("running\n")
    sys.stdout.flush()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        progress(1, 2, "Going on")
    return {"told": False}


@task("test.cancel_itself", "Is cancelled while it runs")
def cancel_itself(progress: Progress) -> Result:
    assert progress.job is not None
    Job.objects.filter(pk=progress.job.pk).update(cancel_asked_at=progress.job.made_at)
    return endless.function(progress)


@task("test.stolen", "Is taken by another worker while it runs")
def stolen(progress: Progress) -> Result:
    assert progress.job is not None
    Job.objects.filter(pk=progress.job.pk).update(attempts=2, message="the other's")
    return endless.function(progress)


def database_url() -> str:
    """The address of the test's database for another process."""
    values = connection.settings_dict
    user = f"{values['USER']}:{values['PASSWORD']}@" if values["USER"] else ""
    host = "" if str(values["HOST"]).startswith("/") else values["HOST"]
    port = f":{values['PORT']}" if values["PORT"] else ""
    socket = f"?host={values['HOST']}" if not host else ""
    return f"postgresql://{user}{host}{port}/{values['NAME']}{socket}"


@contextmanager
def worker_process(first: str = "pass") -> Iterator["subprocess.Popen[str]"]:
    """A worker that knows the tasks of this module; `first` is done before it begins."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from openilr.web.serving import set_up; set_up(); import tests.web.jobs.workload; "
            f"{first}; from openilr.web.jobs.worker import work; work()",
        ],
        env={**os.environ, "DATABASE_URL": database_url()},
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
