"""One learner as the funding calculations read it: the ILR's own fields, typed, nothing derived.

The rows are named tuples and small frozen classes, since a file has millions of them. `learner_of`
builds one from nested dictionaries (the one-learner way); `frames` builds many from a message.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


class Fam(NamedTuple):
    """A funding and monitoring record of an aim."""

    LearnDelFAMType: str | None
    LearnDelFAMCode: str | None
    LearnDelFAMDateFrom: date | None = None
    LearnDelFAMDateTo: date | None = None


class AppFin(NamedTuple):
    """A financial record of an aim: agreed prices (TNP) and payments by the employer (PMR)."""

    AFinType: str | None
    AFinCode: int | None
    AFinDate: date | None
    AFinAmount: int | None


class Monitoring(NamedTuple):
    """An employment status monitoring record."""

    ESMType: str | None
    ESMCode: int | None


class Employment(NamedTuple):
    """An employment status with its monitoring records."""

    EmpStat: int | None
    DateEmpStatApp: date | None
    monitoring: tuple[Monitoring, ...] = ()
    EmpId: int | None = None


class Aim(NamedTuple):
    """A learning delivery.

    Attributes:
        aim: its key in the message.
        fams: its funding and monitoring records, in document order.
        finance: its financial records, in document order.
    """

    aim: int = 0
    AimSeqNumber: int | None = None
    LearnAimRef: str | None = None
    AimType: int | None = None
    FundModel: int | None = None
    ProgType: int | None = None
    StdCode: int | None = None
    FworkCode: int | None = None
    PwayCode: int | None = None
    LearnStartDate: date | None = None
    OrigLearnStartDate: date | None = None
    LearnPlanEndDate: date | None = None
    LearnActEndDate: date | None = None
    AchDate: date | None = None
    CompStatus: int | None = None
    Outcome: int | None = None
    EmpOutcome: int | None = None
    PriorLearnFundAdj: int | None = None
    OtherFundAdj: int | None = None
    AddHours: int | None = None
    DelLocPostCode: str | None = None
    ConRefNumber: str | None = None
    fams: tuple[Fam, ...] = ()
    finance: tuple[AppFin, ...] = ()

    def has(self, kind: str, code: str) -> bool:
        """Whether the aim has a FAM record of a type with a code."""
        return any(fam[0] == kind and fam[1] == code for fam in self.fams)

    def of_type(self, kind: str) -> list[Fam]:
        """The FAM records of a type, in document order."""
        return [fam for fam in self.fams if fam[0] == kind]


AIM_FIELDS = Aim._fields[1:-2]
"""The fields of LearningDelivery that the calculations read."""

_TEXTS = ("LearnAimRef", "DelLocPostCode", "ConRefNumber")


@dataclass(frozen=True, slots=True)
class History:
    """What an apprenticeship earned before the file begins: entered by the user.

    DfE takes it from returned history; a system that holds its own learners only cannot know what
    another provider earned.

    Attributes:
        identity: the apprenticeship ("25-123", or "2-490-1" for a framework).
        start: when it first began.
        earned_here: on-programme, balancing and completion that this provider earned.
        earned_elsewhere: the same by others.
        days: days in learning.
    """

    identity: str
    start: date | None = None
    earned_here: Decimal = Decimal(0)
    earned_elsewhere: Decimal = Decimal(0)
    days: int = 0


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner with all aims.

    Attributes:
        learner: the key in the message.
        history: earlier earnings, by apprenticeship.
        UKPRN: the provider whose file or system it is.
    """

    learner: int = 0
    LearnRefNumber: str | None = None
    ULN: int | None = None
    DateOfBirth: date | None = None
    PostcodePrior: str | None = None
    PlanLearnHours: int | None = None
    PlanEEPHours: int | None = None
    aims: tuple[Aim, ...] = ()
    employment: tuple[Employment, ...] = ()
    history: tuple[History, ...] = ()
    UKPRN: int | None = None


LEARNER_FIELDS = (
    "LearnRefNumber",
    "ULN",
    "DateOfBirth",
    "PostcodePrior",
    "PlanLearnHours",
    "PlanEEPHours",
)
"""The fields of Learner that the calculations read."""


def learner_of(
    record: Mapping[str, Any],
    learner: int = 0,
    history: Iterable[History] = (),
    ukprn: int | None = None,
) -> Learner:
    """A learner from nested dictionaries of ILR fields, as a record or a case writes them.

    Dates may be dates or ISO texts; a value that is not of its type counts as absent.
    """
    return Learner(
        learner=learner,
        LearnRefNumber=_text(record.get("LearnRefNumber")),
        ULN=_integer(record.get("ULN")),
        DateOfBirth=_date(record.get("DateOfBirth")),
        PostcodePrior=_text(record.get("PostcodePrior")),
        PlanLearnHours=_integer(record.get("PlanLearnHours")),
        PlanEEPHours=_integer(record.get("PlanEEPHours")),
        aims=tuple(
            _aim(number, aim) for number, aim in enumerate(record.get("LearningDelivery") or ())
        ),
        employment=tuple(_employment(s) for s in record.get("LearnerEmploymentStatus") or ()),
        history=tuple(history),
        UKPRN=ukprn,
    )


def _aim(number: int, record: Mapping[str, Any]) -> Aim:
    values: dict[str, Any] = {}
    for name in AIM_FIELDS:
        value = record.get(name)
        if name.endswith("Date"):
            values[name] = _date(value)
        else:
            values[name] = _text(value) if name in _TEXTS else _integer(value)
    fams = tuple(
        Fam(
            _text(f.get("LearnDelFAMType")),
            _text(f.get("LearnDelFAMCode")),
            _date(f.get("LearnDelFAMDateFrom")),
            _date(f.get("LearnDelFAMDateTo")),
        )
        for f in record.get("LearningDeliveryFAM") or ()
    )
    finance = tuple(
        AppFin(
            _text(f.get("AFinType")),
            _integer(f.get("AFinCode")),
            _date(f.get("AFinDate")),
            _integer(f.get("AFinAmount")),
        )
        for f in record.get("AppFinRecord") or ()
    )
    return Aim(number, **values, fams=fams, finance=finance)


def _employment(record: Mapping[str, Any]) -> Employment:
    return Employment(
        _integer(record.get("EmpStat")),
        _date(record.get("DateEmpStatApp")),
        tuple(
            Monitoring(_text(m.get("ESMType")), _integer(m.get("ESMCode")))
            for m in record.get("EmploymentStatusMonitoring") or ()
        ),
        _integer(record.get("EmpId")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _integer(value: object) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case str():
            text = value.strip()
            digits = text.removeprefix("-")
            return int(text) if digits.isascii() and digits.isdigit() else None
        case _:
            return None


def _date(value: object) -> date | None:
    match value:
        case date():
            return value
        case str():
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        case _:
            return None
