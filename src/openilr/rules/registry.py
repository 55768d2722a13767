"""Every rule written so far, checked against the catalogue as it registers.

A module of this package declares rules with `@rule`, families with `register`, and rules that
cannot be run yet with `waiting`. What is wrong with a declaration fails at import: an id that the
list of one of its years has not, a second rule of the same id in the same year, columns, types and
docstrings (`language.rule.make_rule`).
"""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

import openilr.rules
from openilr.ilr.years import OPEN_YEARS, Years
from openilr.language.expressions import Boolean, Entity, Expression
from openilr.language.nodes import Column, everything
from openilr.language.rule import ActiveRule, Rule, activate, make_rule
from openilr.reference.tables import TABLES
from openilr.rules.catalogue import NotRun, RuleEntry, RuleText, catalogue, find, plain_name

Level = Literal["file", "learner", "aim"]

_NO_RULES = frozenset({"catalogue", "explained", "file_level", "listing", "registry"})
"""Modules of this package that declare no rules."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that is not written, and why: said to people as not run.

    Attributes:
        needs: the reference tables it would look up, if that is what it waits for.
    """

    id: str
    years: Years
    reason: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What a check runs, and what it cannot."""

    rules: tuple[ActiveRule, ...]
    not_run: tuple[NotRun, ...]


_RULES: dict[str, list[tuple[Rule, Level | None]]] = {}
_WAITING: dict[str, list[Waiting]] = {}


def rule(
    id: str,  # noqa: A002 - what DfE calls it
    *,
    on: Entity,
    years: Years,
    reports: tuple[Expression, ...],
    level: Level | None = None,
) -> Callable[[Callable[[], Boolean]], Rule]:
    """Register the expression that a function gives as a rule.

    `on` is the entity of the rows it reports; `level` only where the catalogue's is not known and
    its guess is wrong. The docstring's first sentence is what people read, `Fix:` what they should
    do.

    Errors: TypeError, naming the rule and what is wrong with it.
    """

    def make(function: Callable[[], Boolean]) -> Rule:
        made = make_rule(
            id,
            on=on,
            years=years,
            reports=reports,
            condition=function(),
            doc=function.__doc__ or "",
            module=function.__module__,
        )
        return register(made, level=level)

    return make


def family_rule(
    id: str,  # noqa: A002 - what DfE calls it
    condition: Boolean,
    doc: str,
    *,
    on: Entity,
    years: Years,
    reports: tuple[Expression, ...],
    level: Level | None = None,
) -> Rule:
    """Register a rule that a function makes from a row of a table."""
    module = sys._getframe(1).f_globals["__name__"]  # pyright: ignore[reportPrivateUsage] - as namedtuple does
    return register(
        make_rule(
            id, on=on, years=years, reports=reports, condition=condition, doc=doc, module=module
        ),
        level=level,
    )


def register(rule: Rule, *, level: Level | None = None) -> Rule:
    """Add a rule.

    Errors: TypeError if a list of its years has no such rule, has it twice, or reports it at
        another level.
    """
    _check_id(rule.id, rule.years)
    for year in _open(rule.years):
        _active(rule, level, _entry(rule.id, year))
    _RULES.setdefault(plain_name(rule.id), []).append((rule, level))
    return rule


def waiting(
    id: str,  # noqa: A002 - what DfE calls it
    years: Years,
    *,
    reason: str,
    needs: tuple[str, ...] = (),
) -> None:
    """Say why a rule of the list is not written.

    Errors: TypeError if the list has no such rule, it is written, or a table is unknown.
    """
    _check_id(id, years)
    unknown = [table for table in needs if table not in TABLES]
    if unknown:
        raise TypeError(f"{id}: there is no reference table {unknown[0]}")
    _WAITING.setdefault(plain_name(id), []).append(Waiting(id, years, reason, needs))


def _check_id(id: str, years: Years) -> None:  # noqa: A002
    for year in _open(years):
        if find(id, year) is None:
            raise TypeError(f"{id}: the rules of {year} have no such rule")
        if any(year in r.years for r, _ in _RULES.get(plain_name(id), ())) or any(
            year in w.years for w in _WAITING.get(plain_name(id), ())
        ):
            raise TypeError(f"{id}: declared twice for {year}")


def _open(years: Years) -> list[str]:
    return [year for year in OPEN_YEARS if year in years]


def _entry(id: str, year: str) -> RuleEntry:  # noqa: A002
    entry = find(id, year)
    assert entry is not None  # noqa: S101 - for the type checker
    return entry


def _active(rule: Rule, level: Level | None, entry: RuleEntry) -> ActiveRule:
    if level is not None and entry.reported_at_2021 and level != entry.level:
        raise TypeError(f"{rule.id}: the catalogue knows that it is reported at {entry.level}")
    severity = "W" if entry.severity == "W" else "E"
    return activate(rule, name=entry.rule, severity=severity, level=level or entry.level)


@cache
def load() -> None:
    """Import every module of this package that declares rules."""
    for module in iter_modules(openilr.rules.__path__):
        if not module.ispkg and module.name not in _NO_RULES:
            import_module(f"openilr.rules.{module.name}")


@cache
def rules_of(year: str) -> tuple[ActiveRule, ...]:
    """Every rule written for a year, in the order of its list."""
    load()
    order = {name: place for place, name in enumerate(catalogue(year))}
    active = [
        _active(rule, level, _entry(rule.id, year))
        for versions in _RULES.values()
        for rule, level in versions
        if year in rule.years
    ]
    return tuple(sorted(active, key=lambda a: order[a.name]))


def waiting_in(year: str) -> tuple[Waiting, ...]:
    """Every rule of a year that is declared as waiting."""
    load()
    return tuple(w for several in _WAITING.values() for w in several if year in w.years)


def select(
    year: str,
    *,
    return_period: int,
    tables: Collection[str],
    names: Collection[str] | None = None,
) -> Selection:
    """The rules that run in a return with the reference tables there are, and those that do not,
    with the reason.

    `names` keeps to some rules, written in any way. Field checks and file-level rules are not among
    them.
    """
    wanted = None if names is None else {plain_name(name) for name in names}
    run: list[ActiveRule] = []
    not_run: list[NotRun] = []
    for active in rules_of(year):
        if wanted is not None and plain_name(active.name) not in wanted:
            continue
        reason = _hindrance(active, _entry(active.name, year), return_period, tables)
        if reason is None:
            run.append(active)
        else:
            not_run.append(reason)
    for w in waiting_in(year):
        if wanted is None or plain_name(w.id) in wanted:
            table = w.needs[0] if w.needs else None
            not_run.append(NotRun(_entry(w.id, year).rule, w.reason, table))
    return Selection(tuple(run), tuple(not_run))


def _hindrance(
    active: ActiveRule, entry: RuleEntry, return_period: int, tables: Collection[str]
) -> NotRun | None:
    if not entry.in_force:
        return NotRun(active.name, "DfE lists the rule and does not run it this year")
    if entry.from_return and return_period < int(entry.from_return.removeprefix("R")):
        return NotRun(active.name, f"expected from {entry.from_return}")
    missing = [table for table in active.rule.needs if table not in tables]
    if missing:
        label = " and ".join(TABLES[table].label for table in missing)
        return NotRun(active.name, f"not supplied: {label}", missing[0])
    return None


@cache
def texts(year: str) -> Mapping[str, RuleText]:
    """What people read of each rule written for a year, by its name."""
    return {
        active.name: RuleText(
            rule=active.name,
            severity=active.severity,
            summary=active.rule.summary,
            explanation=active.rule.explanation,
            fix=active.rule.fix,
            fields=tuple(fields_read(active.rule)),
        )
        for active in rules_of(year)
    }


def fields_read(rule: Rule) -> Iterable[str]:
    """The fields of the message that a rule reads or reports, as Entity.Field, those reported
    first.
    """
    seen: dict[str, None] = {}
    for root in (*(node for _, node in rule.reports), rule.condition):
        for node in everything(root):
            if isinstance(node, Column) and node.source not in TABLES:
                seen[f"{node.source}.{node.name}"] = None
    return seen
