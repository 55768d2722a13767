"""What has to be worked out for a set of rules, in which order, and on the rows of which source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from openilr.language.nodes import (
    MESSAGE,
    Aggregate,
    And,
    Coalesce,
    Column,
    Differs,
    Fact,
    IsUnknown,
    Link,
    Literal,
    Node,
    Outer,
    Pick,
    Position,
    Scalar,
    Take,
    Type,
    children,
    home,
)
from openilr.language.resolve import intern, is_table, outers


@dataclass(slots=True, eq=False)
class Item:
    """A column to be worked out on the rows of `source`.

    Attributes:
        node: what it is: an expression, an aggregate, a pick (row numbers) or a value taken from a
            picked row; a leaf of a source above is fetched from there.
        needs: the items that it is worked out from.
        layer: it needs only items of lower layers.
        static: whether it depends on the run and the tables alone.
    """

    source: str
    node: "Node | Pick"
    name: str
    needs: "tuple[Item, ...]" = ()
    layer: int = 0
    static: bool = False


_LEAVES = (Column, Position, Fact, Aggregate, Take)


class Plan:
    """What has to be worked out for some expressions, in which order.

    Attributes:
        roots: the expressions, each with the source of the rows it stands on.
        columns: the raw columns that are read, by source.
        gates: of each root what must be true of a row for the root to be true there, and takes no
            other rows to work out; None if there is no such part.
        whole_file: whether something depends on all learners of the file.
    """

    def __init__(self, roots: Iterable[tuple[str, Node]], *, as_columns: bool = False) -> None:
        """Plan the roots: each as a column, or for one last expression made of columns."""
        self.roots = tuple(roots)
        self.columns: dict[str, set[str]] = {}
        self._items: dict[tuple[str, Node | Pick], Item] = {}
        self._uses: dict[tuple[str, Node], int] = {}
        self._constant: dict[Node, bool] = {}
        self.links: dict[Link, None] = {}
        for source, node in self.roots:
            self._count(source, node)
        reads = self._wanted if as_columns else self._inside
        self._of_root = [tuple(reads(source, node)) for source, node in self.roots]
        self.gates = [None if as_columns else self._gate(source, n) for source, n in self.roots]
        items = sorted(self._items.values(), key=lambda i: i.layer)
        self.layers = [list(layer) for _, layer in groupby(items, key=lambda i: i.layer)]
        self.whole_file = any(i.source == MESSAGE and not i.static for i in items)

    def needed(self, roots: Iterable[int]) -> set[Item]:
        """The items that some of the roots are worked out from."""
        return _closure(item for n in roots for item in self._of_root[n])

    def needed_for_gates(self) -> set[Item]:
        """The items that the gates are worked out from."""
        return _closure(
            item
            for (source, _), gate in zip(self.roots, self.gates, strict=True)
            if gate is not None
            for item in self._inside(source, gate)
        )

    def _gate(self, source: str, node: Node) -> Node | None:
        plain = [part for part in _conjuncts(node) if self._is_plain(source, part)]
        if not plain:
            return None
        return plain[0] if len(plain) == 1 else intern(And(Type.BOOLEAN, tuple(plain)))

    def _is_plain(self, source: str, node: Node) -> bool:
        """Whether what a part of a root needs is planned and takes no other rows to work out."""
        if self.constant(node):
            return False
        return not any(
            isinstance(item.node, Aggregate | Take | Pick) and not item.static
            for item in _closure(self._inside(source, node))
        )

    # ---- which subexpressions are used more than once

    def _count(self, source: str, node: "Node | Pick") -> None:
        if isinstance(node, Pick):
            self._count_link(node.link)
            self._count_condition(node.link, node.where)
            if node.order is not None:
                self._count(node.link.source, node.order)
            return
        at = source if self.constant(node) is False else MESSAGE
        key = (home(node) or at, node)
        self._uses[key] = self._uses.get(key, 0) + 1
        if self._uses[key] > 1:
            return
        match node:
            case Fact():
                self._count(node.source, node.body)
            case Aggregate():
                self._count_link(node.link)
                self._count_condition(node.link, node.where)
                if node.value is not None:
                    self._count_mixed(node.link, node.value)
            case Take():
                self._count(node.pick.link.home, node.pick)
                self._count(node.pick.link.source, node.value)
            case _:
                for child in children(node):
                    self._count(at, child)

    def _count_link(self, link: Link) -> None:
        for key in link.keys:
            self._count(link.source, key.inner)
            self._count(link.home, key.outer)

    def _count_condition(self, link: Link, where: Node | None) -> None:
        for part in split(where):
            if part is not None:
                self._count_mixed(link, part)

    def _count_mixed(self, link: Link, node: Node) -> None:
        for side, leaf in sides(node):
            self._count(link.home if side else link.source, leaf)

    def constant(self, node: Node) -> bool:
        """Whether a node has the same value on every row."""
        if node not in self._constant:
            at = home(node)
            if at is not None:
                found = at == MESSAGE
            else:
                found = all(self.constant(child) for child in children(node))
            self._constant[node] = found
        return self._constant[node]

    # ---- items

    def column(self, source: str, node: "Node | Pick") -> str | None:
        """The name of the column of `source` that holds a node; None for a plain value.

        It is planned if it is not yet.
        """
        if isinstance(node, Literal | Scalar):
            return None
        if isinstance(node, Node):
            if self.constant(node) and source != MESSAGE:
                return self.column(MESSAGE, node)
            if isinstance(node, Column) and node.source == source:
                self.columns.setdefault(source, set()).add(node.name)
                return node.name
        return self._item(source, node).name

    def _item(self, source: str, node: "Node | Pick") -> Item:
        found = self._items.get((source, node))
        if found is not None:
            return found
        item = Item(source, node, f"#{len(self._items)}")
        self._items[source, node] = item
        needs = list(self._needs(source, node))
        item.needs = tuple(needs)
        item.layer = 1 + max((n.layer for n in needs), default=0)
        fixed = source == MESSAGE or is_table(source)
        over_entity = (
            isinstance(node, Aggregate)
            and node.link.within is not None
            or isinstance(node, Take)
            and node.pick.link.within is not None
        )
        item.static = fixed and not over_entity and all(n.static for n in needs)
        return item

    def _needs(self, source: str, node: "Node | Pick") -> Iterator[Item]:
        """The items that an item is worked out from."""
        if isinstance(node, Node) and home(node) not in (None, source):
            at = home(node)
            assert at is not None  # noqa: S101 - for the type checker
            yield from self._wanted(at, node)
            return
        match node:
            case Fact():
                yield from self._inside(source, node.body)
            case Aggregate():
                yield from self._of_link(node.link)
                yield from self._of_condition(node.link, node.where)
                if node.value is not None:
                    yield from self._mixed(node.link, node.value)
            case Take():
                yield from self._wanted(source, node.pick)
                yield from self._wanted(node.pick.link.source, node.value)
            case Pick():
                yield from self._of_link(node.link)
                yield from self._of_condition(node.link, node.where)
                if node.order is not None:
                    yield from self._wanted(node.link.source, node.order)
            case Position():
                return
            case _:
                for child in children(node):
                    yield from self._inside(source, child)

    def _wanted(self, source: str, node: "Node | Pick") -> Iterator[Item]:
        """The item of a column, if it is no raw one."""
        if self.column(source, node) is None:
            return
        at = MESSAGE if isinstance(node, Node) and self.constant(node) else source
        item = self._items.get((at, node))
        if item is not None:
            yield item

    def _inside(self, source: str, node: Node) -> Iterator[Item]:
        """The items that an expression on the rows of `source` is made of: its leaves, and what is
        shared.
        """
        if isinstance(node, Literal | Scalar):
            return
        if self.is_column(source, node):
            yield from self._wanted(source, node)
            return
        for child in children(node):
            yield from self._inside(source, child)

    def is_column(self, source: str, node: Node) -> bool:
        """Whether a node is read from a column inside other expressions: a leaf, a constant, or
        shared.
        """
        if isinstance(node, _LEAVES) or (source != MESSAGE and self.constant(node)):
            return True
        return self._uses.get((source, node), 0) > 1

    def _of_link(self, link: Link) -> Iterator[Item]:
        self.links[link] = None
        for key in link.keys:
            yield from self._wanted(link.source, key.inner)
            yield from self._wanted(link.home, key.outer)

    def _of_condition(self, link: Link, where: Node | None) -> Iterator[Item]:
        inner, outer, mixed = split(where)
        if inner is not None:
            yield from self._wanted(link.source, inner)
        if outer is not None:
            yield from self._wanted(link.home, outer)
        if mixed is not None:
            yield from self._mixed(link, mixed)

    def _mixed(self, link: Link, node: Node) -> Iterator[Item]:
        for side, leaf in sides(node):
            yield from self._wanted(link.home if side else link.source, leaf)


def _closure(items: Iterable[Item]) -> set[Item]:
    """Some items and all that they need."""
    found: set[Item] = set()
    stack = list(items)
    while stack:
        item = stack.pop()
        if item not in found:
            found.add(item)
            stack.extend(item.needs)
    return found


def _conjuncts(node: Node) -> Iterator[Node]:
    """The conditions that must all be true for a condition to be."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


