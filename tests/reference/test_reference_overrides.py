"""`--reference`: tables given for one run."""

import importlib.util
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from openilr.errors import ReferenceDataRefused
from openilr.reference import tables_for
from openilr.reference.overrides import overrides_of, read_overrides
from openilr.reference.tables import TABLES


@pytest.fixture(scope="module")
def build_case(data_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_case", data_dir / "build_case.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def given(tmp_path: Path, text: str, name: str = "contracts.csv") -> Path:
    (tmp_path / "reference").mkdir(exist_ok=True)
    (tmp_path / "reference" / name).write_text(text, encoding="utf-8")
    return tmp_path / "reference"


def refusal(path: Path) -> str:
    with pytest.raises(ReferenceDataRefused) as refused:
        read_overrides(path)
    return str(refused.value)


@pytest.mark.parametrize("year", ["2526", "2627"])
def test_the_reference_of_the_worked_cases_is_read(
    build_case: ModuleType, tmp_path: Path, year: str
):
    path = tmp_path / "reference.json"
    path.write_text(json.dumps(build_case.REFERENCES[year]))
    tables = tables_for(None, path)
    assert set(tables.names) == set(build_case.REFERENCES[year])
    assert tables.supplied("campus")
    assert tables.frame("campus").is_empty()
    assert not tables.supplied("lars_funding")
    (annual,) = tables.find("lars_annual_value", "9900002M")
    assert annual["BasicSkillsType"] == 19
    (funding,) = tables.find("lars_standard_funding", 9001)
    assert funding["CoreGovContributionCap"] == Decimal(9000)
    assert tables.frame("organisations")["IsPartner"].to_list() == [True, True]


def test_a_case_written_as_csv_gives_the_same_tables_as_json(
    build_case: ModuleType, tmp_path: Path
):
    data = build_case.REFERENCES["2627"]
    (tmp_path / "folder").mkdir()
    for name, rows in data.items():
        frame = pl.DataFrame(rows) if rows else pl.DataFrame(schema=TABLES[name].names)
        frame.write_csv(tmp_path / "folder" / f"{name}.csv")
    from_csv = read_overrides(tmp_path / "folder").frames
    from_json = overrides_of(data).frames
    assert set(from_csv) == set(from_json)
    for name, frame in from_json.items():
        assert from_csv[name].equals(frame), name


def test_the_tables_given_replace_those_of_the_store_and_the_others_stay(tmp_path: Path):
    from datetime import UTC, datetime

    from openilr.reference.store import load

    store = tmp_path / "store"
    for name, text in (
        ("contracts", "DeliveryUKPRN,FundingStreamPeriodCode\n10000001,APPS2526\n"),
        ("employers", "EmpId\n100000029\n"),
    ):
        load(
            store,
            given(tmp_path, text, f"{name}.csv") / f"{name}.csv",
            loaded_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "contracts.csv").write_text("DeliveryUKPRN,FundingStreamPeriodCode\n")
    tables = tables_for(store, folder)
    assert tables.frame("contracts").is_empty()
    assert tables.supplied("contracts")
    assert tables.frame("employers")["EmpId"].to_list() == [100000029]
    assert tables.releases["contracts"].startswith("given ")
    assert tables.releases["employers"].startswith("2026-11-23-")


def test_a_file_without_anything_in_it_is_a_table_without_rows(tmp_path: Path):
    overrides = read_overrides(given(tmp_path, ""))
    assert overrides.frames["contracts"].is_empty()
    assert overrides.frames["contracts"].columns == list(TABLES["contracts"].names)


def test_columns_may_stand_in_any_order_and_some_may_be_left_out(tmp_path: Path):
    folder = given(
        tmp_path,
        "StartDate,FundingStreamPeriodCode,DeliveryUKPRN,Created_On\n"
        "2017-05-01,levy1799,10000001,2020-01-01\n",
    )
    frame = read_overrides(folder).frames["contracts"]
    assert frame.row(0, named=True) == {
        "ContractAllocationNumber": None,
        "DeliveryUKPRN": 10000001,
        "FundingStreamPeriodCode": "LEVY1799",
        "TenderSpecReference": None,
        "LotReference": None,
        "StartDate": date(2017, 5, 1),
        "EndDate": None,
        "StopNewStartsFromDate": None,
    }


def test_a_codes_type_does_not_depend_on_how_json_writes_it():
    rows = [{"LearnAimRef": "A", "BasicSkillsType": v} for v in (1, "01", "1", 1.0)]
    assert overrides_of({"lars_annual_value": rows}).frames["lars_annual_value"].height == 1
    aims = [{"LearnAimRef": "A", "LearnAimRefType": 5, "EffectiveFrom": date(2015, 8, 1)}]
    frame = overrides_of({"lars_learning_delivery": aims}).frames["lars_learning_delivery"]
    assert frame["LearnAimRefType"][0] == "0005"


def test_an_unknown_table_is_refused_naming_the_near_one(tmp_path: Path):
    said = refusal(given(tmp_path, "x\n", "contract.csv"))
    assert (
        "contract.csv: there is no reference table 'contract' (did you mean 'contracts'?)" in said
    )
    assert "organisations" in said


def test_an_unknown_column_is_refused_naming_the_near_one(tmp_path: Path):
    said = refusal(given(tmp_path, "DeliveryUKPRN,FundingStreamPeriod\n1,A\n"))
    assert "contracts.csv, line 1" in said
    assert "no column 'FundingStreamPeriod' (did you mean 'FundingStreamPeriodCode'?)" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("UKPRN,Name\n1,A\nx,B\n", "line 3: UKPRN 'x' is not a whole number"),
        ('UKPRN,Name\n1,"A\nB\nC"\nx,B\n', "line 5: UKPRN 'x' is not a whole number"),
        ("UKPRN,Name\n\n1,A\n\nx,B\n", "line 5: UKPRN 'x' is not a whole number"),
        ("UKPRN,Name\n1,A\n,B\n", "line 3: UKPRN is empty"),
        ("Name\nA\n", "line 2: UKPRN is empty"),
        ("UKPRN,Name\n1,A\n2\n", "line 3: the row has 1 value, the heading has 2"),
        ("UKPRN,Name\n1,A\n2,B,C\n", "line 3: the row has 3 values, the heading has 2"),
        ('UKPRN,Name\n1,A\n2,"B\n3,C\n', "line 3: a quote is opened and not closed"),
        ("UKPRN,UKPRN\n1,A\n", "line 1: the column UKPRN stands twice"),
        (
            "UKPRN,Name\n1,A\n2,B\n1,C\n",
            "line 4: UKPRN '1' is given again with other values (first on line 2)",
        ),  # noqa: E501
    ],
)
def test_a_malformed_csv_is_refused_with_its_line(tmp_path: Path, text: str, said: str):
    assert f"organisations.csv, {said}" in refusal(given(tmp_path, text, "organisations.csv"))


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("UKPRN,Name\n1,A\n2,Café\n".encode("latin-1"), 3, "not UTF-8"),
        ("UKPRN,Name\n1,A\n".encode("utf-16"), 1, "UTF-16"),
        ("UKPRN,Café\n1,A\n".encode("latin-1"), 1, "not UTF-8"),
    ],
)
def test_another_encoding_is_refused(tmp_path: Path, data: bytes, line: int, said: str):
    folder = given(tmp_path, "")
    (folder / "contracts.csv").unlink()
    (folder / "organisations.csv").write_bytes(data)
    message = refusal(folder)
    assert f"line {line}: this is {said}" in message


