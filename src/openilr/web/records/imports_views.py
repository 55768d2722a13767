"""Importing ILR files: the list of imports, taking files in, the plan, and its learners."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from openilr.record.differences import Change
from openilr.record.names import value_in_words
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.audit.actions import record
from openilr.web.jobs.views import progress_of
from openilr.web.records import importing, imports_lists, imports_upload
from openilr.web.records.imports_lists import imports_of, learners_of
from openilr.web.records.models import Import, ImportItem
from openilr.web.ui.exports import csv_response
from openilr.web.ui.lists import show

HERE = "learners:list"


def _refuse_narrowed(request: MemberRequest) -> None:
    """An import reads and writes every learner of the provider."""
    if request.membership.groups.exists():
        raise PermissionDenied(
            "Your account sees some groups only, and an import is of the whole provider. Ask "
            "somebody whose account is not narrowed to groups."
        )


def _batch(request: MemberRequest, batch: str) -> Import:
    _refuse_narrowed(request)
    found: Import = get_object_or_404(
        imports_of(request).select_related("by", "provider"), pk=batch
    )
    return found


@needs("records.import")
def imports(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    _refuse_narrowed(request)
    return show(request, imports_lists.IMPORTS)


# Django's check of the form's token reads the whole request. So the size comes before it, and the
# token is checked by `_upload`, which the plain view calls.
@csrf_exempt
@needs("records.import")
def new(request: MemberRequest) -> HttpResponseBase:
    """The form, and the files it sends."""
    _refuse_narrowed(request)
    if request.method == "POST" and imports_upload.says_too_much(request):
        return _form(request, imports_upload.too_large(), 413)
    quota = imports_upload.watch(request)
    return _upload(request, quota)


@csrf_protect
def _upload(request: MemberRequest, quota: imports_upload.Quota) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    files = request.FILES.getlist("files")
    if quota.exceeded:
        return _form(request, imports_upload.too_large(), 413)
    provider = request.membership.provider
    try:
        batch = importing.upload(by=request.user, provider=provider, files=files)
    except importing.ImportRefused as error:
        return _form(request, str(error), 422)
    return redirect("records:import-batch", batch.pk)


def _form(request: MemberRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "here": HERE,
        "error": error,
        "most": imports_upload.settings.IMPORT_MAX_BYTES,
        "too_large": imports_upload.too_large(),
    }
    return render(request, "records/import/new.html", context, status=status)


@needs("records.import")
def batch(request: MemberRequest, batch: str) -> HttpResponse:
    """One import; for htmx the part that changes while it is worked on."""
    found = _batch(request, batch)
    template = "records/import/_state.html" if request.htmx else "records/import/batch.html"  # type: ignore[attr-defined]
    return render(request, template, _context(found))


def _context(batch: Import) -> dict[str, Any]:
    job = importing.latest_job(batch)
    living = job is not None and job.ended_at is None
    planned = batch.state == Import.State.PLANNED
    interrupted = batch.state == Import.State.IMPORTING and not living
    summary = batch.summary
    return {
        "batch": batch,
        "here": HERE,
        "files": batch.files.order_by("year", "name"),
        "job": job,
        "lives": living,
        "progress": progress_of(job) if job else None,
        "refusals": batch.refusal.splitlines(),
        "may_confirm": planned or interrupted,
        "interrupted": interrupted,
        "to_store": summary.get("new", 0) + summary.get("changed", 0) - summary.get("stored", 0),
        "may_abandon": not living
        and batch.state not in (Import.State.DONE, Import.State.ABANDONED),
    }


@require_POST
@needs("records.import")
def confirm(request: MemberRequest, batch: str) -> HttpResponse:
    """Carry the plan out."""
    found = _batch(request, batch)
    try:
        importing.confirm(by=request.user, batch=found)
    except importing.ImportRefused as error:
        messages.error(request, str(error))
    return redirect("records:import-batch", batch)


@require_POST
@needs("records.import")
def abandon(request: MemberRequest, batch: str) -> HttpResponse:
    """Give it up."""
    found = _batch(request, batch)
    try:
        importing.abandon(by=request.user, batch=found)
    except importing.ImportRefused as error:
        messages.error(request, str(error))
    return redirect("records:import-batch", batch)


@needs("records.import")
def learners(request: MemberRequest, batch: str) -> HttpResponseBase:
    """The learners of an import."""
    return show(request, learners_of(_batch(request, batch)))


@needs("records.import")
def learner(request: MemberRequest, batch: str, item: int) -> HttpResponse:
    """What an import would change, or has changed, of one learner."""
    found = _batch(request, batch)
    one: ImportItem = get_object_or_404(found.items.select_related("learner"), pk=item)
    waits = found.state == Import.State.PLANNED and one.action == ImportItem.Action.PROBLEM
    return render(
        request,
        "records/import/learner.html",
        {
            "here": HERE,
            "batch": found,
            "item": one,
            "changes": [_row(Change.from_json(change)) for change in one.changes],
            "may_accept": waits and bool(one.documents),
        },
    )


def _row(change: Change) -> dict[str, str]:
    def words(value: Any) -> str:
        if value is None:
            return ""
        if change.field is None:
            return str(value)
        return value_in_words(change.entity, change.field, value)

    return {
        "kind": change.kind.value,
        "name": change.name,
        "label": change.label,
        "old": words(change.old),
        "new": words(change.new),
    }


@require_POST
@needs("records.import")
def accept(request: MemberRequest, batch: str, item: int) -> HttpResponse:
    """Import a learner in doubt after all."""
    found = _batch(request, batch)
    one: ImportItem = get_object_or_404(found.items, pk=item)
    try:
        importing.accept(by=request.user, item=one)
    except importing.ImportRefused as error:
        messages.error(request, str(error))
    return redirect("records:import-learner", batch, item)


@needs("records.import")
def problems(request: MemberRequest, batch: str) -> HttpResponseBase:
    """Everything to look at as a file: a line for each."""
    found = _batch(request, batch)
    items = found.items.exclude(warnings=[], failure="").order_by("pk")
    record(request.user, "import.problems_exported", found, learners=items.count())
    rows = (
        row
        for item in items.iterator(500)
        for row in [
            *([[item.learn_ref_number, item.name, "", item.failure]] if item.failure else []),
            *(
                [item.learn_ref_number, item.name, one.get("year", ""), one.get("message", "")]
                for one in item.warnings
            ),
        ]
    )
    head = ["Reference", "Learner", "Year", "To look at"]
    return csv_response(f"import-problems-{str(found.pk)[:8]}", [], head, rows)
