"""What waits for a person, and the figures of the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from openilr.ilr.calendar import open_years, period_of
from openilr.web.accounts.models import Membership
from openilr.web.learners.lists import past_planned_end
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.learners.queries import of_visible, visible_to
from openilr.web.records.models import Earning, Finding
from openilr.web.trackers.models import Tracker
from openilr.web.trackers.queries import visible_to as trackers_visible_to
from openilr.web.ui.shell import today

MOST = 8
"""Rows of one heading; the heading links to all of them."""


@dataclass(frozen=True)
class Waiting:
    """One thing to do."""

    kind: str
    what: str
    detail: str
    learner: Learner
    days: int | None
    money: Decimal | None
    address: str
    act: str


@dataclass(frozen=True)
class Heading:
    """Things to do of one sort, with how many there are in all."""

    title: str
    count: int
    link: str
    rows: list[Waiting]


@dataclass(frozen=True)
class Counts:
    """How many learners there are and how many of them wait for something, counted in one go."""

    learners: int
    wrong: int
    held: Decimal | None
    unchecked: int
    signed: int
    to_sign: int
    late: int
    trackers: int


def counts(membership: Membership) -> Counts:
    """The counts of all learners this person sees."""
    learners = visible_to(membership).aggregate(
        learners=Count("pk"),
        wrong=Count("pk", filter=Q(error_count__gt=0)),
        held=Sum("money_at_risk"),
        unchecked=Count("pk", filter=Q(checked_as_at__isnull=True)),
        signed=Count("pk", filter=_without_errors(IlrStatus.SIGNED)),
        to_sign=Count("pk", filter=_without_errors(IlrStatus.SIGNATURE_REQUIRED)),
        late=Count("pk", filter=past_planned_end()),
    )
    return Counts(**learners, trackers=_open_trackers(membership).count())


def _without_errors(status: IlrStatus) -> Q:
    return Q(ilr_status=status, error_count=0)


def _open_trackers(membership: Membership) -> QuerySet[Tracker]:
    return trackers_visible_to(membership).filter(state=Tracker.State.OPEN)


def needs(membership: Membership, counted: Counts) -> list[Heading]:
    """What needs this person, the most costly first; headings without anything are left out."""
    learners = visible_to(membership).select_related("programme")
    may = membership.permissions
    headings: list[Heading] = []
    if "findings.view" in may:
        headings.append(_errors(learners, counted.wrong))
    if "trackers.close" in may:
        headings.append(_trackers(membership, counted.trackers))
    if "records.verify" in may:
        headings.append(
            _status(
                learners,
                IlrStatus.SIGNED,
                counted.signed,
                "Signed: waits for QA",
                "signed",
                "Verify",
            )
        )
    if "records.sign" in may:
        headings.append(
            _status(
                learners,
                IlrStatus.SIGNATURE_REQUIRED,
                counted.to_sign,
                "Signature required",
                "warning",
                "Record it",
            )
        )
    if "records.view" in may:
        headings.append(_past_end(learners, counted.late))
    return [one for one in headings if one.count]


def _days(since: date | None) -> int | None:
    return (today() - since).days if since else None


def _list(query: str) -> str:
    return f"{reverse('learners:list')}?{query}"


def _errors(learners: QuerySet[Learner], count: int) -> Heading:
    wrong = learners.filter(error_count__gt=0).order_by("-money_at_risk", "family_name", "pk")
    shown = list(wrong[:MOST]) if count else []
    first: dict[object, Finding] = {}
    for finding in Finding.objects.filter(learner__in=shown, severity="E").order_by("since", "pk"):
        first.setdefault(finding.learner_id, finding)
    rows = [
        Waiting(
            "error",
            found.message if found else "Errors",
            found.rule if found else "",
            one,
            _days(found.since) if found else None,
            one.money_at_risk or None,
            reverse("records:record", args=[one.pk]) + (f"#r-{found.row}" if found else ""),
            "Open",
        )
        for one in shown
        for found in [first.get(one.pk)]
    ]
    return Heading("Stops money", count, _list("errors=yes"), rows)


def _trackers(membership: Membership, count: int) -> Heading:
    waiting = _open_trackers(membership).select_related("learner__programme", "raised_by")
    rows = [
        Waiting(
            "pending",
            one.get_kind_display(),
            f"By {one.raised_by.name}" if one.raised_by else "",
            one.learner,
            _days(one.raised_at.date()),
            None,
            reverse("trackers:list"),
            "Review",
        )
        for one in (waiting.order_by("raised_at")[:MOST] if count else ())
    ]
    return Heading("Waits for you", count, reverse("trackers:list"), rows)


def _status(
    learners: QuerySet[Learner], status: IlrStatus, count: int, title: str, kind: str, act: str
) -> Heading:
    waiting = learners.filter(_without_errors(status))
    rows = [
        Waiting(
            kind,
            one.get_ilr_status_display(),
            "",
            one,
            _days(one.changed_at.date()),
            None,
            reverse("learners:overview", args=[one.pk]),
            act,
        )
        for one in (waiting.order_by("changed_at")[:MOST] if count else ())
    ]
    return Heading(title, count, _list(f"ilr={status}&errors=no"), rows)


def _past_end(learners: QuerySet[Learner], count: int) -> Heading:
    late = learners.filter(past_planned_end()).order_by("planned_end_date")
    rows = [
        Waiting(
            "warning",
            f"Past the planned end by {_days(one.planned_end_date)} days",
            "",
            one,
            _days(one.planned_end_date),
            None,
            reverse("records:record", args=[one.pk]),
            "Open",
        )
        for one in (late[:MOST] if count else ())
    ]
    return Heading("Grows costly", count, _list("past=yes"), rows)


def earned_in_month(membership: Membership) -> tuple[int, Decimal, Decimal] | None:
    """The funding month of today, what is earned in it, and in the month before; None outside a
    year that is open.
    """
    year = open_years(today())[-1]
    period = period_of(year, today())
    if period is None:
        return None
    rows = (
        Earning.objects.filter(
            of_visible(membership),
            academic_year=year,
            period__in=[period, period - 1],
            projected=False,
        )
        .order_by()
        .values("period")
        .annotate(total=Sum("amount"))
    )
    totals = {row["period"]: row["total"] for row in rows}
    return period, totals.get(period, Decimal()), totals.get(period - 1, Decimal())
