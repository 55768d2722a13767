"""`openilr earnings` in every format, and what it refuses."""

import csv
import io
import json
import pickle
from datetime import date
from html import unescape
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from openilr.funding.given_parameters import given as given_parameters
from openilr.funding.outcome import Kind
from openilr.ilr.xml.source import source
from openilr.outputs.earnings_summary import GROUPS, lines
from openilr.pipeline.check import CheckOptions
from openilr.pipeline.earnings import EarningsOptions, earnings_source, held_back
from tests.examples import run_program
from tests.funding.build import tables_of
from tests.funding.test_many_learners import learners, texts
from tests.messages import xml_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.xml"
    path.write_bytes(xml_of("2526", [texts(record) for record in learners()]))
    return path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    path = tmp_path / "reference.json"
    row = {"ApprenticeshipCode": 123, "ProgType": 25, "MaxEmployerLevyCap": 27000}
    path.write_text(json.dumps({"lars_apprenticeship_funding": [row], "lars_funding": []}))
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    return run_program(["earnings", *map(str, arguments)])


def test_json_lines_have_the_fields_of_the_contract(file: Path, tables: Path):
    status, out, err = run(file, "--reference", tables, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert rows[0] == {
        "file": str(file),
        "LearnRefNumber": "A1",
        "AimSeqNumber": 1,
        "academic_year": "2526",
        "period": 1,
        "kind": "PriceEpisodeOnProgPayment",
        "amount": "1000.00000",
    }
    assert {row["LearnRefNumber"] for row in rows} == {"A1", "A2", "A4"}
    assert "A3, aim 1: price missing: " in err


def test_reasons_can_be_had_as_json_lines(file: Path, tables: Path, tmp_path: Path):
    reasons = tmp_path / "reasons.jsonl"
    _, _, err = run(file, "--reference", tables, "--format", "jsonl", "--reasons", reasons)
    found = [json.loads(line) for line in reasons.read_text().splitlines()]
    assert [(r["LearnRefNumber"], r["reason"]) for r in found] == [("A3", "price missing")]
    assert found[0]["fields"] == {"LearnStartDate": "2025-08-01"}
    assert "price missing" not in err


def test_text_names_what_was_not_worked_out(file: Path, tables: Path):
    status, out, _ = run(file, "--reference", tables, "--years", "2526")
    assert status == 0
    assert "16-18 Apprenticeship (Employer on App Service)" in out
    assert "Projected outcome" in out
    assert "price missing" in out


def test_csv_parquet_and_workbook_hold_the_same_amounts(file: Path, tables: Path, tmp_path: Path):
    given = ("--reference", tables)
    _, out, _ = run(file, *given, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    for name in ("e.parquet", "e.xlsx"):
        assert run(file, *given, "--out", tmp_path / name)[0] == 0
    frame = pl.read_parquet(tmp_path / "e.parquet")
    assert [r["amount"] for r in rows] == frame["amount"].cast(pl.String).to_list()
    book = openpyxl.load_workbook(tmp_path / "e.xlsx", read_only=True)
    assert book.sheetnames == [
        *("Summary", "Earnings", "Prices and payments", "Price and payment records"),
        *("Price episodes", "Who pays", "Reasons"),
    ]
    sheet = list(book["Earnings"].iter_rows(values_only=True))
    assert len(sheet) == frame.height + 1
    assert sheet[1][5] == 1000
    shares = list(book["Who pays"].iter_rows(values_only=True))
    assert shares[0][-1] == "PriceEpisodeProgFundIndMaxEmpCont"


def test_the_page_is_whole_without_script_or_network(file: Path, tables: Path, tmp_path: Path):
    page = tmp_path / "e.html"
    assert run(file, "--reference", tables, "--out", page)[0] == 0
    text = unescape(page.read_text(encoding="utf-8"))
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "default-src 'none'" in text
    for told in ("A1: 14,000.00", "Monthly instalment", "price missing", "Projected outcome"):
        assert told in text


def test_a_name_in_the_file_cannot_become_markup(file: Path, tables: Path, tmp_path: Path):
    file.write_text(file.read_text().replace(">A1<", ">&lt;b&gt;<"))
    run(file, "--reference", tables, "--out", tmp_path / "e.html")
    assert "<b>:" not in (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;: " in (tmp_path / "e.html").read_text(encoding="utf-8")


def test_a_day_and_years_bound_what_is_shown(file: Path, tables: Path):
    given = ("--reference", tables, "--format", "jsonl")
    _, out, _ = run(file, *given, "--as-at", "2025-09-30")
    periods = {(r["academic_year"], r["period"]) for r in map(json.loads, out.splitlines())}
    assert periods == {("2526", 1), ("2526", 2)}
    _, out, _ = run(file, *given, "--years", "2627")
    assert {r["academic_year"] for r in map(json.loads, out.splitlines())} == {"2627"}


def test_the_story_of_a_learner(file: Path, tables: Path):
    status, out, _ = run(file, "--reference", tables, "--explain", "A1")
    assert status == 0
    assert "Monthly instalment: 1,000.00" in out
    assert run(file, "--reference", tables, "--explain", "Z9")[0] == 2
    story = tables.with_name("story.txt")
    assert run(file, "--reference", tables, "--explain", "A1", "--out", story)[0] == 0
    assert story.read_text(encoding="utf-8") == out


def test_values_that_are_given_stand_in_the_place_of_ours(file: Path, tables: Path):
    ours = tables.with_name("ours.yaml")
    ours.write_text('completion_share:\n  2017-05-01: {value: "0.40", source: a test}\n')
    given = (file, "--reference", tables, "--parameters", ours)
    first = json.loads(run(*given, "--format", "jsonl")[1].splitlines()[0])
    assert first["amount"] == "750.00000"  # 15,000 x 0.6 / 12
    assert "a test (given)" in run(*given, "--explain", "A1")[1]
    ours.write_text("completion_shares:\n  2017-05-01: 0.4\n")
    status, out, err = run(*given)
    assert (status, out) == (2, "")
    assert "did you mean 'completion_share'" in err


def test_given_values_reach_the_processes(file: Path):
    values = given_parameters({"completion_share": {date(2017, 5, 1): "0.40"}})
    options = EarningsOptions(tables=tables_of(), parameters=values)
    made = earnings_source(source(file), pickle.loads(pickle.dumps(options)))
    assert made.rows["amount"][0] == 750


def test_earlier_earnings_come_from_a_file(file: Path, tables: Path):
    history = tables.with_name("history.csv")
    history.write_text("LearnRefNumber,identity,earned_here,days\nA1,25-123,3000,100\n")
    given = (file, "--reference", tables, "--format", "jsonl", "--history", history)
    first = json.loads(run(*given)[1].splitlines()[0])
    assert first["amount"] == "750.00000"  # (15,000 - 3,000 - 3,000) / 12
    history.write_text("LearnRefNumber,identity,earned_here\nA1,25-123,lots\n")
    status, _, err = run(*given)
    assert status == 2
    assert "line 2" in err


@pytest.mark.parametrize(
    "wrong", [("--years", "2025"), ("--method", "guess"), ("--year", "2627")], ids=lambda w: w[0]
)
def test_what_cannot_be_asked_is_refused(file: Path, tables: Path, wrong: tuple[str, str]):
    status, out, err = run(file, "--reference", tables, *wrong)
    assert status == 2
    assert not out
    assert err


def test_a_file_that_cannot_be_read_does_not_stop_the_others(file: Path, tables: Path):
    bad = file.with_name("bad.xml")
    bad.write_text("<Message>")
    status, out, err = run(file, bad, "--reference", tables, "--format", "jsonl")
    assert status == 2
    assert out
    assert "bad.xml" in err


def test_invalid_learners_are_left_out_and_what_they_hold_back_is_told(file: Path):
    options = EarningsOptions(
        tables=tables_of(),
        valid_only=True,
        check=CheckOptions(as_at=date(2025, 11, 23)),
    )
    report = earnings_source(source(file), options)
    assert report.invalid == 5  # no name, postcode or ULN: every one fails a field check
    assert report.rows.is_empty()
    assert report.left_out["amount"].max() > 0


def test_what_errors_hold_back_is_added_up_by_rule():
    rows = pl.DataFrame(
        {"learner": [0, 0, 1], "amount": pl.Series(["1.5", "2.5", "3"]).cast(pl.Decimal(12, 5))}
    )
    errors = pl.DataFrame({"learner": [0, 0, 1], "rule": ["R1", "R1", "R1"]})
    assert held_back(rows, errors).rows() == [("R1", 3, 2, 7)]


def test_every_kind_stands_in_one_group_of_the_summary():
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(Kind)


def test_the_summary_adds_up_to_the_rows(file: Path):
    report = earnings_source(source(file), EarningsOptions(tables=tables_of()))
    shown = [line for line in lines(report) if line.group != "Projected outcome"]
    assert sum(line.total for line in shown) == report.rows["amount"].sum()
