"""What a check is asked for, and what follows from it before a file is read."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from openilr.errors import EngineError, WrongCollectionYear
from openilr.ilr.calendar import open_return
from openilr.ilr.years import OPEN_YEARS, long_name
from openilr.reference.supplied import NO_TABLES, Tables
from openilr.rules.catalogue import plain_name

PROCESSES = 2
"""Processes for a file of more than one part; the budgets are set on two cores."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a check is asked for.

    Attributes:
        as_at: the day that counts as today.
        year: refuse a file of another year; None takes each file as what it is.
        return_period: 1 to 14; None takes the one open on the day.
        rules: plain names of the rules to run; None runs all.
    """

    as_at: date
    year: str | None = None
    return_period: int | None = None
    rules: frozenset[str] | None = None
    tables: Tables = NO_TABLES
    processes: int = PROCESSES


class Progress(Protocol):
    """Takes news of long work: of what, how much is done and of how much (None if that is not
    known).
    """

    def __call__(self, work: str, done: int, total: int | None) -> None:
        """Show the news."""
        ...


def silent(work: str, done: int, total: int | None) -> None:
    """Report to nobody."""


def period(year: str, options: CheckOptions) -> int:
    """The return that is checked for: the one asked for, else the one open on the day."""
    return options.return_period or open_return(year, options.as_at).number


def right_year(year: str, options: CheckOptions) -> None:
    """Refuse a file of a year that was not asked for or is not checked.

    Errors: WrongCollectionYear.
    """
    if options.year is not None and options.year != year:
        raise WrongCollectionYear(
            f"The file is of {long_name(year)} ({year}), and {options.year} was asked for. "
            "Leave --year out to check it as what it is."
        )
    if year not in OPEN_YEARS:
        raise WrongCollectionYear(
            f"The file is of {long_name(year)}. It can be read and converted, but only "
            f"{' and '.join(long_name(y) for y in OPEN_YEARS)} are checked."
        )


def rule_names(names: Iterable[str]) -> frozenset[str]:
    """The rules named, in the plain form that `CheckOptions.rules` holds.

    Errors: EngineError naming those that no open year has.
    """
    wanted = [name.strip() for name in names if name.strip()]
    known = {plain_name(rule) for year in OPEN_YEARS for rule in asked(year, None)}
    unknown = [name for name in wanted if plain_name(name) not in known]
    if unknown or not wanted:
        raise EngineError(
            f"There is no rule called {', '.join(unknown) or 'nothing'}. "
            "Names are DfE's, such as LearnStartDate_02, with commas between them."
        )
    return frozenset(plain_name(name) for name in wanted)


def asked(year: str, rules: frozenset[str] | None) -> list[str]:
    """The checks of the year that were asked for."""
    from openilr.rules.listing import listing  # declares every rule: a small check does without

    return [r.rule for r in listing(year) if rules is None or plain_name(r.rule) in rules]


@dataclass(frozen=True, slots=True)
class Organisations(Container[int]):
    """The known provider numbers, looked up one by one: the table has tens of thousands."""

    tables: Tables

    @staticmethod
    def of(tables: Tables) -> "Organisations | None":
        """Those of the tables of a run; None if they have none."""
        return Organisations(tables) if tables.supplied("organisations") else None

    def __contains__(self, ukprn: object) -> bool:
        return bool(self.tables.find("organisations", ukprn, columns=("UKPRN",)))
