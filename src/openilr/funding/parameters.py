"""Values by date: rates, shares, thresholds and limits, each with its source and how sure it is.

They stand in `parameters/*.yaml`. A value that is "not found" is not on file: asking for it raises
ParameterMissing, which a calculation turns into a stated reason, never into zero.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, cast

import yaml

from openilr.errors import EngineError

Plain = Decimal | int | bool | tuple[Any, ...]
"""A value: money and shares are Decimal, counts int, flags bool, lists tuples of these."""

STATUSES = ("verified", "reported", "inferred", "ours", "not found")


class ParameterMissing(EngineError):
    """A value that a calculation needs is not on file.

    Attributes:
        name: the parameter.
        day: the day on which it was asked for.
    """

    def __init__(self, parameter: "Parameter", day: date) -> None:
        self.name = parameter.name
        self.day = day
        super().__init__(
            f"{parameter.name} ({parameter.description.rstrip('.')}) is not on file for {day}."
        )


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter.

    Attributes:
        since: the first day it holds; it holds until the next one does.
        value: None where it was not found.
    """

    since: date
    value: Plain | None
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter with its values in date order.

    Attributes:
        applies_by: which date chooses the value ("programme start").
    """

    name: str
    description: str
    unit: str
    applies_by: str
    values: tuple[Value, ...]

    def find(self, day: date) -> Value:
        """The value that holds on a day.

        Errors: ParameterMissing if none does or it was not found.
        """
        position = bisect_right(self.values, day, key=_since)
        if not position or self.values[position - 1].value is None:
            raise ParameterMissing(self, day)
        return self.values[position - 1]


def _since(value: Value) -> date:
    return value.since


def get(name: str) -> Parameter:
    """A parameter by name.

    Errors: KeyError if there is none.
    """
    return parameters()[name]


@cache
def _cached(name: str, day: date) -> Value:
    return get(name).find(day)


def value_at(name: str, day: date) -> Value:
    """The value of a parameter that holds on a day, with its source.

    Errors: ParameterMissing if it is not on file.
    """
    return _cached(name, day)


@cache
def amount_on_file(name: str, day: date) -> Decimal | None:
    """A money value or share that holds on a day, or None where none is on file.

    For rules that begin on a day, and never in place of a value that is needed.
    """
    try:
        return amount(name, day)
    except ParameterMissing:
        return None


def amount(name: str, day: date) -> Decimal:
    """A money value or share that holds on a day.

    Errors: ParameterMissing if it is not on file; TypeError if it is neither.
    """
    value = _cached(name, day).value
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} is not an amount")
    return value


def number(name: str, day: date) -> int:
    """A count that holds on a day.

    Errors: ParameterMissing if it is not on file; TypeError if it is no count.
    """
    value = _cached(name, day).value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is not a number")
    return value


def flag(name: str, day: date) -> bool:
    """Whether something holds on a day.

    Errors: ParameterMissing if it is not on file; TypeError if it is no flag.
    """
    value = _cached(name, day).value
    if not isinstance(value, bool):
        raise TypeError(f"{name} is not a flag")
    return value


def several(name: str, day: date) -> tuple[Any, ...]:
    """A list of values that holds on a day.

    Errors: ParameterMissing if it is not on file; TypeError if it is no list.
    """
    value = _cached(name, day).value
    if not isinstance(value, tuple):
        raise TypeError(f"{name} is not a list")
    return value


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, in the order of the files."""
    found: dict[str, Parameter] = {}
    folder = resources.files("openilr.funding") / "parameters"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        for name, entry in cast("dict[str, Any]", yaml.safe_load(file.read_bytes())).items():
            if name in found:
                raise ValueError(f"{name} is declared twice ({file.name})")
            found[name] = _parameter(name, entry)
    return MappingProxyType(found)


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    values = tuple(
        Value(since, _plain(v["value"]), v["source"] or "", v["status"])
        for since, v in cast("dict[date, dict[str, Any]]", entry["values"]).items()
    )
    days = [v.since for v in values]
    if not values or days != sorted(set(days)):
        raise ValueError(f"{name}: the dates are not in order")
    if any(
        v.status not in STATUSES or (v.value is None) != (v.status == "not found") for v in values
    ):
        raise ValueError(f"{name}: a status does not go with its value")
    return Parameter(name, entry["description"], entry["unit"], entry["applies_by"], values)


def _plain(value: object) -> Plain | None:
    match value:
        case None | bool() | int():
            return value
        case str():
            return Decimal(value)
        case list():
            return tuple(_plain(v) for v in cast("list[object]", value))
        case _:
            raise ValueError(f"{value!r} is neither a number, a flag, a list nor a quoted amount")
