"""The text of the generated reference pages, by path below reference/generated/."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

import click
from funding_pages import earnings_page, parameters_page
from markdown_text import code, facts, page, table
from rule_pages import rule_pages

from openilr.cli.main import openilr
from openilr.findings import FINDINGS, NOT_RUN
from openilr.ilr import calendar, codes
from openilr.ilr.fields import ENTITIES
from openilr.ilr.schema import RESTRICTED, Entity, Field, Kind, schema
from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS, Years, long_name
from openilr.outputs import parquet, violations_csv
from openilr.reference.tables import TABLES
from openilr.web.accounts.roles import PERMISSIONS, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl


def pages() -> dict[str, str]:
    """Every generated page."""
    return {
        **{f"fields/{name}.md": text for name, text in field_pages()},
        **{f"codes/{name}.md": text for name, text in code_list_pages()},
        **{f"cli/{name}.md": text for name, text in command_pages()},
        **{f"rules/{name}.md": text for name, text in rule_pages()},
        "calendar.md": calendar_page(),
        "roles.md": roles_page(),
        "tables.md": tables_page(),
        "reference-tables.md": reference_page(),
        "earnings.md": earnings_page(),
        "parameters.md": parameters_page(),
    }


# -- Fields --------------------------------------------------------------------------------------


def field_target(entity: Entity, field: str) -> str:
    """The label that other pages use to link to a field.

    Labels ignore capitals, and an earlier year spelt a field with other ones (OTJActhours): the
    label of such a spelling says so.
    """
    last_year = {
        f.name: f.years.last or "" for f in entity.fields if f.name.lower() == field.lower()
    }
    earlier = len(last_year) > 1 and last_year[field] < max(last_year.values())
    return f"field-{entity.name}-{field}" + ("-earlier" if earlier else "")


def years_text(years: Years) -> str:
    """The years a field or entity is collected in, in words."""
    if years.first and years.last:
        if years.first == years.last:
            return f"{long_name(years.first)} only"
        return f"{long_name(years.first)} to {long_name(years.last)}"
    if years.first:
        return f"from {long_name(years.first)}"
    if years.last:
        return f"to {long_name(years.last)}"
    return "all"


def type_text(field: Field) -> str:
    """The type of a field's value, in words."""
    return {
        Kind.TEXT: "text",
        Kind.INTEGER: "whole number",
        Kind.DECIMAL: f"number with {field.fraction_digits} decimal place",
        Kind.DATE: "date (YYYY-MM-DD)",
        Kind.DATETIME: "date and time (YYYY-MM-DDThh:mm:ss)",
    }[field.kind]