@cache
def split(where: Node | None) -> tuple[Node | None, Node | None, Node | None]:
    """A condition as its part on the rows found, on the row outside, and on both; never unknown."""
    inner: list[Node] = []
    outer: list[Node] = []
    mixed: list[Node] = []
    for part in where.parts if isinstance(where, And) else () if where is None else (where,):
        if isinstance(part, Outer):
            outer.append(part.operand)
        elif looks_out(part):
            mixed.append(part)
        else:
            inner.append(part)
    return certain(inner), certain(outer), certain(mixed)


def certain(parts: list[Node]) -> Node | None:
    """All of the conditions, false where that is unknown, so that rows can be chosen by it."""
    if not parts:
        return None
    both = parts[0] if len(parts) == 1 else intern(And(Type.BOOLEAN, tuple(parts)))
    if isinstance(both, IsUnknown | Differs | Aggregate):
        return both
    no = intern(Literal(Type.BOOLEAN, value=False))
    return intern(Coalesce(Type.BOOLEAN, (both, no)))


@cache
def looks_out(node: Node) -> bool:
    """Whether an expression on rows found has a part that is of the row outside."""
    return any(True for _ in outers(node))


@cache
def sides(node: Node) -> tuple[tuple[bool, Node], ...]:
    """The largest parts of an expression on two rows that are of one row: (is of the row outside,
    part).
    """
    if isinstance(node, Outer):
        return ((True, node.operand),)
    if not looks_out(node):
        return ((False, node),)
    return tuple(side for child in children(node) for side in sides(child))
