"""What the written pages say of commands, files and names is so."""

import re
import shlex
from pathlib import Path

import click
import pytest

from openilr.cli.main import openilr
from openilr.ilr.years import OPEN_YEARS
from openilr.rules.catalogue import OURS, find
from tests.docs.pages import ROOT, code, fences, name, written_pages

PAGES = written_pages()
OF_TODAY = [page for page in PAGES if page.parent.name != "adr"]
"""Decisions speak of what is planned as well, so their commands are not held against today's."""

every_page = pytest.mark.parametrize("page", PAGES, ids=name)
every_page_of_today = pytest.mark.parametrize("page", OF_TODAY, ids=name)

PLANNED = re.compile(r"^\|(?P<part>[^|]*)\|[^|]*\| (?P<state>Works|Planned|Being built) \|$", re.M)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def planned_commands() -> set[str]:
    """The commands that the README says are still to come."""
    readme = (ROOT / "README.md").read_text("utf-8")
    return {
        command
        for row in PLANNED.finditer(readme)
        if row["state"] != "Works"
        for command in re.findall(r"`openilr ([a-z-]+)`", row["part"])
    }


def problem_of_call(line: str) -> str | None:
    """What is wrong with a call of openilr as written, if anything."""
    call = re.match(r"(?:\$ )?(?:\.venv/bin/)?openilr( .*)?$", line)
    if call is None or not call[1]:
        return None
    words = shlex.split(call[1].split(" > ")[0].split(" | ")[0])
    command: click.Command = openilr
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        word = words.pop(0)
        if word in (".", "..", "..."):
            return None
        if word not in command.commands:
            return (
                None if command is openilr and word in planned_commands() else f"no command {word}"
            )
        command = command.commands[word]
    known = {option for parameter in command.params for option in parameter.opts}
    known |= {"--help", "-h"}
    for word in words:
        option = word.split("=")[0]
        if option.startswith("-") and option not in known:
            return f"{command.name} has no {option}"
    return None


@every_page
def test_each_make_command_exists(page: Path) -> None:
    targets = make_targets()
    for piece in code(page.read_text("utf-8")):
        for target in re.findall(r"^make ([a-z][a-z-]*)", piece):
            assert target in targets, f"make {target}"


@every_page_of_today
def test_each_call_of_openilr_is_one_that_exists(page: Path) -> None:
    problems = [
        f"{piece}: {problem}"
        for piece in code(page.read_text("utf-8"))
        if (problem := problem_of_call(piece))
    ]

    assert problems == []


@every_page_of_today
def test_each_option_named_in_a_sentence_exists(page: Path) -> None:
    known = {"--require-hashes", "--generate-hashes"}
    stack: list[click.Command] = [openilr]
    while stack:
        command = stack.pop()
        known |= {option for parameter in command.params for option in parameter.opts}
        if isinstance(command, click.Group):
            stack += command.commands.values()
    for piece in code(page.read_text("utf-8")):
        if piece.startswith("--"):
            assert piece.split()[0].split("=")[0] in known, piece


@every_page
def test_each_rule_that_is_named_is_one_of_dfes(page: Path) -> None:
    for piece in code(page.read_text("utf-8")):
        for rule in re.findall(r"\b(?:FD_\w+_[A-Z]{2}|[A-Z][A-Za-z]+_\d{2})\b", piece):
            if not rule.startswith(("DLOCK_", OURS)):
                assert any(find(rule, year) for year in OPEN_YEARS), rule


@every_page
def test_each_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for _, body in fences(text):
        text = text.replace(body, "")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link) or "generated/" in link:
            continue  # addresses on the web are not fetched; the build checks the generated pages
        target = link.split("#")[0]
        assert not target or (page.parent / target).exists(), link


def test_the_readme_says_which_commands_work() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    works = {
        command
        for row in PLANNED.finditer(readme)
        if row["state"] == "Works"
        for command in re.findall(r"`openilr ([a-z-]+)`", row["part"])
    }

    assert works == set(openilr.commands)
    assert planned_commands().isdisjoint(openilr.commands)


@pytest.mark.parametrize("page", sorted((ROOT / "docs/adr").glob("[0-9]*.md")), ids=name)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    heads = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.M)

    assert [
        head for head in heads if head in ("Context", "Choice", "Consequences", "Alternatives")
    ] == [
        "Context",
        "Choice",
        "Consequences",
        "Alternatives",
    ]


def test_decisions_are_numbered_without_a_double() -> None:
    numbers = [page.name[:4] for page in (ROOT / "docs/adr").glob("[0-9]*.md")]

    assert sorted(set(numbers)) == sorted(numbers)


@every_page
def test_the_words_are_calm(page: Path) -> None:
    text = re.sub(r"`[^`]*`|!\[", "", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S))

    assert "!" not in text
    assert not re.search(r"\bplease\b", text, re.I)
