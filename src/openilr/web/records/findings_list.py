"""The list of findings, and the same grouped by rule."""

# ruff: noqa: E501 - a column or filter is one line of its table

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.learners.lists import within_groups
from openilr.web.providers.models import Group
from openilr.web.records.models import Assessment, Finding
from openilr.web.records.queries import findings_visible_to
from openilr.web.ui.lists import Column, Filter, ListPage, StandardView, one_of, show


def _rows(request: MemberRequest) -> QuerySet[Finding]:
    return findings_visible_to(request.membership).select_related("learner", "assessment")


def _rules(request: MemberRequest) -> Iterable[tuple[str, str]]:
    names = _rows(request).order_by("rule").values_list("rule", flat=True).distinct()
    return [(name, name) for name in names]


def _windows(request: MemberRequest) -> Iterable[tuple[str, str]]:
    found = (
        Assessment.objects.filter(provider_id=request.membership.provider_id)
        .values_list("year", "return_number")
        .distinct()
    )
    return [
        (f"{year}-{number}", f"20{year[:2]}/{year[2:]} R{number:02d}")
        for year, number in sorted(found)
    ]


def _in_windows(values: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        year, _, number = value.partition("-")
        if number.isdigit():
            condition |= Q(assessment__year=year, assessment__return_number=int(number))
    return condition


def _groups(request: MemberRequest) -> Iterable[tuple[str, str]]:
    groups = Group.objects.filter(provider_id=request.membership.provider_id)
    return [(str(one.pk), one.name) for one in groups]


def _window(one: Finding) -> str:
    return (
        f"20{one.assessment.year[:2]}/{one.assessment.year[2:]} R{one.assessment.return_number:02d}"
    )


FINDINGS: ListPage[Finding] = ListPage(
    name="findings",
    title="Findings",
    noun="findings",
    here="records:findings",
    rows=_rows,
    order=("severity", "rule", "learner__family_name", "pk"),
    search=lambda words: (
        Q(rule__icontains=words)
        | Q(message__icontains=words)
        | Q(learner__search_text__contains=words.lower())
    ),
    search_hint="Rule, words or learner",
    columns=(
        Column("message", "What", lambda one: one.message, ("rule",), "records/finding_cell.html"),
        Column("rule", "Rule", lambda one: one.rule, ("rule",), kind="code"),
        Column(
            "severity",
            "Severity",
            lambda one: one.get_severity_display(),
            ("severity",),
            "records/severity_cell.html",
        ),
        Column(
            "learner",
            "Learner",
            lambda one: one.learner.name,
            ("learner__family_name",),
            "records/finding_learner_cell.html",
        ),
        Column(
            "reference",
            "Reference",
            lambda one: one.learner.learn_ref_number,
            ("learner__learn_ref_number",),
            kind="code",
        ),
        Column("return", "Return", _window, ("assessment__year", "assessment__return_number")),
        Column("since", "Since", lambda one: one.since, ("since",), kind="day"),
        Column(
            "as-at",
            "As at",
            lambda one: one.assessment.as_at,
            ("assessment__as_at",),
            kind="day",
            shown=False,
        ),
    ),
    filters=(
        Filter(
            "severity",
            "Severity",
            one_of("severity"),
            lambda request: [("E", "Error"), ("W", "Warning")],
        ),
        Filter("rule", "Rule", one_of("rule"), _rules),
        Filter("return", "Return", _in_windows, _windows),
        Filter("group", "Group", lambda values: within_groups(values, "learner__"), _groups),
        Filter("since-from", "Since, from", lambda values: Q(since__gte=values[0])),
    ),
    views=(
        StandardView("Errors", "severity=E", alarming=True),
        StandardView("Warnings", "severity=W"),
    ),
    actions_template="records/findings_actions.html",
    none_fact="No findings.",
    none_next="Every record that was checked passes all rules that ran.",
)


@needs("findings.view")
def findings(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, FINDINGS)


@needs("findings.view")
def findings_by_rule(request: MemberRequest) -> HttpResponse:
    """How many learners each rule reports, and what that holds up."""
    groups = (
        _rows(request)
        .values("rule", "severity")
        .annotate(
            learners=Count("learner", distinct=True),
            at_risk=Sum("learner__money_at_risk"),
        )
        .order_by("severity", "-learners", "rule")
    )
    return render(
        request, "records/findings_by_rule.html", {"groups": groups, "here": "records:findings"}
    )
