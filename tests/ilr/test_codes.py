"""The code lists."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openilr.ilr import codes
from openilr.ilr.codes import code_list, for_field, for_type, grades_of, names, pairs, types
from openilr.ilr.schema import schema
from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS


def test_every_list_loads_in_every_year():
    assert len(names()) == len(set(names())) == 77
    for year in READABLE_YEARS:
        lists = [code_list(name, year) for name in names()]
        assert all(each.year == year for each in lists)
    assert sum(len(code_list(name, "2627")) for name in names()) > 1600


def test_the_data_are_well_formed():
    """A row for an unknown list, a date that is not ISO or a strange year would be a slip."""
    known = set(names())
    for row in codes._rows("codes"):
        assert row["list"] in known
        assert row["code"] == row["code"].strip() != ""
        for column in ("valid_from", "valid_to"):
            assert row[column] == "" or date.fromisoformat(row[column]).isoformat() == row[column]
        assert set(row["years"].split()) <= {"-", "2526", "2526?", "2627", "2627?"}
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] < row["valid_to"]
    for row in codes._rows("code_lists"):
        assert row["verified"] in {"yes", "no"}
        assert row["source"]
    assert {row["list"] for row in codes._rows("codes_without_labels")} <= known


def test_no_code_stands_twice_in_the_same_file():
    for name in ("codes", "codes_without_labels"):
        seen: set[tuple[str, str]] = set()
        for row in codes._rows(name):
            for code in [row["code"]] if "code" in row else row["codes"].split():
                assert (row["list"], code) not in seen
                seen.add((row["list"], code))


def test_every_list_belongs_to_a_field_of_its_years():
    for year in OPEN_YEARS:
        of_year = schema(year)
        for each in (code_list(name, year) for name in names()):
            if not each.in_use:
                continue
            present = {f.name for f in of_year.entities[each.entity].fields}
            assert present & set(each.fields), each.name


def test_what_changed_between_the_years():
    model = {year: set(code_list("FundModel", year).codes) for year in OPEN_YEARS}
    assert model["2526"] - model["2627"] == {"10"}
    assert model["2627"] - model["2526"] == {"39"}
    assert "34" in code_list("ProgType", "2627")
    assert "34" not in code_list("ProgType", "2526")
    assert set(code_list("LearnDelFAM.SOF", "2627").codes) - set(
        code_list("LearnDelFAM.SOF", "2526").codes
    ) == {str(n) for n in range(124, 131)}
    assert {"1", "2", "3", "4"} <= set(code_list("ESM.EII", "2526").codes)
    assert set(code_list("ESM.EII", "2627").codes) == {"5", "6", "7", "8"}
    assert "28" not in code_list("WithdrawReason", "2627")
    assert for_type("LearningDeliveryFAM", "ASL", "2627") is None
    assert for_field("LearningDeliveryHE", "FUNDCOMP", "2627") is None
    assert len(code_list("FUNDCOMP", "2627")) == 0


def test_known_pairs():
    assert ("ACT", "1") in pairs("LearningDeliveryFAM", "2627")
    assert ("LDM", "034") in pairs("LearningDeliveryFAM", "2526")
    assert ("LDM", "34") not in pairs("LearningDeliveryFAM", "2526")
    assert ("EII", "8") in pairs("EmploymentStatusMonitoring", "2526")
    assert ("EHC", "1") in pairs("LearnerFAM", "2526")
    assert pairs("HRSRecord", "2627") == {("HRS", str(n)) for n in range(1, 7)}
    assert pairs("HRSRecord", "2526") == frozenset()
    assert pairs("Learner", "2627") == frozenset()
    assert ("RIP", "1") not in pairs("AppFinRecord", "2526")


def test_dates_of_codes():
    adult = code_list("FundModel", "2526").get(35)
    assert adult is not None
    assert adult.is_valid_on(date(2024, 7, 31))
    assert adult.has_ended(date(2024, 8, 1))
    unit = code_list("LearnDelFAM.LDM", "2526").get("403")
    assert unit is not None
    assert not unit.is_valid_on(date(2026, 3, 31))
    assert unit.is_valid_on(date(2026, 4, 1))
    on_day = code_list("ESM.BSI", "2526").on(date(2020, 8, 1))
    assert [code.code for code in on_day] == ["1", "4", "5", "6"]


def test_what_is_not_verified_says_so():
    assert code_list("FundModel", "2627").verified
    assert not code_list("LearnDelFAM.LDM", "2627").verified
    assert not code_list("FundModel", "2425").verified
    assert not code_list("OutGrade", "2627").verified
    down = {year: code_list("LLDDCat", year).get(18) for year in OPEN_YEARS}
    assert [d.verified if d else None for d in down.values()] == [False, True]
    for unread in ("LearnFAM.EMH", "LearnFAM.MMH", "LearnDelFAM.AFL"):
        each = code_list(unread, "2627")
        assert (each.in_use, each.verified, len(each)) == (True, False, 0)


def test_earlier_years_have_what_was_in_use_then():
    assert "EDU 2" in code_list("DPOutcome", "2425")
    assert len(code_list("DPOutcome", "2526")) == 0
    assert code_list("ContPref", "2122").label("PMC 6") == "Agrees to contact by e-mail"
    assert "39" not in code_list("FundModel", "2425")
    assert "10" in code_list("FundModel", "2425")
    assert "108" in code_list("LearnDelFAM.SOF", "2425")
    assert for_type("AppFinRecord", "RIP", "2425") is None


def test_lists_are_found_by_field():
    for year in OPEN_YEARS:
        for entity, field, name in [
            ("LearningDelivery", "CompStatus", "CompStatus"),
            ("Learner", "MathGrade", "GCSEGrade"),
            ("Learner", "EngGrade", "GCSEGrade"),
            ("LearningDeliveryHE", "SOC", "SOC2010"),
            ("LearningDeliveryHE", "PERMADDCOUNTRY", "Domicile"),
        ]:
            found = for_field(entity, field, year)
            assert found is code_list(name, year)
    assert for_field("Learner", "FamilyName", "2627") is None
    assert for_field("LearningDelivery", "SWSupAimId", "2627") is None
    assert for_field("ContactPreference", "ContPrefCode", "2425") is None
    kinds = for_field("LearnerFAM", "LearnFAMType", "2627")
    assert kinds is not None
    assert "EMH" in kinds
    assert "PPE" not in kinds
    assert not kinds.verified
    assert for_field("HRSRecord", "HRSType", "2526") is None


def test_how_often_a_type_may_stand():
    assert code_list("LearnDelFAM.LDM", "2627").max_occurrences == 6
    assert code_list("LearnFAM.LSR", "2627").max_occurrences == 4
    assert code_list("ESM.OET", "2627").max_occurrences is None
    assert code_list("ESM.OET", "2627").occurs == "each code once"
    assert types("LearningDeliveryFAM", "2627")["LSF"].occurs == "many, dates must not overlap"


def test_labels_of_long_lists():
    assert code_list("OutGrade", "2627").label("PA") == "Pass"
    assert code_list("OutGrade", "2627").label("A*") == ""
    assert code_list("MSTUFEE", "2627").label(98) == "No fees"
    assert len(code_list("OutGrade", "2627")) == 518
    assert len(grades_of("0001") or ()) == 7


def test_unknown_names_and_years_are_refused():
    with pytest.raises(KeyError):
        code_list("Nothing", "2627")
    with pytest.raises(KeyError, match="1819"):
        code_list("FundModel", "1819")


def test_polars_is_not_imported():
    program = (
        "import sys, openilr.ilr.codes, openilr.ilr.calendar; sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# Where our lists part from the collected facts, with the reason.
DEVIATIONS = {
    # A rule that is live in both years (LearnDelFAMType_137) gives their first day.
    ("LearnDelFAM.LDM", "403"),
    ("LearnDelFAM.LDM", "404"),
}

# Codes that the facts name beside their lists of 2020-21.
ADDED = {
    ("MSTUFEE", "10"),  # named by a rule that is live in both years (MSTUFEE_07)
    ("QUALENT3", "D82"),  # in DfE's sample file of 2025-26
}


def test_the_lists_are_those_of_the_collected_facts(reference_dir: Path):
    """Every code, date and mark of the facts that the lists were made from."""
    path = reference_dir.parent / "spec" / "ilr" / "codes.json"
    if not path.is_file():
        pytest.skip(f"no {path}")
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))["lists"]
    assert set(facts) == set(names())
    for name, fact in facts.items():
        for year in OPEN_YEARS:
            ours = code_list(name, year)
            expected = {c["code"]: c for c in fact["codes"] if c[f"in_{year}"] is not False}
            for deviating in (code for of, code in DEVIATIONS if of == name):
                expected[deviating] = next(c for c in fact["codes"] if c["code"] == deviating)
            added = {code for of, code in ADDED if of == name}
            assert set(ours.codes) == set(expected) | added, (name, year)
            assert not added & set(expected), (name, year)
            for code, theirs in expected.items():
                if (name, code) in DEVIATIONS:
                    continue
                mine = ours.codes[code]
                dates = (theirs.get("valid_from"), theirs.get("valid_to"))
                assert (
                    mine.valid_from.isoformat() if mine.valid_from else None,
                    mine.valid_to.isoformat() if mine.valid_to else None,
                ) == dates, (name, code)
            if ours.in_use and ours.codes:
                assert ours.verified == fact["verified"], name
