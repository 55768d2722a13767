"""The report on the terminal: what is wrong, for how many, what to do, and where to read more.

Everything reads in black and white: severities are words, and colour only repeats them. Rich leaves
colour and decoration out where the output is not a terminal.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from openilr.ilr.years import long_name
from openilr.outputs.summary import (
    RuleCount,
    Totals,
    by_rule,
    counted,
    listed,
    not_run,
    sentence,
    text_of,
    total,
    totals,
)
from openilr.outputs.values import IN_WORDS, pairs, visible, visible_text
from openilr.pipeline.report import FileReport

LEARNERS_SHOWN = 5
"""Learners named under a rule."""

RULES_SHOWN = 6
"""Rules named in a group of rules not run."""

GROUPS_SHOWN = 20
"""Groups of rules not run."""

REASONS_SHOWN = 2
"""Reasons told of a group."""

VALUES_SHOWN = 160
"""Characters shown of what a rule reports of the file as a whole."""

_STYLES = {"E": "bold red", "W": "yellow"}


def write(reports: Sequence[FileReport], console: Console, *, timings: bool = False) -> None:
    """Print the report of each file, then the total of several, then what to do next."""
    for report in reports:
        console.print(_report(report, timings=timings))
    if len(reports) > 1:
        console.print(Rule(Text(f"All {len(reports):,} files"), align="left", characters="-"))
        console.print(_totals(total(reports)))
        console.print()
    if reports:
        console.print(_next(reports))


def _report(report: FileReport, *, timings: bool) -> RenderableType:
    figures = totals(report)
    parts: list[RenderableType] = [_head(report), Text(), _totals(figures)]
    if counts := by_rule(report):
        parts += [Text(), _rules(report, counts)]
    if figures.rules_not_run:
        parts += [Text(), _not_run(report)]
    if timings:
        parts += [Text(), _timings(report)]
    parts.append(Text())
    return Group(*parts)


def _head(report: FileReport) -> RenderableType:
    header = report.header
    ukprn = header.provider_UKPRN or header.UKPRN
    prepared = header.FilePreparationDate
    facts = [
        f"Provider {ukprn}" if ukprn else "Provider not given",
        f"year {long_name(report.year)}",
        f"checked for R{report.return_period:02d} as at {_day(report.as_at)}",
        f"prepared {_day(prepared)}" if prepared else "no preparation date",
        _size(report.size_bytes),
    ]
    return Group(
        Text(visible_text(report.file), style="bold", overflow="fold"), Text(", ".join(facts))
    )


def _totals(figures: Totals) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    table.add_row("Learners", f"{figures.learners:,}", counted(figures.aims, "aim"))
    if figures.errors:
        table.add_row(
            Text("Errors", style=_STYLES["E"]),
            f"{figures.errors:,}",
            f"by {counted(figures.error_rules, 'rule')}; DfE would leave out "
            f"{counted(figures.invalid, 'learner')}",
        )
    else:
        table.add_row("Errors", "0", "")
    if figures.warnings:
        table.add_row(
            Text("Warnings", style=_STYLES["W"]),
            f"{figures.warnings:,}",
            f"by {counted(figures.warning_rules, 'rule')}; "
            f"{counted(figures.warned, 'learner')} with warnings only",
        )
    else:
        table.add_row("Warnings", "0", "")
    missing = figures.rules_not_run
    table.add_row(
        "Rules run",
        f"{figures.rules_run:,}",
        f"{missing:,} not run, so not known to pass" if missing else "every rule ran",
    )
    return table


def _rules(report: FileReport, counts: Sequence[RuleCount]) -> RenderableType:
    table = Table(
        box=None,
        padding=(0, 1, 1, 0),
        pad_edge=False,
        expand=True,
        header_style="bold underline",
    )
    table.add_column("Severity", no_wrap=True)
    table.add_column("Rule, what is wrong, what to do", ratio=1, overflow="fold")
    table.add_column("Learners", justify="right", no_wrap=True)
    table.add_column("Aims", justify="right", no_wrap=True)
    places = _places(report)
    for count in counts:
        body = [Text(visible_text(count.rule), style="bold")]
        if count.text.ours:
            body[0].append(" (OpenILR's own check)", style="not bold")
        body += [Text(sentence(count.text.summary))] if count.text.summary else []
        body += [_labelled("To mend: ", sentence(count.text.fix))] if count.text.fix else []
        label, place = places[count.rule, count.severity]
        body += [_labelled(label, place)] if place else []
        table.add_row(
            Text(count.word, style=_STYLES.get(count.severity, "")),
            Group(*body),
            f"{count.learners:,}" if count.learners else "-",
            f"{count.aims:,}" if count.aims else "-",
        )
    return table


def _places(report: FileReport) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each rule fired: its first learners, or for the file as a whole the values."""
    values = pairs(
        pl.col("fields"),
        year=report.year,
        dates=IN_WORDS,
        equals=" = ",
        between=", ",
        absent="blank",
    )
    # A learner may have no reference at all; their place in the file stands for it then.
    reference = pl.coalesce(
        "LearnRefNumber", pl.format("learner {} of the file", pl.col("learner") + 1)
    )
    learners = (
        report.findings.filter(pl.col("learner").is_not_null())
        .unique(["rule", "severity", "learner"], keep="first", maintain_order=True)
        .group_by("rule", "severity", maintain_order=True)
        .agg(
            visible(reference.head(LEARNERS_SHOWN)).alias("learners"),
            pl.len().alias("count"),
        )
    )
    files = (
        report.findings.filter(pl.col("learner").is_null())
        .unique(["rule", "severity"], keep="first", maintain_order=True)
        .select("rule", "severity", visible(values).alias("values"), visible(pl.col("message")))
    )
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for rule, severity, text, message in files.iter_rows():
        summary = text_of(report, rule, severity).summary
        # A message that tells more than the summary tells more than the bare values too.
        text = text if message is None or message == summary else message
        shown = text if len(text) <= VALUES_SHOWN else text[: VALUES_SHOWN - 3] + "..."
        places[rule, severity] = ("In the file: ", shown)
    for rule, severity, names, count in learners.iter_rows():
        more = f" and {count - len(names):,} more" if count > len(names) else ""
        places[rule, severity] = ("Learners: ", ", ".join(names) + more)
    return places


