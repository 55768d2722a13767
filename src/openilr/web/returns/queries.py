"""How ready the records are for an open return."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from openilr.ilr.calendar import Return, open_return, open_years
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import IlrStatus
from openilr.web.learners.queries import of_visible, visible_to
from openilr.web.records.models import Assessment
from openilr.web.ui.shell import today

VERIFIED = (IlrStatus.QA_VERIFIED, IlrStatus.COMPLETED)


@dataclass(frozen=True)
class Part:
    """A part of the readiness bar, as a share of all learners in the return."""

    kind: str
    words: str
    count: int
    x: float
    width: float
    query: str


@dataclass(frozen=True)
class Readiness:
    """The learners that belong in a return, by what stands in their way."""

    year: str
    window: Return
    ready: int
    warned: int
    errors: int
    not_verified: int
    excluded: int
    held: Decimal
    unchecked: int

    @property
    def total(self) -> int:
        """Learners that belong in the return."""
        return self.ready + self.warned + self.errors + self.not_verified

    @property
    def parts(self) -> list[Part]:
        """The four parts, in order, with the list each opens."""
        pending = "&".join(f"ilr={status}" for status in IlrStatus if status not in VERIFIED)
        rows = (
            ("ok", "Ready", self.ready, "errors=no&warnings=no"),
            ("warning", "Ready, with warnings", self.warned, "errors=no&warnings=yes"),
            ("error", "Errors: DfE would drop them", self.errors, "errors=yes"),
            ("out", "Not QA verified", self.not_verified, f"errors=no&{pending}"),
        )
        parts: list[Part] = []
        x = 0.0
        for kind, words, count, query in rows:
            width = round(100 * count / self.total, 2) if self.total else 0.0
            parts.append(Part(kind, words, count, round(x, 2), width, query))
            x += width
        return parts


def readiness(membership: Membership, *, unchecked: int | None = None) -> list[Readiness]:
    """The open return of each open year, of the learners this person sees.

    A learner with errors counts there alone; of the others those that are not QA verified count
    apart where the provider returns verified records only. `unchecked` is how many were not checked
    yet, where the caller has counted them.
    """
    if unchecked is None:
        unchecked = visible_to(membership).filter(checked_as_at__isnull=True).count()
    verified = Q(learner__ilr_status__in=VERIFIED)
    waits = ~verified if membership.provider.verified_only else Q(pk__in=[])
    excluded = Q(learner__ilr_status=IlrStatus.EXCLUDED)
    clean = Q(error_count=0) & ~waits & ~excluded
    wrong = Q(error_count__gt=0) & ~excluded
    found: list[Readiness] = []
    for year in open_years(today()):
        window = open_return(year, today())
        rows = Assessment.objects.filter(
            of_visible(membership), year=year, return_number=window.number, included=True
        )
        counts = rows.aggregate(
            ready=Count("pk", filter=clean & Q(warning_count=0)),
            warned=Count("pk", filter=clean & Q(warning_count__gt=0)),
            errors=Count("pk", filter=wrong),
            not_verified=Count("pk", filter=Q(error_count=0) & waits & ~excluded),
            held=Sum("learner__money_at_risk", filter=wrong),
            excluded=Count("pk", filter=excluded),
        )
        found.append(
            Readiness(
                year=year,
                window=window,
                ready=counts["ready"],
                warned=counts["warned"],
                errors=counts["errors"],
                not_verified=counts["not_verified"],
                excluded=counts["excluded"],
                held=counts["held"] or Decimal(),
                unchecked=unchecked,
            )
        )
    return found
