"""What people call a row of the record: "Aim ZPROG001 from 2 Sep 2025"."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from openilr.record.document import Document, Place, rows_below
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
    day = typed(field_named(entity, name).field, value)
    return day_in_words(day) if isinstance(day, date) else text_of(value) or ""


def row_name(entity: str, data: Mapping[str, Any]) -> str:
    """What people call one row, without the rows it stands in.

    Errors: UnknownEntity.
    """
    words = [_NOUNS.get(entity, entity_named(entity).label)]
    for name in _KEYS.get(entity, ()):
        if name in data:
            text = value_in_words(entity, name, data[name])
            is_day = isinstance(typed(field_named(entity, name).field, data[name]), date)
            words.append(f"from {text}" if is_day else text)
    return " ".join(words)


def full_name(document: Document, place: Place) -> str:
    """What people call the row at a place, with the rows it stands in."""
    names: list[str] = []
    for entity, number in place:
        document = rows_below(document, entity)[number]
        names.append(row_name(entity, document))
    return ", ".join(names) or entity_named(LEARNER).label
