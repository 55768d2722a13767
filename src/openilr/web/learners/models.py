"""Learners and their aims: a read model of the current version of each record.

Nothing here is typed by people but the tutor, the group and the employer link; the rest is written
by `records.read_model` whenever a version is stored, and can be rebuilt from the versions.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper


class ProgrammeStatus(models.TextChoices):
    """Where the learner stands on the current programme."""

    NOT_STARTED = "not-started", "Not started"
    ACTIVE = "active", "Active"
    BREAK = "break", "On a break"
    ASSESSMENT = "assessment", "Entered EPA"
    COMPLETE = "complete", "Complete"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NONE = "none", "No programme"


class IlrStatus(models.TextChoices):
    """What the record needs before it can be returned (derived by `record.status`)."""

    NOT_COMPLETED = "not-completed", "Not completed"
    UNKNOWN = "unknown", "Unknown"
    SIGNATURE_REQUIRED = "signature-required", "Signature required"
    SIGNED = "signed", "Signed"
    QA_VERIFIED = "qa-verified", "QA verified"
    PENDING = "pending", "Pending"
    COMPLETED = "completed", "Completed"
    EXCLUDED = "excluded", "Excluded"


class Learner(models.Model):
    """One person at one provider."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="learners")
    learn_ref_number = models.CharField(max_length=12, help_text="LearnRefNumber")
    uln = models.BigIntegerField(null=True, help_text="ULN")
    family_name = models.CharField(max_length=100, blank=True, help_text="FamilyName")
    given_names = models.CharField(max_length=100, blank=True, help_text="GivenNames")
    date_of_birth = models.DateField(null=True, help_text="DateOfBirth")
    search_text = models.TextField(
        blank=True, help_text="Name, reference, ULN and employer in small letters, for searching."
    )

    tutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="caseload"
    )
    group = models.ForeignKey("providers.Group", models.PROTECT, null=True, related_name="learners")
    employer = models.ForeignKey(
        "employers.Employer", models.PROTECT, null=True, related_name="learners"
    )

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, null=True, related_name="learners"
    )
    programme_status = models.CharField(
        max_length=12, choices=ProgrammeStatus, default=ProgrammeStatus.NONE
    )
    start_date = models.DateField(null=True, help_text="LearnStartDate of the current programme")
    planned_end_date = models.DateField(null=True, help_text="LearnPlanEndDate of the same aim")
    actual_end_date = models.DateField(null=True, help_text="LearnActEndDate of the same aim")

    ilr_status = models.CharField(max_length=20, choices=IlrStatus, default=IlrStatus.UNKNOWN)
    error_count = models.PositiveIntegerField(
        default=0, help_text="Errors in the open return that has most of them"
    )
    warning_count = models.PositiveIntegerField(default=0)
    money_at_risk = models.DecimalField(
        max_digits=12, decimal_places=5, default=0, help_text="A month's earnings held by errors"
    )
    version_number = models.PositiveIntegerField(default=0, help_text="The current version")
    checked_as_at = models.DateField(
        null=True,
        help_text="The day as at which the current version was checked; null = not yet checked, "
        "and then the counts above say nothing.",
    )
    checked_with = models.CharField(
        max_length=64, blank=True, help_text="The returns, rules and reference data of that check"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints, order and the indexes of the lists."""

        ordering = ["family_name", "given_names", "learn_ref_number"]
        constraints = [
            # DfE takes references that differ in case only for the same (R_06).
            models.UniqueConstraint(
                "provider", Upper("learn_ref_number"), name="learner_reference_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["provider", "family_name", "given_names", "learn_ref_number"],
                name="learner_by_name",
            ),
            models.Index(fields=["provider", "uln"], name="learner_by_uln"),
            models.Index(fields=["provider", "ilr_status"], name="learner_by_ilr_status"),
            models.Index(fields=["provider", "-error_count"], name="learner_by_errors"),
        ]

    def __str__(self) -> str:
        return f"learner {self.pk}"

    @property
    def name(self) -> str:
        """Given names and family name."""
        return f"{self.given_names} {self.family_name}".strip() or self.learn_ref_number


class Aim(models.Model):
    """A learning aim of the current version, for lists."""

    id = models.UUIDField(primary_key=True, help_text="The row's permanent id in the record")
    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="aims")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="aims")
    aim_type = models.PositiveSmallIntegerField(null=True, help_text="AimType")
    learn_aim_ref = models.CharField(max_length=8, blank=True, help_text="LearnAimRef")
    title = models.CharField(max_length=300, blank=True)
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, null=True, related_name="aims"
    )
    fund_model = models.PositiveSmallIntegerField(null=True, help_text="FundModel")
    start_date = models.DateField(null=True, help_text="LearnStartDate")
    planned_end_date = models.DateField(null=True, help_text="LearnPlanEndDate")
    actual_end_date = models.DateField(null=True, help_text="LearnActEndDate")
    comp_status = models.PositiveSmallIntegerField(null=True, help_text="CompStatus")
    outcome = models.PositiveSmallIntegerField(null=True, help_text="Outcome")
    excluded = models.BooleanField(default=False)

    class Meta:
        """Order and indexes."""

        ordering = ["learner__family_name", "learner__given_names", "start_date", "aim_type"]
        indexes = [models.Index(fields=["provider", "start_date"], name="aim_by_start")]

    def __str__(self) -> str:
        return f"aim {self.pk}"
