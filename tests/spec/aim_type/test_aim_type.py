"""The type of an aim, and its sequence number."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams

TECHNICAL = {"LearnAimRef": "60312345", "LearnAimRefType": "1468"}
OTHER = {"LearnAimRef": "60312346", "LearnAimRefType": "0005"}
DATES = {"LearnStartDate": "2026-09-07", "LearnPlanEndDate": "2026-12-11"}

CASES = [
    *cases(
        "AimType_01",
        "asf",
        *((False, {"AimType": code}) for code in (1, 3, 4, 5)),
        *((True, {"AimType": code}) for code in (0, 2, 6)),
        (False, {"AimType": None}),
    ),
    *cases(
        "AimType_05",
        "study",
        *((False, {"FundModel": model}) for model in (25, 82)),
        *((True, {"FundModel": model}) for model in (10, 11, 35, 36, 37, 38, 81, 99)),
        *((False, {"FundModel": 99, "AimType": code}) for code in (1, 3, 4)),
        (False, {"FundModel": 99, "AimType": None}),
    ),
    *cases(
        "AimType_07",
        "study",
        (True, {}),
        (True, {"LearnStartDate": "2017-08-01"}),
        (False, {"LearnStartDate": "2017-07-31"}),
        (False, {"AimType": 4}),
        (False, {"LearningDeliveryFAM": fams("SOF107")}),
        (False, {"LearningDeliveryFAM": fams("LDM105")}),
        (True, {"LearningDeliveryFAM": fams("SOF107 SOF105")}),
        (False, {"LearningDeliveryFAM": []}),
        LearningDeliveryFAM=fams("SOF105"),
    ),
    *cases(
        "AimType_09",
        "study",
        (True, {"AimType": 3}),
        (True, {"AimType": 4}),
        (True, {"AimType": 1}),
        (True, {"AimType": 3, "LearnAimRef": "ztpr0001"}),
        (False, {"AimType": 5}),
        (False, {"AimType": 3, "LearnAimRef": "ZTPX0001"}),
        (False, {"AimType": 3, "LearnAimRef": "60ZTPR01"}),
        LearnAimRef="ZTPR0001",
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_aim_type(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("fires", "fields"),
    [
        (True, {"AimType": 3}),
        (True, {"AimType": 4}),
        (False, {"AimType": 5}),
        (False, {"AimType": 3, "ProgType": 30}),
        (False, {"AimType": 3, "ProgType": None}),
        (False, {"AimType": 3, "LearnActEndDate": "2026-01-16"}),
        (False, {"AimType": 3, "LearnAimRef": OTHER["LearnAimRef"]}),
        (False, {"AimType": 3, "LearnAimRef": "60000000"}),  # not in LARS
    ],
)
def test_t_level_qualification(found, year, fires, fields):
    patch = aims(aim(**{"ProgType": 31, "LearnAimRef": TECHNICAL["LearnAimRef"], **fields}))
    reference = {"lars_learning_delivery": [TECHNICAL, OTHER]}
    places = found("AimType_08", year=year, base="study", reference=reference, **patch)
    assert places == ([1] if fires else [])


@pytest.mark.parametrize(
    ("expected", "second", "third"),
    [
        ([1], {}, {}),
        ([1], {"LearnActEndDate": None}, {}),
        ([], {}, {"AimType": 4}),
        ([], {}, {"ProgType": None}),
        ([], {}, {"ProgType": 25}),
        ([1], {}, {"FundModel": 99}),
        ([], {}, {"LearnStartDate": "2026-09-08"}),
        ([], {}, {"LearnPlanEndDate": "2026-12-12"}),
        ([], {}, {"LearnActEndDate": "2026-11-06"}),
        ([], {"LearnStartDate": "2026-09-08"}, {"LearnStartDate": "2026-09-08"}),
        ([], {"AimType": 1, "ProgType": 25}, {}),
    ],
)
def test_components_of_one_unit(found, expected, second, third):
    patch = aims(
        aim(1, **DATES), aim(2, **{**DATES, **second}), aim(3, **{"AimType": 3, **DATES, **third})
    )
    assert found("AimType_10", year="2627", base="unit", **patch) == expected


@pytest.mark.parametrize("programme", [{"AimType": 4}, {"ProgType": 25}, {"ProgType": None}])
def test_components_of_what_is_no_unit(found, programme):
    patch = aims(aim(1, **programme), aim(3, AimType=3))
    assert found("AimType_10", year="2627", base="unit", **patch) == []


def test_components_of_one_unit_that_ended(found):
    ended = {"LearnActEndDate": "2026-11-06"}
    three = aims(aim(1, **ended), aim(2, **ended), aim(3, **ended))
    assert found("AimType_10", year="2627", base="unit", **three) == [1]
    open_programme = aims(aim(1), aim(2, **ended), aim(3, **ended))
    assert found("AimType_10", year="2627", base="unit", **open_programme) == []


@pytest.mark.parametrize("year", BOTH)
def test_sequence_number_above_count_of_aims(found, year):
    def places(*numbers):
        dropped = [n for n in (1, 2, 3) if n not in numbers]
        added = [aim(n) for n in numbers if n > 3]
        learner = {"$drop": dropped, "LearningDelivery": added}
        return found("AimSeqNumber_02", year=year, Learner=[learner])

    assert places(1, 2, 3) == []
    assert places(1, 2, 4) == [4]
    assert places(2, 3, 4) == [4]
    assert places(1, 2, 3, 4) == []
    assert places(1, 7, 9) == [7, 9]
    assert places(2) == [2]


def test_sequence_numbers_are_counted_by_learner(found):
    learners = [{}, {"$drop": [2, 3], "LearningDelivery": [aim(2)]}, {"$drop": [1, 2]}]
    places = found("AimSeqNumber_02", Learner=learners)
    assert places == ["A003/3"]
