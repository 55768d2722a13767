"""Reading and checking a file part by part, here or in spawned processes.

Polars' threads do not survive a fork, so workers are spawned; each is given a part to read by
itself and hands back findings and the few columns that the whole file is judged by, never the
tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from openilr.ilr.message import Message
from openilr.ilr.xml import read as xml
from openilr.language.batch import Bound, bind, run_of
from openilr.language.run import Run
from openilr.pipeline import pool
from openilr.pipeline.options import CheckOptions, period, right_year
from openilr.pipeline.report import AIM_DETAILS
from openilr.pipeline.timing import Stopwatch
from openilr.rules.catalogue import plain_name
from openilr.rules.field_checks.batch import check_learners, check_shape
from openilr.rules.registry import Selection, select

if TYPE_CHECKING:
    from openilr.ilr.message import Header
    from openilr.ilr.xml.source import Source


@dataclass(frozen=True, slots=True)
class PartResult:
    """What is kept of one part once it is checked.

    Attributes:
        gated: the learners that failed a field check, by key.
        learners: one row a learner, of the shape LEARNER_DETAILS with `line`.
        aims: the aims that have a finding, of the shape AIM_DETAILS.
        models: each learner's funding models, once each (learner, FundModel).
        size: how many bytes of the file it was; 0 if that is not known.
    """

    year: str
    header: "Header"
    counts: xml.Counts
    findings: pl.DataFrame
    gated: pl.Series
    learners: pl.DataFrame
    aims: pl.DataFrame
    models: pl.DataFrame
    size: int = 0
    timings: dict[str, float] = field(default_factory=dict[str, float])


def check_part(message: Message, options: CheckOptions) -> PartResult:
    """Every check of a message that needs no other learner than its own.

    Field checks gate the business rules learner by learner, as DfE does: a learner with a failed
    field check gets no other finding.
    """
    watch = Stopwatch()
    with watch.stage("field checks"):
        findings = pl.concat([check_shape(message), check_learners(message)])
        gated = findings["learner"].drop_nulls().unique()
        findings = only(findings, options.rules)
    with watch.stage("rules"):
        found = _bound(_run(message, options), options).findings(without(message, gated))
        findings = pl.concat([findings, found])
    with watch.stage("report"):
        learners, aims = _learners(message), _aims(message, findings)
        models = message["LearningDelivery"].select("learner", "FundModel").unique()
    return PartResult(
        message.year,
        message.header,
        xml.Counts(learners=learners.height, aims=message["LearningDelivery"].height),
        findings,
        gated,
        learners,
        aims,
        models,
        timings=watch.seconds,
    )


def _run(message: Message, options: CheckOptions) -> Run:
    return run_of(message, return_period=period(message.year, options), as_at=options.as_at)


def selection(year: str, options: CheckOptions) -> Selection:
    """The business rules that run, and those that do not, with the reason."""
    return select(
        year,
        return_period=period(year, options),
        tables=options.tables.names,
        names=options.rules,
    )


def without(message: Message, learners: pl.Series) -> Message:
    """The message less some learners."""
    if learners.is_empty():
        return message
    dropped = learners.to_frame("learner")
    return replace(
        message,
        frames={
            name: frame.join(dropped, on="learner", how="anti", maintain_order="left")
            for name, frame in message.frames.items()
        },
    )


_last: dict[object, Bound] = {}
"""The rules as this process bound them last: the parts of one file share them."""


def _bound(run: Run, options: CheckOptions) -> Bound:
    # Options come anew with each part, so tables are known again by the releases they are of.
    releases = tuple(sorted(options.tables.releases.items()))
    key = (run.year, run.return_period, run.as_at, str(run.header), options.rules, releases)
    if key not in _last:
        rules = [r for r in selection(run.year, options).rules if not r.rule.whole_file]
        _last.clear()
        _last[key] = bind(rules, run, options.tables)
    return _last[key]


def in_this_process(source: "Source", options: CheckOptions) -> Iterator[PartResult]:
    """The parts of a file in order, with the keys and lines of the whole file.

    Errors: FileUnreadable, WrongCollectionYear; earlier parts may have been given before.
    """
    messages = xml.read_parts(source)
    while True:
        watch = Stopwatch()
        with watch.stage("read"):
            message = next(messages, None)
        if message is None:
            return
        right_year(message.year, options)
        result = check_part(message, options)
        yield replace(result, timings={**watch.seconds, **result.timings})


def by_processes(plan: xml.Plan, options: CheckOptions) -> Iterator[PartResult]:
    """As `in_this_process`, the parts being read and checked by worker processes.

    Errors: also NeedsWholeFile, if a part can only be understood with the rest: then begin again in
    this process.
    """
    done = plan.before
    work = partial(_read_and_check, options=options)
    ready = partial(_ready, plan.parts[0], options)
    for result in pool.by_processes(plan.parts, work, options.processes, prepare=ready):
        yield moved(result, done)
        done += result.counts


def _ready(part: xml.Part, options: CheckOptions) -> None:
    """Bind the rules, while other processes are at work already."""
    if part.head is not None:
        head = Message(part.head.year, part.head.header, {})
        right_year(head.year, options)
        _bound(_run(head, options), options)


def _read_and_check(part: xml.Part, options: CheckOptions) -> PartResult:
    watch = Stopwatch()
    with watch.stage("read"):
        portion = xml.read_part(part)
    right_year(portion.message.year, options)
    result = check_part(portion.message, options)
    return replace(
        result,
        counts=portion.counts,
        size=(part.end or part.source.size) - part.start,
        timings={**watch.seconds, **result.timings},
    )


def moved(result: PartResult, before: xml.Counts) -> PartResult:
    """The result with the keys and lines of the whole file."""
    steps = {"learner": before.learners, "aim": before.aims, "line": before.lines}

    def shifted(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(
            pl.col(name) + pl.lit(step, pl.UInt32)
            for name, step in steps.items()
            if name in frame.columns
        )

    return replace(
        result,
        findings=shifted(result.findings),
        gated=result.gated + pl.Series([before.learners], dtype=pl.UInt32),
        learners=shifted(result.learners),
        aims=shifted(result.aims),
        models=shifted(result.models),
    )


def only(findings: pl.DataFrame, rules: frozenset[str] | None) -> pl.DataFrame:
    """The findings of the rules asked for (plain names); all of them for None."""
    if rules is None or findings.is_empty():
        return findings
    names = [name for name in findings["rule"].unique() if plain_name(name) in rules]
    return findings.filter(pl.col("rule").is_in(names))


# -- what the outputs say of learners and aims -----------------------------------------------------


def _learners(message: Message) -> pl.DataFrame:
    """The learners of a message with what DfE's violation report says of them."""
    monitoring = _monitoring(
        message["ProviderSpecLearnerMonitoring"],
        "learner",
        "ProvSpecLearnMonOccur",
        "ProvSpecLearnMon",
        "AB",
    )
    return (
        message["Learner"]
        .select("learner", "line", "LearnRefNumber", "ULN", "FamilyName", "GivenNames")
        .join(monitoring, on="learner", how="left", maintain_order="left")
    )


def _aims(message: Message, findings: pl.DataFrame) -> pl.DataFrame:
    """The aims that have a finding, with what DfE's violation report says of them."""
    found = findings.select("aim").drop_nulls().unique()
    aims = message["LearningDelivery"].join(found, on="aim", how="semi", maintain_order="left")
    monitoring = _monitoring(
        message["ProviderSpecDeliveryMonitoring"].join(
            found, on="aim", how="semi", maintain_order="left"
        ),
        "aim",
        "ProvSpecDelMonOccur",
        "ProvSpecDelMon",
        "ABCD",
    )
    return aims.join(monitoring, on="aim", how="left", maintain_order="left").select(
        list(AIM_DETAILS)
    )


def _monitoring(
    rows: pl.DataFrame, key: str, occurrence: str, value: str, letters: str
) -> pl.DataFrame:
    """One row a parent: the provider's own monitoring values by letter, the first where one
    repeats.
    """
    return rows.group_by(key, maintain_order=True).agg(
        pl.col(value).filter(pl.col(occurrence) == letter).first().alias(f"{value}_{letter}")
        for letter in letters
    )
