"""The outcome of an aim, and the grade that goes with it."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams

BOOTCAMP = {"FundModel": 37, "ProgType": 32}
STANDARD = {"FundModel": 36, "ProgType": 25}
ENDED = {"LearnActEndDate": "2026-01-16"}

CASES = [
    *cases(
        "Outcome_01",
        "asf",
        *((False, {"Outcome": code}) for code in (1, 2, 3, 8, None)),
        *((True, {"Outcome": code}) for code in (4, 5, 6, 7, 9)),
    ),
    *cases(
        "Outcome_04",
        "asf",
        *((True, {"Outcome": code}) for code in (None, 2, 3, 8)),
        (False, {"Outcome": 1}),
        (False, {"Outcome": 8, "AchDate": None}),
        (False, {"Outcome": 8, **STANDARD}),
        (False, {"Outcome": None, **STANDARD}),
        (True, {"Outcome": 8, **STANDARD, "FundModel": 81}),
        (True, {"Outcome": 8, "FundModel": 36}),
        (True, {"Outcome": 8, **BOOTCAMP}),
        AchDate="2026-01-16",
    ),
    *cases(
        "Outcome_05",
        "asf",
        (True, {"Outcome": 1}),
        (False, {"Outcome": 1, **ENDED}),
        (False, {"Outcome": 3}),
        (False, {"Outcome": None}),
        (False, {"Outcome": 1, **BOOTCAMP}),
        (True, {"Outcome": 1, "FundModel": 37}),
        (True, {"Outcome": 1, "ProgType": 32}),
    ),
    *cases(
        "Outcome_09",
        "apprenticeship",
        *((False, {"Outcome": 8, "CompStatus": 1, "FundModel": model}) for model in (36, 99)),
        *((True, {"Outcome": 8, "CompStatus": 1, "FundModel": model}) for model in (35, 81)),
        (True, {"Outcome": 8, "CompStatus": 1, "AimType": 3}),
        (True, {"Outcome": 8, "CompStatus": 1, "ProgType": None}),
        (False, {"Outcome": 8, "CompStatus": 1, **BOOTCAMP, "AimType": 3}),
    ),
    *cases(
        "Outcome_09",
        "asf",
        *((True, {"Outcome": 8, "CompStatus": status}) for status in (1, 3, 6)),
        (False, {"Outcome": 8, "CompStatus": 2}),
        (False, {"Outcome": 1, "CompStatus": 1}),
        (False, {"CompStatus": 1}),
        (False, {"Outcome": 8, "CompStatus": None}),
    ),
    *cases(
        "Outcome_10",
        "asf",
        (True, {"Outcome": 3, "CompStatus": 1}),
        (False, {"Outcome": 3, "CompStatus": 3}),
        (False, {"Outcome": 1, "CompStatus": 1}),
        (False, {"CompStatus": 1}),
    ),
    *cases(
        "Outcome_11",
        "asf",
        *((True, {"Outcome": code}) for code in (1, 3, 8)),
        (False, {"Outcome": 3, **ENDED}),
        (False, {}),
        (False, {"Outcome": 3, **BOOTCAMP}),
        (True, {"Outcome": 3, "FundModel": 37}),
        (True, {"Outcome": 3, "ProgType": 32}),
    ),
    *cases(
        "Outcome_12",
        "asf",
        (True, ENDED),
        (False, {"Outcome": 3, **ENDED}),
        (False, {}),
    ),
    *cases(
        "Outcome_13",
        "unit",
        (True, {"Outcome": 1}),
        (True, {"Outcome": 1, "LearningDeliveryFAM": fams("SOF105 LDM403 DAM404")}),
        (False, {"Outcome": 1, "LearningDeliveryFAM": fams("SOF105 LDM404")}),
        (False, {"Outcome": 3}),
        (False, {}),
        (False, {"Outcome": 1, "AimType": 3}),
        (False, {"Outcome": 1, "ProgType": 25}),
        (False, {"Outcome": 1, "ProgType": None}),
        years=("2627",),
    ),
    *cases(
        "OutGrade_01",
        "asf",
        *((False, {"OutGrade": grade}) for grade in ("A*", "PA", "DS", "9", "FL", "D*D*D*", None)),
        *((True, {"OutGrade": grade}) for grade in ("ZZ", "100", "A**A", "Q")),
    ),
    *cases(
        "OutGrade_04",
        "asf",
        (True, {"OutGrade": "PA", "Outcome": 8}),
        (True, {"OutGrade": "PA", "Outcome": None}),
        *((False, {"OutGrade": "PA", "Outcome": code}) for code in (1, 2, 3)),
        (False, {"Outcome": 8}),
        (False, {}),
    ),
    *cases(
        "OutGrade_05",
        "asf",
        *((True, {"OutGrade": grade, "Outcome": 1}) for grade in ("FL", "U", "N", "X", "Y")),
        (False, {"OutGrade": "PA", "Outcome": 1}),
        (False, {"OutGrade": "FL", "Outcome": 3}),
        (False, {"OutGrade": "FL"}),
        (False, {"Outcome": 1}),
    ),
    *cases(
        "OutGrade_06",
        "asf",
        *((False, {"OutGrade": grade, "Outcome": 3}) for grade in ("FL", "U", "N", "X", "Y")),
        *((True, {"OutGrade": grade, "Outcome": 3}) for grade in ("PA", "A", "NN")),
        (False, {"Outcome": 3}),
        (False, {"OutGrade": "PA", "Outcome": 1}),
        (False, {"OutGrade": "PA"}),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_outcome(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


GRADED = {"LearnAimRef": "9900009G", "Outcome": 1, "LearnActEndDate": "2014-08-01"}


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("kind", "fields", "fires"),
    [
        ("0003", {"OutGrade": "9"}, False),
        ("0003", {"OutGrade": "A*"}, False),
        ("0003", {"OutGrade": "DS"}, True),
        ("0001", {"OutGrade": "E"}, False),
        ("0001", {"OutGrade": "A*"}, True),
        ("0002", {"OutGrade": "A*"}, False),
        *((kind, {"OutGrade": "PA"}, True) for kind in ("1413", "1422", "1430", "1433", "1434")),
        *((kind, {"OutGrade": "PA"}, True) for kind in ("1435", "1453", "2999", "0002")),
        *((kind, {"OutGrade": "PA"}, False) for kind in ("0005", "1439", "9999")),
        ("0003", {"OutGrade": None}, False),
        ("0003", {"OutGrade": "DS", "Outcome": 3}, False),
        ("0003", {"OutGrade": "DS", "Outcome": None}, False),
        ("0003", {"OutGrade": "DS", "LearnActEndDate": "2014-07-31"}, False),
        ("0003", {"OutGrade": "DS", "LearnActEndDate": "2014-08-02"}, True),
        ("0003", {"OutGrade": "DS", "LearnActEndDate": None}, False),
        ("0003", {"OutGrade": "DS", "LearnAimRef": "9900010G"}, False),
    ],
)
def test_grades_of_a_qualification(found, year, kind, fields, fires):
    table = {"lars_learning_delivery": [{"LearnAimRef": "9900009G", "LearnAimRefType": kind}]}
    patch = aims(aim(**{**GRADED, **fields}))
    expected = [1] if fires else []
    assert found("OutGrade_07", year=year, base="study", reference=table, **patch) == expected
