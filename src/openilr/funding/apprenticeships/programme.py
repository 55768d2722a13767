"""A learner's apprenticeships: the programme aims of one identity, with what holds for all of them.

Bad data of a programme is a reason here, and then it earns nothing; the learner's other aims go on.
Source: spec/funding/apprenticeships.md sections 1, 2 and 11.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from openilr.funding.apprenticeships.redundancy import Redundancy, redundancies
from openilr.funding.outcome import Earnings, Reason
from openilr.funding.own_tables import levy_payers
from openilr.funding.parameters import Parameters
from openilr.funding.records import Aim, AppFin, History, Learner
from openilr.funding.reference import (
    APPRENTICESHIPS,
    STANDARD,
    FundingReference,
    NotOnFile,
    Programme,
)
from openilr.funding.story import Recorder, ilr, parameter, table_value
from openilr.ilr.dates import age, days_inclusive

FUND_MODEL = 36
PROGRAMME_AIM = 1
COMPONENT_AIM = 3
COMPLETED = 2
WITHDRAWN = 3
ON_BREAK = 6

_YEARS = range(1990, 2101)
"""Years that a date of a programme may lie in; others are slips of the keyboard."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FundedAim:
    """A programme aim with what the calculations derive of it alone.

    Attributes:
        start, planned_end: never absent.
        completed_on: CompDate: the achievement date of a standard, else the actual end; None where
            the aim is not completed.
        end: EndIncEPA: completion date, else actual end; None while open.
        funded: FundStart.
    """

    aim: Aim
    start: date
    planned_end: date
    actual_end: date | None
    completed_on: date | None
    end: date | None
    funded: bool


@dataclass(frozen=True, slots=True)
class Apprenticeship:
    """The programme aims of one identity, in order of their starts, and what holds for all.

    Attributes:
        start: AppStart; it chooses band, age, incentives and share.
        lars: what LARS says of it at that start.
        levy_payers: from which day its employer pays the levy or not, as far as that is loaded.
    """

    identity: str
    aims: tuple[FundedAim, ...]
    start: date
    age: int | None
    lars: Programme
    history: History
    parameters: Parameters
    redundancies: tuple[Redundancy, ...] = ()
    levy_payers: tuple[tuple[date, bool], ...] = ()

    @property
    def is_framework(self) -> bool:
        """Whether it is a framework, begun before standards replaced them."""
        return self.aims[0].aim.ProgType != STANDARD


def identity_of(aim: Aim) -> str:
    """The apprenticeship's identity: programme type and standard, or framework with pathway."""
    if aim.ProgType == STANDARD:
        return f"{aim.ProgType}-{aim.StdCode}"
    return f"{aim.ProgType}-{aim.FworkCode}-{aim.PwayCode}"


def adjusted_start(aim: Aim) -> date:
    """AdjStart: the original start of a restart, else the start."""
    start = aim.OrigLearnStartDate or aim.LearnStartDate
    assert start is not None  # noqa: S101 - judged before
    return start


def threshold_days(start: date, planned_end: date, parameters: Parameters) -> int:
    """The days in learning that an aim must reach before it earns anything."""
    return parameters.number(_threshold(start, planned_end, parameters), start)


def _threshold(start: date, planned_end: date, parameters: Parameters) -> str:
    """The parameter that holds the threshold of an aim, by its planned length."""
    planned = days_inclusive(start, planned_end)
    if planned >= parameters.number("qualifying_planned_long", start):
        return "qualifying_days_long"
    if planned >= parameters.number("qualifying_planned_medium", start):
        return "qualifying_days_medium"
    return "qualifying_days_short"


def completion_date(aim: Aim, parameters: Parameters) -> date | None:
    """CompDate: when a completed aim counts as completed; None if it is not.

    A standard's programme aim needs its achievement date, since August 2019.
    """
    if aim.CompStatus != COMPLETED or aim.LearnActEndDate is None:
        return None
    if (
        aim.ProgType == STANDARD
        and aim.AimType == PROGRAMME_AIM
        and parameters.flag("standard_completion_needs_achievement_date", aim.LearnActEndDate)
    ):
        return aim.AchDate
    return aim.LearnActEndDate