def number(value: float) -> str:
    """A limit as it would be written in a file."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def limits(field: Field) -> list[str]:
    """What a value must satisfy beside its type, one sentence part each."""
    found: list[str] = []
    if field.values:
        found.append("exactly " + " or ".join(code(value) for value in field.values))
    if field.min_length is not None and field.max_length is not None:
        if field.min_length == field.max_length:
            found.append(f"{field.max_length} character{'s' if field.max_length > 1 else ''}")
        else:
            found.append(f"{field.min_length} to {field.max_length} characters")
    if field.total_digits is not None:
        found.append(f"at most {field.total_digits} digit{'s' if field.total_digits > 1 else ''}")
    if field.minimum is not None and field.maximum is not None:
        found.append(f"{number(field.minimum)} to {number(field.maximum)}")
    if field.pattern is not None:
        found.append(f"the pattern {code(field.pattern)}")
    if field.restricted and field.pattern is None and not field.values:
        found.append("restricted characters")
    return found


def codes_of(entity: Entity, field: Field) -> str:
    """A sentence that leads to the codes of a coded field; empty for other fields."""
    year = OPEN_YEARS[-1] if entity.name in schema(OPEN_YEARS[-1]).entities else OPEN_YEARS[0]
    if any(field.name in each.fields for each in codes.types(entity.name, year).values()):
        return f"Codes: [by type](../codes/{entity.name}.md)."
    of_field = codes.for_field(entity.name, field.name, year)
    if of_field is None:
        return ""
    if of_field.name not in codes.names():
        return f"Types: [their list](../codes/{entity.name}.md)."
    return f"Codes: [{of_field.name}](#codes-{of_field.name})."


def field_section(entity: Entity, variants: Sequence[Field]) -> str:
    """The section of one field; more than one variant where its limits changed between years."""
    first = variants[0]
    parts = [f"({field_target(entity, first.name)})=\n## {first.name}"]
    label = "" if first.label == first.name else f"{first.label}."
    parts.append(" ".join(text for text in (label, first.help) if text))
    rows = [
        (
            years_text(field.years),
            type_text(field),
            "; ".join(limits(field)) or "none",
            "yes" if field.mandatory else "no",
        )
        for field in variants
    ]
    parts.append(table(("Years", "Type", "Limits", "Mandatory"), rows))
    parts.append(codes_of(entity, first))
    return "\n\n".join(part for part in parts if part)


def occurs(entity: Entity) -> str:
    """How often the entity stands in its parent, in words."""
    if entity.max_occurs is None:
        return "one or more" if entity.min_occurs else "any number"
    if entity.min_occurs == entity.max_occurs:
        return "exactly one" if entity.max_occurs == 1 else f"exactly {entity.max_occurs}"
    return f"{entity.min_occurs} to {entity.max_occurs}"


def entity_page(entity: Entity) -> str:
    """The page of one entity: where it stands, and its fields in document order."""
    known: list[tuple[str, str]] = []
    if entity.parent:
        known.append(("Stands in", f"[{entity.parent}]({entity.parent}.md)"))
    children = [e.name for e in ENTITIES if e.parent == entity.name]
    if children:
        known.append(("Holds, after its fields", ", ".join(f"[{n}]({n}.md)" for n in children)))
    known.append(("Occurs", occurs(entity)))
    known.append(("Years", years_text(entity.years)))
    if entity.key:
        known.append(("Key column in tables", code(entity.key)))
    variants: dict[str, list[Field]] = {}
    for field in entity.fields:
        variants.setdefault(field.name, []).append(field)
    label = "" if entity.label == entity.name else f"{entity.label}."
    return page(
        f"(entity-{entity.name})=\n# {entity.name}",
        " ".join(text for text in (label, entity.help) if text),
        facts(known),
        "" if variants else "It has no fields of its own.",
        *(field_section(entity, found) for found in variants.values()),
    )


def field_pages() -> Iterator[tuple[str, str]]:
    """A page for each entity, and the page that lists them."""
    rows: list[tuple[object, ...]] = []
    for entity in ENTITIES:
        names = {field.name for field in entity.fields}
        label = "" if entity.label == entity.name else entity.label
        rows.append(
            (f"[{entity.name}]({entity.name}.md)", label, len(names), years_text(entity.years))
        )
        yield entity.name, entity_page(entity)
    checked = " and ".join(long_name(year) for year in OPEN_YEARS)
    yield (
        "index",
        page(
            "# Fields",
            "Every entity and field of the ILR as OpenILR knows it, in the order they stand in a\n"
            "file. The same declarations drive reading, writing and the field checks.",
            f"Limits are those of {checked}. Files from {long_name(READABLE_YEARS[0])} on can be\n"
            "read; the limits of earlier years are not checked.",
            "*Restricted characters* are letters and digits without accents, the space, the pound\n"
            f"and euro signs and common punctuation, by the pattern {code(RESTRICTED)}.",
            table(("Entity", "What it is", "Fields", "Years"), rows),
            "```{toctree}\n:hidden:\n\n" + "\n".join(e.name for e in ENTITIES) + "\n```",
        ),
    )


# -- Command line --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A command with the words that call it."""

    words: tuple[str, ...]
    command: click.Command

    @property
    def file(self) -> str:
        """The name of its page."""
        return "-".join(self.words)


def commands(
    command: click.Command = openilr, words: tuple[str, ...] = ("openilr",)
) -> Iterator[Named]:
    """Every command below `command`, groups included, itself first."""
    yield Named(words, command)
    if isinstance(command, click.Group):
        for name, child in sorted(command.commands.items()):
            if not child.hidden:
                yield from commands(child, (*words, name))


def value_text(option: click.Option, context: click.Context) -> str:
    """What an option takes: the range of a number, else the word that the help shows."""
    if option.is_flag:
        return ""
    kind = option.type
    if isinstance(kind, click.IntRange | click.FloatRange):
        word = "whole number" if isinstance(kind, click.IntRange) else "number"
        low = "" if kind.min is None else f" from {kind.min:,}"
        high = "" if kind.max is None else f" to {kind.max:,}"
        return word + low + high
    if kind is click.INT:
        return "whole number"
    return code(option.make_metavar(context))


