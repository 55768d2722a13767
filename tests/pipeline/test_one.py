"""One record through every check, held to what `openilr check` says of the same learner."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openilr.cli.main import openilr
from openilr.demo import reference
from openilr.demo.provider import file_name, make, write_demo
from openilr.demo.setting import USUAL_DAY
from openilr.funding.frames import earnings
from openilr.ilr.calendar import open_return
from openilr.ilr.years import OPEN_YEARS
from openilr.pipeline.one import assess
from openilr.record.document import Document, new_learner, set_field
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr, to_ilr
from openilr.reference.supplied import NO_TABLES, Tables, tables_for

LEARNERS = 400
FAULTS = 0.6

NOT_OF_ONE_RECORD = ("AimSeqNumber_02", "R_07", "FD_AimSeqNumber_MA", "FD_AimSeqNumber_AL")
"""Aims are numbered when a return is made, so a record cannot have these faults."""


@pytest.fixture(scope="module", params=OPEN_YEARS)
def demo_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A year, the findings that `openilr check` writes of its demo, and the reference tables."""
    year: str = request.param
    folder = tmp_path_factory.mktemp(year)
    write_demo(folder / file_name(year), LEARNERS, year, faults=FAULTS)
    reference.write_tables(folder / "reference.json", year)
    arguments = ["check", str(folder / file_name(year)), "--format", "jsonl"]
    arguments += ["--reference", str(folder / "reference.json")]
    arguments += ["--as-at", USUAL_DAY[year].isoformat(), "--out", str(folder / "out.jsonl")]
    result = CliRunner().invoke(openilr, arguments)
    assert result.exit_code in (0, 1), result.output
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    found = [row for row in map(json.loads, lines) if row.get("LearnRefNumber")]
    assert not [r for r in map(json.loads, lines) if "not_run" not in r and r not in found]
    return year, found, tables(folder / "reference.json")


@cache
def tables(path: Path) -> Tables:
    return tables_for(None, path)


@pytest.fixture(scope="module")
def records(demo_file: Any) -> list[tuple[Any, Document]]:
    """Each learner of the demo with the record that it becomes."""
    year = demo_file[0]
    learners = learners_as_written(make(LEARNERS, year=year, faults=FAULTS).message)
    return [(learner, from_ilr(learner, year)) for learner in learners]


def of_year(document: Document, year: str, tables: Tables, **more: Any):
    period = open_return(year, USUAL_DAY[year]).number
    return assess(
        document,
        returns=[(year, period)],
        tables=tables,
        as_at=USUAL_DAY[year],
        ukprn=reference.UKPRN,
        **{"with_earnings": False, **more},
    )


def test_a_record_has_the_findings_that_its_learner_has_in_a_file(demo_file: Any, records: Any):
    year, found, tables = demo_file
    expected = Counter(
        (
            row["LearnRefNumber"],
            row["rule"],
            row["severity"],
            row["AimSeqNumber"],
            row["message"],
            tuple(row["fields"].items()),
        )
        for row in found
        if row["rule"] not in NOT_OF_ONE_RECORD
    )
    gated = {r["LearnRefNumber"] for r in found if r["rule"].startswith(("FD_", "OpenILR_"))}
    seen: Counter[tuple[Any, ...]] = Counter()
    for learner, document in records:
        peers = [
            other
            for other, _ in records
            if other is not learner
            and other["LearnRefNumber"] not in gated
            and any(other[name] == learner[name] for name in ("ULN", "LearnRefNumber"))
        ]
        aims = [aim["id"] for aim in document.get("LearningDelivery", ())]
        (answer,) = of_year(document, year, tables, peers=peers, forced=aims).returns
        seen.update(
            (
                learner["LearnRefNumber"],
                f.rule,
                f.severity,
                f.AimSeqNumber,
                f.message,
                tuple((field.name, field.value) for field in f.fields),
            )
            for f in answer.as_dfe_has_them()
        )
    for key in seen:
        if key[1] == "R_06":  # a file reports the first of the two, a record each
            seen[key] = min(seen[key], 1)
    assert sum(expected.values()) > LEARNERS * FAULTS / 2
    assert seen == expected


# -- where findings land ---------------------------------------------------------------------------


def apprentice(year: str) -> Document:
    """A record of the demo with a programme aim, a component and FAM records."""
    for learner in learners_as_written(make(60, year=year).message):
        aims = learner["LearningDelivery"]
        if aims[0]["FundModel"] == 36 and len(aims) > 1 and not aims[0]["LearnActEndDate"]:
            return from_ilr(learner, year)
    raise AssertionError("the demo has no apprentice")


