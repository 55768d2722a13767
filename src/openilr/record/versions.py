"""The versions of a record: immutable, each with the hash of the one before.

The hash of a version covers the hash of its document and of its changes, not what they say: when a
learner's data is erased, the document and the changes go, their hashes stay, and the chain holds.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from openilr.record.differences import Change, differences
from openilr.record.document import Document


class Source(StrEnum):
    """Where a version comes from."""

    SCREEN = "screen"
    IMPORT = "import"
    TRACKER = "tracker"
    API = "api"
    MIGRATION = "migration"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one learner's record.

    Attributes:
        number: from 1, without gaps.
        document, changes: None once they are erased.
        made_by, authorised_by: the keys of accounts, not names.
        source_detail: the screen, the file or the endpoint.
        tracker: the key of the change of circumstances that made it.
        at: when it was made, with a time zone.
        previous_hash: the hash of the version before; empty for the first.
    """

    number: int
    document: Document | None
    changes: tuple[Change, ...] | None
    made_by: str
    authorised_by: str | None
    reason: str
    source: Source
    source_detail: str
    tracker: str | None
    at: datetime
    document_hash: str
    changes_hash: str
    previous_hash: str
    hash: str

    @property
    def is_erased(self) -> bool:
        """Whether what it said is gone."""
        return self.document is None


def canonical(value: object) -> bytes:
    """A JSON value in the one form that is hashed: keys sorted, no spaces, text in form NFC.

    Errors: TypeError for what the record does not hold, such as floats.
    """
    _refuse_others(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def _refuse_others(value: object) -> None:
    match value:
        case None | str() | int():
            pass
        case list() | tuple():
            for one in cast("Iterable[object]", value):
                _refuse_others(one)
        case dict():
            for one in cast("Mapping[str, object]", value).values():
                if type(one) not in _PLAIN:
                    _refuse_others(one)
        case _:
            raise TypeError(f"a record holds no {type(value).__name__}")


_PLAIN = frozenset({str, int})


def digest(value: object) -> str:
    """The SHA-256 of a JSON value in its canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()


def next_version(
    previous: Version | None,
    document: Document,
    *,
    made_by: str,
    at: datetime,
    source: Source,
    authorised_by: str | None = None,
    reason: str = "",
    source_detail: str = "",
    tracker: str | None = None,
    changes: Sequence[Change] | None = None,
) -> Version:
    """The version that follows, with its changes and hashes.

    `changes` are given where `differences` has answered them already.
    Errors: ValueError if `at` has no time zone, or if the version before is erased.
    """
    if at.tzinfo is None:
        raise ValueError("a version is dated with a time zone")
    if previous is not None and previous.document is None:
        raise ValueError("an erased record has no further versions")
    if changes is None:
        changes = differences(previous.document if previous else None, document)
    version = Version(
        number=previous.number + 1 if previous else 1,
        document=document,
        changes=tuple(changes),
        made_by=made_by,
        authorised_by=authorised_by,
        reason=reason,
        source=source,
        source_detail=source_detail,
        tracker=tracker,
        at=at,
        document_hash=digest(document),
        changes_hash=digest([c.as_json() for c in changes]),
        previous_hash=previous.hash if previous else "",
        hash="",
    )
    return replace(version, hash=hash_of(version))


def hash_of(version: Version) -> str:
    """The hash that a version must have, from all that it says beside its document and changes."""
    said: dict[str, Any] = {
        "number": version.number,
        "document": version.document_hash,
        "changes": version.changes_hash,
        "made_by": version.made_by,
        "authorised_by": version.authorised_by,
        "reason": version.reason,
        "source": version.source.value,
        "source_detail": version.source_detail,
        "tracker": version.tracker,
        "at": version.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": version.previous_hash,
    }
    return digest(said)


def erased(version: Version) -> Version:
    """The version without its document and changes; its hashes stay as they are."""
    return replace(version, document=None, changes=None)


class Fault(StrEnum):
    """How a chain can be broken."""

    NUMBER = "number"  # numbers do not run from 1 without gaps
    PREVIOUS = "previous"  # it does not name the hash of the version before
    DOCUMENT = "document"  # the document is not the one that was hashed
    CHANGES = "changes"  # the changes are not those that were hashed
    CONTENT = "content"  # who, when, why or a hash is not what was hashed


_WORDS: Mapping[Fault, str] = {
    Fault.PREVIOUS: "it does not follow from the version before it: one was changed or taken out",
    Fault.DOCUMENT: "the record it holds was changed after it was made",
    Fault.CHANGES: "its list of changes was changed after it was made",
    Fault.CONTENT: "who made it, when or why was changed after it was made",
}


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a chain does not hold: which version, and why."""

    number: int
    fault: Fault
    message: str


def verify(versions: Iterable[Version]) -> list[Break]:
    """Where the chain of one record does not hold, from the first version to the last.

    That the last versions were taken away cannot be seen in the chain: compare its length and last
    hash with a note of them kept elsewhere.
    """
    breaks: list[Break] = []
    expected, previous = 1, ""
    for version in versions:
        if version.number != expected:
            told = f"Version {version.number} stands where version {expected} should be."
            breaks.append(Break(version.number, Fault.NUMBER, told))
        breaks += [
            Break(version.number, fault, f"Version {version.number}: {_WORDS[fault]}.")
            for fault in _faults(version, previous)
        ]
        expected, previous = version.number + 1, version.hash
    return breaks


def _faults(version: Version, previous: str) -> Iterable[Fault]:
    if version.previous_hash != previous:
        yield Fault.PREVIOUS
    if version.document is not None and digest(version.document) != version.document_hash:
        yield Fault.DOCUMENT
    if version.changes is not None:
        told = [c.as_json() for c in version.changes]
        if digest(told) != version.changes_hash:
            yield Fault.CHANGES
    if hash_of(version) != version.hash:
        yield Fault.CONTENT
