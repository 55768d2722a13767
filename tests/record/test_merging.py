"""Several years of one learner into one record: known again, newer wins, nothing guessed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.ilr.years import OPEN_YEARS
from openilr.record.differences import Kind, differences
from openilr.record.document import Document, set_field, walk
from openilr.record.matching import (
    By,
    LearnerKeys,
    keys_of,
    match_learner,
    may_be_another,
    pair_aims,
)
from openilr.record.merging import Doubt, ImportedLearner, plan_import
from openilr.record.projection import from_ilr, to_ilr
from tests import messages
from tests.record.made import aim, counting, documents, learners, record

ID_1 = "00000000-0000-4000-8000-000000000001"
ID_2 = "00000000-0000-4000-8000-000000000002"


IDS = counting(10**6)


def learner(*aims: Any, **values: Any) -> dict[str, Any]:
    numbered = [{"AimSeqNumber": n, **one} for n, one in enumerate(aims, 1)]
    return {"LearnRefNumber": "A1", **values, "LearningDelivery": numbered}


def plan(existing: Document | None, *files: tuple[str, dict[str, Any]], newest: str | None = None):
    given = [ImportedLearner(year, one) for year, one in files]
    return plan_import(existing, given, newest=newest, make_id=IDS)


def doubts(found: Any) -> list[Doubt]:
    return [w.doubt for w in found.warnings]


# -- learners known again --------------------------------------------------------------------------


def test_a_learner_is_known_by_reference_then_previous_reference_then_uln_and_birth():
    born = date(2001, 2, 3)
    known = [
        (1, LearnerKeys("A1", None, 9000000001, born)),
        (2, LearnerKeys("B2", "OLD", 9000000002, born)),
    ]
    cases = [
        (LearnerKeys("A1"), (1,), By.REFERENCE),
        (LearnerKeys("A1", "B2"), (1,), By.REFERENCE),
        (LearnerKeys("C3", "B2"), (2,), By.PREVIOUS_REFERENCE),
        (LearnerKeys("OLD"), (2,), By.PREVIOUS_REFERENCE),
        (LearnerKeys("C3", None, 9000000002, born), (2,), By.ULN),
        (LearnerKeys("C3", None, 9000000002, date(2001, 2, 4)), (), None),
        (LearnerKeys("C3"), (), None),
    ]
    for keys, found, by in cases:
        match = match_learner(keys, known)
        assert (match.found, match.by) == (found, by)


def test_two_records_of_one_key_are_both_given():
    same = LearnerKeys("C3", None, 9000000002, date(2001, 2, 3))
    known = [(1, LearnerKeys("A1", None, same.ULN, same.DateOfBirth)), (2, same)]
    assert match_learner(LearnerKeys("D4", None, same.ULN, same.DateOfBirth), known).found == (1, 2)


def test_the_temporary_uln_and_what_cannot_be_read_are_no_keys():
    keys = keys_of({"LearnRefNumber": " a1 ", "ULN": 9999999999, "DateOfBirth": "soon"})
    assert keys == LearnerKeys("A1", None, None, None)
    assert keys_of({"ULN": "9000000001", "DateOfBirth": "2001-02-03"}) == keys_of(
        {"ULN": 9000000001, "DateOfBirth": date(2001, 2, 3)}
    )


def test_two_people_under_one_reference_are_told_of():
    born = date(2001, 2, 3)
    one = LearnerKeys("A1", None, 9000000001, born)
    assert may_be_another(one, LearnerKeys("A1", None, 9000000002, date(2002, 2, 3)))
    assert not may_be_another(one, LearnerKeys("A1", None, 9000000002, born))
    assert not may_be_another(one, LearnerKeys("A1", None, None, date(2002, 2, 3)))
    first = from_ilr(learner(aim(), ULN=9000000001, DateOfBirth="2001-02-03"), "2526")
    other = learner(aim(), ULN=9000000002, DateOfBirth="2002-02-03")
    assert doubts(plan(first, ("2526", other))) == [Doubt.ANOTHER]


# -- the same again --------------------------------------------------------------------------------


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_a_file_imported_again_changes_nothing(year: str):
    for one, document in zip(learners(year), documents(year), strict=True):
        again = plan(document, (year, one), newest=year)
        assert (again.changes, again.warnings) == ((), ())
        assert again.document == document


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_what_was_exported_and_imported_again_changes_nothing(year: str):
    for document in documents(year):
        bare: Document = {
            **document,
            "LearningDelivery": [
                {k: v for k, v in a.items() if k != "SWSupAimId"}
                for a in document["LearningDelivery"]
            ],
        }
        again = plan(bare, (year, to_ilr(bare, year).texts), newest=year)
        assert (again.changes, again.warnings) == ((), ())


def test_rows_that_differ_only_in_what_stands_below_them_are_told_apart():
    statuses = [{}, {"EmploymentStatusMonitoring": [{"ESMType": "LOE"}]}]
    first = plan(None, ("2627", {"LearnerEmploymentStatus": statuses})).document
    turned = {"LearnerEmploymentStatus": statuses[::-1]}
    assert plan(first, ("2627", turned)).changes == ()


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_learner_imported_again_changes_nothing_however_its_rows_are_ordered(data):
    (one, *_) = data.draw(messages.learners("2627"))
    first = plan(None, ("2627", one)).document
    turned = {
        name: data.draw(st.permutations(value))
        if isinstance(value, list) and name != "LearningDelivery"
        else value
        for name, value in one.items()
    }
    again = plan(first, ("2627", turned))
    assert differences(first, again.document) == []
    assert again.warnings == ()


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_after_an_import_the_record_says_what_the_newest_file_says(data):
    (old, *_), (new, *_) = (data.draw(messages.learners("2627")) for _ in range(2))
    done = plan(plan(None, ("2627", old)).document, ("2627", new))
    if doubts(done) == [] and "LearningDelivery" in new:
        said = to_ilr(done.document, "2627").texts
        for field, value in new.items():
            if not isinstance(value, list):
                assert said[field] == value
        assert len(said["LearningDelivery"]) >= len(new["LearningDelivery"])
        ids = [found.id for found in walk(done.document)]
        assert len(set(ids)) == len(ids)


def test_a_plan_needs_a_file():
    with pytest.raises(ValueError, match="nothing to import"):
        plan_import(None, [])


# -- years together --------------------------------------------------------------------------------


def test_years_are_taken_in_order_and_the_newer_wins():
    files = (
        ("2627", learner(aim(), FamilyName="Jones")),
        ("2526", learner(aim(), FamilyName="Smith", AddLine1="1 Old Road")),
    )
    done = plan(None, *files)
    assert [s.year for s in done.steps] == ["2526", "2627"]
    assert done.document["FamilyName"] == "Jones"
    assert "AddLine1" not in done.document
    assert done.warnings == ()
    assert len(done.document["LearningDelivery"]) == 1
    assert {(c.field, c.old, c.new) for c in done.steps[1].changes} == {
        ("FamilyName", "Smith", "Jones"),
        ("AddLine1", "1 Old Road", None),
    }


def test_an_older_file_does_not_overwrite_and_says_so():
    newer = plan(None, ("2627", learner(aim(), FamilyName="Jones"))).document
    done = plan(newer, ("2526", learner(aim(), FamilyName="Smith")), newest="2627")
    assert done.document == newer
    (warning,) = done.warnings
    assert (warning.doubt, warning.field) == (Doubt.KEPT, "FamilyName")
    assert (warning.kept, warning.offered) == ("Jones", "Smith")
    assert warning.row == newer["id"]
    assert "Smith" not in warning.message


def test_an_older_file_adds_aims_and_what_the_ilr_has_dropped():
    newer = plan(None, ("2627", learner(aim()))).document
    old_aim = aim(LearnStartDate="2021-09-01", LearnActEndDate="2023-01-01", StdCode=1)
    old = learner(
        aim(PHours=400),
        old_aim,
        ContactPreference=[{"ContPrefType": "RUI", "ContPrefCode": 1}],
        LearnerFAM=[{"LearnFAMType": "EHC", "LearnFAMCode": 1}],
    )
    done = plan(newer, ("2324", old), newest="2627")
    first, second = done.document["LearningDelivery"]
    assert first["PHours"] == 400
    assert second["StdCode"] == 1
    assert done.document["ContactPreference"][0]["ContPrefType"] == "RUI"
    assert "LearnerFAM" not in done.document
    assert doubts(done) == [Doubt.KEPT]


def test_destinations_are_added_once():
    outcome = {"OutType": "EMP", "OutCode": 1, "OutStartDate": "2024-09-01"}
    file = ImportedLearner("2324", learner(aim()), [outcome])
    first = plan_import(None, [file])
    assert len(first.document["DPOutcome"]) == 1
    assert plan_import(first.document, [file]).changes == ()
    later = plan(first.document, ("2627", learner(aim())))
    assert later.document["DPOutcome"] == first.document["DPOutcome"]


def test_earlier_employment_stays_and_the_rest_is_as_the_file_says():
    def status(day: str, number: int):
        return {"EmpStat": number, "DateEmpStatApp": day}

    old = learner(
        aim(),
        LearnerEmploymentStatus=[
            status("2020-01-01", 11),
            status("2025-08-01", 10),
            status("2026-01-01", 12),
        ],
    )
    new = learner(aim(), LearnerEmploymentStatus=[status("2025-08-01", 98)])
    done = plan(plan(None, ("2526", old)).document, ("2627", new))
    assert [
        (s["DateEmpStatApp"], s["EmpStat"]) for s in done.document["LearnerEmploymentStatus"]
    ] == [("2020-01-01", 11), ("2025-08-01", 98)]
    again = plan(done.document, ("2627", new))
    assert again.changes == ()
    older = plan(
        done.document,
        ("2425", learner(aim(), LearnerEmploymentStatus=[status("2019-01-01", 10)])),
        newest="2627",
    )
    assert len(older.document["LearnerEmploymentStatus"]) == 3


def test_a_changed_child_row_keeps_its_identifier():
    def contract(code: str, to: str | None = None):
        return {
            "LearnDelFAMType": "ACT",
            "LearnDelFAMCode": code,
            "LearnDelFAMDateFrom": "2025-09-01",
            "LearnDelFAMDateTo": to,
        }

    first = plan(None, ("2526", learner(aim(LearningDeliveryFAM=[contract("1")])))).document
    done = plan(first, ("2627", learner(aim(LearningDeliveryFAM=[contract("2", "2026-09-01")]))))
    assert [(c.kind, c.field, c.new) for c in done.changes] == [
        (Kind.CHANGED, "LearnDelFAMCode", "2"),
        (Kind.CHANGED, "LearnDelFAMDateTo", "2026-09-01"),
    ]


def test_an_aim_that_goes_on_and_is_missing_in_the_newer_file_stays_and_is_told_of():
    old = learner(aim(), aim(LearnAimRef="50098765", AimType=3))
    done = plan(plan(None, ("2526", old)).document, ("2627", learner(aim())))
    assert len(done.document["LearningDelivery"]) == 2
    assert doubts(done) == [Doubt.MISSING]
    ended = learner(aim(), aim(LearnAimRef="50098765", LearnActEndDate="2026-01-01"))
    assert plan(plan(None, ("2526", ended)).document, ("2627", learner(aim()))).warnings == ()


# -- aims known again ------------------------------------------------------------------------------


def test_an_aim_is_known_by_the_identifier_that_came_with_it_even_if_its_start_changed():
    first = plan(None, ("2526", learner(aim(SWSupAimId=ID_1)))).document
    moved = learner(aim(SWSupAimId=ID_1.upper(), LearnStartDate="2025-09-08"))
    done = plan(first, ("2526", moved))
    (one,) = done.document["LearningDelivery"]
    assert one["id"] == first["LearningDelivery"][0]["id"]
    assert one["LearnStartDate"] == "2025-09-08"


def test_an_aim_is_known_by_our_identifier_and_that_is_not_kept_as_an_imported_one():
    first = plan(None, ("2526", learner(aim()))).document
    sent = to_ilr(first, "2526").texts["LearningDelivery"][0]["SWSupAimId"]
    moved = learner(aim(SWSupAimId=sent, LearnStartDate="2025-09-08"))
    (one,) = plan(first, ("2526", moved)).document["LearningDelivery"]
    assert one["id"] == first["LearningDelivery"][0]["id"]
    assert "SWSupAimId" not in one


def test_an_imported_identifier_is_not_lost_to_a_file_without_it():
    first = plan(None, ("2526", learner(aim(SWSupAimId=ID_1)))).document
    (one,) = plan(first, ("2627", learner(aim()))).document["LearningDelivery"]
    assert one["SWSupAimId"] == ID_1


def test_aims_alike_are_told_apart_by_their_number():
    twins = learner(aim(PartnerUKPRN=1), aim(PartnerUKPRN=2))
    first = plan(None, ("2526", twins)).document
    numbered = learner(aim(PartnerUKPRN=4), aim(PartnerUKPRN=3))
    numbered["LearningDelivery"][0]["AimSeqNumber"] = "2"
    numbered["LearningDelivery"][1]["AimSeqNumber"] = "1"
    done = plan(first, ("2627", numbered))
    assert [(c.old, c.new) for c in done.changes] == [(1, 3), (2, 4)]


def test_a_twin_that_may_be_either_is_left_out_and_told_of():
    twins = learner(aim(PartnerUKPRN=1), aim(PartnerUKPRN=2))
    first = plan(None, ("2526", twins)).document
    done = plan(first, ("2627", learner(aim(PartnerUKPRN=9))))
    assert Doubt.AMBIGUOUS in doubts(done)
    assert done.document["LearningDelivery"] == first["LearningDelivery"]
    same = plan(first, ("2627", learner(aim(PartnerUKPRN=2))))
    assert Doubt.AMBIGUOUS not in doubts(same)


def test_pairs_name_each_row_once():
    mine = record(aim(), aim(StdCode=1))["LearningDelivery"]
    found = pair_aims([aim(StdCode=1), aim(), aim(StdCode=2)], mine)
    assert found.pairs == {0: 1, 1: 0}
    assert found.ambiguous == ()


def test_the_record_before_is_left_as_it_was():
    before = record(aim())
    plan(before, ("2627", learner(aim(StdCode=1), FamilyName="Jones")))
    assert before == record(aim())


def test_what_was_edited_here_since_is_shown_as_a_difference_first():
    first = plan(None, ("2627", learner(aim(), FamilyName="Smith"))).document
    here = set_field(first, first["id"], "FamilyName", "Jones")
    again = plan(here, ("2627", learner(aim(), FamilyName="Smith")))
    assert [(c.field, c.old, c.new) for c in again.changes] == [("FamilyName", "Jones", "Smith")]
