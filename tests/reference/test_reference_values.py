"""Text into typed rows."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openilr.reference.tables import TABLES, Column, ColumnType, Form
from openilr.reference.values import BadRowError, canonical, frame_schema, typed

ANNUAL = TABLES["lars_annual_value"]


def one(table: str, column: str, text: str) -> object:
    """The typed value of one text in a table's column, with keys that are there."""
    of = TABLES[table]
    keys = {
        "LearnAimRef": "A",
        "ValidityCategory": "ANY",
        "UKPRN": "10000001",
        "Postcode": "B1 1AA",
    }
    row = {c: keys.get(c, "1") for c in of.key} | {column: text}
    return typed(pl.DataFrame({k: [v] for k, v in row.items()}), of)[column][0]


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("lars_annual_value", "BasicSkillsType", "01", 1),
        ("lars_annual_value", "BasicSkillsType", "1.0", 1),
        ("lars_annual_value", "BasicSkillsType", "-2", -2),
        ("lars_annual_value", "BasicSkillsType", "", None),
        ("lars_annual_value", "BasicSkillsType", " NULL ", None),
        ("lars_learning_delivery", "LearnAimRefType", "5", "0005"),
        ("lars_learning_delivery", "LearnAimRefType", "0005", "0005"),
        ("lars_learning_delivery", "LearnAimRefType", "1439", "1439"),
        ("lars_learning_delivery", "NotionalNVQLevelv2", "E", "E"),
        ("lars_learning_delivery", "SectorSubjectAreaTier2", "5.2", Decimal("5.20000")),
        ("lars_validity", "ValidityCategory", "Tailored_Learning", "TAILORED_LEARNING"),
        ("lars_validity", "StartDate", "2026-08-01", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "2026-08-01T00:00:00", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "2026-08-01 00:00:00.000", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "01/08/2026", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "01/08/2026 00:00", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "01-Aug-2026", date(2026, 8, 1)),
        ("lars_validity", "StartDate", "1 Aug 2026", date(2026, 8, 1)),
        ("lars_standard_funding", "CoreGovContributionCap", "9000.0000000", Decimal(9000)),
        ("lars_standard_funding", "CoreGovContributionCap", ".5", Decimal("0.5")),
        ("short_term_funding", "LDMCode", "34", "034"),
        ("devolved_postcodes", "SourceOfFunding", "105", "105"),
        ("postcodes", "Postcode", "cv12wt", "CV1 2WT"),
        ("uln", "ULN", "9999999999", 9999999999),
        ("organisations", "IsPartner", "Y", True),
        ("organisations", "IsPartner", "False", False),
        ("organisations", "IsPartner", "1", True),
    ],
)
def test_a_text_becomes_the_declared_type(table: str, column: str, text: str, value: object):
    assert one(table, column, text) == value


@pytest.mark.parametrize(
    ("table", "column", "text", "said"),
    [
        ("lars_annual_value", "BasicSkillsType", "1.5", "'1.5' is not a whole number"),
        ("lars_annual_value", "BasicSkillsType", "one", "is not a whole number"),
        ("lars_annual_value", "BasicSkillsType", "99999999999", "is not a whole number"),
        ("lars_annual_value", "BasicSkillsType", "1_0", "is not a whole number"),
        ("lars_validity", "StartDate", "2026-02-30", "'2026-02-30' is not a date"),
        ("lars_validity", "StartDate", "30/02/2026", "is not a date"),
        ("lars_validity", "StartDate", "26-08-01", "is not a date"),
        ("lars_validity", "StartDate", "2026-08-01x", "is not a date"),
        ("lars_standard_funding", "CoreGovContributionCap", "1.123456", "at most 5 decimal places"),
        ("lars_standard_funding", "CoreGovContributionCap", "£9,000", "is not a number"),
        ("lars_standard_funding", "CoreGovContributionCap", "1e3", "is not a number"),
        ("organisations", "IsPartner", "maybe", "is not yes or no"),
    ],
)
def test_a_text_of_another_type_is_refused(table: str, column: str, text: str, said: str):
    with pytest.raises(BadRowError, match=said):
        one(table, column, text)


