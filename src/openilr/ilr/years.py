"""Collection years: an academic year from 1 August to 31 July, named by four digits ("2627").

Source: spec/ilr/collection.md sections 1 and 2.
"""

from dataclasses import dataclass
from datetime import date

OPEN_YEARS = ("2526", "2627")
"""The years whose returns are checked and made."""

EARLIER_YEARS = ("1920", "2021", "2122", "2223", "2324", "2425")
"""The years that are read (imports, achievement-rate history) and not checked."""

READABLE_YEARS = EARLIER_YEARS + OPEN_YEARS


@dataclass(frozen=True, slots=True)
class Years:
    """A span of collection years, both ends included; None is open."""

    first: str | None = None
    last: str | None = None

    def __contains__(self, year: object) -> bool:
        """Whether `year` ("2627") lies in the span."""
        if not isinstance(year, str):
            return False
        return (self.first is None or year >= self.first) and (
            self.last is None or year <= self.last
        )


ALL_YEARS = Years()


def since(year: str) -> Years:
    """The span from `year` on."""
    return Years(first=year)


def until(year: str) -> Years:
    """The span up to and including `year`."""
    return Years(last=year)


def only(year: str) -> Years:
    """The span of one year."""
    return Years(first=year, last=year)


def first_day(year: str) -> date:
    """1 August on which the year begins ("2627" gives 2026-08-01)."""
    return date(2000 + int(year[:2]), 8, 1)


def last_day(year: str) -> date:
    """31 July on which the year ends ("2627" gives 2027-07-31)."""
    return date(2000 + int(year[2:]), 7, 31)


def year_of(day: date) -> str:
    """The collection year that `day` falls in (2026-11-23 gives "2627")."""
    start = day.year - (day.month < 8)
    return f"{start % 100:02d}{(start + 1) % 100:02d}"


def long_name(year: str) -> str:
    """The year as people write it ("2627" gives "2026-27")."""
    return f"20{year[:2]}-{year[2:]}"


def namespace(year: str) -> str:
    """The XML namespace of a year's message; the ESFA prefix ended with 2025-26."""
    return f"ILR/{long_name(year)}" if year >= "2627" else f"ESFA/ILR/{long_name(year)}"


NAMESPACES = {namespace(year): year for year in READABLE_YEARS}
