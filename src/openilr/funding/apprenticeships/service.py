"""The method of DfE's earnings service: the same facts worked out in one run, without episodes.

It differs from the rulebase where `DIFFERENCES` says so. Residual prices, frameworks, redundancy
and the care leaver's bursary it does not know; they are not worked out here either.
Source: spec/funding/apprenticeships.md section 15 (ERN).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from openilr.funding.apprenticeships.additional import CARE_LEAVER, EHC_PLAN, EMPLOYER_NOT_TOLD
from openilr.funding.apprenticeships.english_maths import Course, courses
from openilr.funding.apprenticeships.programme import (
    COMPLETED,
    ON_BREAK,
    WITHDRAWN,
    Apprenticeship,
    FundedAim,
    apprenticeships,
    threshold_days,
    tnp_records,
)
from openilr.funding.apprenticeships.terms import contract_type, course_lines, fund_line
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import last_day_of, month_after, month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import Parameters
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder, ilr, parameter, table_value

DIFFERENCES = (
    ("balancing month", "with completion, on the achievement date", "on the day learning ended"),
    ("learning ended, not achieved", "nothing", "balance paid, no completion"),
    (
        "completed inside the qualifying period",
        "instalments paid",
        "instalments removed, the whole becomes balance",
    ),
    ("completed early on a month's last day", "instalment and balance", "balance only"),
    (
        "price cut below what was earned",
        "completion squeezed, a negative sum once",
        "equal negative instalments",
    ),
    (
        "first time in learning too short, learner returns",
        "it earns nothing, the whole price is spread over the return",
        "its instalments are spread over the later months that remain",
    ),
    ("rounding", "amounts only", "each instalment to five places"),
    ("incentives after the planned end", "reached while the aim is open", "not paid"),
    ("a stay within one month", "start month paid", "not paid, but for English and maths"),
    ("break in English or maths", "each aim alone", "what is left is spread again"),
    ("prior learning of 0%", "no funding", "as if not recorded"),
    (
        "English or maths left in its first month, too soon to qualify",
        "nothing",
        "one instalment",
    ),
    ("end of learning support", "achievement date of a standard", "end of learning"),
)
"""Point, the rulebase, the service: where the two methods may answer differently."""

_DAY = timedelta(days=1)
_PER_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Period:
    """A time in learning; `end` is None for the last one, whose end is another fact."""

    start: date
    end: date | None
    planned_end: date

    @property
    def runs_to(self) -> date:
        return self.end or self.planned_end


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the service is told of an apprenticeship."""

    programme: Apprenticeship
    periods: tuple[_Period, ...]
    prices: tuple[tuple[date, Decimal], ...]
    completed: date | None
    achieved: date | None
    last_day: date | None

    @property
    def planned_end(self) -> date:
        return self.periods[-1].planned_end


