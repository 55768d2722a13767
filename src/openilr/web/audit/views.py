"""What was done in the application: the list of events."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from openilr.web.accounts.models import User
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.audit.models import Event
from openilr.web.audit.queries import data_words, kind_words, visible_to
from openilr.web.ui.lists import Column, Filter, ListPage, StandardView, one_of, show

_PAGES = {
    "membership": "accounts:person",
    "learner": "learners:overview",
    "employer": "employers:employer",
    "group": "providers:group",
    "provider": "providers:settings",
}
"""The page of a thing that an event names."""


_NOUNS = {"membership": "person", "user": "account"}
"""What a thing is called where its table has another name."""


class Subject:
    """What an event is about."""

    def __init__(self, event: Event) -> None:
        self._event = event

    def __str__(self) -> str:
        kind = self._event.subject_type
        return f"{_NOUNS.get(kind, kind)} {self._event.subject_id}".strip().capitalize()

    @property
    def address(self) -> str:
        """Its page; empty where there is none."""
        name = _PAGES.get(self._event.subject_type, "")
        args = [] if name == "providers:settings" else [self._event.subject_id]
        try:
            return reverse(name, args=args) if name else ""
        except NoReverseMatch:
            return ""


def _kinds(request: MemberRequest) -> Iterable[tuple[str, str]]:
    kinds = visible_to(request.membership).order_by("kind").values_list("kind", flat=True)
    return [(kind, kind_words(kind)) for kind in kinds.distinct()]


def _people(request: MemberRequest) -> Iterable[tuple[str, str]]:
    people = User.objects.filter(memberships__provider_id=request.membership.provider_id)
    return [(str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")]


def _by(values: Sequence[str]) -> Q:
    return Q(by__in=[value for value in values if value.isdigit()])


def _day(values: Sequence[str]) -> date | None:
    try:
        return date.fromisoformat(values[0])
    except ValueError:
        return None


def _from(values: Sequence[str]) -> Q:
    day = _day(values)
    return Q(at__date__gte=day) if day else Q()


def _to(values: Sequence[str]) -> Q:
    day = _day(values)
    return Q(at__date__lte=day) if day else Q()


def _rows(request: MemberRequest) -> QuerySet[Event]:
    return visible_to(request.membership)


_SUBJECT = ("subject_type", "subject_id")
EVENTS: ListPage[Any] = ListPage(
    name="audit",
    title="Audit",
    noun="events",
    here="settings",
    rows=_rows,
    order=("-at", "-pk"),
    columns=(
        Column("at", "When", lambda e: e.at, ("at",), "audit/at_cell.html"),
        Column("by", "Who", lambda e: e.by.name if e.by else "–", ("by__name",)),
        Column("kind", "What", lambda e: kind_words(e.kind), ("kind",)),
        Column("subject", "About", Subject, _SUBJECT, "audit/subject_cell.html"),
        Column("data", "Details", data_words),
        Column("note", "Note", lambda e: e.note),
        Column("request", "Request", lambda e: e.request_id[:8], kind="code", shown=False),
    ),
    filters=(
        Filter("kind", "What", one_of("kind"), _kinds),
        Filter("by", "Who", _by, _people),
        Filter("from", "From", _from),
        Filter("to", "To", _to),
        Filter("subject", "About", one_of("subject_id"), lambda request: ()),
    ),
    views=(
        StandardView("Failed sign-ins", "kind=sign-in.failed"),
        StandardView("Exports", "kind=list.exported"),
        StandardView("Role changes", "kind=person.role-changed"),
    ),
    none_fact="Nothing has been done here yet.",
)  # fmt: skip


@needs("audit.view")
def events(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, EVENTS)
