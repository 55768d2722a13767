"""API tokens."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


@pghistory.track(exclude=["last_used_at"])
class Token(models.Model):
    """A person's key to the API at one provider: only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, help_text="The first letters, to tell it by")
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"token {self.prefix}"
