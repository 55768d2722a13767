"""Values by date: rates, shares, thresholds and limits, each with its source and how sure it is.

Ours stand in `parameters/*.yaml`; a provider may give others (`given`). A value that is "not found"
is not on file: asking for it raises ParameterMissing, which a calculation turns into a stated
reason, never into zero.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, cast

import yaml

from openilr.errors import EngineError

Plain = Decimal | int | bool | str | tuple[Any, ...]
"""A value: money and shares are Decimal, counts int, flags bool, lists tuples of these."""

GIVEN = "given"
"""The status of a value that the provider gave."""

STATUSES = ("verified", "reported", "inferred", "ours", "not found", GIVEN)


class Form(StrEnum):
    """What the values of a parameter are."""

    AMOUNT = "amount"  # money, a share or a factor
    NUMBER = "number"  # a count
    FLAG = "flag"
    LIST = "list"
    TEXT = "text"


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
            f"{parameter.name} ({parameter.description.rstrip('.')}) is not on file for {day}; "
            "it can be given (--parameters)."
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
    form: Form
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


class Parameters:
    """The parameters of a run, asked for by name and day; answers are remembered."""

    __slots__ = ("_by_name", "_found", "_on_file")

    def __init__(self, by_name: Mapping[str, Parameter]) -> None:
        self._by_name = dict(by_name)
        self._found: dict[tuple[str, date], Value] = {}
        self._on_file: dict[tuple[str, date], Decimal | None] = {}

    @property
    def all(self) -> Mapping[str, Parameter]:
        """Every parameter by name, in the order of the files."""
        return MappingProxyType(self._by_name)

    def get(self, name: str) -> Parameter:
        """A parameter by name.

        Errors: KeyError if there is none.
        """
        return self._by_name[name]

    def value_at(self, name: str, day: date) -> Value:
        """The value of a parameter that holds on a day, with its source.

        Errors: ParameterMissing if it is not on file.
        """
        key = (name, day)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._by_name[name].find(day)
        return found

    def amount(self, name: str, day: date) -> Decimal:
        """A money value, share or factor that holds on a day.

        Errors: ParameterMissing if it is not on file; TypeError if it is none of these.
        """
        value = self.value_at(name, day).value
        if not isinstance(value, Decimal):
            raise TypeError(f"{name} is not an amount")
        return value

    def amount_on_file(self, name: str, day: date) -> Decimal | None:
        """A money value, share or factor that holds on a day, or None where none is on file.

        For rules that begin on a day, and never in place of a value that is needed.
        """
        key = (name, day)
        if key not in self._on_file:
            try:
                self._on_file[key] = self.amount(name, day)
            except ParameterMissing:
                self._on_file[key] = None
        return self._on_file[key]

    def number(self, name: str, day: date) -> int:
        """A count that holds on a day.

        Errors: ParameterMissing if it is not on file; TypeError if it is no count.
        """
        value = self.value_at(name, day).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} is not a number")
        return value

    def flag(self, name: str, day: date) -> bool:
        """Whether something holds on a day.

        Errors: ParameterMissing if it is not on file; TypeError if it is no flag.
        """
        value = self.value_at(name, day).value
        if not isinstance(value, bool):
            raise TypeError(f"{name} is not a flag")
        return value

    def several(self, name: str, day: date) -> tuple[Any, ...]:
        """A list of values that holds on a day.

        Errors: ParameterMissing if it is not on file; TypeError if it is no list.
        """
        value = self.value_at(name, day).value
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is not a list")
        return value

    def text(self, name: str, day: date) -> str:
        """A code or name that holds on a day.

        Errors: ParameterMissing if it is not on file; TypeError if it is no text.
        """
        value = self.value_at(name, day).value
        if not isinstance(value, str):
            raise TypeError(f"{name} is not a text")
        return value

    def __getstate__(self) -> dict[str, Parameter]:
        return self._by_name

    def __setstate__(self, state: dict[str, Parameter]) -> None:
        self.__init__(state)


@cache
def on_file() -> Parameters:
    """The parameters that come with the system."""
    found: dict[str, Parameter] = {}
    folder = resources.files("openilr.funding") / "parameters"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        for name, entry in cast("dict[str, Any]", load(file.read_bytes())).items():
            if name in found:
                raise ValueError(f"{name} is declared twice ({file.name})")
            found[name] = _parameter(name, entry)
    return Parameters(found)


def load(text: bytes) -> object:
    """What a YAML text holds.

    Errors: yaml.YAMLError if it is none.
    """
    # libyaml reads the files in a tenth of the time; it is not in every build of PyYAML.
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both safe


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    form = Form(entry["form"])
    values = tuple(
        Value(since, plain(v["value"], form), v["source"] or "", v["status"])
        for since, v in cast("dict[date, dict[str, Any]]", entry["values"]).items()
    )
    days = [v.since for v in values]
    if not values or days != sorted(set(days)):
        raise ValueError(f"{name}: the dates are not in order")
    if any(
        v.status not in STATUSES or (v.value is None) != (v.status == "not found") for v in values
    ):
        raise ValueError(f"{name}: a status does not go with its value")
    return Parameter(name, entry["description"], entry["unit"], entry["applies_by"], form, values)


def plain(value: object, form: Form) -> Plain | None:
    """A value as a file writes it, in its form; an amount may be written as text or number.

    Errors: ValueError if it is not of the form.
    """
    match form, value:
        case _, None:
            return None
        case Form.FLAG, bool():
            return value
        case ((Form.AMOUNT | Form.NUMBER), bool()):
            pass
        case Form.NUMBER, int():
            return value
        case Form.AMOUNT, int() | float() | str():
            number = _decimal(value)
            if number is not None:
                return number
        case Form.TEXT, str():
            return value
        case Form.LIST, list():
            return _tuple(cast("list[object]", value))
        case _:
            pass
    raise ValueError(f"{value!r} is not {_WANTED[form]}")


_WANTED = {
    Form.AMOUNT: "an amount (1234.50)",
    Form.NUMBER: "a whole number",
    Form.FLAG: "true or false",
    Form.LIST: "a list ([30, 60])",
    Form.TEXT: "a text",
}


def _decimal(value: float | str) -> Decimal | None:
    """A number exactly as it is written."""
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _tuple(values: list[object]) -> tuple[Any, ...]:
    """A list with the lists in it, its fractions as Decimal."""
    made: list[Any] = []
    for value in values:
        match value:
            case list():
                made.append(_tuple(cast("list[object]", value)))
            case float():
                made.append(Decimal(str(value)))
            case bool() | None:
                raise ValueError(f"{value!r} is not a part of a list")
            case _:
                made.append(value)
    return tuple(made)
