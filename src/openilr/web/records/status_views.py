"""Pages of the acts on a record's ILR status: sign, verify, exclude, note, erase."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from openilr.errors import EngineError
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.audit.actions import record
from openilr.web.learners.lists import LEARNERS
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.learners.queries import visible_to
from openilr.web.records import actions
from openilr.web.records.status_forms import (
    EraseForm,
    ExcludeForm,
    NoteForm,
    ReasonForm,
    SignForm,
)
from openilr.web.records.uploads import KINDS
from openilr.web.ui.lists import chosen_rows

MOST_AT_ONCE = 2000
"""Records verified in one request."""


def learner_of(request: MemberRequest, learner: UUID) -> Learner:
    """A learner that the person may see, or 404."""
    seen = visible_to(request.membership).select_related("provider", "programme", "employer")
    return get_object_or_404(seen, pk=learner)


def _act(
    request: MemberRequest,
    learner: Learner,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    done: str,
    **words: object,
) -> HttpResponse:
    """Show a form, do what it asks, and say so or why not."""
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data)
        except EngineError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("learners:overview", learner.pk)
    context = {"learner": learner, "form": form, "here": "learners:list", **words}
    return render(request, "records/act.html", context)


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


@needs("records.sign")
def sign(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Record a signature."""
    found = learner_of(request, learner)
    form = SignForm(
        _posted(request),
        request.FILES if request.method == "POST" else None,
        initial={"version_number": found.version_number},
    )
    return _act(
        request,
        found,
        form,
        lambda data: actions.sign(by=request.user, learner=found, **data),
        "Signature recorded.",
        title="Record a signature",
        lead=f"Of version {found.version_number} of the record. Who signed it, when, and the page"
        " that shows it.",
        button="Record the signature",
    )


@needs("records.verify")
@require_POST
def verify(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Verify the version that was looked at."""
    found = learner_of(request, learner)
    given = request.POST.get("version_number", "")
    try:
        actions.verify(
            by=request.user,
            learner=found,
            version_number=int(given) if given.isdecimal() else 0,
        )
    except EngineError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Version {given} is QA verified.")
    return redirect("learners:overview", found.pk)


@needs("records.verify")
def withdraw(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Take QA's word back."""
    found = learner_of(request, learner)
    return _act(
        request,
        found,
        ReasonForm(_posted(request)),
        lambda data: actions.withdraw(by=request.user, learner=found, **data),
        "Verification withdrawn.",
        title="Withdraw the verification",
        lead="The record will not count as checked until QA verifies it again.",
        button="Withdraw",
    )


@needs("records.exclude")
def exclude(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Keep the record or an aim out of returns."""
    found = learner_of(request, learner)
    aims = [
        (aim.pk.hex, f"{aim.title or aim.learn_aim_ref} {aim.learn_aim_ref}".strip())
        for aim in found.aims.filter(excluded=False).order_by("start_date", "aim_type")
    ]
    return _act(
        request,
        found,
        ExcludeForm(aims, _posted(request)),
        lambda data: actions.exclude(by=request.user, learner=found, **data),
        "Kept out of returns from now on.",
        title="Keep out of returns",
        lead="What is kept out earns nothing and is not sent to DfE until it is included again.",
        button="Keep out",
    )


@needs("records.exclude")
@require_POST
def include(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Take the record, or one aim of it, into returns again."""
    found = learner_of(request, learner)
    try:
        actions.include(by=request.user, learner=found, aim=request.POST.get("aim", "")[:32])
    except EngineError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Included in returns again.")
    return redirect("learners:overview", found.pk)


@needs("records.note")
def note(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Write an ILR note."""
    found = learner_of(request, learner)
    return _act(
        request,
        found,
        NoteForm(_posted(request)),
        lambda data: actions.add_note(by=request.user, learner=found, **data),
        "Note kept, with the record of this moment.",
        title="Write a note",
        lead="A note stays as it is written: it cannot be changed or removed afterwards.",
        button="Keep the note",
    )


@needs("records.erase")
def erase(request: MemberRequest, learner: UUID) -> HttpResponse:
    """Erase what is known of a person."""
    found = learner_of(request, learner)
    form = EraseForm(_posted(request))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["reference"].strip().upper()
        if typed != found.learn_ref_number.upper():
            form.add_error("reference", "This is not the learner's reference.")
    versions = found.version_number
    return _act(
        request,
        found,
        form,
        lambda data: actions.erase(by=request.user, learner=found, reason=data["reason"]),
        f"Erased: {versions} version{'s' if versions != 1 else ''} of the record.",
        title="Erase this record",
        lead=f"All {versions} versions, notes, signatures and evidence go for good. That they were"
        " there, who made them and when stays, so that the history can be proved whole.",
        button="Erase for good",
        grave=True,
    )


# ------------------------------------------------------------------------------------- what is kept


@needs("records.view")
@require_GET
def evidence(request: MemberRequest, learner: UUID, signature: int) -> HttpResponseBase:
    """The evidence of a signature, as a download."""
    found = learner_of(request, learner)
    one = get_object_or_404(found.signatures.exclude(evidence=""), pk=signature)
    record(request.user, "record.evidence_opened", found, signature=one.pk)
    ending = f".{one.evidence_name.rpartition('.')[2]}"
    return FileResponse(
        one.evidence.open("rb"),
        as_attachment=True,
        filename=f"evidence-{one.pk}{ending}",
        content_type=KINDS.get(ending, "application/octet-stream"),
    )


@needs("records.view")
@require_GET
def note_export(request: MemberRequest, learner: UUID, note: int) -> HttpResponse:
    """The record as it stood when a note was written."""
    found = learner_of(request, learner)
    one = get_object_or_404(found.notes, pk=note)
    record(request.user, "record.exported", found, version=one.version_number, note_id=one.pk)
    return HttpResponse(
        bytes(one.export),
        content_type="application/xml",
        headers={
            "Content-Disposition": f'attachment; filename="note-{one.pk}-{one.year}.xml"',
        },
    )


# ---------------------------------------------------------------------------------------- in bulk


@needs("records.verify")
@require_POST
def bulk_verify(request: MemberRequest) -> HttpResponse:
    """Verify the chosen records: first what would happen, then the act and what was refused."""
    chosen = chosen_rows(request, LEARNERS)
    count = chosen.count()
    context: dict[str, Any] = {
        "here": "learners:list",
        "count": count,
        "most": MOST_AT_ONCE,
        "chosen": request.POST.getlist("chosen"),
        "all": request.POST.get("all"),
    }
    if "confirm" not in request.POST or not 0 < count <= MOST_AT_ONCE:
        by_status = dict(
            chosen.order_by()
            .values_list("ilr_status")
            .annotate(Count("pk"))
            .values_list("ilr_status", "pk__count")
        )
        ready = sum(by_status.pop(one, 0) for one in (IlrStatus.SIGNED, IlrStatus.PENDING))
        with_errors = chosen.filter(error_count__gt=0).count()
        others = [(IlrStatus(name).label, number) for name, number in sorted(by_status.items())]
        context |= {"ready": ready, "others": others, "with_errors": with_errors}
        return render(request, "records/bulk_verify.html", context)
    result = actions.bulk_verify(
        by=request.user,
        membership=request.membership,
        learner_ids=list(chosen.values_list("pk", flat=True)),
    )
    context |= {"result": result, "now": timezone.now()}
    return render(request, "records/bulk_verified.html", context)
