"""Check one small file by the readers of one learner: no table is made before the report.

Of a check of a small file, nearly all of the time goes into declaring six hundred rules and into
the fixed cost of working with tables. So rules come compiled from where they are kept, and each
learner is checked as nested values. The findings are those of `pipeline.check`; a test holds the
two to each other.
"""

import hashlib
import io
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import polars as pl

from openilr.findings import FINDINGS, NOT_RUN
from openilr.ilr.xml.gather import Gathered, gather
from openilr.language.compiled import Runner, shown
from openilr.language.run import Run, header_values
from openilr.pipeline.options import (
    CheckOptions,
    Organisations,
    Progress,
    period,
    right_year,
    silent,
)
from openilr.pipeline.report import (
    AIM_DETAILS,
    LEARNER_DETAILS,
    MODELS,
    FileReport,
    learner_counts,
)
from openilr.pipeline.small_rows import (
    AIM,
    KEY,
    LINE,
    Learner,
    Row,
    aim_details,
    aims_of,
    learner_details,
    learners_of,
    row_at,
)
from openilr.pipeline.timing import Stopwatch
from openilr.rules import file_level
from openilr.rules.catalogue import plain_name
from openilr.rules.field_checks.single import check_learner
from openilr.rules.field_checks.whole import header_findings, shape_findings
from openilr.rules.prepared import Asked, Prepared, prepared

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source

MOST_BYTES = 400_000
"""The size up to which a file is small: some fifty learners."""


def check_file(
    source: "Source",
    options: CheckOptions,
    *,
    progress: Progress = silent,
    kept_rules: Path | None = None,
) -> FileReport:
    """Check one file whole, the quicker way for its size.

    `kept_rules` is a folder in which prepared rules are kept from call to call.
    Errors: FileUnreadable, WrongCollectionYear.
    """
    if is_small(source):
        return check_small(source, options, kept_rules=kept_rules)
    from openilr.pipeline.check import check_source

    return check_source(source, options, progress=progress)


def is_small(source: "Source") -> bool:
    """Whether a file is small, and stands by itself."""
    return source.member is None and not source.refusal and source.size <= MOST_BYTES


def check_small(
    source: "Source", options: CheckOptions, *, kept_rules: Path | None = None
) -> FileReport:
    """Check one small file whole.

    Errors: FileUnreadable, WrongCollectionYear.
    """
    watch = Stopwatch()
    started = time.perf_counter()
    with watch.stage("read"):
        data = source.read()
        (gathered,) = gather(io.BytesIO(data))
        right_year(gathered.year, options)
        learners = learners_of(gathered)
    with watch.stage("prepare rules"):
        asked = Asked(
            gathered.year, period(gathered.year, options), options.tables.names, options.rules
        )
        rules, runner = _ready(asked, kept_rules)
    with watch.stage("field checks"):
        field_checks = [*_shape(gathered), *_field_checks(learners, gathered.year)]
        gated = {f.learner for f in field_checks}
    with watch.stage("rules"):
        clean = [one.data for number, one in enumerate(learners) if number not in gated]
        run = Run(asked.year, asked.return_period, options.as_at, header_values(gathered.header))
        found = list(_rules(runner, clean, run, options))
    with watch.stage("whole file"):
        of_file, unknown = _whole_file(source, gathered, len(learners), options)
        checked = [f for f in (*of_file, *field_checks) if _is_asked(f.rule, options)]
        findings = sorted((*checked, *found), key=_order)
        not_run = [n for n in unknown if _is_asked(n[0], options)]
    with watch.stage("report"):
        report = FileReport(
            file=source.name,
            year=gathered.year,
            return_period=asked.return_period,
            as_at=options.as_at,
            made_at=datetime.now(UTC),
            header=gathered.header,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            learners=len(learners),
            aims=len(gathered.records["LearningDelivery"]),
            rules_run=rules.asked - len(not_run) - len(rules.not_run),
            texts=rules.texts,
            timings=watch.seconds,
            **_tables(learners, findings, (*not_run, *rules.not_run)),
        )
    watch.add({"by the clock": time.perf_counter() - started})
    return report


@lru_cache(maxsize=8)
def _ready(asked: Asked, kept_rules: Path | None) -> tuple[Prepared, Runner]:
    """The rules for what is asked, kept for the next file."""
    rules = prepared(asked, kept_rules)
    return rules, Runner(rules.compiled)


class _Finding(NamedTuple):
    """A row of the findings table."""

    rule: str
    severity: str
    learner: int | None
    aim: int | None
    LearnRefNumber: str | None
    AimSeqNumber: int | None
    line: int | None
    fields: tuple[tuple[str, str | None], ...]
    message: str


