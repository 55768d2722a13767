"""The story of an amount: every row has one, it ends in the amount, and asking changes nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.funding.earnings import Method, earnings_of, story_of
from openilr.funding.outcome import Earnings, Kind, Row
from openilr.funding.story import Recorder, Step
from openilr.outputs.story import story_of_row, story_text
from tests.funding.build import (
    ENGLISH,
    achieved,
    back,
    course,
    fam,
    learner,
    paused,
    programme,
    reference,
    tnp,
)
from tests.funding.test_properties import programmes

LEAST = Decimal("0.00001")


def rich() -> Any:
    """A learner with a break, a change of price, every payment by days, English and support."""
    fams = [fam("EEF", "4"), fam("LSF", "1", "2025-08-01", "2025-10-31")]
    first = programme("2025-08-01", "2027-01-31", fams=fams, **paused("2025-12-20"))
    first["AppFinRecord"] += tnp("2025-10-01", 12000)
    again = back("2026-02-01", "2027-03-31", "2025-08-01", 12000, fams=fams)
    again |= achieved("2027-02-15", "2027-03-01")
    english = course(
        "2025-08-01", "2026-07-31", CompStatus=2, LearnActEndDate="2026-05-01", Outcome=1
    )
    return learner(first, again, english, born="2004-01-01")


RATES = reference(rates={ENGLISH: 724})


@pytest.mark.parametrize("method", Method)
def test_every_amount_has_a_story_that_ends_in_it(method: Method):
    found, note = story_of(rich(), RATES, method=method)
    kinds = {row.kind for row in found.rows}
    assert {Kind.BALANCING, Kind.COMPLETION, Kind.ENGLISH_MATHS_BALANCING} <= kinds
    for row in found.rows:
        steps = story_of_row(note, row)
        assert steps, row
        value = steps[-1].value
        assert isinstance(value, Decimal)
        assert abs(value - row.amount) < LEAST


@settings(max_examples=40, deadline=None)
@given(programmes(), st.sampled_from(Method), st.none() | st.dates(date(2020, 1, 1)))
def test_asking_for_the_story_changes_no_amount(
    aim: dict[str, Any], method: Method, until: date | None
):
    who = learner(aim, born="2008-01-01")
    plain = earnings_of(who, RATES, method=method, until=until)
    told, note = story_of(who, RATES, method=method, until=until)
    assert plain == told
    assert all(story_of_row(note, row) for row in told.rows)


def test_a_step_tells_fields_parameters_and_what_it_used():
    found, note = story_of(rich(), RATES)
    row = next(r for r in found.rows if r.kind is Kind.COMPLETION)
    steps = {step.title: step for step in story_of_row(note, row)}
    share = next(i for i in steps["Completion element"].inputs if i.kind == "parameter")
    assert share.name == "completion_share"
    assert "verified" in share.source
    completed = {i.name: i.value for i in steps["Completed on"].inputs}
    assert completed["LearningDelivery.AchDate"] == date(2027, 3, 1)
    assert steps["Upper limit of the funding band"].inputs[0].kind == "reference"


def test_a_story_reads_in_words_and_tells_like_months_once():
    who = rich()
    text = "\n".join(story_text(who, *story_of(who, RATES)))
    assert "PriceEpisodeOnProgPayment, aim 1: 666.66667 in Aug 2025 (period 1 of 2025-26)" in text
    assert "AppFinRecord.TNP1 AFinAmount (aim 1) = 15000" in text
    assert text.count("PriceEpisodeCompletionPayment") == 1


def test_the_recorder_leaves_out_steps_that_the_amount_did_not_need():
    note = Recorder()
    note.step("a", "A", Decimal(1), "given")
    note.step("b", "B", Decimal(2), "given")
    note.step("c", "C", Decimal(3), "A twice and one", uses=["a", "missing"])
    note.row(0, 1, "kind", None, "c")
    assert [s.id for s in note.story((0, 1, "kind", None))] == ["a", "c"]
    assert note.story((0, 2, "kind", None)) == []
    assert isinstance(note.steps["c"], Step)
    assert note.steps["c"].uses == ("a",)


def test_an_unfunded_learner_has_a_story_of_reasons_only():
    who = learner(programme("2025-08-01", "2026-07-31", price=None))
    lines = list(story_text(who, *story_of(who, RATES)))
    assert lines[1].startswith("aim 1: price missing")
    assert story_of_row(Recorder(), Row(0, 1, 1, Kind.COMPLETION, Decimal(1))) == []
    assert Earnings().rows == []
