"""Kinds of money in words."""

import pytest

from openilr.funding.explained import EXPLAINED, in_text
from openilr.funding.outcome import Kind
from openilr.funding.parameters import on_file
from openilr.ilr.fields import ENTITIES
from openilr.reference.tables import TABLES
from tests.examples import run_program

FIELDS = {f"{entity.name}.{field.name}" for entity in ENTITIES for field in entity.fields}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_explained_by_what_exists(kind: Kind):
    told = EXPLAINED[kind]
    assert told.how.endswith(".")
    assert told.fields
    assert set(told.fields) <= FIELDS
    assert set(told.parameters) <= set(on_file().all)
    assert set(told.tables) <= set(TABLES)


def test_a_kind_is_found_in_any_case_and_names_its_parameters():
    text = in_text("mathengonprogpayment")
    assert text.startswith("MathEngOnProgPayment\n")
    assert "qualifying_days_long (days) = 42 (verified)" in text
    assert "not on file" in in_text("FoundationAppFirstEmpPayment")
    assert in_text("LearnStartDate_02") == ""


def test_the_program_explains_a_kind():
    status, out, _ = run_program(["explain", "PriceEpisodeCompletionPayment"])
    assert status == 0
    assert "The completion element" in out
    assert "completion_share" in out
    assert run_program(["explain", "NothingOfTheKind"])[0] == 2
