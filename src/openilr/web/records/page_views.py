"""The record's page: it is edited where it is read, and every change is checked at once.

A change of a field is saved when the field is left (a version of the record), so a browser that is
killed loses at most the field being typed. While typing, the field checks of the one field answer.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from openilr.ilr.calendar import open_years, period_of
from openilr.record.document import (
    Document,
    UnknownRow,
    add_row,
    new_learner,
    remove_row,
    row,
    rows_below,
    set_fields,
)
from openilr.record.fields import AIM, ID, LEARNER, UnknownEntity, UnknownField, entity_named
from openilr.record.names import row_name
from openilr.web.accounts.permissions import may
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import visible_to
from openilr.web.records import actions
from openilr.web.records.field_check import faults_of
from openilr.web.records.models import Earning, Finding, Version
from openilr.web.records.page import TYPE_OF_CODE, Builder, FieldView
from openilr.web.records.queries import version_of, version_seen
from openilr.web.records.refusals import EditConflict
from openilr.web.records.shown import Shown, findings_of
from openilr.web.records.typed_text import from_typed, to_show
from openilr.web.records.why import why
from openilr.web.ui.charts import MoneyByMonth, Span, money_by_month, series_number, timeline
from openilr.web.ui.shell import today

SCREEN = "Record page"


def learner_of(request: MemberRequest, learner: UUID) -> Learner:
    """A learner that the person may see, or 404."""
    return get_object_or_404(
        visible_to(request.membership).select_related("provider", "programme", "employer", "tutor"),
        pk=learner,
    )


@dataclass(frozen=True)
class MoneyView:
    """The side panel's earnings: the months of this academic year, and what the edit changed."""

    year: str
    months: MoneyByMonth
    difference: Decimal | None


def money_of(learner: Learner, before: Decimal | None = None) -> MoneyView | None:
    """Earnings of the academic year of today; None where nothing is earned in it."""
    year = open_years(today())[-1]
    rows = earned_by(learner)
    amounts = [(row[1], series_number(row[2]), row[3]) for row in rows if row[0] == year]
    difference = None if before is None else _total(rows) - before
    if not amounts and not difference:
        return None
    return MoneyView(year, money_by_month(amounts, period_of(year, today())), difference)


Earned = tuple[str, int, str, Decimal]
"""Academic year, month, kind and amount."""


def earned_by(learner: Learner) -> list[Earned]:
    """All that the record earns up to its planned ends."""
    rows = Earning.objects.filter(learner=learner, projected=False)
    return list(rows.values_list("academic_year", "period", "kind", "amount"))


def _total(rows: Iterable[Earned]) -> Decimal:
    return sum((row[3] for row in rows), Decimal())


def _span(titles: Mapping[str, str], data: Mapping[str, Any]) -> Span:
    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(str(data.get(name, "")))
        except ValueError:
            return None

    kind = {2: "achieved", 6: "break"}.get(data.get("CompStatus", 1), "learning")
    if kind == "achieved" and data.get("Outcome") != 1:
        kind = "ended"
    return Span(
        title=titles.get(data[ID]) or str(data.get("LearnAimRef", "Aim")),
        note=row_name(AIM, data),
        link=f"#r-{data[ID]}",
        start=day("LearnStartDate"),
        planned_end=day("LearnPlanEndDate"),
        actual_end=day("LearnActEndDate"),
        kind=kind,
    )


def _timeline(version: Version) -> Any:
    """The aims as spans of time."""
    titles = {UUID(one["id"]).hex: one["title"] for one in version.aim_titles}  # type: ignore[attr-defined]
    spans = [_span(titles, one) for one in rows_below(version.document or {}, AIM)]
    spans.sort(key=lambda one: one.start or date.max)
    return timeline(spans, today())


def _context(
    request: MemberRequest, learner: Learner, version: Version, findings: Sequence[Shown]
) -> dict[str, Any]:
    document: Document = version.document or {}
    years = open_years(today())
    return {
        "learner": learner,
        "version": version,
        "record": Builder(document, years, findings).page(),
        "may_edit": may(request.user, "records.edit", learner.provider_id),
        "here": "learners:list",
        "tab": "record",
        "neighbours": None,
    }


