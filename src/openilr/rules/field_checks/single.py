"""The field checks on one learner, without Polars: what the screen asks at every save.

A learner is a nested dictionary with the ILR's names: `{field: text, ChildEntity: [{...}, ...]}`.
A field that is absent has no key or None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from openilr.ilr.schema import Entity, Schema, schema
from openilr.rules.field_checks.declared import Fault, check_of, occurrence_is_limited
from openilr.rules.field_checks.texts import describe_occurs
from openilr.rules.field_checks.values import describe, faults

Record = Mapping[str, "str | None | Sequence[Record]"]
"""One entity: its fields as texts, its child entities as lists."""

Place = tuple[tuple[str, int], ...]
"""Where a record stands: each step below the learner is an entity and its place among its like."""


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """One fault of one learner.

    Attributes:
        place: the record it speaks of; empty for the learner itself.
        fields: the names reported with their texts; None is absent.
    """

    rule: str
    severity: str
    place: Place
    fields: tuple[tuple[str, str | None], ...]
    message: str


def check_learner(learner: Record, year: str) -> list[FieldFinding]:
    """Every finding of the field checks on one learner, in document order."""
    of_year = schema(year)
    return list(_record(of_year, of_year.entities["Learner"], learner, ()))


def _record(
    of_year: Schema, entity: Entity, record: Record, place: Place
) -> Iterator[FieldFinding]:
    year = of_year.year
    for field in entity.fields:
        text = cast("str | None", record.get(field.name))
        if text is None:
            found = (Fault.MISSING,) if field.mandatory else ()
        else:
            found = faults(field, text)
        for fault in found:
            check = check_of(year, entity.name, field.name, fault)
            told = describe(field, fault, text)
            yield FieldFinding(check.rule, check.severity, place, ((field.name, text),), told)
    for child in of_year.children(entity.name):
        below = cast("Sequence[Record]", record.get(child.name) or ())
        if occurrence_is_limited(of_year, child):
            too_many = child.max_occurs is not None and len(below) > child.max_occurs
            if too_many or len(below) < child.min_occurs:
                check = check_of(year, child.name, None, Fault.OCCURS)
                pair = (child.name, str(len(below)))
                told = describe_occurs(child, len(below))
                yield FieldFinding(check.rule, check.severity, place, (pair,), told)
        for number, one in enumerate(below):
            yield from _record(of_year, child, one, (*place, (child.name, number)))
