"""What people type, as the record holds it: dates in any usual form, money with commas."""

import re
from datetime import date

from openilr.ilr.schema import Kind
from openilr.record.fields import RecordField
from openilr.record.values import text_of

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})[\s./-]?([a-z]{3,9})[\s./-]?(\d{4}|\d{2})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_GROUPED = re.compile(r"£?\d{1,3}(,\d{3})+(\.00?)?|£\d+(\.00?)?")
LATEST_SHORT_BIRTH = 40
"""A year of two digits above this is of the last century: 85 is 1985, 27 is 2027."""


def parse_day(text: str) -> date | None:
    """A date typed fast: 9/10/27, 091027, 9 Oct 2027, 2027-10-09; None if it is none of these.

    >>> parse_day("9/10/27"), parse_day("09102027"), parse_day("9 oct 27")
    (datetime.date(2027, 10, 9), datetime.date(2027, 10, 9), datetime.date(2027, 10, 9))
    >>> parse_day("31/2/27")
    """
    text = text.strip().lower()
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else _day(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    if found := _NUMBERS.fullmatch(text) or _TOGETHER.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return date(_year(year), month, day)
    if (worded := _WORDS.fullmatch(text)) and worded[2][:3] in MONTHS:
        return date(_year(int(worded[3])), MONTHS.index(worded[2][:3]) + 1, int(worded[1]))
    return None


def _year(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year <= LATEST_SHORT_BIRTH else 1900 + year


def from_typed(field: RecordField, text: str) -> str:
    """The text to store for what was typed; what cannot be read is kept as it is.

    >>> from openilr.record.fields import field_named
    >>> from_typed(field_named("AppFinRecord", "AFinAmount"), "£12,750")
    '12750'
    """
    text = text.strip()
    if field.kind is Kind.DATE:
        found = parse_day(text)
        return found.isoformat() if found else text
    if field.kind is Kind.INTEGER and _GROUPED.fullmatch(text):
        return text.lstrip("£").replace(",", "").split(".")[0]
    return text


def to_show(field: RecordField, value: object) -> str:
    """The text of a stored value as an input shows it: dates as day, month, year."""
    text = text_of(value) or ""
    if field.kind is Kind.DATE:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return f"{day.day} {day:%b %Y}"
    return text
