"""The findings that no single learner has: on the header, and on the shape of the XML.

Nothing here imports Polars.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openilr.ilr.header import Header
from openilr.ilr.schema import schema
from openilr.ilr.xml.gather import StructureRow
from openilr.ilr.xml.values import header_value, text_of
from openilr.rules.field_checks.declared import SHAPE_RULES, Fault, Shape, check_of
from openilr.rules.field_checks.texts import describe_occurs, describe_shape
from openilr.rules.field_checks.values import describe, faults


class WholeFinding(NamedTuple):
    """One finding; the keys are those of the learner and the aim it stands in, if it does."""

    rule: str
    severity: str
    learner: int | None
    aim: int | None
    line: int | None
    name: str
    value: str | None
    message: str


def header_findings(
    year: str, header: Header, structure: Iterable[StructureRow], *, learners: int
) -> Iterator[WholeFinding]:
    """The findings on the values of the header, and on a file without learners.

    Lines are null where the element is not in `structure`.
    """
    of_year = schema(year)
    absent, lines = _absent(year, structure)
    for name, of, row in (
        ("CollectionDetails", header, 0),
        ("Source", header, 0),
        *(("SourceFile", s, i) for i, s in enumerate(header.source_files)),
        ("LearningProvider", header, 0),
    ):
        if not absent.isdisjoint(of_year.path(name)):
            continue  # told as missing by its shape
        for field in of_year.entities[name].fields:
            text = header.texts.get((name, row, field.name))
            value = header_value(of, name, field.name)
            if text is None and value is not None:
                text = text_of(value)
            if text is None:
                found = (Fault.MISSING,) if field.mandatory else ()
            else:
                found = faults(field, text)
            for fault in found:
                check = check_of(year, name, field.name, fault)
                told = f"{name}: {describe(field, fault, text)}"
                line = next(lines.get((name, field.name), iter(())), None)
                yield WholeFinding(
                    check.rule, check.severity, None, None, line, field.name, text, told
                )
    if not learners:
        check = check_of(year, "Learner", None, Fault.OCCURS)
        told = describe_occurs(of_year.entities["Learner"], 0)
        yield WholeFinding(check.rule, check.severity, None, None, None, "Learner", "0", told)


def _absent(
    year: str, structure: Iterable[StructureRow]
) -> tuple[set[str], dict[tuple[str, str], Iterator[int]]]:
    """The elements that are missing as a whole, and the lines where a field is, in order."""
    lines: dict[tuple[str, str], list[int]] = {}
    for problem, line, _, _, entity, element, _ in structure:
        if problem == Shape.MISSING:
            lines.setdefault((entity, element), []).append(line)
    absent = {element for _, element in lines} & set(schema(year).entities)
    return absent, {place: iter(found) for place, found in lines.items()}


def shape_findings(year: str, structure: Iterable[StructureRow]) -> Iterator[WholeFinding]:
    """The findings on the shape of the XML, as the reader recorded it.

    A missing field of the header is left to `header_findings`, which names it.
    """
    fields = {(e.name, f.name) for e, f in schema(year)}
    for problem, line, learner, aim, entity, element, text in structure:
        if problem == Shape.MISSING and (entity, element) in fields:
            continue
        told = describe_shape(problem, entity, element)
        yield WholeFinding(
            SHAPE_RULES[problem], "E", learner, aim, line or None, element, text, told
        )
