"""CSV in the columns of DfE's rule violation report, so that sheets and scripts made for it go on
working.

Rows of several files follow one another under one heading. Two things differ from DfE's file, on
purpose: the wording of the messages is ours, and a cell of text that a spreadsheet would take for a
formula begins with an apostrophe (`guarded`). Programs that need every value letter for letter read
JSON Lines or Parquet.

Source: spec/rules/README.md section 5, spec/product/dfe-reports.md section 2.
"""

from collections.abc import Sequence
from typing import BinaryIO

import polars as pl

from openilr.outputs.values import DAY_MONTH_YEAR, pairs
from openilr.pipeline.report import FileReport

COLUMNS = (
    "Error\\Warning",
    "Learner Ref",
    "Unique Learner Number",
    "Family Name",
    "Given Names",
    "Rule Name",
    "Field Values",
    "Error Message",
    "Aim Sequence Number",
    "Aim Reference Number",
    "Software Supplier Aim ID",
    "Funding Model",
    "Subcontracted UKPRN",
    "Provider Specified Learner Monitoring A",
    "Provider Specified Learner Monitoring B",
    "Provider Specified Learning Delivery Monitoring A",
    "Provider Specified Learning Delivery Monitoring B",
    "Provider Specified Learning Delivery Monitoring C",
    "Provider Specified Learning Delivery Monitoring D",
    "OFFICIAL - SENSITIVE",
)
"""In order; the last is the protective marking, without values."""

SLICE = 50_000
"""Rows written at a time."""

_FORMULA = r"^(?:[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])"
"""How a cell begins that Excel or LibreOffice may take for a formula: = + - @, also full width, or
a tab or line end."""


def guarded(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet computes: what looks like a formula gets a leading apostrophe, all
    else stays.
    """
    return pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text)


def write(reports: Sequence[FileReport], stream: BinaryIO) -> None:
    """Write the violations of every file, each file's errors first and then by rule name."""
    heading = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    stream.write(heading.write_csv(line_terminator="\r\n").encode())
    for report in reports:
        for rows in violations(report).iter_slices(SLICE):
            stream.write(rows.write_csv(include_header=False, line_terminator="\r\n").encode())


def violations(report: FileReport) -> pl.DataFrame:
    """The rows of one file, all text, with COLUMNS."""
    learners = report.learner_details.unique("learner", keep="first", maintain_order=True)
    aims = report.aim_details.unique("aim", keep="first", maintain_order=True)
    rows = (
        report.findings.sort("severity", "rule", maintain_order=True)
        .join(
            learners.drop("LearnRefNumber"),
            on="learner",
            how="left",
            maintain_order="left",
        )
        .join(
            aims.drop("learner", "AimSeqNumber"),
            on="aim",
            how="left",
            maintain_order="left",
        )
    )
    values = pairs(pl.col("fields"), year=report.year, dates=DAY_MONTH_YEAR)
    cells = (
        pl.col("severity"),
        pl.col("LearnRefNumber"),
        pl.col("ULN"),
        pl.col("FamilyName"),
        pl.col("GivenNames"),
        pl.col("rule"),
        # Each pair ends with a bar, the last one too.
        pl.when(values == "").then(values).otherwise(values + "|"),
        pl.col("message"),
        pl.col("AimSeqNumber"),
        pl.col("LearnAimRef"),
        pl.col("SWSupAimId"),
        pl.col("FundModel"),
        pl.col("PartnerUKPRN"),
        *(pl.col(f"ProvSpecLearnMon_{letter}") for letter in "AB"),
        *(pl.col(f"ProvSpecDelMon_{letter}") for letter in "ABCD"),
        pl.lit(None),
    )
    return rows.select(
        guarded(cell.cast(pl.String)).alias(name) for cell, name in zip(cells, COLUMNS, strict=True)
    )
