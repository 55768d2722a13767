"""The store of the learner's record, what was found in it, and what its ILR status rests on."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from openilr.reference.tables import TABLES

# What may change in a stored version: only that its document goes (erasure); the hash stays.
_ONLY_ERASURE = """
    IF NEW.document IS NULL AND to_jsonb(NEW) - 'document' - 'changes' - 'erased_at'
       = to_jsonb(OLD) - 'document' - 'changes' - 'erased_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A stored version of a record cannot be changed, only erased';
"""


class Version(models.Model):
    """One immutable state of a learner's record: what, who, why, by whose authority."""

    class Source(models.TextChoices):
        """The way a version came about."""

        SCREEN = "screen", "Screen"
        IMPORT = "import", "Import"
        TRACKER = "tracker", "Change"
        API = "api", "API"
        MIGRATION = "migration", "Migration"

    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(null=True, help_text="The record; null once erased")
    document_hash = models.CharField(max_length=64)
    changes = models.JSONField(null=True, help_text="Differences from the version before")
    changes_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source)
    source_detail = models.CharField(
        max_length=200, blank=True, help_text="Which screen, file, tracker or token"
    )
    tracker = models.ForeignKey(
        "trackers.Tracker", models.PROTECT, null=True, related_name="versions"
    )
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Immutability, and one version of a number."""

        ordering = ["learner", "number"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(erased_at__isnull=False),
                name="version_without_document_was_erased",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="version_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="version_is_never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_ERASURE,
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of learner {self.learner_id}"


class Change(models.Model):
    """A field that a version changed: a read model of `Version.changes`, for the history lists."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="+")
    learner = models.ForeignKey("learners.Learner", models.CASCADE, related_name="changes")
    version = models.ForeignKey(Version, models.CASCADE, related_name="change_rows")
    kind = models.CharField(
        max_length=8, choices=[("changed", "Changed"), ("added", "Added"), ("removed", "Removed")]
    )
    entity = models.CharField(max_length=60)
    row = models.CharField(max_length=32, help_text="The row's permanent id")
    row_name = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=60, blank=True)
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Newest first."""

        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "-at"], name="change_by_provider"),
            models.Index(fields=["learner", "-at"], name="change_by_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.field} of {self.row}"


class Assessment(models.Model):
    """What the rules and the earnings said of one version for one open return, and as at when."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="+")
    learner = models.ForeignKey("learners.Learner", models.CASCADE, related_name="assessments")
    version_number = models.PositiveIntegerField()
    year = models.CharField(max_length=4, help_text="The collection year, such as 2627")
    return_number = models.PositiveSmallIntegerField(help_text="1 to 14")
    as_at = models.DateField()
    made_at = models.DateTimeField()
    rules_release = models.CharField(max_length=40)
    reference_release = models.CharField(max_length=64)
    included = models.BooleanField(help_text="Whether any aim belongs in this return")
    reasons = models.JSONField(default=dict, help_text="Aim id to why it is in or out")
    not_run = models.JSONField(
        default=dict, help_text="Reference table, or the reason, to how many rules waited for it"
    )
    notes = models.JSONField(
        default=list, help_text="What of the earnings could not be worked out, and why"
    )
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)

    @property
    def rules_not_run(self) -> list[tuple[str, int]]:
        """What rules waited for, in words, and how many waited."""
        return [
            (
                f"{TABLES[name].label[:1].upper()}{TABLES[name].label[1:]} not loaded ({name})"
                if name in TABLES
                else "Not written yet, or for another return",
                count,
            )
            for name, count in self.not_run.items()
        ]

    class Meta:
        """One for each learner and open return."""

        constraints = [
            models.UniqueConstraint(
                fields=["learner", "year", "return_number"], name="assessment_once_a_return"
            )
        ]
        indexes = [
            models.Index(fields=["provider", "year", "return_number"], name="assessment_by_return")
        ]

    def __str__(self) -> str:
        return f"{self.year} R{self.return_number:02} of learner {self.learner_id}"


