"""Each node as a Polars expression over those of its parts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from openilr.language.nodes import (
    AddDays,
    AddMonths,
    And,
    Arithmetic,
    Case,
    Coalesce,
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
    TextOf,
    Type,
    Value,
    YearsBetween,
)

_FIRST_DAY, _LAST_DAY = ((d - date(1970, 1, 1)).days for d in (date.min, date.max))


def polars_of(node: Node, of: Callable[[Node], pl.Expr]) -> pl.Expr:
    """The Polars expression of one node over those of its parts."""
    match node:
        case Compare():
            left, right = of(node.left), of(node.right)
            match node.op:
                case "==":
                    return left == right
                case "!=":
                    return left != right
                case "<":
                    return left < right
                case "<=":
                    return left <= right
                case ">":
                    return left > right
                case _:
                    return left >= right
        case Differs():
            return of(node.left).ne_missing(of(node.right))
        case IsIn():
            return _is_in(of(node.operand), node.values)
        case And():
            return pl.all_horizontal([of(part) for part in node.parts])
        case Or():
            return pl.any_horizontal([of(part) for part in node.parts])
        case Not():
            return ~of(node.operand)
        case IsUnknown():
            return of(node.operand).is_null()
        case Matches():
            return of(node.operand).str.contains(_whole(node.pattern))
        case Arithmetic():
            return _arithmetic(node, of)
        case DaysBetween():
            return (_day(of(node.end)) - _day(of(node.start))).cast(pl.Int64)
        case YearsBetween():
            return _whole_years(of(node.start), of(node.end))
        case AddDays():
            moved = _day(of(node.operand)).cast(pl.Int64) + of(node.days)
            return moved.clip(_FIRST_DAY, _LAST_DAY).cast(pl.Int32).cast(pl.Date)
        case AddMonths():
            moved = _day(of(node.operand).dt.offset_by(f"{node.months}mo"))
            return moved.clip(_FIRST_DAY, _LAST_DAY).cast(pl.Date)
        case DatePart():
            return getattr(of(node.operand).dt, node.part)().cast(pl.Int64)
        case MakeDate():
            year = of(node.year)
            return pl.when(year.is_between(1, 9999)).then(pl.date(year, node.month, node.day))
        case TextOf():
            return _text(node, of(node.operand))
        case Concat():
            return pl.concat_str([of(part) for part in node.parts])
        case Case():
            chain: Any = pl
            for condition, value in zip(node.conditions, node.values, strict=True):
                chain = chain.when(of(condition)).then(of(value))
            return chain.otherwise(of(node.otherwise))
        case Coalesce(parts=(first, Literal(value=value))) if value is not None:
            return of(first).fill_null(pl.lit(value))
        case Coalesce():
            return pl.coalesce([of(part) for part in node.parts])
        case _:
            raise AssertionError(node)


def _is_in(operand: pl.Expr, values: tuple[Value, ...]) -> pl.Expr:
    if len(values) <= 4:  # comparisons are quicker than the hash set that is_in builds
        return pl.any_horizontal([operand == pl.lit(value) for value in values])
    return operand.is_in(list(values))


def _arithmetic(node: Arithmetic, of: Callable[[Node], pl.Expr]) -> pl.Expr:
    left, right = (
        of(n).cast(pl.Int64) if n.type is Type.INTEGER else of(n) for n in (node.left, node.right)
    )
    match node.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "//":
            return left // right
        case _:
            return left % right


def _day(expression: pl.Expr) -> pl.Expr:
    return expression.cast(pl.Date).cast(pl.Int32)


def _whole_years(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """As `ilr.dates.whole_years`: the anniversary of 29 February is the 28th in a common year."""
    start_day = start.dt.month().cast(pl.Int32) * 100 + start.dt.day()
    end_day = end.dt.month().cast(pl.Int32) * 100 + end.dt.day()
    on_28th = (start_day == 229) & (end_day == 228) & ~end.dt.is_leap_year()
    early = (end_day < start_day) & ~on_28th
    return (end.dt.year() - start.dt.year() - early.cast(pl.Int32)).cast(pl.Int64)


def _whole(pattern: str) -> str:
    return rf"\A(?:{pattern})\z"


def _text(node: TextOf, operand: pl.Expr) -> pl.Expr:
    match node.function:
        case "upper":
            return operand.str.to_uppercase()
        case "strip":
            return operand.str.strip_chars()
        case "length":
            return operand.str.len_chars().cast(pl.Int64)
        case "slice":
            start, length = (int(str(a)) for a in node.arguments)
            return operand.str.slice(start, length)
        case "text":
            return operand.cast(pl.String)
        case "integer":
            digits = operand.str.contains(r"\A[0-9]{1,18}\z")
            return pl.when(digits).then(operand).cast(pl.Int64, strict=False)
        case _:
            return operand.str.extract(_whole(str(node.arguments[0])), 1)
