"""The jobs' pages and what people do there."""

from collections.abc import Callable

import pytest
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.accounts.roles import Role
from openilr.web.jobs import actions
from openilr.web.jobs.models import Job
from openilr.web.providers.models import Provider
from tests.web.conftest import MakeMember

SignIn = Callable[[Membership], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def job(provider: Provider, mis: Membership) -> Job:
    return Job.objects.create(
        provider=provider,
        by=mis.user,
        kind="test.count",
        title="Import of two files",
        state=Job.State.RUNNING,
        done=1200,
        total=10000,
        message="Storing learners",
        arguments={"to": 1},
    )


def set_state(job: Job, state: str) -> Job:
    job.state = state
    job.save()
    return job


def test_the_list_shows_the_provider_s_own_jobs_only(
    job: Job, other_provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    Job.objects.create(provider=other_provider, kind="test.count", title="Theirs")
    Job.objects.create(provider=None, kind="test.count", title="The clock's")
    text = sign_in(mis).get("/jobs/").content.decode()
    assert "Import of two files" in text
    assert "1,200 of 10,000" in text
    assert "Theirs" not in text
    assert "The clock&#x27;s" not in text


def test_a_running_job_follows_itself_and_an_ended_one_does_not(
    job: Job, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    text = client.get(f"/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in text
    assert 'aria-valuenow="12"' in text
    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="job"')
    job.result = {"new_learners": 3, "link": "/records/imports/"}
    set_state(job, Job.State.DONE)
    text = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "hx-trigger" not in text.split('id="job"')[1]
    assert "New learners" in text
    assert 'href="/records/imports/"' in text


def test_a_job_of_another_provider_is_not_there(
    job: Job, other_provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    client = sign_in(make_member(other_provider, Role.MIS))
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/try-again/").status_code == 404


@pytest.mark.parametrize("act", ["cancel", "try-again"])
def test_acts_need_a_post_and_a_role(
    act: str, job: Job, provider: Provider, make_member: MakeMember, mis: Membership,
    sign_in: SignIn,
) -> None:  # fmt: skip
    address = f"/jobs/{job.pk}/{act}/"
    assert sign_in(mis).get(address).status_code == 405
    auditor = sign_in(make_member(provider, Role.AUDITOR))
    assert auditor.post(address).status_code == 403
    assert "Cancel this work" not in auditor.get(f"/jobs/{job.pk}/").content.decode()
    assert sign_in(make_member(provider, Role.TUTOR)).get(f"/jobs/{job.pk}/").status_code == 403


def test_a_waiting_job_is_cancelled_at_once(job: Job, mis: Membership, sign_in: SignIn) -> None:
    set_state(job, Job.State.WAITING)
    answer = sign_in(mis).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "Cancelled" in answer.content.decode()
    job.refresh_from_db()
    assert job.ended_at is not None
    assert job.provider.audit_events.get(kind="job.cancelled").by == mis.user


def test_a_running_job_is_asked_to_stop(job: Job, mis: Membership, sign_in: SignIn) -> None:
    answer = sign_in(mis).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "Stops after its present step" in answer.content.decode()
    job.refresh_from_db()
    assert (job.state, job.cancel_asked_at is None) == (Job.State.RUNNING, False)


def test_an_ended_job_is_not_cancelled(job: Job, mis: Membership, sign_in: SignIn) -> None:
    set_state(job, Job.State.DONE)
    answer = sign_in(mis).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "nothing to cancel" in answer.content.decode()


def test_a_failed_job_is_tried_again_from_the_start(
    job: Job, mis: Membership, sign_in: SignIn
) -> None:
    job.failure, job.attempts = "The worker was lost 3 times.", 3
    set_state(job, Job.State.FAILED)
    client = sign_in(mis)
    assert "lost 3 times" in client.get(f"/jobs/{job.pk}/").content.decode()
    client.post(f"/jobs/{job.pk}/try-again/")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.failure) == (Job.State.WAITING, 0, 0, "")
    assert job.provider.audit_events.filter(kind="job.tried_again").count() == 1


def test_a_running_job_is_not_tried_again(job: Job, mis: Membership, sign_in: SignIn) -> None:
    answer = sign_in(mis).post(f"/jobs/{job.pk}/try-again/", follow=True)
    assert "failed or was cancelled" in answer.content.decode()


def test_the_actions_refuse_by_themselves(
    job: Job, provider: Provider, make_member: MakeMember
) -> None:
    tutor = make_member(provider, Role.TUTOR).user
    with pytest.raises(NotAllowed):
        actions.cancel(by=tutor, job=job)
    with pytest.raises(NotAllowed):
        actions.try_again(by=tutor, job=set_state(job, Job.State.FAILED))
