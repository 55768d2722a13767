"""What rule authors write: typed expressions with Python's own operators, and the rows of an entity
or table.

Each type has a class, so a date compared with a number is an error in the editor, and a TypeError
on the line that wrote it when the rule is imported. An expression has no truth of its own: `and`,
`or`, `not` and `a < b < c` are refused; write `&`, `|`, `~` and two comparisons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as DecimalValue
from typing import Any, Generic, Self, TypeVar, overload

from openilr.language.nodes import (
    AddDays,
    AddMonths,
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
    IsIn,
    IsUnknown,
    Literal,
    MakeDate,
    Matches,
    Node,
    Not,
    Or,
    Over,
    Position,
    Rows,
    Scalar,
    TakeFrom,
    TextOf,
    This,
    Type,
    Value,
    YearsBetween,
)
from openilr.reference.tables import TABLES, Form

E = TypeVar("E", bound="Expression")

# pyright: reportIncompatibleMethodOverride=false
# == and != answer with an expression here, as in every column library; object's answer with a bool.


def _describe(node: Node) -> str:
    """The node as an author would name it, for messages."""
    match node:
        case Column():
            return f"{node.source}.{node.name}"
        case Scalar():
            return node.name
        case Literal():
            return repr(node.value)
        case _:
            return f"this {node.type.value} expression"


class Expression:
    """A value of a row, known or unknown."""

    __slots__ = ("node",)
    type: Type
    __hash__ = object.__hash__

    def __init__(self, node: Node) -> None:
        if node.type is not self.type:
            raise TypeError(f"{_describe(node)} is {node.type.value}, not {self.type.value}")
        self.node = node

    def __bool__(self) -> bool:
        raise TypeError(
            "an expression is neither true nor false by itself: "
            "write & | ~ for and, or, not, and two comparisons for a < b < c"
        )

    def is_known(self) -> "Boolean":
        """Whether a value is present."""
        return ~self.is_unknown()

    def is_unknown(self) -> "Boolean":
        """Whether the value is absent or cannot be worked out."""
        return Boolean(IsUnknown(Type.BOOLEAN, self.node))

    def __eq__(self, other: Any) -> "Boolean":  # pyright: ignore
        return self._compare("==", other)

    def __ne__(self, other: Any) -> "Boolean":  # pyright: ignore
        return self._compare("!=", other)

    def differs_from(self, other: Any) -> "Boolean":
        """Whether the values differ, an absent one being different from every present one."""
        left, right = self._pair(other)
        return Boolean(Differs(Type.BOOLEAN, left, right))

    def same_as(self, other: Any) -> "Boolean":
        """Whether the values are equal, or both absent."""
        return ~self.differs_from(other)

    def is_in(self, values: Iterable[Any]) -> "Boolean":
        """Whether the value is one of the listed; unknown if it is absent."""
        listed = tuple(values)
        if not listed:
            raise TypeError("is_in needs at least one value")
        pairs = [self._pair(value) for value in listed]
        literals = [right for _, right in pairs]
        if not all(isinstance(literal, Literal) for literal in literals):
            raise TypeError("is_in takes plain values; compare with expressions by == and |")
        codes = tuple(dict.fromkeys(lit.value for lit in literals if isinstance(lit, Literal)))
        return Boolean(IsIn(Type.BOOLEAN, pairs[0][0], codes))

    def is_not_in_or_unknown(self, values: Iterable[Any]) -> "Boolean":
        """Whether the value is absent or none of the listed."""
        inside = self.is_in(values)
        return self.is_unknown() | ~inside

    def _compare(self, op: str, other: Any) -> "Boolean":
        left, right = self._pair(other)
        return Boolean(Compare(Type.BOOLEAN, op, left, right))

    def _pair(self, other: Any) -> tuple[Node, Node]:
        """Both operands as nodes that may be compared.

        Errors: TypeError if their types differ.
        """
        right = self._other(other)
        return self.node, right

    def _other(self, other: Any) -> Node:
        node = as_expression(other).node
        if node.type is not self.type:
            raise TypeError(
                f"{_describe(self.node)} is {self.type.value} and {_describe(node)} is "
                f"{node.type.value}: they cannot be compared"
            )
        return node


class Boolean(Expression):
    """A condition: true, false or unknown."""

    __slots__ = ()
    type = Type.BOOLEAN

    def __and__(self, other: "Boolean") -> "Boolean":
        return Boolean(And(Type.BOOLEAN, _flat(And, self, other)))

    def __or__(self, other: "Boolean") -> "Boolean":
        return Boolean(Or(Type.BOOLEAN, _flat(Or, self, other)))

    def __invert__(self) -> "Boolean":
        if isinstance(self.node, Not):
            return Boolean(self.node.operand)
        return Boolean(Not(Type.BOOLEAN, self.node))

    def or_unknown(self) -> "Boolean":
        """Whether the condition is true or unknown; never unknown itself."""
        return self | self.is_unknown()

    def is_not_true(self) -> "Boolean":
        """Whether the condition is false or unknown; never unknown itself."""
        return ~self | self.is_unknown()


def _flat(kind: type[And] | type[Or], *operands: Boolean) -> tuple[Node, ...]:
    parts: list[Node] = []
    for operand in operands:
        if not isinstance(operand, Boolean):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(
                f"& and | join conditions, and {operand!r} is none; "
                "put brackets round each comparison"
            )
        node = operand.node
        parts.extend(node.parts if isinstance(node, kind) else (node,))
    return tuple(parts)


class Number(Expression):
    """A whole or decimal number."""

    __slots__ = ()

    def __lt__(self, other: "Number | int | DecimalValue") -> Boolean:
        return self._compare("<", other)

    def __le__(self, other: "Number | int | DecimalValue") -> Boolean:
        return self._compare("<=", other)

    def __gt__(self, other: "Number | int | DecimalValue") -> Boolean:
        return self._compare(">", other)

    def __ge__(self, other: "Number | int | DecimalValue") -> Boolean:
        return self._compare(">=", other)

    def __eq__(self, other: "Number | int | DecimalValue") -> Boolean:  # pyright: ignore
        return self._compare("==", other)

    def __ne__(self, other: "Number | int | DecimalValue") -> Boolean:  # pyright: ignore
        return self._compare("!=", other)

    __hash__ = object.__hash__

    def between(self, low: "Number | int", high: "Number | int") -> Boolean:
        """Whether the number lies from `low` to `high`, both included."""
        return (self >= low) & (self <= high)

    def _other(self, other: Any) -> Node:
        node = as_expression(other).node
        if node.type not in (Type.INTEGER, Type.DECIMAL):
            raise TypeError(
                f"{_describe(self.node)} is {self.type.value} and {_describe(node)} is "
                f"{node.type.value}: they cannot be compared"
            )
        return node

    def _arithmetic(self, op: str, other: Any, *, swapped: bool = False) -> Any:
        right = self._other(other)
        left, right = (right, self.node) if swapped else (self.node, right)
        kind = Type.DECIMAL if Type.DECIMAL in (left.type, right.type) else Type.INTEGER
        node = Arithmetic(kind, op, left, right)
        return Decimal(node) if kind is Type.DECIMAL else Integer(node)


class Integer(Number):
    """A whole number."""

    __slots__ = ()
    type = Type.INTEGER

    @overload
    def __add__(self, other: "Integer | int") -> "Integer": ...
    @overload
    def __add__(self, other: "Decimal | DecimalValue") -> "Decimal": ...
    def __add__(self, other: Any) -> "Integer | Decimal":
        return self._arithmetic("+", other)

    @overload
    def __sub__(self, other: "Integer | int") -> "Integer": ...
    @overload
    def __sub__(self, other: "Decimal | DecimalValue") -> "Decimal": ...
    def __sub__(self, other: Any) -> "Integer | Decimal":
        return self._arithmetic("-", other)

    @overload
    def __mul__(self, other: "Integer | int") -> "Integer": ...
    @overload
    def __mul__(self, other: "Decimal | DecimalValue") -> "Decimal": ...
    def __mul__(self, other: Any) -> "Integer | Decimal":
        return self._arithmetic("*", other)

    def __radd__(self, other: int) -> "Integer":
        return self._arithmetic("+", other, swapped=True)

    def __rsub__(self, other: int) -> "Integer":
        return self._arithmetic("-", other, swapped=True)

    def __rmul__(self, other: int) -> "Integer":
        return self._arithmetic("*", other, swapped=True)

    def __floordiv__(self, other: int) -> "Integer":
        return self._arithmetic("//", _divisor(other))

    def __mod__(self, other: int) -> "Integer":
        return self._arithmetic("%", _divisor(other))

    def to_text(self) -> "Text":
        """The digits of the number as text."""
        return Text(TextOf(Type.TEXT, "text", self.node))

    def digit(self, place: int) -> "Integer":
        """One decimal digit, counted from the right from 0 (`ULN.digit(0)` is the last)."""
        return (self // 10**place if place else self) % 10


def _divisor(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise TypeError("the divisor must be a plain whole number above 0; multiply the other side")
    return value


class Decimal(Number):
    """A decimal number."""

    __slots__ = ()
    type = Type.DECIMAL

    def __add__(self, other: "Number | int | DecimalValue") -> "Decimal":
        return self._arithmetic("+", other)

    def __sub__(self, other: "Number | int | DecimalValue") -> "Decimal":
        return self._arithmetic("-", other)

    def __mul__(self, other: "Number | int | DecimalValue") -> "Decimal":
        return self._arithmetic("*", other)

    def __rmul__(self, other: "int | DecimalValue") -> "Decimal":
        return self._arithmetic("*", other, swapped=True)


class Text(Expression):
    """A text, compared letter for letter."""

    __slots__ = ()
    type = Type.TEXT

    def __eq__(self, other: "Text | str") -> Boolean:  # pyright: ignore
        return self._compare("==", other)

    def __ne__(self, other: "Text | str") -> Boolean:  # pyright: ignore
        return self._compare("!=", other)

    __hash__ = object.__hash__

    def _pair(self, other: Any) -> tuple[Node, Node]:
        right = self._other(other)
        if isinstance(self, Code) or isinstance(other, Code):
            return _folded(_canonical(self.node, right)), _folded(_canonical(right, self.node))
        return _canonical(self.node, right), _canonical(right, self.node)

    def matches(self, pattern: str) -> Boolean:
        """Whether the whole text matches a regular expression."""
        return Boolean(Matches(Type.BOOLEAN, self.node, pattern))

    def starts_with(self, *starts: str) -> Boolean:
        """Whether the text begins with one of the given texts."""
        return (
            self.slice(0, len(starts[0])) == starts[0]
            if len(starts) == 1
            else _any(self.starts_with(start) for start in starts)
        )

    def length(self) -> Integer:
        """How many characters the text has."""
        return Integer(TextOf(Type.INTEGER, "length", self.node))

    def upper(self) -> "Text":
        """The text in capitals."""
        return Text(TextOf(Type.TEXT, "upper", self.node))

    def strip(self) -> "Text":
        """The text without the white space around it."""
        return Text(TextOf(Type.TEXT, "strip", self.node))

    def slice(self, start: int, length: int) -> "Text":
        """So many characters from `start`, counted from 0; fewer, or none, where the text ends."""
        if start < 0 or length < 0:
            raise TypeError("a slice counts from the start of the text")
        return Text(TextOf(Type.TEXT, "slice", self.node, (start, length)))

    def to_integer(self) -> Integer:
        """The number that the digits write; unknown unless there are 1 to 18 digits and nothing
        else.
        """
        return Integer(TextOf(Type.INTEGER, "integer", self.node))

    def extract(self, pattern: str) -> "Text":
        """What the one group of a pattern for the whole text holds; unknown if it does not
        match.
        """
        return Text(TextOf(Type.TEXT, "extract", self.node, (pattern,)))

    def __add__(self, other: "Text | str") -> "Text":
        return Text(Concat(Type.TEXT, (self.node, self._other(other))))


class Code(Text):
    """A text compared without regard to capitals, as DfE compares types and codes."""

    __slots__ = ()


def _folded(node: Node) -> Node:
    if isinstance(node, Literal):
        return Literal(node.type, str(node.value).upper())
    if isinstance(node, TextOf) and node.function == "upper":
        return node
    if isinstance(node, Column) and node.source in TABLES:
        form = TABLES[node.source].column(node.name).form
        if form in (Form.UPPER, Form.POSTCODE):
            return node  # stored in capitals
    return TextOf(Type.TEXT, "upper", node)


def _canonical(node: Node, other: Node) -> Node:
    """A literal that is compared with a reference column, in that column's stored form."""
    if isinstance(node, Literal) and isinstance(other, Column) and other.source in TABLES:
        column = TABLES[other.source].column(other.name)
        return Literal(node.type, column.canonical(str(node.value)))
    return node


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance between dates, made by `days`, `months` or `years`."""

    days: "Integer | int" = 0
    months: int = 0


def days(number: "Integer | int") -> Offset:
    """So many days, to add to a date or take from it."""
    return Offset(days=number)


def months(number: int) -> Offset:
    """So many months; the day is the last of a month that is too short."""
    return Offset(months=number)


def years(number: int) -> Offset:
    """So many years; 29 February becomes 28 February in a common year."""
    return Offset(months=12 * number)


class Date(Expression):
    """A day."""

    __slots__ = ()
    type = Type.DATE

    def __lt__(self, other: "Date | date") -> Boolean:
        return self._compare("<", other)

    def __le__(self, other: "Date | date") -> Boolean:
        return self._compare("<=", other)

    def __gt__(self, other: "Date | date") -> Boolean:
        return self._compare(">", other)

    def __ge__(self, other: "Date | date") -> Boolean:
        return self._compare(">=", other)

    def __eq__(self, other: "Date | date") -> Boolean:  # pyright: ignore
        return self._compare("==", other)

    def __ne__(self, other: "Date | date") -> Boolean:  # pyright: ignore
        return self._compare("!=", other)

    __hash__ = object.__hash__

    def between(self, first: "Date | date", last_inclusive: "Date | date") -> Boolean:
        """Whether the day lies from `first` to `last_inclusive`, both included."""
        return (self >= first) & (self <= last_inclusive)

    def __add__(self, offset: Offset) -> "Date":
        return self._moved(offset, 1)

    @overload
    def __sub__(self, other: Offset) -> "Date": ...
    @overload
    def __sub__(self, other: "Date | date") -> Integer: ...
    def __sub__(self, other: "Offset | Date | date") -> "Date | Integer":
        if isinstance(other, Offset):
            return self._moved(other, -1)
        return Integer(DaysBetween(Type.INTEGER, self._other(other), self.node))

    def _moved(self, offset: Offset, sign: int) -> "Date":
        if not isinstance(offset, Offset):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("add days(...), months(...) or years(...) to a date")
        if offset.months:
            return Date(AddMonths(Type.DATE, self.node, sign * offset.months))
        number = Integer(as_expression(offset.days).node)
        return Date(AddDays(Type.DATE, self.node, (number if sign > 0 else 0 - number).node))

    def year(self) -> Integer:
        """The calendar year."""
        return Integer(DatePart(Type.INTEGER, "year", self.node))

    def month(self) -> Integer:
        """The month, 1 to 12."""
        return Integer(DatePart(Type.INTEGER, "month", self.node))

    def day(self) -> Integer:
        """The day of the month."""
        return Integer(DatePart(Type.INTEGER, "day", self.node))

    def weekday(self) -> Integer:
        """The day of the week: Monday is 1, Sunday 7."""
        return Integer(DatePart(Type.INTEGER, "weekday", self.node))


CLASSES: dict[Type, type[Expression]] = {
    Type.TEXT: Text,
    Type.INTEGER: Integer,
    Type.DECIMAL: Decimal,
    Type.DATE: Date,
    Type.BOOLEAN: Boolean,
}


def expression_of(node: Node) -> Expression:
    """The expression of a node."""
    return CLASSES[node.type](node)


# ------------------------------------------------------------------------------------- functions


def as_expression(value: "Expression | Value") -> Expression:
    """A plain value as an expression, an expression as it is."""
    return value if isinstance(value, Expression) else literal(value)


@overload
def literal(value: bool) -> Boolean: ...  # pyright: ignore[reportOverlappingOverload] - an int too
@overload
def literal(value: int) -> Integer: ...
@overload
def literal(value: DecimalValue) -> Decimal: ...
@overload
def literal(value: str) -> Text: ...
@overload
def literal(value: date) -> Date: ...
@overload
def literal(value: Value) -> Expression: ...
def literal(value: Value) -> Expression:
    """A plain value as an expression.

    Errors: TypeError if it is none of text, whole number, Decimal, date, bool.
    """
    match value:
        case bool():
            return Boolean(Literal(Type.BOOLEAN, value))
        case int():
            return Integer(Literal(Type.INTEGER, value))
        case DecimalValue():
            return Decimal(Literal(Type.DECIMAL, value))
        case str():
            return Text(Literal(Type.TEXT, value))
        case date():
            return Date(Literal(Type.DATE, value))
        case _:
            raise TypeError(
                f"{value!r} is no value of an expression; for absent write is_unknown()"
            )


def this(expression: E) -> E:
    """The value on the row that a condition on other rows stands on.

    `LearningDelivery.any(LearnStartDate > this(LearnStartDate))`: some aim starts later than this
    one.
    """
    return _like(expression, This(expression.node.type, expression.node))


def _like(expression: E, node: Node) -> E:
    return type(expression)(node)


def _any(conditions: Iterable[Boolean]) -> Boolean:
    result: Boolean | None = None
    for condition in conditions:
        result = condition if result is None else result | condition
    if result is None:
        raise TypeError("at least one condition is needed")
    return result


def any_of(*conditions: Boolean) -> Boolean:
    """Whether one of the conditions is true."""
    return _any(conditions)


def all_of(*conditions: Boolean) -> Boolean:
    """Whether every condition is true."""
    result = conditions[0]
    for condition in conditions[1:]:
        result = result & condition
    return result


def years_between(start: Date, end: "Date | date") -> Integer:
    """Whole years from `start` to `end`; the anniversary completes a year."""
    last = end if isinstance(end, Date) else literal(end)
    return Integer(YearsBetween(Type.INTEGER, start.node, last.node))


def date_of(year: Integer, month: int, day: int) -> Date:
    """The date of a month and day, which every year must have, in a year that is worked out."""
    date(2001, month, day)  # raises on a day that a common year does not have
    return Date(MakeDate(Type.DATE, year.node, month, day))


def coalesce(first: E, *others: E | Value) -> E:
    """The first known value."""
    nodes = (first.node, *(first._other(o) for o in others))  # pyright: ignore[reportPrivateUsage]
    return _like(first, Coalesce(first.type, nodes))


class Branches(Generic[E]):
    """Branches so far, with further ones to come."""

    def __init__(self, sample: E, branches: tuple[tuple[Boolean, E], ...]) -> None:
        self._sample = sample
        self._branches = branches

    def when(self, condition: Boolean) -> "Branch[E]":
        """A further branch, tried where no earlier condition is true."""
        return Branch(condition, self._sample, self._branches)

    def otherwise(self, value: E | Value = None) -> E:
        """The value where no condition is true; None is unknown."""
        last = Literal(self._sample.type, None) if value is None else _value(self._sample, value)
        return _like(
            self._sample,
            Case(
                self._sample.type,
                tuple(condition.node for condition, _ in self._branches),
                tuple(result.node for _, result in self._branches),
                last,
            ),
        )


class Branch(Generic[E]):
    """A branch whose value is to come."""

    def __init__(
        self, condition: Boolean, sample: E, branches: tuple[tuple[Boolean, E], ...]
    ) -> None:
        self._condition, self._sample, self._branches = condition, sample, branches

    def then(self, value: E | Value) -> Branches[E]:
        """The value of the branch."""
        result = _like(self._sample, _value(self._sample, value))
        return Branches(self._sample, (*self._branches, (self._condition, result)))


class FirstBranch:
    """A first branch: its value gives the type of all."""

    def __init__(self, condition: Boolean) -> None:
        self._condition = condition

    @overload
    def then(self, value: E) -> Branches[E]: ...
    @overload
    def then(self, value: bool) -> Branches[Boolean]: ...  # pyright: ignore[reportOverlappingOverload] - an int too
    @overload
    def then(self, value: int) -> Branches[Integer]: ...
    @overload
    def then(self, value: str) -> Branches[Text]: ...
    @overload
    def then(self, value: date) -> Branches[Date]: ...
    def then(self, value: Any) -> Branches[Any]:
        """The value where the condition is true."""
        sample = expression_of(as_expression(value).node)
        return Branches(sample, ((self._condition, sample),))


def _value(sample: Expression, value: "Expression | Value") -> Node:
    return sample._other(value)  # pyright: ignore[reportPrivateUsage]


def when(condition: Boolean) -> FirstBranch:
    """Begin a value by cases: `when(a).then(x).when(b).then(y).otherwise(z)`."""
    return FirstBranch(condition)


# ------------------------------------------------------------------------------------------ rows


class RowSet:
    """Rows seen from the row that a condition stands on: an entity's, or a reference table's.

    An entity stands for the rows that have the same nearest parent: from an aim,
    `LearningDeliveryFAM` is the aim's FAM rows, `LearningDelivery` all aims of the learner (this
    one too), `LearnerEmploymentStatus` the learner's.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def _with(self, **changes: Any) -> "RowSet":
        rows = self._rows
        kept = {n: getattr(rows, n) for n in ("source", "within", "same", "matching", "where")}
        return RowSet(Rows(**{**kept, **changes}))

    def where(self, *conditions: Boolean) -> "RowSet":
        """Those of the rows for which every condition is true."""
        nodes = tuple(_condition(c) for c in conditions)
        return self._with(where=self._rows.where + nodes)

    def same(self, *expressions: Expression) -> "RowSet":
        """Those of the rows with the same values as this row; absent is the same as absent."""
        nodes = tuple(_key(e) for e in expressions)
        return self._with(same=self._rows.same + nodes)

    def within(self, entity: "Entity") -> "RowSet":
        """The rows under the same `entity` row: `LearningDeliveryFAM.within(Learner)` from an
        aim.
        """
        return self._with(within=entity.name)

    def others(self) -> "RowSet":
        """The rows but for this one (of the same entity)."""
        place = Position(Type.INTEGER, self._rows.source)
        return self.where(Boolean(Compare(Type.BOOLEAN, "!=", place, This(Type.INTEGER, place))))

    def any(self, *conditions: Boolean) -> Boolean:
        """Whether the condition is true of some row."""
        return Boolean(Over(Type.BOOLEAN, "any", self.where(*conditions)._rows, None))

    def none(self, *conditions: Boolean) -> Boolean:
        """Whether the condition is true of no row."""
        return ~self.any(*conditions)

    def all(self, *conditions: Boolean) -> Boolean:
        """Whether the condition is true of every row; true where there is none."""
        return ~self.any(all_of(*conditions).is_not_true())

    def count(self, *conditions: Boolean) -> Integer:
        """How many rows the condition is true of."""
        return Integer(Over(Type.INTEGER, "count", self.where(*conditions)._rows, None))

    def count_distinct(self, expression: Expression) -> Integer:
        """How many different known values there are."""
        return Integer(Over(Type.INTEGER, "distinct", self._rows, _key(expression)))

    def joined(self, expression: Text) -> Text:
        """The different known values in order of their letters, joined by commas; "" if there is
        none.
        """
        return Text(Over(Type.TEXT, "joined", self._rows, _key(expression)))

    def sum(self, expression: Integer) -> Integer:
        """The sum of the known values; 0 if there is none."""
        return Integer(Over(Type.INTEGER, "sum", self._rows, expression.node))

    def min(self, expression: E) -> E:
        """The least known value; unknown if there is none."""
        return self._extreme("min", expression)

    def max(self, expression: E) -> E:
        """The greatest known value; unknown if there is none."""
        return self._extreme("max", expression)

    def _extreme(self, kind: str, expression: E) -> E:
        if expression.type in (Type.TEXT, Type.BOOLEAN):
            raise TypeError("min and max are of numbers and dates")
        return _like(expression, Over(expression.type, kind, self._rows, expression.node))

    def latest(self, order: "Date | Integer") -> "Row":
        """The row with the greatest `order`; in ties the last in document order."""
        return Row(self._rows, order.node, last=True)

    def earliest(self, order: "Date | Integer") -> "Row":
        """The row with the least `order`; in ties the first in document order."""
        return Row(self._rows, order.node, last=False)

    def first(self) -> "Row":
        """The first row in document order."""
        return Row(self._rows, None, last=False)

    def last(self) -> "Row":
        """The last row in document order."""
        return Row(self._rows, None, last=True)

    def value(self, expression: E) -> E:
        """The value on the last row: for tables with one row a key."""
        return self.last().take(expression)


