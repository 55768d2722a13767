"""Who pays and on which line: contract type, funding line, government's share, hold-back.

Source: spec/funding/apprenticeships.md sections 5, 10 and 12.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openilr.funding.apprenticeships.additional import CARE_LEAVER, EHC_PLAN
from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim
from openilr.funding.money import ZERO
from openilr.funding.parameters import amount, amount_on_file, flag
from openilr.funding.records import Aim, Employment

_NOT_PROCURED = ("358", "366")
_LEVY, _CONTRACT = 1, 2
CONTRACT_TYPES = {
    _LEVY: "Contract for services with the employer",
    _CONTRACT: "Contract for services with the ESFA",
}
"""DfE's words for the ACT codes; those for code 2 since the agency closed were not found."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of an apprenticeship on a day.

    Attributes:
        contract_type: the ACT code in force; None if there is none.
        government_share: None where it depends on a fact that the ILR does not hold.
    """

    contract_type: int | None
    fund_line: str | None
    government_share: Decimal | None


def contract_type(aim: Aim, day: date) -> int | None:
    """The ACT code that is in force on a day."""
    for fam in aim.of_type("ACT"):
        since, to = fam.LearnDelFAMDateFrom, fam.LearnDelFAMDateTo
        in_force = (since is None or since <= day) and (to is None or day <= to)
        if in_force and fam.LearnDelFAMCode in ("1", "2"):
            return int(fam.LearnDelFAMCode)
    return None


def fund_line(programme: Apprenticeship, contract: int | None) -> str | None:
    """The funding line type; None where the age or the contract is not known."""
    years = programme.age
    if years is None or contract is None:
        return None
    plan = any(one.aim.has("EEF", EHC_PLAN) for one in programme.aims)
    group = "16-18" if years < 19 or plan else "19+"
    if contract == _LEVY:
        return f"{group} Apprenticeship (Employer on App Service)"
    first = min(
        (
            f.LearnDelFAMDateFrom
            for one in programme.aims
            for f in one.aim.of_type("ACT")
            if f.LearnDelFAMCode == "2" and f.LearnDelFAMDateFrom is not None
        ),
        default=programme.start,
    )
    if flag("procured_since", first) and not any(
        one.aim.has("LDM", code) for one in programme.aims for code in _NOT_PROCURED
    ):
        return f"{group} Apprenticeship Non-Levy Contract (procured)"
    return f"{group} Apprenticeship (From May 2017) Non-Levy Contract (non-procured)"


def is_small_employer(employment: Iterable[Employment], day: date) -> bool:
    """Whether the employment status in force on a day is with a small employer (SEM 1)."""
    known = [s for s in employment if s.DateEmpStatApp is not None and s.DateEmpStatApp <= day]
    if not known:
        return False
    last = max(known, key=lambda s: s.DateEmpStatApp or date.min)
    return any(m.ESMType == "SEM" and m.ESMCode == 1 for m in last.monitoring)


def government_share(
    programme: Apprenticeship,
    one: FundedAim,
    day: date,
    employment: Sequence[Employment],
    *,
    levy: bool | None = None,
) -> Decimal | None:
    """Government's share of what is co-invested; None where it hangs on an unknown levy.

    `levy` says whether the employer pays the levy; the ILR does not hold it for ACT 1.
    """
    start, years = programme.start, programme.age
    if any(r.covers(day) for r in programme.redundancies):
        return amount("government_share_redundant", day)
    favoured = one.aim.has("EEF", EHC_PLAN) or one.aim.has("EEF", CARE_LEAVER)
    of_age = years is not None and (years < 19 or (years < 25 and favoured))
    if of_age and is_small_employer(employment, start):
        return amount("government_share_small_employer", start)
    if contract_type(one.aim, day) == _CONTRACT:
        levy = False
    default = amount("government_share_default", start)
    under_25 = amount_on_file("government_share_under_25", start)
    if under_25 is not None:
        if years is None:
            return None
        if years < 25:
            return under_25
        if levy is None:
            return None
        return amount("government_share_levy_25_plus", start) if levy else default
    under_22 = amount_on_file("government_share_non_levy_under_22", start)
    if under_22 is not None and (years is None or years < 22):
        if years is None or levy is None:
            return None
        return default if levy else under_22
    return default


def terms(
    programme: Apprenticeship,
    one: FundedAim,
    day: date,
    employment: Sequence[Employment],
    lines: dict[int | None, str | None],
) -> Terms:
    """The terms of an apprenticeship on a day; `lines` remembers the lines found before."""
    contract = contract_type(one.aim, day)
    if contract not in lines:
        lines[contract] = fund_line(programme, contract)
    return Terms(contract, lines[contract], government_share(programme, one, day, employment))


def received(aims: Iterable[Aim], until: date | None = None) -> Decimal:
    """What the employer has paid: PMR1 + PMR2 - PMR3, up to a day."""
    signs = {1: 1, 2: 1, 3: -1}
    total = ZERO
    for aim in aims:
        for r in aim.finance:
            if r.AFinType != "PMR" or r.AFinCode not in signs or r.AFinAmount is None:
                continue
            if until is None or (r.AFinDate is not None and r.AFinDate <= until):
                total += signs[r.AFinCode] * r.AFinAmount
    return total


def is_completion_held_back(
    actual_end: date, due: Decimal, paid: Decimal, *, exempt: bool = False
) -> bool:
    """Whether payment of completion waits for the employer's contribution.

    A matter of payment and not of earnings: the contribution due is more than what is recorded as
    paid, nothing exempts it, and the price episode ended before the rule did.
    """
    return flag("completion_held_back", actual_end) and not exempt and paid < due


def exemption(one: FundedAim, programme: Apprenticeship) -> int | None:
    """Why completion is never held back: 1 redundant, 2 own employee (LDM 356), 3 LDM 361."""
    end = one.end
    if end is not None and any(r.covers(end) for r in programme.redundancies):
        return 1
    if one.aim.has("LDM", "356"):
        return 2
    return 3 if one.aim.has("LDM", "361") else None
