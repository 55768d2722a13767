"""JSON Lines: one finding or one rule not run a line, for programs. The values are exactly those
reported.
"""

import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import polars as pl

from openilr.pipeline.report import FileReport

SLICE = 50_000
"""Findings written at a time, so that memory does not grow with the report."""

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\x7f": "\\u007f",
    **{chr(code): f"\\u{code:04x}" for code in range(32)},
}


def write(reports: Sequence[FileReport], stream: BinaryIO) -> None:
    """Write each file's findings, in the report's order, and then its rules not run.

    Source: design.md section 4, "Command line".
    """
    for report in reports:
        for lines in _lines(report):
            # Every quote and line end within a value is escaped, so the lines stand as they are.
            stream.write(lines.write_csv(include_header=False, quote_style="never").encode())


def _lines(report: FileReport) -> Iterator[pl.DataFrame]:
    file = json.dumps(report.file, ensure_ascii=False)
    for findings in report.findings.iter_slices(SLICE):
        findings = findings.with_columns(_distinct_names(findings["fields"]))
        yield findings.select(
            pl.concat_str(
                pl.lit(f'{{"file":{file},"rule":'),
                _string(pl.col("rule")),
                pl.lit(',"severity":'),
                _string(pl.col("severity")),
                pl.lit(',"LearnRefNumber":'),
                _string(pl.col("LearnRefNumber")),
                pl.lit(',"AimSeqNumber":'),
                pl.col("AimSeqNumber").cast(pl.String).fill_null("null"),
                pl.lit(',"fields":{'),
                _object(pl.col("fields")),
                pl.lit('},"message":'),
                _string(pl.col("message")),
                pl.lit("}"),
            )
        )
    yield report.not_run.select(
        pl.concat_str(
            pl.lit(f'{{"file":{file},"rule":'),
            _string(pl.col("rule")),
            pl.lit(',"not_run":'),
            _string(pl.col("reason")),
            pl.lit("}"),
        )
    )


def _string(text: pl.Expr) -> pl.Expr:
    """A text as a JSON string; null as null."""
    escaped = text.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    return pl.concat_str(pl.lit('"'), escaped, pl.lit('"')).fill_null("null")


def _object(fields: pl.Expr) -> pl.Expr:
    """The pairs as the inside of a JSON object."""
    element = pl.element().struct
    pair = pl.concat_str(
        _string(element.field("name")), pl.lit(":"), _string(element.field("value"))
    )
    return fields.list.eval(pair).list.join(",").fill_null("")


def _distinct_names(fields: pl.Series) -> pl.Series:
    """The pairs with a name that comes again numbered ("LearnStartDate (2)"), since a JSON object
    has it once.

    Rules that compare two aims report a field of each; they are few, so only their rows are walked.
    """
    names = fields.list.eval(pl.element().struct.field("name"))
    repeats = (names.list.n_unique() < names.list.len()).fill_null(value=False)
    if not repeats.any():
        return fields
    return pl.Series(
        fields.name,
        [
            _numbered(pairs) if again else pairs
            for pairs, again in zip(fields.to_list(), repeats, strict=True)
        ],
        dtype=fields.dtype,
    )


def _numbered(pairs: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    seen: dict[str | None, int] = {}
    numbered: list[dict[str, str | None]] = []
    for pair in pairs:
        name = pair["name"]
        seen[name] = seen.get(name, 0) + 1
        numbered.append(
            {"name": name if seen[name] == 1 else f"{name} ({seen[name]})", "value": pair["value"]}
        )
    return numbered
