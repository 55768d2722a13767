"""Hours records, new in 2026-27: which an aim must have, which it may not have, and how many."""

from typing import Any

import pytest

from tests.spec.aim_cases import PARAMETERS, aim, aims, cases, fams
from tests.spec.aim_cases import hours as records

RESTART = fams("SOF105 RES1")
T_LEVEL = {"FundModel": 25, "ProgType": 31, "AimType": 1}
MODELS = (11, 25, 35, 36, 37, 38, 39, 81, 82, 99)


def _of_2627(rule: str, base: str, *rows: Any, **always: Any):
    return cases(rule, base, *rows, years=("2627",), **always)


def _hours(text: str, **fields: Any) -> dict[str, Any]:
    return {"HRSRecord": records(text) if text else [], **fields}


def _all_but(*codes: int) -> str:
    return ", ".join(f"{code} 100" for code in range(1, 7) if code not in codes)


def _required(rule: str, base: str, code: int, *rows: Any, **always: Any):
    """Cases of a record that is required: `rows` are about what else counts."""
    return _of_2627(
        rule,
        base,
        (True, _hours("")),
        (True, _hours(_all_but(code))),
        (True, {"HRSRecord": records(f"{code} 100", kind="XYZ")}),
        (False, _hours(f"{code} 0")),
        (False, {"HRSRecord": records(f"{code} 100", kind="hrs")}),
        *((fires, _hours("", **fields)) for fires, fields in rows),
        **always,
    )


def _not_allowed(rule: str, codes: tuple[int, ...], *rows: Any, **always: Any):
    """Cases of records that are not allowed: `rows` are about the aim."""
    return _of_2627(
        rule,
        "asf",
        *((True, _hours(f"{code} 0")) for code in codes),
        *((False, _hours(f"{code} 0")) for code in {*range(1, 8)} - {*codes}),
        (True, _hours(f"7 10, {codes[0]} 100")),
        (False, {"HRSRecord": records(f"{codes[0]} 100", kind="XYZ")}),
        (False, _hours("")),
        *((fires, _hours(f"{codes[0]} 100", **fields)) for fires, fields in rows),
        **always,
    )


