"""Identifiers, well formed and invented."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openilr.ilr import identifiers as ids


def test_the_ulns_of_the_worked_cases_are_valid():
    pool = ["1000000019", "1000000027", "1000000035", "1000000043", "9000000016"]
    assert all(ids.is_uln(uln) for uln in pool)


@given(st.integers(100000000, 999999999))
def test_exactly_one_tenth_digit_is_right_or_none(nine: int):
    right = [digit for digit in range(10) if ids.is_uln(f"{nine}{digit}") and nine != 999999999]
    check = ids.uln_check_digit(nine)
    if nine != 999999999:
        assert right == ([] if check is None else [check])


def test_a_uln_whose_remainder_is_zero_cannot_be_made():
    assert not any(ids.is_uln(f"100000006{digit}") for digit in range(10))
    with pytest.raises(ValueError, match="no ULN"):
        ids.uln_with_check(100000006)
    with pytest.raises(ValueError, match="no ULN"):
        ids.uln_with_check("000000001")


@given(st.integers(10000000, 99999999))
def test_an_employer_number_has_one_right_digit_or_none(eight: int):
    right = [d for d in range(10) if ids.employer_check_character(eight * 10 + d) == str(d)]
    character = ids.employer_check_character(eight * 10)
    assert right == ([] if character == "X" else [int(character)])


def test_an_employer_number_without_a_right_digit_cannot_be_made():
    with pytest.raises(ValueError, match="no employer number"):
        ids.employer_id_with_check(90000004)
    with pytest.raises(ValueError, match="no employer number"):
        ids.employer_id_with_check("1")


@pytest.mark.parametrize(
    "text",
    ["CV1 2WT", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EC1A 1BB", ids.UNKNOWN_POSTCODE],
)
def test_postcodes_of_every_shape(text: str):
    assert ids.is_postcode(text)


@pytest.mark.parametrize(
    "text",
    ["", "CV1", "CV1  2WT", " CV1 2WT", "CV1 2WT ", "1CV 2WT", "CV111 2WT", "CV1 22T", "CV1 2WT\n"]
    + [f"CV1 2A{letter}" for letter in "CIKMOV"],
)
def test_what_is_not_a_postcode(text: str):
    assert not ids.is_postcode(text)


def test_letters_that_ni_numbers_do_not_have():
    assert not any(ids.is_ni_number(f"{letter}A123456A") for letter in "DFIQUV")
    assert not any(ids.is_ni_number(f"A{letter}123456A") for letter in "DFIOQUV")
    assert ids.is_ni_number("OA123456A")
    assert not ids.is_ni_number("ab123456c")
    assert not ids.is_ni_number("AB12345C")


@pytest.mark.parametrize(
    ("make", "is_valid", "count"),
    [
        (ids.invented_uln, ids.is_uln, 90_000),
        (ids.invented_employer_id, ids.is_employer_id, 900_000),
        (ids.invented_ukprn, ids.is_ukprn, 9_999_999),
        (ids.invented_ni_number, ids.is_ni_number, 4_000_000),
        (ids.invented_postcode, ids.is_postcode, 396_000),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_invented_identifiers_are_valid_and_different(
    make: Callable[[int], int | str], is_valid: Callable[[int | str], bool], count: int
):
    numbers = [*range(2000), *range(count - 2000, count)]
    made = [make(number) for number in numbers]
    assert all(is_valid(value) for value in made)
    assert len(set(made)) == len(numbers)
    for outside in (-1, count):
        with pytest.raises(ValueError, match="numbered from 0"):
            make(outside)
