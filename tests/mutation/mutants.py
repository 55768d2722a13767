"""The mutants of an expression: trees that differ from it in one place.

What is changed, each node of the tree once:

- a comparison takes each neighbouring operator, and a date, number or count that it compares with
  moves by one; against a code it is negated;
- `&` and `|` lose each part, and each becomes the other; a "not" goes;
- a list of codes loses each, and is negated; "is absent" becomes "is present";
- rows lose each condition and each key that finds them; "some" becomes "every", the earliest the
  latest, a count of different values a count of rows; absent keys no longer match absent ones;
- `differs_from` becomes `!=`, and `!=` or "not in" takes an absent value of an optional field;
- a choice of cases loses each branch; sums, days, months, slices of texts move by one;
- a reference table is asked for another day.

Every operator but a comparison with a code keeps the type, so a mutant is well formed. Mutants of
one meaning (`canonical`) are one, and those with the meaning of the original none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from openilr.ilr.fields import ENTITIES
from openilr.language.nodes import (
    AddDays,
    AddMonths,
    Aggregate,
    And,
    Arithmetic,
    Case,
    Coalesce,
    Column,
    Compare,
    Differs,
    Fact,
    IsIn,
    IsUnknown,
    Key,
    Link,
    Literal,
    MakeDate,
    Matches,
    Node,
    Not,
    Or,
    Outer,
    Pick,
    Position,
    Scalar,
    Take,
    TextOf,
    Type,
    contents,
)
from openilr.language.resolve import intern, is_table
from tests.mutation.canonical import canonical

Part = Node | Link | Pick | Key

_DAYS = date(2050, 1, 1)
"""Later dates stand for "never", and a day more or less is none."""

_NEIGHBOURS = {
    "<": ("<=", ">", "!="),
    "<=": ("<", ">=", "=="),
    ">": (">=", "<", "!="),
    ">=": (">", "<=", "=="),
    "==": ("!=", "<=", ">="),
    "!=": ("==", "<", ">"),
}

_OPTIONAL = {(e.name, f.name) for e in ENTITIES for f in e.fields if not f.mandatory}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed tree.

    Attributes:
        change: the kind of change.
        before, after: the smallest condition around the change, as it was and is; `after` is None
            where it is gone.
        source: the rows that the condition stands on, for the words.
    """

    tree: Node
    change: str
    before: Node
    after: Node | None
    source: str


def mutants(tree: Node, source: str) -> tuple[list[Mutant], int]:
    """The mutants of a tree on rows of `source`, and how many were left out as equivalent."""
    meanings = {canonical(tree)}
    found: list[Mutant] = []
    left_out = 0
    for site, frame, of in _sites(tree, source):
        for change, new in _changes(site):
            changed = replaced(tree, {site: new})
            assert isinstance(changed, Node)
            meaning = canonical(changed)
            if meaning in meanings:
                left_out += 1
                continue
            meanings.add(meaning)
            after = replaced(frame, {site: new})
            found.append(Mutant(changed, change, frame, after, of))  # type: ignore[arg-type]
    return found, left_out


# ------------------------------------------------------------------------------------------ trees