def first(answer: Any, rule: str) -> Any:
    found = [f for f in answer.returns[0].findings if f.rule == rule]
    assert found, f"{rule} was not reported: {[f.rule for f in answer.returns[0].findings]}"
    return found[0]


def test_a_finding_lands_on_the_row_and_the_fields_of_the_record():
    document = apprentice("2627")
    aim = document["LearningDelivery"][1]["id"]
    wrong = set_field(document, aim, "LearnPlanEndDate", "2020-01-01")
    found = first(of_year(wrong, "2627", NO_TABLES), "LearnPlanEndDate_02")
    assert (found.entity, found.row, found.aim) == ("LearningDelivery", aim, aim)
    assert found.AimSeqNumber == 2
    assert ("LearnPlanEndDate", "2020-01-01", "LearningDelivery", aim) in [
        (f.name, f.value, f.entity, f.row) for f in found.fields
    ]
    assert found.severity == "E"
    assert not found.field_check
    assert not found.ours
    assert found.message.endswith(".")
    assert found.fix


def test_a_finding_on_a_child_row_names_the_row_and_fields_of_the_rows_above():
    document = apprentice("2627")
    aim = document["LearningDelivery"][0]
    fam = next(f for f in aim["LearningDeliveryFAM"] if f["LearnDelFAMType"] == "ACT")
    wrong = set_field(document, fam["id"], "LearnDelFAMDateTo", "2001-01-01")
    found = first(of_year(wrong, "2627", NO_TABLES), "LearnDelFAMDateTo_01")
    assert (found.entity, found.row, found.aim) == ("LearningDeliveryFAM", fam["id"], aim["id"])
    assert {f.row for f in found.fields} <= {fam["id"], aim["id"]}


def test_a_text_that_is_no_date_is_reported_as_it_was_typed():
    document = apprentice("2627")
    aim = document["LearningDelivery"][0]["id"]
    wrong = set_field(document, aim, "LearnStartDate", "2/9/25")
    found = next(f for f in of_year(wrong, "2627", NO_TABLES).returns[0].findings if f.field_check)
    assert (found.row, found.aim) == (aim, aim)
    assert [(f.name, f.value, f.row) for f in found.fields] == [("LearnStartDate", "2/9/25", aim)]


def test_the_screen_shows_rules_beside_field_checks_and_a_file_the_field_checks_alone():
    document = apprentice("2627")
    aim = document["LearningDelivery"][0]["id"]
    wrong = set_field(document, document["id"], "Sex", None)
    wrong = set_field(wrong, aim, "LearnPlanEndDate", "2020-01-01")
    (answer,) = of_year(wrong, "2627", NO_TABLES).returns
    assert {f.field_check for f in answer.findings} == {True, False}
    assert {f.field_check for f in answer.as_dfe_has_them()} == {True}
    assert answer.errors + answer.warnings == len(answer.findings)


def test_both_open_years_are_assessed_of_one_record():
    document = apprentice("2526")
    answer = assess(
        document,
        returns=[("2526", 14), ("2627", 2)],
        tables=NO_TABLES,
        as_at=date(2026, 9, 20),
        ukprn=reference.UKPRN,
        with_earnings=False,
    )
    assert [(r.year, r.period, r.is_in) for r in answer.returns] == [
        ("2526", 14, True),
        ("2627", 2, True),
    ]
    hours = {f.rule for f in answer.returns[1].findings if f.rule.startswith("HRS")}
    assert hours == set()  # the planned hours of 2025-26 are an hours record in 2026-27


def test_a_learner_whose_aims_are_all_out_has_no_findings_and_each_aim_a_reason():
    document = apprentice("2627")
    aims = [aim["id"] for aim in document["LearningDelivery"]]
    (answer,) = of_year(document, "2627", NO_TABLES, excluded=aims).returns
    assert not answer.is_in
    assert answer.findings == ()
    assert {d.aim for d in answer.aims} == set(aims)


def test_a_record_that_is_being_entered_is_judged_before_it_has_an_aim():
    (answer,) = of_year(new_learner({"FamilyName": "Smith"}), "2627", NO_TABLES).returns
    assert answer.is_in
    rules = {f.rule for f in answer.findings}
    assert {"FD_LearnRefNumber_MA", "FD_LearningDelivery_EO"} <= rules


