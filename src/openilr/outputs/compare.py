"""What a comparison of two returns is written as: terminal, XLSX, CSV, JSON Lines, Parquet.

JSON Lines, CSV and Parquet hold the same rows (`table`), each saying in `what` what differs.
"""

import io
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from rich.console import Console

from openilr.atomic import refusal, replacing
from openilr.errors import OutputRefused
from openilr.outputs.compare_money_text import HALF_A_PENNY
from openilr.outputs.compare_text import text
from openilr.outputs.violations_csv import guarded
from openilr.pipeline.compare import Comparison

FORMATS = ("text", "xlsx", "csv", "jsonl", "parquet")

FILE_WIDTH = 100
"""Columns of a text that is written to a file."""

COLUMNS = pl.Schema(
    {
        # total, summary, cause, learner, aim, field, finding, money, month, kind
        "what": pl.String,
        "change": pl.String,  # removed, added, changed; cured, new; lost, gained, moved
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "entity": pl.String,
        "record": pl.String,
        "field": pl.String,
        "rule": pl.String,
        "severity": pl.String,
        "academic_year": pl.String,
        "period": pl.UInt8,
        "kind": pl.String,
        "cause": pl.String,
        "learners": pl.UInt32,
        "a": pl.String,
        "b": pl.String,
        "difference": pl.String,
        "gained": pl.String,
        "lost": pl.String,
        "text": pl.String,
    }
)
"""A row that differs. `a` and `b` are the values of the two returns, an amount with five decimal
places; a learner or aim of one return only is `removed` or `added`."""

_JSON = {
    "total": ("a", "b", "difference"),
    "summary": ("change", "academic_year", "period", "kind", "a", "b", "difference"),
    "cause": ("cause", "learners", "gained", "lost", "difference"),
    "learner": ("change", "LearnRefNumber"),
    "aim": ("change", "LearnRefNumber", "AimSeqNumber", "text"),
    "field": (
        "change",
        "LearnRefNumber",
        "AimSeqNumber",
        "entity",
        "record",
        "field",
        "a",
        "b",
    ),
    "finding": ("change", "LearnRefNumber", "AimSeqNumber", "rule", "severity", "text"),
    "money": ("change", "LearnRefNumber", "a", "b", "difference", "gained", "lost", "text"),
    "month": ("change", "LearnRefNumber", "academic_year", "period", "a", "b", "difference"),
    "kind": ("change", "LearnRefNumber", "academic_year", "period", "kind", "a", "b", "difference"),
}
"""The columns that each kind of row has; those that JSON Lines writes."""


def write(found: Comparison, format: str, out: Path | None = None) -> None:
    """Write a comparison, in one of FORMATS, to a file or to standard output.

    A file is written beside its place and then renamed, so that it is whole or not there.
    Errors: OutputRefused when it cannot be written, or in a format that comparisons do not have.
    """
    if format not in FORMATS:
        raise OutputRefused(
            f"A comparison is not written as {format}. Ask for one of: {', '.join(FORMATS)}."
        )
    if out is not None:
        with replacing(out) as path, path.open("wb") as stream:
            write_stream(found, format, stream)
        return
    if format in ("xlsx", "parquet") and sys.stdout.isatty():
        raise OutputRefused(
            f"{format} is not for reading on a terminal. Name a file: --out compare.{format}"
        )
    try:
        if format == "text":
            text(found, Console(highlight=False, markup=False, emoji=False))
        else:
            write_stream(found, format, sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise refusal(Path("standard output"), error) from error


def write_stream(found: Comparison, format: str, stream: BinaryIO) -> None:
    """Write a comparison as bytes, in any format."""
    match format:
        case "text":
            packed = io.StringIO()
            text(
                found,
                Console(file=packed, width=FILE_WIDTH, highlight=False, markup=False, emoji=False),
            )
            lines = (line.rstrip() for line in packed.getvalue().splitlines())
            stream.write("".join(f"{line}\n" for line in lines).encode())
        case "jsonl":
            for line in _json_lines(found):
                stream.write(line)
        case "csv":
            # Amounts are ours and keep their sign; texts of the file might be taken for formulas.
            is_text = pl.col("what") == "field"
            rows = table(found).with_columns(
                *(
                    guarded(pl.col(n)).alias(n)
                    for n in ("LearnRefNumber", "record", "cause", "text")
                ),
                *(
                    pl.when(is_text).then(guarded(pl.col(n))).otherwise(pl.col(n)).alias(n)
                    for n in ("a", "b")
                ),
            )
            stream.write(rows.write_csv().encode("utf-8-sig"))
        case "parquet":
            packed_rows = io.BytesIO()
            table(found).write_parquet(packed_rows)
            stream.write(packed_rows.getbuffer())
        case "xlsx":
            from openilr.outputs import compare_xlsx

            compare_xlsx.write(found, stream)
        case _:
            raise ValueError(f"{format} is not a format")


# -- rows ------------------------------------------------------------------------------------------


def table(found: Comparison) -> pl.DataFrame:
    """Everything that differs as one table with COLUMNS, the totals of the money first."""
    one_only = pl.col("only_in").replace_strict({"A": "removed", "B": "added"}).alias("change")
    lost = pl.when(pl.col("difference") < 0).then(pl.lit("lost")).otherwise(pl.lit("gained"))
    a, b = found.a.amount, found.b.amount
    total = pl.DataFrame({"a": [_exact(a)], "b": [_exact(b)], "difference": [_exact(b - a)]})
    parts = {
        "total": total,
        "summary": found.totals.filter(pl.col("difference") != 0).with_columns(change=lost),
        "cause": found.causes,
        "learner": found.learners.select(one_only, "LearnRefNumber"),
        "aim": found.aims.select(one_only, "LearnRefNumber", "AimSeqNumber", text="LearnAimRef"),
        "field": found.fields.rename({"old": "a", "new": "b"}).drop("funding"),
        "finding": found.findings.rename({"message": "text"}).drop("learner_in"),
        "money": found.money.with_columns(
            change=pl.when(pl.col("difference").abs() < HALF_A_PENNY)
            .then(pl.lit("moved"))
            .otherwise(lost),
            text=pl.col("because").list.join("; "),
        ).drop("because"),
        "month": found.months.with_columns(change=lost),
        "kind": found.kinds.with_columns(change=lost),
    }
    frames = [pl.DataFrame(schema=COLUMNS)]
    for what, rows in parts.items():
        frames.append(
            rows.with_columns(pl.lit(what).alias("what"))
            .with_columns(
                pl.lit(None, kind).alias(name)
                for name, kind in COLUMNS.items()
                if name not in rows.columns and name != "what"
            )
            .select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
        )
    return pl.concat(frames)


def _exact(amount: Decimal) -> str:
    return f"{amount:.5f}"


def _json_lines(found: Comparison) -> Iterator[bytes]:
    because = found.money["because"].to_list()
    told = iter(because)
    for row in table(found).iter_rows(named=True):
        line: dict[str, Any] = {"what": row["what"]}
        line.update((name, row[name]) for name in _JSON[row["what"]])
        if row["what"] == "field":
            line["old"], line["new"] = line.pop("a"), line.pop("b")
        elif row["what"] == "money":
            del line["text"]
            line["because"] = next(told)
        yield (json.dumps(line, ensure_ascii=False) + "\n").encode()
