"""Which learner of a file is which record, and which row of theirs is which row of it.

What cannot be told is said to be ambiguous; nothing is guessed.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from openilr.ilr.identifiers import TEMPORARY_ULN
from openilr.record.document import Document, rows_below
from openilr.record.fields import ID, LEARNER, entity_named
from openilr.record.projection import SOFTWARE_ID, LearnerData, software_id
from openilr.record.values import text_of, typed

T = TypeVar("T")


class By(StrEnum):
    """By what a learner was known again, the surest first."""

    REFERENCE = "LearnRefNumber"
    PREVIOUS_REFERENCE = "PrevLearnRefNumber"
    ULN = "ULN and date of birth"


@dataclass(frozen=True, slots=True)
class LearnerKeys:
    """What a learner is known by; texts without capitals and spaces around them."""

    LearnRefNumber: str | None = None
    PrevLearnRefNumber: str | None = None
    ULN: int | None = None
    DateOfBirth: date | None = None


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """The records that a learner may be: none is new, one is known, several are ambiguous."""

    found: tuple[T, ...]
    by: By | None


def keys_of(learner: LearnerData | Document) -> LearnerKeys:
    """What a learner of a file, or a record, is known by."""
    fields = entity_named(LEARNER).fields

    def plain(name: str) -> str | None:
        text = text_of(learner.get(name))
        return (text.strip().upper() or None) if text else None

    uln = typed(fields["ULN"].field, learner.get("ULN"))
    born = typed(fields["DateOfBirth"].field, learner.get("DateOfBirth"))
    return LearnerKeys(
        plain("LearnRefNumber"),
        plain("PrevLearnRefNumber"),
        uln if isinstance(uln, int) and uln != TEMPORARY_ULN else None,
        born if isinstance(born, date) else None,
    )


def match_learner(keys: LearnerKeys, known: Iterable[tuple[T, LearnerKeys]]) -> Match[T]:
    """The record that a learner is, by the surest key that finds any."""
    records = list(known)
    tests: tuple[tuple[By, Callable[[LearnerKeys], bool]], ...] = (
        (By.REFERENCE, lambda other: _same(keys.LearnRefNumber, other.LearnRefNumber)),
        (
            By.PREVIOUS_REFERENCE,
            lambda other: (
                _same(keys.PrevLearnRefNumber, other.LearnRefNumber)
                or _same(keys.LearnRefNumber, other.PrevLearnRefNumber)
            ),
        ),
        (
            By.ULN,
            lambda other: _same(keys.ULN, other.ULN) and _same(keys.DateOfBirth, other.DateOfBirth),
        ),
    )
    for by, test in tests:
        found = tuple(record for record, other in records if test(other))
        if found:
            return Match(found, by)
    return Match((), None)


def may_be_another(one: LearnerKeys, other: LearnerKeys) -> bool:
    """Whether two learners with one reference look like two people: both ULN and birth differ."""
    return (
        None not in (one.ULN, other.ULN, one.DateOfBirth, other.DateOfBirth)
        and one.ULN != other.ULN
        and one.DateOfBirth != other.DateOfBirth
    )


def _same(one: object, other: object) -> bool:
    return one is not None and one == other


# -- rows ------------------------------------------------------------------------------------------

NATURAL_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "PriorAttain": (("DateLevelApp", "PriorLevel"), ("DateLevelApp",)),
    "ContactPreference": (("ContPrefType", "ContPrefCode"),),
    "LLDDandHealthProblem": (("LLDDCat",),),
    "LearnerFAM": (("LearnFAMType", "LearnFAMCode"),),
    "ProviderSpecLearnerMonitoring": (("ProvSpecLearnMonOccur",),),
    "LearnerEmploymentStatus": (("DateEmpStatApp",),),
    "EmploymentStatusMonitoring": (("ESMType", "ESMCode"), ("ESMType",)),
    "LearnerHE": ((),),
    "LearnerHEFinancialSupport": (("FINTYPE",),),
    "LearningDeliveryFAM": (
        ("LearnDelFAMType", "LearnDelFAMCode", "LearnDelFAMDateFrom"),
        ("LearnDelFAMType", "LearnDelFAMDateFrom"),
    ),
    "HRSRecord": (("HRSType", "HRSCode"),),
    "LearningDeliveryWorkPlacement": (
        ("WorkPlaceStartDate", "WorkPlaceEmpId"),
        ("WorkPlaceStartDate",),
    ),
    "AppFinRecord": (("AFinType", "AFinCode", "AFinDate"),),
    "ProviderSpecDeliveryMonitoring": (("ProvSpecDelMonOccur",),),
    "LearningDeliveryHE": ((),),
    "DPOutcome": (("OutType", "OutCode", "OutStartDate"),),
}
"""What a child row is known by, the surest first; () is a row that stands once."""

AIM_KEY = ("LearnAimRef", "LearnStartDate", "ProgType", "StdCode", "FworkCode", "PwayCode")
"""What an aim is known by beside its identifier: the fields that must not change over the years."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a file with those of the record that they are, by their places in both lists.

    Attributes:
        pairs: place in the file -> place in the record.
        ambiguous: places in the file of rows that may be several of the record's.
    """

    pairs: Mapping[int, int]
    ambiguous: tuple[int, ...] = ()


def pair_rows(entity: str, theirs: Sequence[Document], mine: Sequence[Document]) -> Pairs:
    """Child rows of a file (as stored) and of the record: by all they say with the rows below them,
    by what they say themselves, then by their keys.
    """
    pairs: dict[int, int] = {}
    _in_order(theirs, mine, pairs, _says_all)
    _in_order(theirs, mine, pairs, _says)
    for names in NATURAL_KEYS[entity]:
        _unique(theirs, mine, pairs, _by(names))
    return Pairs(pairs)


def pair_aims(
    theirs: Sequence[Document], mine: Sequence[Document], key: Sequence[str] = AIM_KEY
) -> Pairs:
    """Aims of a file (as stored, in the order of AimSeqNumber) and of the record.

    By identifier, then by the fields that never change; where several have the same, by all they
    say and then, if there are as many of them on both sides, by their order.
    """
    pairs: dict[int, int] = {}
    _unique(theirs, mine, pairs, _imported_id, _own_id)
    _unique(theirs, mine, pairs, _imported_id)
    _in_order(theirs, mine, pairs, _says_all)
    left: dict[Hashable, tuple[list[int], list[int]]] = {}
    of = _by(key)
    for side, rows, taken in ((0, theirs, set(pairs)), (1, mine, set(pairs.values()))):
        for place, row in enumerate(rows):
            if place not in taken:
                left.setdefault(of(row), ([], []))[side].append(place)
    ambiguous: list[int] = []
    for in_file, in_record in left.values():
        if len(in_file) == len(in_record):
            pairs.update(zip(in_file, in_record, strict=True))
        elif in_record and in_file:
            ambiguous += in_file
    return Pairs(pairs, tuple(sorted(ambiguous)))


def _unique(
    theirs: Sequence[Document],
    mine: Sequence[Document],
    pairs: dict[int, int],
    key: Callable[[Document], Hashable],
    my_key: Callable[[Document], Hashable] | None = None,
) -> None:
    """Pair the rows whose key is known and stands once on either side."""
    places = _places(theirs, set(pairs), key), _places(mine, set(pairs.values()), my_key or key)
    for value, in_file in places[0].items():
        in_record = places[1].get(value, ())
        if value is not None and len(in_file) == 1 and len(in_record) == 1:
            pairs[in_file[0]] = in_record[0]


def _in_order(
    theirs: Sequence[Document],
    mine: Sequence[Document],
    pairs: dict[int, int],
    key: Callable[[Document], Hashable],
) -> None:
    """Pair the rows that are the same in all they say; among equals the order is no matter."""
    places = _places(theirs, set(pairs), key), _places(mine, set(pairs.values()), key)
    for value, in_file in places[0].items():
        pairs.update(zip(in_file, places[1].get(value, ()), strict=False))


def _places(
    rows: Sequence[Document], taken: set[int], key: Callable[[Document], Hashable]
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for place, row in enumerate(rows):
        if place not in taken:
            found.setdefault(key(row), []).append(place)
    return found


def _by(names: Sequence[str]) -> Callable[[Document], Hashable]:
    return lambda row: tuple(row.get(name) for name in names)


def _says(row: Document) -> Hashable:
    return frozenset((k, v) for k, v in row.items() if k != ID and isinstance(v, str | int))


def _says_all(row: Document) -> Hashable:
    """All that a row says with all below it, whatever the order of rows and their identifiers."""
    below = [
        (name, frozenset(map(_says_all, rows_below(row, name))))
        for name, value in row.items()
        if not _plain(value)
    ]
    own = frozenset((k, v) for k, v in row.items() if k not in (ID, SOFTWARE_ID) and _plain(v))
    return own, frozenset(below)


def _plain(value: object) -> bool:
    return isinstance(value, str | int)


def _imported_id(aim: Document) -> Hashable:
    return _bare(aim.get(SOFTWARE_ID))


def _own_id(aim: Document) -> Hashable:
    return _bare(software_id(str(aim[ID]))) if ID in aim else None


def _bare(value: object) -> str | None:
    """An identifier in the form in which two of them are compared."""
    text = text_of(value)
    return (text.replace("-", "").strip().lower() or None) if text else None


def is_ours(aim: Document, imported: object) -> bool:
    """Whether an imported SWSupAimId is the identifier that we gave the aim."""
    return _bare(imported) == _own_id(aim)


def aim_key(year_fields: Iterable[str]) -> tuple[str, ...]:
    """The fields that an aim is known by, of those that a year collects."""
    of_year = set(year_fields)
    return tuple(name for name in AIM_KEY if name in of_year)
