"""Check digits, against sums written out by hand: many numbers, each with every last character.

Numbers that differ in one digit stand beside each other, so that each digit's weight counts.
"""

import pytest

ULN_STEMS = [
    *(100_000_000 + 10**place for place in range(9)),
    *(100_000_000 + 7 * 10**place for place in range(8)),
    *(123_456_789, 987_654_321, 999_999_999, 555_555_555, 314_159_265, 100_000_005, 100_000_109),
]
EMPLOYER_STEMS = [
    *(10_000_000 + 10**place for place in range(8)),
    *(10_000_000 + 7 * 10**place for place in range(7)),
    *(12_345_678, 98_765_432, 99_999_998, 55_555_555, 31_415_926, 10_000_004),
]
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def weighted(stem, first):
    """The digits of a number times falling weights, the first digit's given."""
    return sum(int(digit) * (first - place) for place, digit in enumerate(str(stem)))


def uln_digit(stem):
    """DD01: 10 less the remainder of the weighted sum by 11; none for a remainder of 0."""
    remainder = weighted(stem, 10) % 11
    return 10 - remainder if remainder else None


def employer_digit(stem):
    """DD05 and DD14: 11 less the remainder; 11 gives 0, and 10 none."""
    digit = 11 - weighted(stem, 9) % 11
    return 0 if digit == 11 else None if digit == 10 else digit


def other_lengths(stems, places, digit_of):
    """Numbers one digit too short or too long, whose last digit goes with those that are there.

    A short number is taken to begin with 0; of a long one the first digit has no weight.
    """
    tops = 10 ** (places - 1)
    short = [stem % tops for stem in stems]
    # leading zeros have no part in the sum, but their places do
    digits = [digit_of(f"{stem:0{places}}") for stem in short]
    yield from (stem * 10 + d for stem, d in zip(short, digits, strict=True) if d is not None)
    for stem in stems:
        if (digit := digit_of(stem)) is not None:
            yield 10 ** (places + 1) + stem * 10 + digit


def _wrong(numbers, right):
    """The learners that must be reported, by their place in the file."""
    return [f"A{n:03d}/learner" for n, each in enumerate(numbers, 1) if each not in right]


def test_the_stems_reach_every_digit_and_none():
    assert {uln_digit(stem) for stem in ULN_STEMS} >= {None, 0, 1, 9}
    assert {employer_digit(stem) for stem in EMPLOYER_STEMS} >= {None, 0, 1, 9}


def test_unique_learner_numbers(found):
    right = {stem * 10 + uln_digit(stem) for stem in ULN_STEMS if uln_digit(stem) is not None}
    numbers = [stem * 10 + digit for stem in ULN_STEMS for digit in range(10)]
    for short in (1, 99_999_999, 999_999_999, 10_000_000_019):
        numbers.append(short)
    numbers.append(9_999_999_999)
    numbers += other_lengths(ULN_STEMS, 9, uln_digit)
    wrong = _wrong(numbers, right | {9_999_999_999})
    assert len(wrong) > 200
    assert found("ULN_04", Learner=[{"ULN": number} for number in numbers]) == sorted(wrong)


@pytest.mark.parametrize("rule", ["EmpId_02", "WorkPlaceEmpId_02"])
def test_employer_numbers(found, rule):
    right = {
        stem * 10 + employer_digit(stem)
        for stem in EMPLOYER_STEMS
        if employer_digit(stem) is not None
    }
    numbers = [stem * 10 + digit for stem in EMPLOYER_STEMS for digit in range(10)]
    numbers += [1, 9_999_999, 99_999_999, 999_999_999, None]
    numbers += other_lengths(EMPLOYER_STEMS, 8, employer_digit)
    right |= {999_999_999, None}
    if rule == "EmpId_02":
        people = [
            {
                "ULN": 9999999999,
                "LearnerEmploymentStatus": [
                    _known(EmpStat=10, DateEmpStatApp="2024-07-31", EmpId=each)
                ],
            }
            for each in numbers
        ]
        assert found(rule, base="asf", Learner=people) == _wrong(numbers, right)
        return
    placements = [
        {
            "AimSeqNumber": number,
            "LearningDeliveryWorkPlacement": [
                _known(
                    WorkPlaceStartDate="2025-10-01",
                    WorkPlaceHours=10,
                    WorkPlaceMode=1,
                    WorkPlaceEmpId=each,
                )
            ],
        }
        for number, each in enumerate(numbers, 1)
    ]
    reported = [n for n, each in enumerate(numbers, 1) if each not in right]
    places = found(rule, base="study", Learner=[{"LearningDelivery": placements}])
    assert places == sorted(reported, key=str)


def _known(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def support_letter(stem):
    """HESA: letters count from 0 without I, O and Q; weights fall from 13; all leave 22 by 23."""
    total = sum(
        (LETTERS.index(c) if c.isalpha() else int(c)) * (13 - place) for place, c in enumerate(stem)
    )
    return LETTERS[(22 - total) % 23]


SUPPORT_STEMS = [
    *(f"{letter}AAA00000000" for letter in "ABCDEFGHJKLMNPRSTUVWXY"),
    *(f"A{letter}AA00000000" for letter in "BCDEFGHJKLMNPRSTUVWXY"),
    *(f"AA{letter}A00000000" for letter in "BCDEFGHJKLMNPRSTUVWXY"),
    *(f"AAA{letter}00000000" for letter in "BCDEFGHJKLMNPRSTUVWXY"),
    *(f"AAAA{'0' * place}1{'0' * (7 - place)}" for place in range(8)),
    *(f"WADM{'0' * place}7{'0' * (7 - place)}" for place in range(8)),
    "WADM46891352",
]


def test_student_support_numbers(found):
    letters = {stem: support_letter(stem) for stem in SUPPORT_STEMS}
    assert set(letters.values()) == set(LETTERS)
    right = [stem + letter for stem, letter in letters.items()]
    wrong = [stem + LETTERS[(LETTERS.index(letter) + 1) % 23] for stem, letter in letters.items()]
    numbers = [
        *right,
        *(each.lower() for each in right[:5]),
        *wrong,
        "AAAA0000000",
        "1AAA00000000A",
    ]
    rows = [
        {"AimSeqNumber": n, "LearningDeliveryHE": {"SSN": each}}
        for n, each in enumerate(numbers, 1)
    ]
    first = len(right) + 6
    places = found("SSN_02", base="he", Learner=[{"LearningDelivery": rows}])
    assert places == sorted(range(first, len(numbers) + 1), key=str)
