"""Programmes."""

import pghistory
from django.db import models


@pghistory.track()
class Programme(models.Model):
    """What a provider delivers: a standard, framework, or other programme, by its ILR codes."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="programmes")
    prog_type = models.PositiveSmallIntegerField(null=True, blank=True, help_text="ProgType")
    std_code = models.PositiveIntegerField(null=True, blank=True, help_text="StdCode")
    fwork_code = models.PositiveIntegerField(null=True, blank=True, help_text="FworkCode")
    pway_code = models.PositiveIntegerField(null=True, blank=True, help_text="PwayCode")
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=20, blank=True)

    class Meta:
        """Constraints and order."""

        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "prog_type", "std_code", "fwork_code", "pway_code"],
                nulls_distinct=False,
                name="programme_codes_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
