"""Values of the record in words: dates as people write them, codes with their labels."""

from openilr.errors import EngineError
from openilr.ilr.years import READABLE_YEARS
from openilr.record.fields import field_named
from openilr.record.names import value_in_words

LABEL_LENGTH = 60
"""Labels are cut here: some are whole sentences."""


def value_words(entity: str, field: str | None, value: object) -> str:
    """A value as people read it; blank where there is none."""
    if field is None or field == "" or value is None:
        return ""
    try:
        return value_in_words(entity, field, value)
    except EngineError:
        return str(value)


def code_label(entity: str, field: str | None, value: object) -> str:
    """What a code means, in the latest year that collects its field; blank if it is no code."""
    if not field or value is None:
        return ""
    try:
        declared = field_named(entity, field)
    except EngineError:
        return ""
    listed = declared.codes(entity, declared.years[-1] if declared.years else READABLE_YEARS[-1])
    code = listed.get(str(value)) if listed else None
    label = code.label if code else ""
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