def test_the_first_bad_row_is_told():
    text = pl.DataFrame(
        {
            "LearnAimRef": ["A", "B", "C"],
            "EffectiveFrom": ["2026-08-01", "2026-08-01", "x"],
            "BasicSkillsType": ["1", "y", "z"],
        }
    )
    with pytest.raises(BadRowError) as bad:
        typed(text, ANNUAL)
    assert (bad.value.row, bad.value.reason) == (1, "BasicSkillsType 'y' is not a whole number")


def test_values_about_people_are_not_repeated():
    with pytest.raises(BadRowError) as bad:
        one("uln", "ULN", "not one")
    assert bad.value.reason == "ULN is not a whole number"


def test_a_row_without_its_key_is_refused_but_not_in_a_list_of_lars_codes():
    with pytest.raises(BadRowError, match="LearnAimRef is empty") as bad:
        typed(pl.DataFrame({"LearnAimRef": ["A", " "]}), ANNUAL)
    assert bad.value.row == 1
    codes = TABLES["lars_basic_skills"]
    assert (
        typed(pl.DataFrame({"BasicSkills": [None]}, {"BasicSkills": pl.String}), codes).height == 1
    )


def test_the_same_row_counts_once_and_another_row_with_its_key_is_refused():
    organisations = TABLES["organisations"]
    same = pl.DataFrame({"UKPRN": ["10000001", "10000001"], "Name": ["A", "A "]})
    assert typed(same, organisations).height == 1
    other = pl.DataFrame(
        {"UKPRN": ["2", "10000001", "3", "10000001"], "Name": ["x", "A", "y", "B"]}
    )
    with pytest.raises(BadRowError, match="UKPRN '10000001' is given again") as bad:
        typed(other, organisations)
    assert (bad.value.row, bad.value.other) == (3, 1)


def test_rows_are_stored_by_key_whatever_their_order():
    text = pl.DataFrame(
        {
            "LearnAimRef": ["B", "A", "A", "A"],
            "ValidityCategory": ["ANY", "b", "a", "a"],
            "StartDate": ["2015-08-01", "2015-08-01", "2020-08-01", "2015-08-01"],
        }
    )
    validity = TABLES["lars_validity"]
    stored = typed(text, validity)
    assert stored.select("LearnAimRef", "ValidityCategory", "StartDate").rows() == [
        ("A", "A", date(2015, 8, 1)),
        ("A", "A", date(2020, 8, 1)),
        ("A", "B", date(2015, 8, 1)),
        ("B", "ANY", date(2015, 8, 1)),
    ]
    assert stored.equals(typed(text.reverse(), validity))
    assert stored.schema == frame_schema(validity)


def test_the_postcode_of_an_unknown_address_is_always_there():
    postcodes = TABLES["postcodes"]
    assert typed(pl.DataFrame(schema={"Postcode": pl.String}), postcodes)["Postcode"].to_list() == [
        "ZZ99 9ZZ"
    ]
    given_too = pl.DataFrame({"Postcode": ["zz999zz", "CV1 2WT"]})
    assert typed(given_too, postcodes)["Postcode"].to_list() == ["CV1 2WT", "ZZ99 9ZZ"]


COLUMNS = [
    Column("x", ColumnType.TEXT),
    Column("x", ColumnType.TEXT, Form.UPPER),
    Column("x", ColumnType.TEXT, Form.POSTCODE),
    Column("x", ColumnType.TEXT, digits=4),
]


@given(st.sampled_from(COLUMNS), st.text(alphabet="aZ0 9\t-é", max_size=9))
def test_a_literal_and_a_column_are_put_into_the_same_form(column: Column, text: str):
    frame = pl.DataFrame({"x": [text.strip()]})
    assert frame.select(canonical(pl.col("x"), column))["x"][0] == column.canonical(text)
