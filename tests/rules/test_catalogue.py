"""The catalogue says what DfE's lists say."""

import csv
import json
import subprocess
import sys

import pytest

from openilr.ilr.schema import schema
from openilr.rules.catalogue import OURS, catalogue, entry, find, plain_name

YEARS = ("2526", "2627")

# Fields of tables that are not part of an ILR: reported by one rule about a funding initiative.
NOT_OF_THE_ILR = "ShortTermFundingInitiative."


def test_each_year_has_every_published_rule():
    # 816 names of version 3 and the eleven added after it; 843 of 2026-27 version 4.
    assert [len(catalogue(year)) for year in YEARS] == [827, 843]


def test_a_year_without_rules_is_refused():
    with pytest.raises(KeyError, match="2425"):
        catalogue("2425")


@pytest.mark.parametrize("year", YEARS)
def test_names_are_unique_however_they_are_written(year):
    assert len({plain_name(rule) for rule in catalogue(year)}) == len(catalogue(year))
    assert not any(rule.startswith(OURS) for rule in catalogue(year))


def test_a_rule_carries_the_spelling_of_its_year():
    assert entry("dateofbirth_60", "2526").rule == "DateofBirth_60"
    assert entry("DATEOFBIRTH_60", "2627").rule == "DateOfBirth_60"
    assert entry("LearnDelFAMType_134", "2627").rule == "LearnDelFamType_134"
    assert entry("Namespace_Mismatch", "2526").rule == "Namespace Mismatch"
    assert entry("R06", "2526").rule == "R_06"


def test_a_rule_is_live_only_in_its_years():
    assert find("PHours_01", "2627") is None
    assert find("HRSType_01", "2526") is None
    with pytest.raises(KeyError, match="HRSType_01"):
        entry("HRSType_01", "2526")


def test_rules_added_after_version_3_belong_to_2526():
    for rule in ("AchDate_14", "AchDate_15", "CompStatus_10", "EmpStat_23", "UKPRN_31"):
        assert entry(rule, "2526").severity == "E"
    assert all(find(f"LearnDelFAMType_{n}", "2526") for n in range(135, 141))


def test_severity_in_force_is_told_from_the_one_printed():
    assert (entry("SSN_03", "2526").severity, entry("SSN_03", "2526").published_severity) == (
        "W",
        "E",
    )
    assert entry("PlanLearnHours_04", "2526").severity == "E"
    assert entry("PlanLearnHours_04", "2627").severity == "W"
    assert not entry("NETFEE_01", "2627").in_force
    counts = [[sum(e.severity == s for e in catalogue(y).values()) for s in "EW"] for y in YEARS]
    assert counts == [[783 + 11, 33], [800, 42]]


def test_facts_that_moved_are_those_of_the_year():
    assert entry("LSDPostcode_01", "2526").derived_data == ("DD07",)
    assert entry("LSDPostcode_01", "2627").derived_data == ()
    assert "LearningDelivery.PHours" in entry("R_155", "2526").fields
    assert "HRSRecord.HRSAmount" in entry("R_155", "2627").fields
    assert entry("ULN_13", "2627").from_return == "R03"


def test_the_level_is_that_of_dfes_code_where_it_is_known():
    assert entry("Entity_1", "2526").level == "file"
    assert entry("Accom_01", "2526").level == "learner"
    assert entry("AimType_01", "2526").level == "aim"
    assert entry("HRSType_01", "2627").level == "aim"


@pytest.mark.parametrize("year", YEARS)
def test_every_field_named_exists_in_some_year(year):
    known = {f"{e.name}.{f.name}" for y in YEARS for e, f in schema(y)}
    known |= {f"{name}.*" for y in YEARS for name in schema(y).entities}
    named = {f for e in catalogue(year).values() for f in (*e.fields, *e.violation_fields)}
    assert {f for f in named if not f.startswith(NOT_OF_THE_ILR)} <= known


def test_every_rule_of_the_worked_cases_is_in_the_catalogue(data_dir):
    for line in (data_dir / "examples.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        for rule in (case["rule"], *case["expected"]):
            assert rule in catalogue(case.get("year", "2526"))


def test_the_catalogue_agrees_with_the_published_list(reference_dir):
    path = reference_dir / "ilr-validation-rules-2025-26-v3.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    live = [
        r
        for r in rows
        if r["Status"] in ("Active", "Changed", "New") and not r["Category"].startswith("Derived")
    ]
    names = {r["Name"].strip() for r in live}
    added = {e.rule for e in catalogue("2526").values() if e.note.startswith("joined 2025-26")}
    assert names == set(catalogue("2526")) - added
    letters = {"Error": "E", "Warning": "W"}
    for row in live:
        listed = catalogue("2526")[row["Name"].strip()]
        assert listed.severity == letters[row["CurrentSldSeverity"]], row["Name"]
        assert listed.published_severity == letters[row["Severity"]], row["Name"]


def test_the_catalogue_does_not_load_polars():
    code = (
        "import sys, openilr.rules.catalogue as c; c.catalogue('2627');"
        "print('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
