"""Planned, actual and additional hours, as fields of an aim until 2025-26."""

from typing import Any

import pytest

from tests.spec.aim_cases import PARAMETERS, aim, aims, cases, fams

RESTART = fams("SOF105 RES1")
T_LEVEL = {"FundModel": 25, "ProgType": 31, "AimType": 1}


def _of_2526(rule: str, base: str, *rows: Any, **always: Any):
    return cases(rule, base, *rows, years=("2526",), **always)


CASES = [
    *_of_2526(
        "PHours_01",
        "apprenticeship",
        (True, {}),
        (False, {"PHours": 0}),
        (True, {"LearnStartDate": "2019-08-01"}),
        (False, {"LearnStartDate": "2019-07-31"}),
        (False, {"AimType": 3}),
        (False, {"FundModel": 99}),
        (True, {"LearningDeliveryFAM": RESTART}),
        PHours=None,
    ),
    *_of_2526(
        "PHours_03",
        "study",
        (True, {}),
        (False, {"PHours": 1000}),
        (True, {"LearnStartDate": "2020-08-01"}),
        (False, {"LearnStartDate": "2020-07-31"}),
        (False, {"AimType": 5}),
        (False, {"FundModel": 99}),
        (False, {"ProgType": 30}),
        (False, {"ProgType": None}),
        **T_LEVEL,
    ),
    *_of_2526(
        "PHours_04",
        "study",
        (True, {"PHours": 0}),
        (False, {"PHours": 1}),
        (False, {}),
        (False, {"PHours": 0, "AimType": 5}),
        (False, {"PHours": 0, "FundModel": 99}),
        (False, {"PHours": 0, "ProgType": 30}),
        (False, {"PHours": 0, "ProgType": None}),
        **T_LEVEL,
    ),
    *_of_2526(
        "PHours_05",
        "study",
        (True, {}),
        (True, {"ProgType": 30}),
        (True, {"PHours": 0}),
        (False, {"ProgType": 31}),
        (False, {"FundModel": 82}),
        (False, {"PHours": None}),
        PHours=500,
    ),
    *_of_2526(
        "PHours_06",
        "apprenticeship",
        (True, {"PHours": 277}),
        (False, {"PHours": 278}),
        (False, {"PHours": None}),
        (True, {"PHours": 0, "AimType": 3}),
        (True, {"PHours": 277, "LearnStartDate": "2022-08-01"}),
        (False, {"PHours": 277, "LearnStartDate": "2022-07-31"}),
        (True, {"PHours": 277, "LearnStartDate": "2025-07-31"}),
        (False, {"PHours": 277, "LearnStartDate": "2025-08-01"}),
        (False, {"PHours": 277, "FundModel": 99}),
        (False, {"PHours": 277, "LearningDeliveryFAM": RESTART}),
        LearnStartDate="2024-09-09",
    ),
    *_of_2526(
        "PHours_07",
        "asf",
        (True, {}),
        (False, {"PHours": 0}),
        (False, {"FundModel": 38}),
        FundModel=11,
    ),
    *_of_2526(
        "PHours_08",
        "apprenticeship",
        (True, {"PHours": 186}),
        (False, {"PHours": 187}),
        (False, {"PHours": None}),
        (True, {"PHours": 0, "AimType": 3}),
        (True, {"PHours": 186, "LearnStartDate": "2025-08-01"}),
        (False, {"PHours": 186, "LearnStartDate": "2025-07-31"}),
        (False, {"PHours": 186, "FundModel": 99}),
        (False, {"PHours": 186, "LearningDeliveryFAM": RESTART}),
    ),
    *_of_2526(
        "OTJActHours_01",
        "apprenticeship",
        *((True, {"AimType": code}) for code in (3, 4, 5)),
        (False, {"AimType": 1}),
        (False, {"AimType": 3, "OTJActHours": None}),
        OTJActHours=0,
    ),
    *_of_2526(
        "OTJActHours_02",
        "apprenticeship",
        (True, {}),
        (False, {"OTJActHours": 0}),
        (True, {"LearnStartDate": "2019-08-01"}),
        (False, {"LearnStartDate": "2019-07-31"}),
        (False, {"FundModel": 99}),
        (False, {"AimType": 3}),
        *((False, {"CompStatus": code}) for code in (1, 3, 6)),
        (False, {"LearningDeliveryFAM": RESTART}),
        CompStatus=2,
    ),
    *_of_2526(
        "OTJActHours_03",
        "apprenticeship",
        (True, {}),
        (False, {"OTJActHours": 0}),
        (True, {"LearnStartDate": "2022-08-01"}),
        (False, {"LearnStartDate": "2022-07-31"}),
        (False, {"FundModel": 99}),
        (False, {"AimType": 3}),
        *((False, {"CompStatus": code}) for code in (1, 2, 6)),
        (True, {"LearningDeliveryFAM": RESTART}),
        CompStatus=3,
    ),
    *_of_2526(
        "AddHours_01",
        "asf",
        *((True, {"FundModel": model}) for model in (35, 36, 38, 81)),
        *((False, {"FundModel": model}) for model in (10, 11, 25, 37, 82, 99)),
        (False, {"LearnStartDate": "2015-08-01"}),
        (False, {"AddHours": None}),
        AddHours=0,
        LearnStartDate="2015-07-31",
    ),
    *_of_2526(
        "AddHours_02",
        "asf",
        *((True, {"FundModel": model}) for model in (10, 25, 37, 82, 99)),
        *((False, {"FundModel": model}) for model in (11, 35, 36, 38, 81)),
        (False, {"FundModel": 25, "AddHours": None}),
        AddHours=0,
    ),
    # ten days: 240 hours are 24 a day, 50 are 35 a week, 90 are 9 a day
    *_of_2526(
        "AddHours_04",
        "asf",
        (True, {"AddHours": 241}),
        (False, {"AddHours": 240}),
        (False, {"AddHours": None}),
        (True, {"AddHours": 61, "LearnPlanEndDate": "2025-09-09"}),
        (False, {"AddHours": 60, "LearnPlanEndDate": "2025-09-09"}),
        (True, {"AddHours": 61, "LearnPlanEndDate": "2025-09-08"}),
        (False, {"AddHours": 999, "LearnPlanEndDate": "2025-09-07"}),
        (False, {"AddHours": 999, "LearnPlanEndDate": "2025-09-01"}),
        (False, {"AddHours": 999, "LearnPlanEndDate": None}),
        LearnPlanEndDate="2025-09-17",
        LearnStartDate="2025-09-08",
    ),
    *_of_2526(
        "AddHours_05",
        "asf",
        (True, {"AddHours": 101, "LearnPlanEndDate": "2025-09-27"}),  # 20 days
        (False, {"AddHours": 100, "LearnPlanEndDate": "2025-09-27"}),
        (True, {"AddHours": 61}),
        (False, {"AddHours": 60}),
        (False, {"AddHours": None}),
        (True, {"AddHours": 61, "LearnPlanEndDate": "2025-09-08"}),
        (False, {"AddHours": 999, "LearnPlanEndDate": "2025-09-07"}),
        LearnPlanEndDate="2025-09-17",
        LearnStartDate="2025-09-08",
    ),
    *_of_2526(
        "AddHours_06",
        "asf",
        (False, {"AddHours": 90}),
        (True, {"AddHours": 91}),
        (True, {"AddHours": 239}),
        (False, {"AddHours": 240}),
        (False, {"AddHours": None}),
        (False, {"AddHours": 10, "LearnPlanEndDate": "2025-09-07"}),
        (True, {"AddHours": 10, "LearnPlanEndDate": "2025-09-08"}),
        LearnPlanEndDate="2025-09-17",
        LearnStartDate="2025-09-08",
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_hours_fields(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


def _basic_skills(
    kind: int | None, since: str | None, until: str | None = None, reference: str = "9900003B"
) -> dict[str, Any]:
    return {
        "lars_annual_value": [
            {
                "LearnAimRef": reference,
                "BasicSkillsType": kind,
                "EffectiveFrom": since,
                "EffectiveTo": until,
            }
        ]
    }


ESOL = [
    *((False, _basic_skills(kind, "2025-09-08")) for kind in range(36, 43)),
    (True, _basic_skills(35, "2015-08-01")),
    (True, _basic_skills(43, "2015-08-01")),
    (True, _basic_skills(36, "2025-09-09")),
    (False, _basic_skills(36, "2015-08-01", "2025-09-08")),
    (True, _basic_skills(36, "2015-08-01", "2025-09-07")),
    (True, {"-lars_annual_value": [{}]}),
    (False, _basic_skills(36, None)),
    (False, _basic_skills(36, "2015-08-01", "2025-09-09")),
    (True, _basic_skills(36, "2015-08-01", reference="9900004C")),
]
"""Whether the aim of the base asf, started on 8 September 2025, is no ESOL aim in LARS."""


@pytest.mark.parametrize(("fires", "reference"), ESOL)
def test_additional_hours_are_for_esol(found, fires, reference):
    patch = aims(aim(AddHours=10))
    places = found("AddHours_03", base="asf", reference=reference, **patch)
    assert places == ([1] if fires else [])
    none = aims(aim(AddHours=None))
    assert found("AddHours_03", base="asf", reference=reference, **none) == []


@pytest.mark.parametrize(("fires", "reference"), ESOL)
def test_hours_record_of_additional_hours_is_for_esol(found, fires, reference):
    def places(code: int, kind: str = "HRS") -> list[Any]:
        record = {"HRSType": kind, "HRSCode": code, "HRSAmount": 10}
        patch = aims(aim(LearnStartDate="2025-09-08", HRSRecord=[record]))
        return found("HRSType_11", year="2627", base="asf", reference=reference, **patch)

    assert places(6) == ([1] if fires else [])
    assert places(5) == []
    assert places(6, "XYZ") == []
