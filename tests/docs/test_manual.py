"""The manual builds without a warning, and what was built holds together."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import click
import lxml.html

from openilr.cli.main import openilr
from openilr.ilr.fields import ENTITIES

DOCS = Path(__file__).parents[2] / "docs"


def built(tmp_path: Path) -> Path:
    """The manual, built from a copy so that nothing of the checkout changes."""
    source = tmp_path / "docs"
    shutil.copytree(
        DOCS, source, ignore=shutil.ignore_patterns("_build", "generated", "__pycache__")
    )
    target = tmp_path / "html"
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", source, target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return target


def broken_links(folder: Path) -> Iterator[str]:
    """Links to a page, a place on a page, or a file that is not there."""
    pages = {path: lxml.html.parse(path).getroot() for path in sorted(folder.rglob("*.html"))}
    places = {
        path: {*root.xpath("//@id"), *root.xpath("//a/@name"), ""} for path, root in pages.items()
    }
    for path, root in pages.items():
        links: set[str] = {*root.xpath("//@href"), *root.xpath("//@src")}
        for link in links:
            if urlsplit(link).scheme:
                continue
            address, place = urldefrag(link)
            target = (path.parent / unquote(urlsplit(address).path)).resolve() if address else path
            if not target.exists():
                yield f"{path.relative_to(folder)}: {link} is not there"
            elif target in places and unquote(place) not in places[target] and place != "top":
                yield f"{path.relative_to(folder)}: {link} names a place that is not there"


def leaves(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    """Each command with the words that call it."""
    yield " ".join(words), command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from leaves(child, (*words, name))


def text_of(page: Path) -> str:
    return " ".join(lxml.html.parse(page).getroot().text_content().split())


def test_the_manual_builds_and_holds_together(tmp_path: Path) -> None:
    html = built(tmp_path)

    assert list(broken_links(html)) == []

    for words, command in leaves(openilr, ("openilr",)):
        page = text_of(html / f"reference/generated/cli/{words.replace(' ', '-')}.html")
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for name in parameter.opts:
                    assert name in page, f"{words} {name} is not in the manual"

    for entity in ENTITIES:
        page = text_of(html / f"reference/generated/fields/{entity.name}.html")
        for field in entity.fields:
            assert field.name in page, f"{entity.name}.{field.name} is not in the manual"


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html">x</a><a href="#y">y</a>', encoding="utf-8")

    assert len(list(broken_links(tmp_path))) == 2


def test_every_command_and_option_says_what_it_does() -> None:
    silent = [
        f"{words} {parameter.opts[0]}"
        for words, command in leaves(openilr, ("openilr",))
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    silent += [words for words, command in leaves(openilr, ("openilr",)) if not command.help]

    assert silent == []
