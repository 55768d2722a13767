"""`openilr reference`: what reference data is loaded, and loading more.

Only click is imported at the top, so that `openilr --help` stays quick.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openilr.errors import ReferenceDataRefused

if TYPE_CHECKING:
    from openilr.reference.store import Holding, Release

REFUSED = 2
"""The exit status if any file was refused."""


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of OpenILR's data: OPENILR_DATA, else a place in the user's own data folder."""
    if chosen := environ.get("OPENILR_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "openilr"


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of what can be made again at any time."""
    if chosen := environ.get("OPENILR_DATA"):
        return Path(chosen) / "cache"
    if sys.platform == "win32":
        return data_folder(environ) / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "openilr"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "openilr"


def store_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the reference store."""
    return data_folder(environ) / "reference"


@click.group()
def reference() -> None:
    """Load reference data (LARS, postcodes, your own lists) and see what is loaded."""


@reference.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def load(paths: tuple[Path, ...]) -> int:
    """Load files into the store: the LARS zip, an ONS postcode file, your own tables as CSV.

    Each PATH is a file or a folder of files. A file with a fault is refused whole, with the line;
    what was loaded before it stays in force.
    """
    from datetime import UTC, datetime

    from openilr.reference.store import load as load_into

    status = 0
    for path in paths:
        try:
            releases = load_into(store_folder(), path, loaded_at=datetime.now(UTC))
        except ReferenceDataRefused as refusal:
            click.echo(f"openilr: {refusal}", err=True)
            status = REFUSED
            continue
        for release in releases:
            click.echo(_loaded(release))
            for note in release.notes:
                click.echo(f"  {note}")
    return status


def _loaded(release: "Release") -> str:
    return f"{release.set}: {release.id} ({_size(release)}) is in force."


def _size(release: "Release") -> str:
    rows = sum(release.rows.values())
    tables = f"{len(release.rows)} tables, " if len(release.rows) > 1 else ""
    return f"{tables}{rows:,} {'row' if rows == 1 else 'rows'}"


@reference.command(name="list")
@click.option("--all", "every", is_flag=True, help="Show the older releases in the store too.")
def list_(every: bool) -> None:
    """Show what is loaded, of which date, and what is missing and how to get it."""
    from openilr.reference.store import holdings, list_releases

    store = store_folder()
    held = holdings(store)
    click.echo(f"Reference store: {store}")
    loaded = [h for h in held if h.release]
    click.echo("\nLoaded" if loaded else "\nNothing is loaded.")
    for holding in loaded:
        click.echo("\n".join(_lines(holding)))
    missing = [h for h in held if not h.release]
    if missing:
        click.echo("\nNot loaded: rules that need one of these are listed as not run")
    waiting = _rules_by_set() if missing else {}
    for holding in missing:
        click.echo(f"  {holding.set}: {holding.label} ({holding.origin})")
        click.echo(f"    {holding.how}")
        if rules := waiting.get(holding.set):
            shown = ", ".join(rules[:6]) + (f" and {len(rules) - 6} more" if len(rules) > 6 else "")
            click.echo(f"    Waiting for it: {shown}")
    if every:
        click.echo("\nAll releases in the store")
        for release in list_releases(store):
            force = ", in force" if release.in_force else ""
            click.echo(f"  {release.set}: {release.id}, from {release.file}{force}")


def _rules_by_set() -> dict[str, list[str]]:
    """The rules of the open years that look something up in each set, by name."""
    from openilr.ilr.years import OPEN_YEARS
    from openilr.reference.store import set_of
    from openilr.reference.tables import table
    from openilr.rules.listing import listing

    found: dict[str, set[str]] = {}
    for year in OPEN_YEARS:
        for rule in listing(year):
            for name in rule.needs:
                found.setdefault(set_of(table(name)), set()).add(rule.rule)
    return {name: sorted(rules) for name, rules in found.items()}


def _lines(holding: "Holding") -> Iterator[str]:
    release = holding.release
    if release is None:
        return
    dated = f"of {release.dated}" if release.dated else "the file gives no date"
    version = f"version {release.version}, " if release.version else ""
    yield f"  {holding.set}: {holding.label} ({holding.origin})"
    yield f"    {version}{dated}, from {release.file}, loaded {release.loaded_at.date()}"
    yield f"    {_size(release)}"


@reference.command()
@click.argument("name", metavar="SET")
@click.argument("release")
def use(name: str, release: str) -> None:
    """Put an older RELEASE of a SET in force again."""
    from openilr.reference.store import put_in_force

    put_in_force(store_folder(), name, release)
    click.echo(f"{name}: {release} is in force.")


@reference.command()
@click.argument("name", metavar="SET")
@click.argument("release")
def remove(name: str, release: str) -> None:
    """Delete a RELEASE of a SET that is not in force."""
    from openilr.reference.store import remove as remove_from

    remove_from(store_folder(), name, release)
    click.echo(f"{name}: {release} is deleted.")