def replaced(tree: Any, table: Mapping[Any, Any], *, in_facts: bool = False) -> Any:
    """A tree with parts of it replaced wherever they stand, facts left alone unless told."""
    memo: dict[Any, Any] = dict(table)

    def of(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(of(each) for each in value)
        if not isinstance(value, Node | Link | Pick | Key):
            return value
        if value not in memo:
            memo[value] = value if isinstance(value, Fact) and not in_facts else rebuilt(value, of)
        return memo[value]

    return of(tree)


def rebuilt(value: Any, of: Any) -> Any:
    """A part with each of its own parts passed through a function; itself if none changed."""
    old = tuple(contents(value))
    new = tuple(of(each) for each in old)
    if new == old:
        return value
    own = (value.type,) if isinstance(value, Node) else ()
    return intern(type(value)(*own, *new))


def _sites(tree: Node, source: str) -> Iterator[tuple[Part, Node, str]]:
    """Each part of a tree once, with the smallest condition around it and the rows that stands on.

    Facts are trees of their own.
    """
    seen: set[Part] = set()
    stack: list[tuple[Any, Node, str]] = [(tree, tree, source)]
    while stack:
        value, frame, of = stack.pop()
        if isinstance(value, tuple):
            stack += [(each, frame, of) for each in reversed(value)]
            continue
        if not isinstance(value, Node | Link | Pick | Key) or value in seen:
            continue
        seen.add(value)
        if isinstance(value, Node) and value.type is Type.BOOLEAN:
            frame = value
        yield value, frame, of
        if isinstance(value, Fact):
            continue
        below = of
        if isinstance(value, Aggregate | Pick):
            below = value.link.home
        stack += [(each, frame, below) for each in reversed(tuple(contents(value)))]


@cache
def facts_of(tree: Node) -> tuple[Fact, ...]:
    """The facts that a tree mentions, at any depth."""
    found: dict[Fact, None] = {}

    def of(value: Any) -> Any:
        if isinstance(value, Fact) and value not in found:
            found[value] = None
        return value

    seen: set[Any] = set()
    stack: list[Any] = [tree]
    while stack:
        value = stack.pop()
        if isinstance(value, tuple):
            stack += value
        elif isinstance(value, Node | Link | Pick | Key) and value not in seen:
            seen.add(value)
            of(value)
            stack += contents(value)
    return tuple(found)


# ---------------------------------------------------------------------------------------- changes


def _changes(part: Part) -> Iterator[tuple[str, Part]]:
    """What a part may become, with the kind of change."""
    match part:
        case Compare():
            yield from _comparison(part)
        case Differs():
            yield "absent left out", Compare(Type.BOOLEAN, "!=", part.left, part.right)
        case IsIn():
            yield "negated", Not(Type.BOOLEAN, part)
            yield from _without_each("code dropped", part, "values", part.values)
        case And() | Or():
            yield from _without_each("part dropped", part, "parts", part.parts)
            other = Or if isinstance(part, And) else And
            yield "and/or swapped", other(Type.BOOLEAN, part.parts)
        case Not():
            yield "not removed", part.operand
            yield from _or_unknown(part.operand, part)
        case IsUnknown():
            yield "negated", Not(Type.BOOLEAN, part)
        case Matches():
            yield "negated", Not(Type.BOOLEAN, part)
            yield (
                "any text matches",
                Not(Type.BOOLEAN, intern(IsUnknown(Type.BOOLEAN, part.operand))),
            )
        case Aggregate():
            yield from _aggregate(part)
        case Link():
            for key in part.keys:
                keys = tuple(k for k in part.keys if k is not key)
                yield "key dropped", Link(part.home, part.source, part.within, keys)
        case Key(unknown_matches=True):
            yield "absent keys differ", Key(part.inner, part.outer, unknown_matches=False)
        case Pick():
            yield "other end", Pick(part.link, part.where, part.order, not part.last)
            if part.where is not None and not isinstance(part.where, And):
                yield "condition dropped", Pick(part.link, None, part.order, part.last)
        case Case():
            for number in range(len(part.conditions)):
                yield "branch dropped", _without_branch(part, number)
            yield from _moved_values(part)
        case Coalesce():
            yield from _without_each("part dropped", part, "parts", part.parts)
        case Arithmetic():
            yield from _arithmetic(part)
        case AddDays(days=Literal(value=int() as days)):
            for moved in (days - 1, days + 1):
                yield "moved by one", AddDays(Type.DATE, part.operand, _number(moved))
        case AddMonths():
            for moved in (part.months - 1, part.months + 1):
                yield "moved by one", AddMonths(Type.DATE, part.operand, moved)
        case MakeDate():
            day = date(2001, part.month, part.day)
            for moved in (day - timedelta(1), day + timedelta(1)):
                made = MakeDate(Type.DATE, part.year, moved.month, moved.day)
                yield "moved by one", made
        case TextOf(function="slice", arguments=(int() as start, int() as length)):
            for moved in ((start + 1, length), (start, length + 1), (start, length - 1)):
                yield "moved by one", TextOf(part.type, "slice", part.operand, moved)
        case _:
            pass


def _comparison(part: Compare) -> Iterator[tuple[str, Node]]:
    ordered = part.left.type in (Type.INTEGER, Type.DECIMAL, Type.DATE)
    sides = (part.left, part.right)
    equation = part.op in ("==", "!=")
    literal = any(isinstance(side, Literal) for side in sides)
    code = literal and any(isinstance(s, Column | Take | Scalar | Fact) for s in sides)
    if any(isinstance(side, Position) for side in sides) and equation:
        ordered = False
    if equation and (not ordered or (code and Type.INTEGER in {s.type for s in sides})):
        yield "negated", Compare(Type.BOOLEAN, _NEIGHBOURS[part.op][0], *sides)
        if part.op == "!=":
            yield from _or_unknown(intern(Compare(Type.BOOLEAN, "==", *sides)), part)
        return
    for op in _NEIGHBOURS[part.op]:
        yield "operator changed", Compare(Type.BOOLEAN, op, *sides)
    for number, side in enumerate(sides):
        for moved in _moved(side):
            both = tuple(moved if n == number else s for n, s in enumerate(sides))
            yield "moved by one", Compare(Type.BOOLEAN, part.op, *both)


def _moved(node: Node) -> Iterator[Node]:
    """A date or whole number that stands in the rule, one before and one after."""
    match node:
        case Literal(value=bool()):
            pass
        case Literal(value=int() as number):
            yield from (_number(number - 1), _number(number + 1))
        case Literal(value=date() as day) if day < _DAYS:
            for step in (-1, 1):
                yield intern(Literal(Type.DATE, day + timedelta(step)))
        case _:
            pass


def _number(value: int) -> Node:
    return intern(Literal(Type.INTEGER, value))


def _or_unknown(equation: Node, part: Node) -> Iterator[tuple[str, Node]]:
    """The negation of an equation on an optional field, true where the field is absent too."""
    match equation:
        case (
            Compare(op="==", left=Column() as column, right=Literal())
            | IsIn(operand=Column() as column)
        ) if (column.source, column.name) in _OPTIONAL:
            absent = intern(IsUnknown(Type.BOOLEAN, column))
            yield "absent taken in", Or(Type.BOOLEAN, (absent, intern(part)))
        case _:
            pass


def _without_each(change: str, part: Any, name: str, items: tuple[Any, ...]) -> Iterator[Any]:
    if len(items) < 2:
        return
    for number in range(len(items)):
        rest = (*items[:number], *items[number + 1 :])
        if name == "values":
            yield change, type(part)(part.type, part.operand, rest)
        elif len(rest) == 1:
            yield change, rest[0]
        else:
            yield change, type(part)(part.type, rest)


def _aggregate(part: Aggregate) -> Iterator[tuple[str, Node]]:
    def made(kind: str, where: Node | None, value: Node | None) -> Aggregate:
        return Aggregate(part.type, kind, part.link, where, value)

    if part.where is not None and not isinstance(part.where, And):
        yield "condition dropped", made(part.kind, None, part.value)
    match part.kind:
        case "any" if part.where is not None:
            kept = intern(Not(Type.BOOLEAN, part.where))
            unknown = intern(IsUnknown(Type.BOOLEAN, part.where))
            wrong = made("any", intern(Or(Type.BOOLEAN, (kept, unknown))), None)
            yield "some to every", Not(Type.BOOLEAN, intern(wrong))
        case "min" | "max":
            yield "other end", made("max" if part.kind == "min" else "min", part.where, part.value)
        case "distinct" if part.value is not None:
            unknown = intern(IsUnknown(Type.BOOLEAN, part.value))
            known = intern(Not(Type.BOOLEAN, unknown))
            where = known if part.where is None else intern(And(Type.BOOLEAN, (part.where, known)))
            yield "not only different", made("count", where, None)
        case _:
            pass
    if is_table(part.link.source) and part.where is not None:
        yield from _other_day(part)


_OTHER_DAY = {"LearnStartDate": "LearnPlanEndDate"}


def _other_day(part: Aggregate) -> Iterator[tuple[str, Node]]:
    """A look-up in a reference table on a day of the aim, made on another of its days."""
    assert part.where is not None
    for site, _, _ in _sites(part.where, part.link.source):
        match site:
            case Outer(operand=Column(type=Type.DATE, source="LearningDelivery") as day):
                other = _OTHER_DAY.get(day.name, "LearnStartDate")
                column = intern(Column(Type.DATE, "LearningDelivery", other))
                yield (
                    "asked for another day",
                    replaced(part, {site: intern(Outer(Type.DATE, column))}),
                )
            case _:
                pass


def _without_branch(part: Case, number: int) -> Node:
    conditions = tuple(c for n, c in enumerate(part.conditions) if n != number)
    values = tuple(v for n, v in enumerate(part.values) if n != number)
    if not conditions:
        return part.otherwise
    return Case(part.type, conditions, values, part.otherwise)


def _moved_values(part: Case) -> Iterator[tuple[str, Node]]:
    for number, value in zip(count(), (*part.values, part.otherwise), strict=False):
        for moved in _moved(value):
            values = [*part.values, part.otherwise]
            values[number] = moved
            *branches, last = values
            yield "moved by one", Case(part.type, part.conditions, tuple(branches), last)


def _arithmetic(part: Arithmetic) -> Iterator[tuple[str, Node]]:
    swapped = {"+": "-", "-": "+"}.get(part.op)
    if swapped:
        yield "operator changed", Arithmetic(part.type, swapped, part.left, part.right)
    for moved in _moved(part.left):
        yield "moved by one", Arithmetic(part.type, part.op, moved, part.right)
    for moved in _moved(part.right):
        if not (part.op in ("//", "%") and getattr(moved, "value", 1) == 0):
            yield "moved by one", Arithmetic(part.type, part.op, part.left, moved)
