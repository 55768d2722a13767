"""A year's ILR of a record, and the record of a year's ILR."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from openilr.ilr.schema import schema
from openilr.ilr.xml.read import read
from openilr.ilr.xml.write import xml_parts
from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS
from openilr.record.document import row, walk
from openilr.record.fields import entity_named
from openilr.record.messages import learners_as_written, message_of_projections
from openilr.record.projection import RowOf, from_ilr, software_id, to_ilr
from openilr.record.values import text_of
from tests import messages
from tests.record.made import aim, documents, learners, record
from tests.rules.oracle import xsd


def plain(learner: Any) -> Any:
    """A learner without the aims' numbers and identifiers, absent fields and empty rows."""
    left = {
        name: value
        for name, value in learner.items()
        if value is not None
        and not isinstance(value, list)
        and name not in ("AimSeqNumber", "SWSupAimId")
    }
    for name, value in learner.items():
        if isinstance(value, list):
            below = [p for p in map(plain, value) if p or name == "LearningDelivery"]
            if below:
                left[name] = below
    return left


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_a_learner_comes_back_as_it_was(year):
    for learner in learners(year, 0.5):
        assert plain(to_ilr(from_ilr(learner, year), year).texts) == plain(texts(learner))


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_a_typed_learner_comes_back_typed(year):
    for learner in learners(year):
        assert plain(to_ilr(from_ilr(learner, year), year).learner) == plain(learner)


def texts(learner: Any) -> Any:
    return {
        name: [texts(v) for v in value] if isinstance(value, list) else text_of(value)
        for name, value in learner.items()
    }


