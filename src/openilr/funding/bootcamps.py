"""Skills Bootcamps (funding model 37): the milestones of a contract, recorded as events.

For starts from August 2025 an event is a monitoring record of type EVI, with a code and a day. What
a code is worth stands in the contract, which the provider keeps as a table. The cap of a contract
over all its learners is not applied here: a learner's amounts never depend on another learner.
Source: spec/funding/other-models.md section 3 (SB25).
"""

from datetime import date
from decimal import ROUND_HALF_UP

from openilr.funding.apprenticeships.programme import date_fault
from openilr.funding.money import round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.own_tables import BOOTCAMP_MILESTONES, Milestone, bootcamp_milestones
from openilr.funding.records import Aim, Fam, Learner
from openilr.funding.reference import FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, table_value
from openilr.ilr.dates import days_inclusive

FUND_MODEL = 37
LINE = "Skills Bootcamps"
"""Our word for the funding line, whose name is not on file."""


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's bootcamps earn to `out`: each event of a contract once."""
    groups: dict[str | None, list[Aim]] = {}
    for aim in learner.aims:
        if aim.FundModel == FUND_MODEL and aim.AimType == 1:
            out.lines[aim.aim] = LINE
            groups.setdefault(aim.ConRefNumber, []).append(aim)
    for contract, aims in groups.items():
        if fault := next((f for f in map(date_fault, aims) if f), None):
            out.reasons.append(fault)
            continue
        aims.sort(key=lambda aim: (aim.LearnStartDate or date.max, aim.AimSeqNumber or 0))
        _contract(contract, aims, reference, until, out, note)


def _contract(
    contract: str | None,
    aims: list[Aim],
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    first = aims[0]
    start = first.OrigLearnStartDate or first.LearnStartDate
    assert start is not None  # noqa: S101 - judged before
    shown = (("ConRefNumber", contract), ("LearnStartDate", start.isoformat()))
    if not reference.parameters.flag("bootcamp_events", start):
        text = (
            "The bootcamp was not worked out: it began before events were recorded (EVI), and how "
            "earlier ones earned is not on file."
        )
        reason = Reason(
            first.aim, first.AimSeqNumber, "not on file", text, shown, "bootcamp_events"
        )
        out.reasons.append(reason)
        return
    milestones = bootcamp_milestones(reference.tables, contract, start)
    if isinstance(milestones, NotOnFile):
        text = f"The bootcamp was not worked out. {milestones.text}"
        reason = Reason(first.aim, first.AimSeqNumber, "not on file", text, shown, milestones.table)
        out.reasons.append(reason)
        return
    done: set[str] = set()
    for day, aim, fam in _events(aims, until):
        code = fam.LearnDelFAMCode or ""
        if code in done:
            continue
        milestone = milestones.get(code)
        if milestone is None:
            text = f"The contract has no milestone for event {code} (EVI)."
            fields = (("LearnDelFAMCode", code), ("LearnDelFAMDateFrom", day.isoformat()))
            out.reasons.append(
                Reason(aim.aim, aim.AimSeqNumber, "not on file", text, fields, BOOTCAMP_MILESTONES)
            )
            continue
        _pay(aim, milestone, start, day, out, note, done)


def _events(aims: list[Aim], until: date | None) -> list[tuple[date, Aim, Fam]]:
    """The dated events of a contract's aims that have happened by `until`, in order."""
    found = [
        (fam.LearnDelFAMDateFrom, aim, fam)
        for aim in aims
        for fam in aim.of_type("EVI")
        if fam.LearnDelFAMDateFrom is not None
        and (until is None or fam.LearnDelFAMDateFrom <= until)
    ]
    found.sort(key=lambda event: (event[0], event[1].AimSeqNumber or 0, event[2][1] or ""))
    return found


def _pay(
    aim: Aim,
    milestone: Milestone,
    start: date,
    day: date,
    out: Earnings,
    note: Recorder | None,
    done: set[str],
) -> None:
    days = days_inclusive(start, day)
    if days < milestone.least_days:
        text = (
            f"Event {milestone.code} is recorded on day {days}; the contract pays it from day "
            f"{milestone.least_days}."
        )
        fields = (("LearnDelFAMCode", milestone.code), ("LearnDelFAMDateFrom", day.isoformat()))
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "too early", text, fields, blocks=False)
        )
        return
    done.add(milestone.code)
    value = round_five_places(milestone.amount, mode=ROUND_HALF_UP)
    if not value:
        return
    out.rows.append(Row(aim.aim, aim.AimSeqNumber, month_of(day), Kind.BOOTCAMP, value))
    if note is not None:
        seq = aim.AimSeqNumber
        id = f"{Kind.BOOTCAMP} {aim.aim} {milestone.code}"
        note.step(
            id,
            f"Milestone of event {milestone.code}",
            milestone.amount,
            "the contract's rate for a learner x the share of the event, in the month of its day",
            ilr("LearningDelivery", "ConRefNumber", aim.ConRefNumber, seq),
            ilr("LearningDeliveryFAM", "EVI LearnDelFAMCode", milestone.code, seq),
            ilr("LearningDeliveryFAM", "EVI LearnDelFAMDateFrom", day, seq),
            table_value(f"{BOOTCAMP_MILESTONES}.RatePerLearner", milestone.rate),
            table_value(f"{BOOTCAMP_MILESTONES}.Share", milestone.share),
            table_value(f"{BOOTCAMP_MILESTONES}.LeastDays", milestone.least_days),
        )
        note.row(aim.aim, month_of(day), Kind.BOOTCAMP, None, id)
