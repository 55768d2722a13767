"""The record as a document: its shape, its values, and edits that leave the old one as it was."""

import json
import subprocess
import sys
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.ilr.schema import Kind, schema
from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS
from openilr.record.document import (
    UnknownRow,
    add_row,
    decode,
    encode,
    new_learner,
    remove_row,
    row,
    set_field,
    set_fields,
    walk,
)
from openilr.record.fields import (
    UnknownEntity,
    UnknownField,
    all_fields,
    entity_named,
    field_named,
    path_to,
    record_key,
    union_schema,
)
from openilr.record.names import full_name, row_name, value_in_words
from openilr.record.values import stored, text_of, typed
from openilr.record.versions import digest
from tests.record.made import VALUES, aim, counting, documents, edited, record


def test_every_field_of_every_readable_year_has_a_place_in_the_record():
    for year in READABLE_YEARS:
        of_year = schema(year)
        for entity in of_year.learner_entities():
            for field in entity.fields:
                if field.name == "AimSeqNumber":
                    continue
                found = field_named(entity.name, record_key(entity.name, field.name))
                assert year in found.years
                assert found.kind is field.kind


def test_no_field_has_the_name_of_a_row_beside_it():
    for entity in union_schema().values():
        assert not set(entity.children) & set(entity.fields)
        assert "id" not in entity.fields


def test_what_the_ilr_dropped_has_a_place():
    dropped = {(e.name, f.name) for e, f in all_fields() if not set(f.years) & set(OPEN_YEARS)}
    assert {("ContactPreference", "ContPrefType"), ("DPOutcome", "OutCode")} <= dropped
    assert ("LearningDelivery", "PHours") not in dropped
    assert path_to("DPOutcome") == ("Learner", "DPOutcome")
    assert path_to("LearnerHEFinancialSupport")[-2:] == ("LearnerHE", "LearnerHEFinancialSupport")


def test_a_field_says_its_label_its_help_and_its_codes():
    found = field_named("LearningDelivery", "CompStatus")
    codes = found.codes("LearningDelivery", "2627")
    assert found.label
    assert found.kind is Kind.INTEGER
    assert codes is not None
    assert "6" in codes
    contract = field_named("LearningDeliveryFAM", "LearnDelFAMCode")
    act = contract.codes("LearningDeliveryFAM", "2627", type_="ACT")
    assert act is not None
    assert "1" in act


def test_the_number_of_an_aim_is_not_kept():
    with pytest.raises(UnknownField, match="numbered when a return is made"):
        field_named("LearningDelivery", "AimSeqNumber")


@pytest.mark.parametrize(
    ("entity", "name", "value", "kept", "back"),
    [
        ("Learner", "ULN", "9000000001", 9000000001, 9000000001),
        ("Learner", "ULN", 9000000001, 9000000001, 9000000001),
        ("Learner", "Ethnicity", "031", "031", 31),
        ("Learner", "Ethnicity", "", "", None),
        ("Learner", "Ethnicity", "white", "white", None),
        ("Learner", "DateOfBirth", date(2001, 2, 3), "2001-02-03", date(2001, 2, 3)),
        ("Learner", "DateOfBirth", "3/2/2001", "3/2/2001", None),
        ("Learner", "FamilyName", 12, "12", "12"),
        ("LearningDeliveryHE", "STULOAD", Decimal("100.0"), "100.0", Decimal("100.0")),
        ("LearningDeliveryHE", "STULOAD", "1e3", "1e3", None),
        ("LearningDelivery", "FundModel", 2**40, str(2**40), None),
        ("LearningDelivery", "FundModel", None, None, None),
    ],
)
def test_a_value_is_kept_as_typed_and_read_if_it_can_be(entity, name, value, kept, back):
    field = field_named(entity, name).field
    assert stored(field, value) == kept
    assert type(stored(field, value)) is type(kept)
    assert typed(field, kept) == back


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_a_character_that_cannot_be_kept_does_not_stop_a_save(character):
    document = set_field(record(aim()), "learner", "FamilyName", f"Sm{character}th")
    assert document["FamilyName"] == "Sm\ufffdth"
    assert digest(document)


@settings(deadline=None)
@given(value=VALUES, data=st.data())
def test_any_value_of_any_field_is_json_and_reads_back_without_an_error(value, data):
    entity, declared = data.draw(st.sampled_from(list(all_fields())))
    kept = stored(declared.field, value)
    assert json.loads(json.dumps(kept)) == kept
    assert text_of(kept) == text_of(value)
    if kept is not None:
        decoded = decode({"id": "x", entity.name: [{"id": "y", declared.name: kept}]})
        assert decoded["id"] == "x"


