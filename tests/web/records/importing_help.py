"""Files of the invented provider for the tests of imports, and the steps of an import."""

import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from openilr.demo.provider import write_demo
from openilr.web.accounts.models import Membership
from openilr.web.jobs.models import Job
from openilr.web.jobs.running import run
from openilr.web.records import importing, imports_jobs
from openilr.web.records.models import Import
from tests.web.jobs.workload import PATIENCE

THIS_YEAR = "ILR-90000117-2627-20261120-171203-01.xml"
LAST_YEAR = "ILR-90000117-2526-20261020-171203-01.xml"


def write_year(folder: Path, name: str, learners: int) -> Path:
    """The file of a year; the same learners in each year as far as they were there."""
    path = folder / name
    write_demo(path, learners, name.split("-")[2], 0, 0.0)
    return path


def upload(mis: Membership, files: Sequence[tuple[str, bytes]]) -> Import:
    """Take files in, without looking at them yet."""
    return importing.upload(
        by=mis.user,
        provider=mis.provider,
        files=[SimpleUploadedFile(name, content) for name, content in files],
    )


def work_on(batch: Import) -> Job:
    """Do the latest job of an import."""
    job = importing.latest_job(batch)
    assert job is not None
    run(job.pk)
    job.refresh_from_db()
    batch.refresh_from_db()
    return job


def looked_at(mis: Membership, *paths: Path) -> Import:
    """An import whose plan stands."""
    batch = upload(mis, [(path.name, path.read_bytes()) for path in paths])
    work_on(batch)
    return batch


def carried_out(mis: Membership, batch: Import) -> Job:
    """Say yes, and do it."""
    importing.confirm(by=mis.user, batch=batch)
    return work_on(batch)


def hold_after_the_first_learners() -> None:
    """In a worker that is to be killed: store five learners, say so, and do nothing more."""
    store = imports_jobs._store_some
    imports_jobs.STORED_TOGETHER = 5

    def store_and_hold(*arguments: Any) -> int:
        store(*arguments)
        sys.stdout.write("stored\n")
        sys.stdout.flush()
        Event().wait(PATIENCE)
        return 0

    imports_jobs._store_some = store_and_hold  # type: ignore[assignment]
