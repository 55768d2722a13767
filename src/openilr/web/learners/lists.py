"""The lists of learners and of aims."""

# ruff: noqa: E501 - a column or filter is one line of its table

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from openilr.ilr.calendar import open_years
from openilr.ilr.codes import for_field
from openilr.web.accounts.models import User
from openilr.web.accounts.requests import MemberRequest
from openilr.web.learners.models import Aim, IlrStatus, Learner, ProgrammeStatus
from openilr.web.learners.queries import aims_visible_to, matching, visible_to
from openilr.web.programmes.models import Programme
from openilr.web.providers.models import Group
from openilr.web.ui.lists import (
    BulkAct,
    Choices,
    Column,
    Filter,
    ListPage,
    StandardView,
    from_choices,
    one_of,
)
from openilr.web.ui.shell import today
from openilr.web.ui.templatetags.ui import money

YES_NO = (("yes", "Yes"), ("no", "No"))
LIVE = (ProgrammeStatus.ACTIVE, ProgrammeStatus.BREAK, ProgrammeStatus.ASSESSMENT)


def _rows(request: MemberRequest) -> QuerySet[Learner]:
    return visible_to(request.membership).select_related(
        "programme", "tutor", "employer", "group", "stale"
    )


def _tutors(request: MemberRequest) -> Iterable[tuple[str, str]]:
    tutors = User.objects.filter(caseload__provider_id=request.membership.provider_id).distinct()
    return [("none", "No tutor"), *((str(one.pk), one.name) for one in tutors.order_by("name"))]


def _programmes(request: MemberRequest) -> Iterable[tuple[str, str]]:
    programmes = Programme.objects.filter(provider_id=request.membership.provider_id)
    return [(str(one.pk), one.title) for one in programmes]


def _groups(request: MemberRequest) -> Iterable[tuple[str, str]]:
    groups = Group.objects.filter(provider_id=request.membership.provider_id)
    return [(str(one.pk), one.name) for one in groups]


def codes_of(field: str) -> Choices:
    """The codes of a field of an aim in any open year, with their labels."""

    def choices(request: MemberRequest) -> Iterable[tuple[str, str]]:
        found: dict[str, str] = {}
        for year in open_years(today()):
            codes = for_field("LearningDelivery", field, year) or ()
            found |= {one.code: f"{one.code}: {one.label}" for one in codes}
        return found.items()

    return choices


def within_groups(values: Sequence[str], learner: str = "") -> Q:
    """Rows whose learner is in the groups or in what lies below them; `learner` is the way to it."""
    condition = Q(pk__in=[])
    for path in Group.objects.filter(pk__in=values).values_list("path", flat=True):
        condition |= Q(**{f"{learner}group__path__startswith": path})
    return condition


def _tutor(values: Any) -> Q:
    chosen = [value for value in values if value != "none"]
    condition = Q(tutor__in=chosen)
    return condition | Q(tutor__isnull=True) if "none" in values else condition


def _yes_no(yes: Q) -> Any:
    return lambda values: yes if values[0] == "yes" else ~yes


def past_planned_end() -> Q:
    """In learning after the planned end of the current programme."""
    return Q(planned_end_date__lt=today(), actual_end_date__isnull=True) & Q(
        programme_status__in=LIVE
    )


