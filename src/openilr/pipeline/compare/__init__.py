"""Compare two returns of a provider: learners, aims, fields, findings and money."""

import math
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from openilr.funding.earnings import Method
from openilr.ilr.xml.read import TARGET_BYTES
from openilr.pipeline.compare.reading import take
from openilr.pipeline.compare.shapes import (
    AIMS,
    CAUSES,
    FIELDS,
    KINDS,
    LEARNERS,
    MONEY,
    MONTHS,
    TOTALS,
    Comparison,
    Return,
)
from openilr.pipeline.compare.shapes import FINDINGS as CURED_AND_NEW
from openilr.pipeline.compare.sides import Shelf, Side, side_of
from openilr.pipeline.compare.together import Whole, compared, left_out_of, together

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.earnings import EarningsOptions
    from openilr.pipeline.options import CheckOptions, Progress

__all__ = [
    "AIMS",
    "CAUSES",
    "CURED_AND_NEW",
    "FIELDS",
    "KINDS",
    "LEARNERS",
    "MONEY",
    "MONTHS",
    "TOTALS",
    "Comparison",
    "Return",
    "Side",
    "compare",
    "compare_sources",
    "side_of",
]


def compare_sources(
    a: "Source",
    b: "Source",
    check: "CheckOptions",
    earn: "EarningsOptions",
    *,
    progress: "Progress | None" = None,
    part_bytes: int = TARGET_BYTES,
) -> Comparison:
    """Read, check and work out two files, each once, and compare them.

    Files larger than `part_bytes` are read in parts of that size and compared in as many groups of
    learners, so that memory does not grow with them.
    Errors: FileUnreadable, WrongCollectionYear; EngineError if the files are of two providers.
    """
    largest = max(a.size, b.size)
    groups = math.ceil(largest / part_bytes) if largest >= 1.5 * part_bytes else 1
    with ExitStack() as until_done:
        shelves: list[Shelf] = []
        for _ in "ab":
            folder = None
            if groups > 1:
                # Only this user may look into it, and it goes whatever happens.
                made = until_done.enter_context(TemporaryDirectory(prefix="openilr-compare-"))
                folder = Path(made)
            shelves.append(Shelf(folder, groups))
        first = take(a, shelves[0], check, earn, part_bytes, progress)
        asked = check if first.checked else None
        second = take(b, shelves[1], asked, earn, part_bytes, progress, provider=first.provider)
        checked = first.checked and second.checked
        whole_a, whole_b = Whole.of(first, checked), Whole.of(second, checked)
        left_out = left_out_of(whole_a, whole_b)
        parts = (
            compared(
                shelves[0].take(group, whole_a.year, whole_a.findings),
                shelves[1].take(group, whole_b.year, whole_b.findings),
                left_out,
            )
            for group in range(groups)
        )
        return together(whole_a, whole_b, parts, left_out, checked, earn.method, earn.as_at)


def compare(
    a: Side,
    b: Side,
    *,
    not_run: Sequence[frozenset[str]] = (frozenset(), frozenset()),
    checked: bool = True,
    method: Method = Method.FM36,
    as_at: date | None = None,
) -> Comparison:
    """What differs between two returns that are at hand; A is the earlier.

    `not_run` names the rules that could not run on each; `checked` tells whether the findings were
    looked for; `method` and `as_at` are only noted.
    """
    whole_a, whole_b = (
        Whole(name, side.year, None, None, _heights(side), side.findings, rules)
        for name, side, rules in zip("AB", (a, b), not_run, strict=True)
    )
    left_out = left_out_of(whole_a, whole_b)
    parts = [compared(a, b, left_out)]
    return together(whole_a, whole_b, parts, left_out, checked, method, as_at)


def _heights(side: Side) -> tuple[int, int]:
    return side.texts["Learner"].height, side.texts["LearningDelivery"].height
