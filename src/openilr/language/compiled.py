"""Rules compiled to Python at work: rows built from nested mappings, and the generated functions
run over them.

What was compiled is plain data (`Compiled`), so it can be kept in a file and run without the rules
that it was made from. Nothing here imports Polars.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile
from types import CodeType
from typing import Any, Literal, cast

from openilr.ilr.dates import add_months, whole_years
from openilr.language.nodes import MESSAGE, Value
from openilr.language.run import Run
from openilr.reference.supplied import Tables
from openilr.reference.tables import TABLES

LearnerData = Mapping[str, Any]
"""A learner as nested mappings: `{field: typed value, child entity: [rows]}`; absent values may be
left out or None."""

Constant = tuple[str, Any]
"""A value that stands in generated code, as plain data: what it is, and what it is made from."""


def constant_of(value: object) -> Constant:
    """The plain data of a value."""
    match value:
        case date():
            return "date", value.isoformat()
        case Decimal():
            return "decimal", str(value)
        case frozenset():
            members = cast("frozenset[object]", value)
            return "set", tuple(constant_of(member) for member in members)
        case re.Pattern():
            return "pattern", cast("re.Pattern[str]", value).pattern
        case _:
            return "value", value


def _value_of(constant: Constant) -> Any:
    """The value of plain data; of a pattern its test of a whole text."""
    kind, given = constant
    match kind:
        case "date":
            return date.fromisoformat(given)
        case "decimal":
            return Decimal(given)
        case "set":
            return frozenset(_value_of(member) for member in given)
        case "pattern":
            return re.compile(given).fullmatch
        case _:
            return given


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """What is needed of a rule to report it.

    Attributes:
        once_per_learner: whether rows of several aims make one finding of the learner.
        reports: the names of the values shown.
    """

    name: str
    severity: Literal["E", "W"]
    level: Literal["file", "learner", "aim"]
    source: str
    once_per_learner: bool
    summary: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Rules as generated code, with all it needs.

    Attributes:
        code: defines the functions: `check_ENTITY` and `report_NUMBER`, `build_ENTITY`, and one for
            each value that is kept on its row.
        rows: of each entity, the attributes of its rows, and those worked out when first read.
        scalars: the values of the run that are read, with their attributes.
        checks: the entities that have rules.
        tables: of each reference table in use, the columns.
        paths: of each entity, those above it and itself, outermost first.
    """

    code: CodeType
    constants: Mapping[str, Constant]
    rows: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    scalars: Mapping[str, str]
    checks: tuple[str, ...]
    rules: tuple[CompiledRule, ...]
    tables: Mapping[str, tuple[str, ...]]
    paths: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A row that a rule reports.

    Attributes:
        number: of the rule.
        learner: the row of the learner, None for the file as a whole.
        aim: the row of the aim, if the finding names one.
        values: those reported, in the order of the rule's names.
    """

    number: int
    row: Any
    learner: Any
    aim: Any
    values: tuple[Value, ...]


# ----------------------------------------------------------------------------- reference tables


Record = Mapping[str, Any]


class _Lookup:
    """The reference tables as generated code asks for them; only the columns in use are read."""

    def __init__(self, tables: Tables, columns: Mapping[str, tuple[str, ...]]) -> None:
        self.tables = tables
        self._columns = columns
        self._all: dict[str, Sequence[Record]] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[Value, ...], list[Record]]] = {}

    def rows(self, table: str) -> Sequence[Record]:
        """Every row of a table, in its order."""
        if table not in self._all:
            self._all[table] = self.tables.rows(table, self._columns[table]).all()
        return self._all[table]

    def matching(
        self, table: str, columns: tuple[str, ...], values: tuple[Value, ...]
    ) -> Sequence[Record]:
        """The rows whose columns have the values, in the table's order."""
        first = tuple(takewhile(columns.__contains__, TABLES[table].key))
        if not first:
            return self._index(table, columns).get(values, ())
        wanted = dict(zip(columns, values, strict=True))
        found = self.tables.find(
            table, *(wanted.pop(name) for name in first), columns=self._columns[table]
        )
        if not wanted:
            return found
        return [row for row in found if all(row[n] == v for n, v in wanted.items())]

    def _index(self, table: str, columns: tuple[str, ...]) -> dict[tuple[Value, ...], list[Record]]:
        if (table, columns) not in self._indexes:
            index: dict[tuple[Value, ...], list[Record]] = {}
            for row in self.rows(table):
                index.setdefault(tuple(row[name] for name in columns), []).append(row)
            self._indexes[table, columns] = index
        return self._indexes[table, columns]


# ------------------------------------------------------------------- what generated code calls


def _add_days(day: date, number: int) -> date:
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return date.max if number > 0 else date.min


def _add_months(day: date, months: int) -> date:
    try:
        return add_months(day, months)
    except ValueError:
        return date.max if months > 0 else date.min


def _make_date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= year <= 9999 else None


