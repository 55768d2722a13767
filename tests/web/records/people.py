"""Records of invented learners, as the demo provider's file has them."""

from functools import cache
from typing import Any

from openilr.demo.provider import make
from openilr.record.document import Document, new_id, walk
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr

YEAR = "2627"


@cache
def _learners() -> list[dict[str, Any]]:
    return learners_as_written(make(40, year=YEAR).message)


def document(number: int = 0, **values: Any) -> Document:
    """A learner's record without faults, with rows of its own, and some fields set."""
    made = from_ilr(_learners()[number], YEAR)
    return {**made, **values}


def ids_of(record: Document, entity: str) -> list[str]:
    return [row.id for row in walk(record) if row.entity == entity]


__all__ = ["YEAR", "document", "ids_of", "new_id"]
