"""The progress bar of long work: on standard error, and only on a terminal."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress


class Reporter:
    """Takes news of the work: `advance` for the bar, `say` for a line that must be seen."""

    def __init__(self, bar: "Progress | None" = None) -> None:
        self._bar = bar
        self._tasks: dict[str, int] = {}

    def __call__(self, work: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` bytes of the file are finished; None moves the bar without a
        measure.
        """
        if self._bar is None:
            return
        if work not in self._tasks:
            self._tasks[work] = self._bar.add_task(work, total=total)
        self._bar.update(self._tasks[work], completed=done, total=total)  # type: ignore[arg-type]

    def say(self, line: str) -> None:
        """Print a line to standard error, above the bar if there is one."""
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)


@contextmanager
def progress_bar() -> Generator[Reporter]:
    """A reporter with a bar where standard error is a terminal, and a silent one elsewhere."""
    if not sys.stderr.isatty():
        yield Reporter()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield Reporter(bar)
