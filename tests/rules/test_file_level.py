"""The rules about a file as a whole."""

import importlib.util
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from openilr.ilr.message import Header
from openilr.ilr.years import OPEN_YEARS
from openilr.rules.catalogue import catalogue, find
from openilr.rules.file_level import (
    _CHECKS,
    STOPPING,
    FileFinding,
    NotRun,
    check_file_level,
    texts,
)

UKPRN = 90000117
NAME = f"ILR-{UKPRN}-2627-20261120-171203-01.XML"
HEADER = Header(
    Collection="ILR",
    Year="2627",
    FilePreparationDate=date(2026, 11, 20),
    UKPRN=UKPRN,
    provider_UKPRN=UKPRN,
)
AS_AT = date(2026, 11, 23)
KNOWN: dict[str, Any] = {
    "organisations": {UKPRN},
    "signed_in_ukprn": UKPRN,
    "earlier": ["ILR-90000117-2627-20261105-090000-01.XML"],
}


def check(**changes: Any) -> tuple[list[FileFinding], list[NotRun]]:
    """A good file of 2026-27 of which everything is known, with some things changed."""
    given: dict[str, Any] = {
        "file_name": NAME,
        "header": HEADER,
        "learners": 1,
        "as_at": AS_AT,
        "year": "2627",
        **KNOWN,
        **changes,
    }
    return check_file_level(**given)


def rules(entries: Iterable[FileFinding | NotRun]) -> list[str]:
    return [entry.rule for entry in entries]


def name(
    ukprn: object = UKPRN,
    year: str = "2627",
    made: str = "20261120-171203",
    serial: str = "-01",
    ending: str = "XML",
) -> str:
    return f"ILR-{ukprn}-{year}-{made}{serial}.{ending}"


def test_a_good_file_keeps_every_rule():
    assert check() == ([], [])


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_file_level_rule_of_the_list_is_here(year: str):
    listed = {rule for rule, e in catalogue(year).items() if e.category == "File Level"}
    here = {e.rule for rule in (*_CHECKS, *STOPPING) if (e := find(rule, year))}
    assert here == listed | {"UKPRN_03"}
    assert set(texts(year)) == here


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_rule_says_what_is_wrong_and_what_to_do(year: str):
    for rule, text in texts(year).items():
        assert text.rule == rule
        assert text.severity == "E"
        assert text.summary.endswith(".")
        assert text.fix.endswith(".")
        assert text.fix[0].isupper()
        assert not text.ours


# The file name, the rules it breaks, and the rules that cannot be told from it.
NAMES = [
    (name(ending="xml"), [], []),
    ("in/a/folder/" + name(), [], []),
    (name(ending="CSV"), ["Filename_1"], []),
    (name(serial=""), ["Filename_1"], ["Filename_5", "Filename_6"]),
    (name(serial="-1"), ["Filename_1", "Filename_5"], []),
    (name(serial="-A1"), ["Filename_1", "Filename_5"], []),
    (name(serial="-001"), ["Filename_1", "Filename_5"], []),
    (name(serial="-00"), ["Filename_6"], []),
    (name(serial="-01-02"), ["Filename_1"], []),
    (name(year="2526"), ["Filename_4"], []),
    (name(year="26"), ["Filename_1"], ["Filename_4"]),
    (name(ukprn=90000118), ["Filename_3", "Header_3", "Inconsistent UKPRN"], []),
    (name(ukprn="9000011"), ["Filename_1"], ["Filename_3", "Header_3"]),
    (name(made="20261123-235959"), [], []),
    (name(made="20261124-000000"), ["Filename_7"], []),
    (name(made="20261131-171203"), ["Filename_1"], ["Filename_2", "Filename_7", "Filename_8"]),
    (name(made="20261105-090000"), ["Filename_2", "Filename_8"], []),
    (name(made="20261104-090000"), ["Filename_8"], []),
    (name(made="20261105-090001"), [], []),
]


@pytest.mark.parametrize(("file_name", "broken", "unknown"), NAMES)
def test_names(file_name: str, broken: list[str], unknown: list[str]):
    findings, not_run = check(file_name=file_name)
    assert rules(findings) == broken
    assert rules(not_run) == unknown
    assert all(entry.reason.endswith(".") for entry in not_run)


def test_a_name_that_is_not_meant_as_one_is_not_judged():
    findings, not_run = check(file_name="autumn export.xml", signed_in_ukprn=90000118)
    # The header still tells whose file it is.
    assert rules(findings) == ["Inconsistent UKPRN"]
    assert rules(not_run) == [*(f"Filename_{n}" for n in range(1, 9)), "Header_3"]
    assert {entry.reason for entry in not_run} == {
        "The file name does not begin with ILR-, so it is not judged by the form."
    }


