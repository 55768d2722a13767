"""Reader 2, one learner: the rules as generated Python, without Polars, for a save that must answer
at once.

Each rule becomes one line of a function over light row objects; each fact and each value over other
rows becomes a function whose answer is kept on its row. A condition is generated twice where it is
needed, once for "is true" and once for "is false", so plain `and`, `or` and `not` give Kleene's
logic and stop early.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

from openilr.ilr.schema import schema
from openilr.language.compiled import (
    Compiled,
    CompiledRule,
    Constant,
    Found,
    Runner,
    constant_of,
)
from openilr.language.compiled import LearnerData as LearnerData
from openilr.language.nodes import (
    MESSAGE,
    AddDays,
    AddMonths,
    Aggregate,
    And,
    Arithmetic,
    Case,
    Coalesce,
    Column,
    Compare,
    Concat,
    DatePart,
    DaysBetween,
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
    Value,
    YearsBetween,
    home,
)
from openilr.language.resolve import is_table, path
from openilr.language.rule import ActiveRule
from openilr.language.run import Run
from openilr.reference.supplied import Tables

# ------------------------------------------------------------------------------------ generation


@dataclass(frozen=True, slots=True, eq=False)
class _Scope:
    """The row an expression is generated for: the variable that holds it, and the row outside."""

    source: str
    variable: str
    outer: "_Scope | None" = None


class _Function:
    """One generated function: its temporaries, and the columns it reads often."""

    def __init__(self) -> None:
        self.temporaries = count()
        self.locals: dict[str, str] | None = None  # attribute path -> local name

    def temporary(self) -> str:
        return f"t{next(self.temporaries)}"

    def read(self, attribute: str) -> str:
        """The text that reads an attribute: a local where the function keeps them."""
        if self.locals is None:
            return attribute
        return self.locals.setdefault(attribute, f"v{len(self.locals)}")


_MESSAGE = re.compile(r"\bm\b")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*|-?[0-9]+|'[^'\\]*'")


class Generator:
    """Generates the functions of a set of rules."""

    def __init__(self) -> None:
        self.constants: dict[str, Constant] = {}
        self.lines: list[str] = []
        self._names: dict[object, str] = {}
        self._constants: dict[tuple[object, ...], str] = {}
        self.attributes: dict[str, list[str]] = {}  # entity -> attributes worked out on demand
        self.columns: dict[str, set[str]] = {}  # of entities and tables, those in use
        self.scalars: set[str] = set()

    # ---- names

    def constant(self, value: object, key: tuple[object, ...]) -> str:
        """The name of a value that stands in the code."""
        if key not in self._constants:
            name = self._constants[key] = f"K{len(self._constants)}"
            self.constants[name] = constant_of(value)
        return self._constants[key]

    def attribute(self, node: "Node | Pick", source: str) -> str:
        """The attribute of a row of `source` that holds a node's value, generating its function."""
        if node not in self._names:
            letter = type(node).__name__[0].lower()
            name = self._names[node] = f"{letter}{len(self._names)}_"
            if not is_table(source):
                self.attributes.setdefault(source, []).append(name)
            self._define(name, node, source)
        return self._names[node]

    # ---- functions

    def _define(self, name: str, node: "Node | Pick", source: str) -> None:
        function = _Function()
        scope = _Scope(source, "r")
        body: list[str]
        match node:
            case Fact():
                body = [f"return {self.value(node.body, scope, function)}"]
            case TextOf():
                body = [f"return {self._of(scope, function, self._text(node), node.operand)}"]
            case Take():
                row = self.leaf(node.pick, node.pick.link.home, scope, function)
                found = _Scope(node.pick.link.source, "x")
                value = self.value(node.value, found, function)
                body = [f"x = {row}", f"return None if x is None else {value}"]
            case Aggregate():
                body = self._aggregate(node, scope, function)
            case Pick():
                body = self._pick(node, scope, function)
            case _:
                raise AssertionError(node)
        self.function(name, source, body)

    def function(self, name: str, source: str, body: Iterable[str]) -> None:
        """Add a function of one row."""
        arguments = "r, m" if is_table(source) else "r"
        self.lines.append(f"def {name}({arguments}):")
        if not is_table(source) and any(_MESSAGE.search(line) for line in body):
            self.lines.append("    m = r" if source == MESSAGE else "    m = r.message")
        self.lines += [f"    {line}" for line in body]

    def _aggregate(self, node: Aggregate, scope: _Scope, function: _Function) -> list[str]:
        inner = _Scope(node.link.source, "x", scope)
        found: list[str]
        match node.kind:
            case "any":
                start, found, end = [], ["return True"], "return False"
            case "count":
                start, found, end = ["n = 0"], ["n += 1"], "return n"
            case _:
                assert node.value is not None  # noqa: S101 - for the type checker
                value = f"y = {self.value(node.value, inner, function)}"
                test = "if y is not None"
                match node.kind:
                    case "sum":
                        start, found, end = ["n = 0"], [value, f"{test}: n += y"], "return n"
                    case "distinct":
                        start, found, end = (
                            ["n = set()"],
                            [value, f"{test}: n.add(y)"],
                            "return len(n)",
                        )
                    case "joined":
                        start, found, end = (
                            ["n = set()"],
                            [value, f"{test}: n.add(y)"],
                            "return ','.join(sorted(n))",
                        )
                    case kind:
                        sign = "<" if kind == "min" else ">"
                        keep = f"{test} and (n is None or y {sign} n): n = y"
                        start, found, end = ["n = None"], [value, keep], "return n"
        return [*start, *self._loop(node.link, node.where, scope, function, found, end), end]

    def _pick(self, node: Pick, scope: _Scope, function: _Function) -> list[str]:
        inner = _Scope(node.link.source, "x", scope)
        if node.order is None:
            found = ["b = x"] if node.last else ["return x"]
            start = ["b = None"]
        else:
            start = ["b = n = None"]
            sign = ">=" if node.last else "<"
            value = f"y = {self.value(node.order, inner, function)}"
            found = [value, f"if y is not None and (n is None or y {sign} n): n = y; b = x"]
        end = "return b"
        return [*start, *self._loop(node.link, node.where, scope, function, found, end), end]

    def _loop(
        self,
        link: Link,
        where: Node | None,
        scope: _Scope,
        function: _Function,
        found: list[str],
        end: str,
    ) -> list[str]:
        """The lines that run `found` for every row `x` of a link that fulfils its keys and
        condition.
        """
        lines: list[str] = []
        for number, key in enumerate(link.keys):
            lines.append(f"k{number} = {self.value(key.outer, scope, function)}")
            if not key.unknown_matches:
                lines.append(f"if k{number} is None: {end}")
        inner = _Scope(link.source, "x", scope)
        rows, depth, tests = self._rows(link, inner, function)
        lines += rows
        if where is not None:
            tests.append(self.true(where, inner, function))
        indent = "    " * depth
        if tests:
            lines.append(f"{indent}if {' and '.join(tests)}:")
            indent += "    "
        return [*lines, *(indent + line for line in found)]

    def _rows(
        self, link: Link, inner: _Scope, function: _Function
    ) -> tuple[list[str], int, list[str]]:
        """The `for` lines over a link's rows, how deep they go, and the keys still to be
        compared.
        """
        if link.within is None:
            used = self.columns.setdefault(link.source, set())
            columns = {
                n: k.inner.name for n, k in enumerate(link.keys) if isinstance(k.inner, Column)
            }
            if columns:
                used.update(columns.values())
                values = "".join(f"k{n}, " for n in columns)
                rows = (
                    f"m.tables.matching({link.source!r}, {tuple(columns.values())!r}, ({values}))"
                )
            else:
                rows = f"m.tables.rows({link.source!r})"
            rest = [n for n in range(len(link.keys)) if n not in columns]
            tests = [self._key_test(n, link.keys[n], inner, function) for n in rest]
            return [f"for x in {rows}:"], 1, tests
        if link.within == MESSAGE and link.keys:
            index = self._index(link)
            values = "".join(f"k{n}, " for n in range(len(link.keys)))
            return [f"for x in m.{index}.get(({values}), ()):"], 1, []
        lines = self._walk(link, _up(inner.outer, link.within))
        tests = [self._key_test(n, key, inner, function) for n, key in enumerate(link.keys)]
        return lines, len(lines), tests

    def _key_test(self, number: int, key: Key, inner: _Scope, function: _Function) -> str:
        return f"{self.value(key.inner, inner, function)} == k{number}"

    @staticmethod
    def _walk(link: Link, start: str) -> list[str]:
        """Nested `for` lines from a row of `within` down to the source's rows `x`."""
        assert link.within is not None  # noqa: S101 - for the type checker
        steps = path(link.source)[len(path(link.within)) :]
        lines: list[str] = []
        at = start
        for depth, entity in enumerate(steps):
            variable = "x" if depth == len(steps) - 1 else f"w{depth}"
            lines.append(f"{'    ' * depth}for {variable} in {at}.{entity}:")
            at = variable
        return lines

    def _index(self, link: Link) -> str:
        """The attribute of the message that holds the rows of all learners by their keys."""
        if link not in self._names:
            name = self._names[link] = f"i{len(self._names)}_"
            self.attributes.setdefault(MESSAGE, []).append(name)
            function = _Function()
            inner = _Scope(link.source, "x")
            walk = self._walk(link, "m")
            indent = "    " * len(walk)
            values = "".join(f"{self.value(k.inner, inner, function)}, " for k in link.keys)
            body = ["d = {}", *walk, f"{indent}d.setdefault(({values}), []).append(x)", "return d"]
            self.function(name, MESSAGE, body)
        return self._names[link]

    # ---- expressions

    def leaf(self, node: "Node | Pick", source: str, scope: _Scope, function: _Function) -> str:
        """The text that reads what is kept on a row of `source`, seen from the scope's row."""
        match node:
            case Column() if is_table(source):
                self.columns.setdefault(source, set()).add(node.name)
                return f"{scope.variable}[{node.name!r}]"
            case Column():
                self.columns.setdefault(source, set()).add(node.name)
                return function.read(f"{_up(scope, source)}.{node.name}")
            case Position():
                return f"{_up(scope, source)}.place"
            case _:
                name = self.attribute(node, source)
                if is_table(source):
                    return f"{name}({scope.variable}, m)"
                return f"{_up(scope, source)}.{name}"

    def value(self, node: Node, scope: _Scope, function: _Function) -> str:
        """The text of a node's value, None if it is unknown."""
        at = home(node)
        if at is not None:
            return self.leaf(node, at, scope, function)
        match node:
            case TextOf(function="upper", operand=Column(source=source)) if not is_table(source):
                return self.leaf(node, source, scope, function)  # kept: codes are compared often
            case Literal():
                return self.literal(node.value)
            case Scalar():
                self.scalars.add(node.name)
                return f"m.{_scalar(node.name)}"
            case Outer():
                assert scope.outer is not None  # noqa: S101 - for the type checker
                return self.value(node.operand, scope.outer, function)
            case IsUnknown() | Differs():
                return f"({self.true(node, scope, function)})"
            case Compare() | IsIn() | And() | Or() | Not() | Matches():
                true = self.true(node, scope, function)
                false = self.false(node, scope, function)
                return f"(True if {true} else False if {false} else None)"
            case Arithmetic():
                return self._of(scope, function, f"{{}} {node.op} {{}}", node.left, node.right)
            case DaysBetween():
                return self._of(scope, function, "({} - {}).days", node.end, node.start)
            case YearsBetween():
                return self._of(scope, function, "_whole_years({}, {})", node.start, node.end)
            case AddDays():
                return self._of(scope, function, "_add_days({}, {})", node.operand, node.days)
            case AddMonths():
                return self._of(scope, function, f"_add_months({{}}, {node.months})", node.operand)
            case DatePart(part="weekday"):
                return self._of(scope, function, "{}.isoweekday()", node.operand)
            case DatePart():
                return self._of(scope, function, f"{{}}.{node.part}", node.operand)
            case MakeDate():
                text = f"_make_date({{}}, {node.month}, {node.day})"
                return self._of(scope, function, text, node.year)
            case TextOf():
                return self._of(scope, function, self._text(node), node.operand)
            case Concat():
                return self._of(scope, function, " + ".join(["{}"] * len(node.parts)), *node.parts)
            case Case():
                branches = "".join(
                    f"{self.value(v, scope, function)} if {self.true(c, scope, function)} else "
                    for c, v in zip(node.conditions, node.values, strict=True)
                )
                return f"({branches}{self.value(node.otherwise, scope, function)})"
            case Coalesce():
                return self._coalesce(node, scope, function)
            case _:
                raise AssertionError(node)

    def _text(self, node: TextOf) -> str:
        match node.function:
            case "upper" | "strip":
                return f"{{}}.{node.function}()"
            case "length":
                return "len({})"
            case "slice":
                start, length = (int(str(a)) for a in node.arguments)
                return f"{{}}[{start}:{start + length}]"
            case "text":
                return "str({})"
            case "integer":
                return "_integer({})"
            case _:
                pattern = str(node.arguments[0])
                full = self.constant(re.compile(pattern), ("pattern", pattern))
                return f"_extract({full}({{}}))"

    def _coalesce(self, node: Coalesce, scope: _Scope, function: _Function) -> str:
        text = self.value(node.parts[-1], scope, function)
        for part in reversed(node.parts[:-1]):
            first, again = self._operand(part, scope, function)
            text = f"({again} if {first} is not None else {text})"
        return text

    def _of(self, scope: _Scope, function: _Function, template: str, *operands: Node) -> str:
        """A value that is unknown if an operand is."""
        tests: list[str] = []
        again: list[str] = []
        for operand in operands:
            if isinstance(operand, Literal):
                again.append(self.literal(operand.value))
                continue
            first, later = self._operand(operand, scope, function)
            tests.append(f"{first} is not None")
            again.append(later)
        text = template.format(*again)
        return f"({text} if {' and '.join(tests)} else None)" if tests else f"({text})"

    def _operand(self, node: Node, scope: _Scope, function: _Function) -> tuple[str, str]:
        """The text that works a value out, and the text that reads it again."""
        text = self.value(node, scope, function)
        if _PLAIN.fullmatch(text):
            return text, text
        name = function.temporary()
        return f"({name} := {text})", name

    def literal(self, value: Value) -> str:
        """The text of a value that stands in a rule."""
        if isinstance(value, date | Decimal):
            return self.constant(value, (type(value), value))
        return repr(value)

    def true(self, node: Node, scope: _Scope, function: _Function) -> str:
        """The text of a test that holds if a condition is true."""
        return self._test(node, scope, function, positive=True)

    def false(self, node: Node, scope: _Scope, function: _Function) -> str:
        """The text of a test that holds if a condition is false."""
        return self._test(node, scope, function, positive=False)

    def _test(self, node: Node, scope: _Scope, function: _Function, *, positive: bool) -> str:
        match node:
            case Not():
                return self._test(node.operand, scope, function, positive=not positive)
            case And() | Or():
                tests = [self._test(p, scope, function, positive=positive) for p in node.parts]
                joined = " and " if isinstance(node, And) is positive else " or "
                return f"({joined.join(tests)})"
            case IsUnknown():
                operand = self.value(node.operand, scope, function)
                return f"{operand} is {'' if positive else 'not '}None"
            case Differs():
                left = self.value(node.left, scope, function)
                right = self.value(node.right, scope, function)
                return f"{left} {'!=' if positive else '=='} {right}"
            case Compare():
                return self._comparison(node, scope, function, positive=positive)
            case IsIn():
                codes = self.constant(
                    frozenset(node.values), ("set", *((type(v), v) for v in node.values))
                )
                if positive:
                    return f"{self.value(node.operand, scope, function)} in {codes}"
                first, again = self._operand(node.operand, scope, function)
                return f"({first} is not None and {again} not in {codes})"
            case Matches():
                full = self.constant(re.compile(node.pattern), ("pattern", node.pattern))
                first, again = self._operand(node.operand, scope, function)
                sign = "not " if positive else ""
                return f"({first} is not None and {full}({again}) is {sign}None)"
            case Aggregate():
                text = self.value(node, scope, function)
                return text if positive else f"not {text}"
            case _:
                text = self.value(node, scope, function)
                return f"{text} is {positive}"

    def _comparison(
        self, node: Compare, scope: _Scope, function: _Function, *, positive: bool
    ) -> str:
        op = node.op if positive else _OPPOSITE[node.op]
        plain = [isinstance(n, Literal) for n in (node.left, node.right)]
        if op == "==" and any(plain):  # a literal is never None
            left, right = (self.value(n, scope, function) for n in (node.left, node.right))
            return f"{left} == {right}"
        operands = [self._operand(n, scope, function) for n in (node.left, node.right)]
        tests = [
            f"{first} is not None"
            for (first, _), known in zip(operands, plain, strict=True)
            if not known
        ]
        tests.append(f"{operands[0][1]} {op} {operands[1][1]}")
        return f"({' and '.join(tests)})"


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _scalar(name: str) -> str:
    return "s_" + name.replace(".", "_")