def option_row(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    """How an option is written, its value, and what it does."""
    names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    value = value_text(option, context)
    parts = [option.help or ""]
    if option.required:
        parts.append("Must be given.")
    if option.show_default and option.default is not None and not option.is_flag:
        parts.append(f"Default: {code(str(option.default))}.")
    if option.multiple:
        parts.append("May be given more than once.")
    return names, value, " ".join(part for part in parts if part)


def command_page(named: Named) -> str:
    """The page of one command: usage, what it does, its options and the commands below it."""
    words = " ".join(named.words)
    context = click.Context(
        named.command, parent=click.Context(openilr, **openilr.context_settings), info_name=words
    )
    usage = " ".join([words, *named.command.collect_usage_pieces(context)])
    options = [p for p in named.command.get_params(context) if isinstance(p, click.Option)]
    children = ""
    if isinstance(named.command, click.Group):
        rows = [
            (
                f"[`{words} {name}`]({'-'.join((*named.words, name))}.md)",
                child.get_short_help_str(120),
            )
            for name, child in sorted(named.command.commands.items())
            if not child.hidden
        ]
        children = "## Commands\n\n" + table(("Command", "What it does"), rows)
    rows = [option_row(option, context) for option in options]
    return page(
        f"(cli-{named.file})=\n# {words}",
        f"```text\n{usage}\n```",
        cleandoc(named.command.help or "").replace("\b", ""),
        children,
        "## Options\n\n" + table(("Option", "Value", "What it does"), rows),
    )


def command_pages() -> Iterator[tuple[str, str]]:
    """A page for each command, and the page that lists them."""
    found = list(commands())
    for named in found:
        yield named.file, command_page(named)
    yield (
        "index",
        page(
            "# Command line",
            "Exit statuses are the same for every command: see [](../../exit-status.md).",
            table(
                ("Command", "What it does"),
                (
                    (f"[`{' '.join(n.words)}`]({n.file}.md)", n.command.get_short_help_str(120))
                    for n in found
                ),
            ),
            "```{toctree}\n:hidden:\n\n" + "\n".join(n.file for n in found) + "\n```",
        ),
    )


# -- Calendar ------------------------------------------------------------------------------------

STATUSES = {
    "published": "read in DfE's publication",
    "reported": "as others report DfE's publication",
    "rule": "by the fourth-working-day rule",
    calendar.NOT_ON_FILE: calendar.NOT_ON_FILE,
}
"""How sure a date is, in words."""


def day_text(day: date | None) -> str:
    """A date as people read it, or that it is not on file."""
    return f"{day:%a} {day.day} {day:%b %Y}" if day else calendar.NOT_ON_FILE


def calendar_page() -> str:
    """The returns of the years that are checked."""
    parts = [
        "# Calendar of returns",
        f"Returns close at {calendar.CLOSING_TIME:%H:%M} in London on the day shown. R01 to R12\n"
        "close on the fourth working day of the month after the one they are about; where no\n"
        "published date is on file, the date is worked out by that rule. R13 and R14 follow no\n"
        "rule. A return with a reference date must describe all provision up to that day.",
        "`openilr check` takes the return that is open on the day, or the one named by `--return`.",
    ]
    for year in reversed(OPEN_YEARS):
        rows = [
            (
                one.name,
                day_text(one.closes_on),
                day_text(one.reference_date) if one.reference_date else "",
                STATUSES[one.status],
            )
            for one in calendar.returns(year)
        ]
        parts += [
            f"## {long_name(year)}",
            table(("Return", "Closes", "Reference date", "How the date is known"), rows),
        ]
    return page(*parts)


# -- Tables of a check ---------------------------------------------------------------------------


def columns_table(columns: pl.Schema) -> str:
    """The columns of a table with their types."""
    return table(
        ("Column", "Polars type"),
        ((code(name), code(str(dtype))) for name, dtype in columns.items()),
    )


def tables_page() -> str:
    """The tables that a check fills and the columns that its files hold."""
    return page(
        "# Tables of a check",
        "## Findings",
        "One row for each finding, as the Python functions give it.",
        columns_table(FINDINGS),
        "`severity` is `E` or `W`. `learner` and `aim` number the learners and aims of the file\n"
        "from 0. `line` is where the reported record begins in the XML. `fields` is a list of\n"
        "pairs `name` and `value`, the values as text.",
        "## Rules not run",
        columns_table(NOT_RUN),
        "`table` is the reference table that the rule waits for, null where the reason is another.",
        "## Parquet",
        "Findings and rules not run in one table. A row is a finding where `not_run` is null.",
        columns_table(parquet.COLUMNS),
        "## CSV",
        "The columns of DfE's rule violation report, in its order.",
        table(("Number", "Column"), enumerate(map(code, violations_csv.COLUMNS), start=1)),
    )


# -- Reference data ------------------------------------------------------------------------------


def reference_page() -> str:
    """Every reference table that OpenILR can use."""
    parts = [
        "# Reference tables",
        "The tables that rules look things up in. A rule whose table is not supplied is reported\n"
        "as not run. Names are those used by `--reference`.",
    ]
    for one in TABLES.values():
        known = [("Comes from", one.origin.label), ("How to get it", one.how)]
        known.append(("Each row must have", ", ".join(map(code, one.key))))
        if one.valid:
            known.append(
                ("Valid", f"from {code(one.valid[0])} to {code(one.valid[1])}, both included")
            )
        parts += [
            f"## {one.name}",
            f"{one.label[:1].upper()}{one.label[1:]}.",
            facts(known),
            table(("Column", "Type"), ((code(c.name), c.type.value) for c in one.columns)),
        ]
    return page(*parts)


# -- Code lists --------------------------------------------------------------------------------


def validity(one: codes.Code) -> str:
    """Between which days a code is valid, in words."""
    parts = [f"from {one.valid_from}" if one.valid_from else ""]
    parts.append(f"to {one.valid_to}" if one.valid_to else "")
    return " ".join(part for part in parts if part)


def code_list_section(name: str) -> str:
    """The section of one list: its codes, with the years that have each."""
    of_years = {year: codes.code_list(name, year) for year in OPEN_YEARS}
    newest = of_years[OPEN_YEARS[-1]]
    found: dict[str, codes.Code] = {}
    for year in reversed(OPEN_YEARS):
        for one in of_years[year]:
            found.setdefault(one.code, one)
    years = [long_name(year) for year, each in of_years.items() if each.in_use]
    known = [
        ("Fields", ", ".join(map(code, newest.fields))),
        ("Years", ", ".join(years) or "none of those checked"),
    ]
    if newest.max_occurrences or newest.occurs:
        known.append(("Occurs at most", str(newest.max_occurrences or newest.occurs)))
    if not newest.verified:
        known.append(
            ("State", "not known to be complete: a code that is missing here is not wrong")
        )
    if newest.note:
        known.append(("Note", newest.note))
    known.append(("Source", newest.source))
    rows = [
        (
            code(one.code),
            one.label or "not on file",
            validity(one),
            ", ".join(long_name(year) for year, each in of_years.items() if one.code in each),
        )
        for one in found.values()
    ]
    heads = ("Code", "Meaning", "Valid", "Years")
    return "\n\n".join(
        part
        for part in (
            f"(codes-{name})=\n## {name}",
            f"{newest.description}." if newest.description else "",
            facts(known),
            table(heads, rows) if rows else "Its codes are not on file.",
        )
        if part
    )


def code_list_pages() -> Iterator[tuple[str, str]]:
    """A page of lists for each entity that has coded fields, and the page that lists them."""
    by_entity: dict[str, list[str]] = {}
    for name in codes.names():
        by_entity.setdefault(codes.code_list(name, OPEN_YEARS[-1]).entity, []).append(name)
    rows: list[tuple[object, ...]] = []
    for entity, names in by_entity.items():
        links = ", ".join(f"[{name}](#codes-{name})" for name in names)
        rows.append((f"[{entity}]({entity}.md)", links))
        title = f"# Codes of {entity}"
        yield entity, page(title, *(code_list_section(name) for name in names))
    yield (
        "index",
        page(
            "# Code lists",
            "The codes of coded fields, with the days between which each is valid. Labels are\n"
            "ours. A code is text: `034` is not `34`.",
            table(("Entity", "Lists"), rows),
            "```{toctree}\n:hidden:\n\n" + "\n".join(by_entity) + "\n```",
        ),
    )


# -- Roles ---------------------------------------------------------------------------------------


def roles_page() -> str:
    """What each role may do in the web application."""
    rows = [
        [one.words, code(name), *("yes" if role in one.roles else "" for role in Role)]
        for name, one in PERMISSIONS.items()
    ]
    return page(
        "# Roles",
        "What each role may do in the web application, at one provider. "
        "[Groups](../../how-to/people-and-roles.md) narrow which learners a person sees; they add "
        "nothing.",
        table(["May", "Permission", *(role.label for role in Role)], rows),
    )
