"""Pieces of Markdown that the generated pages are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code when the manual is built. Change the code, not this page. -->"


def cell(text: object) -> str:
    """The text as it may stand in a cell of a table."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of short facts."""
    return "\n".join(f"- {name}: {value}" for name, value in pairs)


def code(text: str) -> str:
    """The text as inline code, whatever backticks it holds."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page(*parts: str) -> str:
    """A page of the parts that are not empty."""
    return "\n\n".join([*(part for part in parts if part), MADE]) + "\n"
