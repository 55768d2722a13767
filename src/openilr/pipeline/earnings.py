"""Work out the earnings of one ILR file whole, and what its errors hold back."""

import time
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from openilr.errors import EngineError
from openilr.funding.frames import EPISODES, REASONS, ROWS
from openilr.ilr.xml import read as xml
from openilr.pipeline.earnings_parts import Part, parts, right_year
from openilr.pipeline.earnings_report import (
    HELD_BACK,
    PAYMENTS,
    EarningsOptions,
    EarningsReport,
    Story,
)
from openilr.pipeline.timing import Stopwatch

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.options import Progress

__all__ = [
    "EPISODES",
    "HELD_BACK",
    "PAYMENTS",
    "REASONS",
    "ROWS",
    "EarningsOptions",
    "EarningsReport",
    "Story",
    "amount_of",
    "earnings_source",
    "held_back",
    "right_year",
]


def earnings_source(
    source: "Source", options: EarningsOptions, *, progress: "Progress | None" = None
) -> EarningsReport:
    """Work out one file whole.

    Errors: FileUnreadable if it cannot be read as an ILR message; WrongCollectionYear if it is not
            of the year asked for, or cannot be checked as `valid_only` asks.
    """
    started = time.perf_counter()
    watch = Stopwatch()
    progress = progress or _silent
    invalid = None
    if options.valid_only:
        with watch.stage("check"):
            invalid = _invalid(source, options, progress)
    found = list(parts(source, options, watch, progress))
    counts = xml.Counts()
    for part in found:
        counts += part.counts
        watch.add(part.timings)
    rows = pl.concat([p.tables.rows for p in found])
    projected = pl.concat([p.tables.projected for p in found])
    left_out, held = pl.DataFrame(schema=HELD_BACK), None
    if invalid is not None:
        left_out, held = held_back(rows, invalid), amount_of(rows, invalid)
        rows, projected = (
            t.join(invalid, on="learner", how="anti", maintain_order="left")
            for t in (rows, projected)
        )
    watch.add({"total": time.perf_counter() - started})
    return EarningsReport(
        file=source.name,
        year=found[-1].year,
        method=options.method,
        as_at=options.as_at,
        learner=options.learner,
        header=found[-1].header,
        learners=counts.learners,
        rows=rows,
        reasons=pl.concat([p.tables.reasons for p in found]),
        projected=projected,
        episodes=pl.concat([p.tables.episodes for p in found]),
        payments=pl.concat([p.payments for p in found]),
        left_out=left_out,
        held=held,
        invalid=None if invalid is None else invalid["learner"].n_unique(),
        stories=_stories_of(found, invalid, options),
        timings=watch.seconds,
    )


def _silent(work: str, done: int, total: int | None) -> None:
    """Report to nobody."""


def _stories_of(
    parts: Iterable[Part], invalid: pl.DataFrame | None, options: EarningsOptions
) -> list[Story]:
    left_out: set[int] = set() if invalid is None else set(invalid["learner"].to_list())
    stories = (s for part in parts for s in part.stories if s.learner.learner not in left_out)
    return list(islice(stories, options.stories))


def held_back(rows: pl.DataFrame, errors: pl.DataFrame) -> pl.DataFrame:
    """What learners with Error findings would earn, by rule, the most first (shape HELD_BACK).

    `errors` has a row for each finding, with its learner and rule.
    """
    amounts = rows.group_by("learner").agg(pl.col("amount").cast(pl.Decimal(38, 5)).sum())
    return (
        errors.group_by("rule", "learner")
        .agg(errors=pl.len())
        .join(amounts, on="learner", how="left")
        .group_by("rule")
        .agg(pl.col("errors").sum(), learners=pl.len(), amount=pl.col("amount").sum())
        .sort(["amount", "rule"], descending=[True, False])
        .select(pl.col(name).cast(kind) for name, kind in HELD_BACK.items())
    )


def amount_of(rows: pl.DataFrame, learners: pl.DataFrame) -> Decimal:
    """What some learners earn together, each once."""
    theirs = rows.join(learners, on="learner", how="semi")["amount"].cast(pl.Decimal(38, 5))
    return Decimal(theirs.sum()) if theirs.len() else Decimal(0)


def _invalid(source: "Source", options: EarningsOptions, progress: "Progress") -> pl.DataFrame:
    """The findings at Error level that are of a learner: learner and rule."""
    if options.check is None:
        raise EngineError("To leave out invalid learners, say how to check them.")
    # The rules are imported when they are wanted: a run of earnings alone does not wait for them.
    from openilr.pipeline.check import check_source

    report = check_source(source, options.check, progress=progress)
    return (
        report.findings.filter(pl.col("severity") == "E")
        .drop_nulls("learner")
        .select("learner", "rule")
    )
