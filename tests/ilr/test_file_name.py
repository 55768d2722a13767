"""File names."""
# ruff: noqa: DTZ001 - the time in a name carries no zone

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openilr.ilr.file_name import make_file_name, parse_file_name

GOOD = "ILR-90000117-2627-20261120-171203-01.XML"


def test_a_good_name_is_taken_apart():
    name = parse_file_name(GOOD)
    assert (name.ukprn, name.year, name.serial) == (90000117, "2627", "01")
    assert name.made_at == datetime(2026, 11, 20, 17, 12, 3)
    assert name.has_form
    assert name.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        GOOD.lower().replace("ilr-", "ILR-"),
        "a/b/" + GOOD,
        "C:\\returns\\" + GOOD,
        "ILR-90000117-2627-20261120-171203-00.XML",  # the form is right; Filename_6 judges 00
    ],
)
def test_good_forms(text: str):
    assert parse_file_name(text).has_form


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ILR-99999999-2526-20250108-094401.xml", "serial number"),
        ("ILR-9000011-2627-20261120-171203-01.XML", "provider number"),
        ("ILR-9000011X-2627-20261120-171203-01.XML", "provider number"),
        ("ILR-90000117-26-20261120-171203-01.XML", "year"),
        ("ILR-90000117-2627-20261320-171203-01.XML", "day and time"),
        ("ILR-90000117-2627-20260229-171203-01.XML", "day and time"),
        ("ILR-90000117-2627-20261120-241203-01.XML", "day and time"),
        ("ILR-90000117-2627-20261120-1712-01.XML", "day and time"),
        ("ILR-90000117-2627-20261120-171203-01-2.XML", "more parts"),
        ("ILR-90000117-2627-20261120-171203-01.CSV", "end in"),
        ("ILR-90000117-2627-20261120-171203-01", "end in"),
        ("ILR-٩0000117-2627-20261120-171203-01.XML", "provider number"),
        ("ILR-", "provider number"),
        ("learners.xml", "begin with"),
        ("", "begin with"),
    ],
)
def test_what_is_wrong_is_said(text: str, word: str):
    name = parse_file_name(text)
    assert not name.has_form
    assert any(word in problem for problem in name.problems)


def test_the_serial_number_is_judged_apart():
    name = parse_file_name("ILR-90000117-2627-20261120-171203-A1.XML")
    assert name.problems == ()
    assert not name.serial_is_two_digits
    assert not name.has_form


@given(st.text(max_size=60))
def test_no_name_makes_it_fail(text: str):
    name = parse_file_name(text)
    assert name.has_form or name.problems or not name.serial_is_two_digits


@given(
    st.integers(10000000, 99999999),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)),
    st.integers(1, 99),
)
def test_a_made_name_reads_back(ukprn: int, made_at: datetime, serial: int):
    name = parse_file_name(make_file_name(ukprn, "2627", made_at, serial))
    assert name.has_form
    assert (name.ukprn, name.made_at) == (ukprn, made_at.replace(microsecond=0))
    assert int(name.serial or 0) == serial


@pytest.mark.parametrize(
    ("ukprn", "year", "serial"), [(1, "2627", 1), (90000117, "26", 1), (90000117, "2627", 100)]
)
def test_a_name_that_does_not_fit_is_refused(ukprn: int, year: str, serial: int):
    with pytest.raises(ValueError, match="not of the form"):
        make_file_name(ukprn, year, datetime(2026, 11, 20), serial)
    with pytest.raises(ValueError, match="not of the form"):
        make_file_name(90000117, "2627", datetime(2026, 11, 20), 0)
