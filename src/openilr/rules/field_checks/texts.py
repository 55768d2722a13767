"""The field checks in words: what each one says, why it matters, and what to do about it."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from openilr.ilr.schema import Entity, Field, Kind, schema
from openilr.rules.catalogue import RuleText
from openilr.rules.field_checks.declared import (
    SHAPE_RULES,
    Fault,
    FieldCheck,
    Shape,
    field_checks,
)
from openilr.rules.field_checks.values import (
    bounds,
    characters_allowed,
    digits_allowed,
    form_wanted,
    plural,
    text_limits,
)

_GATE = (
    "A learner with a fault of this kind is refused before the other rules are run on it, and is "
    "not funded."
)


@cache
def texts(year: str) -> Mapping[str, RuleText]:
    """The words of every field check of a year, and of the checks of the XML's shape, by rule."""
    told = {c.rule: _text(year, c) for c in field_checks(year)}
    told.update((rule, _shape_text(problem, rule)) for problem, rule in SHAPE_RULES.items())
    return MappingProxyType(told)


def describe_occurs(entity: Entity, count: int) -> str:
    """One sentence for the person: how often the record occurs and may."""
    if count < entity.min_occurs:
        return f"There is no {entity.name}; at least {entity.min_occurs} is needed."
    most = entity.max_occurs or 0
    verb = "is" if most == 1 else "are"
    return f"{entity.name} occurs {plural(count, 'time')}; at most {most} {verb} allowed."


def describe_shape(problem: str, entity: str | None, element: str | None) -> str:
    """One sentence for the person: what is wrong with the shape of the XML here."""
    within = f" in {entity}" if entity else ""
    match problem:
        case Shape.ORDER:
            return f"{element} stands in the wrong place{within}."
        case Shape.DUPLICATE:
            return f"{element} is given more than once{within}; the first is used."
        case Shape.UNKNOWN_ELEMENT:
            return f"{element} is not an element that belongs{within} in this year."
        case Shape.ATTRIBUTE:
            return f"{element or entity} has an attribute; the ILR has none."
        case Shape.TEXT:
            return f"There is text between the elements{within}."
        case Shape.NESTED:
            return f"{element} holds elements; it may hold only a value."
        case Shape.MISSING:
            return f"{element} is missing{within}."
        case _:
            raise ValueError(f"{problem} is not a problem of shape")


def _text(year: str, check: FieldCheck) -> RuleText:
    entity, field = check.entity, check.field
    if field is None:
        summary, fix, where = *_occurs_text(entity), f"{entity.name}.*"
    else:
        summary, fix = _field_text(entity, field, check.fault)
        where = f"{entity.name}.{field.name}"
    of_learner = "Learner" in schema(year).path(entity.name)
    note = _GATE if of_learner else "DfE refuses a file whose header is not as the schema says."
    if entity.parent == "Message" and field is None:
        note = "DfE refuses a file without learners."
    if check.rule == "OpenILR_FINTYPE_MA":
        note += " DfE's list prints this check under the name FD_FINAMOUNT_MA, a second time."
    return RuleText(check.rule, check.severity, summary, note, fix, (where,), check.ours)


def _occurs_text(entity: Entity) -> tuple[str, str]:
    name = entity.name
    if entity.max_occurs is None:
        if entity.parent == "Message":
            return f"The file has no {name}.", f"Add at least one {name}."
        return (
            f"A {entity.parent} has no {name}.",
            f"Add a {name}, or leave the {entity.parent} out of the file.",
        )
    return (
        f"{name} occurs more than {plural(entity.max_occurs, 'time')} in one {entity.parent}.",
        f"Remove {name} records until no more than {entity.max_occurs} remain.",
    )


def _field_text(entity: Entity, field: Field, fault: Fault) -> tuple[str, str]:
    """The summary and the fix of a check of a field."""
    name = field.name
    match fault:
        case Fault.MISSING:
            return f"{name} is missing from {entity.name}.", f"Enter {name}."
        case Fault.DATE:
            return (
                f"{name} is not a date.",
                f"Give {name} as year, month and day, such as 2026-08-31.",
            )
        case Fault.DATETIME:
            return (
                f"{name} is not a date and time.",
                f"Give {name} in the form 2026-08-31T17:30:00.",
            )
        case Fault.NUMBER:
            return f"{name} is not a number.", f"Give {name} in digits, without other signs."
        case Fault.LENGTH:
            return _length_text(field)
        case Fault.RANGE:
            return _range_text(field)
        case Fault.PATTERN:
            return _pattern_text(field)
        case Fault.OCCURS:
            raise ValueError("a field does not occur more than once")


def _length_text(field: Field) -> tuple[str, str]:
    name = field.name
    if field.kind is Kind.TEXT:
        most = plural(text_limits(field).most or 0, "character")
        fix = f"Shorten {name} to {most}"
    elif field.kind is Kind.DECIMAL:
        most = plural(field.fraction_digits or 0, "decimal place")
        fix = f"Round {name} to {most}"
    else:
        most = plural(digits_allowed(field), "digit")
        fix = f"Correct {name} to {most} at most"
    empty = "enter it" if field.mandatory else "leave the element out"
    return f"{name} is empty or has more than {most}.", f"{fix}; where it is empty, {empty}."


def _range_text(field: Field) -> tuple[str, str]:
    name = field.name
    if field.kind is Kind.TEXT:
        wanted = plural(text_limits(field).exact, "digit")
        return f"{name} has fewer than {wanted}.", f"Give {name} in full, {wanted}."
    return (
        f"{name} is not a number from {bounds(field)}.",
        f"Correct {name} to a number from {bounds(field)}.",
    )


def _pattern_text(field: Field) -> tuple[str, str]:
    name = field.name
    if field.values:
        wanted = " or ".join(field.values)
        return f"{name} is not {wanted}.", f"Set {name} to {wanted}."
    form = form_wanted(field)
    if form:
        return (
            f"{name} is not {form}, or holds characters that are not allowed.",
            f"Correct {name} to {form}.",
        )
    return (
        f"{name} holds characters that are not allowed.",
        f"Remove them from {name}; allowed: {characters_allowed(field)}.",
    )


_SHAPES: Mapping[str, tuple[str, str]] = {
    Shape.ORDER: (
        "An element stands in the wrong place.",
        "Write the elements in the order of the specification.",
    ),
    Shape.DUPLICATE: (
        "An element that may stand only once is given again.",
        "Remove the repeated element; only the first is read.",
    ),
    Shape.UNKNOWN_ELEMENT: (
        "An element does not belong in this place in this year's ILR.",
        "Remove it, or correct its spelling. Capitals count.",
    ),
    Shape.ATTRIBUTE: (
        "An element carries an attribute.",
        "Remove the attribute; the ILR has none.",
    ),
    Shape.TEXT: (
        "Text stands between elements.",
        "Remove the text, or put it into the element it belongs to.",
    ),
    Shape.NESTED: (
        "A field holds elements in place of a value.",
        "Close the field's element after its value.",
    ),
    Shape.MISSING: (
        "An element that every file must have is missing.",
        "Add the element, in the order of the specification.",
    ),
}


def _shape_text(problem: str, rule: str) -> RuleText:
    summary, fix = _SHAPES[problem]
    return RuleText(
        rule, "E", summary, "DfE refuses XML that its schema does not allow.", fix, (), True
    )
