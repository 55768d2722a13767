"""One invented learner as a tree of rows, one row for each ILR entity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = str | int | date | Decimal | None
"""What a field holds; None is an absent field."""


@dataclass(slots=True)
class Row:
    """One entity: its fields under their ILR names, and the rows below it in document order.

    A row is changed while the learner is made and when a fault is planted; after that it is only
    read.

    Attributes:
        raw: texts that are not of their field's type, by field.
    """

    entity: str
    values: dict[str, Value]
    rows: "list[Row]" = field(default_factory=list["Row"])
    raw: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, entity: str, /, **values: Value) -> "Row":
        """A new row below this one, after those already there."""
        row = Row(entity, values)
        self.rows.append(row)
        return row

    def all(self, entity: str, **values: Value) -> "list[Row]":
        """The rows of an entity directly below whose fields have these values."""
        wanted = values.items()
        return [r for r in self.rows if r.entity == entity and wanted <= r.values.items()]

    def first(self, entity: str, **values: Value) -> "Row | None":
        """The first of `all`, or None."""
        return next(iter(self.all(entity, **values)), None)

    def drop(self, *unwanted: "Row") -> None:
        """Take rows directly below away."""
        self.rows = [r for r in self.rows if not any(r is u for u in unwanted)]

    def get(self, name: str) -> Value:
        """The value of a field, None where it is absent."""
        return self.values.get(name)

    def day(self, name: str) -> date:
        """The value of a date field.

        Errors: TypeError if it has none.
        """
        value = self.values.get(name)
        if not isinstance(value, date):
            raise TypeError(f"{self.entity}.{name} is not a date")
        return value

    def number(self, name: str) -> int:
        """The value of an integer field.

        Errors: TypeError if it has none.
        """
        value = self.values.get(name)
        if not isinstance(value, int):
            raise TypeError(f"{self.entity}.{name} is not a number")
        return value

    def text(self, name: str) -> str:
        """The value of a text field.

        Errors: TypeError if it has none.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            raise TypeError(f"{self.entity}.{name} is not text")
        return value

    def walk(self) -> Iterator["Row"]:
        """This row and all below it."""
        yield self
        for row in self.rows:
            yield from row.walk()


def aims(learner: Row, **values: Value) -> list[Row]:
    """The learner's aims whose fields have these values, in order."""
    return learner.all("LearningDelivery", **values)
