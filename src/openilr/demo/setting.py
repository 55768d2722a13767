"""The year and the day for which the demo is made."""

from dataclasses import dataclass
from datetime import date, timedelta

from openilr.errors import EngineError
from openilr.ilr.years import OPEN_YEARS, first_day, last_day, long_name

USUAL_DAY = {"2526": date(2026, 7, 6), "2627": date(2026, 11, 20)}
"""The day on which the file is prepared, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The collection year and the day on which the file is prepared.

    Attributes:
        as_at: the file preparation date; nothing that happened later is known.
        first, last: of the year.
        horizon: the last day of which the file tells: `as_at`, or the year's end if earlier.
        autumn: the first Monday in September of the year, or `horizon` if earlier.
    """

    year: str
    as_at: date
    first: date
    last: date
    horizon: date
    autumn: date

    @property
    def has_hours_records(self) -> bool:
        """Whether hours are collected in HRSRecord, and agreements in AgreemId."""
        return self.year >= "2627"

    @property
    def august_31(self) -> date:
        """31 August of the year, on which many age rules look."""
        return date(self.first.year, 8, 31)


def setting(year: str, as_at: date | None = None) -> Setting:
    """The setting of a year.

    Errors: EngineError if the year is not open, or `as_at` lies before the year or more than half a
    year after it.
    """
    if year not in OPEN_YEARS:
        raise EngineError(
            f"The demo cannot be made for {year}: it knows {' and '.join(OPEN_YEARS)}."
        )
    first, last = first_day(year), last_day(year)
    as_at = as_at or USUAL_DAY[year]
    if not first <= as_at <= last + timedelta(days=183):
        raise EngineError(
            f"The demo of {long_name(year)} cannot be prepared on {as_at}:"
            f" take a day from {first} to {last + timedelta(days=183)}."
        )
    horizon = min(as_at, last)
    september = date(first.year, 9, 1)
    autumn = september + timedelta(days=-september.weekday() % 7)
    return Setting(year, as_at, first, last, horizon, min(autumn, horizon))
