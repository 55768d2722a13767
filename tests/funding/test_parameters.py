"""Values by date: each with its source; what is not on file is said and never zero."""

from datetime import date
from decimal import Decimal

import pytest

from openilr.funding.parameters import (
    ParameterMissing,
    amount,
    amount_on_file,
    number,
    parameters,
    several,
    value_at,
)


def test_every_value_has_a_source_and_a_status_or_is_said_not_to_be_found():
    for parameter in parameters().values():
        assert parameter.description.endswith(".")
        assert parameter.unit
        assert parameter.applies_by
        for value in parameter.values:
            assert (value.status == "not found") == (value.value is None) == (not value.source)


def test_a_value_holds_from_its_day_until_the_next_one():
    share = "government_share_default"
    assert amount(share, date(2019, 3, 31)) == Decimal("0.90")
    assert amount(share, date(2019, 4, 1)) == Decimal("0.95")
    assert amount(share, date(2026, 8, 1)) == Decimal("0.95")


def test_what_was_not_found_is_named_and_never_zero():
    with pytest.raises(ParameterMissing, match="loans_support_1") as missing:
        amount("loans_support_1", date(2025, 8, 1))
    assert missing.value.name == "loans_support_1"
    assert amount_on_file("loans_support_1", date(2025, 8, 1)) is None
    assert amount("loans_support_1", date(2020, 8, 1)) == 50


def test_a_day_before_the_first_value_is_not_on_file():
    with pytest.raises(ParameterMissing):
        value_at("unit_government_share_levy", date(2026, 4, 27))


def test_a_value_is_asked_for_as_what_it_is():
    day = date(2025, 8, 1)
    assert number("qualifying_days_long", day) == 42
    assert several("care_leaver_bursary_days", day) == (60, 120, 300)
    with pytest.raises(TypeError):
        amount("qualifying_days_long", day)
    with pytest.raises(TypeError):
        number("completion_share", day)
