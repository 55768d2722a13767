"""Resolves a tree for the rows it stands on, and refuses what cannot stand there.

A name means the nearest row that has it: inside a condition on other rows a column is theirs (or
their parents'), and if they have none of that name it is this row's. `this(...)` names the row
outside where both have it. An aggregate is placed on the highest row on which it can be worked out,
so aims share what only the learner decides.

Resolved nodes are interned: two equal trees are one object.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, cast

from openilr.ilr.fields import ENTITIES
from openilr.language.nodes import (
    MESSAGE,
    Aggregate,
    And,
    Column,
    Compare,
    Fact,
    Key,
    Link,
    Literal,
    Node,
    Outer,
    Over,
    Pick,
    Position,
    Rows,
    Scalar,
    Take,
    TakeFrom,
    This,
    Type,
    children,
    contents,
    home,
)
from openilr.reference.tables import TABLES

_PARENTS = {e.name: e.parent for e in ENTITIES}
_POOL: dict[tuple[object, ...], Any] = {}
_N = TypeVar("_N")


def intern(made: _N) -> _N:
    """The one object equal to a node (or link, or pick) whose own parts are interned."""
    return _POOL.setdefault((type(made), getattr(made, "type", None), *contents(made)), made)


@cache
def path(source: str) -> tuple[str, ...]:
    """The sources whose columns a row of `source` has, outermost first: its parents' and its
    own.
    """
    if source in TABLES:
        return (source,)
    if source not in _PARENTS:
        raise TypeError(f"there is no entity {source}")
    parent = _PARENTS[source]
    return (*(path(parent) if parent else ()), source)


def is_table(source: str) -> bool:
    """Whether a source is a reference table."""
    return source in TABLES


def resolve(node: Node, *scope: str) -> Node:
    """The tree as it stands on a row of `scope[0]`, inside a condition on one of `scope[1]`, and so
    on.

    Errors: TypeError, in words for the author, if a column is on none of the rows.
    """
    match node:
        case Literal() | Scalar():
            return intern(node)
        case Column() | Position() | Fact():
            return _out(intern(node), _depth(node, scope))
        case This():
            if len(scope) < 2:
                raise TypeError("this(...) stands only inside a condition on other rows")
            return _out(resolve(node.operand, *scope[1:]), 1)
        case Over():
            return _over(node, scope)
        case TakeFrom():
            return _take(node, scope)
        case _:
            return _rebuilt(node, scope)


def _depth(node: Column | Position | Fact, scope: tuple[str, ...]) -> int:
    source = node.source
    if source == MESSAGE:
        return 0
    for depth, row in enumerate(scope):
        if source in path(row):
            return depth
    name = getattr(node, "name", "position")
    raise TypeError(
        f"{source}.{name} is not on the path of {' in '.join(scope)} rows: "
        f"use {source}.any(...) or another value over its rows"
    )


def _out(node: Node, depth: int) -> Node:
    for _ in range(depth):
        node = intern(Outer(node.type, node))
    return node


def _rebuilt(node: Node, scope: tuple[str, ...]) -> Node:
    """The node with its parts resolved; one whose parts are all of the row outside is of that row
    itself.
    """

    def part(value: object) -> object:
        if isinstance(value, Node):
            return resolve(value, *scope)
        if isinstance(value, tuple):
            return tuple(part(v) for v in cast("tuple[object, ...]", value))
        return value

    return _hoisted(type(node), node.type, [part(value) for value in contents(node)])


def _hoisted(kind: type[Node], type_: Type, parts: list[Any]) -> Node:
    nodes = list(_nodes(parts))
    rows = [n for n in nodes if not isinstance(n, Literal | Scalar)]
    if rows and all(isinstance(n, Outer) for n in rows):

        def inside(value: Any) -> Any:
            if isinstance(value, tuple):
                return tuple(inside(v) for v in cast("tuple[object, ...]", value))
            return value.operand if isinstance(value, Outer) else value

        return _out(_hoisted(kind, type_, [inside(p) for p in parts]), 1)
    return intern(kind(type_, *parts))


def _nodes(parts: list[Any]) -> Iterator[Node]:
    for value in parts:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from _nodes(list(cast("tuple[object, ...]", value)))


def _over(node: Over, scope: tuple[str, ...]) -> Node:
    base, depth = _base(node.rows, scope)
    inner = (node.rows.source, *base)
    value = resolve(node.value, *inner) if node.value is not None else None
    where, keys = _conditions(node.rows, base)
    link = _link(node.rows, base, keys, where, value)
    return _out(intern(Aggregate(node.type, node.kind, link, where, value)), depth)


def _take(node: TakeFrom, scope: tuple[str, ...]) -> Node:
    base, depth = _base(node.rows, scope)
    source = node.rows.source
    where, keys = _conditions(node.rows, base)
    order = resolve(node.order, source) if node.order is not None else None
    value = resolve(node.value, source)
    pick = intern(Pick(_link(node.rows, base, keys, where, None), where, order, node.last))
    return _out(intern(Take(node.type, pick, value)), depth)


def _base(rows: Rows, scope: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The rows that `rows` are seen from, and how far out they stand: entities are seen from
    entities.
    """
    if is_table(rows.source):
        return scope, 0
    for depth, row in enumerate(scope):
        if not is_table(row):
            return scope[depth:], depth
    return (MESSAGE,), 0


