"""The agreed prices of an apprenticeship, by code and day.

Source: spec/funding/apprenticeships.md section 3 (RB36).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openilr.funding.apprenticeships.programme import Apprenticeship, tnp_records
from openilr.funding.outcome import Earnings, Reason


@dataclass(frozen=True, slots=True)
class Prices:
    """The agreed prices of one code in date order.

    A price that is recorded twice on one day counts at its lowest, since DfE accepts one only.
    """

    days: tuple[date, ...]
    amounts: tuple[int, ...]

    def on(self, day: date) -> tuple[date | None, int]:
        """The price agreed on a day, or the last one before it, with its date."""
        position = bisect_right(self.days, day)
        if not position:
            return None, 0
        return self.days[position - 1], self.amounts[position - 1]

    @property
    def dated(self) -> Iterator[tuple[date, int]]:
        """Each amount with its day, in order."""
        return zip(self.days, self.amounts, strict=True)


def say_late(
    programme: Apprenticeship, start: date, prices: tuple[Prices, ...], out: Earnings
) -> None:
    """Say that nothing is earned until a price is agreed, if it is agreed after the start."""
    if any(amounts.on(start)[1] for amounts in prices):
        return
    first = min(day for amounts in prices for day, value in amounts.dated if value)
    aim = programme.aims[0].aim
    text = f"No price is agreed on {start}: nothing is earned before the first one, of {first}."
    shown = (
        ("LearnStartDate", programme.aims[0].start.isoformat()),
        ("AFinDate", first.isoformat()),
    )
    out.reasons.append(Reason(aim.aim, aim.AimSeqNumber, "price late", text, shown))


def agreed_prices(programme: Apprenticeship, out: Earnings) -> tuple[Prices, ...]:
    """The agreed prices of all aims, by code."""
    by_code: list[dict[date, int]] = [{}, {}, {}, {}]
    for one in programme.aims:
        for record in tnp_records(one.aim):
            code, day, value = record.AFinCode, record.AFinDate, record.AFinAmount
            assert code is not None  # noqa: S101 - judged before
            assert day is not None  # noqa: S101 - judged before
            assert value is not None  # noqa: S101 - judged before
            known = by_code[code - 1].setdefault(day, value)
            if known != value:
                by_code[code - 1][day] = min(known, value)
                shown = (("AFinCode", str(code)), ("AFinDate", day.isoformat()))
                text = f"TNP{code} is recorded twice on {day}; the lower amount counts."
                out.reasons.append(
                    Reason(
                        one.aim.aim, one.aim.AimSeqNumber, "price twice", text, shown, blocks=False
                    )
                )
    return tuple(
        Prices(tuple(sorted(found)), tuple(found[d] for d in sorted(found))) for found in by_code
    )
