"""What the measurement says: a table by family, and the survivors in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from openilr.language.nodes import And, Fact, IsIn, Node, Or
from openilr.language.rule import Rule
from openilr.language.words import condition_in_words, value_words
from tests.mutation.mutants import Mutant
from tests.mutation.run import Subject


def in_words(mutant: Mutant, like: Rule) -> str:
    """One mutant as a person reads it: what stood there, and what stands there now."""
    before, after = mutant.before, mutant.after
    if isinstance(before, And | Or) and mutant.change == "part dropped" and after is not None:
        rest = after.parts if isinstance(after, type(before)) else (after,)
        gone = [part for part in before.parts if part not in rest]
        if len(gone) == 1:
            joined = "and" if isinstance(before, And) else "or"
            return f"without “{joined} {_says(gone[0], mutant.source, like)}”"
    if isinstance(before, IsIn) and isinstance(after, IsIn):
        code = next(value for value in before.values if value not in after.values)
        said = _says(before, mutant.source, like)
        return f"without the code {value_words(code)} in “{said}”"
    was = _says(before, mutant.source, like)
    now = "always" if after is None else _says(after, mutant.source, like)
    return f"{mutant.change}: “{was}” becomes “{now}”"


def _says(node: Node, source: str, like: Rule) -> str:
    if isinstance(node, Fact):
        return node.words
    return condition_in_words(replace(like, source=source, condition=node))


def table(families: Mapping[str, Sequence[Subject]]) -> tuple[str, float]:
    """The table by family, and the share of all, in hundredths.

    Dropped codes of lists are many and of one kind, so the share without them stands beside.
    """
    lines = [
        "| Module | Rules | Mutants | Equal | Noticed | Noticed, codes of lists apart |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    everyone = [subject for of in families.values() for subject in of]
    rows = [*sorted(families.items(), key=lambda item: _share(item[1])), ("all", everyone)]
    for name, of in rows:
        number = sum(len(subject.mutants) for subject in of)
        equal = sum(subject.equivalent for subject in of)
        other = _share(of, codes=False)
        lines.append(
            f"| {name} | {len(of)} | {number} | {equal} | {_share(of):.1f}% | {other:.1f}% |"
        )
    return "\n".join(lines), _share(everyone)


def _share(of: Iterable[Subject], *, codes: bool = True) -> float:
    counted = [
        number in subject.alive
        for subject in of
        for number, mutant in enumerate(subject.mutants)
        if codes or mutant.change != "code dropped"
    ]
    return 100.0 * (1 - sum(counted) / len(counted)) if counted else 100.0


def survivors_of(subjects: Iterable[Subject], like: Rule) -> Iterator[str]:
    """What no case noticed, rule by rule, with the tests to add to."""
    for subject in subjects:
        if subject.alive:
            tests = ", ".join(list(subject.tests)[:2])
            yield f"{subject.name}, {subject.family}: {len(subject.alive)} left. {tests}"
            yield from (f"  {in_words(subject.mutants[n], like)}" for n in sorted(subject.alive))
