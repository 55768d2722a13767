"""The one list page: columns, filters, order, saved views, chosen rows and export, declared once.

A room declares a `ListPage` (columns, filters, bulk acts) and its view calls `show`. The address
holds every filter but the words of the search box, which may be a name and are posted and kept in
the session.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from openilr.web.accounts.permissions import require
from openilr.web.accounts.requests import MemberRequest
from openilr.web.audit.actions import record
from openilr.web.ui.exports import csv_response, xlsx_response
from openilr.web.ui.models import ListColumns, SavedView
from openilr.web.ui.shell import today

M = TypeVar("M", bound=Model)
PER_PAGE = 50
PAGE, SORT, VIEW, FORMAT = "page", "sort", "view", "format"
NOT_FILTERS = frozenset({PAGE, SORT, VIEW, FORMAT})


@dataclass(frozen=True)
class Column(Generic[M]):
    """A column of a list.

    Attributes:
        name: its name in addresses and exports' order.
        title: its head.
        value: a row's value, as exports give it.
        sort: the ORM expressions it sorts by; none = not sortable.
        template: a template for the cell, with `row` and `value`; none = the value as text.
        kind: "text", "code", "day", "money", "number" or "status": how a cell stands.
        shown: whether it is among the columns of somebody who chose none.
    """

    name: str
    title: str
    value: Callable[[M], Any]
    sort: tuple[str, ...] = ()
    template: str = ""
    kind: str = "text"
    shown: bool = True


Choices = Callable[[MemberRequest], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Filter:
    """A filter of a list, shown as a chip.

    Attributes:
        name: its name in the address.
        title: the word of the chip.
        condition: the query for the chosen values.
        choices: the values one can choose, with their words; none = a date.
    """

    name: str
    title: str
    condition: Callable[[Sequence[str]], Q]
    choices: Choices | None = None

    def words(self, request: MemberRequest, values: Sequence[str]) -> str:
        """The chosen values in words."""
        if self.choices is None:
            return ", ".join(values)
        known = dict(self.choices(request))
        return ", ".join(known.get(value, value) for value in values)


def one_of(field_name: str) -> Callable[[Sequence[str]], Q]:
    """The condition that a field is one of the chosen values."""
    return lambda values: Q(**{f"{field_name}__in": values})


def from_choices(choices: Any) -> Choices:
    """The choices of a model's field."""
    return lambda request: choices.choices if hasattr(choices, "choices") else choices


@dataclass(frozen=True)
class BulkAct:
    """Something to do with the chosen rows: the address of a page that previews it."""

    title: str
    address: str
    permission: str


@dataclass(frozen=True)
class StandardView:
    """A saved view everybody has."""

    title: str
    query: str
    alarming: bool = False


