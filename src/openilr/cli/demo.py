"""`openilr demo`: an invented provider's ILR file."""

from pathlib import Path

import click

from openilr.ilr.years import OPEN_YEARS


@click.command()
@click.option(
    "--learners",
    type=click.IntRange(1, 10_000_000),
    default=400,
    show_default=True,
    help="How many learners to invent.",
)
@click.option(
    "--faults",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of learners that get a fault, 0 to 1.",
)
@click.option(
    "--year",
    type=click.Choice(OPEN_YEARS),
    default=OPEN_YEARS[-1],
    show_default=True,
    help="Collection year.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The same seed gives the same file.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write.",
)
def demo(learners: int, faults: float, year: str, seed: int, out: Path) -> int:
    """Write an ILR file of an invented provider: no real people, no real employers."""
    from openilr.demo.provider import write_demo

    written = write_demo(out, learners=learners, year=year, seed=seed, faults=faults)
    click.echo(
        f"Wrote {out}: {learners:,} invented learners of {year}, {len(written):,} with a fault.",
        err=True,
    )
    return 0
