"""Payments for days in learning: 16 to 18 and 19 to 24, care leavers, disadvantaged homes.

Days are counted over all aims of an apprenticeship, from first to last day, assessment included;
days on a break do not count. A payment is earned on the day on which its number is reached.
Source: spec/funding/apprenticeships.md section 7 (RB36).
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.apprenticeships.foundation import foundation_payments
from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim, day_reached
from openilr.funding.money import round_five_places
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind, Reason, Row
from openilr.funding.records import Learner
from openilr.funding.reference import FundingReference, NotOnFile
from openilr.funding.story import Recorder, ilr, parameter, table_value

EHC_PLAN = "2"
CARE_LEAVER = "4"
EMPLOYER_NOT_TOLD = "362"
_ADULT = 19
_GROWN = 25
_HALF = Decimal("0.5")


def additional_payments(
    learner: Learner,
    programmes: Sequence[Apprenticeship],
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add the payments that days in learning earn, for every apprenticeship of a learner."""
    for programme in programmes:
        if programme.age is None:
            first = programme.aims[0].aim
            born = learner.DateOfBirth
            shown = (("DateOfBirth", born.isoformat() if born else None),)
            text = "Age is not known, so payments that depend on it were not worked out."
            out.reasons.append(Reason(first.aim, first.AimSeqNumber, "age not known", text, shown))
        else:
            _for_age(programme, _shared(programme, programmes), until, out, note)
            _bursary(programme, until, out, note)
        if programme.is_framework:
            _disadvantage(learner, programme, programmes, reference, until, out, note)
        foundation_payments(programme, programmes, until, out, note)


def _shared(
    programme: Apprenticeship, programmes: Sequence[Apprenticeship]
) -> tuple[FundedAim, ...]:
    """The aims whose days count: of the apprenticeship, and of earlier pathways of a framework."""
    if not programme.is_framework:
        return programme.aims
    aim = programme.aims[0].aim
    framework = (aim.ProgType, aim.FworkCode)
    aims = [
        one
        for other in programmes
        for one in other.aims
        if (one.aim.ProgType, one.aim.FworkCode) == framework
    ]
    return tuple(sorted(aims, key=lambda one: one.start))


def _reached(
    programme: Apprenticeship, aims: Sequence[FundedAim], days: int, until: date | None
) -> tuple[FundedAim, date] | None:
    """The aim of the apprenticeship and the day on which days in learning are reached."""
    reached = day_reached(aims, programme.history.days, days, until)
    if reached is None or not reached[0].funded or reached[0] not in programme.aims:
        return None
    return reached


