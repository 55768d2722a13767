"""`openilr rules` and `openilr explain`: what is checked, and what a rule means."""

import re
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openilr.ilr.years import OPEN_YEARS, long_name

if TYPE_CHECKING:
    from openilr.rules.listing import ListedRule

COLUMNS = (
    *("rule", "year", "severity", "level", "family", "status", "waits_for"),
    *("needs", "from_return", "ours", "summary"),
)
"""The columns of the list, as ListedRule names them."""

_SEVERITY = {"E": "Error", "W": "Warning", "N/A": "not run"}


@click.command()
@click.option(
    "--year",
    type=click.Choice(OPEN_YEARS),
    default=OPEN_YEARS[-1],
    show_default=True,
    help="Collection year.",
)
@click.option(
    "--status",
    type=click.Choice(("all", "implemented", "waiting")),
    default="all",
    show_default=True,
    help="Which rules to list.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "csv", "jsonl")),
    default="text",
    show_default=True,
    help="Form of the list.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write the list to. The terminal if not given.",
)
def rules(year: str, status: str, output_format: str, out: Path | None) -> int:
    """List every rule of a year: severity, level, and whether it runs or what it waits for."""
    from openilr.atomic import replacing
    from openilr.rules.listing import listing

    listed = [r for r in listing(year) if status in ("all", r.status)]
    forms = {"text": _text, "csv": _csv, "jsonl": _jsonl}
    written = forms[output_format](listed)
    if out is None:
        click.echo(written, nl=False)
    else:
        with replacing(out) as path:
            path.write_text(written, encoding="utf-8", newline="")
        click.echo(f"Wrote {out}", err=True)
    return 0


def _row(rule: "ListedRule") -> dict[str, object]:
    row = {name: getattr(rule, name) for name in COLUMNS}
    return {**row, "needs": list(rule.needs)}


def _csv(listed: "list[ListedRule]") -> str:
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for rule in listed:
        writer.writerow({**_row(rule), "needs": " ".join(rule.needs)}.values())
    return out.getvalue()


def _jsonl(listed: "list[ListedRule]") -> str:
    import json

    return "".join(json.dumps(_row(rule), ensure_ascii=False) + "\n" for rule in listed)


def _text(listed: "list[ListedRule]") -> str:
    width = max((len(rule.rule) for rule in listed), default=0) + 2
    lines = [
        f"{rule.rule:<{width}}{_SEVERITY[rule.severity]:<9}{rule.level:<9}"
        + (rule.summary if rule.status == "implemented" else f"waiting: {rule.waits_for}")
        + (f" (needs {', '.join(rule.needs)})" if rule.needs else "")
        + (f" (from {rule.from_return})" if rule.from_return else "")
        for rule in listed
    ]
    done = sum(rule.status == "implemented" and not rule.ours for rule in listed)
    ours = sum(rule.ours for rule in listed)
    dfe = len(listed) - ours
    lines.append(f"{dfe} rules of DfE, {done} implemented; {ours} checks of our own.")
    return "\n".join(lines) + "\n"


@click.command()
@click.argument("name", metavar="RULE|KIND")
@click.option(
    "--year",
    type=click.Choice(OPEN_YEARS),
    help="Collection year. Every open year if not given.",
)
def explain(name: str, year: str | None) -> int:
    """Say in words what RULE checks, which fields it reads, when it applies and what to do.

    Or how KIND, a kind of earnings (PriceEpisodeOnProgPayment), is worked out, with its parameters.
    """
    from openilr.errors import EngineError
    from openilr.funding import explained as money
    from openilr.rules.explained import in_text

    years = (year,) if year else OPEN_YEARS
    told = money.in_text(name) or in_text(name, years)
    if not told:
        raise EngineError(
            f"There is no rule called {name} in {' or '.join(long_name(y) for y in years)}, and no "
            "such kind of earnings. openilr rules lists the rules."
        )
    width = min(shutil.get_terminal_size().columns, 100)
    for line in told.splitlines():
        hanging = " " * 14 if _LABELLED.match(line) else ""
        click.echo(textwrap.fill(line, width, subsequent_indent=hanging) if line else "")
    return 0


_LABELLED = re.compile(r"[A-Z][a-z ]+: {2,}")
