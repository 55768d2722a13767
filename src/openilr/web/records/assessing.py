"""Checking records for every open return, with the reference data and the rules of this process.

Nothing here imports Polars: it runs within a save.
"""

import hashlib
import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from openilr import __version__
from openilr.ilr.calendar import open_return, open_years, period_of, return_of
from openilr.pipeline.assessment import Assessment
from openilr.pipeline.one import assess
from openilr.record.document import Document, rows_below
from openilr.record.fields import AIM, ID
from openilr.reference.supplied import Tables, tables_for
from openilr.web.learners.models import Learner
from openilr.web.records.models import Assessment as StoredAssessment
from openilr.web.ui.shell import today

TEMPORARY_ULN = 9_999_999_999
"""Many learners have it until they have their own; it makes nobody a peer."""

LOOK_EVERY_SECONDS = 5.0
"""How often a process looks whether other reference data was put in force."""

Window = tuple[str, int]
"""A return: its year and number."""


@dataclass(frozen=True)
class Basis:
    """What a check rests on, beside the record: kept as the learner's `checked_with`."""

    tables: Tables
    returns: tuple[Window, ...]
    as_at: date
    rules_release: str
    reference_release: str

    @property
    def fingerprint(self) -> str:
        """One word for the returns, rules and reference data; another one makes a record stale."""
        said = [list(self.returns), self.rules_release, self.reference_release]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]

    def months(self) -> Mapping[Window, tuple[str, int]]:
        """The funding month that each return pays now: the day's own while it is of the year, else
        the last month that the return reports.
        """
        return {
            (year, number): (
                year,
                period_of(year, self.as_at) or return_of(year, number).months_reported,
            )
            for year, number in self.returns
        }


@dataclass(frozen=True)
class Peer:
    """Another learner of the provider with the same ULN."""

    learner: UUID
    learn_ref_number: str
    uln: int | None
    out_of: frozenset[Window]


_held: tuple[float, Tables] | None = None


def reference_folder() -> Path:
    """Where the reference data of this installation lies."""
    return Path(settings.DATA) / "reference"


def current_tables() -> Tables:
    """The reference data in force: one object for as long as it stays so, since what rules and
    earnings looked up is remembered with it.
    """
    global _held  # noqa: PLW0603 - one for the process
    now = time.monotonic()
    if _held is None or now - _held[0] > LOOK_EVERY_SECONDS:
        found = tables_for(reference_folder())
        kept = _held[1] if _held and _held[1].releases == found.releases else found
        _held = now, kept
    return _held[1]


def forget_tables() -> None:
    """Look at the reference data again at the next check: for what puts some in force itself."""
    global _held  # noqa: PLW0603
    _held = None


@cache
def rules_release() -> str:
    """The rules of this process: the version of OpenILR, and of its rule list."""
    listed = resources.files("openilr.rules").joinpath("catalogue.csv").read_bytes()
    return f"{__version__}-{hashlib.sha256(listed).hexdigest()[:8]}"


def open_windows(now: datetime) -> tuple[Window, ...]:
    """The open return of each open year, the earlier first."""
    return tuple((year, open_return(year, now).number) for year in open_years(now))


def basis() -> Basis:
    """What a check made now rests on."""
    tables = current_tables()
    releases = json.dumps(sorted(tables.releases.items()))
    return Basis(
        tables=tables,
        returns=open_windows(timezone.now()),
        as_at=today(),
        rules_release=rules_release(),
        reference_release=hashlib.sha256(releases.encode()).hexdigest()[:16],
    )


def look(
    document: Document,
    on: Basis,
    *,
    ukprn: int,
    peers: Sequence[Peer] = (),
    excluded: Collection[str] = (),
    with_earnings: bool = True,
) -> Assessment:
    """What is said of a record for every open return; nothing is stored.

    `excluded` are the ids of aims kept out by somebody, or EVERYTHING.
    """
    if excluded is EVERYTHING:
        excluded = [str(aim[ID]) for aim in rows_below(document, AIM)]

    def of(returns: Sequence[Window], others: Sequence[Peer], *, earnings: bool) -> Assessment:
        return assess(
            document,
            returns=returns,
            tables=on.tables,
            as_at=on.as_at,
            ukprn=ukprn,
            with_earnings=earnings and with_earnings,
            peers=[{"LearnRefNumber": p.learn_ref_number, "ULN": p.uln} for p in others],
            excluded=excluded,
        )

    if not peers:
        return of(on.returns, (), earnings=True)
    # A peer counts only where it is in the same return, so each return has its own.
    found = [
        of(
            [window],
            [p for p in peers if window not in p.out_of],
            earnings=window == on.returns[-1],
        )
        for window in on.returns
    ]
    return replace(found[-1], returns=tuple(one.returns[0] for one in found))


EVERYTHING: Collection[str] = frozenset({"*"})
"""The whole record is kept out of returns."""


def peers_of(learners: Sequence[Learner]) -> dict[UUID, list[Peer]]:
    """The other learners of the provider with the ULN of each of these, all of one provider."""
    numbers = {one.uln for one in learners if one.uln not in (None, TEMPORARY_ULN)}
    if not numbers:
        return {}
    same = Learner.objects.filter(provider_id=learners[0].provider_id, uln__in=numbers)
    rows = list(same.order_by().values_list("pk", "learn_ref_number", "uln"))
    shared = _ids_of_shared_numbers(rows, learners)
    if not shared:
        return {}
    out: dict[UUID, set[Window]] = {}
    left_out = StoredAssessment.objects.filter(learner__in=shared, included=False)
    for learner, year, number in left_out.values_list("learner_id", "year", "return_number"):
        out.setdefault(learner, set()).add((year, number))
    by_uln: dict[int | None, list[Peer]] = {}
    for pk, reference, uln in rows:
        by_uln.setdefault(uln, []).append(Peer(pk, reference, uln, frozenset(out.get(pk, ()))))
    return {
        one.pk: [peer for peer in by_uln.get(one.uln, ()) if peer.learner != one.pk]
        for one in learners
        if one.pk in shared
    }


def _ids_of_shared_numbers(
    rows: Sequence[tuple[UUID, str, int | None]], learners: Sequence[Learner]
) -> set[UUID]:
    """Those who share their ULN with another, or with one of `learners` that is not saved yet."""
    holders: dict[int | None, set[UUID]] = {}
    for pk, _, uln in rows:
        holders.setdefault(uln, set()).add(pk)
    for one in learners:
        holders.setdefault(one.uln, set()).add(one.pk)
    return {pk for ids in holders.values() if len(ids) > 1 for pk in ids}