def _condition(condition: Boolean) -> Node:
    if not isinstance(condition, Boolean):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{condition!r} is no condition; put brackets round each comparison")
    return condition.node


def _key(expression: Expression) -> Node:
    return _folded(expression.node) if isinstance(expression, Code) else expression.node


class Row:
    """One of the rows, or none: `take` gives its values, unknown if there is none."""

    def __init__(self, rows: Rows, order: Node | None, *, last: bool) -> None:
        self._rows, self._order, self._last = rows, order, last

    def take(self, expression: E) -> E:
        """The value of an expression on the row."""
        node = TakeFrom(expression.node.type, self._rows, self._order, self._last, expression.node)
        return _like(expression, node)

    def exists(self) -> Boolean:
        """Whether there is such a row."""
        return self.take(literal(True)).is_known()


class Entity(RowSet):
    """An entity of the message: its columns are attributes."""

    name: str

    def __init__(self, name: str) -> None:
        super().__init__(Rows(name))
        self.name = name

    @property
    def position(self) -> Integer:
        """The place of the row in document order: only to compare rows of one learner."""
        return Integer(Position(Type.INTEGER, self.name))


class TableRows(RowSet):
    """Rows of a reference table: its columns are attributes.

    A rule that uses it does not run without it.
    """

    table: str

    def __init__(self) -> None:
        super().__init__(Rows(self.table))

    def _with(self, **changes: Any) -> Self:
        kept = super()._with(**changes)
        copy = object.__new__(type(self))
        RowSet.__init__(copy, kept._rows)
        return copy

    def where(self, *conditions: Boolean) -> Self:
        """Those of the rows for which every condition is true."""
        return self._with(where=self._rows.where + tuple(_condition(c) for c in conditions))

    def matching(self, *columns: Expression, **named: Expression) -> Self:
        """The rows whose column equals this row's value; an absent value matches nothing.

        `lars_validity.matching(LearnAimRef)` for columns of one name,
        `lars_standard.matching(StandardCode=StdCode)` for others.
        """
        pairs = list(self._rows.matching)
        for expression in columns:
            node = expression.node
            if not isinstance(node, Column):
                raise TypeError("give the name of the table's column: matching(Name=expression)")
            pairs.append(self._match(node.name, expression))
        pairs.extend(self._match(name, expression) for name, expression in named.items())
        return self._with(matching=tuple(pairs))

    def _match(self, name: str, expression: Expression) -> tuple[Node, Node]:
        node = self.column(name)
        return node._pair(expression)  # pyright: ignore[reportPrivateUsage]

    def column(self, name: str) -> Expression:
        """A column by its name, for names that are no Python name."""
        column = TABLES[self._rows.source].column(name)
        return expression_of(Column(Type(column.type.value), self._rows.source, name))

    def in_force(self, on: "Date | date") -> Self:
        """The rows whose dates cover a day, both ends included; an absent end is open."""
        valid = TABLES[self._rows.source].valid
        if valid is None:
            raise TypeError(f"{self._rows.source} has no dates of validity")
        first, last = (Date(self.column(name).node) for name in valid)
        return self.where(first.is_unknown() | (first <= on), last.is_unknown() | (last >= on))
