"""Programmes: list and page."""

# ruff: noqa: E501 - a column is one line of its table

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.learners.models import ProgrammeStatus
from openilr.web.learners.queries import among_visible
from openilr.web.programmes.models import Programme
from openilr.web.ui.lists import Column, ListPage, show


def _rows(request: MemberRequest) -> QuerySet[Programme]:
    seen = among_visible(request.membership, "learners")
    return Programme.objects.filter(provider_id=request.membership.provider_id).annotate(
        learner_count=Count("learners", filter=seen),
        active_count=Count(
            "learners", filter=seen & Q(learners__programme_status=ProgrammeStatus.ACTIVE)
        ),
        break_count=Count(
            "learners", filter=seen & Q(learners__programme_status=ProgrammeStatus.BREAK)
        ),
        error_count=Count("learners", filter=seen & Q(learners__error_count__gt=0)),
        at_risk=Sum("learners__money_at_risk", filter=seen),
    )


PROGRAMMES: ListPage[Any] = ListPage(
    name="programmes",
    title="Programmes",
    noun="programmes",
    here="programmes:list",
    rows=_rows,
    order=("title", "pk"),
    search=lambda words: Q(title__icontains=words),
    search_hint="Title",
    columns=(
        Column(
            "title", "Programme", lambda one: one.title, ("title",), "programmes/title_cell.html"
        ),
        Column("standard", "Standard", lambda one: one.std_code, ("std_code",), kind="code"),
        Column(
            "framework",
            "Framework",
            lambda one: one.fwork_code,
            ("fwork_code",),
            kind="code",
            shown=False,
        ),
        Column("type", "Programme type", lambda one: one.prog_type, ("prog_type",), kind="code"),
        Column("level", "Level", lambda one: one.level, ("level",)),
        Column(
            "learners", "Learners", lambda one: one.learner_count, ("learner_count",), kind="number"
        ),
        Column("active", "Active", lambda one: one.active_count, ("active_count",), kind="number"),
        Column("break", "On a break", lambda one: one.break_count, ("break_count",), kind="number"),
        Column(
            "errors", "With errors", lambda one: one.error_count, ("error_count",), kind="number"
        ),
        Column(
            "risk", "At risk a month", lambda one: one.at_risk or None, ("at_risk",), kind="money"
        ),
    ),
    none_fact="No programme is on file.",
    none_next="Programmes come from the standards and frameworks of the learners' aims.",
)


@needs("programmes.view")
def programmes(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, PROGRAMMES)


@needs("programmes.view")
def programme(request: MemberRequest, programme: int) -> HttpResponseBase:
    """The learners of one programme."""
    found = get_object_or_404(Programme, pk=programme, provider_id=request.membership.provider_id)
    return redirect(f"{reverse('learners:list')}?programme={found.pk}")
