"""Every check of a year in one list: DfE's rules of every kind, and our own.

A rule is `implemented` where it is written, `waiting` where it is not, with what it waits for.
Nothing here imports Polars.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

from openilr.ilr.schema import schema
from openilr.rules import file_level
from openilr.rules.catalogue import RuleText, catalogue, plain_name
from openilr.rules.field_checks.texts import texts as field_texts
from openilr.rules.registry import Level, rules_of, texts, waiting_in

NOT_WRITTEN = "not yet written in this version of OpenILR"


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One check of one year.

    Attributes:
        severity: in force: "E", "W", or "N/A" for a rule that DfE lists and does not run.
        level: what a finding names: "file", "learner" or "aim".
        status: "implemented" or "waiting".
        waits_for: why it is waiting; empty if it is implemented.
        needs: the reference tables it looks up.
        from_return: the first return it is expected in ("R03"); empty for the whole year.
        ours: whether the check is our own and not one of DfE's.
    """

    rule: str
    year: str
    severity: str
    level: Level
    family: str
    status: Literal["implemented", "waiting"]
    waits_for: str
    needs: tuple[str, ...]
    from_return: str
    ours: bool
    summary: str


def _level(text: RuleText, year: str) -> Level:
    """What a finding of a check of our own names, by the entity of the field it reads."""
    entity = text.fields[0].split(".")[0] if text.fields else "Message"
    keys = schema(year).keys(entity) if entity in schema(year).entities else ()
    return "aim" if "aim" in keys else "learner" if keys else "file"


@cache
def rule_texts(year: str) -> dict[str, RuleText]:
    """What people read of every check of a year, by its name."""
    return {**field_texts(year), **file_level.texts(year), **texts(year)}


@cache
def listing(year: str) -> tuple[ListedRule, ...]:
    """Every check of a year: DfE's in the order of its list, then ours by name."""
    told = rule_texts(year)
    needs = {active.name: active.rule.needs for active in rules_of(year)}
    levels: dict[str, Level] = {active.name: active.level for active in rules_of(year)}
    reasons = {plain_name(w.id): w.reason for w in waiting_in(year)}
    listed = [
        ListedRule(
            rule=name,
            year=year,
            severity=entry.severity,
            level=levels.get(name, entry.level),
            family=entry.family,
            status="implemented" if name in told else "waiting",
            waits_for="" if name in told else reasons.get(plain_name(name), NOT_WRITTEN),
            needs=needs.get(name, ()),
            from_return=entry.from_return,
            ours=False,
            summary=told[name].summary if name in told else "",
        )
        for name, entry in catalogue(year).items()
    ]
    ours = [
        ListedRule(
            rule=name,
            year=year,
            severity=text.severity,
            level=_level(text, year),
            family="our own check",
            status="implemented",
            waits_for="",
            needs=(),
            from_return="",
            ours=True,
            summary=text.summary,
        )
        for name, text in sorted(told.items())
        if text.ours
    ]
    return (*listed, *ours)


def unwritten(year: str) -> list[str]:
    """The rules of a year that are neither written nor declared as waiting."""
    return [rule.rule for rule in listing(year) if rule.waits_for == NOT_WRITTEN]


def named(rule: str, years: Collection[str]) -> list[ListedRule]:
    """A check in each of the years that has it, however its name is written."""
    return [r for year in years for r in listing(year) if plain_name(r.rule) == plain_name(rule)]