LEARNERS: ListPage[Learner] = ListPage(
    name="learners",
    title="Learners",
    noun="learners",
    here="learners:list",
    rows=_rows,
    order=("family_name", "given_names", "learn_ref_number"),
    search=matching,
    search_hint="Name, reference, ULN or employer",
    columns=(
        Column("name", "Learner", lambda one: one.name, ("family_name", "given_names"), "learners/name_cell.html"),
        Column("reference", "Reference", lambda one: one.learn_ref_number, ("learn_ref_number",), kind="code"),
        Column("uln", "ULN", lambda one: one.uln, ("uln",), kind="code", shown=False),
        Column("programme", "Programme", lambda one: one.programme.title if one.programme else "", ("programme__title",)),
        Column("programme-status", "Programme status", lambda one: one.get_programme_status_display(), ("programme_status",), "learners/programme_status_cell.html"),
        Column("ilr-status", "ILR status", lambda one: one.get_ilr_status_display(), ("ilr_status",), "learners/ilr_status_cell.html"),
        Column("errors", "Errors", lambda one: one.error_count, ("error_count", "warning_count"), "learners/errors_cell.html", kind="number"),
        Column("warnings", "Warnings", lambda one: one.warning_count, ("warning_count",), kind="number"),
        Column("at-risk", "At risk a month", lambda one: one.money_at_risk or None, ("money_at_risk",), kind="money"),
        Column("start", "Start", lambda one: one.start_date, ("start_date",), kind="day"),
        Column("planned-end", "Planned end", lambda one: one.planned_end_date, ("planned_end_date",), kind="day"),
        Column("actual-end", "Actual end", lambda one: one.actual_end_date, ("actual_end_date",), kind="day", shown=False),
        Column("employer", "Employer", lambda one: one.employer.name if one.employer else "", ("employer__name",)),
        Column("tutor", "Tutor", lambda one: one.tutor.name if one.tutor else "", ("tutor__name",)),
        Column("group", "Group", lambda one: one.group.name if one.group else "", ("group__name",), shown=False),
        Column("changed", "Changed", lambda one: one.changed_at, ("changed_at",), kind="day", shown=False),
    ),
    filters=(
        Filter("status", "Programme status", one_of("programme_status"), from_choices(ProgrammeStatus)),
        Filter("ilr", "ILR status", one_of("ilr_status"), from_choices(IlrStatus)),
        Filter("errors", "Has errors", _yes_no(Q(error_count__gt=0)), from_choices(YES_NO)),
        Filter("warnings", "Has warnings", _yes_no(Q(warning_count__gt=0)), from_choices(YES_NO)),
        Filter("tutor", "Tutor", _tutor, _tutors),
        Filter("programme", "Programme", one_of("programme"), _programmes),
        Filter("group", "Group", within_groups, _groups),
        Filter(
            "past",
            "Past planned end",
            lambda values: past_planned_end() if values[0] == "yes" else ~past_planned_end(),
            from_choices(YES_NO),
        ),
        Filter("started-from", "Started from", lambda values: Q(start_date__gte=values[0])),
        Filter("started-to", "Started to", lambda values: Q(start_date__lte=values[0])),
    ),
    views=(
        StandardView("Errors", "errors=yes", alarming=True),
        StandardView("Not QA verified", "ilr=signed&ilr=signature-required&ilr=unknown&ilr=pending"),
        StandardView("On a break", "status=break"),
        StandardView("Past planned end", "past=yes"),
        StandardView("No tutor", "tutor=none&status=active"),
    ),
    acts=(
        BulkAct("Give a tutor", "learners:assign", "learners.assign"),
        BulkAct("QA verify", "records:bulk-verify", "records.verify"),
    ),
    actions_template="learners/list_actions.html",
    foot=lambda rows, count: (
        f"At risk, all {count}: "
        f"{money(rows.aggregate(total=Sum('money_at_risk'))['total'] or Decimal())} a month"
    ),
    none_fact="No learner is on file.",
    none_next="Import an ILR file, or add a learner.",
)  # fmt: skip


def _aim_rows(request: MemberRequest) -> QuerySet[Aim]:
    # The learners' provider again: by it the database walks their names in order.
    of_provider = Q(learner__provider_id=request.membership.provider_id)
    return (
        aims_visible_to(request.membership)
        .filter(of_provider)
        .select_related("learner", "programme")
    )


AIMS: ListPage[Aim] = ListPage(
    name="aims",
    title="Aims",
    noun="aims",
    here="learners:list",
    rows=_aim_rows,
    order=("learner__family_name", "learner__given_names", "start_date", "pk"),
    search=lambda words: Q(title__icontains=words)
    | Q(learn_aim_ref__iexact=words)
    | Q(learner__search_text__contains=words.lower()),
    search_hint="Learner, aim reference or title",
    columns=(
        Column("learner", "Learner", lambda one: one.learner.name, ("learner__family_name",), "learners/aim_learner_cell.html"),
        Column("reference", "Reference", lambda one: one.learner.learn_ref_number, ("learner__learn_ref_number",), kind="code"),
        Column("aim", "Aim", lambda one: one.learn_aim_ref, ("learn_aim_ref",), kind="code"),
        Column("title", "Title", lambda one: one.title, ("title",)),
        Column("programme", "Programme", lambda one: one.programme.title if one.programme else "", ("programme__title",)),
        Column("model", "Funding model", lambda one: one.fund_model, ("fund_model",), kind="code"),
        Column("start", "Start", lambda one: one.start_date, ("start_date",), kind="day"),
        Column("planned-end", "Planned end", lambda one: one.planned_end_date, ("planned_end_date",), kind="day"),
        Column("actual-end", "Actual end", lambda one: one.actual_end_date, ("actual_end_date",), kind="day"),
        Column("completion", "Completion status", lambda one: one.comp_status, ("comp_status",), kind="code"),
        Column("outcome", "Outcome", lambda one: one.outcome, ("outcome",), kind="code"),
    ),
    filters=(
        Filter("model", "Funding model", one_of("fund_model"), codes_of("FundModel")),
        Filter("type", "Aim type", one_of("aim_type"), codes_of("AimType")),
        Filter("completion", "Completion status", one_of("comp_status"), codes_of("CompStatus")),
        Filter("programme", "Programme", one_of("programme"), _programmes),
        Filter("excluded", "Excluded", lambda values: Q(excluded=values[0] == "yes"), from_choices(YES_NO)),
        Filter("started-from", "Started from", lambda values: Q(start_date__gte=values[0])),
        Filter("started-to", "Started to", lambda values: Q(start_date__lte=values[0])),
    ),
    views=(
        StandardView("Continuing", "completion=1"),
        StandardView("Programme aims", "type=1"),
        StandardView("Excluded", "excluded=yes"),
    ),
    none_fact="No aim is on file.",
    none_next="Aims come with the learners' records.",
)  # fmt: skip
