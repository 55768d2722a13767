"""Trackers."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


@pghistory.track()
class Tracker(models.Model):
    """Something about a learner that waits for a person; it is never deleted."""

    class Kind(models.TextChoices):
        """What it is about."""

        ILR = "ilr", "A verified record was changed"

    class State(models.TextChoices):
        """Whether it still waits."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="trackers")
    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="trackers")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version_number = models.PositiveIntegerField(help_text="The version that raised it")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True)

    class Meta:
        """Newest first; closed by somebody, at some time."""

        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="tracker_closed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"tracker {self.pk}"