CASES = [
    *_required(
        "HRSType_01",
        "apprenticeship",
        1,
        (True, {"LearnStartDate": "2019-08-01"}),
        (False, {"LearnStartDate": "2019-07-31"}),
        (False, {"FundModel": 99}),
        (False, {"AimType": 3}),
        (True, {"LearningDeliveryFAM": RESTART}),
        (True, {"ProgType": None}),
    ),
    *_required(
        "HRSType_02",
        "study",
        2,
        (False, {"FundModel": 99}),
        (False, {"ProgType": 30}),
        (False, {"ProgType": None}),
        (False, {"AimType": 5}),
        (True, {"LearnStartDate": "2020-07-31"}),
        **T_LEVEL,
    ),
    *_required(
        "HRSType_04",
        "study",
        2,
        (True, {"FundModel": 99}),
        (False, {"ProgType": 30}),
        (False, {"ProgType": None}),
        (False, {"AimType": 5}),
        **T_LEVEL,
    ),
    *_required("HRSType_06", "asf", 5, (False, {"FundModel": 38}), FundModel=11),
    *_required(
        "HRSType_08",
        "apprenticeship",
        3,
        (True, {"LearnStartDate": "2019-08-01"}),
        (False, {"LearnStartDate": "2019-07-31"}),
        (False, {"FundModel": 99}),
        (False, {"AimType": 3}),
        *((False, {"CompStatus": code}) for code in (1, 3, 6)),
        (False, {"LearningDeliveryFAM": RESTART}),
        CompStatus=2,
    ),
    *_required(
        "HRSType_09",
        "apprenticeship",
        3,
        (True, {"LearnStartDate": "2022-08-01"}),
        (False, {"LearnStartDate": "2022-07-31"}),
        (False, {"FundModel": 99}),
        (False, {"AimType": 3}),
        *((False, {"CompStatus": code}) for code in (1, 2, 6)),
        (True, {"LearningDeliveryFAM": RESTART}),
        CompStatus=3,
    ),
    *_not_allowed(
        "HRSType_05",
        (2,),
        (True, {"ProgType": 30}),
        (False, {"ProgType": 31}),
        *((False, {"FundModel": model}) for model in MODELS if model != 25),
        FundModel=25,
    ),
    *_not_allowed(
        "HRSType_07",
        (3,),
        (True, {"AimType": 3}),
        (True, {"AimType": 5}),
        (False, {"AimType": 1}),
        AimType=4,
    ),
    *_not_allowed(
        "HRSType_10",
        (6,),
        *((model not in (35, 38, 81), {"FundModel": model}) for model in MODELS),
        FundModel=99,
    ),
    *_not_allowed(
        "HRSType_12",
        (1, 3, 4, 5, 6),
        (False, {"FundModel": 99}),
        (False, {"ProgType": 30}),
        (False, {"ProgType": None}),
        (True, {"AimType": 5}),
        **T_LEVEL,
    ),
    *_not_allowed(
        "HRSType_13",
        (1, 3, 4),
        *((model != 36, {"FundModel": model}) for model in MODELS),
    ),
    *_not_allowed(
        "HRSType_14",
        (2, 5, 6),
        *((model == 36, {"FundModel": model}) for model in MODELS),
        FundModel=36,
    ),
    *_not_allowed(
        "HRSType_15",
        (5,),
        *((model != 11, {"FundModel": model}) for model in MODELS),
    ),
    *_not_allowed(
        "HRSType_16",
        (1, 2, 3, 4, 6),
        *((model == 11, {"FundModel": model}) for model in MODELS),
        FundModel=11,
    ),
    *_not_allowed(
        "HRSType_17",
        (1, 2, 3, 4, 5),
        *((model in (35, 38, 81), {"FundModel": model}) for model in MODELS),
    ),
    *_of_2627(
        "HRSType_18",
        "apprenticeship",
        (True, _hours("1 600, 1 600")),
        (True, _hours("1 600, 4 20, 1 10")),
        (True, _hours("4 20, 4 20, 4 20")),
        (False, _hours("1 600, 3 600, 4 600")),
        (False, {"HRSRecord": [{"HRSType": "HRS", "HRSAmount": 1}] * 2}),
        (False, _hours("1 600")),
        (False, _hours("")),
    ),
    *_of_2627(
        "HRSAmount_01",
        "study",
        (True, _hours("2 0")),
        (False, _hours("2 1")),
        (False, _hours("1 0")),
        (False, {"HRSRecord": records("2 0", kind="XYZ")}),
        (False, _hours("2 0", FundModel=99)),
        (False, _hours("2 0", ProgType=30)),
        (False, _hours("2 0", ProgType=None)),
        (False, _hours("2 0", AimType=5)),
        **T_LEVEL,
    ),
    *_of_2627(
        "HRSAmount_02",
        "apprenticeship",
        (True, _hours("1 277")),
        (False, _hours("1 278")),
        (False, _hours("1 279")),
        (False, _hours("3 277")),
        (False, {"HRSRecord": records("1 277", kind="XYZ")}),
        (True, _hours("1 277", AimType=3)),
        (True, _hours("1 277", LearnStartDate="2022-08-01")),
        (False, _hours("1 277", LearnStartDate="2022-07-31")),
        (True, _hours("1 277", LearnStartDate="2025-07-31")),
        (False, _hours("1 277", LearnStartDate="2025-08-01")),
        (False, _hours("1 277", FundModel=99)),
        (False, _hours("1 277", LearningDeliveryFAM=RESTART)),
        LearnStartDate="2024-09-09",
    ),
    *_of_2627(
        "HRSAmount_03",
        "apprenticeship",
        (True, _hours("1 186")),
        (False, _hours("1 187")),
        (False, _hours("1 188")),
        (False, _hours("3 186")),
        (False, {"HRSRecord": records("1 186", kind="XYZ")}),
        (True, _hours("1 186", AimType=3)),
        (True, _hours("1 186", LearnStartDate="2025-08-01")),
        (False, _hours("1 186", LearnStartDate="2025-07-31")),
        (False, _hours("1 186", FundModel=99)),
        (False, _hours("1 186", LearningDeliveryFAM=RESTART)),
    ),
    # ten days: 240 hours are 24 a day, 50 are 35 a week, 90 are 9 a day
    *_of_2627(
        "HRSAmount_04",
        "asf",
        (True, _hours("6 241")),
        (False, _hours("6 240")),
        (False, _hours("6 239")),
        (False, _hours("5 241")),
        (False, {"HRSRecord": records("6 241", kind="XYZ")}),
        (True, _hours("6 61", LearnPlanEndDate="2026-09-08")),
        (False, _hours("6 60", LearnPlanEndDate="2026-09-08")),
        (False, _hours("6 59", LearnPlanEndDate="2026-09-08")),
        (True, _hours("6 61", LearnPlanEndDate="2026-09-07")),
        (False, _hours("6 999", LearnPlanEndDate="2026-09-06")),
        (False, _hours("6 999", LearnPlanEndDate="2026-09-01")),
        (False, _hours("6 999", LearnPlanEndDate=None)),
        LearnStartDate="2026-09-07",
        LearnPlanEndDate="2026-09-16",
    ),
    *_of_2627(
        "HRSAmount_05",
        "asf",
        (True, _hours("6 101", LearnPlanEndDate="2026-09-26")),  # 20 days
        (False, _hours("6 100", LearnPlanEndDate="2026-09-26")),
        (False, _hours("6 99", LearnPlanEndDate="2026-09-26")),
        (True, _hours("6 61")),
        (False, _hours("6 59")),
        (True, _hours("6 61", LearnPlanEndDate="2026-09-07")),
        (False, _hours("6 60")),
        (False, _hours("5 999")),
        (False, _hours("6 999", LearnPlanEndDate="2026-09-05")),
        (False, {"HRSRecord": records("6 999", kind="XYZ")}),
        (False, _hours("6 999", LearnPlanEndDate="2026-09-06")),
        LearnStartDate="2026-09-07",
        LearnPlanEndDate="2026-09-16",
    ),
    *_of_2627(
        "HRSAmount_06",
        "asf",
        (False, _hours("6 90")),
        (False, _hours("6 89")),
        (True, _hours("6 91")),
        (True, _hours("6 239")),
        (False, _hours("6 240")),
        (False, _hours("5 100")),
        (False, {"HRSRecord": records("6 100", kind="XYZ")}),
        (False, _hours("6 10", LearnPlanEndDate="2026-09-06")),
        (True, _hours("6 10", LearnPlanEndDate="2026-09-07")),
        LearnStartDate="2026-09-07",
        LearnPlanEndDate="2026-09-16",
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_hours_records(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


def test_codes_are_counted_by_aim(found):
    patch = aims(*(aim(number, HRSRecord=records("1 600")) for number in (1, 2, 3)))
    assert found("HRSType_18", year="2627", **patch) == []


def test_hours_on_another_aim_do_not_count(found):
    patch = aims(aim(1, HRSRecord=[]), aim(2, HRSRecord=records("1 600")))
    assert found("HRSType_01", year="2627", **patch) == [1]
