"""Months as whole numbers, and the collection periods that they are.

A month is `12 * year + month - 1`, so that months can be counted and compared; a collection period
is 1 for August to 12 for July of an academic year.
"""

from datetime import date
from functools import cache

from openilr.ilr.dates import month_end

_AUGUST = 7


def month_of(day: date) -> int:
    """The month that a day lies in.

    >>> month_of(date(2026, 8, 1)) - month_of(date(2026, 7, 31))
    1
    """
    return day.year * 12 + day.month - 1


def month_after(day: date) -> int:
    """The month of the day after: the first month whose end is not reached by `day`.

    >>> month_after(date(2026, 7, 30)) == month_of(date(2026, 7, 1))
    True
    >>> month_after(date(2026, 7, 31)) == month_of(date(2026, 8, 1))
    True
    """
    return day.year * 12 + day.month - 1 + (day.day >= 28 and day == month_end(day))


@cache
def last_day_of(month: int) -> date:
    """The last day of a month, its census day.

    >>> last_day_of(month_of(date(2028, 2, 3)))
    datetime.date(2028, 2, 29)
    """
    return month_end(date(month // 12, month % 12 + 1, 1))


@cache
def period_of(month: int) -> tuple[str, int]:
    """Academic year and collection period of a month.

    >>> period_of(month_of(date(2026, 8, 1))), period_of(month_of(date(2027, 7, 31)))
    (('2627', 1), ('2627', 12))
    """
    since_august = month - _AUGUST
    start = since_august // 12
    return f"{start % 100:02d}{(start + 1) % 100:02d}", since_august % 12 + 1


def month_of_period(academic_year: str, period: int) -> int:
    """The month of a collection period.

    >>> month_of_period("2627", 4) == month_of(date(2026, 11, 23))
    True
    """
    return (2000 + int(academic_year[:2])) * 12 + _AUGUST + period - 1


def instalments_between(first: date, planned_end: date) -> int:
    """How many monthly instalments are planned from a day to a planned end.

    One where both lie in the same month; none where the planned end is earlier; else the months
    from that of `first` up to that of the day after the planned end.
    Source: spec/funding/apprenticeships.md section 3.

    >>> instalments_between(date(2025, 8, 15), date(2026, 7, 31))
    12
    >>> instalments_between(date(2025, 8, 15), date(2026, 7, 30))
    11
    >>> instalments_between(date(2025, 8, 15), date(2025, 8, 20))
    1
    >>> instalments_between(date(2025, 8, 15), date(2025, 8, 14))
    0
    """
    if planned_end < first:
        return 0
    if planned_end.year == first.year and planned_end.month == first.month:
        return 1
    return month_after(planned_end) - month_of(first)
