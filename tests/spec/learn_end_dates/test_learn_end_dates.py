"""The planned and the actual end of an aim: in order with the start, and not too late."""

import pytest

from tests.spec.aim_cases import PARAMETERS, cases

CASES = [
    *cases(
        "LearnActEndDate_01",
        "asf",
        (True, {"LearnActEndDate": "2025-09-30"}),
        (False, {"LearnActEndDate": "2025-10-01"}),
        (False, {"LearnActEndDate": "2025-10-02"}),
        (False, {}),
        (False, {"LearnActEndDate": "2025-09-30", "LearnStartDate": None}),
        LearnStartDate="2025-10-01",
    ),
    *cases(  # the file of the base was prepared on 5 February 2026
        "LearnActEndDate_04",
        "asf",
        (False, {"LearnActEndDate": "2026-02-04"}),
        (False, {"LearnActEndDate": "2026-02-05"}),
        (True, {"LearnActEndDate": "2026-02-06"}),
        (False, {}),
        years=("2526",),
    ),
    *cases(
        "LearnActEndDate_04",
        "asf",
        (False, {"LearnActEndDate": "2026-11-20"}),
        (True, {"LearnActEndDate": "2026-11-21"}),
        years=("2627",),
    ),
    *cases(
        "LearnPlanEndDate_02",
        "asf",
        (True, {"LearnPlanEndDate": "2025-09-30"}),
        (False, {"LearnPlanEndDate": "2025-10-01"}),
        (False, {"LearnPlanEndDate": "2025-10-02"}),
        (False, {"LearnPlanEndDate": None}),
        LearnStartDate="2025-10-01",
    ),
    *cases(
        "LearnPlanEndDate_03",
        "asf",
        (False, {"LearnPlanEndDate": "2035-09-30"}),
        (True, {"LearnPlanEndDate": "2035-10-01"}),
        (True, {"LearnPlanEndDate": "2035-10-02"}),
        (False, {"LearnPlanEndDate": None}),
        (True, {"LearnStartDate": "2024-02-29", "LearnPlanEndDate": "2034-02-28"}),
        (False, {"LearnStartDate": "2024-02-29", "LearnPlanEndDate": "2034-02-27"}),
        LearnStartDate="2025-10-01",
    ),
    *cases(  # 112 days after 7 September is 28 December
        "LearnPlanEndDate_04",
        "unit",
        (False, {"LearnPlanEndDate": "2026-12-27"}),
        (False, {"LearnPlanEndDate": "2026-12-28"}),
        (True, {"LearnPlanEndDate": "2026-12-29"}),
        (False, {"LearnPlanEndDate": None}),
        (False, {"LearnPlanEndDate": "2026-12-29", "AimType": 3}),
        (False, {"LearnPlanEndDate": "2026-12-29", "ProgType": 32}),
        (False, {"LearnPlanEndDate": "2026-12-29", "ProgType": None}),
        LearnStartDate="2026-09-07",
        years=("2627",),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_end_dates(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected
