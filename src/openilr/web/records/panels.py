"""The panel of a learner's ILR status: what it rests on, what it waits for, and what one may do."""

from typing import Any

from django.utils import timezone

from openilr.record.document import decode
from openilr.record.status import Standing, Status, Turn
from openilr.web.accounts.requests import MemberRequest
from openilr.web.learners.models import Learner
from openilr.web.records import models, status
from openilr.web.records.verifying import why_not
from openilr.web.trackers.models import Tracker

NOTES_SHOWN = 3

NEXT = {
    Turn.LEARNER: "The learner finishes the ILR steps.",
    Turn.ADMIN: "Fill in what is missing.",
    Turn.SIGNERS: "Have the record signed, and record the signature here.",
    Turn.QA: "QA looks at the record.",
    Turn.NOBODY: "",
}
"""What happens next, by whose turn it is."""


def status_panel(
    request: MemberRequest, learner: Learner, version: models.Version | None = None
) -> dict[str, Any]:
    """The panel's context for a person: facts, and the acts that the role and the state allow.

    `version` is the one that stands, where the page has read it already.
    """
    signatures = list(learner.signatures.select_related("recorded_by"))
    verified = (
        learner.verifications.filter(withdrawn_at__isnull=True)
        .select_related("by")
        .order_by("-version_number", "-at")
        .first()
    )
    exclusions = list(learner.exclusions.filter(ended_at__isnull=True).select_related("by"))
    # Only a record that QA verified has trackers.
    waiting = learner.trackers.filter(kind=Tracker.Kind.ILR, state=Tracker.State.OPEN)
    trackers = list(waiting) if verified else []
    whole = next((one for one in exclusions if not one.aim), None)
    facts = status.StoredFacts(
        signatures=tuple((s.party, s.version_number) for s in signatures if s.void_at is None),
        verified_version=verified.version_number if verified else None,
        tracker_versions=tuple(one.version_number for one in trackers),
        excluded=whole.reason if whole else None,
        excluded_aims=frozenset(one.aim for one in exclusions if one.aim),
    )
    if version is None or version.number != learner.version_number:
        version = learner.versions.filter(number=learner.version_number).first()
    document = version.document if version else None
    context: dict[str, Any] = {
        "learner": learner,
        "signatures": signatures,
        "verified": verified,
        "exclusion": whole,
        "excluded_aims": _excluded_aims(learner, exclusions),
        "trackers": trackers,
        "notes": list(learner.notes.select_related("by").defer("export")[:NOTES_SHOWN]),
    }
    if document is None:
        return {**context, "erased": True, "acts": frozenset()}
    standing, lacking = status.stands(facts, decode(document), timezone.now())
    return {
        **context,
        "status": status.stored_status(standing),
        "missing": [one[:1].upper() + one[1:] for one in standing.missing],
        "next": NEXT[standing.turn],
        "acts": _acts(request, standing, lacking, verified=verified is not None),
    }


def _excluded_aims(
    learner: Learner, exclusions: list[models.Exclusion]
) -> list[tuple[str, models.Exclusion]]:
    """The aims kept out by themselves, each with its title."""
    of_aims = {one.aim: one for one in exclusions if one.aim}
    if not of_aims:
        return []
    aims = learner.aims.filter(pk__in=list(of_aims))
    return [(aim.title or aim.learn_aim_ref, of_aims[aim.pk.hex]) for aim in aims]


def _acts(
    request: MemberRequest, standing: Standing, lacking: tuple[str, ...], *, verified: bool
) -> frozenset[str]:
    """The acts that the role and the state allow, by name."""
    out = standing.status is Status.EXCLUDED
    possible = {
        "sign": ("records.sign", not out),
        "verify": ("records.verify", not why_not(standing, lacking)),
        "withdraw": ("records.verify", verified),
        "exclude": ("records.exclude", not out),
        "include": ("records.exclude", out),
        "note": ("records.note", True),
        "erase": ("records.erase", True),
    }
    allowed = request.membership.permissions
    return frozenset(
        name for name, (permission, now) in possible.items() if now and permission in allowed
    )
