"""The two funding models of adult skills: which parameters each one takes.

FM38 is inferred to pay in the pattern of FM35. What it pays, and by which factors, is not on file:
its parameters have names of their own, so that no value of FM35 is taken for one of FM38.
Source: spec/funding/other-models.md sections 1 and 2.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openilr.funding.parameters import Parameters
from openilr.funding.story import Input, parameter

FM35 = 35
FM38 = 38
_PREFIXES = {FM35: "adult", FM38: "fm38"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A funding model with its parameters; the names asked for are without their prefix."""

    model: int
    parameters: Parameters

    def name(self, of: str) -> str:
        """The full name of a parameter of the model."""
        return f"{_PREFIXES[self.model]}_{of}"

    def amount(self, of: str, day: date) -> Decimal:
        """As `Parameters.amount`."""
        return self.parameters.amount(self.name(of), day)

    def number(self, of: str, day: date) -> int:
        """As `Parameters.number`."""
        return self.parameters.number(self.name(of), day)

    def several(self, of: str, day: date) -> tuple[Any, ...]:
        """As `Parameters.several`."""
        return self.parameters.several(self.name(of), day)

    def told(self, of: str, day: date) -> Input:
        """A parameter as an input of a story."""
        return parameter(self.parameters, self.name(of), day)