def _side(
    request: MemberRequest,
    learner: Learner,
    findings: Sequence[Shown],
    before: Decimal | None = None,
) -> dict[str, Any]:
    sees_money = may(request.user, "funding.view", learner.provider_id)
    return {
        "findings": findings,
        "error_count": sum(one.severity == "E" for one in findings),
        "warning_count": sum(one.severity == "W" for one in findings),
        "money": money_of(learner, before) if sees_money else None,
        "assessments": learner.assessments.order_by("year", "return_number"),
        "changes": learner.changes.select_related("version", "version__made_by").defer(
            "version__document", "version__changes"
        )[:5],
    }


@needs("records.view")
@require_GET
def record_page(request: MemberRequest, learner: UUID) -> HttpResponse:
    """The whole record."""
    version = _version_seen(request, learner)
    found = version.learner
    findings = findings_of(found)
    context = _context(request, found, version, findings) | _side(request, found, findings)
    context["timeline"] = _timeline(version)
    return render(request, "records/page/record.html", context)


def _version_seen(request: MemberRequest, learner: UUID, number: int | None = None) -> Version:
    """A version with its learner, or 404."""
    try:
        return version_seen(request.membership, learner, number)
    except Version.DoesNotExist as missing:
        raise Http404 from missing


# ------------------------------------------------------------------------------------------ saving


def _typed_changes(request: MemberRequest, document: Document) -> dict[str, dict[str, str]]:
    """The fields of the form that differ from the record: {row id: {field: text}}.

    Errors: UnknownRow, UnknownField for a form that is not ours.
    """
    changed: dict[str, dict[str, str]] = {}
    rows: dict[str, Any] = {}
    for key, text in request.POST.items():
        if not key.startswith("f-"):
            continue
        _, row_id, name = key.split("-", 2)
        found = rows.setdefault(row_id, row(document, row_id))
        field = entity_named(found.entity).fields.get(name)
        if field is None:
            raise UnknownField(f"{found.entity} has no field {name}.")
        shown = to_show(field, found.data.get(name))
        if str(text).strip() != shown:
            changed.setdefault(row_id, {})[name] = from_typed(field, str(text))
    return changed


@needs("records.edit")
@require_POST
def save_fields(request: MemberRequest, learner: UUID) -> HttpResponseBase:
    """Save what was typed: a field that was left, or a panel's form without JavaScript."""
    started = time.perf_counter()
    number = request.POST.get("base", "")
    # The version that the page showed, on which the edit stands.
    base = _version_seen(request, learner, int(number) if number.isdigit() else None)
    found = base.learner
    try:
        changed = _typed_changes(request, base.document or {})
        document = base.document or {}
        for row_id, values in changed.items():
            document = set_fields(document, row_id, values)
    except (UnknownRow, UnknownField, ValueError):
        return _refuse(request, "This form does not fit the record. Load the page again.", 400)
    return _store(request, found, base, document, started)


def _base(request: MemberRequest, learner: Learner) -> Version:
    """The version that the page showed, on which the edit stands."""
    number = request.POST.get("base", "")
    wanted = int(number) if number.isdigit() else learner.version_number
    return get_object_or_404(Version, learner=learner, number=wanted)


def _store(
    request: MemberRequest, learner: Learner, base: Version, document: Document, started: float
) -> HttpResponseBase:
    before_findings = findings_of(learner)
    before_money = _total(earned_by(learner))
    try:
        saved = actions.save(
            by=request.user,
            learner=learner,
            document=document,
            base_version=base.number,
            reason=request.POST.get("reason", "").strip(),
            source=Version.Source.SCREEN,
            source_detail=SCREEN,
        )
    except EditConflict as conflict:
        return _conflict(request, learner, conflict)
    if not request.htmx:  # type: ignore[attr-defined]
        if saved.merged:
            messages.warning(request, "Somebody else saved this record; both changes are in it.")
        messages.success(request, "Saved.")
        return redirect(_record_address(learner))
    learner = saved.learner
    version = saved.version or version_of(learner, learner.version_number)
    findings = findings_of(learner)
    context = _context(request, learner, version, findings)
    context |= _side(request, learner, findings, before_money)
    context |= {
        "saved": timezone.localtime(),
        "took": round((time.perf_counter() - started) * 1000),
        "merged": saved.merged,
        "cured": _count_gone(before_findings, findings),
        "new": _count_gone(findings, before_findings),
        "fields": _fields_to_redraw(context["record"], before_findings, findings, request),
        "redrawn": _codes_of_another_list(context["record"], request),
    }
    return render(request, "records/page/saved.html", context)