def funded_aim(aim: Aim, parameters: Parameters, note: Recorder | None = None) -> FundedAim:
    """An aim whose dates are in order, with FundStart.

    Source: spec/funding/apprenticeships.md section 2.
    """
    start, planned_end, actual_end = aim.LearnStartDate, aim.LearnPlanEndDate, aim.LearnActEndDate
    assert start is not None  # noqa: S101 - judged before
    assert planned_end is not None  # noqa: S101 - judged before
    completed_on = completion_date(aim, parameters)
    funded = (
        actual_end is None
        or completed_on is not None
        or days_inclusive(start, actual_end) >= threshold_days(start, planned_end, parameters)
    )
    if note is not None:
        _tell_fund_start(aim, start, planned_end, completed_on, funded, parameters, note)
    return FundedAim(
        aim, start, planned_end, actual_end, completed_on, completed_on or actual_end, funded
    )


def _tell_fund_start(
    aim: Aim,
    start: date,
    planned_end: date,
    completed_on: date | None,
    funded: bool,
    parameters: Parameters,
    note: Recorder,
) -> None:
    seq = aim.AimSeqNumber
    planned = days_inclusive(start, planned_end)
    name = _threshold(start, planned_end, parameters)
    why = (
        "it is still open"
        if aim.LearnActEndDate is None
        else "it is completed"
        if completed_on
        else f"{days_inclusive(start, aim.LearnActEndDate)} days in learning against the threshold"
    )
    note.step(
        f"fund start {aim.aim}",
        f"Aim {seq} earns" if funded else f"Aim {seq} does not earn",
        funded,
        f"planned for {planned} days; {why}",
        ilr("LearningDelivery", "LearnStartDate", start, seq),
        ilr("LearningDelivery", "LearnPlanEndDate", planned_end, seq),
        ilr("LearningDelivery", "LearnActEndDate", aim.LearnActEndDate, seq),
        ilr("LearningDelivery", "CompStatus", aim.CompStatus, seq),
        ilr("LearningDelivery", "AchDate", aim.AchDate, seq),
        parameter(parameters, name, start),
    )


def is_programme_aim(aim: Aim) -> bool:
    """Whether an aim is the programme aim of an apprenticeship of funding model 36."""
    return (
        aim.FundModel == FUND_MODEL
        and aim.AimType == PROGRAMME_AIM
        and aim.ProgType in APPRENTICESHIPS
    )


def reason(
    aim: Aim, code: str, text: str, *fields: str, parameter: str | None = None, blocks: bool = True
) -> Reason:
    """A reason about an aim, with the values of the fields named."""
    values = ((name, getattr(aim, name)) for name in fields)
    shown = tuple((name, None if value is None else str(value)) for name, value in values)
    return Reason(aim.aim, aim.AimSeqNumber, code, text, shown, parameter, blocks)


def date_fault(aim: Aim) -> Reason | None:
    """What is wrong with the dates of an aim, if anything."""
    start, planned_end, actual_end = aim.LearnStartDate, aim.LearnPlanEndDate, aim.LearnActEndDate
    if start is None or planned_end is None:
        missing = "LearnStartDate" if start is None else "LearnPlanEndDate"
        return reason(aim, "date missing", f"{missing} is missing.", missing)
    given = (start, planned_end, actual_end, aim.AchDate, aim.OrigLearnStartDate)
    if any(day is not None and day.year not in _YEARS for day in given):
        return reason(
            aim,
            "date implausible",
            f"A date lies outside {_YEARS[0]} to {_YEARS[-1]}.",
            "LearnStartDate",
            "LearnPlanEndDate",
            "LearnActEndDate",
            "AchDate",
            "OrigLearnStartDate",
        )
    orders = (
        ("LearnStartDate", start, "LearnPlanEndDate", planned_end),
        ("LearnStartDate", start, "LearnActEndDate", actual_end),
        ("LearnStartDate", start, "AchDate", aim.AchDate),
        ("LearnActEndDate", actual_end, "AchDate", aim.AchDate),
        ("OrigLearnStartDate", aim.OrigLearnStartDate, "LearnStartDate", start),
    )
    for first, before, second, after in orders:
        if before is not None and after is not None and after < before:
            text = f"{second} is before {first}."
            return reason(aim, "dates in the wrong order", text, first, second)
    if actual_end is None and aim.CompStatus in (COMPLETED, WITHDRAWN, ON_BREAK):
        return reason(
            aim,
            "end date missing",
            "CompStatus says that learning has ended and LearnActEndDate is missing.",
            "CompStatus",
            "LearnActEndDate",
        )
    return None


_ADJUSTMENTS = {"PriorLearnFundAdj": 100, "OtherFundAdj": 999}
"""The percentages that adjust a rate, with the most that each may be."""


def adjustment_fault(aim: Aim) -> Reason | None:
    """What is wrong with the percentages that adjust the rate of an aim, if anything."""
    for name, most in _ADJUSTMENTS.items():
        value = getattr(aim, name)
        if value is not None and not 0 <= value <= most:
            text = f"{name} of {value} is not between 0 and {most}."
            return reason(aim, "adjustment implausible", text, name)
    return None


def apprenticeships(
    learner: Learner, reference: FundingReference, out: Earnings, note: Recorder | None = None
) -> list[Apprenticeship]:
    """The learner's apprenticeships that can be worked out, in order of their starts.

    The reasons why another one cannot be go to `out`.
    """
    groups: dict[str, list[Aim]] = {}
    for aim in learner.aims:
        if is_programme_aim(aim):
            groups.setdefault(identity_of(aim), []).append(aim)
    if not groups:
        return []
    _remark_two_at_once(groups, out)
    found: list[Apprenticeship] = []
    for identity, aims in groups.items():
        aims.sort(key=_by_start)
        faults = (_fault(aim, reference.parameters) for aim in aims)
        fault = next((f for f in faults if f), None)
        fault = fault or _overlap(aims)
        if fault is None and not any(map(tnp_records, aims)):
            text = "The programme has no agreed price: no TNP record."
            fault = reason(aims[0], "price missing", text, "LearnStartDate")
        if fault:
            out.reasons.append(fault)
            continue
        made = _apprenticeship(identity, aims, learner, reference, note)
        if isinstance(made, Reason):
            out.reasons.append(made)
        else:
            found.append(made)
    found.sort(key=lambda a: (a.start, a.identity))
    return found


def _by_start(aim: Aim) -> tuple[date, int]:
    return aim.LearnStartDate or date.max, aim.AimSeqNumber or 0


def _fault(aim: Aim, parameters: Parameters) -> Reason | None:
    if aim.ProgType == STANDARD and aim.StdCode is None:
        return reason(aim, "standard missing", "StdCode is missing.", "StdCode")
    if aim.ProgType != STANDARD and aim.FworkCode is None:
        return reason(aim, "framework missing", "FworkCode is missing.", "FworkCode")
    if aim.CompStatus is None:
        return reason(aim, "status missing", "CompStatus is missing.", "CompStatus")
    return date_fault(aim) or _price_fault(aim, parameters)


def _price_fault(aim: Aim, parameters: Parameters) -> Reason | None:
    for record in tnp_records(aim):
        if record.AFinDate is None or record.AFinAmount is None:
            shown = (
                ("AFinCode", str(record.AFinCode)),
                ("AFinDate", None if record.AFinDate is None else record.AFinDate.isoformat()),
                ("AFinAmount", None if record.AFinAmount is None else str(record.AFinAmount)),
            )
            text = "A TNP record has no date or no amount."
            return Reason(aim.aim, aim.AimSeqNumber, "price incomplete", text, shown)
        if record.AFinDate.year not in _YEARS:
            shown = (("AFinDate", record.AFinDate.isoformat()),)
            text = f"The date of a price lies outside {_YEARS[0]} to {_YEARS[-1]}."
            return Reason(aim.aim, aim.AimSeqNumber, "date implausible", text, shown)
        if record.AFinAmount < 0:
            shown = (("AFinCode", str(record.AFinCode)), ("AFinAmount", str(record.AFinAmount)))
            text = "An agreed price is less than nothing."
            return Reason(aim.aim, aim.AimSeqNumber, "price negative", text, shown)
        if record.AFinAmount > parameters.amount("price_plausible_most", record.AFinDate):
            shown = (("AFinCode", str(record.AFinCode)), ("AFinAmount", str(record.AFinAmount)))
            text = f"An agreed price of {record.AFinAmount:,} is not plausible."
            return Reason(aim.aim, aim.AimSeqNumber, "price implausible", text, shown)
    return None


def tnp_records(aim: Aim) -> list[AppFin]:
    """The agreed prices of an aim: TNP records with a code of 1 to 4."""
    return [r for r in aim.finance if r.AFinType == "TNP" and r.AFinCode in (1, 2, 3, 4)]


def _overlap(aims: Sequence[Aim]) -> Reason | None:
    """Why aims of one apprenticeship that run at the same time cannot be worked out."""
    for earlier, later in pairwise(aims):
        if _runs_into(earlier, later):
            text = (
                f"Programme aims {earlier.AimSeqNumber} and {later.AimSeqNumber} of one "
                "apprenticeship run at the same time."
            )
            return reason(
                later, "price episodes overlap", text, "LearnStartDate", "LearnActEndDate"
            )
    return None


def _remark_two_at_once(groups: Mapping[str, Sequence[Aim]], out: Earnings) -> None:
    """Say where two apprenticeships run at once; each is worked out, as DfE does."""
    if len(groups) < 2:
        return
    aims = sorted((aim for group in groups.values() for aim in group), key=_by_start)
    for earlier, later in pairwise(aims):
        if identity_of(earlier) != identity_of(later) and _runs_into(earlier, later):
            text = f"Apprenticeships {identity_of(earlier)} and {identity_of(later)} run at once."
            out.reasons.append(reason(later, "two at once", text, "LearnStartDate", blocks=False))


def _runs_into(earlier: Aim, later: Aim) -> bool:
    end, start = earlier.LearnActEndDate, later.LearnStartDate
    return start is not None and (end is None or start < end)


def _apprenticeship(
    identity: str,
    aims: list[Aim],
    learner: Learner,
    reference: FundingReference,
    note: Recorder | None,
) -> Apprenticeship | Reason:
    history = next((h for h in learner.history if h.identity == identity), History(identity))
    starts = [adjusted_start(aim) for aim in aims]
    if history.start is not None:
        starts.append(history.start)
    start = min(starts)
    lars = reference.programme(aims[0], start)
    if isinstance(lars, NotOnFile):
        code = "standard unknown" if lars.supplied else "reference table not loaded"
        fields = ("StdCode",) if aims[0].ProgType == STANDARD else ("FworkCode", "PwayCode")
        return reason(aims[0], code, lars.text, *fields, "LearnStartDate", parameter=lars.table)
    born = learner.DateOfBirth
    at_start = age(born, start) if born is not None and born <= start else None
    if note is not None:
        _tell_start(identity, aims, start, at_start, learner, lars, note)
    return Apprenticeship(
        identity,
        tuple(funded_aim(aim, reference.parameters, note) for aim in aims),
        start,
        at_start,
        lars,
        history,
        reference.parameters,
        redundancies(learner.employment, aims, reference.parameters) if learner.employment else (),
        levy_payers(reference.tables, learner, aims[0]),
    )


def _tell_start(
    identity: str,
    aims: Iterable[Aim],
    start: date,
    at_start: int | None,
    learner: Learner,
    lars: Programme,
    note: Recorder,
) -> None:
    dates = [
        field
        for aim in aims
        for field in (
            ilr("LearningDelivery", "LearnStartDate", aim.LearnStartDate, aim.AimSeqNumber),
            ilr("LearningDelivery", "OrigLearnStartDate", aim.OrigLearnStartDate, aim.AimSeqNumber),
        )
        if field.value is not None
    ]
    note.step(
        f"start {identity}",
        f"The apprenticeship {identity} began",
        start,
        "the earliest original start, or start, of its programme aims and of earlier returns",
        *dates,
    )
    note.step(
        f"band {identity}",
        "Upper limit of the funding band",
        lars.band,
        "as LARS has it on the day the apprenticeship began; no limit if it has none",
        table_value(lars.source, lars.band),
        uses=[f"start {identity}"],
    )
    note.step(
        f"age {identity}",
        "Age at the start",
        at_start,
        "whole years from the date of birth to the day the apprenticeship began",
        ilr("Learner", "DateOfBirth", learner.DateOfBirth),
        uses=[f"start {identity}"],
    )


def spans(aims: Iterable[FundedAim], until: date | None) -> Iterator[tuple[FundedAim, date, date]]:
    """Each aim with its first and last day in learning, assessment included.

    An open aim runs to `until`, or to its planned end where that is None; no aim runs past `until`.
    """
    for one in aims:
        last = one.end or until or one.planned_end
        if until is not None and last > until:
            last = until
        if last >= one.start:
            yield one, one.start, last


def day_reached(
    aims: Iterable[FundedAim], days_before: int, wanted: int, until: date | None
) -> tuple[FundedAim, date] | None:
    """The aim and day on which a number of days in learning is reached; None if it is not.

    Days on a break do not count. Source: spec/funding/apprenticeships.md section 7.
    """
    for one, first, last in spans(aims, until):
        length = days_inclusive(first, last)
        if days_before < wanted <= days_before + length:
            return one, first + (wanted - 1 - days_before) * _DAY
        days_before += length
    return None
