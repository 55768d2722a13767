"""Work in the background as people see it."""

import uuid

from django.conf import settings
from django.db import models


class Job(models.Model):
    """A piece of work in the queue: who asked, how far it is, how it ended."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(
        "providers.Provider", models.CASCADE, null=True, related_name="jobs"
    )
    kind = models.CharField(max_length=40, help_text="The name of the task")
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict, help_text="Ids only; what trying again needs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    cancel_asked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="The last sign of life of its worker")
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Newest first."""

        ordering = ["-made_at"]
        indexes = [models.Index(fields=["provider", "-made_at"], name="job_by_provider")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
