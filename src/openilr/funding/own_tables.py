"""What the funding calculations ask of the tables that a provider keeps: contracts, prices, levy.

None of it is published. Where a table is not loaded the answer says so; nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openilr.funding.reference import STANDARD, NotOnFile
from openilr.reference.dated import as_at, is_valid
from openilr.reference.supplied import Tables
from openilr.reference.tables import table

if TYPE_CHECKING:
    from openilr.funding.records import Aim, Learner
    from openilr.reference.arrow import Row

BOOTCAMP_MILESTONES = "skills_bootcamp_milestones"
UNITS = "apprenticeship_units"
UNIT_PRICES = "apprenticeship_unit_prices"
APPROVALS = "service_approvals"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a bootcamp contract.

    Attributes:
        code: the EVI code that records it.
        amount: rate x share.
        least_days: the days in learning that must be reached by then.
    """

    code: str
    rate: Decimal
    share: Decimal
    least_days: int

    @property
    def amount(self) -> Decimal:
        """What the milestone earns."""
        return self.rate * self.share


def bootcamp_milestones(
    tables: Tables, contract: str | None, start: date
) -> dict[str, Milestone] | NotOnFile:
    """The milestones of a contract for a learner who starts on a day, by EVI code."""
    name = BOOTCAMP_MILESTONES
    if not tables.supplied(name):
        return NotOnFile(table(name).waiting, name, supplied=False)
    found: dict[str, Milestone] = {}
    for row in tables.find(name, contract):
        code, rate, share = row["EventCode"], row["RatePerLearner"], row["Share"]
        if rate is not None and share is not None and is_valid(row, table(name), start):
            found[code] = Milestone(code, rate, share, row["LeastDays"] or 0)
    if not found:
        text = f"{name} has no milestones of contract {contract} on {start}."
        return NotOnFile(text, name, supplied=True)
    return found


@dataclass(frozen=True, slots=True)
class UnitAgreement:
    """What the provider keeps of a learner's apprenticeship unit.

    Attributes:
        price: None where it is the unit's own.
        first_on, completed_on: the days on which the milestones were reached.
        levy: whether the employer pays the levy; None if it is not known.
    """

    price: Decimal | None = None
    first_on: date | None = None
    completed_on: date | None = None
    approved: bool = False
    first_paid_elsewhere: bool = False
    levy: bool | None = None


def unit_agreement(tables: Tables, learner: "Learner", units: frozenset[str]) -> UnitAgreement:
    """What is kept of a learner's unit; nothing where the table or the row is not there."""
    if not tables.supplied(UNITS):
        return UnitAgreement()
    for row in tables.find(UNITS, learner.LearnRefNumber):
        if row["LearnAimRef"] in (None, *units):
            return UnitAgreement(
                row["Price"],
                row["ThirtyPercentLearningComplete"],
                row["LearningComplete"],
                bool(row["EmployerApproved"]),
                bool(row["FirstPaidElsewhere"]),
                row["IsLevyPayer"],
            )
    return UnitAgreement()


def unit_price(tables: Tables, units: frozenset[str], day: date) -> Decimal | NotOnFile:
    """The price of a unit as at a day."""
    name = UNIT_PRICES
    if not tables.supplied(name):
        return NotOnFile(table(name).waiting, name, supplied=False)
    for unit in sorted(units):
        row = as_at(tables.find(name, unit), table(name), day)
        if row is not None and row["Price"] is not None:
            return row["Price"]
    text = f"{name} has no price of {', '.join(sorted(units)) or 'the unit'} on {day}."
    return NotOnFile(text, name, supplied=True)


def levy_payers(tables: Tables, learner: "Learner", aim: "Aim") -> tuple[tuple[date, bool], ...]:
    """From which day the employer of an apprenticeship pays the levy or not, in order.

    As the apprenticeship service has approved it; empty where that is not loaded.
    """
    if learner.ULN is None or not tables.supplied(APPROVALS):
        return ()
    return tuple(
        sorted(
            (row["StartDate"], row["IsLevyPayer"])
            for row in tables.find(APPROVALS, learner.ULN)
            if row["StartDate"] is not None
            and row["IsLevyPayer"] is not None
            and learner.UKPRN in (None, row["UKPRN"])
            and _is_of(row, aim)
        )
    )


def _is_of(row: "Row", aim: "Aim") -> bool:
    if row["ProgType"] not in (None, aim.ProgType):
        return False
    if aim.ProgType == STANDARD:
        return row["StandardCode"] == aim.StdCode
    return (row["FworkCode"], row["PwayCode"]) == (aim.FworkCode, aim.PwayCode)