_DIGITS = re.compile("[0-9]{1,18}")


def _integer(text: str) -> int | None:
    return int(text) if _DIGITS.fullmatch(text) else None


def _extract(match: "re.Match[str] | None") -> str | None:
    return match.group(1) if match else None


HELPERS: dict[str, Any] = {
    "_add_days": _add_days,
    "_add_months": _add_months,
    "_make_date": _make_date,
    "_integer": _integer,
    "_extract": _extract,
    "_whole_years": whole_years,
}


# ----------------------------------------------------------------------------------------- running


class Runner:
    """Compiled rules, ready to run on learner after learner."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        namespace: dict[str, Any] = {"new": object.__new__, **HELPERS}
        namespace.update((name, _value_of(c)) for name, c in compiled.constants.items())
        self._rows = {
            name: _row_class(name, slots, lazy, namespace)
            for name, (slots, lazy) in compiled.rows.items()
        }
        namespace.update((f"{name}_", row) for name, row in self._rows.items())
        exec(compiled.code, namespace)  # noqa: S102 - our own text
        self._checks = [(source, namespace[f"check_{source}"]) for source in compiled.checks]
        self._reports = [namespace[f"report_{n}"] for n in range(len(compiled.rules))]
        self._build = namespace["build_Learner"]
        self._tables: _Lookup | None = None

    def check(
        self, learner: LearnerData, run: Run, tables: Tables, *, peers: Sequence[LearnerData] = ()
    ) -> Iterator[Found]:
        """What the rules find on one learner, in the order of its rows.

        `peers` are the other learners of the file, for the rules that compare learners; only the
        fields that those rules compare need be there.
        """
        message = self._message((learner, *peers), run, tables)
        return self._found(message.Learner[:1], file_row=None)

    def check_file(
        self, learners: Sequence[LearnerData], run: Run, tables: Tables
    ) -> Iterator[Found]:
        """What the rules find on all learners of a file, the file's own findings first."""
        message = self._message(learners, run, tables)
        return self._found(message.Learner, file_row=message)

    def _message(self, learners: Sequence[LearnerData], run: Run, tables: Tables) -> Any:
        message = cast("Any", object.__new__(self._rows[MESSAGE]))
        for name, attribute in self.compiled.scalars.items():
            setattr(message, attribute, run.value(name))
        message.tables = self._lookup(tables)
        place = count()
        message.Learner = [self._build(data, None, message, place) for data in learners]
        for number, row in enumerate(message.Learner):
            row.number = number
        return message

    def _lookup(self, tables: Tables) -> _Lookup:
        """The tables as generated code asks for them, kept for the next learner."""
        if self._tables is None or self._tables.tables is not tables:
            self._tables = _Lookup(tables, self.compiled.tables)
        return self._tables

    def _found(self, learners: Sequence[Any], *, file_row: Any) -> Iterator[Found]:
        found: list[tuple[int, Any]] = []
        for source, check in self._checks:
            if source == MESSAGE:
                if file_row is not None:
                    check(file_row, found.append)
                continue
            for row in self._below(learners, source):
                check(row, found.append)
        once: set[tuple[object, ...]] = set()
        for number, row in found:
            rule = self.compiled.rules[number]
            one = self._one(rule, number, row)
            where: tuple[object, ...] = (number, id(one.learner))
            if rule.level == "aim":
                where = (*where, id(one.aim))
            key = where if rule.once_per_learner else (*where, *one.values)
            if key not in once:
                once.add(key)
                yield one

    def _one(self, rule: CompiledRule, number: int, row: Any) -> Found:
        aim = self.above(row, rule.source, "LearningDelivery") if rule.level == "aim" else None
        return Found(
            number,
            row,
            self.above(row, rule.source, "Learner"),
            aim,
            self._reports[number](row),
        )

    def _below(self, learners: Iterable[Any], source: str) -> Iterator[Any]:
        rows: Iterable[Any] = learners
        for entity in self.compiled.paths[source][2:]:
            rows = [child for row in rows for child in getattr(row, entity)]
        return iter(rows)

    def above(self, row: Any, source: str, wanted: str) -> Any:
        """The row of `wanted` at or above a row of `source`, or None if there is none."""
        entities = self.compiled.paths.get(source, ())
        if wanted not in entities:
            return None
        for _ in range(len(entities) - 1 - entities.index(wanted)):
            row = row.parent
        return row


def _row_class(
    name: str, slots: Sequence[str], lazy: Sequence[str], functions: Mapping[str, Any]
) -> type:
    def missing(self: object, attribute: str) -> object:
        # Reached only while a slot is empty: work the value out and keep it there.
        value = functions[attribute](self)
        setattr(self, attribute, value)
        return value

    members: dict[str, object] = {"__slots__": tuple(dict.fromkeys(slots))}
    if lazy:
        members["__getattr__"] = missing
    return type(name, (), members)


def shown(value: Value) -> str | None:
    """One value as findings hold it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
