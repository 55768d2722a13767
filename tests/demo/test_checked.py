"""The demo through `openilr check`: clean without faults, and each fault found by its rule."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openilr.cli.main import openilr
from openilr.demo.provider import file_name, write_demo
from openilr.demo.reference import write_tables
from openilr.demo.setting import USUAL_DAY
from openilr.ilr.years import OPEN_YEARS


def check(folder: Path, year: str) -> list[dict[str, object]]:
    """What is found in the demo file of a folder with the demo's reference data."""
    write_tables(folder / "reference.json", year)
    arguments = ["check", str(folder / file_name(year)), "--format", "jsonl"]
    arguments += ["--reference", str(folder / "reference.json")]
    arguments += ["--as-at", USUAL_DAY[year].isoformat(), "--out", str(folder / "out.jsonl")]
    result = CliRunner().invoke(openilr, arguments)
    assert result.exit_code in (0, 1), result.output
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if "not_run" not in row]


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_without_faults_nothing_is_reported(tmp_path: Path, year: str) -> None:
    write_demo(tmp_path / file_name(year), 1200, year)
    assert check(tmp_path, year) == []


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_each_fault_is_found_by_its_rule(tmp_path: Path, year: str) -> None:
    planted = write_demo(tmp_path / file_name(year), 1500, year, faults=0.4)
    found = {(f["rule"], f["LearnRefNumber"]) for f in check(tmp_path, year)}
    # Of the other rules those that are not written yet, and so report nobody, are left aside.
    running = {rule for rule, _ in found} | {p.rule for p in planted if p.rule.startswith("FD_")}
    expected = {(p.rule, p.LearnRefNumber) for p in planted if p.rule in running}
    assert len(expected) > 100
    assert expected - found == set()


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_nothing_is_reported_of_learners_without_a_fault(tmp_path: Path, year: str) -> None:
    planted = write_demo(tmp_path / file_name(year), 1500, year, faults=0.4)
    faulty = {p.LearnRefNumber for p in planted}
    # A ULN that two learners have is reported of both.
    findings = [f for f in check(tmp_path, year) if f["rule"] != "R_59"]
    assert {f["LearnRefNumber"] for f in findings} <= faulty
