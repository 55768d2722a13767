"""The record as its page draws it: panels, rows and fields with their values and findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from openilr.ilr.schema import Kind
from openilr.record.document import Document, rows_below
from openilr.record.fields import AIM, ID, LEARNER, RecordEntity, RecordField, union_schema
from openilr.record.names import row_name, value_in_words
from openilr.web.records.layout import NOTES, SECTIONS, TABLES, Section, field_order, span
from openilr.web.records.shown import Shown
from openilr.web.records.typed_text import to_show

LONG_LIST = 40
"""Codes beyond which a list is searched by typing and not opened as a menu."""
TYPE_OF_CODE = {
    "LearnDelFAMCode": "LearnDelFAMType",
    "LearnFAMCode": "LearnFAMType",
    "ESMCode": "ESMType",
    "AFinCode": "AFinType",
    "ContPrefCode": "ContPrefType",
    "OutCode": "OutType",
    "HRSCode": "HRSType",
}
"""A code whose list depends on the type beside it."""


@dataclass(frozen=True)
class Option:
    """A code of a list."""

    value: str
    words: str


@dataclass(frozen=True)
class FieldView:
    """A field with its value."""

    row: str
    name: str
    label: str
    help: str
    value: str
    kind: str
    options: Sequence[Option]
    drawn: SafeString
    list_id: str
    span: int
    max_length: int | None
    findings: Sequence[Shown]

    @property
    def key(self) -> str:
        """Its name in forms and its id on the page."""
        return f"f-{self.row}-{self.name}"

    @property
    def menu(self) -> SafeString:
        """The codes as options of a menu, the value's own selected."""
        start = format_html('<option value="{}"', self.value)
        return mark_safe(self.drawn.replace(f"{start}>", f"{start} selected>", 1))  # noqa: S308 - both are escaped

    @property
    def known(self) -> bool:
        """Whether the value is in its list of codes."""
        return any(one.value == self.value for one in self.options)

    @property
    def worst(self) -> str:
        """The kind of its gravest finding, or nothing."""
        kinds = {one.kind for one in self.findings}
        return "error" if "error" in kinds else ("warning" if kinds else "")


@dataclass(frozen=True)
class RowView:
    """A row of the record and what stands below it."""

    id: str
    entity: str
    title: str
    note: str
    fields: Sequence[FieldView]
    groups: Sequence["GroupView"]
    findings: Sequence[Shown]

    @property
    def worst(self) -> str:
        """The kind of the gravest finding in it or below it, or nothing."""
        kinds = {one.kind for one in self.findings}
        return "error" if "error" in kinds else ("warning" if kinds else "")

    @property
    def own_findings(self) -> list[Shown]:
        """Findings that stand under no field of the row."""
        return [one for one in self.findings if one.row == self.id and not one.places]


@dataclass(frozen=True)
class GroupView:
    """The rows of one kind below a row."""

    parent: str
    entity: str
    title: str
    noun: str
    as_table: bool
    heads: Sequence[tuple[str, str]]
    rows: Sequence[RowView]
    may_add: bool

    @property
    def form_id(self) -> str:
        """The id of the form that a table's fields belong to: a form cannot stand around rows."""
        return f"t-{self.parent}-{self.entity}"


@dataclass(frozen=True)
class SectionView:
    """A panel of the learner's own data."""

    section: Section
    row: str
    fields: Sequence[FieldView]
    groups: Sequence[GroupView]
    findings: Sequence[Shown]

    @property
    def worst(self) -> str:
        """The kind of the gravest finding in it, or nothing."""
        kinds = {one.kind for one in self.findings}
        return "error" if "error" in kinds else ("warning" if kinds else "")


@dataclass(frozen=True)
class Page:
    """The whole record."""

    aims: Sequence[RowView]
    sections: Sequence[SectionView]
    lists: Mapping[str, SafeString] = field(default_factory=dict)


@lru_cache(maxsize=2000)
def _options(
    entity: str, name: str, years: tuple[str, ...], type_: str | None
) -> tuple[Option, ...]:
    """The codes of a field in the open years, the later year's wording."""
    found: dict[str, str] = {}
    the_field = union_schema()[entity].fields[name]
    for year in years:
        for code in the_field.codes(entity, year, type_=type_) or ():
            found[code.code] = code.label
    return tuple(
        Option(code, f"{code}: {label}" if label else code) for code, label in found.items()
    )


@lru_cache(maxsize=2000)
def _drawn(entity: str, name: str, years: tuple[str, ...], type_: str | None) -> SafeString:
    """The same codes as HTML: a record has two thousand of them, and to draw those one by one takes
    a template longer than the rest of its page.
    """
    pairs = ((one.value, one.words) for one in _options(entity, name, years, type_))
    return format_html_join("", '<option value="{}">{}</option>', pairs)


class Builder:
    """Draws one document for some years."""

    def __init__(self, document: Document, years: Sequence[str], findings: Iterable[Shown]) -> None:
        self.document = document
        self.years = tuple(years)
        self.lists: dict[str, SafeString] = {}
        self._by_place: dict[tuple[str, str], list[Shown]] = {}
        self._by_row: dict[str, list[Shown]] = {}
        for finding in findings:
            for place in finding.places:
                self._by_place.setdefault(place, []).append(finding)
            for row in {finding.row, *(row for row, _ in finding.places)}:
                self._by_row.setdefault(row, []).append(finding)

    def page(self) -> Page:
        """Everything."""
        aims = [self._row(AIM, one) for one in rows_below(self.document, AIM)]
        aims.sort(key=lambda row: self._aim_order(row.id))
        sections = [self._section(section) for section in SECTIONS]
        return Page(aims, [one for one in sections if one.fields or one.groups], self.lists)

    def _aim_order(self, row: str) -> tuple[str, int, str]:
        """Programme aims first within a programme, the newest programme first."""
        data = next(one for one in rows_below(self.document, AIM) if one[ID] == row)
        is_programme = 0 if data.get("AimType") == 1 else 1
        code = str(data.get("StdCode") or data.get("FworkCode") or "")
        return code, is_programme, str(data.get("LearnStartDate", ""))

    def _section(self, section: Section) -> SectionView:
        schema = union_schema()
        learner = schema[LEARNER]
        data = self.document
        fields = [
            self._field(LEARNER, learner.fields[name], data)
            for name in section.fields
            if self._is_shown(learner.fields[name], data)
        ]
        groups = [
            self._group(schema[name], data)
            for name in section.children
            if self._is_open(schema[name]) or rows_below(data, name)
        ]
        return SectionView(section, data[ID], fields, groups, self._below(fields, groups))

    @staticmethod
    def _below(fields: Sequence[FieldView], groups: Sequence[GroupView]) -> list[Shown]:
        found = {one.key: one for each in fields for one in each.findings}
        for group in groups:
            for row in group.rows:
                found |= {one.key: one for one in row.findings}
        return list(found.values())

    def _is_open(self, entity: RecordEntity) -> bool:
        return any(year in entity.years for year in self.years)

    def _is_shown(self, the_field: RecordField, data: Mapping[str, Any]) -> bool:
        return the_field.name in data or any(year in the_field.years for year in self.years)

    def _group(self, entity: RecordEntity, parent: Mapping[str, Any]) -> GroupView:
        rows = [self._row(entity.name, one) for one in rows_below(parent, entity.name)]
        shown = [
            the_field
            for the_field in entity.fields.values()
            if any(year in the_field.years for year in self.years)
            or any(the_field.name in one for one in rows_below(parent, entity.name))
        ]
        full = entity.max_occurs is not None and len(rows) >= entity.max_occurs
        return GroupView(
            parent=parent[ID],
            entity=entity.name,
            title=NOTES.get(entity.name, entity.label),
            noun=entity.label[0].lower() + entity.label[1:],
            as_table=entity.name in TABLES,
            heads=[(one.label, one.name) for one in shown],
            rows=rows,
            may_add=self._is_open(entity) and not full,
        )

    def _row(self, name: str, data: Mapping[str, Any]) -> RowView:
        entity = union_schema()[name]
        as_table = name in TABLES
        fields = [
            self._field(name, entity.fields[one], data)
            for one in field_order(entity)
            if as_table or self._is_shown(entity.fields[one], data)
        ]
        groups = [
            self._group(union_schema()[child], data)
            for child in entity.children
            if self._is_open(union_schema()[child]) or rows_below(data, child)
        ]
        own = {one.key: one for one in self._by_row.get(data[ID], [])}
        own |= {one.key: one for one in self._below(fields, groups)}
        return RowView(
            data[ID],
            name,
            row_name(name, data),
            _note(name, data),
            fields,
            groups,
            list(own.values()),
        )

    def _field(self, entity: str, the_field: RecordField, data: Mapping[str, Any]) -> FieldView:
        type_field = TYPE_OF_CODE.get(the_field.name)
        type_ = str(data.get(type_field, "")) or None if type_field else None
        options = _options(entity, the_field.name, self.years, type_)
        drawn = _drawn(entity, the_field.name, self.years, type_)
        value = to_show(the_field, data.get(the_field.name))
        list_id = ""
        kind = {Kind.DATE: "day", Kind.INTEGER: "number", Kind.DECIMAL: "number"}.get(
            the_field.kind, "text"
        )
        if len(options) > LONG_LIST:
            list_id = f"list-{entity}-{the_field.name}"
            self.lists[list_id] = drawn
            kind = "list"
        elif options:
            kind = "menu"
        return FieldView(
            row=data[ID],
            name=the_field.name,
            label=the_field.label,
            help=the_field.help,
            value=value,
            kind=kind,
            options=options,
            drawn=drawn,
            list_id=list_id,
            span=span(the_field),
            max_length=the_field.field.max_length,
            findings=self._by_place.get((data[ID], the_field.name), []),
        )


def _note(entity: str, data: Mapping[str, Any]) -> str:
    """What stands beside the title of a folded row."""
    if entity != AIM:
        return ""
    parts = [str(data["LearnAimRef"])] if "LearnAimRef" in data else []
    if data.get("AimType") == 1:
        parts.append("programme")
    for name, word in (("LearnStartDate", "from"), ("LearnPlanEndDate", "to")):
        if name in data:
            parts.append(f"{word} {value_in_words(entity, name, data[name])}")
    if "LearnActEndDate" in data:
        parts.append(f"ended {value_in_words(entity, 'LearnActEndDate', data['LearnActEndDate'])}")
    return ", ".join(parts)
