"""The text of the generated pages on rules: one for each, and the indexes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from markdown_text import cell, facts, page, table

from openilr.ilr.schema import schema
from openilr.ilr.years import OPEN_YEARS, long_name
from openilr.rules.catalogue import plain_name
from openilr.rules.explained import Explained, explanations
from openilr.rules.explained import facts as facts_of
from openilr.rules.listing import ListedRule, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$&|~^])")
_INDEXES = {
    "by-field": "By field",
    "by-family": "By family",
    "by-severity": "By severity",
    "differences": "What changes from 2025-26 to 2026-27",
    "waiting": "Rules that do not run, and what they wait for",
    "own-checks": "Checks of OpenILR's own",
}
_WORDS = {"E": "Error", "W": "Warning", "N/A": "not run"}


def plain(text: str) -> str:
    """The text with nothing in it that Markdown would read as marks."""
    return _SPECIAL.sub(r"\\\1", text)


@cache
def _page_names() -> dict[str, str]:
    """Each rule of DfE as the first year that has it spells it, by its plain name."""
    names: dict[str, str] = {}
    for year in OPEN_YEARS:
        for rule in listing(year):
            if not rule.ours:
                names.setdefault(plain_name(rule.rule), rule.rule)
    return names


def slug(rule: str) -> str:
    """The name of a rule's page, the same however the rule is spelt."""
    return _page_names()[plain_name(rule)].replace(" ", "_")


def link(rule: str) -> str:
    """A link to a rule's page from another page of rules."""
    return f"[{plain(rule)}]({slug(rule)}.md)"


def rule_pages() -> Iterator[tuple[str, str]]:
    """A page for each rule of DfE in any open year, the checks of our own, and the indexes."""
    names = list(_page_names().values())
    for name in names:
        yield slug(name), rule_page(explanations(name, OPEN_YEARS))
    yield "index", index_page(names)
    yield "by-field", by_field_page()
    yield "by-family", by_page("Rules by family", lambda rule: [rule.family])
    yield "by-severity", by_page("Rules by severity", lambda rule: [_WORDS[rule.severity]])
    yield "differences", differences_page(names)
    yield "waiting", waiting_page()
    yield "own-checks", own_checks_page()


def rule_page(told: list[Explained]) -> str:
    """The page of one rule, told once for years that say the same."""
    name = told[0].listed.rule
    # Outside the table of contents: nine hundred entries in the side of every page are no help,
    # and take the builder minutes. The indexes lead here.
    parts = [f"---\norphan: true\n---\n\n(rule-{slug(name).lower()})=\n# {plain(name)}"]
    for one in told:
        if len(told) > 1:
            parts.append(f"## {' and '.join(long_name(year) for year in one.years)}")
        parts += _told(one)
    return page(*parts)


def _told(one: Explained) -> list[str]:
    text = one.text
    return [
        plain(text.summary) if text else "",
        plain(text.explanation) if text else "",
        f"**To mend:** {plain(_sentence(text.fix))}" if text else "",
        f"**Reported when** {plain(one.condition)}." if one.condition else "",
        facts(
            (label, _fields(value) if label == "Fields" else plain(value))
            for label, value in facts_of(one)
        ),
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fields(listed: str) -> str:
    """The fields of a rule, each a link to its place in the pages on fields."""
    years = [schema(year) for year in reversed(OPEN_YEARS)]
    links: list[str] = []
    for name in listed.split(", "):
        entity, _, field = name.partition(".")
        known = any(
            entity in of_year.entities
            and field in {f.name for f in of_year.entities[entity].fields}
            for of_year in years
        )
        links.append(f"{{ref}}`{name} <field-{entity}-{field}>`" if known else plain(name))
    return ", ".join(links)


def index_page(names: list[str]) -> str:
    """How many rules there are and how many run, and every name."""
    rows: list[tuple[object, ...]] = []
    for year in OPEN_YEARS:
        dfe = [rule for rule in listing(year) if not rule.ours]
        done = sum(rule.status == "implemented" for rule in dfe)
        severity = Counter(rule.severity for rule in dfe)
        rows.append(
            (long_name(year), len(dfe), severity["E"], severity["W"], done, len(dfe) - done)
        )
    links = ", ".join(link(name) for name in sorted(names, key=str.lower))
    indexes = "\n".join(f"- [{title}]({name}.md)" for name, title in _INDEXES.items())
    tree = "\n".join(["```{toctree}", ":hidden:", "", *_INDEXES, "```"])
    heads = ("Year", "Rules of DfE", "Errors", "Warnings", "Implemented", "Waiting")
    return page(
        "# Rules",
        "Every validation rule that DfE publishes for the open years, in our own words. What is "
        "said after **Reported when** is made from the expression that the program runs.",
        table(heads, rows),
        indexes,
        "## Every rule",
        links,
        tree,
    )


def by_page(title: str, keys: Callable[[ListedRule], Iterable[str]]) -> str:
    """Rules under headings."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for year in OPEN_YEARS:
        for rule in listing(year):
            if not rule.ours:
                for key in keys(rule):
                    groups[key][rule.rule] = None
    parts = [f"# {title}"]
    for key in sorted(groups, key=str.lower):
        parts += [f"## {plain(key)}", ", ".join(link(rule) for rule in groups[key])]
    return page(*parts)


def by_field_page() -> str:
    """Rules under the fields that they read."""

    def fields(rule: ListedRule) -> list[str]:
        (told,) = explanations(rule.rule, (rule.year,))
        text = told.text
        return list(text.fields if text and text.fields else told.fields_by_list)

    return by_page("Rules by field", fields)


def differences_page(names: list[str]) -> str:
    """Rules that come, go, or are told differently in the two open years."""
    first, second = OPEN_YEARS
    has = {year: {plain_name(r.rule) for r in listing(year)} for year in OPEN_YEARS}
    rows: list[tuple[str, str]] = []
    for name in sorted(names, key=str.lower):
        known_as = plain_name(name)
        if known_as not in has[first]:
            what = "new"
        elif known_as not in has[second]:
            what = "ended"
        elif len(explanations(name, OPEN_YEARS)) > 1:
            what = "changed"
        else:
            continue
        rows.append((link(name), what))
    return page(
        f"# From {long_name(first)} to {long_name(second)}",
        f"{len(rows)} rules differ.",
        table(("Rule", "Difference"), rows),
    )


def waiting_page() -> str:
    """What does not run in either year, and why."""
    rows = [
        (link(rule.rule), long_name(year), cell(plain(rule.waits_for)))
        for year in OPEN_YEARS
        for rule in listing(year)
        if rule.status == "waiting"
    ]
    said = "Every rule is implemented." if not rows else "These are listed as not run in a check."
    also = "A rule that needs a table also waits where that table is not loaded: its page names it."
    heads = ("Rule", "Year", "Waits for")
    return page("# Rules that wait", f"{said} {also}", table(heads, rows) if rows else "")


def own_checks_page() -> str:
    """The checks of our own, which complete the schema."""
    rows = [
        (f"`{rule.rule}`", _WORDS[rule.severity], plain(rule.summary))
        for rule in listing(OPEN_YEARS[-1])
        if rule.ours
    ]
    return page(
        "# Checks of our own",
        "DfE's field definition rules do not name everything that its schema demands. These checks "
        "complete them: a file without a finding of either is valid by the schema.",
        table(("Check", "Severity", "What is wrong"), rows),
    )
