"""Accounts and their memberships of providers."""

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from openilr.web.accounts.roles import ROLE_CHOICES, Role, permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes accounts; `actions.add_person` is the way in for everything but tests and set-up."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Store an account; without a password it can only sign in with a work account or link."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Theme(models.TextChoices):
    """Light or dark."""

    SYSTEM = "system", "As the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class Density(models.TextChoices):
    """How close the rows of a table stand."""

    COMPACT = "compact", "Compact"
    REGULAR = "regular", "Regular"
    ROOMY = "roomy", "Roomy"


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A person who signs in, by e-mail address."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(max_length=10, choices=Density, default=Density.REGULAR)
    single_keys = models.BooleanField(
        default=True, help_text="Whether single keys act as shortcuts outside fields."
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the first and last word of the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@pghistory.track(exclude=["last_seen_at"])
class Membership(models.Model):
    """What a person is at one provider: a role, and the groups or people it is narrowed to."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=ROLE_CHOICES)
    groups = models.ManyToManyField("providers.Group", blank=True, related_name="memberships")
    employer = models.ForeignKey(
        "employers.Employer", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    learner = models.ForeignKey(
        "learners.Learner", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="archived_memberships"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reviewed_memberships"
    )

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(fields=["user", "provider"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | Q(archived_by__isnull=False),
                name="membership_archived_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.LEARNER, learner__isnull=False)
                | Q(~Q(role=Role.LEARNER), learner__isnull=True),
                name="membership_learner_names_the_learner",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.EMPLOYER, employer__isnull=False)
                | Q(~Q(role=Role.EMPLOYER), employer__isnull=True),
                name="membership_employer_names_the_employer",
            ),
        ]
        ordering = [F("user__name").asc()]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def role_label(self) -> str:
        """The role as screens write it."""
        return Role(self.role).label

    @property
    def permissions(self) -> frozenset[str]:
        """The names of what this person may do here; nothing once archived."""
        return frozenset() if self.archived_at else permissions_of(self.role)


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class MembershipGroup(Membership.groups.through):  # type: ignore[name-defined]
    """A group that a membership is narrowed to; here for its history."""

    class Meta:
        """The table is that of `Membership.groups`."""

        proxy = True
