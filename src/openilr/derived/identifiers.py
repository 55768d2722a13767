"""Check characters of identifiers, as column arithmetic.

Source: spec/rules/README.md section 3 (DD01, DD05, DD14); HESA's definition of SSN.
"""

from openilr.language import Boolean, Integer, Text, fact, when
from openilr.language.columns import (
    SSN,
    ULN,
    EmpId,
    Learner,
    LearnerEmploymentStatus,
    LearningDeliveryHE,
    LearningDeliveryWorkPlacement,
    WorkPlaceEmpId,
)


def _weighted(number: Integer, digits: int) -> Integer:
    """The digits of a number but for the last, weighted from `digits` down to 2, summed."""
    total = number.digit(1) * 2
    for place in range(2, digits):
        total = total + number.digit(place) * (place + 1)
    return total


@fact(Learner)
def uln_check_digit():
    """The tenth digit that goes with the first nine of the ULN; absent if none does."""  # DD01
    remainder = _weighted(ULN, 10) % 11
    ten_digits = ULN.between(1_000_000_000, 9_999_999_999)
    return when(ten_digits & (remainder != 0)).then(10 - remainder).otherwise()


def _employer_check_digit(number: Integer) -> Integer:
    check = 11 - _weighted(number, 9) % 11
    nine_digits = number.between(100_000_000, 999_999_999)
    return (
        when(nine_digits & (check == 11))
        .then(0)
        .when(nine_digits & (check < 10))
        .then(check)
        .otherwise()
    )


@fact(LearnerEmploymentStatus)
def employer_check_digit():
    """The ninth digit that goes with the first eight of the EmpId; absent if none does."""  # DD05
    return _employer_check_digit(EmpId)


@fact(LearningDeliveryWorkPlacement)
def placement_employer_check_digit():
    """The ninth digit that goes with the first eight of the WorkPlaceEmpId."""  # DD14
    return _employer_check_digit(WorkPlaceEmpId)


_SSN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""The letters of a student support number, numbered from 0; I, O and Q are not used."""


def _letter_number(letter: Text) -> Integer:
    first, *others = _SSN_LETTERS
    numbered = when(letter == first).then(0)
    for number, other in enumerate(others, start=1):
        numbered = numbered.when(letter == other).then(number)
    return numbered.otherwise()


@fact(LearningDeliveryHE)
def has_valid_support_number() -> Boolean:
    """The student support number has its shape, and the check letter that goes with the rest.

    Four letters, eight digits and a check letter, in capitals or not, weigh 13 to 1. The check
    letter is 22 less the remainder of the others' sum by 23, so that all of them leave 22.
    """
    number = SSN.upper()
    total = _letter_number(number.slice(12, 1))
    for place in range(12):
        character = number.slice(place, 1)
        value = _letter_number(character) if place < 4 else character.to_integer()
        total = total + value * (13 - place)
    return number.matches(r"[A-HJ-NPR-Y]{4}[0-9]{8}[A-HJ-NPR-Z]") & (total % 23 == 22)
