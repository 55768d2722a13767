"""Rounding has one place and no default; sums are exact; Polars keeps our scale."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from openilr.funding.frames import ROWS
from openilr.funding.money import round_five_places, round_pence, total


def test_the_mode_must_be_said():
    with pytest.raises(TypeError):
        round_pence(Decimal("1.005"))  # type: ignore[call-arg]
    assert round_pence(Decimal("1.005"), mode=ROUND_HALF_UP) == Decimal("1.01")
    assert round_pence(Decimal("1.005"), mode=ROUND_HALF_EVEN) == Decimal("1.00")


def test_sums_of_many_amounts_are_exact():
    third = round_five_places(Decimal(1) / 3, mode=ROUND_HALF_UP)
    assert total([third] * 300_000) == Decimal("99999.00000")


def test_an_amount_survives_a_frame_unchanged():
    amounts = [Decimal("684.21053"), Decimal("-0.00001"), Decimal("9999999.99999")]
    series = pl.Series(amounts, dtype=ROWS["amount"])
    assert series.to_list() == amounts
    assert series.sum() == sum(amounts)
