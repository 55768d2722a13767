"""`openilr bench`: the benchmark of the budgets."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--learners",
    type=click.IntRange(100),
    default=100_000,
    show_default=True,
    help="Size of the invented file.",
)
@click.option(
    "--repeats",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Runs of each measure; the median counts.",
)
@click.option(
    "--schema",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="DfE's XSD of 2026-27, to measure validation by it beside the check (needs lxml).",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the figures as JSON."
)
def bench(learners: int, repeats: int, schema: Path | None, out: Path | None) -> int:
    """Measure reading, checking and writing against yardsticks taken in the same run."""
    from openilr.cli.benchmark import run

    run(learners=learners, repeats=repeats, schema=schema, out=out)
    return 0
