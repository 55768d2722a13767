"""Who pays and on which line: contract type, funding line, government's share.

Source: spec/funding/apprenticeships.md sections 10 and 12.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from openilr.funding.apprenticeships.additional import CARE_LEAVER, EHC_PLAN
from openilr.funding.apprenticeships.english_maths import Course
from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim, identity_of
from openilr.funding.outcome import Earnings
from openilr.funding.records import Aim, Employment

_NOT_PROCURED = ("358", "366")
_LEVY, _CONTRACT = 1, 2


class Share(NamedTuple):
    """Government's share of what is co-invested, with the parameter that says it and its day."""

    name: str
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of an apprenticeship on a day.

    Attributes:
        contract_type: the ACT code in force; None if there is none.
        share: government's; None where it hangs on a fact that the ILR does not hold.
    """

    contract_type: int | None
    fund_line: str | None
    share: Share | None


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
    if programme.parameters.flag("procured_since", first) and not any(
        one.aim.has("LDM", code) for one in programme.aims for code in _NOT_PROCURED
    ):
        return f"{group} Apprenticeship Non-Levy Contract (procured)"
    return f"{group} Apprenticeship (From May 2017) Non-Levy Contract (non-procured)"


def employed_on(employment: Iterable[Employment], day: date) -> Employment | None:
    """The employment status in force on a day."""
    known = (s for s in employment if s.DateEmpStatApp is not None and s.DateEmpStatApp <= day)
    return max(known, key=lambda s: s.DateEmpStatApp or date.min, default=None)


def is_small_employer(employment: Sequence[Employment], start: date, day: date) -> bool:
    """Whether the employer at the start was a small one (SEM 1), and a new one by a day is too."""
    first, now = employed_on(employment, start), employed_on(employment, day)
    if first is None or now is None or not is_small(first):
        return False
    return not has_changed(first, now) or is_small(now)


def has_changed(first: Employment, now: Employment) -> bool:
    """Whether two employment statuses are with different employers, as far as they name them."""
    return None not in (first.EmpId, now.EmpId) and first.EmpId != now.EmpId


def is_small(status: Employment) -> bool:
    """Whether an employment status is with a small employer (SEM 1)."""
    return any(m.ESMType == "SEM" and m.ESMCode == 1 for m in status.monitoring)


def government_share(
    programme: Apprenticeship,
    one: FundedAim,
    day: date,
    employment: Sequence[Employment],
    *,
    levy: bool | None = None,
) -> Share | None:
    """Government's share of what is co-invested; None where it hangs on an unknown levy.

    `levy` says whether the employer pays the levy; the ILR does not hold it for ACT 1.
    """
    start, years, values = programme.start, programme.age, programme.parameters

    def share(name: str, on: date = start) -> Share:
        return Share(name, on, values.amount(name, on))

    if any(r.covers(day) for r in programme.redundancies):
        return share("government_share_redundant", day)
    favoured = one.aim.has("EEF", EHC_PLAN) or one.aim.has("EEF", CARE_LEAVER)
    of_age = years is not None and (years < 19 or (years < 25 and favoured))
    if of_age and is_small_employer(employment, start, day):
        return share("government_share_small_employer")
    if contract_type(one.aim, day) == _CONTRACT:
        levy = False
    default = "government_share_default"
    if values.amount_on_file("government_share_under_25", start) is not None:
        if years is None:
            return None
        if years < 25:
            return share("government_share_under_25")
        if levy is None:
            return None
        return share("government_share_levy_25_plus" if levy else default)
    under_22 = values.amount_on_file("government_share_non_levy_under_22", start) is not None
    if under_22 and (years is None or years < 22):
        if years is None or levy is None:
            return None
        return share(default if levy else "government_share_non_levy_under_22")
    return share(default)


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
    share = government_share(
        programme, one, day, employment, levy=pays_levy(programme.levy_payers, day)
    )
    return Terms(contract, lines[contract], share)


def pays_levy(known: Sequence[tuple[date, bool]], day: date) -> bool | None:
    """Whether the employer pays the levy on a day; None if nothing is known of that day."""
    found: bool | None = None
    for since, levy in known:
        if since <= day:
            found = levy
    return found


def course_lines(
    found: Iterable[Course], programmes: Sequence[Apprenticeship], out: Earnings
) -> None:
    """Note the funding lines of English and maths aims: those of their apprenticeships."""
    for course in found:
        aim, day = course.one.aim, course.one.start
        programme = next(
            (p for p in programmes if p.identity == identity_of(aim)), next(iter(programmes), None)
        )
        if programme is None:
            continue
        contracts = (contract_type(a, day) for a in (aim, *(o.aim for o in programme.aims)))
        contract = next((c for c in contracts if c is not None), None)
        line = fund_line(programme, contract)
        out.lines[aim.aim] = line or out.lines.get(programme.aims[-1].aim.aim)
