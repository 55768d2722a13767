"""The lists of imports, and of the learners of one."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from openilr.web.accounts.requests import MemberRequest
from openilr.web.records.models import Import, ImportItem
from openilr.web.ui.lists import (
    Column,
    Filter,
    ListPage,
    StandardView,
    from_choices,
    one_of,
)


def imports_of(request: MemberRequest) -> QuerySet[Import]:
    """The imports of the provider."""
    return Import.objects.filter(provider_id=request.membership.provider_id)


def _count(key: str) -> Any:
    return lambda one: one.summary.get(key)


IMPORTS: ListPage[Any] = ListPage(
    name="imports",
    title="Imports",
    noun="imports",
    here="learners:list",
    rows=lambda request: (
        imports_of(request).select_related("by").annotate(file_count=Count("files"))
    ),
    order=("-at", "pk"),
    columns=(
        Column("at", "Import", lambda i: i.at, ("at",), "records/import/at_cell.html"),
        Column(
            "state",
            "State",
            lambda i: i.get_state_display(),
            ("state",),
            "records/import/state_cell.html",
        ),
        Column("by", "By", lambda i: i.by.name, ("by__name",)),
        Column("files", "Files", lambda i: i.file_count, ("file_count",), kind="number"),
        Column("new", "New", _count("new"), kind="number"),
        Column("changed", "Changed", _count("changed"), kind="number"),
        Column("same", "No change", _count("same"), kind="number"),
        Column("problem", "To decide", _count("problem"), kind="number"),
        Column("stored", "Stored", _count("stored"), kind="number"),
    ),
    filters=(Filter("state", "State", one_of("state"), from_choices(Import.State)),),
    actions_template="records/import/list_actions.html",
    none_fact="No ILR file has been imported.",
    none_next="Import the files of one or more years: you see what they would change first.",
)


def _has_warnings(values: Any) -> Q:
    some = Q(pk__in=[])
    for value in values:
        some |= Q(warnings=[]) if value == "no" else ~Q(warnings=[])
    return some


def _done(values: Any) -> Q:
    some = Q(pk__in=[])
    for value in values:
        some |= Q(done_at__isnull=value == "no")
    return some


def warnings_in_words(item: ImportItem) -> str:
    """Everything to look at, for cells and files."""
    told = [str(one.get("message", "")) for one in item.warnings]
    return " ".join([item.failure, *told] if item.failure else told)


def learners_of(batch: Import) -> ListPage[Any]:
    """The learners of an import as a list."""
    return ListPage(
        name="import-learners",
        title="Learners of the import",
        noun="learners",
        here="learners:list",
        rows=lambda request: batch.items.defer("documents"),
        order=("pk",),
        search=lambda words: Q(name__icontains=words) | Q(learn_ref_number__istartswith=words),
        search_hint="Name or reference",
        columns=(
            Column(
                "reference",
                "Reference",
                lambda i: i.learn_ref_number,
                ("learn_ref_number",),
                "records/import/item_cell.html",
                kind="code",
            ),
            Column("name", "Learner", lambda i: i.name, ("name",)),
            Column(
                "action",
                "What happens",
                lambda i: i.get_action_display(),
                ("action",),
                "records/import/action_cell.html",
            ),
            Column("changes", "Fields", lambda i: len(i.changes) or None, kind="number"),
            Column(
                "look", "To look at", warnings_in_words, (), "records/import/warnings_cell.html"
            ),
            Column("done", "Stored", lambda i: i.done_at, ("done_at",), kind="day", shown=False),
        ),
        filters=(
            Filter("action", "What happens", one_of("action"), from_choices(ImportItem.Action)),
            Filter(
                "look",
                "To look at",
                _has_warnings,
                from_choices([("yes", "Something"), ("no", "Nothing")]),
            ),
            Filter("done", "Stored", _done, from_choices([("yes", "Yes"), ("no", "No")])),
        ),
        views=(
            StandardView("New", "action=new"),
            StandardView("Changes", "action=changed"),
            StandardView("To decide", "action=problem", alarming=True),
            StandardView("To look at", "look=yes"),
        ),
        none_fact="The files hold no learner.",
        extra={"crumb_batch": batch},
        actions_template="records/import/learners_actions.html",
    )
