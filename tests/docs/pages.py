"""The written pages as text, with the pieces of them that a test can check."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

FENCE = re.compile(r"^(?P<mark>`{3,})(?P<word>[^\n`]*)\n(?P<body>.*?)^(?P=mark)\s*$", re.M | re.S)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def written_pages() -> list[Path]:
    """The README and its like, and every page of the manual that is not made from the code."""
    return [
        *sorted(ROOT.glob("*.md")),
        *sorted(
            path
            for path in (ROOT / "docs").rglob("*.md")
            if not {"_build", "generated"} & set(path.relative_to(ROOT).parts)
        ),
    ]


def name(page: Path) -> str:
    """The page's path in the checkout."""
    return page.relative_to(ROOT).as_posix()


def fences(text: str) -> Iterator[tuple[str, str]]:
    """Each fenced block: its word ("console") and its text."""
    for found in FENCE.finditer(text):
        yield found["word"].strip(), found["body"]


def code(text: str) -> Iterator[str]:
    """Each line of a fenced block, and each piece of code in a sentence."""
    for word, body in fences(text):
        if not word.startswith("{"):
            yield from body.splitlines()
    yield from SPAN.findall(FENCE.sub("", text))
