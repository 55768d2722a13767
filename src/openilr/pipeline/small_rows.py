"""The learners of a small file as nested rows: what the checks of one learner take, and what the
report says of learners and aims.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openilr.ilr.schema import schema
from openilr.ilr.xml.gather import Gathered
from openilr.ilr.xml.values import text_of
from openilr.rules.field_checks.single import Place

KEY, AIM, LINE = "#learner", "#aim", "#line"
"""What a row holds beside its fields: its learner's and aim's key, as in the tables of a message,
and its line. No field has such a name."""

Row = dict[str, Any]
"""A record: its fields, and the records below it by entity."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner as nested values, and as nested texts, those that are not plain as they are."""

    data: Row
    texts: Row


def learners_of(gathered: Gathered) -> list[Learner]:
    """The learners of a file that was read as one run."""
    of_year = schema(gathered.year)
    raw = {(entity, row, field): text for entity, row, field, text in gathered.raw}
    parents: dict[tuple[str, tuple[int, ...]], Learner] = {}
    learners: list[Learner] = []
    for entity in of_year.learner_entities():
        name = entity.name
        keys = of_year.keys(name)
        above = len(keys) - (entity.key is not None)
        for number, record in enumerate(gathered.records[name]):
            values = record.values
            texts: Row = {f: text_of(v) for f, v in values.items() if v is not None}
            texts.update((f, raw[name, number, f]) for f in values if (name, number, f) in raw)
            data: Row = {**values, LINE: record.line, KEY: record.keys[0]}
            if "aim" in keys:
                data[AIM] = record.keys[keys.index("aim")]
            row = Learner(data, texts)
            if entity.key is not None:
                parents[name, record.keys] = row
            if name == "Learner":
                learners.append(row)
                continue
            assert entity.parent is not None  # noqa: S101 - it is below a learner
            parent = parents[entity.parent, record.keys[:above]]
            parent.data.setdefault(name, []).append(data)
            parent.texts.setdefault(name, []).append(texts)
    return learners


def row_at(learner: Row, place: Place) -> tuple[Row, Row | None]:
    """The row at a place, and the aim that it is or lies in."""
    row, aim = learner, None
    for entity, number in place:
        row = row[entity][number]
        if entity == "LearningDelivery":
            aim = row
    return row, aim


# -- what the outputs say of learners and aims -----------------------------------------------------


def learner_details(learners: Sequence[Learner], wanted: set[int | None]) -> Iterator[Row]:
    """What DfE's violation report says of some learners, by key."""
    for number, learner in enumerate(learners):
        if number in wanted:
            monitoring = _monitoring(
                learner.data.get("ProviderSpecLearnerMonitoring", ()), "ProvSpecLearnMon", "AB"
            )
            yield {**learner.data, **monitoring, "learner": number}


def aim_details(learners: Sequence[Learner], wanted: set[int | None]) -> Iterator[Row]:
    """What DfE's violation report says of some aims, by key."""
    for aim in aims_of(learners):
        if aim[AIM] in wanted:
            monitoring = _monitoring(
                aim.get("ProviderSpecDeliveryMonitoring", ()), "ProvSpecDelMon", "ABCD"
            )
            yield {**aim, **monitoring, "learner": aim[KEY], "aim": aim[AIM]}


def aims_of(learners: Sequence[Learner]) -> Iterator[Row]:
    """Every aim."""
    for learner in learners:
        yield from learner.data.get("LearningDelivery", ())


def _monitoring(rows: Sequence[Mapping[str, Any]], value: str, letters: str) -> Row:
    """The provider's own monitoring values by letter, the first where one repeats."""
    by_letter = {row.get(f"{value}Occur"): row.get(value) for row in reversed(rows)}
    return {f"{value}_{letter}": by_letter.get(letter) for letter in letters}
