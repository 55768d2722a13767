"""The nodes of a rule's expression: plain frozen values that every reader walks.

Authors never make nodes: they write operators over the typed columns of `openilr.language.columns`,
and `expressions` builds these. A tree is written first as the author says it (`This`, `Over`,
`Pick`, `Take` with `Rows`) and then resolved for the rows it stands on (`resolve`), after which
rows are found by a `Link` and a value of the row outside a condition stands in `Outer`. Resolved
nodes are interned: equal trees are one object, so a reader that keeps its work by node does each
thing once.

Unknown, stated once for all readers:

- a comparison, sum or other operation with an unknown operand is unknown;
- `&`, `|` and `~` are Kleene's: false & unknown is false, true | unknown is true, ~unknown is
  unknown;
- `==`, `!=`, `is_in` and `~is_in` with unknown are unknown too; `differs_from`, `same_as` and
  `is_not_in_or_unknown` treat unknown as a value of its own, and are never unknown;
- `when(c)` with c unknown goes on to the next branch; `coalesce` takes the first known value;
- rows count where their condition is true: `any`, `none`, `all` and `count` are never unknown,
  `sum` of no known value is 0, `min`, `max` and the value of a row that is not there are unknown;
- a rule whose expression is unknown does not report the row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import cast


class Type(StrEnum):
    """The type of an expression's value; equal, as text, to the kinds of fields and of reference
    columns.
    """

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"


Value = str | int | Decimal | date | bool | None
"""A value of one row; None is unknown."""

MESSAGE = "Message"
"""The row that stands for the file and the run: its header values, and what is the same for every
learner."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node of an expression."""

    type: Type


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A value that stands in the rule."""

    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Column(Node):
    """A field of an entity of the message, or a column of a reference table."""

    source: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    """A value of the run (`run.Run`), the same on every row."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Position(Node):
    """The place of a row among the rows of its source, in document order."""

    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """`left op right` with op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Differs(Node):
    """Whether two values differ, unknown being a value like any other; never unknown."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class IsIn(Node):
    """Whether a value is one of the listed."""

    operand: Node
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class And(Node):
    """Kleene's and."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Or(Node):
    """Kleene's or."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """Kleene's not."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class IsUnknown(Node):
    """Whether a value is unknown; never unknown itself."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Matches(Node):
    """Whether the whole text matches a regular expression."""

    operand: Node
    pattern: str


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    """`left op right` with op one of + - * // %; the divisor is a literal other than 0."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class DaysBetween(Node):
    """Days from `start` to `end`, the first not counted."""

    start: Node
    end: Node


@dataclass(frozen=True, slots=True, eq=False)
class YearsBetween(Node):
    """Whole years from `start` to `end`; the anniversary completes a year, 29 February falls on the
    28th.
    """

    start: Node
    end: Node


@dataclass(frozen=True, slots=True, eq=False)
class AddDays(Node):
    """A date so many days later; never beyond the first or last date there is."""

    operand: Node
    days: Node


@dataclass(frozen=True, slots=True, eq=False)
class AddMonths(Node):
    """The same day of the month so many months later, or the last day of a month that is too
    short.
    """

    operand: Node
    months: int


@dataclass(frozen=True, slots=True, eq=False)
class DatePart(Node):
    """The year, month, day or weekday (Monday is 1) of a date."""

    part: str
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class MakeDate(Node):
    """The date of a year (1 to 9999, else unknown) with a month and day that every year has."""

    year: Node
    month: int
    day: int


@dataclass(frozen=True, slots=True, eq=False)
class TextOf(Node):
    """A function of one text: upper, strip, length, slice (start, length), integer (of digits
    only), extract (pattern).

    `text` of an integer gives its digits.
    """

    function: str
    operand: Node
    arguments: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Concat(Node):
    """Texts one after the other; unknown if any is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Case(Node):
    """The value of the first branch whose condition is true, else `otherwise`."""

    conditions: tuple[Node, ...]
    values: tuple[Node, ...]
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Coalesce(Node):
    """The first known value."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fact(Node):
    """A named fact of the rows of `source`: `body` is its expression on such a row.

    `words` is its docstring's first sentence.
    """

    source: str
    name: str
    words: str
    body: Node