def test_rules_that_lack_a_table_are_told_of_by_table_and_report_nobody():
    document = apprentice("2627")
    (answer,) = of_year(document, "2627", NO_TABLES).returns
    lacking = {(n.table, rule) for n in answer.not_run for rule in n.rules}
    assert ("lars_learning_delivery", "LearnAimRef_01") in lacking
    not_run = {rule for n in answer.not_run for rule in n.rules}
    assert not_run.isdisjoint({f.rule for f in answer.findings})
    assert len({(n.reason, n.table) for n in answer.not_run}) == len(answer.not_run)


def test_a_learner_with_the_uln_of_another_is_told_of_only_with_the_other():
    document = apprentice("2627")
    twin = to_ilr({**document, "LearnRefNumber": "OTHER"}, "2627").learner
    alone = of_year(document, "2627", NO_TABLES).returns[0]
    beside = of_year(document, "2627", NO_TABLES, peers=[twin]).returns[0]
    assert "R_59" not in {f.rule for f in alone.findings}
    found = next(f for f in beside.findings if f.rule == "R_59")
    assert found.row == document["id"]
    assert found.aim is None


def test_an_assessment_is_json():
    document = apprentice("2627")
    answer = of_year(set_field(document, document["id"], "Sex", None), "2627", NO_TABLES)
    said = json.loads(json.dumps(answer.as_json()))
    assert said["as_at"] == USUAL_DAY["2627"].isoformat()
    (one,) = said["returns"]
    assert len(one["findings"]) == len(answer.returns[0].findings) > 0
    assert one["aims"][0]["ground"] == answer.returns[0].aims[0].ground.value
    assert said["earnings"] is None


def test_assessing_a_record_loads_neither_polars_nor_numpy_nor_the_web():
    code = """
import sys
from datetime import date
from openilr.pipeline.one import assess
from openilr.record.document import add_row, new_learner
from openilr.reference.supplied import NO_TABLES
learner = new_learner({"LearnRefNumber": "A1"})
aim = {"LearnAimRef": "ZPROG001", "AimType": 1, "FundModel": 36, "ProgType": 25, "StdCode": 1,
       "LearnStartDate": "2025-09-01", "LearnPlanEndDate": "2027-09-01", "CompStatus": 1}
document, _ = add_row(learner, learner["id"], "LearningDelivery", aim)
answer = assess(document, returns=[("2526", 14), ("2627", 4)], tables=NO_TABLES,
                as_at=date(2026, 11, 23), ukprn=10000001)
assert answer.returns[1].findings and answer.notes
print([m for m in ("polars", "numpy", "pyarrow", "django") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- earnings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_a_record_earns_what_its_learner_earns_in_a_file(year: str, tmp_path: Path):
    reference.write_tables(tmp_path / "reference.json", year)
    tables = tables_for(None, tmp_path / "reference.json")
    message = make(200, year=year).message
    expected: Counter[tuple[Any, ...]] = Counter()
    made = earnings(message, tables)
    for projected, frame in ((False, made.rows), (True, made.projected)):
        for row in frame.iter_rows(named=True):
            key = (row["LearnRefNumber"], row["AimSeqNumber"], row["academic_year"])
            expected[(*key, row["period"], row["kind"], projected)] += row["amount"]
    seen: Counter[tuple[Any, ...]] = Counter()
    for learner in learners_as_written(message):
        document = from_ilr(learner, year)
        number = {aim["id"]: n for n, aim in enumerate(document["LearningDelivery"], 1)}
        answer = of_year(document, year, tables, with_earnings=True)
        assert answer.earnings is not None
        for e in answer.earnings:
            key = (learner["LearnRefNumber"], number[e.aim], e.year, e.period, e.kind)
            assert (*key, e.projected) not in seen
            seen[(*key, e.projected)] += e.amount
    assert len(expected) > 1000
    assert seen == expected


def test_an_aim_that_is_excluded_earns_nothing():
    document = apprentice("2627")
    aims = [aim["id"] for aim in document["LearningDelivery"]]
    answer = of_year(document, "2627", NO_TABLES, with_earnings=True, excluded=aims)
    assert answer.earnings == ()


def test_what_was_not_worked_out_says_what_is_not_on_file():
    document = apprentice("2627")
    answer = of_year(document, "2627", NO_TABLES, with_earnings=True)
    assert any(note.missing and note.blocks for note in answer.notes)
    assert json.loads(json.dumps(answer.as_json()))["notes"][0]["text"]