def _count_gone(before: Sequence[Shown], after: Sequence[Shown]) -> int:
    """How many findings of `before` are not in `after`."""
    remaining = {(one.rule, one.row) for one in after}
    return sum((one.rule, one.row) not in remaining for one in before)


def _fields_to_redraw(
    record: Any, before: Sequence[Shown], after: Sequence[Shown], request: MemberRequest
) -> list[Any]:
    """The fields whose findings may have changed, and those just saved."""
    places = {place for one in (*before, *after) for place in one.places}
    posted = (key.split("-", 2) for key in request.POST if key.startswith("f-"))
    places |= {(row_id, name) for _, row_id, name in posted}
    return [one for one in all_fields(record) if (one.row, one.name) in places]


def _codes_of_another_list(record: Any, request: MemberRequest) -> list[FieldView]:
    """The codes whose list has changed with the type beside them, which was just saved."""
    posted = {key for key in request.POST if key.startswith("f-")}
    return [
        one
        for one in all_fields(record)
        if one.name in TYPE_OF_CODE and f"f-{one.row}-{TYPE_OF_CODE[one.name]}" in posted
    ]


def all_fields(record: Any) -> Iterable[Any]:
    """Every field of a drawn record."""

    def of_groups(groups: Iterable[Any]) -> Iterable[Any]:
        for group in groups:
            for one in group.rows:
                yield from one.fields
                yield from of_groups(one.groups)

    for one in (*record.aims, *record.sections):
        yield from one.fields
        yield from of_groups(one.groups)


def _conflict(request: MemberRequest, learner: Learner, conflict: EditConflict) -> HttpResponse:
    """Both values of each field that two people changed, to choose from.

    What else the person had changed goes along in the form, so that choosing loses nothing.
    """
    chosen = {f"f-{one.conflict.row}-{one.conflict.field}" for one in conflict.edits}
    mine = [(k, v) for k, v in request.POST.items() if k.startswith("f-") and k not in chosen]
    context = {
        "learner": learner,
        "conflict": conflict,
        "others": mine,
        "current": conflict.current_version,
        "here": "learners:list",
        "tab": "record",
        "may_edit": True,
    }
    partial = bool(request.htmx)  # type: ignore[attr-defined]
    # htmx swaps in no answer of an error: for it the page of the conflict is like another.
    response = render(
        request, "records/page/conflict.html", context, status=200 if partial else 409
    )
    if partial:
        response["HX-Retarget"] = "#main"
        response["HX-Reswap"] = "innerHTML"
        response["HX-Reselect"] = "#main > *"
    return response


def _refuse(request: MemberRequest, words: str, status: int) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "records/page/refused.html", {"words": words})
    messages.error(request, words)
    return redirect(request.META.get("HTTP_REFERER", "/") if status < 400 else "learners:list")


def _record_address(learner: Learner, anchor: str = "") -> str:
    address = reverse("records:record", args=[learner.pk])
    return f"{address}#{anchor}" if anchor else address


@needs("records.edit")
@require_POST
def add_record_row(request: MemberRequest, learner: UUID) -> HttpResponseBase:
    """Add a row below another: an aim, a price, an employment status."""
    found = learner_of(request, learner)
    base = _base(request, found)
    try:
        document, made = add_row(
            base.document or {},
            request.POST["parent"],
            request.POST["entity"],
            _first_values(request),
        )
    except (UnknownRow, UnknownEntity, UnknownField, KeyError):
        return _refuse(request, "This row cannot be added here. Load the page again.", 400)
    try:
        actions.save(
            by=request.user,
            learner=found,
            document=document,
            base_version=base.number,
            reason="",
            source=Version.Source.SCREEN,
            source_detail=SCREEN,
        )
    except EditConflict as conflict:
        return _conflict(request, found, conflict)
    return redirect(_record_address(found, f"r-{made}"))


def _first_values(request: MemberRequest) -> dict[str, str]:
    """What a new row starts with, so that it is never an empty shell in the file."""
    if request.POST["entity"] == AIM:
        return {"AimType": "3", "CompStatus": "1", "LearnStartDate": today().isoformat()}
    return {}


