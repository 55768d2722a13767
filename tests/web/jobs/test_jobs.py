"""A job from the queue to its end: done, refused, faulty, cancelled, taken, lost, killed."""

import signal
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from openilr.web.accounts.models import Membership
from openilr.web.jobs import running
from openilr.web.jobs.models import Job
from openilr.web.jobs.recovery import KEPT_FOR, recover, tidy
from openilr.web.jobs.running import MOST_ATTEMPTS, run
from openilr.web.jobs.tasks import RUN, SILENT, TASKS, task
from openilr.web.jobs.worker import work
from tests.web.jobs import workload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.01)
    with connection.cursor() as cursor:  # its tables are not Django's, so no test empties them
        cursor.execute("DELETE FROM procrastinate_jobs")


def enqueued(one: str, **arguments: object) -> Job:
    return TASKS[one].enqueue(by=None, provider_id=None, **arguments)


def after(job: Job) -> Job:
    run(job.pk)
    job.refresh_from_db()
    return job


def in_queue() -> int:
    """How many rows wait, but for those of the application's own periodic tasks: a worker puts
    those in when the clock asks for them, which may be in the middle of a test.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs AS row"
            " LEFT JOIN jobs_job AS job ON job.id::text = row.args->>'job_id'"
            " WHERE row.status = 'todo' AND row.task_name = %s"
            " AND (job.id IS NULL OR job.kind LIKE %s)",
            [RUN, "test.%"],
        )
        return int(cursor.fetchone()[0])


def test_a_job_keeps_its_result_and_its_progress() -> None:
    job = after(enqueued("test.count", to=5))
    assert (job.state, job.result) == (Job.State.DONE, {"counted": 5, "link": "/jobs/"})
    assert (job.done, job.total, job.message, job.attempts) == (5, 5, "Counting", 1)
    assert job.ended_at is not None


def test_the_worker_takes_it_from_the_queue() -> None:
    job = enqueued("test.count", to=3)
    work(until_empty=True)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert in_queue() == 0


def test_nothing_is_in_the_queue_if_the_transaction_fails() -> None:
    def fails() -> None:
        with transaction.atomic():
            enqueued("test.count", to=3)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        fails()
    assert in_queue() == 0
    assert not Job.objects.exists()


def test_a_job_runs_once_though_the_queue_names_it_twice() -> None:
    job = after(enqueued("test.count", to=1))
    ended = job.ended_at
    assert after(job).ended_at == ended


def test_one_that_waits_for_the_same_is_not_doubled() -> None:
    first = workload.count.enqueue_once(by=None, provider_id=None, to=1)
    assert workload.count.enqueue_once(by=None, provider_id=None, to=1) == first
    assert workload.count.enqueue_once(by=None, provider_id=None, to=2) != first
    after(first)
    assert workload.count.enqueue_once(by=None, provider_id=None, to=1) != first


def test_a_task_of_a_provider_is_told_which(mis: Membership) -> None:
    job = workload.of_provider.enqueue_once(by=None, provider_id=mis.provider_id)
    assert workload.of_provider.enqueue_once(by=None, provider_id=mis.provider_id) == job
    assert after(job).result == {"provider": mis.provider_id}


def test_a_refusal_is_told_as_it_is() -> None:
    job = after(enqueued("test.refuse"))
    assert (job.state, job.failure) == (
        Job.State.FAILED,
        "The file is not an ILR. Export it again.",
    )


def test_a_fault_is_told_without_what_it_held(caplog: pytest.LogCaptureFixture) -> None:
    job = after(enqueued("test.fault"))
    assert job.state == Job.State.FAILED
    assert str(job.pk)[:8] in job.failure
    assert "Lovelace" not in job.failure + caplog.text
    assert "ValueError" in caplog.text


def test_a_kind_that_this_version_does_not_know_fails_in_words() -> None:
    job = Job.objects.create(kind="test.unknown", title="From another version")
    assert "test.unknown" in after(job).failure


def test_a_lost_database_puts_the_job_back_until_it_was_tried_often_enough() -> None:
    job = after(enqueued("test.lose"))
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    for _ in range(MOST_ATTEMPTS - 1):
        after(job)
    assert job.state == Job.State.FAILED
    assert "3 times" in job.failure


def test_a_running_job_is_cancelled_at_its_next_step() -> None:
    job = after(enqueued("test.cancel_itself"))
    assert job.state == Job.State.CANCELLED


def test_a_worker_that_was_taken_for_dead_writes_nothing_more() -> None:
    job = after(enqueued("test.stolen"))
    assert (job.state, job.attempts, job.message) == (Job.State.RUNNING, 2, "the other's")


def test_a_worker_that_is_told_to_stop_gives_the_job_back() -> None:
    job = enqueued("test.endless")
    run(job.pk, is_stopping=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)
    assert in_queue() == 2  # the row of the first, which nobody has taken here, and the new one


def test_a_stopped_worker_process_gives_its_job_back() -> None:
    job = enqueued("test.endless")
    with workload.worker_process() as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "running\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(workload.PATIENCE) == 0
    job.refresh_from_db()
    assert (job.state, in_queue()) == (Job.State.WAITING, 1)


def test_a_killed_worker_s_job_is_found_and_done_by_another() -> None:
    job = enqueued("test.endless")
    with workload.worker_process() as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "running\n"
        worker.kill()
        worker.wait()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)
    assert recover() == 0  # it may still be alive
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(beat_at=long_ago, kind="test.count", arguments={"to": 2})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [long_ago])
    assert recover() == 1
    work(until_empty=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [RUN])
        assert cursor.fetchone()[0] == 0


def test_a_job_that_waits_for_nobody_is_put_into_the_queue_again() -> None:
    job = enqueued("test.count", to=1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert recover() == 0  # its row may be on its way
    Job.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    assert (recover(), in_queue()) == (1, 1)
    assert (recover(), in_queue()) == (0, 1)
    work(until_empty=True)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_jobs_that_ended_long_ago_are_forgotten(mis: Membership) -> None:
    old, new = enqueued("test.count", to=1), enqueued("test.count", to=1)
    Job.objects.filter(pk=old.pk).update(ended_at=timezone.now() - KEPT_FOR - timedelta(days=1))
    assert tidy() == 1
    assert Job.objects.get() == new


def test_two_tasks_of_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.count"):
        task("test.count", "Another")(lambda progress: None)


def test_work_done_here_and_now_needs_no_queue() -> None:
    assert workload.count.call(to=2) == {"counted": 2, "link": "/jobs/"}
    assert SILENT.job is None
