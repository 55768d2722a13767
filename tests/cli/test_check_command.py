"""`openilr check` as its users and their scripts call it: status, streams and files."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from openilr.demo.provider import write_demo
from openilr.demo.reference import write_tables
from tests.examples import run_program

NAME = "ILR-90000117-2627-20261120-171203-01.xml"
AS_AT = ("--as-at", "2026-11-23")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean file, one with faults, and the reference tables of both."""
    folder = tmp_path_factory.mktemp("made")
    for below, faults in (("clean", 0.0), ("faulty", 0.5)):
        (folder / below).mkdir()
        write_demo(folder / below / NAME, 40, "2627", 0, faults)
    write_tables(folder / "reference.json", "2627")
    return folder


def check(*arguments: object) -> tuple[int, str, str]:
    return run_program(["check", *map(str, arguments), *AS_AT])


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_clean_file_leaves_with_0(made):
    status, out, err = check(made / "clean" / NAME)
    assert (status, err) == (0, "")
    assert "Errors" in out


def test_a_file_with_errors_leaves_with_1(made):
    status, out, err = check(made / "faulty" / NAME)
    assert (status, err) == (1, "")
    assert "To mend" in out


def test_no_file_leaves_with_2_and_says_which(made):
    status, out, err = check(made / "nothing.xml")
    assert (status, out) == (2, "")
    assert "nothing.xml" in err


def test_one_bad_file_does_not_stop_the_others(made, tmp_path):
    shutil.copy(made / "clean" / NAME, tmp_path / NAME)
    (tmp_path / "page.xml").write_text("<html></html>")
    status, out, err = check(tmp_path, "--format", "jsonl")
    assert status == 2
    assert "page.xml" in err
    assert {str(line["file"]) for line in lines(out)} == {str(tmp_path / NAME)}


def test_a_refused_call_leaves_no_file(made, tmp_path):
    out_path = tmp_path / "findings.jsonl"
    status, _, err = check(made / "clean" / NAME, "--year", "2526", "--out", out_path)
    assert status == 2
    assert "2025-26" in err or "2526" in err
    assert list(tmp_path.iterdir()) == []


def test_the_ending_of_out_chooses_the_format(made, tmp_path):
    for ending, begins in ((".html", b"<!doctype html>"), (".xlsx", b"PK"), (".parquet", b"PAR1")):
        out_path = tmp_path / f"report{ending}"
        status, _, err = check(made / "faulty" / NAME, "--out", out_path)
        assert status == 1, err
        assert out_path.read_bytes().startswith(begins)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".html", ".parquet", ".xlsx"]


def test_a_folder_that_is_not_there_is_refused_without_a_trace(made, tmp_path):
    status, _, err = check(made / "clean" / NAME, "--out", tmp_path / "no" / "report.html")
    assert status == 2
    assert "Traceback" not in err
    assert "no" in err


def test_a_member_of_a_zip_is_named_by_both(made, tmp_path):
    archive = tmp_path / NAME.replace(".xml", ".zip")
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(made / "clean" / NAME, NAME)
    status, out, err = check(archive, "--format", "jsonl")
    assert status == 0, err
    assert {str(line["file"]) for line in lines(out)} == {f"{archive}!{NAME}"}


def test_each_line_of_jsonl_keeps_the_contract(made):
    status, out, _ = check(made / "faulty" / NAME, "--format", "jsonl")
    found = [line for line in lines(out) if "severity" in line]
    not_run = [line for line in lines(out) if "not_run" in line]
    assert status == 1
    keys = ["file", "rule", "severity", "LearnRefNumber", "AimSeqNumber", "fields", "message"]
    assert all(list(line) == keys for line in found)
    assert all(list(line) == ["file", "rule", "not_run"] for line in not_run)
    assert {line["severity"] for line in found} <= {"E", "W"}
    assert lines(out) == found + not_run


def test_only_the_rules_asked_for_are_run(made):
    _, out, _ = check(made / "faulty" / NAME, "--format", "jsonl", "--rules", "uln_04, R59")
    assert {line["rule"] for line in lines(out)} <= {"ULN_04", "R_59"}


def test_a_rule_that_does_not_exist_is_refused(made):
    status, _, err = check(made / "clean" / NAME, "--rules", "ULN_4711")
    assert status == 2
    assert "ULN_4711" in err


def test_rules_without_their_table_are_listed_as_not_run(made):
    without = {line["rule"] for line in lines(check(made / "clean" / NAME, "--format", "jsonl")[1])}
    with_tables = {
        line["rule"]
        for line in lines(
            check(
                *(made / "clean" / NAME, "--format", "jsonl"),
                *("--reference", made / "reference.json"),
            )[1]
        )
    }
    assert "LearnAimRef_88" in without
    assert "LearnAimRef_88" not in with_tables


def test_a_wrong_reference_file_is_refused(made, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"no_such_table": []}')
    status, _, err = check(made / "clean" / NAME, "--reference", bad)
    assert status == 2
    assert "no_such_table" in err


def test_the_same_findings_in_parts_and_whole(made, monkeypatch):
    from datetime import date

    from openilr.ilr.xml import read as xml
    from openilr.ilr.xml.source import sources
    from openilr.pipeline.check import CheckOptions, check_source

    (source,) = sources([made / "faulty" / NAME])
    whole = check_source(source, CheckOptions(as_at=date(2026, 11, 23), processes=1))
    plan = xml.plan
    monkeypatch.setattr(xml, "plan", lambda given, **_: plan(given, target_bytes=40_000))
    parts = check_source(source, CheckOptions(as_at=date(2026, 11, 23), processes=2))
    assert len(xml.plan(source).parts) > 2
    assert parts.findings.equals(whole.findings)
    assert parts.learner_details.equals(whole.learner_details)
    assert parts.aim_details.equals(whole.aim_details)
    assert parts.counts.equals(whole.counts)
