"""What a run of earnings is written as: terminal, HTML, XLSX, CSV, JSON Lines, Parquet.

The rows of JSON Lines, CSV and Parquet are amounts and nothing else; reasons go beside them.
"""

import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import polars as pl

from openilr.atomic import refusal, replacing
from openilr.errors import OutputRefused
from openilr.outputs.values import visible_text
from openilr.pipeline.earnings import ROWS, EarningsReport

FORMATS = ("text", "html", "xlsx", "csv", "jsonl", "parquet")

WITHOUT_REASONS = ("csv", "jsonl", "parquet")
"""Formats that hold amounts alone; the command line prints the reasons on standard error."""

STORIES = 100
"""Learners whose stories a page tells; about 2 MB."""

SLICE = 50_000
"""Rows written at a time, so that memory does not grow with the report."""

_NOT_FOR_A_TERMINAL = ("html", "xlsx", "parquet")

CSV_COLUMNS = (
    "LearnRefNumber",
    "AimSeqNumber",
    "academic_year",
    "period",
    "kind",
    "amount",
    "episode",
    "fund_line",
)


def write(reports: Sequence[EarningsReport], format: str, out: Path | None = None) -> None:
    """Write the earnings of a run, in one of FORMATS, to a file or to standard output.

    A file is written beside its place and then renamed, so that it is whole or not there.
    Errors: OutputRefused when it cannot be written; ValueError for a format that is not one.
    """
    if format not in FORMATS:
        raise ValueError(f"{format} is not a format")
    if out is not None:
        with replacing(out) as path, path.open("wb") as stream:
            write_stream(reports, format, stream)
        return
    if format in _NOT_FOR_A_TERMINAL and sys.stdout.isatty():
        raise OutputRefused(
            f"{format} is not for reading on a terminal. Name a file: --out earnings.{format}"
        )
    try:
        if format == "text":
            packed = io.BytesIO()
            write_stream(reports, format, packed)
            sys.stdout.write(packed.getvalue().decode())
        else:
            write_stream(reports, format, sys.stdout.buffer)
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer goes nowhere, or Python tries it again at its end.
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
        if isinstance(error, BrokenPipeError):
            raise
        raise refusal(Path("standard output"), error) from error


def write_stream(reports: Sequence[EarningsReport], format: str, stream: BinaryIO) -> None:
    """Write the earnings as bytes, in any format."""
    match format:
        case "jsonl":
            for part in _json_lines(reports):
                stream.write(part)
        case "csv":
            _csv(reports, stream)
        case "parquet":
            packed = io.BytesIO()
            table(reports).write_parquet(packed)
            stream.write(packed.getbuffer())
        case "text":
            from openilr.outputs.earnings_text import text

            stream.write(text(reports).encode())
        case "xlsx":
            from openilr.outputs import earnings_xlsx

            earnings_xlsx.write(reports, stream)
        case "html":
            from openilr.outputs import earnings_html

            earnings_html.write(reports, stream)
        case _:
            raise ValueError(f"{format} is not a format")


def table(reports: Sequence[EarningsReport]) -> pl.DataFrame:
    """The rows of all files: `file`, then those of `openilr.funding.frames.ROWS`."""
    parts = [pl.DataFrame(schema={"file": pl.String, **ROWS})]
    parts += [r.rows.select(pl.lit(r.file).alias("file"), pl.all()) for r in reports]
    return pl.concat(parts)


def _json_lines(reports: Sequence[EarningsReport]) -> Iterator[bytes]:
    """One amount a line. Source: design.md section 4."""
    for report in reports:
        file = json.dumps(report.file, ensure_ascii=False)
        for rows in report.rows.iter_slices(SLICE):
            references = {
                name: json.dumps(name, ensure_ascii=False)
                for name in rows["LearnRefNumber"].unique()
            }
            columns = (
                rows[name].to_list()
                for name in (
                    "LearnRefNumber",
                    "AimSeqNumber",
                    "academic_year",
                    "period",
                    "kind",
                    "amount",
                )
            )
            yield "".join(
                f'{{"file":{file},"LearnRefNumber":{references[reference]},'
                f'"AimSeqNumber":{"null" if seq is None else seq},"academic_year":"{year}",'
                f'"period":{period},"kind":"{kind}","amount":"{amount}"}}\n'
                for reference, seq, year, period, kind, amount in zip(*columns, strict=True)
            ).encode()


def _csv(reports: Sequence[EarningsReport], stream: BinaryIO) -> None:
    several = len(reports) > 1
    columns = (("file",) if several else ()) + CSV_COLUMNS
    rows = table(reports).select(columns)
    stream.write(rows.write_csv().encode("utf-8-sig"))


# -- reasons ---------------------------------------------------------------------------------------


def write_reasons(reports: Sequence[EarningsReport], out: Path) -> None:
    """Write why something was not worked out, one reason a line as JSON.

    Errors: OutputRefused when it cannot be written.
    """
    with replacing(out) as path, path.open("w", encoding="utf-8") as stream:
        for report in reports:
            for row in report.reasons.iter_rows(named=True):
                fields = {f["name"]: f["value"] for f in row["fields"]}
                line = {
                    "file": report.file,
                    "LearnRefNumber": row["LearnRefNumber"],
                    "AimSeqNumber": row["AimSeqNumber"],
                    "reason": row["reason"],
                    "message": row["message"],
                    "fields": fields,
                    "missing": row["missing"],
                    "blocks": row["blocks"],
                }
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def reason_lines(reports: Sequence[EarningsReport]) -> Iterator[str]:
    """Why something was not worked out, a line a reason, for people."""
    for report in reports:
        names = ("LearnRefNumber", "AimSeqNumber", "reason", "message")
        for reference, seq, reason, message in report.reasons.select(names).iter_rows():
            where = f"{reference}, aim {seq}" if seq is not None else f"{reference}"
            yield visible_text(f"{report.file}: {where}: {reason}: {message}")
