"""Code lists: the codes of every coded field, with labels and dates, by collection year.

The lists are data: `code_lists.csv` (one row a list), `codes.csv` (one row a code),
`codes_without_labels.csv` (long lists of bare codes) and `grades.csv`. A cell `years` names the
open years that have a code: empty is both, "-" neither (it was in use earlier), and a question mark
says that it is not established. A list that is not verified may lack codes: one that is not in it
is then unknown, not wrong. The lists of earlier years are not on file; they are given as all that
was ever in use before 2026-27, not verified.

Nothing here imports Polars: the web's save path reads it too.
Source: spec/ilr/codes.json; each list names its own.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    Attributes:
        code: as text, as it stands in a file ("034" is not "34").
        label: empty where it is not on file.
        valid_from, valid_to: both days included; None is no limit, or none on file.
        verified: whether the code is known to belong to the list of that year.
    """

    code: str
    label: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    note: str = ""

    def has_ended(self, day: date) -> bool:
        """Whether a day is after the code's last one; most rules test only this end."""
        return self.valid_to is not None and day > self.valid_to

    def is_valid_on(self, day: date) -> bool:
        """Whether a day lies between the code's first and last."""
        return not self.has_ended(day) and (self.valid_from is None or day >= self.valid_from)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one field, or of one type of a field that comes in types, in one year.

    Attributes:
        name: "FundModel", or "LearnDelFAM.LDM" for a type.
        entity: the entity of its fields.
        fields: the fields that hold a code of it; of ContPref and DPOutcome the two that together
            hold one ("RUI 4").
        type: the type ("LDM"); empty for a list of a whole field.
        description: what the type is about; empty for a list of a whole field.
        codes: by code, in the order of the list.
        in_use: whether the year has the list at all.
        verified: whether the list is known to be whole.
        max_occurrences: how many records of the type one parent may have; None is no such limit.
        occurs: the same in words where a number does not say it ("each code once").
    """

    name: str
    year: str
    entity: str
    fields: tuple[str, ...]
    type: str
    description: str
    codes: Mapping[str, Code]
    in_use: bool
    verified: bool
    max_occurrences: int | None
    occurs: str
    note: str
    source: str

    def __contains__(self, code: object) -> bool:
        """Whether a code, as text or number, is in the list, on whatever day."""
        return str(code) in self.codes

    def __iter__(self) -> Iterator[Code]:
        """The codes, in order."""
        return iter(self.codes.values())

    def __len__(self) -> int:
        """How many codes it has."""
        return len(self.codes)

    def get(self, code: str | int) -> Code | None:
        """One code, or None."""
        return self.codes.get(str(code))

    def label(self, code: str | int) -> str:
        """The label of a code; empty if there is none on file."""
        found = self.get(code)
        return found.label if found else ""

    def on(self, day: date) -> tuple[Code, ...]:
        """The codes that are valid on a day."""
        return tuple(code for code in self if code.is_valid_on(day))


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("openilr.ilr").joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _has(years: str, year: str) -> bool | None:
    """What a cell `years` says of a year: True, False, or None for "not established"."""
    if year not in OPEN_YEARS:
        # All but what came in with 2026-27.
        return years != "2627"
    if not years:
        return True
    return True if year in years.split() else None if f"{year}?" in years.split() else False


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _lists() -> Mapping[str, dict[str, str]]:
    return {row["list"]: row for row in _rows("code_lists")}


@cache
def _codes() -> Mapping[str, Mapping[str, dict[str, str]]]:
    """The rows of every list by code; a row of `codes.csv` adds to a bare code of the same list."""
    bare = {"label": "", "valid_from": "", "valid_to": "", "years": "", "note": ""}
    out: dict[str, dict[str, dict[str, str]]] = {name: {} for name in _lists()}
    for row in _rows("codes_without_labels"):
        out[row["list"]].update({code: {**bare, "code": code} for code in row["codes"].split()})
    for row in _rows("codes"):
        out[row["list"]][row["code"]] = row
    return out


def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(_lists())


@cache
def code_list(name: str, year: str) -> CodeList:
    """One list as it stands in a year; without codes where the year does not have it.

    Errors: KeyError if there is no such list, or no such year.

    >>> code_list("FundModel", "2627").label(39)
    'Growth and skills short course offer (apprenticeship units)'
    >>> 39 in code_list("FundModel", "2526"), "034" in code_list("LearnDelFAM.LDM", "2526")
    (False, True)
    """
    if year not in READABLE_YEARS:
        raise KeyError(f"there are no code lists for {year}")
    row = _lists()[name]
    in_use = _has(row["years"], year)
    verified = row["verified"] == "yes" and year in OPEN_YEARS and in_use is not None
    codes = {
        code: Code(
            code,
            of_code["label"],
            _day(of_code["valid_from"]),
            _day(of_code["valid_to"]),
            verified and has is True,
            of_code["note"],
        )
        for code, of_code in _codes()[name].items()
        if in_use is not False and (has := _has(of_code["years"], year)) is not False
    }
    limit = row["max_occurrences"]
    return CodeList(
        name=name,
        year=year,
        entity=row["entity"],
        fields=tuple(re.split("[ +]", row["field"])),
        type=row["type"],
        description=row["description"],
        codes=MappingProxyType(codes),
        in_use=in_use is not False,
        verified=verified,
        max_occurrences=int(limit) if limit.isdigit() else None,
        occurs="" if limit.isdigit() else limit,
        note=row["note"],
        source=row["source"],
    )


@cache
def types(entity: str, year: str) -> Mapping[str, CodeList]:
    """The lists of an entity whose records come in types, by type, as far as the year has them.

    Empty for other entities. A list without codes is one whose codes are not on file.

    >>> sorted(types("AppFinRecord", "2526")), sorted(types("AppFinRecord", "2627"))
    (['PMR', 'TNP'], ['PMR', 'RIP', 'TNP'])
    """
    found = (code_list(name, year) for name, row in _lists().items() if row["entity"] == entity)
    return MappingProxyType({each.type: each for each in found if each.type and each.in_use})


def for_type(entity: str, type_: str, year: str) -> CodeList | None:
    """The list of one type of an entity ("LearningDeliveryFAM", "LDM"); None if not in the year."""
    return types(entity, year).get(type_)


@cache
def pairs(entity: str, year: str) -> frozenset[tuple[str, str]]:
    """Every (type, code) on file of an entity whose records come in types.

    >>> ("TNP", "3") in pairs("AppFinRecord", "2627"), ("TNP", "9") in pairs("AppFinRecord", "2627")
    (True, False)
    """
    return frozenset(
        (kind, code) for kind, each in types(entity, year).items() for code in each.codes
    )


@cache
def for_field(entity: str, field: str, year: str) -> CodeList | None:
    """The list of a field; None if the year has none, or none of its codes is on file.

    A field that names a type (LearnDelFAMType) gets the list of types; the field that holds a code
    of a type (LearnDelFAMCode) has no list of its own: see `for_type`.

    >>> types_of_aims = for_field("LearningDeliveryFAM", "LearnDelFAMType", "2627")
    >>> types_of_aims.label("ACT"), for_field("Learner", "EngGrade", "2627").name
    ('Apprenticeship contract type', 'GCSEGrade')
    >>> for_field("LearningDeliveryFAM", "LearnDelFAMCode", "2627") is None
    True
    """
    for name, row in _lists().items():
        if row["entity"] != entity:
            continue
        if row["type"] and field == row["field"].replace("Code", "Type"):
            return _list_of_types(entity, field, year)
        if not row["type"] and field in row["field"].split():
            found = code_list(name, year)
            return found if found.codes else None
    return None


def _list_of_types(entity: str, field: str, year: str) -> CodeList | None:
    of_types = types(entity, year)
    if not of_types:
        return None
    codes = {
        kind: Code(kind, each.description, None, None, verified=each.verified, note=each.note)
        for kind, each in of_types.items()
    }
    return CodeList(
        name=field,
        year=year,
        entity=entity,
        fields=(field,),
        type="",
        description="",
        codes=MappingProxyType(codes),
        in_use=True,
        verified=all(each.verified for each in of_types.values()),
        max_occurrences=None,
        occurs="",
        note="",
        source="the lists of its types",
    )


@cache
def _grades() -> Mapping[str, frozenset[str]]:
    return {row["LearnAimRefType"]: frozenset(row["grades"].split()) for row in _rows("grades")}


def grades_of(LearnAimRefType: str) -> frozenset[str] | None:  # noqa: N803 - LARS's name
    """The grades that OutGrade may hold for a type of aim; None if none are on file for the type.

    Source: the 2020-21 lookup tables; later lists are not on file.

    >>> "A*" in grades_of("0002"), "1" in grades_of("0002"), grades_of("9999") is None
    (True, False, True)
    """
    return _grades().get(LearnAimRefType)
