"""A report as one page that needs nothing else: style, script and data within, no network.

The page is whole without its script: every rule, explanation, value and reason is there to read and
print. The script adds search, filters and sorting. Everything that comes from a file is escaped by
the template.

A page shows at most ROWS findings, the same number of each rule, so that a browser copes with any
file; what is left out is counted and said beside the rule and at the top.
"""

import base64
import hashlib
import re
from calendar import month_name
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import BinaryIO

import jinja2
import polars as pl
from markupsafe import Markup

from openilr import __version__
from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.summary import (
    NotRun,
    RuleCount,
    Totals,
    by_rule,
    counted,
    not_run,
    sentence,
    total,
    totals,
)
from openilr.outputs.values import IN_WORDS, pairs
from openilr.pipeline.report import FileReport

ROWS = 15_000
"""Findings of all files together that a page shows; about 3 MB, at the very worst 15."""

OPEN_ROWS = 500
"""With more findings than this the tables of the rules begin closed."""

CAPS = (5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Findings shown of each rule: the first of these with which the page keeps to ROWS."""

VALUE_LENGTH = 200
"""Characters of the values of one finding, then an ellipsis."""

REFERENCE_LENGTH = 40
"""Characters of a learner's reference (12 are allowed), then an ellipsis."""

ASSETS = Path(__file__).parent / "assets"

STYLE_SECTIONS = (1, 3, 4, 5, 7, 8, 10, 19, 21, 23, 24)
"""Sections of openilr.css that the page uses."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as the page shows it; `message` is None where it only repeats the rule's
    summary.
    """

    reference: str | None
    aim: int | None
    values: str
    message: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule that fired in one file, with the findings that are shown.

    Attributes:
        has_messages: whether any of them says more than the rule's summary.
    """

    anchor: str
    count: RuleCount
    rows: Sequence[Row]
    has_messages: bool

    @property
    def more(self) -> int:
        """Findings that are not shown."""
        return self.count.findings - len(self.rows)


@dataclass(frozen=True, slots=True)
class FileView:
    """One file: its report, figures, rules and what did not run."""

    anchor: str
    report: FileReport
    totals: Totals
    rules: Sequence[RuleView]
    not_run: Sequence[NotRun]
    models: Sequence[tuple[str, int, int, int]]


def write(reports: Sequence[FileReport], stream: BinaryIO, *, rows: int = ROWS) -> None:
    """Write the page of all files; `rows` is the most findings it shows."""
    cap = _cap(reports, rows)
    files = [_file(report, f"f{number}", cap) for number, report in enumerate(reports, start=1)]
    shown = sum(len(rule.rows) for file in files for rule in file.rules)
    figures = total(reports)
    page = _template().stream(
        files=files,
        totals=figures,
        cap=cap,
        shown=shown,
        found=figures.errors + figures.warnings,
        begin_open=shown <= OPEN_ROWS,
        rule_names=sorted({rule.count.rule for file in files for rule in file.rules}),
        version=__version__,
        made=max((report.made_at for report in reports), default=None),
        style=Markup(style()),  # noqa: S704 - our own file
        script=Markup(script()),  # noqa: S704 - our own file
        policy=policy(),
    )
    page.enable_buffering(200)
    page.dump(stream, encoding="utf-8")


def _cap(reports: Sequence[FileReport], rows: int) -> int:
    """How many findings of each rule are shown, so that all files together keep to `rows`."""
    counts = [
        count
        for report in reports
        for count in report.findings.group_by("rule", "severity").len()["len"]
    ]
    fitting = (cap for cap in CAPS if sum(min(count, cap) for count in counts) <= rows)
    return next(fitting, CAPS[-1])


def _file(report: FileReport, anchor: str, cap: int) -> FileView:
    rows = _rows(report, cap)
    models = [
        row
        for row in report.counts.select("group", "learners", "invalid", "warned").iter_rows()
        if row[0] != "all"
    ]
    rules = [
        RuleView(
            # A rule's name may, against all custom, hold what cannot stand in an address.
            f"{anchor}-{re.sub(r'[^A-Za-z0-9_.-]', '_', count.rule)}-{count.severity}",
            count,
            (shown := rows[count.rule, count.severity]),
            has_messages=any(row.message for row in shown),
        )
        for count in by_rule(report)
    ]
    return FileView(anchor, report, totals(report), rules, not_run(report), models)


def _rows(report: FileReport, cap: int) -> dict[tuple[str, str], list[Row]]:
    """The first findings of each rule, in the order of the file."""
    values = pairs(
        pl.col("fields"),
        year=report.year,
        dates=IN_WORDS,
        equals=" = ",
        between=", ",
        absent="blank",
    )
    cut = pl.when(values.str.len_chars() > VALUE_LENGTH).then(
        pl.concat_str(values.str.head(VALUE_LENGTH), pl.lit("…"))
    )
    first = (
        report.findings.filter(pl.int_range(pl.len()).over("rule", "severity") < cap)
        .with_columns(cut.otherwise(values).alias("values"))
        .select(
            "rule",
            "severity",
            "learner",
            "LearnRefNumber",
            "AimSeqNumber",
            "values",
            "message",
            "line",
        )
    )
    rows: dict[tuple[str, str], list[Row]] = {}
    for rule, severity, learner, reference, aim, text, message, line in first.iter_rows():
        if reference and len(reference) > REFERENCE_LENGTH:
            reference = reference[:REFERENCE_LENGTH] + "…"
        if learner is not None and not reference:
            reference = f"learner {learner + 1}, no reference"
        known = report.texts.get(rule)
        repeats = known is not None and message == known.summary
        rows.setdefault((rule, severity), []).append(
            Row(reference, aim, text, None if repeats else message, line or None)
        )
    return rows


@cache
def style() -> str:
    """The style sheet of the page: the sections it needs of openilr.css, then report.css.

    The dark colours apply where the reader's system asks for them; there is no switch to keep.
    """
    whole = (ASSETS / "look" / "openilr.css").read_text(encoding="utf-8")
    sections = {
        int(section[1]): section[0]
        for section in re.finditer(r"^/\* ---- (\d+) .*?(?=^/\* ---- |\Z)", whole, re.M | re.S)
    }
    wanted = "".join(sections[number] for number in STYLE_SECTIONS)
    wanted = re.sub(
        r'^\[data-bs-theme="dark"\] (\{.*?^\})',
        r"@media screen and (prefers-color-scheme: dark) { :root \1 }",
        wanted,
        flags=re.M | re.S,
    )
    return _bare(wanted + (ASSETS / "report.css").read_text(encoding="utf-8"))


@cache
def script() -> str:
    """The script of the page."""
    return _bare((ASSETS / "report.js").read_text(encoding="utf-8"))


def policy() -> str:
    """The content policy of the page: nothing is fetched, and only our own script and style run."""
    return (
        f"default-src 'none'; style-src {_source(style())}; script-src {_source(script())}; "
        "base-uri 'none'; form-action 'none'"
    )


def _bare(text: str) -> str:
    """The file without its comments in blocks and without indents."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).strip()


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "number": "{:,}".format,
        "day": _day,
        "moment": _moment,
        "year": long_name,
        "size": _size,
        "sentence": sentence,
        "headline": _headline,
        "bare": _bare_names,
        "counted": counted,
        "pounds": _pounds,
        "month": _month,
    }
    environment.filters.update(filters)
    return environment.get_template("report.html.jinja")


def _headline(text: str) -> str:
    return text.strip().removesuffix(".")


def _bare_names(fields: Sequence[str]) -> str:
    """Names of fields without their entities, each once."""
    return ", ".join(dict.fromkeys(name.rpartition(".")[2] for name in fields))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _pounds(amount: Decimal) -> str:
    return f"£{round_pence(amount, mode=ROUND_HALF_UP):,}"


def _month(period: int) -> str:
    """The month of a period, 1 for August."""
    return month_name[(period + 6) % 12 + 1]


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {moment:%H:%M}"


def _size(size: int) -> str:
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return counted(size, "byte")
