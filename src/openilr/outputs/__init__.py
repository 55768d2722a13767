"""What people and other programs read of a run: terminal, HTML, XLSX, CSV, JSON Lines, Parquet."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from openilr.atomic import refusal, replacing
from openilr.errors import OutputRefused
from openilr.pipeline.report import FileReport

FORMATS = ("text", "html", "xlsx", "csv", "jsonl", "parquet")
"""The names of the formats, as --format takes them."""

WITH_MONEY = ("html", "xlsx")
"""Formats that tell what errors hold back, where the earnings can be worked out."""

FILE_WIDTH = 100
"""Columns of a text report that is written to a file."""

_NOT_FOR_A_TERMINAL = ("html", "xlsx", "parquet")


def write(
    reports: Sequence[FileReport],
    format: str,
    out: Path | None = None,
    *,
    timings: bool = False,
    console: Console | None = None,
) -> None:
    """Write the reports of a run, in one of FORMATS, to a file or to standard output.

    A file is written beside its place and then renamed, so that it is whole or not there. Without
    `out`, text, csv and jsonl go to standard output; html, xlsx and parquet too, but only into a
    pipe or file, never to a terminal. `timings` adds the time of each stage to the text. `console`
    is where text goes when `out` is None.

    Errors: OutputRefused when the output cannot be written; ValueError for a format that is not
    one.
    """
    if format not in FORMATS:
        raise ValueError(f"{format} is not a format")
    if out is not None:
        with replacing(out) as path:
            if format == "text":
                with path.open("w", encoding="utf-8") as stream:
                    stream.write(plain_text(reports, timings=timings))
            else:
                with path.open("wb") as stream:
                    write_stream(reports, format, stream)
    elif format == "text" and console is not None:
        _print(reports, console, timings=timings)
    elif format in _NOT_FOR_A_TERMINAL and sys.stdout.isatty():
        raise OutputRefused(
            f"{format} is not for reading on a terminal. Name a file for it: --out report.{format}"
        )
    else:
        try:
            if format == "text":
                _print(reports, Console(highlight=False), timings=timings)
            else:
                write_stream(reports, format, sys.stdout.buffer)
            sys.stdout.flush()
        except OSError as error:
            _give_up_stdout()
            if isinstance(error, BrokenPipeError):
                raise  # the reader has had enough (`| head`): the command line ends quietly
            raise refusal(Path("standard output"), error) from error


def _give_up_stdout() -> None:
    """Send what is still in the buffer nowhere, or Python tries it again at its end and complains.

    Source: the note on SIGPIPE in the documentation of Python's signal module.
    """
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_stream(reports: Sequence[FileReport], format: str, stream: BinaryIO) -> None:
    """Write the reports as bytes, in any format.

    Text is plain, UTF-8, FILE_WIDTH columns wide.
    """
    # Each writer is imported when it is wanted, so that a check of one learner does not wait for a
    # workbook's.
    match format:
        case "text":
            stream.write(plain_text(reports).encode())
        case "html":
            from openilr.outputs import html

            html.write(reports, stream)
        case "xlsx":
            from openilr.outputs import xlsx

            xlsx.write(reports, stream)
        case "csv":
            from openilr.outputs import violations_csv

            violations_csv.write(reports, stream)
        case "jsonl":
            from openilr.outputs import jsonl

            jsonl.write(reports, stream)
        case "parquet":
            from openilr.outputs import parquet

            parquet.write(reports, stream)
        case _:
            raise ValueError(f"{format} is not a format")


def plain_text(
    reports: Sequence[FileReport], *, timings: bool = False, width: int = FILE_WIDTH
) -> str:
    """The text report without colour, lines without trailing spaces."""
    from openilr.outputs import text

    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        text.write(reports, console, timings=timings)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _print(reports: Sequence[FileReport], console: Console, *, timings: bool) -> None:
    from openilr.outputs import text

    if console.is_terminal:
        text.write(reports, console, timings=timings)
        return
    plain = plain_text(reports, timings=timings, width=console.width)
    # A stream that cannot say a name (ASCII) gets question marks and not a fault.
    console.file.write(plain.encode(console.encoding, errors="replace").decode(console.encoding))
