"""What waits for QA: the list of changes to verified records, and each with what changed."""

# ruff: noqa: E501 - a column or filter is one line of its table

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from openilr.errors import EngineError
from openilr.record.differences import Change as Difference
from openilr.record.differences import differences
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import matching
from openilr.web.records import actions
from openilr.web.records.models import Change, Verification, Version
from openilr.web.records.status_forms import CloseForm
from openilr.web.records.words import code_label, value_words
from openilr.web.trackers.models import Tracker
from openilr.web.trackers.queries import visible_to
from openilr.web.ui.lists import Column, Filter, ListPage, StandardView, from_choices, one_of, show


def _rows(request: MemberRequest) -> QuerySet[Tracker]:
    return visible_to(request.membership).select_related("learner", "raised_by", "closed_by")


TRACKERS: ListPage[Tracker] = ListPage(
    name="trackers",
    title="Changes",
    noun="changes",
    here="trackers:list",
    rows=_rows,
    order=("-state", "-raised_at", "-pk"),
    search=lambda words: Q(learner__in=Learner.objects.filter(matching(words))),
    search_hint="Learner",
    columns=(
        Column("learner", "Learner", lambda t: t.learner.name, ("learner__family_name", "learner__given_names"), "trackers/learner_cell.html"),
        Column("reference", "Reference", lambda t: t.learner.learn_ref_number, ("learner__learn_ref_number",), kind="code"),
        Column("kind", "What", lambda t: t.get_kind_display()),
        Column("state", "State", lambda t: t.get_state_display(), ("state",), "trackers/state_cell.html"),
        Column("raised", "Raised", lambda t: t.raised_at.date(), ("raised_at",), kind="day"),
        Column("by", "By", lambda t: t.raised_by.name if t.raised_by else "", ("raised_by__name",)),
        Column("closed", "Closed", lambda t: t.closed_at.date() if t.closed_at else None, ("closed_at",), kind="day"),
        Column("closer", "Closed by", lambda t: t.closed_by.name if t.closed_by else "", ("closed_by__name",)),
        Column("note", "Note", lambda t: t.closing_note, shown=False),
    ),
    filters=(Filter("state", "State", one_of("state"), from_choices(Tracker.State)),),
    views=(
        StandardView("Waiting for QA", "state=open"),
        StandardView("Closed", "state=closed"),
    ),
    none_fact="Nothing waits.",
    none_next="When somebody changes a record that QA had verified, it stands here until QA has looked at the change.",
)  # fmt: skip


@needs("trackers.view")
def index(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    return show(request, TRACKERS)


@needs("trackers.view")
def tracker(request: MemberRequest, tracker: int) -> HttpResponse:
    """One tracker: what changed since QA's word, and the form that closes it."""
    found = get_object_or_404(_rows(request), pk=tracker)
    learner = found.learner
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        initial={"version_number": learner.version_number},
    )
    if form.is_bound and form.is_valid():
        try:
            actions.close_tracker(by=request.user, tracker=found, **form.cleaned_data)
        except EngineError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Change closed.")
            return redirect("trackers:tracker", found.pk)
    since = _verified_before(found)
    may_close = "trackers.close" in request.membership.permissions
    is_open = found.state == Tracker.State.OPEN
    context = {
        "tracker": found,
        "learner": learner,
        "since": since,
        "lines": _lines(found, since),
        "versions": _versions(found, since),
        "form": form if may_close and is_open else None,
        "here": "trackers:list",
    }
    return render(request, "trackers/tracker.html", context)


def _last(tracker: Tracker) -> int:
    """The last version that the tracker is about: the one that stands, or stood when it closed."""
    versions = Version.objects.filter(learner=tracker.learner)
    if tracker.closed_at is not None:
        versions = versions.filter(at__lte=tracker.closed_at)
    return versions.order_by("-number").values_list("number", flat=True).first() or 0


def _verified_before(tracker: Tracker) -> int:
    """The version that QA had verified when the tracker was raised."""
    words = Verification.objects.filter(
        learner=tracker.learner, version_number__lt=tracker.version_number
    )
    number = words.order_by("-version_number").values_list("version_number", flat=True).first()
    return number or 0


def _lines(tracker: Tracker, since: int) -> list[tuple[Difference, str, str]]:
    """What the record has now that the verified version had not, with both values in words."""
    numbers = [since, _last(tracker)]
    rows = Version.objects.filter(learner=tracker.learner, number__in=numbers)
    documents = dict(rows.values_list("number", "document"))
    before, after = documents.get(since), documents.get(numbers[1])
    if before is None or after is None:
        return []
    return [(one, _words(one, one.old), _words(one, one.new)) for one in differences(before, after)]


def _words(one: Difference, value: object) -> str:
    words, label = (
        value_words(one.entity, one.field, value),
        code_label(one.entity, one.field, value),
    )
    return f"{words}, {label}" if label else words


def _versions(tracker: Tracker, since: int) -> list[Version]:
    """Who made the changes, when and why."""
    rows = Version.objects.filter(
        learner=tracker.learner, number__gt=since, number__lte=_last(tracker)
    )
    changed = Change.objects.filter(version__in=rows).values("version")
    return list(
        rows.filter(pk__in=changed)
        .select_related("made_by", "authorised_by")
        .defer("document", "changes")
        .order_by("-number")
    )
