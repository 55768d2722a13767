"""Work out the earnings of one ILR file: read it in parts, here or in processes, and bring them
together.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from openilr.errors import EngineError, WrongCollectionYear
from openilr.funding.earnings import Method, story_of
from openilr.funding.frames import EPISODES, REASONS, ROWS, EarningsTables, earnings, learners_of
from openilr.funding.months import period_of
from openilr.funding.outcome import Earnings
from openilr.funding.parameters import Parameters
from openilr.funding.records import History, Learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder
from openilr.ilr.xml import read as xml
from openilr.ilr.years import long_name
from openilr.pipeline.pool import by_processes
from openilr.pipeline.timing import Stopwatch
from openilr.reference.supplied import NO_TABLES, Tables

if TYPE_CHECKING:
    from openilr.ilr.message import Header, Message
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.options import CheckOptions, Progress

PROCESSES = 2
"""Worker processes for a file of more than one part; the budgets are set on two cores."""

PAYMENTS = pl.Schema(
    {
        "learner": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "AFinType": pl.String,
        "AFinCode": pl.Int32,
        "AFinDate": pl.Date,
        "AFinAmount": pl.Int64,
    }
)
"""Agreed prices (TNP) and payments by employers (PMR), as the file has them."""


@dataclass(frozen=True, slots=True)
class EarningsOptions:
    """What a run is asked for.

    Attributes:
        as_at: the day that counts as today; None forecasts open programmes to their planned end.
        years: academic years to keep; None keeps all.
        year: refuse a file of another collection year.
        valid_only: leave out learners with a finding at Error level.
        check: how to find those.
        stories: how many learners to tell the stories of.
        learner: keep the learners of one LearnRefNumber, and tell of them alone.
        only: keep the learners of some LearnRefNumbers.
        history: earlier earnings by LearnRefNumber.
        parameters: values by date; None takes those on file.
    """

    method: Method = Method.FM36
    as_at: date | None = None
    years: frozenset[str] | None = None
    year: str | None = None
    tables: Tables = NO_TABLES
    processes: int = PROCESSES
    valid_only: bool = False
    check: "CheckOptions | None" = None
    stories: int = 0
    learner: str | None = None
    only: frozenset[str] | None = None
    history: Mapping[str, Sequence[History]] = field(default_factory=dict[str, Sequence[History]])
    parameters: Parameters | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A learner's amounts with the steps that led to them."""

    learner: Learner
    found: Earnings
    note: Recorder


@dataclass(frozen=True, slots=True)
class EarningsReport:
    """What the learners of one file earn.

    Attributes:
        rows, reasons, projected, episodes: as `openilr.funding.frames` has them.
        learner: the LearnRefNumber that alone was asked for.
        payments: shape PAYMENTS.
        left_out: what Error findings hold back, by rule (shape HELD_BACK).
        held: what they hold back in all, each learner once; None if nobody asked.
        invalid: how many learners were left out; None if nobody asked.
        stories: of the first learners who earn or have a reason, as many as were asked for.
    """

    file: str
    year: str
    method: Method
    as_at: date | None
    learner: str | None
    header: "Header"
    learners: int
    rows: pl.DataFrame
    reasons: pl.DataFrame
    projected: pl.DataFrame
    episodes: pl.DataFrame
    payments: pl.DataFrame
    left_out: pl.DataFrame
    invalid: int | None = None
    held: Decimal | None = None
    stories: Sequence[Story] = ()
    timings: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def day(self) -> date | None:
        """The day that parts what was earned from what is to come: that of the run, else the one
        on which the file was prepared.
        """
        return self.as_at or self.header.FilePreparationDate


HELD_BACK = pl.Schema(
    {
        "rule": pl.String,
        "errors": pl.UInt32,
        "learners": pl.UInt32,
        "amount": pl.Decimal(38, 5),
    }
)
"""What learners with Error findings would earn, by rule. A learner with two rules stands under
both, so the amounts are not to be added up."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of a file earns."""

    year: str
    header: "Header"
    counts: xml.Counts
    tables: EarningsTables
    payments: pl.DataFrame
    stories: tuple[Story, ...] = ()
    size: int = 0
    timings: dict[str, float] = field(default_factory=dict[str, float])


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
    parts = list(_parts(source, options, watch, progress))
    counts = xml.Counts()
    for part in parts:
        counts += part.counts
        watch.add(part.timings)
    rows = pl.concat([p.tables.rows for p in parts])
    projected = pl.concat([p.tables.projected for p in parts])
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
        year=parts[-1].year,
        method=options.method,
        as_at=options.as_at,
        learner=options.learner,
        header=parts[-1].header,
        learners=counts.learners,
        rows=rows,
        reasons=pl.concat([p.tables.reasons for p in parts]),
        projected=projected,
        episodes=pl.concat([p.tables.episodes for p in parts]),
        payments=pl.concat([p.payments for p in parts]),
        left_out=left_out,
        held=held,
        invalid=None if invalid is None else invalid["learner"].n_unique(),
        stories=_stories_of(parts, invalid, options),
        timings=watch.seconds,
    )


def _silent(work: str, done: int, total: int | None) -> None:
    """Report to nobody."""


def _stories_of(
    parts: Iterable[_Part], invalid: pl.DataFrame | None, options: EarningsOptions
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


# -- parts -----------------------------------------------------------------------------------------


def _parts(
    source: "Source", options: EarningsOptions, watch: Stopwatch, progress: "Progress"
) -> Iterable[_Part]:
    with watch.stage("plan"):
        plan = xml.plan(source)
    if len(plan.parts) > 1 and options.processes > 1:
        try:
            return list(_by_processes(plan, options, progress))
        except xml.NeedsWholeFile:
            progress(source.base_name, 0, None)
    return _in_this_process(source, options, progress)


def _in_this_process(
    source: "Source", options: EarningsOptions, progress: "Progress"
) -> Iterator[_Part]:
    messages = xml.read_parts(source)
    while True:
        watch = Stopwatch()
        with watch.stage("read"):
            message = next(messages, None)
        if message is None:
            return
        progress(source.base_name, 0, None)
        made = _part(message, options)
        yield replace(made, timings={**watch.seconds, **made.timings})


def _by_processes(
    plan: xml.Plan, options: EarningsOptions, progress: "Progress"
) -> Iterator[_Part]:
    """The parts of a file, read and worked out by processes; keys are those of the file."""
    before = plan.before
    read = 0
    for made in by_processes(plan.parts, partial(_read_part, options=options), options.processes):
        read += made.size
        progress(plan.source.base_name, read, plan.source.size)
        yield _moved(made, before)
        before += made.counts


def _read_part(part: xml.Part, options: EarningsOptions) -> _Part:
    watch = Stopwatch()
    with watch.stage("read"):
        portion = xml.read_part(part)
    made = _part(portion.message, options)
    return replace(
        made,
        counts=portion.counts,
        size=(part.end or part.source.size) - part.start,
        timings={**watch.seconds, **made.timings},
    )


def _part(message: "Message", options: EarningsOptions) -> _Part:
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
    return _Part(
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


def _moved(part: _Part, before: xml.Counts) -> _Part:
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


__all__ = [
    "EPISODES",
    "HELD_BACK",
    "PAYMENTS",
    "REASONS",
    "ROWS",
    "EarningsOptions",
    "EarningsReport",
    "Story",
    "earnings_source",
    "amount_of",
    "held_back",
    "right_year",
]
