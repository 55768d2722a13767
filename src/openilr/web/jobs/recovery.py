"""Finding the jobs of workers that are gone, and giving them to those that are not."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from openilr.web.jobs.models import Job
from openilr.web.jobs.running import put_back
from openilr.web.jobs.tasks import RUN, put_into_queue

DEAD_AFTER = timedelta(seconds=30)
"""A running job without a sign of life for so long has lost its worker (it gives one a second)."""
KEPT_FOR = timedelta(days=90)


@queue.periodic(cron="* * * * *")
@queue.task(name="openilr.recover")
def _recover(timestamp: int) -> None:
    recover()


@queue.periodic(cron="40 3 * * *")
@queue.task(name="openilr.tidy")
def _tidy(timestamp: int) -> None:
    tidy()


def recover() -> int:
    """Put back what dead workers left; gives how many jobs were found."""
    found = 0
    now = timezone.now()
    for job in Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=now - DEAD_AFTER):
        put_back(job)
        found += 1
    # A worker killed between the queue's row and ours leaves a job that waits for nobody.
    asked = Q(made_at__lt=now - DEAD_AFTER) & (Q(beat_at=None) | Q(beat_at__lt=now - DEAD_AFTER))
    for job in Job.objects.filter(asked, state=Job.State.WAITING):
        with transaction.atomic():
            still = Job.objects.select_for_update(skip_locked=True).filter(
                pk=job.pk, state=Job.State.WAITING
            )
            if still.exists() and not _is_in_queue(job):
                put_into_queue(job)
                found += 1
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_DEAD, [(now - DEAD_AFTER).isoformat()])
    return found


_IN_QUEUE = """
    SELECT 1 FROM procrastinate_jobs WHERE task_name = %s AND args ->> 'job_id' = %s
    AND (status = 'todo' OR status = 'doing' AND worker_id IS NOT NULL)
"""
_FORGET_DEAD = """
    DELETE FROM procrastinate_jobs AS row WHERE status = 'doing' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_workers AS worker
        WHERE worker.id = row.worker_id AND worker.last_heartbeat > %s
    )
"""


def _is_in_queue(job: Job) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IN_QUEUE, [RUN, str(job.pk)])
        return cursor.fetchone() is not None


def tidy() -> int:
    """Forget jobs that ended long ago."""
    ended = Job.objects.filter(ended_at__lt=timezone.now() - KEPT_FOR)
    return ended.delete()[0]
