"""Pages of the history: the provider's, a learner's, two versions side by side, and downloads."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from openilr.ilr.file_name import make_file_name
from openilr.ilr.years import OPEN_YEARS
from openilr.record.differences import differences, fields_of
from openilr.record.document import Document, walk
from openilr.record.fields import field_named
from openilr.record.names import full_name
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner
from openilr.web.records.export import header, learner_xml
from openilr.web.records.history import HISTORY, of_learner
from openilr.web.records.models import Version
from openilr.web.records.status_views import learner_of
from openilr.web.records.words import code_label, value_words
from openilr.web.ui.lists import show
from openilr.web.ui.shell import LONDON


@needs("history.view")
def history(request: MemberRequest) -> HttpResponseBase:
    """What changed in all records that the person may see."""
    return show(request, HISTORY)


@needs("history.view")
def learner_history(request: MemberRequest, learner: UUID) -> HttpResponseBase:
    """What changed in one record."""
    return show(request, of_learner(learner_of(request, learner)))


@needs("history.view")
@require_GET
def versions(request: MemberRequest, learner: UUID) -> HttpResponse:
    """All versions of a record, and two of them side by side where two are named."""
    found = learner_of(request, learner)
    rows = list(
        found.versions.select_related("made_by", "authorised_by")
        .defer("document", "changes")
        .order_by("-number")
    )
    context = {
        "learner": found,
        "versions": rows,
        "years": OPEN_YEARS,
        "here": "learners:list",
        "tab": "history",
        "may_export": "lists.export" in request.membership.permissions,
    }
    before, after = _number(request, "from"), _number(request, "to")
    if after is not None:
        low, high = sorted((before or 0, after))
        context |= {"low": low, "high": high, **_side_by_side(found, low, high)}
    return render(request, "records/versions.html", context)


def _number(request: MemberRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


@dataclass(frozen=True)
class Line:
    """A field in two versions."""

    label: str
    name: str
    old: str
    new: str
    kind: str


@dataclass(frozen=True)
class Part:
    """A row of the record with the lines of its fields."""

    title: str
    lines: list[Line]


def _side_by_side(learner: Learner, low: int, high: int) -> dict[str, object]:
    """What differs between two versions, row by row; version 0 is before the record was made."""
    documents: list[Document | None] = []
    for number in (low, high):
        row = None if number == 0 else _version(learner, number)
        if row is not None and row.document is None:
            return {"erased": True}
        documents.append(row.document if row else None)
    before, after = documents
    if after is None:
        raise Http404("no such version")
    changes = differences(before, after)
    parts = [
        Part(
            title,
            [
                Line(
                    one.label,
                    one.field or "",
                    _words(one.entity, one.field, one.old),
                    _words(one.entity, one.field, one.new),
                    one.kind.value,
                )
                for one in of_row
            ],
        )
        for title, of_row in groupby(changes, key=lambda one: one.name)
    ]
    return {"parts": parts, "same": _same(after, {(c.row, c.field) for c in changes})}


def _same(document: Document, changed: set[tuple[str, str | None]]) -> list[Part]:
    """The fields that are the same in both versions."""
    parts = []
    for row in walk(document):
        lines = [
            Line(field_named(row.entity, name).label, name, "", _words(row.entity, name, value), "")
            for name, value in fields_of(row).items()
            if (row.id, name) not in changed
        ]
        if lines:
            parts.append(Part(full_name(document, row.place), lines))
    return parts


def _words(entity: str, field: str | None, value: object) -> str:
    words, label = value_words(entity, field, value), code_label(entity, field, value)
    return f"{words}, {label}" if label else words


def _version(learner: Learner, number: int) -> Version:
    return get_object_or_404(Version, learner=learner, number=number)


@needs("lists.export")
@require_GET
def version_xml(request: MemberRequest, learner: UUID, number: int, year: str) -> HttpResponse:
    """A version as ILR XML of a year, with all its aims."""
    found = learner_of(request, learner)
    row = _version(found, number)
    if row.document is None or year not in OPEN_YEARS:
        raise Http404("erased, or no such year")
    ukprn, now = found.provider.ukprn, timezone.now().astimezone(LONDON)
    content = learner_xml(row.document, year, header(ukprn, year, now))
    record(request.user, "record.exported", found, version=number, year=year)
    name = make_file_name(ukprn, year, now)
    return HttpResponse(
        content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
