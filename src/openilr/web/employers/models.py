"""Employers."""

import pghistory
from django.db import models


@pghistory.track()
class Employer(models.Model):
    """An employer of a provider's learners (feeds LearnerEmploymentStatus.EmpId)."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="employers")
    name = models.CharField(max_length=200)
    employer_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="EDRS number of nine digits (EmpId)."
    )
    agreement_id = models.CharField(
        max_length=6, blank=True, help_text="Apprenticeship service agreement (ContractReference)."
    )
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "employer_number"], name="employer_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
