"""Values by date: each with its source; what is not on file is said and never zero."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from openilr.errors import EngineError
from openilr.funding.given_parameters import given, read_parameters
from openilr.funding.parameters import Form, ParameterMissing, on_file, plain

ON_FILE = on_file()


def test_every_value_has_a_source_and_a_status_or_is_said_not_to_be_found():
    for parameter in ON_FILE.all.values():
        assert parameter.description.endswith(".")
        assert parameter.unit
        assert parameter.applies_by
        for value in parameter.values:
            assert (value.status == "not found") == (value.value is None) == (not value.source)


def test_a_value_holds_from_its_day_until_the_next_one():
    share = "government_share_default"
    assert ON_FILE.amount(share, date(2019, 3, 31)) == Decimal("0.90")
    assert ON_FILE.amount(share, date(2019, 4, 1)) == Decimal("0.95")
    assert ON_FILE.amount(share, date(2026, 8, 1)) == Decimal("0.95")


def test_what_was_not_found_is_named_and_never_zero():
    with pytest.raises(ParameterMissing, match="loans_support_1") as missing:
        ON_FILE.amount("loans_support_1", date(2025, 8, 1))
    assert missing.value.name == "loans_support_1"
    assert ON_FILE.amount_on_file("loans_support_1", date(2025, 8, 1)) is None
    assert ON_FILE.amount("loans_support_1", date(2020, 8, 1)) == 50


def test_a_day_before_the_first_value_is_not_on_file():
    with pytest.raises(ParameterMissing):
        ON_FILE.value_at("unit_government_share_levy", date(2026, 4, 27))


def test_a_value_is_asked_for_as_what_it_is():
    day = date(2025, 8, 1)
    assert ON_FILE.number("qualifying_days_long", day) == 42
    assert ON_FILE.several("care_leaver_bursary_days", day) == (60, 120, 300)
    with pytest.raises(TypeError):
        ON_FILE.amount("qualifying_days_long", day)
    with pytest.raises(TypeError):
        ON_FILE.number("completion_share", day)


def test_a_form_goes_with_every_value():
    for parameter in ON_FILE.all.values():
        for value in parameter.values:
            kinds = {
                Form.AMOUNT: Decimal,
                Form.NUMBER: int,
                Form.FLAG: bool,
                Form.LIST: tuple,
                Form.TEXT: str,
            }
            assert value.value is None or type(value.value) is kinds[parameter.form]


def test_amounts_are_taken_as_they_are_written():
    assert plain(0.1, Form.AMOUNT) == Decimal("0.1")
    assert plain("1234.50", Form.AMOUNT) == Decimal("1234.50")
    assert plain([[1, 0.5]], Form.LIST) == ((1, Decimal("0.5")),)
    for wrong, form in (("much", Form.AMOUNT), (True, Form.NUMBER), (1.5, Form.NUMBER)):
        with pytest.raises(ValueError, match="is not"):
            plain(wrong, form)


# -- given by the provider -------------------------------------------------------------------------


def test_a_given_value_stands_from_its_day_and_ours_before_it(tmp_path: Path):
    file = tmp_path / "ours.yaml"
    file.write_text(
        "loans_support_1:\n  2025-08-01: 55.50\n"
        "adult_annual_cap:\n"
        "  2025-08-01: {value: 4600, source: funding agreement}\n"
        "  2026-08-01: 4700\n"
    )
    found = read_parameters(file)
    assert found.amount("loans_support_1", date(2025, 8, 1)) == Decimal("55.5")
    assert found.amount("loans_support_1", date(2020, 8, 1)) == 50
    with pytest.raises(ParameterMissing):
        found.amount("loans_support_1", date(2025, 7, 31))
    value = found.value_at("adult_annual_cap", date(2026, 7, 31))
    assert (value.value, value.source, value.status) == (4600, "funding agreement", "given")
    assert found.amount("adult_annual_cap", date(2027, 1, 1)) == 4700
    assert ON_FILE.amount_on_file("adult_annual_cap", date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "write the name of a parameter"),
        ({"loans_suport_1": {}}, "did you mean 'loans_support_1'"),
        ({"loans_support_1": 55}, "under its first day"),
        ({"loans_support_1": {2025: 55}}, "2025 is not a day"),
        ({"loans_support_1": {date(2025, 8, 1): "lots"}}, "2025-08-01: 'lots' is not an amount"),
        ({"loans_support_1": {date(2025, 8, 1): None}}, "the value is missing"),
        ({"loans_support_1": {date(2025, 8, 1): {"rate": 1}}}, "write value"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_is_given_wrongly_is_refused(data: object, told: str):
    with pytest.raises(EngineError, match=told):
        given(data)


def test_a_file_that_is_not_yaml_is_refused(tmp_path: Path):
    file = tmp_path / "ours.yaml"
    file.write_text("a: [1\nb: 2\n")
    with pytest.raises(EngineError, match="ours.yaml, line 2"):
        read_parameters(file)
    with pytest.raises(EngineError, match="cannot be read"):
        read_parameters(tmp_path / "none.yaml")