def _not_run(report: FileReport) -> RenderableType:
    groups = not_run(report)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for group in groups[:GROUPS_SHOWN]:
        why = " ".join(sentence(reason) for reason in group.reasons[:REASONS_SHOWN])
        if len(group.reasons) > REASONS_SHOWN:
            why += f" And {len(group.reasons) - REASONS_SHOWN:,} more reasons."
        if group.table:
            why += f" (table {group.table})"
        table.add_row(
            counted(len(group.rules), "rule"),
            Group(Text(visible_text(why)), Text(listed(group.rules, RULES_SHOWN))),
        )
    if rest := groups[GROUPS_SHOWN:]:
        rules = counted(sum(len(group.rules) for group in rest), "rule")
        table.add_row(rules, f"For {len(rest):,} more reasons; --format xlsx lists them all.")
    parts: list[RenderableType] = [
        Text("Not run", style="bold").append(
            ": a rule that did not run has not passed", style="not bold"
        ),
        Padding(table, (0, 0, 0, 2)),
    ]
    if any(group.table for group in groups):
        parts.append(
            _labelled(
                "To run them: ",
                "load the published files with openilr reference load, or name a folder that "
                "holds the tables with --reference.",
            )
        )
    return Group(*parts)


def _timings(report: FileReport) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for stage, seconds in report.timings.items():
        table.add_row(stage, f"{seconds:.3f} s")
    return Group(Text("Time taken", style="bold"), Padding(table, (0, 0, 0, 2)))


def _next(reports: Sequence[FileReport]) -> RenderableType:
    if not any(report.findings.height for report in reports):
        return Text(
            "No findings. Every rule that ran passed."
            if any(report.not_run.height for report in reports)
            else "No findings. Every rule ran and passed."
        )
    return _labelled(
        "What next: ",
        "--format html --out report.html gives every finding with its values, line and "
        "explanation; --format xlsx --out report.xlsx a workbook.",
    )


def _labelled(label: str, text: str) -> RenderableType:
    return Text(label, style="italic").append(text, style="not italic")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _size(size: int) -> str:
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return counted(size, "byte")