def test_a_quote_inside_a_value_is_no_fault(tmp_path: Path):
    folder = given(tmp_path, 'UKPRN,Name\n1,5" pipes\n2,"A ""B"""\n', "organisations.csv")
    names = read_overrides(folder).frames["organisations"]["Name"]
    assert names.to_list() == ['5" pipes', 'A "B"']


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path):
    folder = given(tmp_path, "\ufeffUKPRN,Name\r\n1,Café\r\n", "organisations.csv")
    assert read_overrides(folder).frames["organisations"].row(0)[:2] == (1, "Café")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"contracts": [', "line 1: this is not JSON"),
        ("[]", "not an object of table -> list of rows"),
        ('{"contracts": {}}', "contracts is not a list of rows"),
        ('{"uln": [], "uln": []}', "'uln' is given twice"),
        ('{"uln": [1]}', "uln, row 1 is not an object"),
        ('{"uln": [{"ULN": [1]}]}', "uln, row 1: ULN is a list or an object"),
        ('{"uln": [{"ULN": 1}, {"Uln": 1}]}', "uln, row 2: there is no column 'Uln' (did you mean"),
        ('{"uln": [{"ULN": 1}, {}]}', "uln, row 2: ULN is empty"),
        ('{"organisations": [{"UKPRN": true}]}', "row 1: UKPRN 'true' is not a whole number"),
        ('{"nothing": []}', "there is no reference table 'nothing'"),
    ],
)
def test_malformed_json_is_refused_with_its_row(tmp_path: Path, text: str, said: str):
    path = tmp_path / "reference.json"
    path.write_text(text)
    assert said in refusal(path)


def test_what_is_neither_a_folder_nor_json_is_refused(tmp_path: Path):
    assert "There is no file or folder" in refusal(tmp_path / "absent")
    (tmp_path / "lars.zip").write_bytes(b"")
    assert "openilr reference load" in refusal(tmp_path / "lars.zip")
    (tmp_path / "empty").mkdir()
    assert "holds no .csv file" in refusal(tmp_path / "empty")
