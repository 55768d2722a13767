"""Completion that DfE holds back: what the employer was to pay and what is recorded as paid.

A matter of payment and not of earnings, so it is a remark beside the completion and takes nothing
away. What the employer was to pay is taken from the ILR alone (inferred): the employer's part of
what was earned before completion.
Source: spec/funding/apprenticeships.md section 5 (PV2).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim
from openilr.funding.contributions import employer_part
from openilr.funding.money import ZERO, round_pence
from openilr.funding.outcome import Earnings, Episode, Kind, Reason, Row
from openilr.funding.records import Aim
from openilr.funding.story import Recorder, ilr, parameter

_SIGNS = {1: 1, 2: 1, 3: -1}
_CONTRACT = 2
EXEMPTIONS = {
    1: "the apprentice was redundant",
    2: "the employer trains its own employee (LDM 356)",
    3: "LDM 361 exempts it",
}
"""Why completion is never held back, by DfE's exemption code."""


def employer_payments(aims: Iterable[Aim]) -> list[tuple[date, Decimal]]:
    """What the employer paid, refunds below zero, in order of days: PMR1 + PMR2 - PMR3."""
    return sorted(
        (record.AFinDate, Decimal(_SIGNS[record.AFinCode] * record.AFinAmount))
        for aim in aims
        for record in aim.finance
        if record.AFinType == "PMR"
        and record.AFinCode in _SIGNS
        and record.AFinDate is not None
        and record.AFinAmount is not None
    )


def received(
    payments: Iterable[tuple[date, Decimal]], since: date | None = None, to: date | None = None
) -> Decimal:
    """The sum of the employer's payments within two days, both included."""
    return sum(
        (
            amount
            for day, amount in payments
            if (since is None or since <= day) and (to is None or day <= to)
        ),
        ZERO,
    )


def exemption(one: FundedAim, programme: Apprenticeship) -> int | None:
    """Why completion is never held back, as DfE's exemption code; None if nothing exempts it."""
    end = one.end
    if end is not None and any(r.covers(end) for r in programme.redundancies):
        return 1
    codes = {fam[1] for fam in one.aim.fams if fam[0] == "LDM"}
    if "356" in codes:
        return 2
    return 3 if "361" in codes else None


def hold_back(
    programme: Apprenticeship,
    episodes: Sequence[Episode],
    rows: Sequence[Row],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Remark in `out` that the completion of an apprenticeship is likely to be held back.

    `episodes` and `rows` are those of the apprenticeship.
    """
    last = next((e for e in episodes if e.completed and e.completion_element > 0), None)
    one = next((o for o in programme.aims if last is not None and o.aim.aim == last.aim), None)
    completion = next((r for r in rows if r.kind is Kind.COMPLETION), None)
    if last is None or one is None or one.actual_end is None or completion is None:
        return
    payments = employer_payments(o.aim for o in programme.aims)
    if last.contract_type != _CONTRACT and not payments:
        return  # a levy account pays without any record in the ILR
    by_episode = {(e.aim, e.identifier): e for e in episodes}
    due = employer_part(
        (row.amount, by_episode[row.aim, row.episode or ""])
        for row in rows
        if row.kind in (Kind.ON_PROGRAMME, Kind.BALANCING)
    )
    if due is None:
        return
    due = round_pence(due, mode=ROUND_HALF_UP)
    paid = received(payments, to=until)
    held = is_held_back(one.actual_end, due, paid, programme, exempt=last.exemption)
    if note is not None:
        _tell(programme, one, completion, due, paid, last.exemption, held, note)
    if not held:
        return
    sure = last.contract_type == _CONTRACT
    text = (
        f"DfE {'holds' if sure else 'may hold'} back the completion payment of "
        f"{round_pence(completion.amount, mode=ROUND_HALF_UP):,}: the employer's part of what was "
        f"earned before is {'' if sure else 'up to '}{due:,}, and PMR records show {paid:,}."
    )
    fields = (
        ("LearnActEndDate", one.actual_end.isoformat()),
        ("PMR1 + PMR2 - PMR3", f"{paid:f}"),
    )
    aim = one.aim
    out.reasons.append(
        Reason(aim.aim, aim.AimSeqNumber, "completion held back", text, fields, blocks=False)
    )


def is_held_back(
    actual_end: date,
    due: Decimal,
    paid: Decimal,
    programme: Apprenticeship,
    *,
    exempt: int | None = None,
) -> bool:
    """Whether payment of completion waits for the employer's contribution.

    The contribution due is more than what is recorded as paid, nothing exempts it, and learning
    ended before the rule did.
    """
    rule = programme.parameters.flag("completion_held_back", actual_end)
    return rule and exempt is None and paid < due


def _tell(
    programme: Apprenticeship,
    one: FundedAim,
    completion: Row,
    due: Decimal,
    paid: Decimal,
    exempt: int | None,
    held: bool,
    note: Recorder,
) -> None:
    seq, end = one.aim.AimSeqNumber, one.actual_end
    assert end is not None  # noqa: S101 - judged before
    id = f"held back {programme.identity}"
    note.step(
        f"due {programme.identity}",
        "Employer's part of what was earned before completion",
        due,
        "(on-programme + balancing) x (1 - government's share), by price episode",
    )
    note.step(
        f"paid by employer {programme.identity}",
        "Paid by the employer",
        paid,
        "PMR1 + PMR2 - PMR3",
        *(
            ilr("AppFinRecord", f"PMR{r.AFinCode} AFinAmount", r.AFinAmount, o.aim.AimSeqNumber)
            for o in programme.aims
            for r in o.aim.finance
            if r.AFinType == "PMR" and r.AFinCode in _SIGNS
        ),
    )
    note.step(
        id,
        "Payment held back by DfE",
        held,
        f"never: {EXEMPTIONS[exempt]}"
        if exempt is not None
        else "while the employer has paid less than its part; not for learning that ended since "
        "August 2026",
        parameter(programme.parameters, "completion_held_back", end),
        ilr("LearningDelivery", "LearnActEndDate", end, seq),
        uses=[f"due {programme.identity}", f"paid by employer {programme.identity}"],
    )
    note.beside(completion.aim, completion.month, completion.kind, completion.episode, id)
