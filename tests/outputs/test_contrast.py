"""Every pair of tokens that carries meaning has the contrast it needs, in light and dark."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import openilr.outputs

CSS = (Path(openilr.outputs.__file__).parent / "assets" / "look" / "openilr.css").read_text("utf-8")
GROUNDS = ("surface", "paper", "sunken", "hover", "selected")
STATUSES = ("error", "warning", "query", "ok", "pending", "info")
TEXT, MARK = 4.5, 3.0
ON_OWN_GROUND = (
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-accent", "chart-1"),
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("ink", "now-soft"),
    ("nav-ink", "nav"),
    ("nav-ink-2", "nav"),
    ("nav-ink", "nav-raised"),
    ("nav-ink-2", "nav-raised"),
)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    start = CSS.index(f'[data-bs-theme="{theme}"] {{\n  color-scheme')
    return dict(re.findall(r"--o-([\w-]+):\s*(#[0-9a-f]{6})", CSS[start : CSS.index("}", start)]))


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Front, ground, and the contrast needed."""
    text = ("ink", "ink-2", "ink-3", "accent", "money-up", "money-down")
    yield from ((front, ground, TEXT) for front, ground in product(text, GROUNDS))
    yield from ((front, ground, TEXT) for front, ground in ON_OWN_GROUND)
    for status in STATUSES:
        yield from ((status, g, TEXT) for g in (f"{status}-soft", "surface", "paper"))
        yield from ((f"{status}-mark", g, MARK) for g in ("surface", "paper", "selected"))
    for front in ("line-control", "focus"):
        yield from ((front, ground, MARK) for ground in ("surface", "paper"))
    yield "now", "nav-raised", MARK
    yield from ((f"chart-{number}", "surface", MARK) for number in range(1, 7))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_can_be_told_apart(theme: str) -> None:
    palette = tokens("light") | tokens(theme)
    short = [
        f"{front} on {ground}: {contrast(palette[front], palette[ground]):.2f}, needs {needed}"
        for front, ground, needed in pairs()
        if contrast(palette[front], palette[ground]) < needed
    ]
    assert short == []
