"""Standards begun before May 2017 (funding model 81): government pays with the employer.

English and maths and learning support follow the method of FM36. Other aims of this model have no
formula.
Source: spec/funding/other-models.md section 6 (RB81).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.additional import CARE_LEAVER
from openilr.funding.apprenticeships.english_maths import Course, courses, english_maths
from openilr.funding.apprenticeships.learning_support import learning_support
from openilr.funding.apprenticeships.programme import (
    FundedAim,
    adjusted_start,
    date_fault,
    day_reached,
    funded_aim,
)
from openilr.funding.apprenticeships.terms import employed_on, has_changed, is_small
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import Parameters
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import STANDARD, FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, parameter, table_value
from openilr.ilr.dates import age

FUND_MODEL = 81
LINE = "Standards before May 2017"
"""Our word for the funding line, whose name is not on file."""
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
    supported: list[FundedAim] = []
    for aim in learner.aims:
        if aim.FundModel != FUND_MODEL:
            continue
        out.lines[aim.aim] = LINE
        if aim.ProgType != STANDARD:
            no_formula(aim, out)
        elif aim.AimType == 1:
            groups.setdefault(aim.StdCode, []).append(aim)
    for aims in groups.values():
        fault = next((f for f in map(_fault, aims) if f), None)
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
        funded = [funded_aim(a, reference.parameters, note) for a in aims]
        supported.extend(funded)
        _core(aims, start, amounts, reference.parameters, until, out, note)
        if (young := amounts.get("1618Incentive")) and _is_young(learner, aims, start):
            for days in reference.parameters.several("legacy_incentive_days", start):
                _on_day(funded, days, young * _HALF, Kind.LEGACY_YOUNG, until, out, note)
        if small := amounts.get("SmallBusinessIncentive"):
            days = reference.parameters.number("legacy_small_business_day", start)
            reached = day_reached(funded, 0, days, until)
            if reached is not None and _is_small(learner, start, reached[1]):
                _on_day(funded, days, small, Kind.LEGACY_SMALL_BUSINESS, until, out, note)
        if achieved := amounts.get("AchievementIncentive"):
            _achievement(funded, achieved, until, out, note)
    found = _courses(learner, reference, out, note)
    english_maths(found, (), until, out, note)
    learning_support(supported, found, (), reference.parameters, until, out, note)


def _fault(aim: Aim) -> Reason | None:
    """What is wrong with the dates or the payments of an aim, if anything."""
    for record in aim.finance:
        if record.AFinType == "PMR" and record.AFinCode in _PAID and (record.AFinAmount or 0) < 0:
            shown = (("AFinCode", str(record.AFinCode)), ("AFinAmount", str(record.AFinAmount)))
            text = "A payment by the employer is less than nothing."
            return Reason(aim.aim, aim.AimSeqNumber, "payment negative", text, shown)
    return date_fault(aim)


def no_formula(aim: Aim, out: Earnings) -> None:
    """Say once for a learner and funding model that nothing of it is worked out from the ILR."""
    fields = (("FundModel", str(aim.FundModel)),)
    if not any(r.code == "no formula" and r.fields == fields for r in out.reasons):
        text = (
            f"Funding model {aim.FundModel} has no formula for this aim: it is claimed outside the "
            "ILR (earnings adjustment statement, funding claims)."
        )
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "no formula", text, fields, blocks=False)
        )


def _courses(
    learner: Learner, reference: FundingReference, out: Earnings, note: Recorder | None
) -> list[Course]:
    """The English and maths aims of these apprentices, at the rate of this model."""
    found: list[Course] = []
    for course in courses(learner, reference, out, note, FUND_MODEL):
        day = adjusted_start(course.one.aim)
        value = reference.parameters.amount("legacy_english_maths_rate", day)
        rate = replace(course.rate, weighted=value, unweighted=value)
        found.append(replace(course, rate=rate))
        if note is not None:
            aim = course.one.aim
            note.step(
                f"course {aim.aim}",
                f"Value of {aim.LearnAimRef}",
                value * course.adjustment,
                "the rate of this model x prior learning x other adjustment; an adjustment not "
                "recorded is 100%",
                ilr("LearningDelivery", "LearnAimRef", aim.LearnAimRef, aim.AimSeqNumber),
                parameter(reference.parameters, "legacy_english_maths_rate", day),
            )
    return found


def _core(
    aims: Sequence[Aim],
    start: date,
    amounts: Mapping[str, Decimal],
    parameters: Parameters,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Twice what the employer has paid so far, within the cap; changes on the days of payment."""
    cap = amounts.get("CoreGovContributionCap", ZERO)
    share = parameters.amount("legacy_government_share", start)
    paid = given = ZERO
    payments = sorted(
        (r.AFinDate, r.AFinCode, r.AFinAmount, aim.aim, aim.AimSeqNumber)
        for aim in aims
        for r in aim.finance
        if r.AFinType == "PMR" and r.AFinCode in _PAID and r.AFinDate and r.AFinAmount is not None
    )
    for number, (day, code, value, aim, seq) in enumerate(payments):
        if until is not None and day > until:
            break
        paid += _PAID[code] * value
        now = min(share * paid, cap)
        change = round_five_places(now - given, mode=ROUND_HALF_UP)
        given = now
        if change:
            _add(aim, seq, day, Kind.LEGACY_CORE, change, out)
            if note is not None:
                id = f"core {number} {aim} {day}"
                note.step(
                    id,
                    "Government's contribution",
                    change,
                    f"{now:,f}: what government pays for {paid:,f} paid by the employer so far, at "
                    "most the cap; less what it paid before",
                    ilr("AppFinRecord", f"PMR{code} AFinAmount", value, seq),
                    ilr("AppFinRecord", f"PMR{code} AFinDate", day, seq),
                    parameter(parameters, "legacy_government_share", start),
                    table_value("lars_standard_funding.CoreGovContributionCap", cap),
                )
                note.row(aim, month_of(day), Kind.LEGACY_CORE, None, id)


def _is_young(learner: Learner, aims: Sequence[Aim], start: date) -> bool:
    born = learner.DateOfBirth
    if born is None or born > start:
        return False
    years = age(born, start)
    return years < 19 or (years < 25 and any(a.has("EEF", CARE_LEAVER) for a in aims))


def _is_small(learner: Learner, start: date, threshold: date) -> bool:
    """Whether the employer was a small one: on the first day, or on the day of the payment if the
    apprentice has another employer by then.
    """
    first, later = (employed_on(learner.employment, day) for day in (start, threshold))
    if first is None or later is None:
        return False
    return is_small(first) or (has_changed(first, later) and is_small(later))


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
