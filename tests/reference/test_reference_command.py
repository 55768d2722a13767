"""`openilr reference`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_lars import lars_zip

from openilr.cli.reference import data_folder, reference


@pytest.fixture
def run(tmp_path: Path):
    def invoke(*args: str | Path) -> Result:
        return CliRunner().invoke(
            reference,
            [str(a) for a in args],
            env={"OPENILR_DATA": str(tmp_path / "data")},
            standalone_mode=False,
        )

    return invoke


def test_load_then_list_then_an_older_release_again(run, tmp_path: Path):
    result = run("load", lars_zip(tmp_path / "lars.zip"))
    assert result.return_value == 0
    assert "lars: 12.0.1-2026-09-24-" in result.output
    csv = tmp_path / "employers.csv"
    csv.write_text("EmpId\n100000029\n")
    assert "employers: " in run("load", csv).output
    first = next((tmp_path / "data/reference/employers").glob("20*")).name
    csv.write_text("EmpId\n100000029\n100000037\n")
    run("load", csv)

    listed = run("list").output
    assert "version 12.0.1, of 2026-09-24, from lars.zip, loaded" in listed
    assert "  employers: employers with a confirmed identifier (kept by the provider" in listed
    assert "    2 rows" in listed
    missing = listed[listed.index("Not loaded") :]
    assert "contracts: our funding contracts and grants" in missing
    assert "run `openilr reference load` on that file." in missing
    assert "  employers:" not in missing

    assert run("use", "employers", first).output == f"employers: {first} is in force.\n"
    assert "    1 rows" not in run("list").output
    assert "    1 row\n" in run("list").output
    every = run("list", "--all").output
    assert f"employers: {first}, from employers.csv, in force" in every
    newer = next(
        p.name for p in (tmp_path / "data/reference/employers").glob("20*") if p.name != first
    )
    assert run("remove", "employers", newer).output == f"employers: {newer} is deleted.\n"


def test_a_refused_file_is_told_and_the_others_are_loaded(run, tmp_path: Path):
    bad, good = tmp_path / "uln.csv", tmp_path / "employers.csv"
    bad.write_text("ULN\nx\n")
    good.write_text("EmpId\n100000029\n")
    result = run("load", bad, good)
    assert result.return_value == 2
    assert "openilr: uln.csv, line 2: ULN is not a whole number" in result.stderr
    assert "employers: " in result.stdout


def test_an_empty_store_lists_everything_as_missing(run):
    output = run("list").output
    assert "Nothing is loaded." in output
    assert "lars: learning aims, standards and their funding (published: LARS download)" in output


def test_the_data_folder_is_the_users_own_unless_it_is_given():
    assert data_folder({"OPENILR_DATA": "there"}) == Path("there")
    assert data_folder({"XDG_DATA_HOME": "home"}).name == "openilr"


def test_what_is_missing_names_the_rules_that_wait_for_it(run):
    lines = run("list").output.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  employers: "))
    assert lines[at + 2] == "    Waiting for it: EmpId_01, WorkPlaceEmpId_01"
