"""What stands in a file before its first learner, and what can be wrong with a file's shape.

Nothing here imports Polars.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


class Problem:
    """The names of the problems of shape; each is a check of ours, beside DfE's FD_ rules."""

    ORDER = "order"  # the element is known and stands too late
    DUPLICATE = "duplicate"  # a field is given twice in one entity; the first is kept
    UNKNOWN_ELEMENT = "unknown_element"  # not an element of this year in this place
    ATTRIBUTE = "attribute"  # an element carries an attribute
    TEXT = "text"  # text stands between elements
    NESTED = "nested"  # a field holds elements
    MISSING = "missing"  # an element that every message must have is absent


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was merged into this one."""

    SourceFileName: str | None = None
    FilePreparationDate: date | None = None
    SoftwareSupplier: str | None = None
    SoftwarePackage: str | None = None
    Release: str | None = None
    SerialNo: str | None = None
    DateTime: datetime | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header, the merged files and the provider: what stands before the first learner.

    A value whose text is not of its type is None here and stands in `texts`, keyed (entity, row,
    field); so does every absent optional value, without an entry there.
    """

    Collection: str | None = None
    Year: str | None = None
    FilePreparationDate: date | None = None
    ProtectiveMarking: str | None = None
    UKPRN: int | None = None
    SoftwareSupplier: str | None = None
    SoftwarePackage: str | None = None
    Release: str | None = None
    SerialNo: str | None = None
    DateTime: datetime | None = None
    ReferenceData: str | None = None
    ComponentSetVersion: str | None = None
    provider_UKPRN: int | None = None
    source_files: tuple[SourceFile, ...] = ()
    texts: Mapping[tuple[str, int, str], str] = field(
        default_factory=dict[tuple[str, int, str], str]
    )
