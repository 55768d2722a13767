"""Which mutants the cases notice: all mutants of a rule run beside it, in one compiled reader."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from openilr.ilr.years import OPEN_YEARS
from openilr.language.nodes import Fact, Node
from openilr.language.rule import ActiveRule
from openilr.language.single import Failure, Reader
from openilr.rules.registry import rules_of
from tests.mutation.cases import Case, tables_of
from tests.mutation.mutants import Mutant, facts_of, mutants, replaced


@dataclass(slots=True)
class Subject:
    """What is mutated: a rule in a span of years, or a fact.

    Attributes:
        family: the module that declares it.
        equivalent: mutants left out, of the same meaning as the original or another.
        alive: the places of the mutants that no case has noticed.
    """

    name: str
    family: str
    node: Node
    source: str
    mutants: list[Mutant]
    equivalent: int
    alive: set[int]
    tests: dict[str, None]


@dataclass(frozen=True, slots=True)
class Version:
    """One expression of a rule, with its cases."""

    active: ActiveRule
    cases: tuple[Case, ...]


def versions(cases: Iterable[Case], names: Sequence[str] = ()) -> list[Version]:
    """Each expression of each rule once, with the cases of all its years."""
    by_rule: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        by_rule[case.rule, case.run.year].append(case)
    found: dict[int, tuple[ActiveRule, list[Case]]] = {}
    for year in OPEN_YEARS:
        for active in rules_of(year):
            if not names or active.name in names or active.rule.id in names:
                of = found.setdefault(id(active.rule), (active, []))[1]
                of += by_rule[active.name, year]
    return [Version(active, tuple(of)) for active, of in found.values()]


def subject_of_rule(version: Version) -> Subject:
    """The mutants of a rule's own expression."""
    rule = version.active.rule
    found, equivalent = mutants(rule.condition, rule.source)
    years = "/".join(y for y in OPEN_YEARS if y in rule.years)
    return Subject(
        f"{version.active.name} ({years})",
        rule.module.rsplit(".", 1)[-1],
        rule.condition,
        rule.source,
        found,
        equivalent,
        set(range(len(found))),
        {},
    )


def subject_of_fact(fact: Fact, family: str) -> Subject:
    """The mutants of a fact."""
    found, equivalent = mutants(fact.body, fact.source)
    return Subject(
        f"{fact.source}.{fact.name}",
        family,
        fact,
        fact.source,
        found,
        equivalent,
        set(range(len(found))),
        {},
    )


def kill(version: Version, own: Subject, facts: dict[Fact, Subject]) -> None:
    """Run the cases of a rule on its mutants, and on those of its facts that are still alive."""
    trees: list[tuple[Subject, int, Node]] = [
        (own, n, m.tree) for n, m in enumerate(own.mutants) if n in own.alive
    ]
    condition = version.active.rule.condition
    for fact in facts_of(condition):
        subject = facts.get(fact)
        if subject is None:
            continue
        for number in sorted(subject.alive):
            body = subject.mutants[number].tree
            new = type(fact)(fact.type, fact.source, fact.name, fact.words, body)
            tree = replaced(condition, {fact: new}, in_facts=True)
            trees.append((subject, number, tree))
    own.tests.update(dict.fromkeys(case.test for case in version.cases))
    by_year: dict[str, list[Case]] = defaultdict(list)
    for case in version.cases:
        by_year[case.run.year].append(case)
    for year, cases in by_year.items():
        left = [t for t in trees if t[1] in t[0].alive]
        for place in _noticed(version.active, [tree for _, _, tree in left], cases, year):
            subject, number, _ = left[place]
            subject.alive.discard(number)


def _noticed(
    active: ActiveRule, trees: Sequence[Node], cases: Sequence[Case], year: str
) -> set[int]:
    """The trees that find other places than the rule on some case, or cannot be run."""
    made = [replace(active, rule=_plain(active, active.rule.condition))]
    made += [replace(active, rule=_plain(active, tree)) for tree in trees]
    try:
        return _run(made, cases, year)
    except Exception:  # noqa: BLE001 - a mutant may break in any way: then each by itself
        noticed: set[int] = set()
        for number, mutant in enumerate(made[1:]):
            try:
                if _run([made[0], mutant], cases, year):
                    noticed.add(number)
            except Exception:  # noqa: BLE001 - it broke where the rule does not
                noticed.add(number)
        return noticed


def _plain(active: ActiveRule, condition: Node):  # noqa: ANN202
    return replace(active.rule, condition=condition, reports=())


def _run(made: Sequence[ActiveRule], cases: Sequence[Case], year: str) -> set[int]:
    reader = Reader(made, year)
    place = {id(active): number for number, active in enumerate(made)}
    noticed: set[int] = set()
    # Cases with the same tables follow each other: the reader keeps the last it was given.
    for case in sorted(cases, key=lambda c: c.reference):
        found: list[set[tuple[str | None, int | None]]] = [set() for _ in made]
        failures: list[Failure] = reader.check_file(
            case.learners, case.run, tables_of(case.reference)
        )
        for failure in failures:
            found[place[id(failure.rule)]].add((failure.LearnRefNumber, failure.AimSeqNumber))
        right = found[0]
        noticed.update(n for n, got in enumerate(found[1:]) if got != right)
    return noticed
