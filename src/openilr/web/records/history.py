"""The history of records as lists show it: what changed, by whom, why, and where it came from."""

# ruff: noqa: E501 - a column or filter is one line of its table

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from openilr.errors import EngineError
from openilr.record.fields import all_fields, entity_named, field_named
from openilr.web.accounts.models import User
from openilr.web.accounts.requests import MemberRequest
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import matching
from openilr.web.records.models import Change, Version
from openilr.web.records.queries import changes_visible_to
from openilr.web.records.words import value_words
from openilr.web.ui.lists import Column, Filter, ListPage, from_choices, one_of
from openilr.web.ui.shell import LONDON

NOT_YET_SENT = "Not yet sent"
"""Until returns are kept here, no change is known to have been sent."""


def changed_field(change: Change) -> str:
    """What a change is of, in a few words: the field's label, or what happened to the row."""
    if change.field:
        try:
            return field_named(change.entity, change.field).label
        except EngineError:
            return change.field
    if change.entity == "Learner":
        return "The record was made"
    return f"{entity_name(change.entity)} {change.get_kind_display().lower()}"


def entity_name(entity: str) -> str:
    """An entity's name for people."""
    try:
        return entity_named(entity).label
    except EngineError:
        return entity


def source_words(version: Version) -> str:
    """Where a version came from: "Import: ILR-….xml", "Screen: Record page"."""
    source = version.get_source_display()
    return f"{source}: {version.source_detail}" if version.source_detail else source


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{entity.name}.{field.name}", f"{field.label} ({entity.label})")
        for entity, field in all_fields()
    )


def _of_fields(values: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        entity, _, name = value.partition(".")
        condition |= Q(entity=entity, field=name)
    return condition


def _people(request: MemberRequest) -> Iterable[tuple[str, str]]:
    people = User.objects.filter(memberships__provider_id=request.membership.provider_id)
    return [(str(one.pk), one.name) for one in people.order_by("name")]


def _midnight(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), LONDON)
    except ValueError:
        return None


def _since(values: Sequence[str]) -> Q:
    day = _midnight(values[0])
    return Q(at__gte=day) if day else Q(pk__in=[])


def _until(values: Sequence[str]) -> Q:
    day = _midnight(values[0])
    return Q(at__lt=day + timedelta(days=1)) if day else Q(pk__in=[])


def _person(name: str) -> Callable[[Sequence[str]], Q]:
    return lambda values: Q(**{f"version__{name}__in": [v for v in values if v.isdecimal()]})


def _rows(request: MemberRequest) -> QuerySet[Change]:
    return (
        changes_visible_to(request.membership)
        .select_related(
            "learner", "version", "version__made_by", "version__authorised_by", "version__tracker"
        )
        .defer("version__document", "version__changes")
    )


HISTORY: ListPage[Change] = ListPage(
    name="history",
    title="History",
    noun="changes",
    here="records:history",
    rows=_rows,
    order=("-at", "-pk"),
    search=lambda words: Q(learner__in=Learner.objects.filter(matching(words))) | Q(version__reason__icontains=words),
    search_hint="Learner or reason",
    columns=(
        Column("learner", "Learner", lambda c: c.learner.name, ("learner__family_name", "learner__given_names"), "records/history_learner_cell.html"),
        Column("when", "When", lambda c: localtime(c.at).replace(tzinfo=None), ("at",), "records/history_when_cell.html"),
        Column("what", "What", changed_field, ("entity", "field"), "records/history_what_cell.html"),
        Column("row", "Where", lambda c: c.row_name if c.entity != "Learner" else "", shown=False),
        Column("name", "ILR field", lambda c: c.field, ("field",), kind="code", shown=False),
        Column("old", "Old", lambda c: value_words(c.entity, c.field, c.old), template="records/history_old_cell.html"),
        Column("new", "New", lambda c: value_words(c.entity, c.field, c.new), template="records/history_new_cell.html"),
        Column("who", "Who", lambda c: c.version.made_by.name if c.version.made_by else "", ("version__made_by__name",)),
        Column("authorised", "Authorised by", lambda c: c.version.authorised_by.name if c.version.authorised_by else "", ("version__authorised_by__name",)),
        Column("why", "Why", lambda c: c.version.reason),
        Column("source", "From", lambda c: source_words(c.version), ("version__source",)),
        Column("version", "Version", lambda c: c.version.number, ("version__number",), "records/history_version_cell.html", kind="number"),
        Column("sent", "First sent", lambda c: NOT_YET_SENT),
    ),
    filters=(
        Filter("who", "Who", _person("made_by"), _people),
        Filter("authorised", "Authorised by", _person("authorised_by"), _people),
        Filter("field", "Field", _of_fields, lambda request: _fields()),
        Filter("source", "From", one_of("version__source"), from_choices(Version.Source)),
        Filter("kind", "Kind", one_of("kind"), from_choices((("changed", "Changed"), ("added", "Added"), ("removed", "Removed")))),
        Filter("since", "Since", _since),
        Filter("until", "Until", _until),
    ),
    none_fact="No record has been changed yet.",
    none_next="Every change of a record stands here: what it was, what it is, who made it and why.",
)  # fmt: skip
"""The provider's whole history."""


def of_learner(learner: Learner) -> ListPage[Change]:
    """The history of one learner."""
    return replace(
        HISTORY,
        name="learner-history",
        title="Changes",
        here="learners:list",
        rows=lambda request: _rows(request).filter(learner=learner),
        columns=[one for one in HISTORY.columns if one.name != "learner"],
        search=lambda words: Q(version__reason__icontains=words) | Q(row_name__icontains=words),
        search_hint="Reason or row",
        head_template="records/history_head.html",
        extra={"learner": learner, "tab": "history"},
    )
