"""The employer payments of a foundation apprenticeship: three parts, the amounts from LARS.

The days in learning on which the first two are earned, and the day in the next apprenticeship on
which the last one is, were not found: they are parameters that a provider may give.
Source: spec/funding/apprenticeships.md section 7.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim, day_reached
from openilr.funding.money import ZERO, round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.parameters import ParameterMissing
from openilr.funding.story import Recorder, parameter, table_value

_DAYS = "foundation_employer_days"
_PROGRESSION = "foundation_progression_day"
_KINDS = (Kind.FOUNDATION_FIRST, Kind.FOUNDATION_SECOND, Kind.FOUNDATION_THIRD)


def foundation_payments(
    programme: Apprenticeship,
    programmes: Sequence[Apprenticeship],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Add the employer payments of a foundation apprenticeship, as far as their days are given."""
    parts = programme.lars.foundation
    if not parts:
        return
    try:
        days = programme.parameters.several(_DAYS, programme.start)
        for kind, value, wanted in zip(_KINDS, parts, days, strict=False):
            reached = day_reached(programme.aims, programme.history.days, int(wanted), until)
            _add(programme, kind, value, reached, _DAYS, out, note)
        later = _next(programme, programmes)
        if later is not None and parts[2]:
            wanted = programme.parameters.number(_PROGRESSION, programme.start)
            reached = day_reached(later.aims, later.history.days, wanted, until)
            _add(programme, _KINDS[2], parts[2], reached, _PROGRESSION, out, note)
    except ParameterMissing as missing:
        aim = programme.aims[0].aim
        whole = sum(parts, ZERO).normalize()
        text = (
            f"The employer payments of a foundation apprenticeship ({whole:,f} in all) were not "
            f"worked out. {missing}"
        )
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=missing.name)
        )


def _next(programme: Apprenticeship, programmes: Sequence[Apprenticeship]) -> Apprenticeship | None:
    """The apprenticeship that the learner goes on to."""
    later = (p for p in programmes if p is not programme and p.start > programme.start)
    return min(later, key=lambda p: p.start, default=None)


def _add(
    programme: Apprenticeship,
    kind: Kind,
    value: Decimal,
    reached: tuple[FundedAim, date] | None,
    name: str,
    out: Earnings,
    note: Recorder | None,
) -> None:
    if reached is None or not reached[0].funded:
        return
    one, day = reached
    rounded = round_five_places(value, mode=ROUND_HALF_UP)
    if not rounded:
        return
    month = month_of(day)
    out.rows.append(Row(one.aim.aim, one.aim.AimSeqNumber, month, kind, rounded))
    if note is not None:
        id = f"{kind} {programme.identity}"
        note.step(
            id,
            "Payment to the employer of a foundation apprentice",
            value,
            f"the LARS amount, on {day:%d/%m/%Y}, when the day in learning is reached",
            table_value(f"lars_apprenticeship_funding.{kind}", value),
            parameter(programme.parameters, name, programme.start),
            uses=[f"start {programme.identity}"],
        )
        note.row(one.aim.aim, month, kind, None, id)