def _for_age(
    programme: Apprenticeship,
    aims: Sequence[FundedAim],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    years = programme.age
    if years is None or years >= _GROWN:
        return
    for name, provider, employer in (
        ("additional_payment_first_day", Kind.FIRST_PROVIDER, Kind.FIRST_EMPLOYER),
        ("additional_payment_second_day", Kind.SECOND_PROVIDER, Kind.SECOND_EMPLOYER),
    ):
        days = programme.parameters.number(name, programme.start)
        reached = _reached(programme, aims, days, until)
        if reached is None:
            continue
        one, day = reached
        care_leaver = one.aim.has("EEF", CARE_LEAVER)
        if years >= _ADULT and not (care_leaver or one.aim.has("EEF", EHC_PLAN)):
            continue
        if note is not None:
            _tell_day(programme, one, day, days, name, note)
        lars = programme.lars
        _pay(programme, one, day, provider, lars.provider_1618, name, out, note)
        not_told = (
            years >= _ADULT
            and care_leaver
            and one.aim.has("LDM", EMPLOYER_NOT_TOLD)
            and programme.parameters.flag("employer_not_told_rule", programme.start)
        )
        redundant = any(r.covers(day) for r in programme.redundancies)
        if not not_told and not redundant:
            _pay(programme, one, day, employer, lars.employer_1618, name, out, note)


def _pay(
    programme: Apprenticeship,
    one: FundedAim,
    day: date,
    kind: Kind,
    in_lars: Decimal | None,
    threshold: str,
    out: Earnings,
    note: Recorder | None,
) -> None:
    side = "provider" if kind in (Kind.FIRST_PROVIDER, Kind.SECOND_PROVIDER) else "employer"
    name = f"additional_payment_{side}_each"
    each = in_lars * _HALF if in_lars else programme.parameters.amount(name, programme.start)
    if note is not None:
        column = f"lars_apprenticeship_funding.1618{side.capitalize()}AdditionalPayment"
        note.step(
            f"{kind} {programme.identity}",
            f"Payment to the {side}",
            each,
            "half of the LARS amount for a 16 to 18 year old",
            table_value(column, in_lars)
            if in_lars
            else parameter(programme.parameters, name, programme.start),
            ilr("LearningDeliveryFAM", "EEF", _eef(one), one.aim.AimSeqNumber),
            uses=[f"age {programme.identity}", f"{threshold} {programme.identity}"],
        )
    _add(programme, one, day, kind, each, out, note)


def _add(
    programme: Apprenticeship,
    one: FundedAim,
    day: date,
    kind: Kind,
    value: Decimal,
    out: Earnings,
    note: Recorder | None,
    step: str = "",
) -> None:
    rounded = round_five_places(value, mode=ROUND_HALF_UP)
    if not rounded:
        return
    episode = _episode_on(one, day, out)
    month = month_of(day)
    out.rows.append(Row(one.aim.aim, one.aim.AimSeqNumber, month, kind, rounded, episode))
    if note is not None:
        note.row(one.aim.aim, month, kind, episode, step or f"{kind} {programme.identity}")


def _episode_on(one: FundedAim, day: date, out: Earnings) -> str | None:
    """The identifier of the aim's price episode that a day falls in."""
    found: str | None = None
    for episode in out.episodes:
        if episode.aim == one.aim.aim and episode.start <= day:
            found = episode.identifier
    return found


def _eef(one: FundedAim) -> str | None:
    return ", ".join(f.LearnDelFAMCode or "" for f in one.aim.of_type("EEF")) or None


def _tell_day(
    programme: Apprenticeship, one: FundedAim, day: date, days: int, name: str, note: Recorder
) -> None:
    seq = one.aim.AimSeqNumber
    inputs = [ilr("LearningDelivery", "LearnStartDate", one.start, seq)]
    if name in ("additional_payment_first_day", "additional_payment_second_day"):
        inputs.append(parameter(programme.parameters, name, programme.start))
    note.step(
        f"{name} {programme.identity}",
        f"Day {days} in learning",
        day,
        "days from first to last day of each aim of the apprenticeship, without breaks",
        *inputs,
        uses=[f"fund start {one.aim.aim}"],
    )


def _bursary(
    programme: Apprenticeship, until: date | None, out: Earnings, note: Recorder | None
) -> None:
    years = programme.age
    if years is None or years >= _GROWN:
        return
    if not any(one.aim.has("EEF", CARE_LEAVER) for one in programme.aims):
        return
    each = programme.parameters.amount("care_leaver_bursary_each", programme.start)
    if not each:
        return
    for part, days in enumerate(
        programme.parameters.several("care_leaver_bursary_days", programme.start), start=1
    ):
        reached = _reached(programme, programme.aims, days, until)
        if reached is None or not reached[0].aim.has("EEF", CARE_LEAVER):
            continue
        one, day = reached
        step = f"bursary {part} {programme.identity}"
        if note is not None:
            _tell_day(programme, one, day, days, f"bursary day {days}", note)
            names = ("care_leaver_bursary_each", "care_leaver_bursary_days")
            note.step(
                step,
                f"Care leaver's bursary, part {part}",
                each,
                "once for each number of days in learning that is reached",
                *(parameter(programme.parameters, name, programme.start) for name in names),
                ilr("LearningDeliveryFAM", "EEF", _eef(one), one.aim.AimSeqNumber),
                uses=[f"age {programme.identity}", f"bursary day {days} {programme.identity}"],
            )
        _add(programme, one, day, Kind.BURSARY, each, out, note, step)


def _disadvantage(
    learner: Learner,
    programme: Apprenticeship,
    programmes: Sequence[Apprenticeship],
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    whole = reference.disadvantage_amount(learner.PostcodePrior, programme.start)
    if isinstance(whole, NotOnFile):
        aim = programme.aims[0].aim
        text = f"Disadvantage payments were not worked out. {whole.text}"
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", text, parameter=whole.table)
        )
        return
    if not whole:
        return
    aims = _shared(programme, programmes)
    for name, kind in (
        ("additional_payment_first_day", Kind.FIRST_DISADVANTAGE),
        ("additional_payment_second_day", Kind.SECOND_DISADVANTAGE),
    ):
        days = programme.parameters.number(name, programme.start)
        reached = _reached(programme, aims, days, until)
        if reached is None:
            continue
        one, day = reached
        step = f"{kind} {programme.identity}"
        if note is not None:
            _tell_day(programme, one, day, days, name, note)
            note.step(
                step,
                "Disadvantage payment",
                whole * _HALF,
                "half of the amount of the home's postcode",
                ilr("Learner", "PostcodePrior", learner.PostcodePrior),
                table_value("postcodes_das_disadvantage.Uplift", whole),
                uses=[f"{name} {programme.identity}"],
            )
        _add(programme, one, day, kind, whole * _HALF, out, note, step)
