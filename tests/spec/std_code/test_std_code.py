"""The rules on the code of the apprenticeship standard."""

from typing import Any

import pytest

from tests.spec.conftest import Found


def validity(*rows: tuple[int, str, str | None]) -> dict[str, Any]:
    return {
        "lars_standard_validity": [
            {
                "StandardCode": code,
                "ValidityCategory": "APPRENTICESHIPS",
                "StartDate": start,
                "EndDate": end,
                "LastNewStartDate": None,
            }
            for code, start, end in rows
        ]
    }


@pytest.mark.parametrize("year", ["2526", "2627"])
@pytest.mark.parametrize(
    ("rule", "fields", "place"),
    [
        ("StdCode_01", {"ProgType": 25, "StdCode": None}, [1]),
        ("StdCode_01", {"ProgType": 25, "StdCode": 9001}, []),
        ("StdCode_01", {"ProgType": 24, "StdCode": None}, []),
        ("StdCode_01", {"ProgType": None, "StdCode": None}, []),
        ("StdCode_02", {"ProgType": 25, "StdCode": 9001}, []),
        ("StdCode_02", {"ProgType": 25, "StdCode": 9002}, [1]),
        ("StdCode_02", {"ProgType": None, "StdCode": 9002}, [1]),
        ("StdCode_02", {"ProgType": 25, "StdCode": 9003}, []),  # dates are no matter
        ("StdCode_02", {"ProgType": 25, "StdCode": None}, []),
        ("StdCode_03", {"ProgType": 25, "StdCode": 9001}, []),
        ("StdCode_03", {"ProgType": 24, "StdCode": 9001}, [1]),
        ("StdCode_03", {"ProgType": None, "StdCode": 9001}, [1]),
        ("StdCode_03", {"ProgType": 24, "StdCode": None}, []),
        ("StdCode_03", {"ProgType": None, "StdCode": None}, []),
    ],
)
def test_the_standard_code(
    found: Found, year: str, rule: str, fields: dict[str, Any], place: list[int]
):
    learners = [{"LearningDelivery": [{"AimSeqNumber": 1, **fields}]}]
    reference = validity((9003, "2015-08-01", "2016-07-31"))
    case = {"base": "nonfunded", "Learner": learners, "reference": reference}
    assert found(rule, year=year, **case) == place
