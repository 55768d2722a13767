"""Ages, months and days between dates, and the fixed days of a year: the one place for them.

Source: spec/rules/README.md section 2 (ages, durations, years); spec/rules/families.md (school
leaving date).
"""

from calendar import FRIDAY, monthrange
from datetime import date, timedelta

from openilr.ilr.years import first_day, last_day


def add_years(day: date, years: int) -> date:
    """The same day of the month `years` later; 29 February becomes 28 February in a common year.

    This is how DfE's own services add years, so a birthday of 29 February falls on 28 February.

    >>> add_years(date(2004, 2, 29), 18)
    datetime.date(2022, 2, 28)
    >>> add_years(date(2004, 2, 29), 20)
    datetime.date(2024, 2, 29)
    >>> add_years(date(2026, 8, 1), -10)
    datetime.date(2016, 8, 1)
    """
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a month that is too short.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> add_months(date(2026, 8, 31), 1)
    datetime.date(2026, 9, 30)
    >>> add_months(date(2027, 2, 28), -12)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_years(start: date, end: date) -> int:
    """Complete years from `start` to `end`; the anniversary itself completes a year.

    >>> born = date(2008, 8, 1)
    >>> whole_years(born, date(2026, 7, 31)), whole_years(born, date(2026, 8, 1))
    (17, 18)
    >>> born = date(2004, 2, 29)
    >>> whole_years(born, date(2022, 2, 27)), whole_years(born, date(2022, 2, 28))
    (17, 18)
    >>> whole_years(date(2026, 8, 1), date(2026, 7, 31))
    -1
    """
    years = end.year - start.year
    return years if add_years(start, years) <= end else years - 1


def age(born: date, on: date) -> int:
    """Age in whole years on a day; the birthday counts.

    >>> age(date(2007, 9, 7), on=date(2026, 9, 7)), age(date(2007, 9, 8), on=date(2026, 9, 7))
    (19, 18)
    """
    return whole_years(born, on)


def whole_months(start: date, end: date) -> int:
    """Complete months from `start` to `end`; the day that `add_months` gives completes a month.

    >>> start = date(2026, 1, 31)
    >>> whole_months(start, date(2026, 2, 27)), whole_months(start, date(2026, 2, 28))
    (0, 1)
    >>> whole_months(date(2026, 9, 7), date(2028, 1, 28))
    16
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def days_between(start: date, end: date) -> int:
    """The plain difference in days; the first day is not counted.

    >>> days_between(date(2024, 8, 1), date(2025, 7, 31))
    364
    """
    return (end - start).days


def days_inclusive(first: date, last_inclusive: date) -> int:
    """Days from `first` to `last_inclusive`, both counted.

    >>> days_inclusive(date(2024, 8, 1), date(2025, 7, 31))
    365
    >>> days_inclusive(date(2026, 9, 1), date(2026, 10, 12))  # a qualifying period of 42 days
    42
    """
    return (last_inclusive - first).days + 1


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in.

    >>> month_end(date(2028, 2, 1)), month_end(date(2026, 8, 31))
    (datetime.date(2028, 2, 29), datetime.date(2026, 8, 31))
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends(first: date, last_inclusive: date) -> int:
    """How many last days of a month lie from `first` to `last_inclusive`, both counted.

    >>> start = date(2026, 9, 7)
    >>> month_ends(start, date(2027, 9, 6)), month_ends(start, date(2026, 9, 30))
    (12, 1)
    >>> month_ends(start, date(2026, 9, 29)), month_ends(start, date(2026, 8, 1))
    (0, 0)
    """
    months = (last_inclusive.year - first.year) * 12 + last_inclusive.month - first.month
    return max(0, months + (last_inclusive == month_end(last_inclusive)))


def last_friday_in_june(calendar_year: int) -> date:
    """The last Friday in June, on which compulsory schooling ends.

    >>> last_friday_in_june(2026), last_friday_in_june(2023)
    (datetime.date(2026, 6, 26), datetime.date(2023, 6, 30))
    """
    day = date(calendar_year, 6, 30)
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def school_leaving_date(born: date) -> date:
    """The last Friday in June of the school year (1 September to 31 August) of the 16th birthday.

    >>> school_leaving_date(date(2010, 8, 31)), school_leaving_date(date(2010, 9, 1))
    (datetime.date(2026, 6, 26), datetime.date(2027, 6, 25))
    """
    sixteen = add_years(born, 16)
    return last_friday_in_june(sixteen.year + (sixteen.month >= 9))


def august_31(year: str) -> date:
    """31 August inside a collection year, the day on which 16 to 19 ages are taken.

    >>> august_31("2526")
    datetime.date(2025, 8, 31)
    """
    return first_day(year).replace(day=31)


def january_1(year: str) -> date:
    """1 January inside a collection year, which lies in its second calendar year.

    >>> january_1("2526")
    datetime.date(2026, 1, 1)
    """
    return date(last_day(year).year, 1, 1)


def age_on_31_august(born: date, year: str) -> int:
    """Age on 31 August inside a collection year.

    >>> age_on_31_august(date(2006, 8, 31), "2526"), age_on_31_august(date(2006, 9, 1), "2526")
    (19, 18)
    """
    return age(born, august_31(year))