def _up(scope: _Scope | None, source: str) -> str:
    """The text of the row of `source` at or above a scope's row."""
    if source == MESSAGE:
        return "m"
    assert scope is not None  # noqa: S101 - for the type checker
    steps = len(path(scope.source)) - len(path(source))
    return scope.variable + ".parent" * steps


# ----------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Failure:
    """One finding of one learner.

    Attributes:
        learner: the place of the learner in the file, from 0; None for the file as a whole.
        fields: the reported values by name.
        row: the reported row, for the explainer.
    """

    rule: ActiveRule
    learner: int | None
    LearnRefNumber: str | None
    AimSeqNumber: int | None
    fields: Mapping[str, Value]
    row: Any


def compile_rules(
    rules: Sequence[ActiveRule], year: str, extra: Iterable[tuple[Node, str]] = ()
) -> tuple[Compiled, list[tuple[str, str]]]:
    """The rules of one year as generated code, and where values of extra expressions stand on a
    row: (source, attribute).
    """
    generator = Generator()
    checks = _checks(generator, rules)
    attributes = [
        (source, generator.attribute(_as_fact(node, source), source)) for node, source in extra
    ]
    rows = _builders(generator, year)
    sources = {*checks, *(source for source, _ in attributes)}
    compiled = Compiled(
        code=compile("\n".join(generator.lines), "<rules>", "exec"),
        constants=generator.constants,
        rows=rows,
        scalars={name: _scalar(name) for name in sorted(generator.scalars)},
        checks=checks,
        rules=tuple(
            CompiledRule(
                a.name,
                a.severity,
                a.level,
                a.rule.source,
                a.once_per_learner,
                a.rule.summary,
                tuple(name for name, _ in a.rule.reports),
            )
            for a in rules
        ),
        tables={s: tuple(sorted(n)) for s, n in generator.columns.items() if is_table(s)},
        paths={source: path(source) for source in sources if source != MESSAGE},
    )
    return compiled, attributes


