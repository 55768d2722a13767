"""The checks of one field's own form, as it is typed: length, characters, range, date."""

from openilr.ilr.calendar import open_years
from openilr.record.fields import RecordField
from openilr.rules.field_checks.values import describe, faults
from openilr.web.ui.shell import today


def faults_of(field: RecordField, entity: str, text: str) -> list[str]:
    """What is wrong with a text for a field, in words; a code outside its list is wrong too."""
    if not text:
        return []
    found = [describe(field.field, fault, text) for fault in faults(field.field, text)]
    if found:
        return found
    lists = [codes for year in open_years(today()) if (codes := field.codes(entity, year))]
    if lists and not any(text in codes for codes in lists):
        return [f"{text} is not in the list of codes of {field.label}."]
    return []
