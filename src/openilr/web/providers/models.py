"""Providers and their groups."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


@pghistory.track()
class Provider(models.Model):
    """A training provider, known to DfE by its UKPRN, and its settings."""

    ukprn = models.PositiveIntegerField(
        unique=True, validators=[MinValueValidator(10000000), MaxValueValidator(99999999)]
    )
    name = models.CharField(max_length=120)
    verified_only = models.BooleanField(
        default=True,
        help_text="Whether only QA verified records go into a return.",
    )
    mfa_required = models.BooleanField(
        default=False,
        help_text="Whether staff set up a second step of sign-in before anything else.",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Constraints and order."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ukprn__gte=10000000, ukprn__lte=99999999), name="provider_ukprn_range"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def provider_id(self) -> int:
        """Itself: a provider belongs to itself, as its settings' permissions ask."""
        return self.pk


@pghistory.track()
class Group(models.Model):
    """A branch of the provider's tree: a site, a team, a sector. It narrows what people see."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="groups")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=80)
    path = models.CharField(
        max_length=400,
        help_text="The ids from the root to here, each between slashes: '/1/5/'.",
        editable=False,
    )

    class Meta:
        """Constraints and order."""

        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "parent", "name"],
                nulls_distinct=False,
                name="group_name_once_below_its_parent",
            )
        ]
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="group_path")]

    def __str__(self) -> str:
        return self.name
