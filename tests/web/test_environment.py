"""The reference of settings names every variable that the code reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
INTERNAL = {"OPENILR_PARENT"}
"""Passed between our own processes."""
NAME = re.compile(r"\b(OPENILR_[A-Z_]*[A-Z]|DATABASE_URL)\b")


def read_by_the_code() -> set[str]:
    files = (ROOT / "src/openilr").rglob("*.py")
    quoted = re.compile(r'"(OPENILR_[A-Z_]*[A-Z]|DATABASE_URL)"')
    return {name for file in files for name in quoted.findall(file.read_text("utf-8"))}


def test_every_setting_is_in_the_reference_and_nothing_else() -> None:
    page = (ROOT / "docs/reference/environment.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in NAME.findall(row.split("|")[1])}
    assert named == read_by_the_code() - INTERNAL


def test_the_files_of_deploy_name_only_settings_that_there_are() -> None:
    own = read_by_the_code() - INTERNAL
    for file in (ROOT / "deploy").rglob("*"):
        if file.is_file():
            found = set(NAME.findall(file.read_text("utf-8")))
            assert found <= own, file.name