@dataclass(slots=True)
class _Instalments:
    """Amounts by month, with what the whole comes to."""

    regular: dict[int, Decimal]
    on_programme: Decimal
    completion: Decimal


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's apprenticeships earn by the service's method to `out`."""
    programmes: list[Apprenticeship] = []
    for programme in apprenticeships(learner, reference, out, note):
        if reason := _not_known(programme):
            out.reasons.append(reason)
        else:
            programmes.append(programme)
    support: list[tuple[Aim, date, date]] = []
    for programme in programmes:
        facts = _facts(programme)
        for one in programme.aims:
            out.lines[one.aim.aim] = fund_line(programme, contract_type(one.aim, one.start))
        _on_programme(facts, until, out, note)
        _incentives(facts, learner, until, out, note)
        support.extend(_support(one.aim, facts.last_day, one.planned_end) for one in programme.aims)
    found = courses(learner, reference, out, note)
    course_lines(found, programmes, out)
    for aims, rate in _with_returns(found):
        _course(aims, rate, reference.parameters, until, out, note)
        support.extend(_support(one.aim, one.actual_end, one.planned_end) for one in aims)
    _learning_support(support, reference.parameters, until, out, note)


def _not_known(programme: Apprenticeship) -> Reason | None:
    """Why the service does not work out an apprenticeship, if it does not."""
    aim = programme.aims[0].aim
    if programme.is_framework:
        text = "The earnings service knows no frameworks."
        return Reason(aim.aim, aim.AimSeqNumber, "not in the service", text)
    if any(
        r.AFinCode in (3, 4) and r.AFinAmount for o in programme.aims for r in tnp_records(o.aim)
    ):
        text = "The earnings service knows no residual prices (TNP3, TNP4)."
        return Reason(aim.aim, aim.AimSeqNumber, "not in the service", text)
    return None


def _facts(programme: Apprenticeship) -> _Facts:
    aims = programme.aims
    last = aims[-1]
    periods = tuple(
        _Period(one.start, None if one is last else one.actual_end, one.planned_end) for one in aims
    )
    ended = last.actual_end
    status = last.aim.CompStatus
    stopped = ended if status in (WITHDRAWN, ON_BREAK) else None
    # Learning that has ended and awaits its assessment stands with status 1 or 2.
    completed = ended if stopped is None else None
    achieved = last.aim.AchDate if status == COMPLETED else None
    return _Facts(programme, periods, _prices(programme), completed, achieved, ended)


def _prices(programme: Apprenticeship) -> tuple[tuple[date, Decimal], ...]:
    """Total price from each day on which it changes; the first holds from the very start."""
    by_code: dict[int, dict[date, int]] = {1: {}, 2: {}}
    for one in programme.aims:
        for record in tnp_records(one.aim):
            code, day, value = record.AFinCode, record.AFinDate, record.AFinAmount
            if code in by_code and day is not None and value is not None:
                known = by_code[code].setdefault(day, value)
                by_code[code][day] = min(known, value)
    found: list[tuple[date, Decimal]] = []
    now = {1: 0, 2: 0}
    for day in sorted({*by_code[1], *by_code[2]}):
        for code, days in by_code.items():
            now[code] = days.get(day, now[code])
        total = Decimal(now[1] + now[2])
        if not found or found[-1][1] != total:
            found.append((day, total))
    first = programme.aims[0].start
    if found and found[0][0] > first:
        found[0] = (first, found[0][1])
    return tuple(found)


# -- the price -------------------------------------------------------------------------------------


def _on_programme(facts: _Facts, until: date | None, out: Earnings, note: Recorder | None) -> None:
    made = _generate(facts)
    if facts.last_day is not None:
        _cut(facts, facts.last_day, made)
    balance = ZERO if facts.completed is None else _balance(facts, facts.completed, made)
    identity = facts.programme.identity
    if note is not None:
        _tell(facts, made, balance, note)
    for month in sorted(made.regular):
        _add(facts, month, Kind.ON_PROGRAMME, made.regular[month], until, out, note)
    if facts.completed is not None and balance > 0:
        month = month_of(facts.completed)
        _add(facts, month, Kind.BALANCING, balance, until, out, note, on=facts.completed)
    if facts.achieved is not None:
        month = month_of(facts.achieved)
        _add(facts, month, Kind.COMPLETION, made.completion, until, out, note, on=facts.achieved)
    elif facts.last_day is None:
        one = facts.programme.aims[-1]
        rounded = round_five_places(made.completion, mode=ROUND_HALF_EVEN)
        row = Row(
            one.aim.aim,
            one.aim.AimSeqNumber,
            month_of(one.planned_end),
            Kind.COMPLETION,
            rounded,
            identity,
        )
        out.projected.append(row)


def _generate(facts: _Facts) -> _Instalments:
    """Instalments to the planned end of each time in learning, as if nobody left."""
    start = facts.programme.start
    share = facts.programme.parameters.amount("completion_share", start)
    band = facts.programme.lars.band
    made = _Instalments({}, ZERO, ZERO)
    running = ZERO
    for period in facts.periods:
        for position, (since, price) in enumerate(facts.prices):
            later = facts.prices[position + 1 :]
            price_end = later[0][0] - _DAY if later else facts.planned_end
            first, last = max(since, period.start), min(price_end, period.runs_to)
            if last < first:
                continue
            capped = price if band is None else min(price, band)
            made.completion = capped * share
            made.on_programme = capped - made.completion
            count = month_after(last) - month_of(first)
            planned = month_after(period.planned_end) - month_of(first)
            if count <= 0 or planned <= 0:
                continue
            each = round_five_places((made.on_programme - running) / planned, mode=ROUND_HALF_EVEN)
            for month in range(month_of(first), month_of(first) + count):
                made.regular[month] = made.regular.get(month, ZERO) + each
            running += each * count
    return made


def _cut(facts: _Facts, last_day: date, made: _Instalments) -> None:
    """Take away what lies after the end of learning, and times in learning that do not qualify.

    What a time that was too short would have paid goes to the later months that remain.
    """
    lost: list[tuple[int, Decimal]] = []
    for period in facts.periods:
        end = min(period.runs_to, last_day)
        days = threshold_days(period.start, period.planned_end, facts.programme.parameters)
        if end >= period.start + (days - 1) * _DAY:
            continue
        for month in range(month_of(period.start), month_of(end) + 1):
            if month in made.regular:
                lost.append((month, made.regular.pop(month)))
    for month in [m for m in made.regular if m >= month_after(last_day)]:
        del made.regular[month]
    for month, value in lost:
        later = sorted(m for m in made.regular if m > month)
        if not later:
            continue
        each = round_five_places(value / len(later), mode=ROUND_HALF_EVEN)
        for other in later:
            made.regular[other] += each
        made.regular[later[-1]] += value - each * len(later)


def _balance(facts: _Facts, completed: date, made: _Instalments) -> Decimal:
    """What is left to pay on the day learning ended; later instalments make way for it."""
    month = month_of(completed)
    on_time = month + 1 not in made.regular and completed >= facts.planned_end
    to_date = sum((v for m, v in made.regular.items() if m <= month), ZERO)
    if on_time and month in made.regular and to_date == made.on_programme:
        return ZERO
    for later in [m for m in made.regular if m >= month]:
        del made.regular[later]
    return made.on_programme - sum(made.regular.values(), ZERO)


def _aim_in(facts: _Facts, month: int) -> FundedAim:
    found = facts.programme.aims[0]
    for one in facts.programme.aims:
        if month_of(one.start) <= month:
            found = one
    return found


def _add(
    facts: _Facts,
    month: int,
    kind: Kind,
    value: Decimal,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
    on: date | None = None,
) -> None:
    rounded = round_five_places(value, mode=ROUND_HALF_EVEN)
    if not rounded or (until is not None and (on or last_day_of(month)) > until):
        return
    one = _aim_in(facts, month)
    identity = facts.programme.identity
    out.rows.append(Row(one.aim.aim, one.aim.AimSeqNumber, month, kind, rounded, identity))
    if note is not None:
        if kind is Kind.ON_PROGRAMME:
            note.step(
                f"instalment {identity} {month}",
                "Instalment",
                value,
                "what is left of the on-programme part / months left to the planned end, when the "
                "price or the time in learning began; with what a time too short left behind",
                uses=[f"on programme {identity}", f"last day {identity}"],
            )
            note.row(one.aim.aim, month, kind, identity, f"instalment {identity} {month}")
        else:
            note.row(one.aim.aim, month, kind, identity, f"{kind} {identity}")


def _tell(facts: _Facts, made: _Instalments, balance: Decimal, note: Recorder) -> None:
    identity = facts.programme.identity
    last = facts.programme.aims[-1]
    seq = last.aim.AimSeqNumber
    since, price = facts.prices[-1] if facts.prices else (facts.programme.start, ZERO)
    note.step(
        f"price {identity}",
        f"Agreed price from {since:%d/%m/%Y}",
        price,
        "TNP1 + TNP2, from the day each is agreed",
        ilr("AppFinRecord", "AFinAmount", price, seq),
    )
    note.step(
        f"on programme {identity}",
        "On-programme part of the price",
        made.on_programme,
        "price within the band x (1 - completion share)",
        parameter(facts.programme.parameters, "completion_share", facts.programme.start),
        uses=[f"price {identity}", f"band {identity}"],
    )
    note.step(
        f"last day {identity}",
        "Last day of learning",
        facts.last_day,
        "the day learning was completed, ended or broken off; none while it goes on",
        ilr("LearningDelivery", "LearnActEndDate", last.actual_end, seq),
        ilr("LearningDelivery", "CompStatus", last.aim.CompStatus, seq),
    )
    note.step(
        f"{Kind.BALANCING} {identity}",
        "Balance on completion",
        balance,
        "on-programme part - instalments before the month in which learning ended",
        uses=[f"on programme {identity}", f"last day {identity}"],
    )
    note.step(
        f"{Kind.COMPLETION} {identity}",
        "Completion payment",
        made.completion,
        "price within the band x completion share, on the achievement date",
        ilr("LearningDelivery", "AchDate", last.aim.AchDate, seq),
        parameter(facts.programme.parameters, "completion_share", facts.programme.start),
        uses=[f"price {identity}", f"band {identity}"],
    )


# -- payments for days in learning -----------------------------------------------------------------


def _incentives(
    facts: _Facts, learner: Learner, until: date | None, out: Earnings, note: Recorder | None
) -> None:
    programme = facts.programme
    years = programme.age
    first = programme.aims[0].aim
    if years is None:
        born = learner.DateOfBirth
        shown = (("DateOfBirth", born.isoformat() if born else None),)
        text = "Age is not known, so payments that depend on it were not worked out."
        out.reasons.append(Reason(first.aim, first.AimSeqNumber, "age not known", text, shown))
        return
    plan = any(one.aim.has("EEF", EHC_PLAN) for one in programme.aims)
    care_leaver = any(one.aim.has("EEF", CARE_LEAVER) for one in programme.aims)
    told = not any(one.aim.has("LDM", EMPLOYER_NOT_TOLD) for one in programme.aims)
    young = years < 19
    if not young and not (years < 25 and (plan or care_leaver)):
        return
    ends = facts.last_day or facts.planned_end
    for name, provider, employer in (
        ("additional_payment_first_day", Kind.FIRST_PROVIDER, Kind.FIRST_EMPLOYER),
        ("additional_payment_second_day", Kind.SECOND_PROVIDER, Kind.SECOND_EMPLOYER),
    ):
        due = (
            facts.periods[0].start + (programme.parameters.number(name, programme.start) - 1) * _DAY
        )
        for period, following in zip(facts.periods, facts.periods[1:], strict=False):
            if period.runs_to < due:
                due += following.start - period.runs_to - _DAY
        if due > ends or (until is not None and due > until):
            continue
        if note is not None:
            note.step(
                f"{name} {programme.identity}",
                "Day in learning on which it is due",
                due,
                "the start + the number of days, put off by the days of each break before it",
                parameter(programme.parameters, name, programme.start),
                uses=[f"start {programme.identity}"],
            )
        for kind in (provider, employer) if young or plan or told else (provider,):
            side = "provider" if kind is provider else "employer"
            each = programme.parameters.amount(f"additional_payment_{side}_each", programme.start)
            if note is not None:
                id = f"{kind} {programme.identity}"
                note.step(
                    id,
                    f"Payment to the {side}",
                    each,
                    "under 19; or under 25 with an EHC plan or as a care leaver",
                    parameter(
                        programme.parameters, f"additional_payment_{side}_each", programme.start
                    ),
                    uses=[f"age {programme.identity}", f"{name} {programme.identity}"],
                )
            _add(facts, month_of(due), kind, each, until, out, note, on=due)


# -- English and maths -----------------------------------------------------------------------------


def _with_returns(found: Iterable[Course]) -> list[tuple[list[FundedAim], Decimal]]:
    """Each course with its returns from breaks, and its rate."""
    groups: list[tuple[list[FundedAim], Decimal]] = []
    last: dict[str | None, list[FundedAim]] = {}
    for course in sorted(found, key=lambda c: c.one.start):
        aim = course.one.aim
        returns = aim.OrigLearnStartDate is not None or aim.has("RES", "1")
        if returns and aim.LearnAimRef in last:
            last[aim.LearnAimRef].append(course.one)
        else:
            last[aim.LearnAimRef] = [course.one]
            groups.append((last[aim.LearnAimRef], course.rate.weighted))
    return groups


def _course(
    aims: Sequence[FundedAim],
    rate: Decimal,
    parameters: Parameters,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """A course with all its times in learning; what a break leaves is spread over the return."""
    first, last = aims[0], aims[-1]
    value = rate * _adjustment(first.aim)
    regular, balance = _course_months(aims, value, parameters)
    rows = [(month, Kind.ENGLISH_MATHS, amount) for month, amount in sorted(regular.items())]
    if balance > 0 and last.actual_end is not None:
        rows.append((month_of(last.actual_end), Kind.ENGLISH_MATHS_BALANCING, balance))
    for month, kind, each in rows:
        rounded = round_five_places(each, mode=ROUND_HALF_EVEN)
        ended = last.actual_end is not None and (until is None or last.actual_end <= until)
        if not rounded or (until is not None and not ended and last_day_of(month) > until):
            continue
        one = next((a for a in reversed(aims) if month_of(a.start) <= month), first)
        out.rows.append(Row(one.aim.aim, one.aim.AimSeqNumber, month, kind, rounded))
        if note is not None:
            id = f"course {kind} {first.aim.aim} {month}"
            note.step(
                id,
                f"Value of {first.aim.LearnAimRef} in this month",
                each,
                "what is left of the value / months left to the planned end; on early completion "
                "all that is left",
                table_value("lars_funding.RateWeighted (APP_MAY_2017_EM)", rate),
                uses=[f"course {first.aim.aim}"],
            )
            note.row(one.aim.aim, month, kind, None, id)


def _course_months(
    aims: Sequence[FundedAim], value: Decimal, parameters: Parameters
) -> tuple[dict[int, Decimal], Decimal]:
    first, last = aims[0], aims[-1]
    start_month, planned_end = month_of(first.start), last.planned_end
    if month_of(planned_end) == start_month:
        return {start_month: value}, ZERO
    regular: dict[int, Decimal] = {}
    for one in aims:
        begins = month_of(one.start)
        count = month_after(one.planned_end) - begins
        if count <= 0:
            continue
        each = (value - sum(regular.values(), ZERO)) / count
        runs_to = one.planned_end if one is last else one.actual_end or one.planned_end
        for month in range(begins, min(month_after(runs_to), begins + count)):
            regular[month] = each
    ended, status = last.actual_end, last.aim.CompStatus
    if ended is None:
        return regular, ZERO
    balance = ZERO
    if status not in (WITHDRAWN, ON_BREAK) and ended < planned_end:
        for month in [m for m in regular if m >= month_of(ended)]:
            del regular[month]
        balance = value - sum(regular.values(), ZERO)
    each = value / max(1, month_after(planned_end) - start_month)
    if status == WITHDRAWN:
        days = (ended - first.start).days + 1
        if days < threshold_days(first.start, planned_end, parameters):
            regular.clear()
        if month_of(ended) == start_month and month_after(ended) == start_month:
            regular[start_month] = each
    stays = start_month if ended > first.start else None
    for month in [m for m in regular if m >= month_after(ended) and m != stays]:
        del regular[month]
    return regular, balance


def _adjustment(aim: Aim) -> Decimal:
    """The part that is funded; a recorded 0 counts as not recorded."""
    part = Decimal(1)
    for percentage in (aim.PriorLearnFundAdj, aim.OtherFundAdj):
        if percentage:
            part *= percentage * _PER_CENT
    return part


# -- learning support ------------------------------------------------------------------------------


def _support(aim: Aim, last_day: date | None, planned_end: date) -> tuple[Aim, date, date]:
    start = aim.LearnStartDate
    assert start is not None  # noqa: S101 - judged before
    return aim, start, min(last_day or date.max, aim.LearnActEndDate or last_day or planned_end)


def _learning_support(
    found: Iterable[tuple[Aim, date, date]],
    parameters: Parameters,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    months: dict[int, Aim] = {}
    for aim, start, end in found:
        for fam in aim.of_type("LSF"):
            if fam.LearnDelFAMCode != "1":
                continue
            first = max(fam.LearnDelFAMDateFrom or start, start)
            last = min(fam.LearnDelFAMDateTo or end, end, until or end)
            for month in range(month_of(first), month_after(last)):
                months.setdefault(month, aim)
    for month, aim in sorted(months.items()):
        day = last_day_of(month)
        value = round_five_places(
            parameters.amount("learning_support_month", day), mode=ROUND_HALF_EVEN
        )
        out.rows.append(Row(aim.aim, aim.AimSeqNumber, month, Kind.LEARNING_SUPPORT, value))
        if note is not None:
            note.step(
                f"support {month}",
                "Learning support",
                value,
                "once a learner and month, while an LSF record covers the month's last day",
                parameter(parameters, "learning_support_month", day),
            )
            note.row(aim.aim, month, Kind.LEARNING_SUPPORT, None, f"support {month}")