def test_decoding_and_encoding_give_the_same_record():
    for year in OPEN_YEARS:
        for document in documents(year)[:60]:
            assert encode(decode(document)) == document


@pytest.mark.parametrize("broken", [[1, 2], {"a": 1}, 1.5, True, None, "text"])
def test_decoding_never_raises_whatever_is_stored(broken):
    document = {"id": "x", "ULN": broken, "LearningDelivery": broken, "Nonsense": broken}
    if isinstance(broken, list):
        document["LearningDelivery"] = []
    assert decode(document)["id"] == "x"


def test_edits_give_a_new_document_and_leave_the_old_one():
    ids = counting()
    old = record(aim())
    before = deepcopy(old)
    new, fam = add_row(old, "a", "LearningDeliveryFAM", {"LearnDelFAMType": "ACT"}, make_id=ids)
    new = set_fields(new, fam, {"LearnDelFAMCode": "1", "LearnDelFAMDateFrom": date(2025, 9, 1)})
    new = set_field(new, "learner", "FamilyName", "Zając")
    assert old == before
    assert row(new, fam).data == {
        "id": fam,
        "LearnDelFAMType": "ACT",
        "LearnDelFAMCode": "1",
        "LearnDelFAMDateFrom": "2025-09-01",
    }
    assert [r.entity for r in walk(new)] == ["Learner", "LearningDelivery", "LearningDeliveryFAM"]
    assert row(new, fam).parent == "a"
    without = remove_row(remove_row(new, fam), "a")
    assert without == {"id": "learner", "LearnRefNumber": "FT1", "FamilyName": "Zając"}


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_takes_a_field_away(blank):
    assert "StdCode" not in row(set_field(record(aim()), "a", "StdCode", blank), "a").data


def test_the_same_value_again_is_the_same_document():
    document = record(aim())
    assert set_field(document, "a", "StdCode", "9303") is document


def test_what_is_not_there_is_refused_by_name():
    document = record(aim())
    with pytest.raises(UnknownRow, match="no such row"):
        set_field(document, "zz", "StdCode", 1)
    with pytest.raises(UnknownField, match="'Surname'"):
        set_field(document, "learner", "Surname", "x")
    with pytest.raises(UnknownEntity, match="does not stand in LearningDelivery"):
        add_row(document, "a", "LearnerFAM")
    with pytest.raises(UnknownEntity, match="no entity"):
        entity_named("Course")
    with pytest.raises(UnknownRow, match="own row"):
        remove_row(document, "learner")
    with pytest.raises(UnknownField):
        encode({"LearningDelivery": [{"AimSeqNumber": 1}]})


def test_new_rows_have_identifiers_of_their_own():
    learner = new_learner({"ULN": "9000000001"})
    document, first = add_row(learner, learner["id"], "LearningDelivery")
    document, second = add_row(document, learner["id"], "LearningDelivery")
    assert len({learner["id"], first, second}) == 3
    assert all(len(found.id) == 32 for found in walk(document))


@settings(deadline=None)
@given(data=st.data())
def test_every_identifier_stays_where_it_was_through_edits(data):
    base = data.draw(st.sampled_from(documents("2627")[:20]))
    after = data.draw(edited(base, counting(10**9)))
    was = {r.id: (r.entity, r.parent) for r in walk(base)}
    now = list(walk(after))
    assert len({r.id for r in now}) == len(now)
    assert all(was[r.id] == (r.entity, r.parent) for r in now if r.id in was)


def test_rows_are_called_as_people_call_them():
    document = record(
        aim(
            LearningDeliveryFAM=[
                {
                    "id": "f",
                    "LearnDelFAMType": "ACT",
                    "LearnDelFAMCode": "1",
                    "LearnDelFAMDateFrom": "2025-09-02",
                }
            ]
        )
    )
    assert row_name("LearningDelivery", row(document, "a").data) == "Aim ZPROG001 from 1 Sep 2025"
    told = full_name(document, row(document, "f").place)
    assert told.startswith("Aim ZPROG001 from 1 Sep 2025, ")
    assert told.endswith("ACT 1 from 2 Sep 2025")
    assert full_name(document, ()) == "Learner"
    assert value_in_words("Learner", "DateOfBirth", "3/2/2001") == "3/2/2001"
    for year in OPEN_YEARS:
        for one in documents(year)[:40]:
            assert all(full_name(one, r.place) for r in walk(one))


def test_the_record_loads_neither_polars_nor_the_web():
    modules = "openilr.record.merging", "openilr.record.versions", "openilr.record.three_way"
    more = "openilr.record.status", "openilr.record.messages", "openilr.returns.select"
    code = f"import sys, {', '.join((*modules, *more))}\n" + (
        "print([m for m in ('polars', 'numpy', 'pyarrow', 'django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
