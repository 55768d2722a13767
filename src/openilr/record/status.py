"""The ILR status of a learner: derived from facts, never typed.

Source: spec/product/ilr-workflow.md section 3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openilr.record.differences import Change
from openilr.record.fields import LEARNER, field_named


class Status(StrEnum):
    """The ILR statuses, named as people name them."""

    NOT_COMPLETED = "Not completed"
    UNKNOWN = "Unknown"
    SIGNATURE_REQUIRED = "Signature required"
    SIGNED = "Signed"
    QA_VERIFIED = "QA verified"
    PENDING = "Pending"
    COMPLETED = "Completed"
    EXCLUDED = "Excluded"


class Turn(StrEnum):
    """Who has to do something next."""

    LEARNER = "learner"
    ADMIN = "administrator"
    SIGNERS = "signers"
    QA = "ILR QA"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the status of one learner hangs on.

    Attributes:
        learner_steps_done: whether the learner has finished the ILR steps of onboarding, or had
            none.
        missing: the labels of what the record lacks before it can be signed.
        needed_signatures: the roles that have to sign.
        signatures: the version that each role signed last.
        sign_again_since: the last version with a change that needs signatures anew; 0 is none.
        verified_version: the version that QA verified last; None is never.
        reportable_version: the last version with a reportable change.
        open_trackers: ILR trackers that QA has not closed.
        ended_and_closed: whether the programme ended and was reported in a year that is closed.
        excluded: the reason the learner is excluded from returns; None is not excluded.
    """

    learner_steps_done: bool
    missing: Sequence[str] = ()
    needed_signatures: Sequence[str] = ("learner",)
    signatures: Sequence[tuple[str, int]] = ()
    sign_again_since: int = 0
    verified_version: int | None = None
    reportable_version: int = 0
    open_trackers: int = 0
    ended_and_closed: bool = False
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands: its status, what is missing for the next one, and whose turn it is."""

    status: Status
    missing: tuple[str, ...]
    turn: Turn


@dataclass(frozen=True, slots=True)
class Transition:
    """One move between statuses: what happens, and who does it."""

    before: Status | None
    event: str
    after: Status | None
    who: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Status.NOT_COMPLETED,
        "the learner finishes the ILR steps",
        Status.SIGNATURE_REQUIRED,
        "learner",
    ),
    Transition(
        Status.UNKNOWN, "what is missing is filled in", Status.SIGNATURE_REQUIRED, "administrator"
    ),
    Transition(
        Status.SIGNATURE_REQUIRED,
        "all who are needed have signed",
        Status.SIGNED,
        "learner, and administrator where needed",
    ),
    Transition(Status.SIGNED, "QA verifies", Status.QA_VERIFIED, "ILR QA"),
    Transition(
        Status.QA_VERIFIED,
        "a reportable field changes; an ILR tracker is raised",
        Status.PENDING,
        "the system",
    ),
    Transition(Status.PENDING, "QA closes all ILR trackers", Status.QA_VERIFIED, "ILR QA"),
    Transition(
        Status.PENDING,
        "the change needs a new signature",
        Status.SIGNATURE_REQUIRED,
        "the system",
    ),
    Transition(None, "excluded, with a reason", Status.EXCLUDED, "whoever may edit the ILR"),
    Transition(Status.EXCLUDED, "included again", None, "whoever may edit the ILR"),
    Transition(
        Status.QA_VERIFIED,
        "the programme has ended and was reported in a year that is closed",
        Status.COMPLETED,
        "the system",
    ),
)
"""The moves; None is any status before an exclusion, and the one before it when that ends."""


def standing(facts: Facts) -> Standing:
    """The status that follows from the facts, what is missing, and whose turn it is."""
    if facts.excluded is not None:
        return Standing(Status.EXCLUDED, (), Turn.NOBODY)
    unsigned = tuple(f"signature: {role}" for role in _unsigned(facts))
    if facts.verified_version is None:
        if not facts.learner_steps_done:
            return Standing(Status.NOT_COMPLETED, tuple(facts.missing), Turn.LEARNER)
        if facts.missing:
            return Standing(Status.UNKNOWN, tuple(facts.missing), Turn.ADMIN)
    if unsigned:
        return Standing(Status.SIGNATURE_REQUIRED, unsigned, Turn.SIGNERS)
    if facts.verified_version is None:
        return Standing(Status.SIGNED, ("QA verification",), Turn.QA)
    pending = _pending(facts, facts.verified_version)
    if pending:
        return Standing(Status.PENDING, pending, Turn.QA)
    if facts.ended_and_closed:
        return Standing(Status.COMPLETED, (), Turn.NOBODY)
    return Standing(Status.QA_VERIFIED, (), Turn.NOBODY)


def _unsigned(facts: Facts) -> list[str]:
    signed: dict[str, int] = {}
    for role, version in facts.signatures:
        signed[role] = max(version, signed.get(role, version))
    return [r for r in facts.needed_signatures if signed.get(r, -1) < facts.sign_again_since]


def _pending(facts: Facts, verified: int) -> tuple[str, ...]:
    found: list[str] = []
    if facts.open_trackers:
        plural = "" if facts.open_trackers == 1 else "s"
        found.append(f"{facts.open_trackers} open ILR tracker{plural}")
    if facts.reportable_version > verified:
        found.append(f"QA verification of version {facts.reportable_version}")
    return (*found, *facts.missing) if found else ()


SIGNED_FIELDS: frozenset[tuple[str, str]] = frozenset(
    {(LEARNER, "FamilyName"), (LEARNER, "GivenNames"), (LEARNER, "NINumber")}
)
"""The fields whose change needs signatures anew, beside the declaration itself."""


def needs_new_signature(changes: Iterable[Change]) -> bool:
    """Whether one of the changes needs signatures anew."""
    return any((c.entity, c.field) in SIGNED_FIELDS for c in changes)


def is_reportable(changes: Iterable[Change], years: Iterable[str]) -> bool:
    """Whether one of the changes is of a field that the ILR of one of the years collects."""
    wanted = frozenset(years)
    return any(
        c.field is not None and not wanted.isdisjoint(field_named(c.entity, c.field).years)
        for c in changes
    )