def test_dfes_own_sample_lacks_a_serial_number(reference_dir: Path):
    sample = next(reference_dir.glob("ILR-*.xml"))
    header = replace(
        HEADER,
        FilePreparationDate=date(2025, 1, 8),
        UKPRN=99999999,
        provider_UKPRN=99999999,
    )
    findings, not_run = check(
        file_name=sample.name,
        header=header,
        year="2526",
        organisations=None,
        signed_in_ukprn=None,
        earlier=None,
    )
    assert rules(findings) == ["Filename_1"]
    assert findings[0].fields == (("Filename", sample.name),)
    assert findings[0].message.endswith(": the serial number (NN) is missing.")
    assert rules(not_run) == [
        "Filename_2",
        "Filename_3",
        "Filename_5",
        "Filename_6",
        "Filename_8",
        "Inconsistent UKPRN",
    ]


def test_what_is_not_known_is_not_run():
    findings, not_run = check(organisations=None, signed_in_ukprn=None, earlier=None)
    assert findings == []
    assert {entry.rule: entry.table for entry in not_run} == {
        "Filename_2": None,
        "Filename_3": "organisations",
        "Filename_8": None,
        "Inconsistent UKPRN": None,
    }


def test_an_empty_table_of_organisations_is_known():
    assert rules(check(organisations=set())[0]) == ["Filename_3"]


def test_no_earlier_file_is_known_as_such():
    assert check(earlier=[]) == ([], [])


@pytest.mark.parametrize(
    "earlier",
    [
        "ILR-90000118-2627-20261122-090000-01.XML",
        "ILR-90000117-2526-20261122-090000-01.XML",
        "old.xml",
    ],
)
def test_earlier_files_of_others_and_other_years_do_not_count(earlier: str):
    assert check(earlier=[earlier]) == ([], [])


def test_the_latest_of_the_earlier_files_counts():
    earlier = [name(made="20261121-080000"), name(made="20261101-080000")]
    findings, _ = check(earlier=earlier)
    assert rules(findings) == ["Filename_8"]
    assert "2026-11-21 08:00:00" in findings[0].message


@pytest.mark.parametrize(("days", "broken"), [(-1, []), (0, []), (1, ["Header_2"])])
def test_the_file_preparation_date(days: int, broken: list[str]):
    prepared = AS_AT + timedelta(days=days)
    findings, _ = check(header=replace(HEADER, FilePreparationDate=prepared))
    assert rules(findings) == broken
    if findings:
        assert findings[0].fields == (("FilePreparationDate", "2026-11-24"),)
        assert findings[0].severity == "E"


def test_a_header_without_values_is_not_passed():
    findings, not_run = check(header=Header())
    assert findings == []
    assert rules(not_run) == ["Header_2", "Header_3", "UKPRN_03"]
    assert rules(check(header=replace(HEADER, provider_UKPRN=None))[1]) == ["UKPRN_03"]
    assert rules(check(file_name="x.xml", header=Header())[1])[-1] == "Inconsistent UKPRN"


def test_provider_numbers_that_differ():
    findings, _ = check(header=replace(HEADER, provider_UKPRN=90000118))
    assert rules(findings) == ["UKPRN_03"]
    assert findings[0].fields == (("UKPRN", "90000118"),)
    findings, _ = check(header=replace(HEADER, UKPRN=90000118))
    assert rules(findings) == ["Header_3", "UKPRN_03"]
    findings, _ = check(signed_in_ukprn=90000118)
    assert rules(findings) == ["Inconsistent UKPRN"]


def test_a_file_without_learners():
    findings, _ = check(learners=0)
    assert rules(findings) == ["Entity_1"]
    assert findings[0].message == "There is no learner in the file."


def test_the_names_are_those_of_the_list_of_the_year():
    assert {"Namespace Mismatch", "Protected ZIP file"} <= set(texts("2526"))
    assert {"Namespace_Mismatch", "Protected_ZIP_file"} <= set(texts("2627"))


def test_the_worked_cases_carry_names_and_headers_that_pass(data_dir: Path):
    spec = importlib.util.spec_from_file_location("build_case", data_dir / "build_case.py")
    assert spec is not None
    assert spec.loader is not None
    cases = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cases)
    for case in cases.base_cases():
        message, year = cases.build_message(case), cases.year_of(case)
        details, source = (message["Header"][part] for part in ("CollectionDetails", "Source"))
        assert check(
            file_name=cases.file_name(case),
            header=Header(
                FilePreparationDate=date.fromisoformat(details["FilePreparationDate"]),
                UKPRN=source["UKPRN"],
                provider_UKPRN=message["LearningProvider"]["UKPRN"],
            ),
            learners=len(message["Learner"]),
            as_at=date.fromisoformat(cases.context(case)["RunDate"]),
            year=year,
            organisations={row["UKPRN"] for row in cases.reference(case)["organisations"]},
            signed_in_ukprn=cases.context(case)["FileNameUKPRN"],
            earlier=[],
        ) == ([], [])


def test_a_year_that_is_not_checked_is_refused():
    with pytest.raises(KeyError):
        check(year="2425")
