"""The most that a learner's adult skills aims may earn in a year.

Source: spec/funding/other-models.md section 1, step 9.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.adult.scheme import Scheme
from openilr.funding.money import round_five_places
from openilr.funding.months import period_of
from openilr.funding.outcome import Earnings, Reason, Row
from openilr.funding.parameters import ParameterMissing
from openilr.funding.story import Recorder
from openilr.ilr.years import first_day

_ONE = Decimal(1)


def within_cap(
    rows: list[Row],
    plain: Mapping[str, Decimal],
    scheme: Scheme,
    out: Earnings,
    note: Recorder | None,
) -> list[Row]:
    """The rows, scaled down in a year in which the learner's aims earn more than the cap.

    `plain` is what the aims earn by year before achievement at unweighted rates, which the cap is
    held against.
    """
    factors: dict[str, Decimal] = {}
    for year, total in plain.items():
        day = first_day(year)
        try:
            share = scheme.amount("achievement_share", day)
            most = scheme.amount("annual_cap", day) * (_ONE - share)
        except ParameterMissing as missing:
            _say_once(missing, out)
            continue
        if total <= most:
            continue
        factors[year] = most / total
        if note is not None:
            note.step(
                f"cap {year}",
                "Scaled to the limit of the year",
                factors[year],
                f"{most:,f} (the cap x the part before achievement) / {total:,.2f} (the year's "
                "on-programme and balancing at unweighted rates); all payments of the year",
                scheme.told("annual_cap", day),
                scheme.told("achievement_share", day),
            )
    return [_scaled(row, factors, note) for row in rows] if factors else rows


def _scaled(row: Row, factors: Mapping[str, Decimal], note: Recorder | None) -> Row:
    year = period_of(row.month)[0]
    if year not in factors:
        return row
    amount = round_five_places(row.amount * factors[year], mode=ROUND_HALF_UP)
    if note is not None:
        key = (row.aim, row.month, str(row.kind), row.episode)
        last = note.rows.pop(key, [])
        id = f"capped {row.kind} {row.aim} {row.month}"
        note.step(
            id,
            "Within the limit of the year",
            amount,
            "the amount x the scale",
            uses=[*last, f"cap {year}"],
        )
        note.row(row.aim, row.month, row.kind, row.episode, id)
    return row._replace(amount=amount)


def _say_once(missing: ParameterMissing, out: Earnings) -> None:
    if not any(r.parameter == missing.name for r in out.reasons):
        text = f"No cap was applied. {missing}"
        out.reasons.append(
            Reason(None, None, "assumed", text, parameter=missing.name, blocks=False)
        )
