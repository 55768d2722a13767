"""Employers: list and page."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.employers import actions
from openilr.web.employers.forms import EmployerForm
from openilr.web.employers.models import Employer
from openilr.web.employers.queries import visible_to
from openilr.web.learners.queries import among_visible
from openilr.web.learners.queries import visible_to as learners_visible_to
from openilr.web.ui.lists import Column, ListPage, show


def _rows(request: MemberRequest) -> QuerySet[Employer]:
    seen = among_visible(request.membership, "learners")
    return visible_to(request.membership).annotate(learner_count=Count("learners", filter=seen))


EMPLOYERS: ListPage[Any] = ListPage(
    name="employers",
    title="Employers",
    noun="employers",
    here="employers:list",
    rows=_rows,
    order=("name", "pk"),
    search=lambda words: Q(name__icontains=words) | Q(postcode__istartswith=words),
    search_hint="Name or postcode",
    columns=(
        Column("name", "Employer", lambda e: e.name, ("name",), "employers/name_cell.html"),
        Column("number", "Number", lambda e: e.employer_number, ("employer_number",), kind="code"),
        Column("agreement", "Agreement", lambda e: e.agreement_id, ("agreement_id",), kind="code"),
        Column("postcode", "Postcode", lambda e: e.postcode, ("postcode",)),
        Column("count", "Learners", lambda e: e.learner_count, ("learner_count",), kind="number"),
    ),
    actions_template="employers/list_actions.html",
    none_fact="No employer is on file.",
    none_next="Employers come in with an ILR import (EmpId), or are added here.",
)  # fmt: skip


@needs("employers.view")
def employers(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, EMPLOYERS)


@needs("employers.view")
def employer(request: MemberRequest, employer: int) -> HttpResponse:
    """One employer and the learners there."""
    found = get_object_or_404(visible_to(request.membership), pk=employer)
    learners = learners_visible_to(request.membership).filter(employer=found)[:200]
    return render(
        request,
        "employers/employer.html",
        {"employer": found, "learners": learners, "here": "employers:list"},
    )


@needs("employers.edit")
def add(request: MemberRequest) -> HttpResponse:
    """Add an employer."""
    form = EmployerForm(request.membership.provider_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_employer(
            by=request.user, membership=request.membership, employer=form.save(commit=False)
        )
        messages.success(request, f"{made.name} added.")
        return redirect("employers:employer", made.pk)
    return _form(request, form, "Add an employer", "Add the employer")


@needs("employers.edit")
def edit(request: MemberRequest, employer: int) -> HttpResponse:
    """Change an employer's details."""
    found = get_object_or_404(visible_to(request.membership), pk=employer)
    form = EmployerForm(request.membership.provider_id, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        actions.change_employer(by=request.user, employer=changed, fields=form.changed_data)
        messages.success(request, f"{changed.name} saved.")
        return redirect("employers:employer", changed.pk)
    return _form(request, form, "Change an employer", "Save")


def _form(request: MemberRequest, form: EmployerForm, title: str, act: str) -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "here": "employers:list"}
    return render(request, "employers/form.html", context, status=422 if form.is_bound else 200)
