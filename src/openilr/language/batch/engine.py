"""A plan at work: columns worked out in layers for message after message of one run."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl

from openilr.ilr.message import Message
from openilr.ilr.schema import schema
from openilr.language.batch.expressions import polars_of
from openilr.language.batch.groups import (
    Codes,
    Groups,
    Indexes,
    dense,
    encoded,
    gather,
    places,
    rows_where,
    translated,
)
from openilr.language.batch.plan import Item, Plan, looks_out, sides, split
from openilr.language.batch.reduce import OF_NOTHING, reduced
from openilr.language.nodes import (
    MESSAGE,
    Aggregate,
    Fact,
    Key,
    Link,
    Literal,
    Node,
    Outer,
    Pick,
    Position,
    Scalar,
    Take,
    Type,
    Value,
    home,
)
from openilr.language.resolve import intern, is_table
from openilr.language.run import Run
from openilr.reference.supplied import Tables

_DTYPES: Mapping[Type, pl.DataType] = {
    Type.TEXT: pl.String(),
    Type.INTEGER: pl.Int64(),
    Type.DECIMAL: pl.Decimal(38, 6),
    Type.DATE: pl.Date(),
    Type.BOOLEAN: pl.Boolean(),
}


class _State:
    """The columns worked out so far, by source and name.

    They stand in no frame: one of a thousand columns costs more to extend than most columns to work
    out.
    """

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, pl.Series]] = {}
        self.heights: dict[str, int] = {}
        self.message: dict[str, Value] = {}
        self.groups: dict[Link, Groups] = {}
        self.pairs: dict[tuple[Link, Node | None, Node | None], tuple[Indexes, Indexes]] = {}
        self.rows: dict[tuple[str, str], Indexes] = {}
        self.picked: dict[tuple[str, Pick], Indexes] = {}
        self.codes: dict[tuple[str, Node], Codes] = {}


@dataclass(slots=True)
class _Expression:
    """An expression with the names of the columns that it reads."""

    made: pl.Expr
    reads: list[str]

    @staticmethod
    def of(made: pl.Expr) -> "_Expression":
        return _Expression(made, made.meta.root_names())


class Engine:
    """A plan with a run and its reference tables: what depends on them alone is worked out once."""

    def __init__(self, plan: Plan, run: Run, tables: Tables) -> None:
        self.plan = plan
        self.run = run
        self._tables = tables
        self._fixed = _State()
        self._fixed.columns[MESSAGE] = {"#row": pl.Series("#row", [0])}
        self._fixed.heights[MESSAGE] = 1
        for source, names in plan.columns.items():
            if is_table(source):
                self._hold(self._fixed, source, tables.frame(source), sorted(names))
        self._expressions: dict[tuple[str, Node], pl.Expr] = {}
        self._kept: dict[object, _Expression] = {}
        self._gate_items = plan.needed_for_gates()
        self._by_source: dict[str, list[int]] = {}
        for number, (source, _) in enumerate(plan.roots):
            self._by_source.setdefault(source, []).append(number)
        self._state = self._fixed
        for layer in plan.layers:
            self._work([item for item in layer if item.static])
        for link in plan.links:
            for key in link.keys:
                if is_table(link.source) and key.inner.type is Type.TEXT:
                    self._codes(link.source, key.inner)

    # ---- what is called

    def work(self, message: Message, roots: Iterable[int] | None = None) -> None:
        """Work out the columns of the plan for a message: of all roots, or of some."""
        self._start(message)
        chosen = range(len(self.plan.roots)) if roots is None else roots
        self._work_out(self.plan.needed(chosen))

    def failing(self, message: Message) -> Iterator[tuple[int, Indexes]]:
        """The rows of a message for which each root is true: (number of the root, rows of its
        source).

        Values of other rows cost most, so a root is worked out only if its gate lets a row through.
        """
        self._start(message)
        gates = self._gate_items
        self._work_out(gates)
        open_roots = self._open()
        self._work_out(self.plan.needed(open_roots) - gates)
        roots = self.plan.roots
        for source, of_source in groupby(open_roots, key=lambda n: roots[n][0]):
            chosen = list(of_source)
            results = self._worked(source, [self._root(n) for n in chosen])
            for n, failing in zip(chosen, results, strict=True):
                if failing.any():
                    yield n, np.flatnonzero(failing.to_numpy())

    def _open(self) -> list[int]:
        """The roots that some row may fulfil, by source."""
        found: list[int] = []
        for source, numbers in self._by_source.items():
            if not self._height(source):
                continue
            gates = {n: made for n in numbers if (made := self._gate(n)) is not None}
            passed = [answer.item(0) for answer in self._worked(source, list(gates.values()))]
            shut = {n for n, passes in zip(gates, passed, strict=True) if not passes}
            found += [n for n in numbers if n not in shut]
        return found

    def _work_out(self, items: set[Item]) -> None:
        for layer in self.plan.layers:
            self._work([item for item in layer if not item.static and item in items])

    def let_go(self) -> None:
        """Forget the columns of the last message, which take several times its own memory."""
        self._state = self._fixed

    def values(self, source: str, node: Node) -> pl.Series:
        """The values of a planned column on all rows of its source, after `work`."""
        if self._is_value(node):
            return self.constant(node, self._height(source))
        name = self.plan.column(source, node)
        assert name is not None  # noqa: S101 - for the type checker
        return self._state.columns[source][name]

    def constant(self, node: Node, height: int) -> pl.Series:
        """A value that is the same on every row, so many times."""
        value = pl.Series([self._scalar(node)], dtype=_DTYPES[node.type])
        return value.new_from_index(0, height)

    # ---- layers

    def _start(self, message: Message) -> None:
        state = _State()
        state.columns.update((source, dict(kept)) for source, kept in self._fixed.columns.items())
        state.heights.update(self._fixed.heights)
        state.message.update(self._fixed.message)
        state.groups.update(self._fixed.groups)
        state.codes.update(self._fixed.codes)
        of_year = schema(message.year)
        for entity in of_year.learner_entities():
            names = self.plan.columns.get(entity.name, set())
            kept = [*of_year.keys(entity.name), *sorted(names)]
            self._hold(state, entity.name, message.frames[entity.name], kept)
        self._state = state
        if self.plan.whole_file:
            self._expressions.clear()  # values of the whole file stand in them
            self._kept.clear()

    @staticmethod
    def _hold(state: _State, source: str, frame: pl.DataFrame, names: Iterable[str]) -> None:
        kept = frame.select(names).rechunk()
        state.columns[source] = {column.name: column for column in kept.get_columns()}
        state.heights[source] = frame.height

    def _height(self, source: str) -> int:
        return self._state.heights[source]

    def _keep(self, key: object, make: Callable[[], pl.Expr]) -> _Expression:
        """An expression, kept for the next message."""
        if key not in self._kept:
            self._kept[key] = _Expression.of(make())
        return self._kept[key]

    def _root(self, number: int) -> _Expression:
        source, node = self.plan.roots[number]
        return self._keep(number, lambda: self._expression(source, node).fill_null(value=False))

    def _gate(self, number: int) -> _Expression | None:
        source, gate = self.plan.roots[number][0], self.plan.gates[number]
        if gate is None:
            return None
        return self._keep(("gate", number), lambda: self._expression(source, gate).any())

    def _item(self, item: Item) -> _Expression:
        node = item.node
        assert isinstance(node, Node)  # noqa: S101 - a pick is no expression
        return self._keep(item, lambda: self._made(item.source, node))

    def _worked(self, source: str, asked: Sequence[_Expression]) -> list[pl.Series]:
        """The values of expressions on the rows of a source, in one call."""
        if not asked:
            return []
        columns = self._state.columns[source]
        reads = dict.fromkeys(name for expression in asked for name in expression.reads)
        names = list(reads) or [next(iter(columns))]
        frame = pl.DataFrame([columns[name] for name in names])
        made = frame.with_columns(e.made.alias(f"?{n}") for n, e in enumerate(asked))
        return made.get_columns()[len(names) :]

    def _work(self, items: Iterable[Item]) -> None:
        """Work one layer out."""
        by_source: dict[str, list[Item]] = {}
        for item in items:
            by_source.setdefault(item.source, []).append(item)
        for source, of_source in by_source.items():
            columns = self._state.columns[source]
            made: dict[str, pl.Series] = {}
            plain: list[Item] = []
            fetched: dict[str, list[Item]] = {}
            for item in of_source:
                node = item.node
                if isinstance(node, Pick):
                    self._state.picked[source, node] = self._pick(node)
                    continue
                at = home(node)
                if at is not None and at != source:
                    fetched.setdefault(at, []).append(item)
                elif isinstance(node, Aggregate):
                    made[item.name] = self._aggregate(node)
                elif isinstance(node, Take):
                    rows = self._state.picked[source, node.pick]
                    values = self._column(node.pick.link.source, node.value)
                    made[item.name] = gather(values, rows)
                else:
                    plain.append(item)
            for at, several in fetched.items():
                made.update(self._fetched(source, at, several))
            worked = self._worked(source, [self._item(item) for item in plain])
            made.update((i.name, values) for i, values in zip(plain, worked, strict=True))
            columns.update((name, values.alias(name)) for name, values in made.items())
            if source == MESSAGE:
                self._state.message.update((name, values.item(0)) for name, values in made.items())

    def _fetched(
        self, source: str, at: str, items: Sequence[Item]
    ) -> Iterator[tuple[str, pl.Series]]:
        """Columns of the rows above, on the rows of a source."""
        if not self._height(at):
            for item in items:
                assert isinstance(item.node, Node)  # noqa: S101 - a pick is not fetched
                yield item.name, self._column(at, item.node)
            return
        rows = self.rows_above(source, at)
        for item in items:
            assert isinstance(item.node, Node)  # noqa: S101 - a pick is not fetched
            yield item.name, gather(self._column(at, item.node), rows)

    def _column(self, source: str, node: Node) -> pl.Series:
        """The values of a planned column; a constant one at its full length."""
        if self._is_value(node):
            return self.values(source, node)
        return self._state.columns[source][self.plan.column(source, node) or ""]

    def _mask(self, source: str, node: Node) -> Indexes:
        return rows_where(self._column(source, node))

    def rows_above(self, source: str, above: str) -> Indexes:
        """For each row of `source` the row of `above` that it lies in."""
        key = (source, above)
        if key not in self._state.rows:
            if above == MESSAGE:
                rows = np.zeros(self._height(source), dtype=np.intp)
            elif above == source:
                rows = np.arange(self._height(source), dtype=np.intp)
            else:
                name = schema(self.run.year).entities[above].key
                assert name is not None  # noqa: S101 - for the type checker
                columns = self._state.columns
                rows = places(columns[above][name], columns[source][name])
            self._state.rows[key] = rows
        return self._state.rows[key]

    # ---- values over other rows

    def _groups(self, link: Link) -> Groups:
        if link not in self._state.groups:
            self._state.groups[link] = self._grouped(link)
        return self._state.groups[link]

    def _grouped(self, link: Link) -> Groups:
        if not link.keys:
            if link.within is None:
                rows = self._height(link.source)
                outer = np.zeros(self._height(link.home), dtype=np.intp)
                return Groups.by(np.zeros(rows, dtype=np.intp), outer, 1)
            inner = self.rows_above(link.source, link.within)
            outer = self.rows_above(link.home, link.within)
            return Groups.by(inner, outer, self._height(link.within))
        return self._by_keys(link)

    def _by_keys(self, link: Link) -> Groups:
        """Groups of rows under one `within` row with equal keys: one number made of all codes."""
        same_rows = link.source == link.home and all(k.inner is k.outer for k in link.keys)
        split = self._height(link.source)
        total = np.zeros(split if same_rows else split + self._height(link.home), np.intp)
        known, size = np.ones(len(total), dtype=np.bool_), 1
        if link.within is not None and link.within != MESSAGE:
            total = self.rows_above(link.source, link.within)
            if not same_rows:
                total = np.concatenate((total, self.rows_above(link.home, link.within)))
            size = self._height(link.within) + 1
        for key in link.keys:
            numbers, number = self._key_numbers(link, key, same_rows=same_rows)
            known &= numbers >= (0 if key.unknown_matches else 1)
            if size * number >= 1 << 62:
                total, size = dense(total)
            total, size = total * number + np.maximum(numbers, 0), size * number
        if size > 4 * len(total) + 1000:  # else gaps between the numbers cost less than ranking
            total, size = dense(total)
        total[~known] = -1
        return Groups.by(total[:split], total if same_rows else total[split:], size)

    def _key_numbers(self, link: Link, key: Key, *, same_rows: bool) -> tuple[Indexes, int]:
        """A key of the source's rows and then of the home's as numbers; -1 matches nothing."""
        if key.inner.type is not Type.TEXT:
            inner = self._column(link.source, key.inner)
            if not same_rows:
                outer = self._column(link.home, key.outer).cast(inner.dtype)
                inner = pl.concat([inner, outer])
            codes = encoded(inner)
            return codes.numbers, codes.size
        codes = self._codes(link.source, key.inner)
        if same_rows:
            return codes.numbers, codes.size
        outer = translated(self._codes(link.home, key.outer), codes)
        return np.concatenate((codes.numbers, outer)), codes.size

    def _codes(self, source: str, node: Node) -> Codes:
        """The codes of a text column, kept: several tables are looked up by one column."""
        if (source, node) not in self._state.codes:
            self._state.codes[source, node] = encoded(self._column(source, node))
        return self._state.codes[source, node]

    def _aggregate(self, node: Aggregate) -> pl.Series:
        """The values of an aggregate on its home rows."""
        groups = self._groups(node.link)
        mixed = split(node.where)[2]
        if mixed is None and not (node.value is not None and looks_out(node.value)):
            inner, outer, _ = split(node.where)
            rows = self._found(node.link, groups, inner)
            numbers = groups.inner[rows]
            values = (
                None
                if node.value is None
                else gather(self._column(node.link.source, node.value), rows)
            )
            result = reduced(node, numbers, groups.number, values, groups.outer)
            return result if outer is None else self._only_where(node, result, outer)
        i, o = self._pairs(node.link, node.where)
        values = None if node.value is None else self._on_pairs(node.link, node.value, i, o)
        height = self._height(node.link.home)
        return reduced(node, o, height, values, None)

    def _only_where(self, node: Aggregate, result: pl.Series, outer: Node) -> pl.Series:
        """A result on the home rows for which a condition holds; that of no rows elsewhere."""
        holds = self._column(node.link.home, outer)
        return result.set(~holds, OF_NOTHING.get(node.kind))

    def _found(self, link: Link, groups: Groups, inner: Node | None) -> Indexes:
        """The source's rows that are in a group and fulfil a condition, in document order."""
        if inner is None:
            rows = np.arange(len(groups.inner), dtype=np.intp)
        else:
            rows = self._mask(link.source, inner)
        return rows[groups.inner[rows] >= 0] if link.keys else rows

    def _pairs(self, link: Link, where: Node | None) -> tuple[Indexes, Indexes]:
        """The pairs (row found, home row) for which a condition on both holds, by home row, in
        document order.
        """
        inner, outer, mixed = split(where)
        key = (link, inner, outer)
        if key not in self._state.pairs:
            self._state.pairs[key] = self._joined(link, inner, outer)
        i, o = self._state.pairs[key]
        if mixed is None:
            return i, o
        kept = rows_where(self._on_pairs(link, mixed, i, o))
        return i[kept], o[kept]

    def _joined(
        self, link: Link, inner: Node | None, outer: Node | None
    ) -> tuple[Indexes, Indexes]:
        groups = self._groups(link)
        if groups.order is None:
            rows = self._found(link, groups, inner)
        else:
            rows = groups.order[groups.inner[groups.order] >= 0]
            if inner is not None:
                rows = rows[self._column(link.source, inner).to_numpy()[rows]]
        numbers = groups.inner[rows]
        counts = np.bincount(numbers, minlength=groups.number + 1)
        starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        home_rows = (
            np.arange(len(groups.outer), dtype=np.intp)
            if outer is None
            else self._mask(link.home, outer)
        )
        home_groups = groups.outer[home_rows]  # -1 reads the last count, which is 0
        sizes = counts[home_groups]
        o = np.repeat(home_rows, sizes)
        before = np.cumsum(sizes) - sizes
        within = np.arange(len(o), dtype=np.intp) - np.repeat(before, sizes)
        return rows[np.repeat(starts[home_groups], sizes) + within], o

    def _on_pairs(self, link: Link, node: Node, i: Indexes, o: Indexes) -> pl.Series:
        """The values of an expression on pairs of rows."""
        leaves = self._leaves(node)
        columns = [pl.Series("#row", o, dtype=pl.Int64)]
        for side, rows in ((False, i), (True, o)):
            wanted = [
                self._column(link.home if side else link.source, leaf).alias(name)
                for (at, leaf), name in leaves.items()
                if at is side
            ]
            if wanted:
                columns += pl.DataFrame(wanted)[rows].get_columns()
        names = {
            intern(Outer(leaf.type, leaf)) if side else leaf: name
            for (side, leaf), name in leaves.items()
        }
        expression = self._keep(("pairs", link, node), lambda: self._paired(node, names))
        return pl.DataFrame(columns).with_columns(expression.made.alias("#"))["#"]

    def _leaves(self, node: Node) -> dict[tuple[bool, Node], str]:
        """The parts of an expression on two rows that are of one of them (True: of the row
        outside), with names.
        """
        leaves = dict.fromkeys(part for part in sides(node) if not self._is_value(part[1]))
        return {leaf: f"p{number}" for number, leaf in enumerate(leaves)}

    def _paired(self, node: Node, names: Mapping[Node, str]) -> pl.Expr:
        if node in names:
            return pl.col(names[node])
        if isinstance(node, Outer):  # a constant
            return self._paired(node.operand, names)
        if self._is_value(node):
            return self._literal(node)
        return polars_of(node, lambda child: self._paired(child, names))

    def _pick(self, node: Pick) -> Indexes:
        """For each home row the source's row picked, -1 if there is none."""
        groups = self._groups(node.link)
        inner, outer, mixed = split(node.where)
        if mixed is None:
            rows = self._found(node.link, groups, inner)
            numbers, count = groups.inner[rows], groups.number
        else:
            rows, numbers = self._pairs(node.link, node.where)
            count = len(groups.outer)
        if node.order is not None:
            order = self._column(node.link.source, node.order).to_physical()
            known = order.is_not_null().to_numpy()[rows]
            rows, numbers = rows[known], numbers[known]
            # Row numbers break ties, so pairs and rows that stand in another order make no
            # difference.
            sort = np.lexsort((rows, order.fill_null(0).to_numpy()[rows]))
            rows, numbers = rows[sort], numbers[sort]
        if not node.last:
            rows, numbers = rows[::-1], numbers[::-1]
        place = np.full(count + 1, -1, dtype=np.intp)
        place[numbers] = rows  # of several rows in one group the last stays
        place[-1] = -1
        if mixed is not None:
            return place[:-1]
        picked = place[groups.outer]
        if outer is not None:
            picked = np.where(self._column(node.link.home, outer).to_numpy(), picked, -1)
        return picked

    # ---- expressions

    def _made(self, source: str, node: Node) -> pl.Expr:
        """The expression of an item itself (not the column that it becomes)."""
        if isinstance(node, Fact):
            return self._expression(source, node.body)
        if isinstance(node, Position):
            return pl.int_range(pl.len(), dtype=pl.Int64)
        return polars_of(node, lambda child: self._expression(source, child))

    def _expression(self, source: str, node: Node) -> pl.Expr:
        """The expression of a node on the rows of `source`."""
        key = (source, node)
        if key not in self._expressions:
            if isinstance(node, Literal | Scalar):
                made = self._literal(node)
            elif self.plan.is_column(source, node):
                if source != MESSAGE and self.plan.constant(node):
                    made = self._literal(node)
                else:
                    made = pl.col(self.plan.column(source, node) or "")
            else:
                made = polars_of(node, lambda child: self._expression(source, child))
            self._expressions[key] = made
        return self._expressions[key]

    def _is_value(self, node: Node) -> bool:
        """Whether a node is the same on every row."""
        return isinstance(node, Literal | Scalar) or self.plan.constant(node)

    def _scalar(self, node: Node) -> Value:
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Scalar):
            return self.run.value(node.name)
        return self._state.message[self.plan.column(MESSAGE, node) or ""]

    def _literal(self, node: Node) -> pl.Expr:
        value = self._scalar(node)
        if value is None or isinstance(value, bool):
            return pl.lit(value, dtype=_DTYPES[node.type])
        return pl.lit(value)
