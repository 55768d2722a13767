"""What people call a row of the record: "Aim ZPROG001 from 2 Sep 2025"."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from openilr.ilr.schema import Field, Kind
from openilr.record.document import Document, Place, Row, rows_below, walk
from openilr.record.fields import LEARNER, entity_named, field_named
from openilr.record.values import text_of, typed

_KEYS: Mapping[str, tuple[str, ...]] = {
    "PriorAttain": ("PriorLevel", "DateLevelApp"),
    "ContactPreference": ("ContPrefType", "ContPrefCode"),
    "LLDDandHealthProblem": ("LLDDCat",),
    "LearnerFAM": ("LearnFAMType", "LearnFAMCode"),
    "ProviderSpecLearnerMonitoring": ("ProvSpecLearnMonOccur",),
    "LearnerEmploymentStatus": ("EmpStat", "DateEmpStatApp"),
    "EmploymentStatusMonitoring": ("ESMType", "ESMCode"),
    "LearnerHEFinancialSupport": ("FINTYPE",),
    "LearningDelivery": ("LearnAimRef", "LearnStartDate"),
    "LearningDeliveryFAM": ("LearnDelFAMType", "LearnDelFAMCode", "LearnDelFAMDateFrom"),
    "HRSRecord": ("HRSType", "HRSCode"),
    "LearningDeliveryWorkPlacement": ("WorkPlaceStartDate",),
    "AppFinRecord": ("AFinType", "AFinCode", "AFinDate"),
    "ProviderSpecDeliveryMonitoring": ("ProvSpecDelMonOccur",),
    "DPOutcome": ("OutType", "OutCode", "OutStartDate"),
}
"""The fields that tell a row from its like, a date last."""

_NOUNS: Mapping[str, str] = {"LearningDelivery": "Aim"}


def day_in_words(day: date) -> str:
    """A day as people read it (2 Sep 2025)."""
    return f"{day.day} {day:%b %Y}"


def value_in_words(entity: str, name: str, value: object) -> str:
    """A stored value as people read it: dates in words, the rest as it stands.

    Errors: UnknownField.
    """
    return _in_words(field_named(entity, name).field, value)[0]


def _in_words(field: Field, value: object) -> tuple[str, bool]:
    """A stored value as people read it, and whether it is a day."""
    day = typed(field, value) if field.kind is Kind.DATE else None
    if isinstance(day, date):
        return day_in_words(day), True
    return text_of(value) or "", False


def row_name(entity: str, data: Mapping[str, Any]) -> str:
    """What people call one row, without the rows it stands in.

    Errors: UnknownEntity.
    """
    declared = entity_named(entity)
    words = [_NOUNS.get(entity, declared.label)]
    for name in _KEYS.get(entity, ()):
        if name in data:
            text, is_day = _in_words(declared.fields[name].field, data[name])
            words.append(f"from {text}" if is_day else text)
    return " ".join(words)


def names_of(document: Document) -> Iterator[tuple[Row, str]]:
    """Every row with what people call it, the rows it stands in before it; "Learner" for the
    learner.
    """
    above: dict[str | None, str] = {}
    for row in walk(document):
        if not row.place:
            above[row.id] = ""
            yield row, entity_named(LEARNER).label
        else:
            own = row_name(row.entity, row.data)
            name = f"{before}, {own}" if (before := above[row.parent]) else own
            above[row.id] = name
            yield row, name


def full_name(document: Document, place: Place) -> str:
    """What people call the row at a place, as `names_of`."""
    names: list[str] = []
    for entity, number in place:
        document = rows_below(document, entity)[number]
        names.append(row_name(entity, document))
    return ", ".join(names) or entity_named(LEARNER).label
