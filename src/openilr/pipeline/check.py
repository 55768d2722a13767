"""Check one ILR file: read it, run every check, and bring the findings together."""

import hashlib
import math
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from openilr.findings import FINDINGS, NOT_RUN
from openilr.ilr.message import Header, Message, empty_frames
from openilr.ilr.xml import read as xml
from openilr.language.batch import bind, run_of
from openilr.language.rule import ActiveRule
from openilr.pipeline.options import (
    CheckOptions,
    Organisations,
    Progress,
    asked,
    period,
    rule_names,
    silent,
)
from openilr.pipeline.parts import (
    PartResult,
    by_processes,
    in_this_process,
    only,
    selection,
    without,
)
from openilr.pipeline.report import FileReport, learner_counts
from openilr.pipeline.timing import Stopwatch
from openilr.rules import file_level
from openilr.rules.catalogue import plain_name
from openilr.rules.field_checks.batch import check_header
from openilr.rules.listing import NOT_WRITTEN, rule_texts, unwritten

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source

__all__ = ["CheckOptions", "Progress", "check_source", "findings_of", "rule_names", "silent"]


PART_BYTES = 64 << 20
"""The size of a part: a tenth of a second of its check does not depend on it, and a process needs
some nine times as much memory."""


def check_source(
    source: "Source", options: CheckOptions, *, progress: Progress = silent
) -> FileReport:
    """Check one file whole.

    Errors: FileUnreadable if it cannot be read as an ILR message; WrongCollectionYear if it is of a
    year that is
            not checked, or not of the year asked for.
    """
    watch = Stopwatch()
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=1) as aside:
        identity = aside.submit(_identity, source)  # hashing runs outside Python's lock
        whole = _checked(source, options, watch, progress)
        size, sha256 = identity.result()
    with watch.stage("whole file"):
        findings, not_run = _judged(source, whole, options)
        report = FileReport(
            file=source.name,
            year=whole.year,
            return_period=period(whole.year, options),
            as_at=options.as_at,
            made_at=datetime.now(UTC),
            header=whole.header,
            size_bytes=size,
            sha256=sha256,
            learners=whole.counts.learners,
            aims=whole.counts.aims,
            findings=findings,
            not_run=not_run,
            rules_run=len(asked(whole.year, options.rules)) - not_run.height,
            texts=rule_texts(whole.year),
            learner_details=whole.learners.drop("line").join(
                findings.select("learner").drop_nulls().unique(),
                on="learner",
                how="semi",
                maintain_order="left",
            ),
            aim_details=whole.aims,
            counts=learner_counts(findings, whole.models, whole.counts.learners),
            timings=watch.seconds,
        )
    watch.add({"by the clock": time.perf_counter() - started})
    return report


def findings_of(
    source: "Source",
    results: Iterable[PartResult],
    options: CheckOptions,
    *,
    progress: Progress = silent,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All findings of a file whose parts were checked elsewhere, in order, and the rules that did
    not run; the keys of the results are those of the file.

    Errors: as what gives the results.
    """
    return _judged(source, _gathered(results, source, Stopwatch(), progress), options)


# -- the parts put together ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Whole:
    """A file read and checked, before what needs all of it is judged."""

    year: str
    header: Header
    counts: xml.Counts
    findings: pl.DataFrame
    gated: pl.Series
    learners: pl.DataFrame
    aims: pl.DataFrame
    models: pl.DataFrame


def _checked(
    source: "Source", options: CheckOptions, watch: Stopwatch, progress: Progress
) -> _Whole:
    with watch.stage("plan"):
        plan = xml.plan(source, target_bytes=_part_size(source))
    if len(plan.parts) > 1 and options.processes > 1:
        try:
            return _gathered(by_processes(plan, options), source, watch, progress)
        except xml.NeedsWholeFile:
            progress(source.base_name, 0, None)
    return _gathered(in_this_process(source, options), source, watch, progress)


def _part_size(source: "Source") -> int:
    """Bytes of a part: parts of one size, so that no process waits long for the last."""
    return math.ceil(source.size / max(1, round(source.size / PART_BYTES)))


def _gathered(
    results: Iterable[PartResult], source: "Source", watch: Stopwatch, progress: Progress
) -> _Whole:
    parts: list[PartResult] = []
    counts = xml.Counts()
    done = 0
    for part in results:
        parts.append(part)
        counts += part.counts
        done += part.size
        watch.add(part.timings)
        progress(source.base_name, done, source.size if done else None)
    return _Whole(
        parts[-1].year,
        parts[-1].header,
        counts,
        pl.concat([p.findings for p in parts]),
        pl.concat([p.gated for p in parts]),
        pl.concat([p.learners for p in parts]),
        pl.concat([p.aims for p in parts]),
        pl.concat([p.models for p in parts]),
    )


def _judged(
    source: "Source", whole: _Whole, options: CheckOptions
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All findings of the file, in order, and the rules that did not run."""
    learners = whole.counts.learners
    found, unknown = file_level.check_file_level(
        file_name=source.base_name,
        header=whole.header,
        learners=learners,
        as_at=options.as_at,
        year=whole.year,
        organisations=Organisations.of(options.tables),
    )
    # What stands in the header is judged once, with the learners of all parts.
    head = Message(whole.year, whole.header, empty_frames(whole.year))
    of_file = pl.concat([_file_frame(found), check_header(head, learners=learners)])
    chosen = selection(whole.year, options)
    across = _across_learners(whole, [r for r in chosen.rules if r.rule.whole_file], options)
    findings = pl.concat([only(of_file, options.rules), across, whole.findings])
    not_run = [(n.rule, n.reason, n.table) for n in (*unknown, *chosen.not_run)]
    not_run += [(rule, NOT_WRITTEN, None) for rule in unwritten(whole.year)]
    if options.rules is not None:
        not_run = [n for n in not_run if plain_name(n[0]) in options.rules]
    return (
        findings.sort("learner", "aim", "rule", nulls_last=False, maintain_order=True),
        pl.DataFrame(not_run, schema=NOT_RUN, orient="row"),
    )


def _across_learners(whole: _Whole, rules: list[ActiveRule], options: CheckOptions) -> pl.DataFrame:
    """What the rules find that compare learners, over the keys of all learners of the file.

    As with the other rules, a learner that failed a field check is not seen.
    """
    frames = empty_frames(whole.year)
    # Only what is known of all learners: columns of nulls would take most of the memory.
    known = set(whole.learners.columns)
    frames["Learner"] = whole.learners.select(c for c in frames["Learner"].columns if c in known)
    message = without(Message(whole.year, whole.header, frames), whole.gated)
    run = run_of(message, return_period=period(whole.year, options), as_at=options.as_at)
    return bind(rules, run, options.tables).findings(message)


def _file_frame(findings: Iterable[file_level.FileFinding]) -> pl.DataFrame:
    rows = [
        {
            "rule": f.rule,
            "severity": f.severity,
            "fields": [{"name": name, "value": value} for name, value in f.fields],
            "message": f.message,
        }
        for f in findings
    ]
    return pl.DataFrame(rows, schema=FINDINGS)


def _identity(source: "Source") -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file, as it is unpacked."""
    digest = hashlib.sha256()
    size = 0
    with source.open() as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()