def _within(rows: Rows, base: tuple[str, ...]) -> str:
    above = [e for e in path(rows.source)[:-1] if e in path(base[0])]
    if rows.within is None:
        return above[-1]
    if rows.within not in above:
        raise TypeError(
            f"{rows.source} rows seen from {base[0]} rows lie within {' or '.join(above)}, "
            f"not within {rows.within}"
        )
    return rows.within


def _conditions(rows: Rows, base: tuple[str, ...]) -> tuple[Node | None, list[Key]]:
    """What the rows must fulfil, and their keys; an equation with this row is a key."""
    source = rows.source
    keys = [
        intern(Key(resolve(e, source), resolve(e, *base), unknown_matches=True)) for e in rows.same
    ]
    keys += [
        intern(Key(resolve(inner, source), resolve(outer, *base), unknown_matches=False))
        for inner, outer in rows.matching
    ]
    rest: list[Node] = []
    for part in _conjuncts(resolve(condition, source, *base) for condition in rows.where):
        key = _equation(part)
        if key is None:
            rest.append(part)
        else:
            keys.append(key)
    if not rest:
        return None, keys
    return rest[0] if len(rest) == 1 else intern(And(Type.BOOLEAN, tuple(rest))), keys


def _conjuncts(nodes: Iterator[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, And):
            yield from _conjuncts(iter(node.parts))
        else:
            yield node


def _equation(node: Node) -> Key | None:
    if not isinstance(node, Compare) or node.op != "==" or node.left.type is not node.right.type:
        return None
    for inner, outer in ((node.left, node.right), (node.right, node.left)):
        if isinstance(outer, Outer) and not any(True for _ in outers(inner)):
            if isinstance(inner, Literal | Scalar):
                return None
            return intern(Key(inner, outer.operand, unknown_matches=False))
    return None


def outers(node: Node) -> Iterator[Outer]:
    """The parts of a condition that are of the row outside."""
    if isinstance(node, Outer):
        yield node
        return
    for child in children(node):
        yield from outers(child)


def _homes(node: Node) -> Iterator[str]:
    at = home(node)
    if at is not None:
        yield at
    for child in children(node):
        yield from _homes(child)


def _link(
    rows: Rows,
    base: tuple[str, ...],
    keys: list[Key],
    where: Node | None,
    value: Node | None,
) -> Link:
    outside = [key.outer for key in keys]
    for part in (where, value):
        if part is not None:
            outside += [o.operand for o in outers(part)]
    if any(True for node in outside for _ in outers(node)):
        raise TypeError(
            f"a condition on {rows.source} rows looks out over two rows; "
            "say it of all rows of the learner at once with .within(Learner)"
        )
    table = is_table(rows.source)
    within = None if table else _within(rows, base)
    highest = MESSAGE if within is None else within
    # Columns of the row outside decide how far down the value must be worked out.
    homes = {h for node in outside for h in _homes(node)} | {highest}
    at = max(homes, key=lambda h: (is_table(h), len(path(h))))
    return intern(Link(at, rows.source, within, tuple(keys)))


def entities_on_path(source: str) -> tuple[str, ...]:
    """The sources whose values a row of `source` can report."""
    return path(source)
