"""The options that all commands which read ILR files share, declared once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from openilr.ilr.years import READABLE_YEARS

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "html", "xlsx", "csv", "jsonl", "parquet")
SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".txt": "text",
}


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a message that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date. Write it as 2026-11-23.", param, ctx)


class ReturnPeriod(click.ParamType[int]):
    """A return: R01 to R14."""

    name = "return"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of the return, 1 to 14."""
        text = str(value).upper().removeprefix("R")
        if not text.isdecimal() or not 1 <= int(text) <= 14:
            self.fail(f"'{value}' is not a return. Write R01 to R14.", param, ctx)
        return int(text)


def ilr_options(command: Command) -> Command:
    """Add --reference, --as-at, --year, --return, --format and --out to a command that reads ILR
    files.
    """
    for option in reversed(
        (
            click.option(
                "--reference",
                type=click.Path(path_type=Path),
                help="Reference tables to use in place of the stored ones: a folder of CSV files "
                "or a JSON file.",
            ),
            click.option(
                "--year",
                type=click.Choice(READABLE_YEARS),
                metavar="YEAR",
                help="Collection year the files must be of, as 2627. The file's own if not given.",
            ),
            click.option(
                "--return",
                "return_period",
                type=ReturnPeriod(),
                help="Return to check for, R01 to R14. The one open on the day if not given.",
            ),
            click.option(
                "--as-at", type=Day(), help="Day to check as at (YYYY-MM-DD). Today if not given."
            ),
            click.option(
                "--format",
                "output_format",
                type=click.Choice(FORMATS),
                help="Form of the report. From the ending of --out, else text.",
            ),
            click.option(
                "--out",
                type=click.Path(path_type=Path, dir_okay=False),
                help="File to write the report to. The terminal if not given.",
            ),
        )
    ):
        command = option(command)
    return command


def chosen_format(output_format: str | None, out: Path | None) -> str:
    """The format asked for, else the one that the ending of `out` tells, else text."""
    if output_format:
        return output_format
    return SUFFIXES.get(out.suffix.lower(), "text") if out else "text"


def today_in_london() -> date:
    """Today's date where DfE is; the one place of the command line that reads the clock for it."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()
