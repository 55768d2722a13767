"""Price episodes of an apprenticeship, and what each earns: instalments, completion, balance.

Within an episode price, contract and academic year stay the same. Each begins with what the earlier
ones left of the price, so they are worked out in order.
Source: spec/funding/apprenticeships.md sections 3 to 6 (RB36).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.holdback import employer_payments, exemption, received
from openilr.funding.apprenticeships.price_story import tell_episode
from openilr.funding.apprenticeships.prices import Prices, agreed_prices, say_late
from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim, tnp_records
from openilr.funding.apprenticeships.redundancy import month_is_stopped
from openilr.funding.apprenticeships.terms import terms
from openilr.funding.contributions import CO_INVESTED
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import instalments_between, last_day_of, month_after, month_of
from openilr.funding.outcome import Earnings, Episode, Kind, Reason, Row
from openilr.funding.records import Employment
from openilr.funding.story import Recorder

_DAY = timedelta(days=1)
_TNP1, _TNP2, _TNP3, _TNP4 = range(4)


@dataclass(slots=True)
class _State:
    """What the episodes so far leave to the next one."""

    earned_here: Decimal
    earned: Decimal
    virtual: list[Decimal] = field(default_factory=lambda: [ZERO, ZERO])
    virtual_from: list[date | None] = field(default_factory=lambda: [None, None])
    uplift: Decimal = ZERO
    payments: list[tuple[date, Decimal]] = field(default_factory=list[tuple[date, Decimal]])
    lines: dict[int | None, str | None] = field(default_factory=dict[int | None, str | None])


@dataclass(frozen=True, slots=True)
class _Run:
    """The months in which an episode pays, and when it is completed.

    Attributes:
        first: the episode's first month.
        months: those that carry an instalment.
        completed_in: the month of completion; None if the episode is not completed.
    """

    first: int
    months: tuple[int, ...]
    completed_in: int | None


def price_episodes(
    programme: Apprenticeship,
    earlier: Sequence[Apprenticeship],
    employment: Sequence[Employment],
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add the episodes of an apprenticeship to `out`, with what they earn up to `until`.

    `earlier` are the learner's apprenticeships that were worked out before it.
    Units:   prices and amounts in GBP; rows are rounded to five places, all else is not.
    """
    prices = agreed_prices(programme, out)
    starts = list(_starts(programme))
    state = _State(
        earned_here=programme.history.earned_here,
        earned=programme.history.earned_here + programme.history.earned_elsewhere,
        uplift=_uplift_before(programme, earlier, out),
        payments=employer_payments(one.aim for one in programme.aims),
    )
    if not starts:
        if one := next((o for o in programme.aims if o.funded), None):
            text = "No price episode begins: no ACT record, and no price from the start on."
            out.reasons.append(Reason(one.aim.aim, one.aim.AimSeqNumber, "contract missing", text))
        return
    if not any(amounts.on(starts[-1][0])[1] for amounts in prices):
        aim = starts[0][1].aim
        text = "No price is agreed before the programme ends."
        out.reasons.append(Reason(aim.aim, aim.AimSeqNumber, "price missing", text))
        return
    first, aim_of_first = starts[0]
    say_late(programme, max(first, aim_of_first.start), prices, out)
    for position, (start, one) in enumerate(starts):
        following = starts[position + 1][0] if position + 1 < len(starts) else None
        _episode(programme, one, start, following, prices, state, employment, until, out, note)


def _starts(programme: Apprenticeship) -> Iterator[tuple[date, FundedAim]]:
    """When episodes start, with the aim of each, in order.

    On every price of an aim from its start on, every ACT record, and every 1 August while it runs.
    """
    found: dict[date, FundedAim] = {}
    for one in programme.aims:
        if not one.funded:
            continue
        days = {r.AFinDate for r in tnp_records(one.aim) if r.AFinDate and r.AFinDate >= one.start}
        days |= {f.LearnDelFAMDateFrom for f in one.aim.of_type("ACT") if f.LearnDelFAMDateFrom}
        runs_to = one.end or one.planned_end
        for year in range(one.start.year, runs_to.year + 1):
            august = date(year, 8, 1)
            if one.start < august <= runs_to:
                days.add(august)
        for day in days:
            if one.end is None or day <= one.end:
                found[day] = one
    for day in sorted(found):
        yield day, found[day]


