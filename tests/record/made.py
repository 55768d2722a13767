"""Records made in tests: from the demo's learners, by hand, and by edits that Hypothesis draws."""

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st

from openilr.demo.provider import make
from openilr.record.document import (
    Document,
    NewId,
    add_row,
    remove_row,
    set_field,
    walk,
)
from openilr.record.fields import ID, entity_named
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr


def counting(start: int = 1) -> NewId:
    """Identifiers that are the same in every run."""
    numbers = count(start)
    return lambda: f"{next(numbers):032x}"


@cache
def learners(year: str, faults: float = 0.0, number: int = 240) -> list[dict[str, Any]]:
    """The demo's learners of a year, as they stand in its file."""
    return learners_as_written(make(number, year=year, faults=faults).message)


@cache
def documents(year: str) -> list[Document]:
    """The records that the demo's learners become."""
    ids = counting()
    return [from_ilr(learner, year, make_id=ids) for learner in learners(year)]


def aim(**values: object) -> dict[str, Any]:
    """An aim of a standard that goes on, with an identifier of its own where one is given."""
    usual: dict[str, Any] = {
        "LearnAimRef": "ZPROG001",
        "AimType": 1,
        "LearnStartDate": "2025-09-01",
        "LearnPlanEndDate": "2027-03-01",
        "FundModel": 36,
        "ProgType": 25,
        "StdCode": 9303,
        "CompStatus": 1,
    }
    return {k: v for k, v in (usual | values).items() if v is not None}


def record(*aims: Mapping[str, Any], **values: object) -> Document:
    """A record with aims whose identifiers are a, b, c ... unless they have one."""
    rows = [{ID: "abcdefgh"[n], **one} for n, one in enumerate(aims)]
    return {ID: "learner", "LearnRefNumber": "FT1", **values, "LearningDelivery": rows}


VALUES = st.one_of(
    st.none(),
    st.sampled_from(["", "7", "007", "2026-02-30", "2026-08-01", "é", "100.0", "not a date"]),
    st.integers(-5, 10**11),
    st.dates(),
    st.text(max_size=6),
)


@st.composite
def edited(draw: st.DrawFn, base: Document, ids: NewId, most: int = 5) -> Document:
    """A record after some edits: fields set and cleared, rows added and removed."""
    document = base
    for _ in range(draw(st.integers(0, most))):
        row = draw(st.sampled_from(list(walk(document))))
        kind = entity_named(row.entity)
        match draw(st.sampled_from(["set", "set", "add", "remove"])):
            case "add" if kind.children:
                child = draw(st.sampled_from(kind.children))
                name = draw(st.sampled_from(list(entity_named(child).fields)))
                document, _ = add_row(document, row.id, child, {name: draw(VALUES)}, make_id=ids)
            case "remove" if row.place:
                document = remove_row(document, row.id)
            case _ if kind.fields:
                name = draw(st.sampled_from(list(kind.fields)))
                document = set_field(document, row.id, name, draw(VALUES))
            case _:
                pass
    return document
