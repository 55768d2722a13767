"""The parts of an ILR file read and worked out, here or in processes of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from openilr.errors import WrongCollectionYear
from openilr.funding.earnings import story_of
from openilr.funding.frames import EarningsTables, earnings, learners_of
from openilr.funding.months import period_of
from openilr.funding.reference import FundingReference
from openilr.ilr.xml import read as xml
from openilr.ilr.years import long_name
from openilr.pipeline.earnings_report import PAYMENTS, EarningsOptions, Story
from openilr.pipeline.pool import by_processes
from openilr.pipeline.timing import Stopwatch

if TYPE_CHECKING:
    from openilr.ilr.message import Header, Message
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.options import Progress


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a file earns."""

    year: str
    header: "Header"
    counts: xml.Counts
    tables: EarningsTables
    payments: pl.DataFrame
    stories: tuple[Story, ...] = ()
    size: int = 0
    timings: dict[str, float] = field(default_factory=dict[str, float])


def parts(
    source: "Source", options: EarningsOptions, watch: Stopwatch, progress: "Progress"
) -> Iterable[Part]:
    """The parts of a file in order, with the keys of the whole file."""
    with watch.stage("plan"):
        plan = xml.plan(source, target_bytes=options.part_bytes)
    if len(plan.parts) > 1 and options.processes > 1:
        try:
            return list(_by_processes(plan, options, progress))
        except xml.NeedsWholeFile:
            progress(source.base_name, 0, None)
    return _in_this_process(source, options, progress)


def _in_this_process(
    source: "Source", options: EarningsOptions, progress: "Progress"
) -> Iterator[Part]:
    messages = xml.read_parts(source)
    while True:
        watch = Stopwatch()
        with watch.stage("read"):
            message = next(messages, None)
        if message is None:
            return
        progress(source.base_name, 0, None)
        made = part_of(message, options)
        yield replace(made, timings={**watch.seconds, **made.timings})


def _by_processes(plan: xml.Plan, options: EarningsOptions, progress: "Progress") -> Iterator[Part]:
    """The parts of a file, read and worked out by processes; keys are those of the file."""
    before = plan.before
    read = 0
    for made in by_processes(plan.parts, partial(_read_part, options=options), options.processes):
        read += made.size
        progress(plan.source.base_name, read, plan.source.size)
        yield _moved(made, before)
        before += made.counts


def _read_part(part: xml.Part, options: EarningsOptions) -> Part:
    watch = Stopwatch()
    with watch.stage("read"):
        portion = xml.read_part(part)
    made = part_of(portion.message, options)
    return replace(
        made,
        counts=portion.counts,
        size=(part.end or part.source.size) - part.start,
        timings={**watch.seconds, **made.timings},
    )


def part_of(message: "Message", options: EarningsOptions) -> Part:
    """What one part of a file earns; its keys are those of the message."""
    right_year(message.year, options)
    watch = Stopwatch()
    with watch.stage("earnings"):
        tables = earnings(
            message,
            options.tables,
            method=options.method,
            as_at=options.as_at,
            years=options.years,
            history=options.history,
            parameters=options.parameters,
            only=_chosen(message, options),
        )
    return Part(
        message.year,
        message.header,
        xml.Counts(learners=message["Learner"].height, aims=message["LearningDelivery"].height),
        tables,
        _payments(message, options),
        tuple(_stories(message, options)) if options.stories else (),
        timings=watch.seconds,
    )


def _chosen(message: "Message", options: EarningsOptions) -> list[int] | None:
    """The keys of the learners to work out; None for all."""
    names = options.only if options.learner is None else {options.learner}
    if names is None:
        return None
    named = pl.col("LearnRefNumber").is_in(sorted(names))
    return message["Learner"].filter(named)["learner"].to_list()


def _stories(message: "Message", options: EarningsOptions) -> Iterator[Story]:
    """The stories of the first learners of a part who earn or have a reason, or of who is named."""
    reference = FundingReference(options.tables, options.parameters)
    chosen = learners_of(message, options.history, only=_chosen(message, options))
    first = islice(chosen, options.stories)
    for learner in first:
        found, note = story_of(learner, reference, method=options.method, until=options.as_at)
        if options.years is not None:
            found.rows = [r for r in found.rows if period_of(r.month)[0] in options.years]
        if found.rows or found.reasons or options.learner is not None:
            yield Story(learner, found, note)


def _payments(message: "Message", options: EarningsOptions) -> pl.DataFrame:
    chosen = _chosen(message, options)
    aims = message["LearningDelivery"].select("aim", "AimSeqNumber")
    names = message["Learner"].select("learner", "LearnRefNumber")
    records = message["AppFinRecord"]
    if chosen is not None:
        records = records.filter(pl.col("learner").is_in(chosen))
    return (
        records.join(aims, on="aim", how="left", maintain_order="left")
        .join(names, on="learner", how="left", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in PAYMENTS.items())
    )


def _moved(part: Part, before: xml.Counts) -> Part:
    """The part with the keys of the whole file."""
    steps = {"learner": before.learners, "aim": before.aims}

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(
            pl.col(name) + pl.lit(step, pl.UInt32)
            for name, step in steps.items()
            if name in frame.columns
        )

    tables = part.tables
    return replace(
        part,
        tables=EarningsTables(
            moved(tables.rows),
            moved(tables.reasons),
            moved(tables.projected),
            moved(tables.episodes),
        ),
        payments=moved(part.payments),
        stories=tuple(
            replace(s, learner=replace(s.learner, learner=s.learner.learner + before.learners))
            for s in part.stories
        ),
    )


def right_year(year: str, options: EarningsOptions) -> None:
    """Refuse a file of a year that was not asked for.

    Errors: WrongCollectionYear.
    """
    if options.year is not None and options.year != year:
        raise WrongCollectionYear(
            f"The file is of {long_name(year)} ({year}), and {options.year} was asked for. "
            "Leave --year out to take it as what it is."
        )