@dataclass(frozen=True)
class ListPage(Generic[M]):
    """A list, declared.

    Attributes:
        name: its name for saved views and chosen columns.
        title: the page's title.
        rows: the rows this person may see, with everything the columns need.
        key: what a row is called in forms (its primary key) ...
        search: fields that the search box looks in.
        order: the order where none is chosen.
    """

    name: str
    title: str
    noun: str
    rows: Callable[[MemberRequest], QuerySet[M]]
    columns: Sequence[Column[M]]
    filters: Sequence[Filter] = ()
    search: Callable[[str], Q] | None = None
    search_hint: str = "Filter this list"
    order: tuple[str, ...] = ()
    views: Sequence[StandardView] = ()
    acts: Sequence[BulkAct] = ()
    here: str = ""
    actions_template: str = ""
    head_template: str = ""
    empty_fact: str = "Nothing matches these filters."
    empty_next: str = "Remove a filter to see more."
    none_fact: str = "There is nothing here yet."
    none_next: str = ""
    foot: Callable[[QuerySet[M], int], str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chip:
    """A filter that is on."""

    title: str
    words: str
    without: str


@dataclass(frozen=True)
class Head:
    """The head of a column: its title, and where a click leads."""

    column: Column[Any]
    link: str
    state: str


@dataclass(frozen=True)
class Tab:
    """A saved view."""

    title: str
    link: str
    current: bool
    alarming: bool = False
    own: int | None = None


@dataclass(frozen=True)
class Cell:
    """A cell as the table draws it."""

    column: Column[Any]
    value: Any
    first: bool


@dataclass(frozen=True)
class Row:
    """A row as the table draws it."""

    row: Any
    key: str
    cells: list[Cell]


def _with(query: QueryDict, **changes: str | None) -> str:
    """The address's query with some parts changed; a change also returns to the first page."""
    new = query.copy()
    new.pop(PAGE, None)
    new.pop(FORMAT, None)
    for name, value in changes.items():
        if value is None:
            new.pop(name, None)
        else:
            new[name] = value
    return f"?{new.urlencode()}"


def clean_words(text: str) -> str:
    """What somebody searches for, without what no stored text can hold."""
    return text.replace("\0", "").strip()[:100]


def _words_key(page: ListPage[Any]) -> str:
    return f"list-words-{page.name}"


def filtered(page: ListPage[M], request: MemberRequest) -> QuerySet[M]:
    """The rows with the address's filters and the session's search words."""
    rows = page.rows(request)
    for one in page.filters:
        values = [value for value in request.GET.getlist(one.name) if value]
        if values:
            rows = rows.filter(one.condition(values))
    words = request.session.get(_words_key(page), "")
    if words and page.search is not None:
        rows = rows.filter(page.search(words))
    return rows


def chosen_rows(request: MemberRequest, page: ListPage[M]) -> QuerySet[M]:
    """The rows chosen for a bulk act: those ticked, or all that the filters show.

    "All" carries the filters it was ticked under, so that what was seen is what is done.
    """
    if "all" in request.POST:
        request.GET = QueryDict(request.POST["all"])
        return filtered(page, request)
    wanted = request.POST.getlist("chosen")
    try:
        return page.rows(request).filter(pk__in=wanted)
    except (ValueError, ValidationError):
        return page.rows(request).none()


def ordered(page: ListPage[M], request: MemberRequest, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows in the order of the address, ties in the list's own order."""
    wanted = request.GET.get(SORT, "")
    column = next((c for c in page.columns if c.name == wanted.lstrip("-") and c.sort), None)
    if column is None:
        return rows.order_by(*page.order) if page.order else rows
    down = wanted.startswith("-")
    keys = [f"-{key}" if down else key for key in column.sort]
    return rows.order_by(*keys, *(key for key in page.order if key.lstrip("-") not in column.sort))


def _columns(page: ListPage[M], request: MemberRequest) -> list[Column[M]]:
    kept = ListColumns.objects.filter(user=request.user, list_name=page.name).first()
    known = {column.name: column for column in page.columns}
    chosen = [known[name] for name in kept.columns if name in known] if kept else []
    return chosen or [column for column in page.columns if column.shown]


def _heads(columns: Sequence[Column[Any]], request: HttpRequest) -> Iterator[Head]:
    sorted_by = request.GET.get(SORT, "")
    for column in columns:
        up = sorted_by == column.name
        state = "ascending" if up else ("descending" if sorted_by == f"-{column.name}" else "")
        link = _with(request.GET, sort=f"-{column.name}" if up else column.name)
        yield Head(column, link if column.sort else "", state)


def _chips(page: ListPage[Any], request: MemberRequest) -> Iterator[Chip]:
    for one in page.filters:
        values = [value for value in request.GET.getlist(one.name) if value]
        if values:
            yield Chip(
                one.title, one.words(request, values), _with(request.GET, **{one.name: None})
            )


def _tabs(page: ListPage[Any], request: MemberRequest) -> Iterator[Tab]:
    here = {name: request.GET.getlist(name) for name in request.GET if name not in NOT_FILTERS}

    def is_here(query: str) -> bool:
        wanted = QueryDict(query)
        return here == {name: wanted.getlist(name) for name in wanted if name not in NOT_FILTERS}

    yield Tab("All", "?", is_here(""))
    for view in page.views:
        yield Tab(view.title, f"?{view.query}", is_here(view.query), view.alarming)
    own = SavedView.objects.filter(
        Q(owner=request.user) | Q(shared=True),
        provider_id=request.membership.provider_id,
        list_name=page.name,
    )
    for saved in own:
        mine = saved.pk if saved.owner_id == request.user.pk else None
        yield Tab(saved.title, f"?{saved.query}", is_here(saved.query), own=mine)


def _drawn(columns: Sequence[Column[Any]], rows: Page[Any]) -> list[Row]:
    return [
        Row(
            row,
            str(row.pk),
            [Cell(column, column.value(row), index == 0) for index, column in enumerate(columns)],
        )
        for row in rows
    ]


def plain(value: Any) -> Any:
    """A value as an export writes it: dates, numbers and text stay what they are."""
    if value is None or isinstance(value, str | int | float | Decimal | date | datetime):
        return value
    return str(value)


def _export(page: ListPage[Any], request: MemberRequest, rows: QuerySet[Any]) -> HttpResponseBase:
    require(request.user, "lists.export", request.membership)
    columns = _columns(page, request)
    filters = [f"{chip.title}: {chip.words}" for chip in _chips(page, request)]
    record(
        request.user,
        "list.exported",
        provider_id=request.membership.provider_id,
        list=page.name,
        format=request.GET[FORMAT],
        rows=rows.count(),
        filters=[one.name for one in page.filters if request.GET.getlist(one.name)],
    )
    head = [column.title for column in columns]
    cells = ([plain(column.value(row)) for column in columns] for row in rows.iterator(2000))
    name = f"{page.name}-{today():%Y%m%d}"
    about = [f"{page.title}, as at {today():%d %B %Y}", *filters]
    make = xlsx_response if request.GET[FORMAT] == "xlsx" else csv_response
    return make(name, about, head, cells)


def show(request: MemberRequest, page: ListPage[M]) -> HttpResponseBase:
    """Answer for a list: the page, its fragment for htmx, or an export."""
    if request.method == "POST" and "words" in request.POST:
        request.session[_words_key(page)] = clean_words(request.POST["words"])
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(request.get_full_path())
    rows = ordered(page, request, filtered(page, request))
    if request.GET.get(FORMAT) in ("csv", "xlsx"):
        return _export(page, request, rows)
    paginator = Paginator(rows, PER_PAGE)
    current = paginator.get_page(request.GET.get(PAGE))
    columns = _columns(page, request)
    chips = list(_chips(page, request))
    words = request.session.get(_words_key(page), "")
    allowed = request.membership.permissions
    context = {
        "list": page,
        "has_search": page.search is not None,
        "here": page.here,
        "page": current,
        "count": paginator.count,
        "rows": _drawn(columns, current),
        "heads": list(_heads(columns, request)),
        "chips": chips,
        "tabs": list(_tabs(page, request)),
        "list_words": words,
        "filters": [
            (
                one,
                list(one.choices(request)) if one.choices else None,
                request.GET.getlist(one.name),
            )
            for one in page.filters
        ],
        "all_columns": [(column, column in columns) for column in page.columns],
        "acts": [act for act in page.acts if act.permission in allowed],
        "may_export": "lists.export" in allowed,
        "query": request.GET.urlencode(),
        "previous": _page_link(request, current.number - 1) if current.has_previous() else "",
        "next": _page_link(request, current.number + 1) if current.has_next() else "",
        "csv_link": _with(request.GET, format="csv"),
        "xlsx_link": _with(request.GET, format="xlsx"),
        "narrowed": bool(chips or words),
        "foot": page.foot(rows, paginator.count) if page.foot and paginator.count else "",
        **page.extra,
    }
    fragment = bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "ui/list_body.html" if fragment else "ui/list.html", context)


def _page_link(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query[PAGE] = str(number)
    return f"?{query.urlencode()}"
