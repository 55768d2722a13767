"""What the store of records refuses, in words for the person who asked."""

from dataclasses import dataclass
from datetime import datetime

from openilr.errors import EngineError
from openilr.record.document import Document
from openilr.record.three_way import Conflict


class Refused(EngineError):
    """The store of records did not do what was asked; nothing was changed."""


class ReferenceRefused(Refused):
    """LearnRefNumber is absent, too long, or another learner's."""


class DocumentRefused(Refused):
    """The document cannot be this learner's record."""


class RecordErased(Refused):
    """The record was erased: it has no further versions."""


class WrongState(Refused):
    """The record is not, or no longer, in a state that allows it."""


@dataclass(frozen=True)
class OtherEdit:
    """A field that somebody else changed meanwhile.

    Attributes:
        conflict: the field with the value both began with, mine and theirs.
        by, at: who saved the other value, and when.
    """

    conflict: Conflict
    by: str
    at: datetime


class EditConflict(Refused):
    """Somebody saved other values of the same fields meanwhile.

    Attributes:
        edits: the fields, each with both values.
        merged: both edits together, with my value where they differ: what to save, with
            `current_version` as its base, once a person has chosen.
        current_version: the version that stands now.
    """

    def __init__(
        self, edits: tuple[OtherEdit, ...], merged: Document, current_version: int
    ) -> None:
        count = len(edits)
        super().__init__(
            f"{count} field{'s were' if count != 1 else ' was'} changed by somebody else while you"
            " were editing. Choose which value to keep; nothing of yours is lost."
        )
        self.edits = edits
        self.merged = merged
        self.current_version = current_version
