"""The story of an amount: the steps that led to it, recorded only when somebody asks.

A calculation is given a recorder or None. With None it pays one comparison a step; with a recorder
the very same calculation notes each step with its inputs, so that the story cannot differ from the
amount.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openilr.funding.parameters import Parameters

Plain = str | int | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a step took.

    Attributes:
        kind: "field" (of the ILR), "parameter", "reference" (a table) or "history" (entered).
        name: the ILR field with its entity, the parameter, or the table and column.
        source: where a parameter was read, or the release of a table.
        aim: AimSeqNumber of the aim that a field stands on.
    """

    kind: str
    name: str
    value: Plain
    source: str = ""
    aim: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation.

    Attributes:
        id: by which later steps name it.
        formula: in words.
        uses: earlier steps whose values it took.
    """

    id: str
    title: str
    value: Plain
    formula: str
    inputs: tuple[Input, ...] = ()
    uses: tuple[str, ...] = ()


RowKey = tuple[int, int, str, str | None]
"""Aim, month, kind and episode of a row."""


@dataclass(slots=True)
class Recorder:
    """Notes the steps of one learner's calculation."""

    steps: dict[str, Step] = field(default_factory=dict[str, Step])
    rows: dict[RowKey, list[str]] = field(default_factory=dict[RowKey, list[str]])

    def step(
        self,
        id: str,  # noqa: A002 - the plain word
        title: str,
        value: Plain,
        formula: str,
        *inputs: Input,
        uses: Iterable[str] = (),
    ) -> None:
        """Note a step; an id noted again replaces the earlier one."""
        known = tuple(u for u in uses if u in self.steps)
        self.steps[id] = Step(id, title, value, formula, inputs, known)

    def row(self, aim: int, month: int, kind: str, episode: str | None, last: str) -> None:
        """Note that a row's amount is the value of a step."""
        self.rows.setdefault((aim, month, kind, episode), []).append(last)

    def beside(self, aim: int, month: int, kind: str, episode: str | None, step: str) -> None:
        """Note that a step is told with a row's amount, and before the step that is its value."""
        last = self.rows.setdefault((aim, month, kind, episode), [])
        for value in last[:1]:
            self.steps[value] = self.steps.pop(value)
        last.append(step)

    def story(self, key: RowKey) -> list[Step]:
        """The steps that led to a row, in the order in which they were taken."""
        wanted: set[str] = set()
        ask = list(self.rows.get(key, ()))
        while ask:
            step = ask.pop()
            if step not in wanted:
                wanted.add(step)
                ask.extend(self.steps[step].uses)
        return [step for id, step in self.steps.items() if id in wanted]


def ilr(entity: str, name: str, value: Plain, aim: int | None = None) -> Input:
    """A field of the ILR as an input."""
    return Input("field", f"{entity}.{name}", value, aim=aim)


def parameter(parameters: Parameters, name: str, day: date) -> Input:
    """A parameter on a day as an input, with its source and status.

    Errors: ParameterMissing if it is not on file.
    """
    value, about = parameters.value_at(name, day), parameters.get(name)
    shown = value.value if not isinstance(value.value, tuple) else ", ".join(map(str, value.value))
    source = f"{value.source} ({value.status}); {about.unit}, by {about.applies_by}"
    return Input("parameter", name, shown, source)


def table_value(name: str, value: Plain) -> Input:
    """A value of a reference table as an input."""
    return Input("reference", name, value)
