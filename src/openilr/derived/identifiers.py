"""Check digits of identifiers, as column arithmetic.

Source: spec/rules/README.md section 3 (DD01, DD05, DD14).
"""

from openilr.language import Integer, fact, when
from openilr.language.columns import (
    ULN,
    EmpId,
    Learner,
    LearnerEmploymentStatus,
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
