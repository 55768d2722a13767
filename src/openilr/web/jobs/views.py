"""Work in the background: the list, one job, cancelling and trying again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.jobs import actions
from openilr.web.jobs.models import Job
from openilr.web.jobs.queries import visible_to
from openilr.web.jobs.recovery import DEAD_AFTER
from openilr.web.ui.lists import Column, Filter, ListPage, StandardView, from_choices, one_of, show


def _rows(request: MemberRequest) -> QuerySet[Job]:
    return visible_to(request.membership).select_related("by")


def how_far(job: Job) -> str:
    """The progress in words: 1,200 of 10,000."""
    if job.total:
        return f"{job.done:,} of {job.total:,}"
    return f"{job.done:,}" if job.done else ""


@dataclass(frozen=True)
class Shown:
    """A job's progress as pages show it (jobs/_progress.html)."""

    how_far: str
    message: str
    percent: int


def progress_of(job: Job) -> Shown:
    """How far it is; in words also before it has said so itself."""
    message = job.message
    if not message:
        waits = job.state == Job.State.WAITING
        message = "It starts as soon as a worker is free." if waits else "Starting"
    return Shown(how_far(job), message, min(100, 100 * job.done // job.total) if job.total else 0)


def duration(job: Job, now: datetime) -> str:
    """How long it ran, or has run."""
    if job.started_at is None:
        return ""
    seconds = round(((job.ended_at or now) - job.started_at).total_seconds())
    minutes, seconds = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


JOBS: ListPage[Any] = ListPage(
    name="jobs",
    title="Jobs",
    noun="jobs",
    here="jobs:list",
    rows=_rows,
    order=("-made_at", "pk"),
    columns=(
        Column("title", "Work", lambda j: j.title, ("title",), "jobs/title_cell.html"),
        Column(
            "state", "State", lambda j: j.get_state_display(), ("state",), "jobs/state_cell.html",
            kind="status",
        ),
        Column("progress", "Progress", how_far, kind="number"),
        Column("by", "Asked by", lambda j: j.by.name if j.by else "OpenILR", ("by__name",)),
        Column("made", "Asked", lambda j: j.made_at, ("made_at",), "jobs/moment_cell.html"),
        Column("took", "Took", lambda j: duration(j, timezone.now())),
        Column(
            "attempts", "Attempts", lambda j: j.attempts, ("attempts",), kind="number", shown=False
        ),
    ),
    filters=(
        Filter("state", "State", one_of("state"), from_choices(Job.State)),
    ),
    views=(
        StandardView("Not ended", "state=waiting&state=running"),
        StandardView("Failed", "state=failed", alarming=True),
    ),
    none_fact="No work has been done in the background yet.",
    none_next="Imports and checks of many records appear here while they run and afterwards.",
)  # fmt: skip


@needs("jobs.view")
def jobs(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, JOBS)


@needs("jobs.view")
def job(request: MemberRequest, job: str) -> HttpResponse:
    """One job; for htmx the part that changes while it runs."""
    found = get_object_or_404(visible_to(request.membership).select_related("by"), pk=job)
    template = "jobs/_state.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, _context(request, found))


def _context(request: MemberRequest, job: Job) -> dict[str, Any]:
    now = timezone.now()
    running = job.state == Job.State.RUNNING
    may_manage = "jobs.manage" in request.membership.permissions
    return {
        "job": job,
        "here": "jobs:list",
        "lives": job.state in (Job.State.WAITING, Job.State.RUNNING),
        "progress": progress_of(job),
        "took": duration(job, now),
        "silent": running and job.beat_at is not None and now - job.beat_at > DEAD_AFTER,
        "results": [(words_of(key), value) for key, value in job.result.items() if key != "link"],
        "may_cancel": may_manage and job.ended_at is None and job.cancel_asked_at is None,
        "may_try_again": may_manage and job.state in (Job.State.FAILED, Job.State.CANCELLED),
    }


def words_of(key: str) -> str:
    """A key of a result as a label: "new_learners" as "New learners"."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


@require_POST
@needs("jobs.manage")
def cancel(request: MemberRequest, job: str) -> HttpResponse:
    """Cancel, and back to the job."""
    found = get_object_or_404(visible_to(request.membership), pk=job)
    try:
        actions.cancel(by=request.user, job=found)
    except actions.WrongState as error:
        messages.error(request, str(error))
    return redirect("jobs:job", job)


@require_POST
@needs("jobs.manage")
def try_again(request: MemberRequest, job: str) -> HttpResponse:
    """Try again, and back to the job."""
    found = get_object_or_404(visible_to(request.membership), pk=job)
    try:
        actions.try_again(by=request.user, job=found)
    except actions.WrongState as error:
        messages.error(request, str(error))
    return redirect("jobs:job", job)