@pytest.mark.parametrize("year", READABLE_YEARS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_any_learner_of_any_year_comes_back_whatever_is_wrong_with_it(year, data):
    (learner, *_) = data.draw(messages.learners(year))
    assert plain(to_ilr(from_ilr(learner, year), year).texts) == plain(learner)


@pytest.mark.parametrize("year", READABLE_YEARS)
def test_a_learner_with_every_field_of_a_year_comes_back(year):
    learner = messages.full_learner(year)
    assert plain(to_ilr(from_ilr(learner, year), year).texts) == plain(learner)


@pytest.mark.parametrize("year", OPEN_YEARS)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_records_written_as_a_file_and_read_again_are_the_same(year, data):
    projections = [to_ilr(from_ilr(one, year), year) for one in data.draw(messages.learners(year))]
    message = message_of_projections(projections, year, messages.header_of(year))
    back = learners_as_written(read(b"".join(xml_parts(message))))
    assert [plain(texts(one)) for one in back] == [plain(p.texts) for p in projections]


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_what_is_written_of_records_is_valid_by_the_schema_of_the_year(year, reference_dir):
    """Also of records that an earlier year made: what it had beyond the year stays out."""
    other = next(y for y in OPEN_YEARS if y != year)
    made = [*documents(year), *documents(other), from_ilr(messages.full_learner("2324"), "2324")]
    projections = [to_ilr(document, year) for document in made]
    message = message_of_projections(projections, year, messages.header_of(year))
    assert xsd(reference_dir, year).validate(etree.fromstring(b"".join(xml_parts(message))))


def test_only_the_fields_and_rows_of_the_year_are_given():
    learner = messages.full_learner("2324")
    document = from_ilr(learner, "2324")
    projected = to_ilr(document, "2627").texts
    assert "ContactPreference" not in projected
    assert "FworkCode" not in projected["LearningDelivery"][0]
    assert document["ContactPreference"]
    of_year = schema("2627")
    collected = {f.name for f in of_year.entities["LearningDelivery"].fields}
    children = {e.name for e in of_year.children("LearningDelivery")}
    assert set(projected["LearningDelivery"][0]) <= collected | children


def test_the_old_code_of_prior_attainment_and_its_records_live_side_by_side():
    old = from_ilr({"LearnRefNumber": "A", "PriorAttain": 3}, "2021")
    assert old["PriorAttainTo2021"] == 3
    both = {**old, "PriorAttain": [{"id": "p", "PriorLevel": 5}]}
    assert to_ilr(both, "2021").learner["PriorAttain"] == 3
    assert to_ilr(both, "2627").learner["PriorAttain"] == [{"PriorLevel": 5}]


def test_destinations_are_kept_below_the_learner_and_leave_with_no_open_year():
    outcome = {"OutType": "EMP", "OutCode": "1", "OutStartDate": "2024-09-01"}
    document = from_ilr({"LearnRefNumber": "A"}, "2324", destinations=[outcome])
    (kept,) = document["DPOutcome"]
    assert {k: v for k, v in kept.items() if k != "id"} == {**outcome, "OutCode": 1}
    assert "DPOutcome" not in to_ilr(document, "2627").texts


def test_aims_are_numbered_from_1_in_their_order_and_only_those_asked_for():
    document = record(aim(), aim(), aim())
    projection = to_ilr(document, "2627", aims={"a", "c"})
    aims = projection.learner["LearningDelivery"]
    assert [a["AimSeqNumber"] for a in aims] == [1, 2]
    assert projection.sequence == {"a": 1, "c": 2}
    assert projection.rows[(("LearningDelivery", 1),)] == RowOf("LearningDelivery", "c")


def test_an_imported_identifier_is_exported_and_ours_where_there_is_none():
    document = from_ilr(
        {
            "LearningDelivery": [
                {"SWSupAimId": "00000000-0000-4000-8000-000000000001"},
                {"LearnAimRef": "ZPROG001"},
            ]
        },
        "2627",
    )
    first, second = to_ilr(document, "2627").texts["LearningDelivery"]
    assert first["SWSupAimId"] == "00000000-0000-4000-8000-000000000001"
    assert second["SWSupAimId"] == str(UUID(document["LearningDelivery"][1]["id"]))
    assert software_id("not a uuid") == "not a uuid"


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_projected_row_says_which_row_of_the_record_it_is(year):
    for document in documents(year)[:60]:
        projection = to_ilr(document, year)
        known = {found.id: found.entity for found in walk(document)}
        for place, target in projection.rows.items():
            assert known[target.id] == target.entity == (place[-1][0] if place else "Learner")
        assert len(projection.rows) == sum(1 for _ in rows(projection.learner))


def rows(learner: Any):
    yield learner
    for value in learner.values():
        for below in value if isinstance(value, list) else ():
            yield from rows(below)


def test_a_row_that_holds_nothing_of_the_year_is_left_out_and_the_next_takes_its_place():
    document = record(
        aim(),
        LearnerFAM=[{"id": "x"}, {"id": "y", "LearnFAMType": "EHC"}],
        LearnerHE=[{"id": "he"}],
    )
    projection = to_ilr(document, "2627")
    assert projection.texts["LearnerFAM"] == [{"LearnFAMType": "EHC"}]
    assert projection.rows[(("LearnerFAM", 0),)] == RowOf("LearnerFAM", "y")
    assert "LearnerHE" not in projection.texts


def test_what_is_not_of_its_type_is_a_text_for_the_field_checks_and_absent_for_the_rules():
    projection = to_ilr(record(aim(LearnStartDate="2/9/25")), "2627")
    assert projection.texts["LearningDelivery"][0]["LearnStartDate"] == "2/9/25"
    assert projection.learner["LearningDelivery"][0]["LearnStartDate"] is None


def test_hours_kept_as_fields_are_hours_records_since_2026():
    document = record(aim(PHours=400, OTJActHours=380))
    old = to_ilr(document, "2526").learner["LearningDelivery"][0]
    assert (old["PHours"], old["OTJActHours"]) == (400, 380)
    projection = to_ilr(document, "2627")
    new = projection.learner["LearningDelivery"][0]
    assert "PHours" not in new
    assert new["HRSRecord"] == [
        {"HRSType": "HRS", "HRSCode": 1, "HRSAmount": 400},
        {"HRSType": "HRS", "HRSCode": 3, "HRSAmount": 380},
    ]
    place = (("LearningDelivery", 0), ("HRSRecord", 0))
    assert projection.rows[place] == RowOf("LearningDelivery", "a")


def test_an_hours_record_of_the_record_itself_comes_first():
    hours = [{"id": "h", "HRSType": "HRS", "HRSCode": 1, "HRSAmount": 410}]
    document = record(aim(PHours=400, HRSRecord=hours))
    found = to_ilr(document, "2627").learner["LearningDelivery"][0]["HRSRecord"]
    assert [h["HRSAmount"] for h in found] == [410]
    assert to_ilr(document, "2526").learner["LearningDelivery"][0]["PHours"] == 400
    only = record(aim(HRSRecord=hours))
    assert to_ilr(only, "2526").learner["LearningDelivery"][0]["PHours"] == 410


def test_a_projection_of_another_year_is_refused():
    projection = to_ilr(record(aim()), "2526")
    with pytest.raises(ValueError, match="not of 2627"):
        message_of_projections([projection], "2627", messages.header_of("2627"))


def test_the_record_is_left_as_it_was():
    document = documents("2627")[0]
    before = {r.id: dict(r.data) for r in walk(document)}
    to_ilr(document, "2526")
    assert {r.id: dict(r.data) for r in walk(document)} == before
    assert row(document, document["id"]).entity == "Learner"
    assert entity_named("Learner").parent is None
