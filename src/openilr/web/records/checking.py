"""The work in the background that keeps the checks of records true."""

import sys
import traceback
from collections.abc import Sequence
from uuid import UUID

import structlog

from openilr.errors import EngineError
from openilr.web.jobs.tasks import Progress, Result, periodic, task
from openilr.web.learners.models import Learner
from openilr.web.records import assessing
from openilr.web.records.naming import refresh_titles
from openilr.web.records.staleness import mark_stale, reassess, stale_learners

log = structlog.get_logger(__name__)

AT_ONCE = 5
"""So many records are checked at the end of a save of another; more are left to the job."""

TOGETHER = 200
"""Records of one transaction of the job."""


class ChecksFailed(EngineError):
    """Some records could not be checked, and all others were."""


@task("record.check", "Check records")
def check_records(progress: Progress, *, provider_id: int) -> Result:
    """Check again every record of a provider whose check is out of date."""
    on = assessing.basis()
    refresh_titles(provider_id, on.tables)
    ids = list(stale_learners(on).filter(provider_id=provider_id).values_list("pk", flat=True))
    failed = 0
    for start in range(0, len(ids), TOGETHER):
        progress(start, len(ids), "Checking records")
        failed += _check(ids[start : start + TOGETHER])
    if failed:
        raise ChecksFailed(
            f"{failed} of {len(ids)} records could not be checked; the others were. The log names"
            " them by their ids: tell support."
        )
    return {"checked": len(ids)}


def _check(ids: Sequence[UUID]) -> int:
    """Check some records, each by itself if one of them cannot be; gives how many failed."""
    try:
        reassess(ids)
    except Exception as fault:  # noqa: BLE001 - one record's fault must not keep the rest unchecked
        if len(ids) > 1:
            return sum(_check([one]) for one in ids)
        report_fault(ids[0], fault)
        return 1
    return 0


def report_fault(learner: UUID, fault: Exception) -> None:
    """Log that a record could not be checked, without anything the record says."""
    last = traceback.extract_tb(fault.__traceback__ or sys.exc_info()[2])[-1:]
    where = f"{last[0].name}:{last[0].lineno}" if last else ""
    log.error("record check failed", learner=str(learner), kind=type(fault).__name__, at=where)
    mark_stale([learner], "the check failed")


@periodic("10 * * * *", "record.stale", "Find records to check again")
def find_stale(progress: Progress) -> Result:
    """Put the checking of every provider with stale records into the queue: each hour, so that a
    new day, return or reference release is seen soon.
    """
    providers = list(
        stale_learners().order_by("provider_id").values_list("provider_id", flat=True).distinct()
    )
    for provider_id in providers:
        check_records.enqueue_once(by=None, provider_id=provider_id)
    return {"providers": len(providers)}


def check_soon(provider_id: int) -> None:
    """Have a provider's stale records checked once the transaction is committed."""
    check_records.enqueue_once(by=None, provider_id=provider_id)


def check_peers(learner_ids: Sequence[UUID]) -> None:
    """Check a few records at once; those that somebody is saving, and many, are left to the job."""
    if len(learner_ids) <= AT_ONCE:
        reassess(learner_ids, wait=False)
        return
    for provider_id in (
        Learner.objects.filter(pk__in=learner_ids).values_list("provider_id", flat=True).distinct()
    ):
        check_soon(provider_id)
