"""A rule as the readers take it: one expression on the rows of an entity, resolved and checked."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from openilr.ilr.schema import schema
from openilr.ilr.years import OPEN_YEARS, Years
from openilr.language.expressions import Boolean, Entity, Expression
from openilr.language.facts import first_sentence
from openilr.language.nodes import (
    MESSAGE,
    Aggregate,
    Column,
    Fact,
    Link,
    Node,
    Take,
    children,
    inside,
)
from openilr.language.resolve import is_table, path, resolve
from openilr.reference.tables import TABLES

FILE = Entity(MESSAGE)
"""The grain of rules on the file as a whole, and the entity of facts that are the same for every
learner."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule in a span of years.

    Attributes:
        id: DfE's name.
        source: the entity of the rows it reports.
        condition: the failure: true on the rows reported.
        reports: the values shown with a finding, by name.
        summary, explanation, fix: what people read.
        needs: the reference tables it does not run without.
        whole_file: whether it compares learners, so that it needs all of them at once.
    """

    id: str
    source: str
    years: Years
    condition: Node
    reports: tuple[tuple[str, Node], ...]
    summary: str
    explanation: str
    fix: str
    needs: tuple[str, ...]
    whole_file: bool
    module: str = ""

    @property
    def in_aim(self) -> bool:
        """Whether the reported rows lie in an aim."""
        return "LearningDelivery" in path(self.source)


@dataclass(frozen=True, slots=True, eq=False)
class ActiveRule:
    """A rule as it stands in one year's list: what the readers run.

    Attributes:
        name: as the year's list prints it.
        severity: "E" or "W".
        level: whether a finding names the file, the learner or an aim.
    """

    rule: Rule
    name: str
    severity: Literal["E", "W"]
    level: Literal["file", "learner", "aim"]

    @property
    def once_per_learner(self) -> bool:
        """Whether rows of several aims make one finding of the learner: its first."""
        return self.level == "learner" and self.rule.in_aim


def activate(
    rule: Rule,
    *,
    name: str = "",
    severity: Literal["E", "W"] = "E",
    level: Literal["file", "learner", "aim"] | None = None,
) -> ActiveRule:
    """A rule with its name, severity and level; without a level it reports at its rows' own.

    Errors: TypeError if it is to name an aim and its rows lie in none.
    """
    own = "file" if rule.source == MESSAGE else "aim" if rule.in_aim else "learner"
    level = level or own
    if level == "aim" and not rule.in_aim:
        raise TypeError(
            f"{rule.id} names an aim, so it must stand on LearningDelivery or rows below it"
        )
    if level == "learner" and rule.source == MESSAGE:
        raise TypeError(f"{rule.id} names a learner, so it must stand on Learner or rows below it")
    return ActiveRule(rule, name or rule.id, severity, level)


def make_rule(
    id: str,  # noqa: A002 - what DfE calls it
    *,
    on: Entity,
    years: Years,
    reports: tuple[Expression, ...],
    condition: Boolean,
    doc: str,
    module: str = "",
) -> Rule:
    """Resolve and check one rule.

    Errors: TypeError, naming the rule, if its expression is no condition, a column is unknown in
    one of its years or cannot be reached from its rows, or its docstring lacks the sentence or Fix.
    """
    try:
        if not isinstance(condition, Boolean):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("the expression of a rule is a condition")
        summary, explanation, fix = docstring_parts(doc)
        node = resolve(condition.node, on.name)
        reported = tuple((report_name(e), resolve(e.node, on.name)) for e in reports)
        mentioned = frozenset[Column | Link | Fact]().union(
            *(mentions(root) for root in (node, *(r for _, r in reported)))
        )
        links = [m for m in mentioned if isinstance(m, Link)]
        for year in OPEN_YEARS:
            if year in years:
                _check_year(mentioned, on.name, year)
    except TypeError as wrong:
        raise TypeError(f"{id}: {wrong}") from wrong
    return Rule(
        id=id,
        source=on.name,
        years=years,
        condition=node,
        reports=reported,
        summary=summary,
        explanation=explanation,
        fix=fix,
        needs=tuple(
            sorted(
                {
                    link.source
                    for link in links
                    if is_table(link.source) and not TABLES[link.source].optional
                }
            )
        ),
        whole_file=any(link.within == MESSAGE for link in links) or on.name == MESSAGE,
        module=module,
    )


def link_of(node: Node) -> Link | None:
    """The rows that an aggregate or a picked value looks at."""
    if isinstance(node, Aggregate):
        return node.link
    return node.pick.link if isinstance(node, Take) else None


@cache
def mentions(node: Node) -> frozenset[Column | Link | Fact]:
    """The columns, facts and other rows that a resolved expression mentions, at any depth."""
    link = link_of(node)
    own = [m for m in (node, link) if isinstance(m, Column | Link | Fact)]
    return frozenset(own).union(*(mentions(n) for n in (*children(node), *inside(node))))


def report_name(expression: Expression) -> str:
    """The name under which a value is reported: the field's, the scalar's or the fact's.

    Errors: TypeError if the value has no name.
    """
    name = getattr(expression.node, "name", None)
    if name is None:
        raise TypeError("a rule reports columns and named facts")
    return str(name).rsplit(".", 1)[-1]


def docstring_parts(doc: str) -> tuple[str, str, str]:
    """The summary, the explanation (which may be empty) and the fix of a rule's docstring.

    Errors: TypeError if the summary or the fix is missing.
    """
    lines = [line.strip() for line in doc.strip().splitlines()]
    starts = [i for i, line in enumerate(lines) if line.startswith("Fix:")]
    if len(starts) != 1:
        raise TypeError("the docstring needs one line that begins with Fix:")
    fix = " ".join([lines[starts[0]].removeprefix("Fix:"), *lines[starts[0] + 1 :]]).strip()
    text = "\n".join(lines[: starts[0]]).strip()
    summary = first_sentence(text)
    if not summary or not fix:
        raise TypeError("the docstring needs a first sentence, and words after Fix:")
    rest = " ".join(text.split())[len(summary) :].strip()
    return summary, rest, fix


@cache
def _collected(year: str) -> frozenset[tuple[str, str]]:
    return frozenset((e.name, f.name) for e, f in schema(year))


def _check_year(mentioned: frozenset[Column | Link | Fact], source: str, year: str) -> None:
    entities = {source}
    for mention in mentioned:
        entities.add(mention.source)
        if not isinstance(mention, Column) or is_table(mention.source):
            continue
        if (mention.source, mention.name) not in _collected(year):
            raise TypeError(f"{mention.source}.{mention.name} is not collected in {year}")
    for entity in entities:
        if not is_table(entity) and entity not in schema(year).entities:
            raise TypeError(f"{entity} is not collected in {year}")
