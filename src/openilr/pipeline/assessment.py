"""What is said of one record: findings, rules not run, aims in and out, earnings.

Everything here is plain values that can be stored: `as_json` of an assessment is JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from openilr.returns.select import Decision


@dataclass(frozen=True, slots=True)
class FindingField:
    """One reported value.

    Attributes:
        value: as text; None is absent.
        entity, row: the row of the record that it stands in; None where it is worked out.
    """

    name: str
    value: str | None
    entity: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """One finding on one record in one return.

    Attributes:
        severity: "E" or "W".
        entity, row: the row of the record that it speaks of.
        aim: the identifier of the aim the row lies in; None for the learner.
        AimSeqNumber: as a file's finding has it: None where the rule reports the learner.
        field_check: whether it is a field check, which DfE runs before all other rules.
        ours: whether the check is our own and not one of DfE's.
    """

    rule: str
    severity: str
    entity: str
    row: str
    aim: str | None
    AimSeqNumber: int | None
    fields: tuple[FindingField, ...]
    message: str
    fix: str
    field_check: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class RulesNotRun:
    """Rules that were not run for one reason.

    Attributes:
        table: the reference table waited for; None if it is something else.
    """

    reason: str
    table: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnAssessment:
    """What is said of a record for one return.

    Attributes:
        is_in: whether the learner is in the return; without it there are no findings.
        aims: which aims are in, and why.
    """

    year: str
    period: int
    is_in: bool
    aims: tuple[Decision, ...]
    findings: tuple[RecordFinding, ...]
    not_run: tuple[RulesNotRun, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(f.severity == "E" for f in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    def as_dfe_has_them(self) -> tuple[RecordFinding, ...]:
        """The findings of a file: field checks alone where there are any."""
        gates = tuple(f for f in self.findings if f.field_check)
        return gates or self.findings


@dataclass(frozen=True, slots=True)
class Earning:
    """One amount.

    Attributes:
        year, period: the academic year and the month of it, 1 is August.
        amount: in GBP with five decimal places.
        aim: the identifier of the aim.
        projected: a completion that the learner would earn at the planned end.
    """

    year: str
    period: int
    kind: str
    amount: Decimal
    aim: str
    projected: bool


@dataclass(frozen=True, slots=True)
class EarningsNote:
    """Why something was not worked out, or what was assumed.

    Attributes:
        missing: the parameter or reference table that is not on file.
        blocks: whether money may be missing for it.
    """

    aim: str | None
    code: str
    text: str
    missing: str | None
    blocks: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is said of one record on one day.

    Attributes:
        earnings: None where they were not asked for.
        releases: the reference releases it was made with.
    """

    as_at: date
    returns: tuple[ReturnAssessment, ...]
    earnings: tuple[Earning, ...] | None
    notes: tuple[EarningsNote, ...]
    releases: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """The assessment as JSON values: dates in ISO form, amounts as text."""
        return cast("dict[str, Any]", _json(self))


def _json(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _json(getattr(value, f.name)) for f in fields(value)}
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str():
            return value
        case Mapping():
            return {k: _json(v) for k, v in cast("Mapping[str, object]", value).items()}
        case Sequence():
            return [_json(v) for v in cast("Sequence[object]", value)]
        case _:
            return value
