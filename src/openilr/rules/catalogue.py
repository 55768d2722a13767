"""The catalogue: the facts of every rule that DfE publishes, by year (`catalogue.csv` beside this
module).

One row of the file is one rule. Columns ending in a year hold what is that year's own: the severity
in force, the severity printed where it is another, the spelling and the fields where 2026-27
differs ("-" for none). `since` and `until` are the first and last year in which the rule is live,
empty where it is open.

DfE spells some rules in odd ways (DateofBirth_60, LearnDelFamType_134, FD_Tlout_AL) and some
otherwise from year to year. A finding carries the spelling of the list of its year; names are
looked up without regard to capitals, underscores and spaces. Our own checks (prefix OpenILR_) are
never in this catalogue.

Source: DfE's validation rules, 2025-26 version 3 with the eleven rules added to it later, and
2026-27 version 4. Nothing here imports Polars: the web's save path reads it too.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from openilr.ilr.schema import schema
from openilr.ilr.years import OPEN_YEARS, Years

OURS = "OpenILR_"
"""What the name of every check of our own begins with."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """What people read of a rule: our words, never DfE's.

    Attributes:
        summary: one sentence saying what is wrong.
        explanation: further sentences, may be empty.
        fix: what to do about it.
        fields: the fields it reports, as Entity.Field.
        ours: whether the check is our own and not one of DfE's.
    """

    rule: str
    severity: str
    summary: str
    explanation: str = ""
    fix: str = ""
    fields: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that does not run in a check: why, and the reference table it waits for, if any."""

    rule: str
    reason: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One published rule as it stands in one year.

    Attributes:
        rule: the name as that year's list prints it.
        years: the years in which the rule is live.
        severity: in force: "E", "W", or "N/A" (listed, and switched off).
        published_severity: as printed; DfE may run a rule at another.
        grain: what one finding is about ("learner", "learning delivery", "fin record" ...).
        fields: the fields the rule reads, as Entity.Field; `Entity.*` is the presence of the record
            itself.
        needs_reference: the reference data it needs ("LARS", "org", "code list" ...); empty if
            none.
        family: the shape it shares with like rules.
        relevance: the kinds of provision it speaks about.
        from_return: the first return it is expected in ("R03"), empty for the whole year.
        reported_at_2021: "learner" or "aim" where DfE's 2020-21 code is known, else empty.
        violation_fields: the fields that DfE reports with a finding.
        change: what moved between 2025-26 and 2026-27.
    """

    rule: str
    year: str
    years: Years
    severity: str
    published_severity: str
    category: str
    grain: str
    fields: tuple[str, ...]
    needs_reference: tuple[str, ...]
    derived_data: tuple[str, ...]
    family: str
    relevance: tuple[str, ...]
    from_return: str
    reported_at_2021: str
    violation_fields: tuple[str, ...]
    change: str
    note: str

    @property
    def in_force(self) -> bool:
        """Whether DfE runs the rule at all in this year."""
        return self.severity in ("E", "W")

    @property
    def is_field_check(self) -> bool:
        """Whether the rule is made from the schema (the FD_ rules)."""
        return self.category == "Field Definition"

    @property
    def level(self) -> Literal["file", "learner", "aim"]:
        """Whether a finding carries an aim: the level of DfE's 2020-21 code where it is known, else
        the grain's.
        """
        if self.grain == "file":
            return "file"
        if self.reported_at_2021:
            return "aim" if self.reported_at_2021 == "aim" else "learner"
        if self.grain in ("learner", "employment status", "cross-learner"):
            return "learner"
        if self.grain in ("learning delivery", "delivery FAM", "fin record", "hours record"):
            return "aim"
        of_year = schema(self.year)
        entities = {f.split(".")[0] for f in self.violation_fields or self.fields}
        below = {e for e in entities if e in of_year.entities and "aim" in of_year.keys(e)}
        return "aim" if below else "learner"


def plain_name(rule: str) -> str:
    """The name in the form by which rules are compared: no capitals, underscores or spaces.

    >>> plain_name("Namespace Mismatch") == plain_name("NAMESPACE_MISMATCH")
    True
    >>> plain_name("R_06") == plain_name("R06")
    True
    """
    return rule.lower().replace("_", "").replace(" ", "")


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text and text != "-" else ()


def _needs(text: str) -> tuple[str, ...]:
    return () if text == "none" else tuple(part.removeprefix("other:") for part in text.split(";"))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("openilr.rules") / "catalogue.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def catalogue(year: str) -> Mapping[str, RuleEntry]:
    """Every published rule live in a year, by its name as printed, in the printed order.

    Errors: KeyError if the year is not one that is checked.
    """
    if year not in OPEN_YEARS:
        raise KeyError(f"there is no catalogue of rules for {year}")
    entries: dict[str, RuleEntry] = {}
    for row in _rows():
        years = Years(row["since"] or None, row["until"] or None)
        if year not in years:
            continue

        def of_year(column: str, row: dict[str, str] = row) -> str:
            return row.get(f"{column}_{year}") or row[column]

        name = of_year("name")
        severity = row[f"severity_{year}"]
        entries[name] = RuleEntry(
            rule=name,
            year=year,
            years=years,
            severity=severity,
            published_severity=row[f"published_{year}"] or severity,
            category=row["category"],
            grain=row["grain"],
            fields=_split(of_year("fields")),
            needs_reference=_needs(row["needs_reference"]),
            derived_data=_split(of_year("derived_data")),
            family=row["family"],
            relevance=_split(row["relevance"]),
            from_return=row["from_return"] if year >= "2627" else "",
            reported_at_2021=row["reported_at_2021"],
            violation_fields=_split(of_year("violation_fields")),
            change=row["change"],
            note=row["note"],
        )
    return MappingProxyType(entries)


@cache
def _by_plain_name(year: str) -> Mapping[str, RuleEntry]:
    return {plain_name(rule): e for rule, e in catalogue(year).items()}


def find(rule: str, year: str) -> RuleEntry | None:
    """The entry of a rule in a year however its name is written, or None if the year has no such
    rule.
    """
    return _by_plain_name(year).get(plain_name(rule))


def entry(rule: str, year: str) -> RuleEntry:
    """The entry of a rule in a year, however its name is written.

    Errors: KeyError if the list of the year has no such rule.
    """
    found = find(rule, year)
    if found is None:
        raise KeyError(f"the rules of {year} have no {rule}")
    return found
