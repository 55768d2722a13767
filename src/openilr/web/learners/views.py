"""Learners: lists, overview, caseload."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.accounts.roles import Role
from openilr.web.learners import actions
from openilr.web.learners.lists import AIMS, LEARNERS
from openilr.web.learners.queries import neighbour, visible_to
from openilr.web.records.shown import findings_of
from openilr.web.ui.lists import chosen_rows, show


@needs("learners.view")
def learners(request: MemberRequest) -> HttpResponseBase:
    """The list of learners; somebody with one record of their own goes straight to it."""
    if request.membership.role == Role.LEARNER:
        return redirect("learners:overview", request.membership.learner_id)
    return show(request, LEARNERS)


@needs("learners.view")
def overview(request: MemberRequest, learner: UUID) -> HttpResponse:
    """One learner: where the record stands, the aims, what was found, what was noted."""
    found = get_object_or_404(
        visible_to(request.membership).select_related(
            "provider", "programme", "employer", "tutor", "group"
        ),
        pk=learner,
    )
    sees_record = "records.view" in request.membership.permissions
    context = {
        "learner": found,
        "aims": found.aims.select_related("programme").order_by("start_date", "aim_type"),
        "here": "learners:list",
        "tab": "overview",
        "sees_record": sees_record,
    }
    if sees_record:
        context["findings"] = findings_of(found)
    return render(request, "learners/overview.html", context)


@needs("learners.view")
@require_GET
def next_learner(request: MemberRequest, learner: UUID, way: str) -> HttpResponse:
    """The same page of the learner before or after, by name; at an end of the list it stays."""
    if way not in ("before", "after"):
        raise Http404
    seen = visible_to(request.membership)
    here = get_object_or_404(seen, pk=learner)
    found = neighbour(seen, here, after=way == "after")
    if found is None:
        messages.info(
            request, f"{here.name} is the {'last' if way == 'after' else 'first'} learner."
        )
    tab = request.GET.get("tab", "")
    address = "records:record" if tab == "record" else "learners:overview"
    return redirect(address, (found or here).pk)


@needs("records.view")
def aims(request: MemberRequest) -> HttpResponseBase:
    """The list of aims."""
    return show(request, AIMS)


class TutorForm(forms.Form):
    """Whom to give the learners to."""

    tutor = forms.ModelChoiceField(
        User.objects.none(), label="Tutor", empty_label="Nobody", required=False
    )

    def __init__(self, membership: Membership, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        staff = User.objects.filter(
            memberships__provider_id=membership.provider_id, memberships__archived_at__isnull=True
        ).exclude(memberships__role__in=[Role.LEARNER, Role.EMPLOYER, Role.AUDITOR])
        self.fields["tutor"].queryset = staff.order_by("name").distinct()  # type: ignore[attr-defined]


@needs("learners.assign")
@require_POST
def assign(request: MemberRequest) -> HttpResponse:
    """Give the chosen learners a tutor: first the question, then the act."""
    chosen = chosen_rows(request, LEARNERS)
    form = TutorForm(request.membership, request.POST if "tutor" in request.POST else None)
    if form.is_bound and form.is_valid():
        count = actions.assign(
            by=request.user,
            membership=request.membership,
            learners=chosen,
            tutor=form.cleaned_data["tutor"],
        )
        messages.success(
            request, f"{count} learners given to {form.cleaned_data['tutor'] or 'nobody'}."
        )
        return redirect("learners:list")
    return render(
        request,
        "learners/assign.html",
        {
            "form": form,
            "count": chosen.count(),
            "chosen": request.POST.getlist("chosen"),
            "all": request.POST.get("all"),
            "here": "learners:list",
        },
    )
