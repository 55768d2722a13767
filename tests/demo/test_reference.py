"""The reference tables of the demo hold all that the demo uses, in the columns we load."""

import json
from pathlib import Path

import polars as pl
import pytest

from openilr.demo.provider import Demo
from openilr.demo.reference import tables, write_tables
from openilr.ilr.years import OPEN_YEARS
from openilr.reference.tables import TABLES


def _column(demo: Demo, table: str, column: str) -> set[object]:
    return {row[column] for row in tables(demo.message.year)[table]}


def test_every_aim_standard_place_and_organisation_is_there(demo: Demo) -> None:
    aims, learners = demo.message["LearningDelivery"], demo.message["Learner"]
    assert set(aims["LearnAimRef"]) <= _column(demo, "lars_learning_delivery", "LearnAimRef")
    assert set(aims["StdCode"].drop_nulls()) == _column(demo, "lars_standard", "StandardCode")
    postcodes = _column(demo, "postcodes", "Postcode")
    for used in (
        learners["Postcode"],
        learners["PostcodePrior"],
        aims["DelLocPostCode"],
        aims["LSDPostcode"].drop_nulls(),
    ):
        assert set(used) <= postcodes
    assert set(aims["PartnerUKPRN"].drop_nulls()) <= _column(demo, "organisations", "UKPRN")
    employers = demo.message["LearnerEmploymentStatus"]["EmpId"].drop_nulls()
    assert set(employers) <= _column(demo, "employers", "EmpId") | {999999999}
    bootcamps = aims.filter(pl.col("ProgType") == 32)["ConRefNumber"]
    assert set(bootcamps) <= _column(demo, "skills_bootcamp_contracts", "ILRContractRefNumber")


def test_every_aim_is_valid_for_the_funding_it_has(demo: Demo) -> None:
    aims = demo.message["LearningDelivery"]
    fams = demo.message["LearningDeliveryFAM"]
    codes = fams.group_by("aim").agg(
        (pl.col("LearnDelFAMType") + pl.col("LearnDelFAMCode")).alias("fams")
    )
    rows = aims.join(codes, on="aim", how="left").with_columns(pl.col("fams").fill_null([]))
    since = {
        (r["LearnAimRef"], r["ValidityCategory"]): r["StartDate"]
        for r in tables(demo.message.year)["lars_validity"]
    }
    seen: set[str] = set()
    for row in rows.iter_rows(named=True):
        category = {
            25: "1619_EFA",
            36: "ANY",
            37: "ANY",
            39: "GROWTH_SKILLS_SHORT_COURSES",
            11: "Tailored_Learning",
            99: "ADV_LEARN_LOAN" if "ADL1" in row["fams"] else "ANY",
            38: "FCFJ_ADULT_SKILLS"
            if "LDM378" in row["fams"]
            else "MCA_GLA"
            if "SOF112" in row["fams"]
            else "ADULT_SKILLS",
        }[row["FundModel"]]
        seen.add(category)
        start = (row["OrigLearnStartDate"] or row["LearnStartDate"]).isoformat()
        assert since[row["LearnAimRef"], category] <= start
    assert len(seen) >= 7


def test_assessors_are_on_the_register_for_their_standard(demo: Demo) -> None:
    known = {
        (r["EPAOrgID"], r["StandardCode"]) for r in tables(demo.message.year)["epa_organisations"]
    }
    used = demo.message["LearningDelivery"].filter(pl.col("EPAOrgID").is_not_null())
    assert set(used.select("EPAOrgID", "StdCode").rows()) <= known


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_tables_and_columns_are_those_that_are_loaded(year: str) -> None:
    for name, rows in tables(year).items():
        columns = set(TABLES[name].names)
        for row in rows:
            assert set(row) <= columns, name
            assert all(row.get(k) is not None for k in TABLES[name].key), name


def test_the_tables_are_written_as_json(tmp_path: Path) -> None:
    path = tmp_path / "reference.json"
    write_tables(path, "2627")
    assert json.loads(path.read_text(encoding="utf-8")) == tables("2627")


def test_the_reference_of_a_demo_has_its_ulns(demo: Demo) -> None:
    ulns = {int(str(r["ULN"])) for r in demo.reference()["uln"]}
    assert ulns == set(demo.message["Learner"]["ULN"])