def _episode(
    programme: Apprenticeship,
    one: FundedAim,
    start: date,
    following: date | None,
    prices: tuple[Prices, ...],
    state: _State,
    employment: Sequence[Employment],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    aim = one.aim
    agreement = terms(programme, one, max(start, one.start), employment, state.lines)
    identifier = f"{programme.identity}-{start:%d/%m/%Y}"
    agreed = [p.on(start) for p in prices]
    residual = agreed[_TNP3][1] + agreed[_TNP4][1] > 0
    share = programme.parameters.amount("completion_share", programme.start)
    if residual:
        total = Decimal(agreed[_TNP3][1] + agreed[_TNP4][1])
        for code in (_TNP3, _TNP4):
            day, value = agreed[code]
            if state.virtual_from[code - 2] != day:
                state.virtual_from[code - 2] = day
                state.virtual[code - 2] = Decimal(value)
        remaining = state.virtual[0] + state.virtual[1]
    else:
        total = Decimal(agreed[_TNP1][1] + agreed[_TNP2][1])
        remaining = total - state.earned_here
    band = programme.lars.band
    adjustment = ZERO if band is None else max(ZERO, remaining - (band - state.earned))
    capped = remaining - adjustment
    completion = max(ZERO, min(share * (total - adjustment), capped))
    on_programme = ZERO if start < one.start else capped - completion
    planned = instalments_between(start, one.planned_end)
    run = _run(programme, one, start, following)
    months = run.months
    instalment = on_programme / planned if on_programme > 0 and planned else ZERO
    # What is below zero by more than the last place of a rounded amount was truly overpaid.
    if round_five_places(on_programme, mode=ROUND_HALF_UP) < 0:
        instalment, months = on_programme, (run.first,)
    elif not instalment:
        months = ()
    paid = instalment * len(months)
    balance = ZERO
    if run.completed_in is not None:
        balance = max(ZERO, capped - completion - paid)
    earned = paid + balance + (completion if run.completed_in is not None else ZERO)
    episode = Episode(
        identifier=identifier,
        aim=aim.aim,
        AimSeqNumber=aim.AimSeqNumber,
        start=start,
        planned_end=one.planned_end,
        actual_end=_earliest(one.actual_end, following and following - _DAY),
        tnp=(agreed[0][1], agreed[1][1], agreed[2][1], agreed[3][1]),
        total_price=total,
        band=band,
        earned_before=state.earned,
        earned_before_here=state.earned_here,
        remaining=remaining,
        adjustment=adjustment,
        capped=capped,
        completion_element=completion,
        planned_instalments=planned,
        instalment=instalment,
        actual_instalments=len(months),
        completed=run.completed_in is not None,
        earned=earned,
        contract_type=agreement.contract_type,
        fund_line=agreement.fund_line,
        government_share=agreement.share.value if agreement.share else None,
        age_at_start=programme.age,
        received=_received(state, start, following),
        received_by_end=_received(state, None, following),
        exemption=exemption(one, programme),
    )
    out.episodes.append(episode)
    out.lines[aim.aim] = agreement.fund_line
    if note is not None:
        tell_episode(programme, one, episode, residual, share, agreement, note)
    _pay(one, episode, months, instalment, Kind.ON_PROGRAMME, until, out, note)
    if run.completed_in is not None:
        _finish(one, episode, run.completed_in, balance, Kind.BALANCING, until, out, note)
        _finish(one, episode, run.completed_in, completion, Kind.COMPLETION, until, out, note)
    elif following is None and one.end is None:
        _project(one, episode, until, out)
    if programme.is_framework:
        _uplift(programme, one, episode, run, share, state, until, out, note)
    state.earned += earned
    state.earned_here += earned
    if residual:
        over = max(ZERO, earned - state.virtual[0])
        state.virtual[0] = max(ZERO, state.virtual[0] - earned)
        state.virtual[1] = max(ZERO, state.virtual[1] - over)


def _received(state: _State, since: date | None, following: date | None) -> Decimal:
    """What the employer paid from a day on, up to the day before the next episode."""
    if not state.payments:
        return ZERO
    return received(state.payments, since, following and following - _DAY)


def _run(programme: Apprenticeship, one: FundedAim, start: date, following: date | None) -> _Run:
    """The months of an episode that carry an instalment.

    Each whose last day is reached before the planned and the actual end, until the month in which
    the next episode starts. The month in which the aim itself starts counts without reaching its
    last day while the aim is open, or if it ends in it.
    Source: spec/funding/apprenticeships.md section 4.
    """
    first = month_of(start)
    end = month_after(one.planned_end)
    if one.actual_end is not None:
        end = min(end, month_after(one.actual_end))
    if following is not None:
        end = min(end, month_of(following))
    if end <= first and (following is None or month_of(following) > first):
        starts_here = month_of(one.start) == first
        if one.actual_end is None:
            pays = starts_here
        else:
            pays = month_after(one.actual_end) > first or (
                starts_here and month_of(one.actual_end) == first
            )
            # An episode that starts after its planned end has nothing left to spread.
            pays = pays and start <= one.planned_end
        end = first + 1 if pays else first
    months = tuple(range(first, end))
    if programme.redundancies:
        months = tuple(m for m in months if not month_is_stopped(programme.redundancies, m))
    done = one.completed_on
    completed = done is not None and start <= done and (following is None or done < following)
    return _Run(first, months, month_of(done) if completed and done else None)


def _earliest(*days: date | None) -> date | None:
    return min((d for d in days if d is not None), default=None)


def _pay(
    one: FundedAim,
    episode: Episode,
    months: tuple[int, ...],
    instalment: Decimal,
    kind: Kind,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Add the instalments that are earned by `until`."""
    rounded = round_five_places(instalment, mode=ROUND_HALF_UP)
    if not rounded:
        return
    key, seq, identifier = one.aim.aim, one.aim.AimSeqNumber, episode.identifier
    ended = one.end is not None and (until is None or one.end <= until)
    for month in months:
        if until is not None and not ended and last_day_of(month) > until:
            break
        out.rows.append(Row(key, seq, month, kind, rounded, identifier))
        if note is not None:
            note.row(key, month, kind, identifier, f"{kind} {identifier}")
            _tell_share(one, month, kind, identifier, note)


def _finish(
    one: FundedAim,
    episode: Episode,
    month: int,
    value: Decimal,
    kind: Kind,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Add what is earned on completion, if that was by `until`."""
    rounded = round_five_places(value, mode=ROUND_HALF_UP)
    if not rounded or (until is not None and one.end is not None and one.end > until):
        return
    out.rows.append(
        Row(one.aim.aim, one.aim.AimSeqNumber, month, kind, rounded, episode.identifier)
    )
    if note is not None:
        note.row(one.aim.aim, month, kind, episode.identifier, f"{kind} {episode.identifier}")
        _tell_share(one, month, kind, episode.identifier, note)


def _tell_share(one: FundedAim, month: int, kind: Kind, identifier: str, note: Recorder) -> None:
    """Tell who pays beside an amount that government and employer share."""
    if kind in CO_INVESTED and f"share {identifier}" in note.steps:
        note.beside(one.aim.aim, month, kind, identifier, f"share {identifier}")


def _project(one: FundedAim, episode: Episode, until: date | None, out: Earnings) -> None:
    """Add the completion that a learner still in learning would earn at the planned end."""
    rounded = round_five_places(episode.completion_element, mode=ROUND_HALF_UP)
    if rounded:
        month = month_of(max(one.planned_end, until or one.planned_end))
        out.projected.append(
            Row(
                one.aim.aim,
                one.aim.AimSeqNumber,
                month,
                Kind.COMPLETION,
                rounded,
                episode.identifier,
            )
        )


_UPLIFTS = (Kind.UPLIFT_ON_PROGRAMME, Kind.UPLIFT_BALANCING, Kind.UPLIFT_COMPLETION)


def _uplift_before(
    programme: Apprenticeship, earlier: Sequence[Apprenticeship], out: Earnings
) -> Decimal:
    """What earlier pathways of the same framework earned of its uplift."""
    if not programme.is_framework:
        return ZERO
    aim = programme.aims[0].aim
    aims = {
        one.aim.aim
        for other in earlier
        for one in other.aims
        if (one.aim.ProgType, one.aim.FworkCode) == (aim.ProgType, aim.FworkCode)
    }
    return sum((r.amount for r in out.rows if r.aim in aims and r.kind in _UPLIFTS), ZERO)


def _uplift(
    programme: Apprenticeship,
    one: FundedAim,
    episode: Episode,
    run: _Run,
    share: Decimal,
    state: _State,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """The 16 to 18 uplift of a framework, in the pattern of the price.

    Source: spec/funding/apprenticeships.md section 7.
    """
    whole = programme.lars.uplift_1618
    if not whole or programme.age is None or programme.age >= 19 or episode.start < one.start:
        return
    completion = share * whole
    left = whole - state.uplift - completion
    instalment = (
        left / episode.planned_instalments if left > 0 and episode.planned_instalments else ZERO
    )
    months = run.months if instalment else ()
    paid = instalment * len(months)
    if note is not None:
        note.step(
            f"uplift {episode.identifier}",
            "16 to 18 framework uplift",
            whole,
            "the LARS amount, spread as the price is",
            uses=[f"start {programme.identity}", f"age {programme.identity}"],
        )
    _tell_rows(episode, Kind.UPLIFT_ON_PROGRAMME, instalment, f"uplift {episode.identifier}", note)
    _pay(one, episode, months, instalment, Kind.UPLIFT_ON_PROGRAMME, until, out, note)
    if run.completed_in is not None:
        balance = max(ZERO, left - paid)
        for kind, value in ((Kind.UPLIFT_BALANCING, balance), (Kind.UPLIFT_COMPLETION, completion)):
            _tell_rows(episode, kind, value, f"uplift {episode.identifier}", note)
            _finish(one, episode, run.completed_in, value, kind, until, out, note)
        paid += balance + completion
    state.uplift += paid


def _tell_rows(
    episode: Episode, kind: Kind, value: Decimal, use: str, note: Recorder | None
) -> None:
    if note is not None:
        note.step(f"{kind} {episode.identifier}", str(kind), value, "its part of it", uses=[use])
