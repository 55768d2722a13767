"""`openilr earnings`: what each learner earns, month by month, and the story of each amount."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from openilr.cli.money import history_of, money_options, parameters_of
from openilr.cli.options import chosen_format, ilr_options, today_in_london

if TYPE_CHECKING:
    from openilr.pipeline.check import CheckOptions
    from openilr.pipeline.earnings import EarningsOptions, EarningsReport
    from openilr.reference.supplied import Tables


class AcademicYears(click.ParamType[Any]):
    """Academic years: `all`, or four digits each with commas between them."""

    name = "years"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[str] | None:
        """The years, None for all."""
        if value is None or value == "all":
            return None
        if isinstance(value, frozenset):
            return cast("frozenset[str]", value)
        years = frozenset(part.strip() for part in str(value).split(","))
        for year in years:
            follows = len(year) == 4 and year.isdecimal()
            if not follows or int(year[2:]) != (int(year[:2]) + 1) % 100:
                self.fail(f"'{year}' is not an academic year. Write 2627, or all.", param, ctx)
        return years


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@ilr_options
@money_options
@click.option(
    "--years",
    type=AcademicYears(),
    default="all",
    metavar="all|2526,...",
    help="Academic years to show. All if not given.",
)
@click.option(
    "--explain",
    "explained",
    metavar="LEARNREF",
    help="Tell the story of each amount of one learner, as text or as a page (html).",
)
@click.option(
    "--valid-only", is_flag=True, help="Leave out learners with errors, as DfE does, and say so."
)
@click.option(
    "--reasons",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.jsonl",
    help="File for the reasons why something was not worked out, as JSON Lines.",
)
def earnings(
    paths: tuple[Path, ...],
    reference: Path | None,
    year: str | None,
    return_period: int | None,
    as_at: date | None,
    output_format: str | None,
    out: Path | None,
    method: str,
    years: frozenset[str] | None,
    explained: str | None,
    valid_only: bool,
    history: Path | None,
    parameters: Path | None,
    reasons: Path | None,
) -> int:
    """Work out what learners earn, month by month.

    PATH may be a file, a zip or a folder (walked for .xml and .zip files). Without --as-at open
    programmes are forecast to their planned end. Exit status: 0 done, 2 a file could not be read or
    the call was refused.
    """
    from openilr.cli.progress import progress_bar
    from openilr.cli.reference import store_folder
    from openilr.errors import EngineError
    from openilr.funding.earnings import Method
    from openilr.ilr.xml.source import sources
    from openilr.outputs import earnings as outputs
    from openilr.pipeline.earnings import EarningsOptions, earnings_source
    from openilr.reference.supplied import tables_for

    format_name = chosen_format(output_format, out)
    tables = tables_for(store_folder(), reference)
    options = EarningsOptions(
        method=Method(method),
        as_at=as_at,
        years=years,
        year=year,
        tables=tables,
        valid_only=valid_only and explained is None,
        learner=explained,
        history=history_of(history),
        parameters=parameters_of(parameters),
        stories=outputs.STORIES if format_name == "html" or explained is not None else 0,
        check=_check(as_at, year, return_period, tables) if valid_only else None,
    )
    if explained is not None:
        return _explain(paths, options, format_name, out)
    reports: list[EarningsReport] = []
    refused = False
    with progress_bar() as progress:
        for source in sources(paths):
            try:
                reports.append(earnings_source(source, options, progress=progress))
            except EngineError as error:
                refused = True
                rule = f" [{error.rule}]" if error.rule else ""
                progress.say(f"openilr: {source.name}: {error}{rule}")
    if not reports:
        return 2
    outputs.write(reports, format_name, out)
    if reasons is not None:
        outputs.write_reasons(reports, reasons)
    elif format_name in outputs.WITHOUT_REASONS:
        for line in outputs.reason_lines(reports):
            click.echo(line, err=True)
    if out is not None:
        click.echo(f"Wrote {out}", err=True)
    return 2 if refused else 0


def _check(
    as_at: date | None, year: str | None, return_period: int | None, tables: "Tables"
) -> "CheckOptions":
    """How learners are checked whose errors leave them out."""
    from openilr.pipeline.check import CheckOptions

    return CheckOptions(
        as_at=as_at or today_in_london(), year=year, return_period=return_period, tables=tables
    )


def _explain(
    paths: tuple[Path, ...], options: "EarningsOptions", format_name: str, out: Path | None
) -> int:
    """Tell the story of one learner's amounts, as text or as a page."""
    from openilr.atomic import replacing
    from openilr.errors import EngineError, OutputRefused
    from openilr.ilr.xml.source import sources
    from openilr.outputs import earnings as outputs
    from openilr.outputs.story import story_text
    from openilr.pipeline.earnings import earnings_source

    if format_name not in ("text", "html"):
        raise OutputRefused(
            f"A story is not written as {format_name}. Ask for text or html, or leave --explain"
            " out to have the amounts."
        )
    reports: list[EarningsReport] = []
    refused = False
    for source in sources(paths):
        try:
            reports.append(earnings_source(source, options))
        except EngineError as error:
            refused = True
            click.echo(f"openilr: {source.name}: {error}", err=True)
    reports = [report for report in reports if report.stories]
    if not reports:
        if not refused:
            said = f"openilr: no funded learner has the LearnRefNumber {options.learner}."
            click.echo(said, err=True)
        return 2
    if format_name == "html":
        outputs.write(reports, format_name, out)
    else:
        told = (story for report in reports for story in report.stories)
        lines = [line for s in told for line in story_text(s.learner, s.found, s.note)]
        if out is None:
            for line in lines:
                click.echo(line)
        else:
            with replacing(out) as path:
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if out is not None:
        click.echo(f"Wrote {out}", err=True)
    return 2 if refused else 0
