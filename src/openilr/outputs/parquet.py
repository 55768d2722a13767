"""Parquet: findings and rules not run in one table, for notebooks, Spark and BI.

Columns: `file`, then those of `openilr.findings.FINDINGS` (`fields` a list of name and value), then
`not_run`, the reason why the rule did not run, and `table`, the reference table it waits for. A row
is a finding where `not_run` is null; a rule not run has only `file`, `rule`, `not_run` and perhaps
`table`.
"""

import io
from collections.abc import Sequence
from typing import BinaryIO

import polars as pl

from openilr.findings import FINDINGS
from openilr.pipeline.report import FileReport

COLUMNS = pl.Schema({"file": pl.String, **FINDINGS, "not_run": pl.String, "table": pl.String})


def rows(reports: Sequence[FileReport]) -> pl.DataFrame:
    """Every file's findings and then its rules not run, with COLUMNS."""
    parts = [pl.DataFrame(schema=COLUMNS)]
    for report in reports:
        file = pl.lit(report.file).alias("file")
        parts.append(report.findings.select(file, pl.all()))
        parts.append(
            report.not_run.select(file, "rule", pl.col("reason").alias("not_run"), "table")
        )
    return pl.concat(parts, how="diagonal").select(COLUMNS.names())


def write(reports: Sequence[FileReport], stream: BinaryIO) -> None:
    """Write the table of all files."""
    # Through memory (the table is small once packed), so that a full disk is an OSError and not a
    # fault of Polars.
    packed = io.BytesIO()
    rows(reports).write_parquet(packed)
    stream.write(packed.getbuffer())