def _order(finding: _Finding) -> tuple[object, ...]:
    learner, aim = finding.learner, finding.aim
    return learner is not None, learner or 0, aim is not None, aim or 0, finding.rule


def _is_asked(rule: str, options: CheckOptions) -> bool:
    return options.rules is None or plain_name(rule) in options.rules


# -- findings --------------------------------------------------------------------------------------


def _field_checks(learners: Sequence[Learner], year: str) -> Iterator[_Finding]:
    for one in learners:
        for found in check_learner(one.texts, year):
            row, aim = row_at(one.data, found.place)
            yield _Finding(
                found.rule,
                found.severity,
                one.data[KEY],
                row.get(AIM),
                one.data.get("LearnRefNumber"),
                aim.get("AimSeqNumber") if aim else None,
                row[LINE] or None,
                found.fields,
                found.message,
            )


def _shape(gathered: Gathered) -> Iterator[_Finding]:
    learners, aims = gathered.records["Learner"], gathered.records["LearningDelivery"]
    for found in shape_findings(gathered.year, gathered.structure):
        yield _Finding(
            found.rule,
            found.severity,
            found.learner,
            found.aim,
            None if found.learner is None else learners[found.learner].values.get("LearnRefNumber"),
            None if found.aim is None else aims[found.aim].values.get("AimSeqNumber"),
            found.line,
            ((found.name, found.value),),
            found.message,
        )


def _rules(
    runner: Runner, learners: Sequence[Row], run: Run, options: CheckOptions
) -> Iterator[_Finding]:
    for found in runner.check_file(learners, run, options.tables):
        rule = runner.compiled.rules[found.number]
        learner, aim = found.learner, found.aim
        yield _Finding(
            rule.name,
            rule.severity,
            learner.data[KEY] if learner is not None else None,
            aim.data[AIM] if aim is not None else None,
            learner.LearnRefNumber if learner is not None else None,
            aim.AimSeqNumber if aim is not None else None,
            found.row.data[LINE] if learner is not None else None,
            tuple((n, shown(v)) for n, v in zip(rule.reports, found.values, strict=True)),
            rule.summary,
        )


def _whole_file(
    source: "Source", gathered: Gathered, learners: int, options: CheckOptions
) -> tuple[list[_Finding], list[tuple[str, str, str | None]]]:
    """What is wrong with the file as a whole, and its rules that did not run."""
    year, header = gathered.year, gathered.header
    broken, unknown = file_level.check_file_level(
        file_name=source.base_name,
        header=header,
        learners=learners,
        as_at=options.as_at,
        year=year,
        organisations=Organisations.of(options.tables),
    )
    findings = [
        _Finding(f.rule, f.severity, None, None, None, None, None, f.fields, f.message)
        for f in broken
    ]
    findings += [
        _Finding(f.rule, f.severity, None, None, None, None, None, ((f.name, f.value),), f.message)
        for f in header_findings(year, header, (), learners=learners)
    ]
    return findings, [(n.rule, n.reason, n.table) for n in unknown]


# -- tables ----------------------------------------------------------------------------------------


class _Tables(TypedDict):
    findings: pl.DataFrame
    not_run: pl.DataFrame
    learner_details: pl.DataFrame
    aim_details: pl.DataFrame
    counts: pl.DataFrame


def _tables(
    learners: Sequence[Learner],
    findings: Sequence[_Finding],
    not_run: Sequence[tuple[str, str, str | None]],
) -> _Tables:
    """The tables of the report."""
    rows = [(*f[:7], [{"name": n, "value": v} for n, v in f.fields], f.message) for f in findings]
    found = pl.DataFrame(rows, FINDINGS, orient="row")
    models = {(aim[KEY], aim.get("FundModel")) for aim in aims_of(learners)}
    of_learners = learner_details(learners, {f.learner for f in findings})
    of_aims = aim_details(learners, {f.aim for f in findings})
    return {
        "findings": found,
        "not_run": pl.DataFrame(not_run, NOT_RUN, orient="row"),
        "learner_details": _details(of_learners, LEARNER_DETAILS),
        "aim_details": _details(of_aims, AIM_DETAILS),
        "counts": learner_counts(
            found, pl.DataFrame(list(models), MODELS, orient="row"), len(learners)
        ),
    }


def _details(rows: Iterable[Row], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame([tuple(row.get(n) for n in schema) for row in rows], schema, orient="row")
