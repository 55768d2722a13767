"""What people do with jobs: cancel them, and try them again."""

from django.db import transaction
from django.utils import timezone

from openilr.errors import EngineError
from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.jobs.models import Job
from openilr.web.jobs.tasks import put_into_queue


class WrongState(EngineError):
    """The job is not in a state in which this can be done."""


@transaction.atomic
def cancel(*, by: User, job: Job) -> Job:
    """Cancel a job that waits; ask one that runs to stop after its present step.

    Errors: NotAllowed; WrongState if it has ended.
    """
    require(by, "jobs.manage", job)  # type: ignore[arg-type]  # of no provider: refused
    locked = Job.objects.select_for_update().get(pk=job.pk)
    now = timezone.now()
    if locked.state == Job.State.WAITING:
        locked.state, locked.ended_at = Job.State.CANCELLED, now
    elif locked.state != Job.State.RUNNING:
        raise WrongState("This work has ended already, so there is nothing to cancel.")
    locked.cancel_asked_at = now
    locked.save(update_fields=["state", "ended_at", "cancel_asked_at"])
    record(by, "job.cancelled", locked, kind_of_job=locked.kind)
    return locked


@transaction.atomic
def try_again(*, by: User, job: Job) -> Job:
    """Put a job that failed or was cancelled into the queue again.

    Errors: NotAllowed; WrongState if it waits, runs or was done.
    """
    require(by, "jobs.manage", job)  # type: ignore[arg-type]  # of no provider: refused
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise WrongState("Only work that failed or was cancelled can be tried again.")
    locked.state = Job.State.WAITING
    locked.attempts = locked.done = 0
    locked.total = locked.started_at = locked.beat_at = None
    locked.ended_at = locked.cancel_asked_at = None
    locked.message = locked.failure = ""
    locked.save()
    put_into_queue(locked)
    record(by, "job.tried_again", locked, kind_of_job=locked.kind)
    return locked
