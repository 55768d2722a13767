"""`openilr check`: what is wrong with ILR files, and how to mend it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openilr.cli.options import chosen_format, ilr_options, today_in_london

if TYPE_CHECKING:
    from openilr.pipeline.report import FileReport


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@ilr_options
@click.option(
    "--rules",
    "only_rules",
    metavar="A,B",
    help="Run only these rules, named as DfE names them, separated by commas.",
)
@click.option("--timings", is_flag=True, help="Show the seconds that each stage took.")
def check(
    paths: tuple[Path, ...],
    reference: Path | None,
    year: str | None,
    return_period: int | None,
    as_at: date | None,
    output_format: str | None,
    out: Path | None,
    only_rules: str | None,
    timings: bool,
) -> int:
    """Check ILR files and say what is wrong and how to mend it.

    PATH may be a file, a zip or a folder (walked for .xml and .zip files). Exit status: 0 no
    errors, 1 errors found, 2 a file could not be read or the call was refused.
    """
    from openilr import outputs
    from openilr.cli.progress import progress_bar
    from openilr.cli.reference import cache_folder, store_folder
    from openilr.errors import EngineError
    from openilr.ilr.xml.source import sources
    from openilr.pipeline.options import CheckOptions, rule_names
    from openilr.pipeline.small import check_file
    from openilr.reference.supplied import tables_for

    format_name = chosen_format(output_format, out)
    options = CheckOptions(
        as_at=as_at or today_in_london(),
        year=year,
        return_period=return_period,
        rules=rule_names(only_rules.split(",")) if only_rules else None,
        tables=tables_for(store_folder(), reference),
    )
    kept = cache_folder() / "rules"
    reports: list[FileReport] = []
    refused = False
    with progress_bar() as progress:
        for source in sources(paths):
            try:
                report = check_file(source, options, progress=progress, kept_rules=kept)
                if format_name in outputs.WITH_MONEY:
                    # Imported when wanted: the terminal does not wait for it.
                    from openilr.pipeline.held_back import with_money

                    report = with_money(report, source, options.tables, progress=progress)
                reports.append(report)
            except EngineError as error:
                refused = True
                rule = f" [{error.rule}]" if error.rule else ""
                progress.say(f"openilr: {source.name}: {error}{rule}")
    if not reports:
        return 2
    outputs.write(reports, format_name, out, timings=timings)
    if out is not None:
        click.echo(f"Wrote {out}", err=True)
    if refused:
        return 2
    return 1 if any(report.has_errors for report in reports) else 0
