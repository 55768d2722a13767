"""What a person kept of the lists."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A list's filters, order and columns under a name; shared with the provider or one's own."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    query = models.TextField(blank=True, help_text="The part of the address after '?'")
    shared = models.BooleanField(default=False)

    class Meta:
        """One view of a name for each person and list."""

        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "owner", "list_name", "title"], name="saved_view_title_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ListColumns(models.Model):
    """The columns a person chose for a list, in order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=40)
    columns = models.JSONField(default=list)

    class Meta:
        """Once for each person and list."""

        constraints = [
            models.UniqueConstraint(fields=["user", "list_name"], name="list_columns_once")
        ]

    def __str__(self) -> str:
        return f"columns of {self.list_name}"
