"""The declarations of the reference tables."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import openilr.reference.tables as declared
from openilr.ilr.schema import Kind
from openilr.reference.tables import TABLES, ColumnType, lars_name, near, postcode, table

AS_IN_THE_CASES = (
    "lars_learning_delivery",
    "lars_annual_value",
    "lars_validity",
    "lars_category",
    "lars_framework_aims",
    "lars_standard_funding",
    "lars_standard",
    "lars_standard_validity",
    "postcodes",
    "devolved_postcodes",
    "campus",
    "ofs_providers",
    "short_term_funding",
    "organisations",
    "contracts",
    "contract_deliverables",
    "skills_bootcamp_contracts",
    "uln",
    "employers",
    "epa_organisations",
    "service_courses",
    "service_age_limits",
)


def test_every_table_of_the_worked_cases_is_declared():
    assert set(AS_IN_THE_CASES) <= set(TABLES)


def test_the_lars_download_has_92_tables_with_different_files():
    files = [t.file for t in TABLES.values() if t.file]
    assert len(files) == len({f.lower() for f in files}) == 92


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("ApprenticeshipFunding", "lars_apprenticeship_funding"),
        ("Funding", "lars_funding"),
        ("StandardCommonComponent", "lars_standard_common_component"),
        ("LearningDeliveryCategory", "lars_category"),
        ("Category", "lars_category_list"),
        ("TLevelPathway", "lars_t_level_pathway"),
    ],
)
def test_lars_tables_are_named_by_their_words(file: str, name: str):
    assert lars_name(file) == name
    assert TABLES[name].file == f"{file}.csv"


def test_keys_unique_columns_and_dates_are_columns_of_their_table():
    for t in TABLES.values():
        assert t.key, t.name
        assert len(set(t.names)) == len(t.names), t.name
        assert {*t.key, *t.unique, *(t.valid or ())} <= set(t.names), t.name
        assert t.how.endswith("."), t.name


def test_a_name_has_one_type_in_every_table():
    types: dict[str, set[str]] = {}
    for t in TABLES.values():
        for c in t.columns:
            types.setdefault(c.name, set()).add(c.type)
    assert {n for n, of in types.items() if len(of) > 1} == set()


def test_every_declared_type_belongs_to_a_column():
    # a misspelt name in a list of types would make a column text without a sound
    used = {c.name for t in TABLES.values() for c in t.columns}
    lists = (declared._DATES, declared._INTEGERS, declared._DECIMALS, declared._BOOLEANS)
    assert {n for of in lists for n in of} - used == set()
    assert set(declared._SPECIAL) <= used


def test_types_equal_the_kinds_of_ilr_fields_as_text():
    for kind in ("text", "integer", "decimal", "date"):
        assert ColumnType(kind) == Kind(kind)


def test_a_column_and_a_table_that_are_not_there_are_key_errors():
    with pytest.raises(KeyError, match="no column Foo"):
        table("lars_validity").column("Foo")
    with pytest.raises(KeyError, match="did you mean 'lars_validity'"):
        table("lars_validty")
    assert near("zzzzzz", TABLES) == ""


@given(st.from_regex(r"[A-Za-z]{1,2}[0-9]{1,2} ?[0-9][A-Za-z]{2}", fullmatch=True))
def test_a_postcode_has_one_form(text: str):
    assert postcode(text) == postcode(postcode(text)) == postcode(f"  {text.lower()} ")
    assert postcode(text)[-4] == " "


def test_the_declarations_and_the_tables_object_do_without_polars():
    code = (
        "import sys, json, openilr.reference.dated, openilr.reference.tables; "
        "from openilr.reference import tables_for; tables_for(None); "
        "print(json.dumps([m for m in ('polars', 'pyarrow') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=Path.cwd()
    )
    assert json.loads(done.stdout) == []