class Finding(models.Model):
    """A rule that the record breaks in an open return."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="+")
    learner = models.ForeignKey("learners.Learner", models.CASCADE, related_name="findings")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=1, choices=[("E", "Error"), ("W", "Warning")])
    entity = models.CharField(max_length=60)
    row = models.CharField(max_length=32, blank=True, help_text="The record row reported")
    aim = models.CharField(max_length=32, blank=True, help_text="The record row of its aim")
    fields = models.JSONField(default=list, help_text="Pairs of field name and value")
    message = models.TextField()
    since = models.DateField(help_text="The day it was first found without a gap since")

    class Meta:
        """Order of the lists."""

        ordering = ["severity", "rule"]
        indexes = [
            models.Index(fields=["provider", "severity", "rule"], name="finding_by_rule"),
            models.Index(fields=["learner"], name="finding_by_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of learner {self.learner_id}"


class Earning(models.Model):
    """An amount that the current version earns, by month and kind (method fm36)."""

    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="+")
    learner = models.ForeignKey("learners.Learner", models.CASCADE, related_name="earnings")
    aim = models.CharField(max_length=32, blank=True, help_text="The record row of its aim")
    academic_year = models.CharField(max_length=4)
    period = models.PositiveSmallIntegerField(help_text="1 is August")
    kind = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=12, decimal_places=5)
    projected = models.BooleanField(
        default=False, help_text="A completion still to be earned, at the planned end"
    )

    class Meta:
        """Order and indexes."""

        ordering = ["academic_year", "period", "kind"]
        indexes = [
            models.Index(fields=["provider", "academic_year", "period"], name="earning_by_month"),
            models.Index(fields=["learner", "academic_year"], name="earning_by_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.academic_year} {self.period} of learner {self.learner_id}"


# ------------------------------------------------------------- facts that the ILR status rests on


def _evidence_name(signature: "Signature", filename: str) -> str:
    """A name that says nothing of the person or of what they called the file."""
    return f"evidence/{signature.learner_id}/{uuid.uuid4().hex}"


@pghistory.track()
class Signature(models.Model):
    """A signature as a fact: who signed what version, when, and where the evidence is."""

    class Party(models.TextChoices):
        """Who signs."""

        LEARNER = "learner", "Learner"
        EMPLOYER = "employer", "Employer"
        PROVIDER = "provider", "Provider"

    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="signatures")
    version_number = models.PositiveIntegerField()
    party = models.CharField(max_length=10, choices=Party)
    signed_by = models.CharField(max_length=120, help_text="The signer's name as it was signed")
    signed_on = models.DateField()
    evidence = models.FileField(upload_to=_evidence_name, blank=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_hash = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    void_at = models.DateTimeField(null=True, help_text="When a change asked for a new one")

    class Meta:
        """Newest first."""

        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.party} signature of learner {self.learner_id}"


@pghistory.track()
class Verification(models.Model):
    """QA's word that a version was checked and is ready to report."""

    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="verifications")
    version_number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-at"]

    def __str__(self) -> str:
        return f"verification of version {self.version_number} of learner {self.learner_id}"


@pghistory.track()
class Exclusion(models.Model):
    """A record, or one aim of it, kept out of returns for a reason."""

    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="exclusions")
    aim = models.CharField(max_length=32, blank=True, help_text="The aim's row id; blank = all")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One open exclusion of a thing."""

        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "aim"],
                condition=Q(ended_at__isnull=True),
                name="exclusion_open_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="exclusion_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"exclusion of learner {self.learner_id}"


class Note(models.Model):
    """An ILR note; saving it keeps an export of the record as it stood."""

    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="notes")
    text = models.TextField()
    version_number = models.PositiveIntegerField()
    year = models.CharField(max_length=4)
    export = models.BinaryField(help_text="The record of that moment as ILR XML of the year")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; notes stay as they were."""

        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(
                name="note_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk} of learner {self.learner_id}"


# ------------------------------------------------------------------------------------------ import


def _import_name(file: "ImportFile", filename: str) -> str:
    return f"imports/{file.pk}"


class Import(models.Model):
    """Files of one or more years brought in together: planned first, then carried out."""

    class State(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", "Reading the files"
        PLANNED = "planned", "Ready to look at"
        IMPORTING = "importing", "Importing"
        DONE = "done", "Imported"
        REFUSED = "refused", "Refused"
        ABANDONED = "abandoned", "Abandoned"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey("providers.Provider", models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    refusal = models.TextField(blank=True, help_text="Why it was refused, and what to do")
    summary = models.JSONField(default=dict, help_text="Counts of the plan and of what was done")

    class Meta:
        """Newest first."""

        ordering = ["-at"]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportFile(models.Model):
    """A file of an import, kept as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to=_import_name)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    year = models.CharField(max_length=4, blank=True)
    learner_count = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"file {self.pk}"


class ImportItem(models.Model):
    """A learner of an import: what would change, and whether it has been done."""

    class Action(models.TextChoices):
        """What the plan says."""

        NEW = "new", "New learner"
        CHANGED = "changed", "Changes"
        SAME = "same", "No change"
        PROBLEM = "problem", "Needs a decision"

    batch = models.ForeignKey(Import, models.CASCADE, related_name="items")
    learn_ref_number = models.CharField(max_length=12)
    learner = models.ForeignKey("learners.Learner", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=201, blank=True)
    action = models.CharField(max_length=8, choices=Action)
    documents = models.JSONField(help_text="Pairs of year and document, in order of year")
    base_version = models.PositiveIntegerField(default=0, help_text="The version it was planned on")
    changes = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        """Each learner once."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "learn_ref_number"], name="import_item_once_a_learner"
            )
        ]
        indexes = [
            models.Index(
                fields=["batch"], condition=Q(done_at__isnull=True), name="import_item_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"item {self.pk} of import {self.batch_id}"


class Stale(models.Model):
    """A learner to be assessed again, and why (a peer's ULN, new reference data, a new day)."""

    learner = models.OneToOneField("learners.Learner", models.CASCADE, related_name="stale")
    reason = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """Oldest first."""

        ordering = [F("at").asc()]

    def __str__(self) -> str:
        return f"stale learner {self.learner_id}"
