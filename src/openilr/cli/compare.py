"""`openilr compare`: what differs between two returns, and what that does to the money."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openilr.cli.money import history_of, money_options, parameters_of
from openilr.cli.options import chosen_format, ilr_options, today_in_london

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source


@click.command()
@click.argument("a", type=click.Path(path_type=Path), metavar="A")
@click.argument("b", type=click.Path(path_type=Path), metavar="B")
@ilr_options
@money_options
def compare(
    a: Path,
    b: Path,
    reference: Path | None,
    year: str | None,
    return_period: int | None,
    as_at: date | None,
    output_format: str | None,
    out: Path | None,
    method: str,
    history: Path | None,
    parameters: Path | None,
) -> int:
    """Compare two returns of one provider: learners, fields, findings and money.

    A is the earlier file and B the later; each may be in a zip. Without --as-at findings are as at
    today and open programmes are forecast to their planned end. Exit status: 0 nothing differs, 1
    something differs, 2 a file could not be read or the call was refused.
    """
    from openilr.cli.progress import progress_bar
    from openilr.cli.reference import store_folder
    from openilr.errors import EngineError
    from openilr.funding.earnings import Method
    from openilr.ilr.xml.source import source
    from openilr.outputs import compare as outputs
    from openilr.pipeline.compare import compare_sources
    from openilr.pipeline.earnings import EarningsOptions
    from openilr.pipeline.options import CheckOptions
    from openilr.reference.supplied import tables_for

    tables = tables_for(store_folder(), reference)
    check = CheckOptions(
        as_at=as_at or today_in_london(), year=year, return_period=return_period, tables=tables
    )
    earn = EarningsOptions(
        method=Method(method),
        as_at=as_at,
        year=year,
        tables=tables,
        history=history_of(history),
        parameters=parameters_of(parameters),
    )
    places: list[Source] = []
    for path in (a, b):
        try:
            places.append(source(path))
        except EngineError as error:
            rule = f" [{error.rule}]" if error.rule else ""
            click.echo(f"openilr: {path}: {error}{rule}", err=True)
    if len(places) < 2:
        return 2
    with progress_bar() as progress:
        found = compare_sources(places[0], places[1], check, earn, progress=progress)
    outputs.write(found, chosen_format(output_format, out), out)
    if out is not None:
        click.echo(f"Wrote {out}", err=True)
    return 0 if found.equal else 1
