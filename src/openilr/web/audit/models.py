"""Events: what was done, by whom."""

import pgtrigger
from django.conf import settings
from django.db import models


class Event(models.Model):
    """One thing done in the application. It names ids, never a person's details."""

    provider = models.ForeignKey(
        "providers.Provider", models.CASCADE, null=True, related_name="audit_events"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60, help_text="Such as 'record.verified'")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, help_text="Counts and ids")
    request_id = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first, and as it was."""

        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "-at"], name="event_by_provider"),
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="event_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
