"""Employers: list and page."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from openilr.web.accounts.requests import MemberRequest, needs
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
