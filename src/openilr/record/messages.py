"""Records to and from a whole file: many learners as the tables of a message.

Polars is loaded when a function here is called; a save never calls one.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from openilr.ilr.schema import schema
from openilr.ilr.xml.values import judge
from openilr.record.projection import LearnerData, Projection

if TYPE_CHECKING:
    from openilr.ilr.message import Header, Message


def learners_as_written(message: "Message") -> list[dict[str, Any]]:
    """The learners of a message as nested mappings of typed values, and of the text of what is not
    in the plain form of its type: what `from_ilr` and `plan_import` take, so that nothing is lost.
    """
    from openilr.language.learners import learners_of

    learners = learners_of(message)
    texts = {(e, row, name): text for e, row, name, text in message.raw.iter_rows()}
    if texts:
        for entity, rows in _by_entity(learners, message.year).items():
            for number, row in enumerate(rows):
                for field in schema(message.year).entities[entity].fields:
                    text = texts.get((entity, number, field.name))
                    if text is not None:
                        row[field.name] = text
    return learners


def message_of_projections(
    projections: Sequence[Projection], year: str, header: "Header"
) -> "Message":
    """The learners of a year as a message, ready for the checks and for `ilr.xml.write`; what is
    not of its field's type stands in it as it was typed.

    Errors: ValueError if a projection is of another year.
    """
    from dataclasses import replace

    import polars as pl

    from openilr.ilr.message import RAW_SCHEMA
    from openilr.language.learners import message_of

    if any(p.year != year for p in projections):
        raise ValueError(f"a projection is not of {year}")
    message = message_of([p.learner for p in projections], year, header)
    raw = [
        (entity, number, field.name, text)
        for entity, rows in _by_entity([p.texts for p in projections], year).items()
        for number, row in enumerate(rows)
        for field in schema(year).entities[entity].fields
        if (text := row.get(field.name)) is not None and not judge(field, text)[1]
    ]
    return replace(message, raw=pl.DataFrame(raw, schema=RAW_SCHEMA, orient="row"))


def _by_entity(learners: Iterable[LearnerData], year: str) -> dict[str, list[Any]]:
    """The rows of each entity, in the order in which they stand in its table."""
    of_year = schema(year)
    rows: dict[str, list[Any]] = {e.name: [] for e in of_year.learner_entities()}

    def add(entity: str, row: LearnerData) -> None:
        rows[entity].append(row)
        for child in of_year.children(entity):
            for below in row.get(child.name) or ():
                add(child.name, below)

    for learner in learners:
        add("Learner", learner)
    return rows