@needs("records.edit")
@require_POST
def remove_record_row(request: MemberRequest, learner: UUID) -> HttpResponseBase:
    """Take a row away; an aim is asked about first, with a reason."""
    found = learner_of(request, learner)
    base = _base(request, found)
    try:
        target = row(base.document or {}, request.POST.get("row", ""))
        document = remove_row(base.document or {}, target.id)
    except UnknownRow:
        return _refuse(request, "This row is gone already. Load the page again.", 400)
    reason = request.POST.get("reason", "").strip()
    if target.entity == AIM and not reason:
        below = [
            (entity_named(child).label, len(rows_below(target.data, child)))
            for child in entity_named(AIM).children
            if rows_below(target.data, child)
        ]
        context = {
            "learner": found,
            "row": target,
            "title": row_name(AIM, target.data),
            "below": below,
            "base": base.number,
            "here": "learners:list",
            "asked": "asked" in request.POST,
        }
        return render(request, "records/page/remove_aim.html", context)
    try:
        actions.save(
            by=request.user,
            learner=found,
            document=document,
            base_version=base.number,
            reason=reason,
            source=Version.Source.SCREEN,
            source_detail=SCREEN,
        )
    except EditConflict as conflict:
        return _conflict(request, found, conflict)
    messages.success(request, f"{row_name(target.entity, target.data)} removed.")
    return redirect(_record_address(found))


@needs("findings.view")
@require_GET
def why_finding(request: MemberRequest, learner: UUID, finding: int) -> HttpResponse:
    """Why a finding is there: a dialog's body for htmx, else a page."""
    found = get_object_or_404(
        Finding.objects.select_related("assessment", "learner"),
        pk=finding,
        learner=learner_of(request, learner),
    )
    partial = bool(request.htmx)  # type: ignore[attr-defined]
    template = "records/page/why_body.html" if partial else "records/page/why.html"
    context = {
        "why": why(found),
        "learner": found.learner,
        "partial": partial,
        "here": "learners:list",
    }
    return render(request, template, context)


# ------------------------------------------------------------------------------------ while typing


@needs("records.edit")
@require_POST
def check_field(request: MemberRequest, learner: UUID) -> HttpResponse:
    """The field checks of one field as it is typed; nothing is stored."""
    found = learner_of(request, learner)
    version = version_of(found, found.version_number)
    key = request.POST.get("field", "")
    try:
        _, row_id, name = key.split("-", 2)
        target = row(version.document or {}, row_id)
        field = entity_named(target.entity).fields[name]
    except (ValueError, UnknownRow, KeyError):
        return HttpResponse(status=204)
    text = from_typed(field, request.POST.get(key, ""))
    return render(
        request,
        "records/page/typing.html",
        {"faults": faults_of(field, target.entity, text), "key": key},
    )


@needs("records.edit")
def add_learner(request: MemberRequest) -> HttpResponseBase:
    """Add a learner by the few things that tell a person: reference, names, birth date, ULN."""
    fields = entity_named(LEARNER).fields
    names = ("LearnRefNumber", "GivenNames", "FamilyName", "DateOfBirth", "ULN")
    shown = [(fields[name], request.POST.get(name, "")) for name in names]
    problems: dict[str, str] = {}
    if request.method == "POST":
        values = {name: from_typed(fields[name], request.POST.get(name, "")) for name in names}
        values = {name: text for name, text in values.items() if text}
        if not values.get("LearnRefNumber"):
            problems["LearnRefNumber"] = (
                "Enter the reference that tells this learner at your provider."
            )
        elif len(values["LearnRefNumber"]) > 12:
            problems["LearnRefNumber"] = "A reference has at most 12 characters."
        elif Learner.objects.filter(
            provider_id=request.membership.provider_id, learn_ref_number=values["LearnRefNumber"]
        ).exists():
            problems["LearnRefNumber"] = "Another learner has this reference."
        if not problems:
            made = actions.add_learner(
                by=request.user,
                provider=request.membership.provider,
                document=new_learner(values),
                source=Version.Source.SCREEN,
                source_detail="Add learner",
            )
            return redirect(_record_address(made.learner))
    return render(
        request,
        "records/page/add.html",
        {
            "shown": [(field, text, problems.get(field.name, "")) for field, text in shown],
            "problems": problems,
            "here": "learners:list",
        },
        status=422 if problems else 200,
    )
