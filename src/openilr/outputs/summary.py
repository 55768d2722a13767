"""What every output for people says of a report: totals, the rules that fired, the rules that did
not run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from openilr.pipeline.report import FileReport, RuleText

SEVERITIES = {"E": "Error", "W": "Warning"}
"""The words for the two severities; a report never shows the letter or a colour alone."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one file, or of several added up.

    Attributes:
        invalid: learners with an Error, whom DfE would leave out of the valid file.
        warned: further learners, with a Warning and no Error.
    """

    files: int
    learners: int
    aims: int
    errors: int
    warnings: int
    error_rules: int
    warning_rules: int
    invalid: int
    warned: int
    rules_run: int
    rules_not_run: int

    @property
    def valid(self) -> int:
        """Learners without an Error."""
        return self.learners - self.invalid


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule that fired: its text, and how much it found.

    Attributes:
        learners, aims: distinct ones; 0 where the rule reports the file as a whole, or no aims.
        money: what its errors hold back; None for a warning, or where nothing was worked out.
    """

    text: RuleText
    severity: str
    findings: int
    learners: int
    aims: int
    money: Decimal | None = None

    @property
    def rule(self) -> str:
        """The rule's name."""
        return self.text.rule

    @property
    def word(self) -> str:
        """Error or Warning."""
        return SEVERITIES.get(self.severity, self.severity)


@dataclass(frozen=True, slots=True)
class NotRun:
    """Rules that did not run for one reason.

    Attributes:
        table: the reference table waited for; None if it is something else.
        reasons: distinct, in order of first mention; one where `table` is None.
    """

    table: str | None
    reasons: tuple[str, ...]
    rules: tuple[str, ...]


def text_of(report: FileReport, rule: str, severity: str) -> RuleText:
    """The rule's text, or one with the name alone where none is on file."""
    return report.texts.get(rule) or RuleText(rule=rule, severity=severity, summary="")


def by_rule(report: FileReport) -> list[RuleCount]:
    """The rules that fired, worst first: errors, then most learners, then most findings, then by
    name.
    """
    counted = (
        report.findings.group_by("rule", "severity")
        .agg(
            pl.len().alias("findings"),
            pl.col("learner").drop_nulls().n_unique().alias("learners"),
            pl.col("aim").drop_nulls().n_unique().alias("aims"),
        )
        .sort(
            pl.col("severity") != "E",
            "learners",
            "findings",
            "rule",
            descending=[False, True, True, False],
        )
    )
    held: Mapping[str, Decimal] = report.money.by_rule if report.money else {}
    return [
        RuleCount(
            text_of(report, rule, severity),
            severity,
            findings,
            learners,
            aims,
            held.get(rule) if severity == "E" else None,
        )
        for rule, severity, findings, learners, aims in counted.iter_rows()
    ]


def not_run(report: FileReport) -> list[NotRun]:
    """The rules not run, grouped by the table they wait for, else by reason; the largest group
    first.
    """
    if report.not_run.is_empty():
        return []
    key = pl.col("table").is_not_null()
    grouped = (
        report.not_run.with_columns(
            pl.when(key).then(None).otherwise(pl.col("reason")).alias("by_reason")
        )
        .group_by("table", "by_reason", maintain_order=True)
        .agg(pl.col("reason").unique(maintain_order=True), pl.col("rule").sort())
    )
    groups = [
        NotRun(row["table"], tuple(row["reason"]), tuple(row["rule"]))
        for row in grouped.iter_rows(named=True)
    ]
    return sorted(groups, key=lambda group: -len(group.rules))


def totals(report: FileReport) -> Totals:
    """The figures of one file."""
    errors = report.findings.filter(pl.col("severity") == "E")
    warnings = report.findings.filter(pl.col("severity") == "W")
    invalid = errors["learner"].drop_nulls().unique()
    warned = warnings["learner"].drop_nulls().unique()
    return Totals(
        files=1,
        learners=report.learners,
        aims=report.aims,
        errors=errors.height,
        warnings=warnings.height,
        error_rules=errors["rule"].n_unique(),
        warning_rules=warnings["rule"].n_unique(),
        invalid=invalid.len(),
        warned=warned.filter(~warned.is_in(invalid.implode())).len(),
        rules_run=report.rules_run,
        rules_not_run=report.not_run["rule"].n_unique(),
    )


def total(reports: Sequence[FileReport]) -> Totals:
    """The figures of all files: people and findings added, rules counted once however many files
    they fired in.
    """
    each = [totals(report) for report in reports]

    def rules(severity: str) -> int:
        return len(
            {
                rule
                for report in reports
                for rule in report.findings.filter(pl.col("severity") == severity)["rule"].unique()
            }
        )

    return Totals(
        files=len(reports),
        learners=sum(t.learners for t in each),
        aims=sum(t.aims for t in each),
        errors=sum(t.errors for t in each),
        warnings=sum(t.warnings for t in each),
        error_rules=rules("E"),
        warning_rules=rules("W"),
        invalid=sum(t.invalid for t in each),
        warned=sum(t.warned for t in each),
        rules_run=max((t.rules_run for t in each), default=0),
        rules_not_run=len({rule for report in reports for rule in report.not_run["rule"]}),
    )


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 learner", "1,186 aims"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(items: Sequence[str], limit: int) -> str:
    """The first items with commas, and how many more there are: "A, B, C and 4 more"."""
    if len(items) <= limit:
        return ", ".join(items)
    return f"{', '.join(items[:limit])} and {len(items) - limit:,} more"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop, for a place of its own."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?:" else ".")
