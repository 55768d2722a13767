"""Standards begun before May 2017 (funding model 81): government pays with the employer.

Source: spec/funding/other-models.md section 6 (RB81). English and maths and learning support of
these apprentices follow the method of FM36 and are worked out there for FM36 aims only; few if any
such learners remain.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.additional import CARE_LEAVER
from openilr.funding.apprenticeships.programme import (
    FundedAim,
    adjusted_start,
    date_fault,
    day_reached,
    funded_aim,
)
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import amount, number, several
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import STANDARD, FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, table_value
from openilr.ilr.dates import age

FUND_MODEL = 81
_PAID = {1: 1, 2: 1, 3: -1}
_HALF = Decimal("0.5")


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's legacy standards earn to `out`."""
    groups: dict[int | None, list[Aim]] = {}
    for aim in learner.aims:
        if aim.FundModel == FUND_MODEL and aim.AimType == 1 and aim.ProgType == STANDARD:
            groups.setdefault(aim.StdCode, []).append(aim)
    for aims in groups.values():
        fault = next((f for f in map(date_fault, aims) if f), None)
        if fault:
            out.reasons.append(fault)
            continue
        aims.sort(key=lambda a: (a.LearnStartDate or date.max, a.AimSeqNumber or 0))
        start = min(adjusted_start(a) for a in aims)
        amounts = reference.legacy_standard(aims[0], start)
        if isinstance(amounts, NotOnFile):
            first = aims[0]
            shown = (("StdCode", str(first.StdCode)),)
            out.reasons.append(
                Reason(
                    first.aim,
                    first.AimSeqNumber,
                    "standard unknown" if amounts.supplied else "reference table not loaded",
                    amounts.text,
                    shown,
                    parameter=amounts.table,
                )
            )
            continue
        funded = [funded_aim(a) for a in aims]
        _core(aims, start, amounts.get("CoreGovContributionCap", ZERO), until, out, note)
        if (young := amounts.get("1618Incentive")) and _is_young(learner, aims, start):
            _at_days(funded, start, young, until, out, note)
        if (small := amounts.get("SmallBusinessIncentive")) and _is_small(learner, start):
            day = number("legacy_small_business_day", start)
            _on_day(funded, day, small, Kind.LEGACY_SMALL_BUSINESS, until, out, note)
        if achieved := amounts.get("AchievementIncentive"):
            _achievement(funded, achieved, until, out, note)


def _core(
    aims: Sequence[Aim],
    start: date,
    cap: Decimal,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Twice what the employer has paid so far, within the cap; changes on the days of payment."""
    share = amount("legacy_government_share", start)
    paid = given = ZERO
    payments = sorted(
        (r.AFinDate, r.AFinCode, r.AFinAmount, aim.aim, aim.AimSeqNumber)
        for aim in aims
        for r in aim.finance
        if r.AFinType == "PMR" and r.AFinCode in _PAID and r.AFinDate and r.AFinAmount is not None
    )
    for day, code, value, aim, seq in payments:
        if until is not None and day > until:
            break
        paid += _PAID[code] * value
        now = min(share * paid, cap)
        change = round_five_places(now - given, mode=ROUND_HALF_UP)
        given = now
        if change:
            _add(aim, seq, day, Kind.LEGACY_CORE, change, out)
            if note is not None:
                id = f"core {aim} {day} {code}"
                note.step(
                    id,
                    "Government's contribution",
                    change,
                    "the change of: twice what the employer paid so far, at most the cap",
                    ilr("AppFinRecord", f"PMR{code} AFinAmount", value, seq),
                    table_value("lars_standard_funding.CoreGovContributionCap", cap),
                )
                note.row(aim, month_of(day), Kind.LEGACY_CORE, None, id)


def _is_young(learner: Learner, aims: Sequence[Aim], start: date) -> bool:
    born = learner.DateOfBirth
    if born is None or born > start:
        return False
    years = age(born, start)
    return years < 19 or (years < 25 and any(a.has("EEF", CARE_LEAVER) for a in aims))


def _is_small(learner: Learner, start: date) -> bool:
    """Whether the employer was a small one on the first day."""
    known = [s for s in learner.employment if s.DateEmpStatApp and s.DateEmpStatApp <= start]
    if not known:
        return False
    last = max(known, key=lambda s: s.DateEmpStatApp or date.min)
    return any(m.ESMType == "SEM" and m.ESMCode == 1 for m in last.monitoring)


def _at_days(
    aims: Sequence[FundedAim],
    start: date,
    whole: Decimal,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    for days in several("legacy_incentive_days", start):
        _on_day(aims, days, whole * _HALF, Kind.LEGACY_YOUNG, until, out, note)


def _on_day(
    aims: Sequence[FundedAim],
    days: int,
    value: Decimal,
    kind: Kind,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    reached = day_reached(aims, 0, days, until)
    if reached is None or not reached[0].funded:
        return
    one, day = reached
    rounded = round_five_places(value, mode=ROUND_HALF_UP)
    _add(one.aim.aim, one.aim.AimSeqNumber, day, kind, rounded, out)
    if note is not None:
        id = f"{kind} {one.aim.aim} {days}"
        note.step(id, str(kind), value, f"on day {days} in learning ({day})")
        note.row(one.aim.aim, month_of(day), kind, None, id)


def _achievement(
    aims: Sequence[FundedAim],
    value: Decimal,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    for one in aims:
        day = one.completed_on
        if day is None or one.aim.Outcome != 1 or (until is not None and day > until):
            continue
        rounded = round_five_places(value, mode=ROUND_HALF_UP)
        _add(one.aim.aim, one.aim.AimSeqNumber, day, Kind.LEGACY_ACHIEVEMENT, rounded, out)
        if note is not None:
            id = f"{Kind.LEGACY_ACHIEVEMENT} {one.aim.aim}"
            note.step(id, "Achievement incentive", value, f"on achievement ({day})")
            note.row(one.aim.aim, month_of(day), Kind.LEGACY_ACHIEVEMENT, None, id)


def _add(aim: int, seq: int | None, day: date, kind: Kind, value: Decimal, out: Earnings) -> None:
    if value:
        out.rows.append(Row(aim, seq, month_of(day), kind, value))
