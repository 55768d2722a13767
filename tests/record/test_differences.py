"""Differences between documents, and two people's edits brought together."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.record.differences import Change, Kind, differences
from openilr.record.document import add_row, remove_row, set_field
from openilr.record.three_way import merge
from tests.record.made import aim, counting, documents, edited, record

BASE = record(
    aim(LearningDeliveryFAM=[{"id": "f", "LearnDelFAMType": "SOF", "LearnDelFAMCode": "105"}]),
    aim(LearnAimRef="50098765", AimType=3),
    FamilyName="Smith",
)


def test_a_changed_field_is_told_with_both_values():
    new = set_field(BASE, "a", "LearnPlanEndDate", "2027-05-01")
    (change,) = differences(BASE, new)
    assert change == Change(
        Kind.CHANGED,
        "LearningDelivery",
        "a",
        "Aim ZPROG001 from 1 Sep 2025",
        "LearnPlanEndDate",
        "Planned end date",
        "2027-03-01",
        "2027-05-01",
    )


def test_added_and_removed_rows_are_told_field_by_field():
    new, row = add_row(BASE, "a", "AppFinRecord", {"AFinType": "TNP", "AFinAmount": 9000})
    new = remove_row(new, "f")
    found = [(c.kind, c.row, c.field, c.old, c.new) for c in differences(BASE, new)]
    assert found == [
        (Kind.ADDED, row, "AFinType", None, "TNP"),
        (Kind.ADDED, row, "AFinAmount", None, 9000),
        (Kind.REMOVED, "f", "LearnDelFAMType", "SOF", None),
        (Kind.REMOVED, "f", "LearnDelFAMCode", "105", None),
    ]


def test_a_row_without_fields_is_a_difference_too():
    new, row = add_row(BASE, "learner", "LearnerHE")
    (change,) = differences(BASE, new)
    assert (change.kind, change.row, change.field) == (Kind.ADDED, row, None)


def test_without_an_old_record_all_is_added():
    changes = differences(None, BASE)
    assert {c.kind for c in changes} == {Kind.ADDED}
    assert {c.row for c in changes} == {"learner", "a", "b", "f"}


def test_the_order_of_rows_is_no_difference():
    turned = {**BASE, "LearningDelivery": BASE["LearningDelivery"][::-1]}
    assert differences(BASE, turned) == []


@settings(deadline=None)
@given(data=st.data())
def test_changes_are_json_both_ways(data):
    base = data.draw(st.sampled_from(documents("2627")[:20]))
    for change in differences(base, data.draw(edited(base, counting(10**9)))):
        assert Change.from_json(json.loads(json.dumps(change.as_json()))) == change


@settings(deadline=None)
@given(data=st.data())
def test_only_a_record_that_is_the_same_has_no_differences(data):
    base = data.draw(st.sampled_from(documents("2526")[:20]))
    new = data.draw(edited(base, counting(10**9)))
    assert (differences(base, new) == []) == (base == new)


def test_edits_of_different_fields_are_brought_together():
    mine = set_field(BASE, "a", "StdCode", 9206)
    theirs = remove_row(set_field(BASE, "learner", "FamilyName", "Jones"), "f")
    both = merge(BASE, mine, theirs)
    assert both.is_clean
    assert both.document["FamilyName"] == "Jones"
    assert both.document["LearningDelivery"][0]["StdCode"] == 9206
    assert "LearningDeliveryFAM" not in both.document["LearningDelivery"][0]


def test_one_field_changed_by_both_is_a_conflict_with_both_values():
    mine = set_field(BASE, "learner", "FamilyName", "Jones")
    theirs = set_field(BASE, "learner", "FamilyName", "Brown")
    both = merge(BASE, mine, theirs)
    (conflict,) = both.conflicts
    assert (conflict.field, conflict.base) == ("FamilyName", "Smith")
    assert (conflict.mine, conflict.theirs) == ("Jones", "Brown")
    assert both.document["FamilyName"] == "Jones"


def test_one_clears_what_the_other_changes_is_a_conflict():
    both = merge(
        BASE,
        set_field(BASE, "learner", "FamilyName", None),
        set_field(BASE, "learner", "FamilyName", "Brown"),
    )
    assert [(c.mine, c.theirs) for c in both.conflicts] == [(None, "Brown")]
    assert "FamilyName" not in both.document


def test_the_same_change_by_both_is_no_conflict():
    same = set_field(BASE, "learner", "FamilyName", "Brown")
    assert merge(BASE, same, same).is_clean


def test_a_row_that_one_removed_and_the_other_changed_stays_whole_and_is_a_conflict():
    changed = set_field(BASE, "a", "StdCode", 9206)
    for mine, theirs, who in (
        (remove_row(BASE, "a"), changed, "mine"),
        (changed, remove_row(BASE, "a"), "theirs"),
    ):
        both = merge(BASE, mine, theirs)
        assert [(c.row, c.field, c.removed_by) for c in both.conflicts] == [("a", None, who)]
        assert both.document["LearningDelivery"][0] == changed["LearningDelivery"][0]


def test_rows_that_both_added_are_both_there():
    ids = counting()
    mine, first = add_row(BASE, "a", "AppFinRecord", {"AFinAmount": 1}, make_id=ids)
    theirs, second = add_row(BASE, "a", "AppFinRecord", {"AFinAmount": 2}, make_id=ids)
    both = merge(BASE, mine, theirs)
    assert both.is_clean
    assert [r["id"] for r in both.document["LearningDelivery"][0]["AppFinRecord"]] == [
        first,
        second,
    ]


@settings(deadline=None)
@given(data=st.data())
def test_merging_with_nothing_changed_gives_the_other_edit(data):
    base = data.draw(st.sampled_from(documents("2627")[:20]))
    edit = data.draw(edited(base, counting(10**9)))
    for both in (merge(base, base, edit), merge(base, edit, base), merge(base, edit, edit)):
        assert both.is_clean
        assert both.document == edit


@settings(deadline=None)
@given(data=st.data())
def test_edits_that_do_not_touch_each_other_commute(data):
    base = data.draw(st.sampled_from(documents("2627")[:20]))
    mine = data.draw(edited(base, counting(10**9)))
    theirs = data.draw(edited(base, counting(2 * 10**9)))
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert len(one.conflicts) == len(other.conflicts)
    assert {(c.row, c.field) for c in one.conflicts} == {(c.row, c.field) for c in other.conflicts}
    if one.is_clean:
        assert differences(one.document, other.document) == []
        wanted = {(c.row, c.field, c.new) for c in differences(base, mine)}
        wanted |= {(c.row, c.field, c.new) for c in differences(base, theirs)}
        assert {(c.row, c.field, c.new) for c in differences(base, one.document)} == wanted