# ------------------------------------------------------- as the author says it, before resolution


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows seen from the row a condition stands on.

    Attributes:
        source: the entity, or the reference table.
        within: the ancestor whose rows are taken; None is the nearest that both have.
        same: expressions that must have the same value on both rows, unknown the same as unknown.
        matching: pairs (their column, this row's value) that must be equal and known.
        where: what must be true of the rows, said of them.
    """

    source: str
    within: str | None = None
    same: tuple[Node, ...] = ()
    matching: tuple[tuple[Node, Node], ...] = ()
    where: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class This(Node):
    """The value on the row outside the condition."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Over(Node):
    """A value over rows: any, count, min, max, sum, distinct (how many values) or joined (them)."""

    kind: str
    rows: Rows
    value: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class TakeFrom(Node):
    """The value on the row with the greatest (least) `order`, in ties the last (first) in document
    order.
    """

    rows: Rows
    order: Node | None
    last: bool
    value: Node


# ----------------------------------------------------------------------------- after resolution


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """Equal values on two rows: of the row found and of the row it is seen from."""

    inner: Node
    outer: Node
    unknown_matches: bool


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Which rows of `source` a row of `home` sees: those of the same `within` row, with equal keys.

    `within` is None for a reference table.
    """

    home: str
    source: str
    within: str | None
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outer(Node):
    """The value of an expression on the home row, inside a condition on the rows it sees."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate(Node):
    """`Over`, resolved."""

    kind: str
    link: Link
    where: Node | None
    value: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """The row of a link with the greatest or least order, or by position alone."""

    link: Link
    where: Node | None
    order: Node | None
    last: bool


@dataclass(frozen=True, slots=True, eq=False)
class Take(Node):
    """`TakeFrom`, resolved: `value` is an expression on the picked row."""

    pick: Pick
    value: Node


@cache
def _reader(kind: type) -> Callable[[object], tuple[object, ...]]:
    names = [f.name for f in fields(kind) if f.name != "type"]
    if len(names) > 1:
        return cast("Callable[[object], tuple[object, ...]]", attrgetter(*names))
    return lambda node: tuple(getattr(node, name) for name in names)


def contents(node: object) -> tuple[object, ...]:
    """The field values of a node, but for its type."""
    return _reader(type(node))(node)


@cache
def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a resolved node that are computed on the same row.

    What lies inside an aggregate's condition is of other rows and is not among them.
    """
    if isinstance(node, Aggregate | Take | Fact):
        return ()
    found: list[Node] = []
    for content in contents(node):
        if isinstance(content, Node):
            found.append(content)
        elif isinstance(content, tuple):
            items = cast("tuple[object, ...]", content)
            found += [item for item in items if isinstance(item, Node)]
    return tuple(found)


def inside(node: Node) -> Iterator[Node]:
    """The nodes of a fact's body, and those of the rows that an aggregate or a taken value sees."""
    match node:
        case Fact():
            yield node.body
        case Aggregate():
            yield from (n for n in (node.where, node.value) if n is not None)
            yield from _of_link(node.link)
        case Take():
            yield node.value
            yield from (n for n in (node.pick.where, node.pick.order) if n is not None)
            yield from _of_link(node.pick.link)
        case _:
            pass


def everything(node: Node) -> Iterator[Node]:
    """A resolved node and every node below it, those of other rows and of facts included, each
    once.
    """
    seen: set[Node] = set()
    stack = [node]
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        yield at
        stack.extend(children(at))
        stack.extend(inside(at))


def _of_link(link: Link) -> Iterator[Node]:
    for key in link.keys:
        yield key.inner
        yield key.outer


def home(node: Node) -> str | None:
    """The source on whose rows a leaf is computed; None for a node that is computed where it
    stands.
    """
    match node:
        case Column() | Position() | Fact():
            return node.source
        case Aggregate():
            return node.link.home
        case Take():
            return node.pick.link.home
        case _:
            return None