def _checks(generator: Generator, rules: Sequence[ActiveRule]) -> tuple[str, ...]:
    """Add a function a source that checks one row, and one a rule that reads what it reports."""
    by_source: dict[str, list[int]] = {}
    for number, active in enumerate(rules):
        by_source.setdefault(active.rule.source, []).append(number)
    for source, numbers in by_source.items():
        function = _Function()
        function.locals = {}
        scope = _Scope(source, "r")
        tests = [
            f"if {generator.true(rules[n].rule.condition, scope, function)}: out(({n}, r))"
            for n in numbers
        ]
        reads = [f"{local} = {text}" for text, local in function.locals.items()]
        generator.lines.append(f"def check_{source}(r, out):")
        message = "m = r" if source == MESSAGE else "m = r.message"
        generator.lines += [f"    {line}" for line in (message, *reads, *tests)]
    for number, active in enumerate(rules):
        scope = _Scope(active.rule.source, "r")
        function = _Function()
        values = "".join(
            f"{generator.value(node, scope, function)}, " for _, node in active.rule.reports
        )
        generator.function(f"report_{number}", active.rule.source, [f"return ({values})"])
    return tuple(by_source)


def _builders(
    generator: Generator, year: str
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Add the functions that build rows; the attributes of the rows of each entity."""
    of_year = schema(year)
    used = generator.columns
    used.setdefault("Learner", set()).add("LearnRefNumber")
    used.setdefault("LearningDelivery", set()).add("AimSeqNumber")
    rows: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for entity in of_year.learner_entities():
        name = entity.name
        fields = [f.name for f in entity.fields if f.name in used.get(name, ())]
        kids = [child.name for child in of_year.children(name)]
        lazy = generator.attributes.get(name, [])
        slots = (*fields, *kids, "parent", "message", "place", "number", "data", *lazy)
        rows[name] = (slots, tuple(lazy))
        generator.lines += [
            f"def build_{name}(data, parent, message, place):",
            f"    r = new({name}_)",
            "    get = data.get",
            "    r.parent = parent; r.message = message; r.place = next(place); r.data = data",
            *(f"    r.{f} = get({f!r})" for f in fields),
            *(
                f"    r.{kid} = [build_{kid}(d, r, message, place) for d in get({kid!r}) or ()]"
                for kid in kids
            ),
            "    return r",
        ]
    lazy = generator.attributes.get(MESSAGE, [])
    scalars = [_scalar(s) for s in sorted(generator.scalars)]
    rows[MESSAGE] = ((*scalars, "tables", "Learner", *lazy), tuple(lazy))
    return rows


def _as_fact(node: Node, source: str) -> Node:
    return Fact(node.type, source, "", "", node)


class Reader:
    """The rules of one year, compiled; made by `reader`."""

    def __init__(
        self, rules: Sequence[ActiveRule], year: str, extra: Iterable[tuple[Node, str]] = ()
    ) -> None:
        self.rules = tuple(rules)
        compiled, self._extra = compile_rules(self.rules, year, extra)
        self._runner = Runner(compiled)

    def check(
        self, learner: LearnerData, run: Run, tables: Tables, *, peers: Sequence[LearnerData] = ()
    ) -> list[Failure]:
        """What the rules find on one learner, in the order of its rows.

        `peers` are the other learners of the file, for the rules that compare learners; only the
        fields that those rules compare need be there.
        """
        return [self._failure(f) for f in self._runner.check(learner, run, tables, peers=peers)]

    def check_file(
        self, learners: Sequence[LearnerData], run: Run, tables: Tables
    ) -> list[Failure]:
        """What the rules find on all learners of a file, the file's own findings first."""
        return [self._failure(f) for f in self._runner.check_file(learners, run, tables)]

    def _failure(self, found: Found) -> Failure:
        active = self.rules[found.number]
        names = [name for name, _ in active.rule.reports]
        learner, aim = found.learner, found.aim
        return Failure(
            rule=active,
            learner=learner.number if learner is not None else None,
            LearnRefNumber=learner.LearnRefNumber if learner is not None else None,
            AimSeqNumber=aim.AimSeqNumber if aim is not None else None,
            fields=dict(zip(names, found.values, strict=True)),
            row=found.row,
        )

    def values(self, row: Any, source: str) -> list[Value]:
        """The values of the extra expressions asked for when the reader was made, on a row of
        `source`.
        """
        return [
            getattr(self._runner.above(row, source, at) if at != MESSAGE else row.message, name)
            for at, name in self._extra
        ]


@lru_cache(maxsize=32)
def reader(rules: tuple[ActiveRule, ...], year: str) -> Reader:
    """The compiled rules of a year, kept for the next learner."""
    return Reader(rules, year)
