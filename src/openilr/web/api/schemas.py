"""What the API gives and takes; names of ILR fields are the ILR's."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema


class Problem(Schema):
    """Why a request was not done."""

    detail: str


class LearnerOut(Schema):
    """A learner as lists know one."""

    id: UUID
    LearnRefNumber: str = Field(alias="learn_ref_number")
    ULN: int | None = Field(None, alias="uln")
    FamilyName: str = Field(alias="family_name")
    GivenNames: str = Field(alias="given_names")
    programme: str | None = None
    programme_status: str
    ilr_status: str
    start_date: date | None
    planned_end_date: date | None
    actual_end_date: date | None
    errors: int = Field(alias="error_count")
    warnings: int = Field(alias="warning_count")
    version: int = Field(alias="version_number")
    checked_as_at: date | None

    @staticmethod
    def resolve_programme(learner: Any) -> str | None:
        """The title of the programme."""
        return learner.programme.title if learner.programme else None


class LearnersOut(Schema):
    """A page of learners."""

    count: int
    next_offset: int | None
    learners: list[LearnerOut]


class RecordOut(Schema):
    """A record: the ILR's entities and fields, each row with its permanent id."""

    learner: UUID
    version: int
    hash: str
    at: datetime
    document: dict[str, Any]


class FieldChange(Schema):
    """A field to set; null takes the value away."""

    row: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    field: Annotated[str, Field(pattern="^[A-Za-z0-9]{1,60}$")]
    value: Annotated[str, Field(max_length=1000)] | None = None


class RecordChange(Schema):
    """Changes of fields, made on a version one has read."""

    base_version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    changes: Annotated[list[FieldChange], Field(min_length=1, max_length=500)]


class ConflictOut(Schema):
    """A field that somebody else changed meanwhile."""

    row: str
    field: str | None
    yours: str | None
    theirs: str | None


class ConflictsOut(Schema):
    """Why nothing was stored: read the record again and decide."""

    detail: str
    current_version: int
    conflicts: list[ConflictOut]


class SavedOut(Schema):
    """What became of a change."""

    version: int
    merged: bool
    changed: bool
    errors: int
    warnings: int


class FindingOut(Schema):
    """A rule that a record breaks in an open return."""

    learner: UUID = Field(alias="learner_id")
    rule: str
    severity: str
    year: str = Field(alias="assessment.year")
    return_number: int = Field(alias="assessment.return_number")
    entity: str
    row: str
    aim: str
    fields: list[dict[str, Any]]
    message: str
    since: date


class FindingsOut(Schema):
    """A page of findings."""

    count: int
    next_offset: int | None
    findings: list[FindingOut]


class EarningOut(Schema):
    """An amount by academic year, month (1 is August) and kind (FM36 attribute names)."""

    learner: UUID = Field(alias="learner_id")
    aim: str
    academic_year: str
    period: int
    kind: str
    amount: Decimal
    projected: bool


class EarningsOut(Schema):
    """A page of earnings."""

    count: int
    next_offset: int | None
    earnings: list[EarningOut]


class ChangeOut(Schema):
    """A field that a version changed."""

    learner: UUID = Field(alias="learner_id")
    version: int = Field(alias="version.number")
    kind: str
    entity: str
    row: str
    field: str
    old: str | None
    new: str | None
    at: datetime
    source: str = Field(alias="version.source")
    reason: str = Field(alias="version.reason")


class HistoryOut(Schema):
    """A page of the history, newest first."""

    count: int
    next_offset: int | None
    changes: list[ChangeOut]
