"""The ILR status follows from facts: every row of the table of moves, one by one."""

from dataclasses import replace

import pytest

from openilr.record.differences import differences
from openilr.record.document import add_row, set_field
from openilr.record.status import (
    TRANSITIONS,
    Facts,
    Status,
    Turn,
    is_reportable,
    needs_new_signature,
    standing,
)
from tests.record.made import aim, record

NEW = Facts(learner_steps_done=False, missing=("Date of birth",))
LACKING = replace(NEW, learner_steps_done=True)
FULL = replace(LACKING, missing=())
SIGNED = replace(FULL, signatures=(("learner", 2),))
VERIFIED = replace(SIGNED, verified_version=2, reportable_version=2)
PENDING = replace(VERIFIED, reportable_version=3, open_trackers=1)

MOVES = {
    (Status.NOT_COMPLETED, Status.SIGNATURE_REQUIRED): (NEW, FULL),
    (Status.UNKNOWN, Status.SIGNATURE_REQUIRED): (LACKING, FULL),
    (Status.SIGNATURE_REQUIRED, Status.SIGNED): (FULL, SIGNED),
    (Status.SIGNED, Status.QA_VERIFIED): (SIGNED, VERIFIED),
    (Status.QA_VERIFIED, Status.PENDING): (VERIFIED, PENDING),
    (Status.PENDING, Status.QA_VERIFIED): (
        PENDING,
        replace(PENDING, open_trackers=0, verified_version=3),
    ),
    (Status.PENDING, Status.SIGNATURE_REQUIRED): (PENDING, replace(PENDING, sign_again_since=3)),
    (Status.QA_VERIFIED, Status.COMPLETED): (VERIFIED, replace(VERIFIED, ended_and_closed=True)),
}


@pytest.mark.parametrize(
    "move", [t for t in TRANSITIONS if t.before and t.after], ids=lambda t: t.event
)
def test_each_move_of_the_table_follows_from_the_facts(move):
    before, after = MOVES[move.before, move.after]
    assert standing(before).status is move.before
    assert standing(after).status is move.after
    assert move.who


def test_every_move_tested_is_in_the_table():
    assert {(t.before, t.after) for t in TRANSITIONS if t.before and t.after} == set(MOVES)


@pytest.mark.parametrize("facts", [NEW, LACKING, FULL, SIGNED, VERIFIED, PENDING])
def test_exclusion_covers_every_status_and_gives_it_back(facts):
    assert {(None, Status.EXCLUDED), (Status.EXCLUDED, None)} <= {
        (t.before, t.after) for t in TRANSITIONS
    }
    excluded = standing(replace(facts, excluded="funded elsewhere"))
    assert (excluded.status, excluded.turn) == (Status.EXCLUDED, Turn.NOBODY)
    assert standing(replace(facts, excluded=None)) == standing(facts)


@pytest.mark.parametrize(
    ("facts", "missing", "turn"),
    [
        (NEW, ("Date of birth",), Turn.LEARNER),
        (LACKING, ("Date of birth",), Turn.ADMIN),
        (FULL, ("signature: learner",), Turn.SIGNERS),
        (
            replace(SIGNED, needed_signatures=("learner", "administrator")),
            ("signature: administrator",),
            Turn.SIGNERS,
        ),
        (SIGNED, ("QA verification",), Turn.QA),
        (VERIFIED, (), Turn.NOBODY),
        (PENDING, ("1 open ILR tracker", "QA verification of version 3"), Turn.QA),
        (
            replace(PENDING, open_trackers=2, missing=("Postcode",)),
            ("2 open ILR trackers", "QA verification of version 3", "Postcode"),
            Turn.QA,
        ),
    ],
)
def test_it_says_what_is_missing_and_whose_turn_it_is(facts, missing, turn):
    found = standing(facts)
    assert (found.missing, found.turn) == (missing, turn)


def test_a_signature_before_the_change_that_needs_one_counts_no_more():
    changed = replace(VERIFIED, sign_again_since=3)
    assert standing(changed).status is Status.SIGNATURE_REQUIRED
    again = replace(changed, signatures=(("learner", 3), ("learner", 2)))
    assert standing(again).status is Status.QA_VERIFIED


def test_a_completed_record_that_changes_is_pending_again():
    completed = replace(VERIFIED, ended_and_closed=True)
    assert standing(replace(completed, reportable_version=4)).status is Status.PENDING


def test_a_verified_record_never_goes_back_to_not_completed():
    assert standing(replace(VERIFIED, learner_steps_done=False)).status is Status.QA_VERIFIED


def test_a_new_name_needs_a_new_signature_and_a_new_postcode_does_not():
    base = record(aim(), FamilyName="Smith", Postcode="ZZ99 9ZZ")
    name = differences(base, set_field(base, "learner", "FamilyName", "Jones"))
    postcode = differences(base, set_field(base, "learner", "Postcode", "AA1 1AA"))
    assert needs_new_signature(name)
    assert not needs_new_signature(postcode)
    assert is_reportable(postcode, ["2627"])


def test_what_no_open_year_collects_is_not_reportable():
    base = record(aim())
    kept, _ = add_row(base, "learner", "ContactPreference", {"ContPrefType": "RUI"})
    assert not is_reportable(differences(base, kept), ["2526", "2627"])
    hours = differences(base, set_field(base, "a", "PHours", 400))
    assert is_reportable(hours, ["2526"])
    assert not is_reportable(hours, ["2627"])
