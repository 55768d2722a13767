"""The calendar of returns: when R01 to R14 of a year close, and which is open on a day.

The dates are data (`data/calendar.yaml`) with a mark of how sure they are; the fourth-working-day
rule stands in for R01 to R12 where no date is on file. Nothing here reads the clock.
Source: spec/ilr/collection.md section 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import cast
from zoneinfo import ZoneInfo

import yaml

from openilr.ilr.dates import add_months, month_end
from openilr.ilr.years import first_day, last_day, year_of

LONDON = ZoneInfo("Europe/London")

CLOSING_TIME = time(18, 0)
"""Returns close at six in the evening in London."""

RETURN_NUMBERS = range(1, 15)

NOT_ON_FILE = "not on file"

_REFERENCE_DAYS = {4: (11, 1), 6: (1, 1), 10: (5, 1), 13: (7, 31), 14: (7, 31)}
"""Month and day up to which a return must describe all provision."""


@dataclass(frozen=True, slots=True)
class Return:
    """One return of a collection year.

    Attributes:
        number: 1 to 14.
        closes_on: the day it closes; None where the date is not on file.
        reference_date: it must describe all provision up to this day; None for most returns.
        status: "published", "reported", "rule" or "not on file".
        source: where the date was read.
    """

    year: str
    number: int
    closes_on: date | None
    reference_date: date | None
    status: str
    source: str

    @property
    def name(self) -> str:
        """The name as people write it ("R04")."""
        return f"R{self.number:02d}"

    @property
    def confirmed(self) -> bool:
        """Whether the date was read in DfE's own publication."""
        return self.status == "published"

    @property
    def closes(self) -> datetime | None:
        """The instant it closes, in London time."""
        if self.closes_on is None:
            return None
        return datetime.combine(self.closes_on, CLOSING_TIME, LONDON)

    @property
    def months_reported(self) -> int:
        """The last funding month reported (1 is August); 12, the whole year, for R13 and R14."""
        return min(self.number, 12)

    @property
    def over_after(self) -> date:
        """The last day on which it can be open.

        A return whose date is not on file is taken to last to the end of its month: every R13 on
        file closes in September and every R14 in October.
        """
        return self.closes_on or month_end(add_months(first_day(self.year), self.number))

    def is_over(self, as_at: date | datetime) -> bool:
        """Whether it has closed: a time is compared with six in the evening, a date with the day.

        Errors: ValueError for a time without a zone.
        """
        if isinstance(as_at, datetime):
            if as_at.tzinfo is None:
                raise ValueError("a time must say its zone")
            return as_at > datetime.combine(self.over_after, CLOSING_TIME, LONDON)
        return as_at > self.over_after


@cache
def _bank_holidays(calendar_year: int) -> frozenset[date]:
    # Imported here because it takes a third of a second and the dates on file do not need it.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=calendar_year))


def fourth_working_day(calendar_year: int, month: int) -> date:
    """The fourth day of a month that is neither at a weekend nor a bank holiday in England.

    >>> fourth_working_day(2027, 4)  # Easter Monday 2027 is in March
    datetime.date(2027, 4, 6)
    >>> fourth_working_day(2026, 4)  # Good Friday is the 3rd, Easter Monday the 6th
    datetime.date(2026, 4, 8)
    """
    holidays = _bank_holidays(calendar_year)
    day, found = date(calendar_year, month, 1), 0
    while True:
        found += day.weekday() < 5 and day not in holidays
        if found == 4:
            return day
        day += timedelta(days=1)


def working_days_between(start: date, end: date) -> int:
    """Working days in England after `start`, up to and with `end`; 0 if `end` is not later.

    >>> working_days_between(date(2026, 11, 23), date(2026, 12, 4))
    9
    """
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in _bank_holidays(day.year) for day in days)


def closing_day_by_rule(year: str, number: int) -> date | None:
    """The fourth working day of the month after the one reported; None for R13 and R14."""
    if number > 12:
        return None
    following = add_months(first_day(year), number)
    return fourth_working_day(following.year, following.month)


@cache
def _on_file() -> Mapping[tuple[str, int], tuple[date, str, str]]:
    text = resources.files("openilr.ilr").joinpath("data/calendar.yaml").read_text("utf-8")
    years = cast("dict[str, list[dict[str, object]]]", yaml.safe_load(text))
    return {
        (year, int(name[1:])): (day, str(block["status"]), str(block["source"]))
        for year, blocks in years.items()
        for block in blocks
        for name, day in cast("dict[str, date]", block["closes"]).items()
    }


def _reference_date(year: str, number: int) -> date | None:
    if number not in _REFERENCE_DAYS:
        return None
    month, day = _REFERENCE_DAYS[number]
    start = first_day(year)
    return date(start.year + (month < start.month), month, day)


@cache
def returns(year: str) -> tuple[Return, ...]:
    """R01 to R14 of a year, in order."""
    out: list[Return] = []
    for number in RETURN_NUMBERS:
        on_file = _on_file().get((year, number))
        if on_file is None:
            closes_on = closing_day_by_rule(year, number)
            status, source = (
                ("rule", "fourth working day of the month") if closes_on else (NOT_ON_FILE, "")
            )
        else:
            closes_on, status, source = on_file
        out.append(Return(year, number, closes_on, _reference_date(year, number), status, source))
    return tuple(out)


def return_of(year: str, name: str | int) -> Return:
    """One return by its number or name (4, "R04" or "r4").

    Errors: ValueError if there is no such return.
    """
    text = str(name).strip().upper().removeprefix("R")
    if not text.isascii() or not text.isdigit() or int(text) not in RETURN_NUMBERS:
        raise ValueError(f"{name} is not a return: they are R01 to R14")
    return returns(year)[int(text) - 1]


def open_return(year: str, as_at: date | datetime) -> Return:
    """The return a file of `year` belongs to on a day: the first not closed, R14 once all are.

    Before the year begins that is R01. A date counts as open until the end of its day.
    """
    of_year = returns(year)
    return next((r for r in of_year if not r.is_over(as_at)), of_year[-1])


def open_years(as_at: date | datetime) -> tuple[str, ...]:
    """The years that can be returned on a day, the earlier first.

    A year counts from 1 August on, when its records begin to be made, until its R14 closes. So two
    years are open from August, and in September and October both have a return to make: R13 with
    R01, R14 with R02.
    """
    day = as_at.astimezone(LONDON).date() if isinstance(as_at, datetime) else as_at
    current = year_of(day)
    before = year_of(first_day(current) - timedelta(days=1))
    return (current,) if returns(before)[-1].is_over(as_at) else (before, current)


def period_of(year: str, day: date) -> int | None:
    """The funding month of a day within a year: 1 is August, 12 July; None outside the year."""
    if not first_day(year) <= day <= last_day(year):
        return None
    return (day.month - 8) % 12 + 1


def period_first_day(year: str, period: int) -> date:
    """The first day of a funding month (1 is August)."""
    if not 1 <= period <= 12:
        raise ValueError(f"{period} is not a funding month: they are 1 (August) to 12 (July)")
    return add_months(first_day(year), period - 1)


def period_last_day(year: str, period: int) -> date:
    """The last day of a funding month (1 is August)."""
    return month_end(period_first_day(year, period))
