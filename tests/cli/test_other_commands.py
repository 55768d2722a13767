"""The other commands: demo, convert, rules."""

import csv
import io
import json
from pathlib import Path

import pytest

from openilr.ilr.years import OPEN_YEARS
from openilr.rules.catalogue import catalogue
from tests.examples import run_program


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "demo.xml"
    assert run_program(["demo", "--learners", "12", "--out", str(path)])[0] == 0
    return path


def test_the_same_seed_gives_the_same_file(demo, tmp_path):
    again = tmp_path / "again.xml"
    run_program(["demo", "--learners", "12", "--out", str(again)])
    other = tmp_path / "other.xml"
    run_program(["demo", "--learners", "12", "--seed", "1", "--out", str(other)])
    assert again.read_bytes() == demo.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_file_survives_the_way_to_tables_and_back(demo, tmp_path, form):
    folder, back = tmp_path / form, tmp_path / f"back-{form}.xml"
    assert run_program(["convert", str(demo), str(folder), "--format", form])[0] == 0
    assert run_program(["convert", str(folder), str(back)])[0] == 0
    assert back.read_bytes() == demo.read_bytes()


def test_convert_refuses_what_it_cannot_read(tmp_path):
    status, _, err = run_program(["convert", str(tmp_path / "none.xml"), str(tmp_path / "out")])
    assert status == 2
    assert "none.xml" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_rule_of_the_catalogue_is_listed(year):
    listed = list(
        csv.DictReader(io.StringIO(run_program(["rules", "--year", year, "--format", "csv"])[1]))
    )
    assert [r["rule"] for r in listed if r["ours"] == "False"] == list(catalogue(year))
    assert {r["status"] for r in listed} <= {"implemented", "waiting"}
    assert all(r["waits_for"] for r in listed if r["status"] == "waiting")


def test_the_list_as_json_lines_says_the_same():
    out = run_program(["rules", "--status", "implemented", "--format", "jsonl"])[1]
    rows = [json.loads(line) for line in out.splitlines()]
    assert {r["status"] for r in rows} == {"implemented"}
    assert "ULN_04" in {r["rule"] for r in rows}


def test_help_names_every_command():
    out = run_program(["--help"])[1]
    assert all(name in out for name in ("check", "convert", "demo", "reference", "rules", "bench"))
