"""The list of the field checks of a year, each with its name.

A check has DfE's name, FD_<Field>_<kind>, where the catalogue of the year lists it, as printed
there (FD_Tlout_AL). What the schema demands beyond that list has a name of ours: dates that are no
dates, the header, FINTYPE (DfE prints its MA rule a second time under the name of FINAMOUNT), the
occurrence of what has no EO rule, and the shape of the XML.

Source: spec/rules/README.md sections 4 and 6, families.md (schema definition); where a printed
limit and the schema differ, the schema wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from openilr.ilr.schema import Entity, Field, Kind, Schema, schema
from openilr.rules.catalogue import OURS, RuleText, find


class Fault(StrEnum):
    """What can be wrong with a value or a record; the first five are DfE's kinds of FD_ rule."""

    MISSING = "MA"  # a mandatory field is absent
    LENGTH = "AL"  # empty, or more characters, digits or decimal places than allowed
    RANGE = "AR"  # a number outside its limits
    PATTERN = "AP"  # characters that are not allowed, or not in the form demanded
    OCCURS = "EO"  # too many or too few records of a kind
    NUMBER = "Number"  # not a number
    DATE = "Date"  # not a date
    DATETIME = "DateTime"  # not a date with a time


class Shape(StrEnum):
    """The checks of the XML's shape; the values are the problems that the reader records."""

    ORDER = "order"
    DUPLICATE = "duplicate"
    UNKNOWN_ELEMENT = "unknown_element"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    NESTED = "nested"
    MISSING = "missing"


SHAPE_RULES: Mapping[str, str] = {
    Shape.ORDER: f"{OURS}ElementOrder",
    Shape.DUPLICATE: f"{OURS}ElementRepeated",
    Shape.UNKNOWN_ELEMENT: f"{OURS}ElementUnknown",
    Shape.ATTRIBUTE: f"{OURS}ElementAttribute",
    Shape.TEXT: f"{OURS}ElementText",
    Shape.NESTED: f"{OURS}ElementNested",
    Shape.MISSING: f"{OURS}ElementMissing",
}
"""The name of the check of each problem of shape."""


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """One check of one field, or of how often a record occurs (then `field` is None)."""

    rule: str
    fault: Fault
    entity: Entity
    field: Field | None
    severity: str = "E"

    @property
    def ours(self) -> bool:
        """Whether the check is ours and not one of DfE's."""
        return self.rule.startswith(OURS)


def _faults(field: Field) -> tuple[Fault, ...]:
    """The ways in which a value of the field can be wrong, in the order they are reported."""
    match field.kind:
        case Kind.TEXT if field.values:
            return (Fault.PATTERN,)
        case Kind.TEXT:
            return (Fault.LENGTH, Fault.RANGE, Fault.PATTERN)
        case Kind.INTEGER | Kind.DECIMAL:
            return (Fault.LENGTH, Fault.RANGE, Fault.NUMBER)
        case Kind.DATE:
            return (Fault.DATE,)
        case Kind.DATETIME:
            return (Fault.DATETIME,)


def _possible(of_year: Schema, entity: Entity, field: Field) -> list[Fault]:
    faults = [Fault.MISSING] if field.mandatory else []
    for fault in _faults(field):
        if fault is Fault.RANGE:
            if field.minimum is None and not _has_dfe_rule(of_year, entity, field, fault):
                continue
        elif fault is Fault.NUMBER and _has_dfe_rule(of_year, entity, field, Fault.RANGE):
            continue  # DfE's range rule speaks of it
        faults.append(fault)
    return faults


def _has_dfe_rule(of_year: Schema, entity: Entity, field: Field, fault: Fault) -> bool:
    return _dfe_name(of_year, entity, field.name, fault) is not None


def _dfe_name(of_year: Schema, entity: Entity, subject: str, fault: Fault) -> str | None:
    """DfE's name of a check; the FD_ rules speak of learners only, not of the header."""
    if "Learner" not in of_year.path(entity.name):
        return None
    listed = find(f"FD_{subject}_{fault}", of_year.year)
    return listed.rule if listed else None


def _check(of_year: Schema, entity: Entity, field: Field | None, fault: Fault) -> FieldCheck:
    subject = field.name if field else entity.name
    rule = _dfe_name(of_year, entity, subject, fault)
    if rule is None:
        above = "" if "Learner" in of_year.path(entity.name) or not field else f"{entity.name}_"
        rule = f"{OURS}{above}{subject}_{fault}"
    listed = find(rule, of_year.year)
    return FieldCheck(rule, fault, entity, field, listed.severity if listed else "E")


@cache
def field_checks(year: str) -> tuple[FieldCheck, ...]:
    """Every field check of a year, in document order."""
    of_year = schema(year)
    checks: list[FieldCheck] = []
    for entity in of_year.entities.values():
        if occurrence_is_limited(of_year, entity):
            checks.append(_check(of_year, entity, None, Fault.OCCURS))
        for field in entity.fields:
            checks += [
                _check(of_year, entity, field, fault) for fault in _possible(of_year, entity, field)
            ]
    return tuple(checks)


def occurrence_is_limited(of_year: Schema, entity: Entity) -> bool:
    """Whether records of the entity are counted: Learner, and what stands below it with a limit.

    What stands above is single, and its absence or repetition is a problem of shape.
    """
    return "Learner" in of_year.path(entity.name) and (
        entity.min_occurs > 0 or entity.max_occurs is not None
    )


@cache
def check_of(year: str, entity: str, field: str | None, fault: Fault) -> FieldCheck:
    """The check that reports a fault of a field; a number that is none is told by the range rule.

    Errors: KeyError if no such check exists.
    """
    found = _index(year).get((entity, field, fault))
    if found is None and fault is Fault.NUMBER:
        found = _index(year).get((entity, field, Fault.RANGE))
    if found is None and fault is Fault.RANGE:
        found = _index(year).get((entity, field, Fault.PATTERN))
    if found is None:
        raise KeyError(f"no check of {year} reports {fault} for {entity}.{field}")
    return found


@cache
def _index(year: str) -> Mapping[tuple[str, str | None, Fault], FieldCheck]:
    return {
        (c.entity.name, c.field.name if c.field else None, c.fault): c for c in field_checks(year)
    }


def texts(year: str) -> Mapping[str, RuleText]:
    """The words of every field check of a year, and of the checks of the XML's shape, by rule."""
    # The words are made from the checks, so their module reads this one.
    from openilr.rules.field_checks.texts import texts

    return texts(year)
