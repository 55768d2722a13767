"""How templates show a job's state."""

from django import template
from django.utils.safestring import SafeString

from openilr.web.jobs.models import Job
from openilr.web.ui.templatetags.ui import status

register = template.Library()

STATUS_KINDS = {
    Job.State.WAITING: "open",
    Job.State.RUNNING: "pending",
    Job.State.DONE: "ok",
    Job.State.FAILED: "error",
    Job.State.CANCELLED: "excluded",
}


@register.simple_tag
def job_status(job: Job) -> SafeString:
    """The state with its shape."""
    state = Job.State(job.state)
    words = "Stopping" if state == Job.State.RUNNING and job.cancel_asked_at else state.label
    return status(STATUS_KINDS[state], words)
