"""The funding model: its codes, and the programmes, funders and starts that go with it."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams

SOF_105 = fams("SOF105")
RESTART = fams("SOF105 RES1")
DEVOLVED = fams("SOF110")
DEVOLVED_RESTART = fams("SOF110 RES1")


def _models(fires, *models, **fields):
    return [(fires, {"FundModel": model, **fields}) for model in models]


CASES = [
    *cases(
        "FundModel_01",
        "nonfunded",
        *_models(False, 10, 11, 25, 35, 36, 37, 38, 81, 82, 99),
        *_models(True, 39, 70, 45, 1),
        (False, {"FundModel": None}),
        years=("2526",),
    ),
    *cases(
        "FundModel_01",
        "nonfunded",
        *_models(False, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99),
        *_models(True, 10, 70),
        years=("2627",),
    ),
    *cases(
        "FundModel_03",
        "nonfunded",
        *_models(True, 35, 36, 81, LearningDeliveryFAM=fams("ADL1")),
        (True, {"FundModel": 38, "LearningDeliveryFAM": fams("adl1")}),
        *_models(False, 99, LearningDeliveryFAM=fams("ADL1")),
        *_models(False, 35, 36, LearningDeliveryFAM=fams("ALB1 LDM001")),
        *_models(False, 35, LearningDeliveryFAM=[]),
    ),
    *cases(
        "FundModel_04",
        "apprenticeship",
        *_models(True, 25, 82),
        *_models(False, 36, 81, 99),
        *_models(False, 25, 82, ProgType=24),
        *_models(False, 25, 82, ProgType=None),
    ),
    *cases(
        "FundModel_05",
        "apprenticeship",
        (True, {"LearnStartDate": "2017-04-30"}),
        (False, {"LearnStartDate": "2017-05-01"}),
        (False, {"LearnStartDate": "2017-05-02"}),
        (False, {"LearnStartDate": "2017-04-30", "FundModel": 81}),
        (False, {"LearnStartDate": None}),
    ),
    *cases(
        "FundModel_06",
        "apprenticeship",
        *((True, {"ProgType": kind}) for kind in (None, 24, 31, 2)),
        (False, {}),
        *_models(False, 35, 81, 99, ProgType=None),
    ),
    *cases(
        "FundModel_07",
        "apprenticeship",
        *_models(True, 25, 35, 81, 38),
        *_models(False, 36, 99),
        (True, {"FundModel": 35, "LearnStartDate": "2017-05-01"}),
        (False, {"FundModel": 35, "LearnStartDate": "2017-04-30"}),
        (False, {"FundModel": 35, "AimType": 3}),
        (False, {"FundModel": 35, "ProgType": 32}),
        (False, {"FundModel": 35, "ProgType": None}),
        (False, {"FundModel": 35, "LearningDeliveryFAM": RESTART}),
        (False, {"FundModel": 35, "LearningDeliveryFAM": fams("SOF105 LDM353")}),
        (False, {"FundModel": 35, "LearningDeliveryFAM": fams("SOF105 LDM355")}),
        (True, {"FundModel": 35, "LearningDeliveryFAM": fams("SOF105 LDM354 DAM355")}),
    ),
    *cases(
        "FundModel_09",
        "apprenticeship",
        *_models(True, 36, 35, LearnStartDate="2017-04-30"),
        *_models(False, 81, 99, LearnStartDate="2017-04-30"),
        *_models(False, 36, LearnStartDate="2017-05-01"),
        *_models(False, 36, LearnStartDate="2017-04-30", AimType=3),
        *_models(False, 36, LearnStartDate="2017-04-30", ProgType=2),
        *_models(False, 36, LearnStartDate="2017-04-30", ProgType=None),
    ),
    *cases(
        "FundModel_10",
        "asf",
        *_models(True, 38, 11, 25, 99, LearnStartDate="2024-07-31"),
        *_models(False, 35, LearnStartDate="2024-07-31"),
        *_models(False, 38, LearnStartDate="2024-08-01"),
        *_models(False, 38, LearnStartDate="2024-07-31", LearningDeliveryFAM=SOF_105),
        *_models(False, 38, LearnStartDate="2024-07-31", LearningDeliveryFAM=[]),
        LearningDeliveryFAM=DEVOLVED,
    ),
    *cases(
        "FundModel_10",
        "asf",
        *_models(False, 10, LearnStartDate="2024-07-31", LearningDeliveryFAM=DEVOLVED),
        years=("2526",),
    ),
    *cases(
        "FundModel_10",
        "asf",
        *_models(True, 10, LearnStartDate="2024-07-31", LearningDeliveryFAM=DEVOLVED),
        years=("2627",),
    ),
    *cases(
        "FundModel_11",
        "study",
        *_models(True, 35, 99, 82, ProgType=31),
        *_models(False, 25, ProgType=31),
        *_models(False, 35, ProgType=30),
        *_models(False, 35),
    ),
    *cases(
        "FundModel_14",
        "apprenticeship",
        *_models(True, 35, 81, 99, OTJActHours=20),
        (True, {"FundModel": 35, "OTJActHours": 0}),
        *_models(False, 36, OTJActHours=20),
        *_models(False, 35, OTJActHours=None),
        years=("2526",),
    ),
    *cases(
        "FundModel_15",
        "asf",
        *_models(True, 36, 11, 99, LearningDeliveryFAM=fams("SOF105 LDM378")),
        *_models(False, 35, 38, LearningDeliveryFAM=fams("SOF105 LDM378")),
        *_models(False, 36, LearningDeliveryFAM=fams("SOF105 LDM379 DAM378")),
    ),
    *cases(
        "FundModel_16",
        "bootcamp",
        *_models(True, 37, ProgType=None),
        *_models(True, 37, ProgType=25),
        (False, {}),
        *_models(False, 38, ProgType=None),
    ),
    *cases(
        "FundModel_17",
        "asf",
        *_models(True, 35, LearnStartDate="2024-08-01"),
        *_models(False, 35, LearnStartDate="2024-07-31"),
        *_models(False, 35, LearnStartDate="2024-08-01", LearningDeliveryFAM=RESTART),
        *_models(False, 38, LearnStartDate="2024-08-01"),
    ),
    *cases(
        "FundModel_18",
        "asf",
        *_models(True, 35, 10, 37, 99, LearnStartDate="2024-08-01"),
        *_models(False, 38, 11, LearnStartDate="2024-08-01"),
        *_models(False, 35, LearnStartDate="2024-07-31"),
        *_models(False, 35, LearnStartDate="2024-08-01", LearningDeliveryFAM=SOF_105),
        *_models(False, 35, LearnStartDate="2024-08-01", LearningDeliveryFAM=DEVOLVED_RESTART),
        LearningDeliveryFAM=DEVOLVED,
    ),
    *cases(
        "FundModel_19",
        "asf",
        *_models(True, 38, LearnStartDate="2024-07-31"),
        *_models(False, 38, LearnStartDate="2024-08-01"),
        *_models(False, 11, 35, LearnStartDate="2024-07-31"),
        *_models(False, 38, LearnStartDate=None),
    ),
    *cases(
        "FundModel_20",
        "asf",
        *_models(True, 11, LearnStartDate="2024-07-31"),
        *_models(False, 11, LearnStartDate="2024-08-01"),
        *_models(False, 38, 35, LearnStartDate="2024-07-31"),
    ),
    *cases(
        "FundModel_21",
        "asf",
        *_models(True, 38, OrigLearnStartDate="2024-07-31"),
        *_models(False, 38, OrigLearnStartDate="2024-08-01"),
        *_models(False, 38, OrigLearnStartDate=None),
        *_models(False, 35, OrigLearnStartDate="2024-07-31"),
        *_models(True, 38, OrigLearnStartDate="2024-07-31", LearnStartDate="2024-08-01"),
        *_models(False, 38, OrigLearnStartDate="2024-07-30", LearnStartDate="2024-07-31"),
    ),
    *cases(
        "FundModel_22",
        "unit",
        (False, {}),
        *((True, {"ProgType": kind}) for kind in (None, 25, 32)),
        *_models(False, 99, ProgType=None),
        years=("2627",),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_funding_model(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


def test_authorities_of_the_year(found):
    patch = aims(aim(FundModel=37, LearningDeliveryFAM=fams("SOF125")))
    assert found("FundModel_18", year="2526", base="asf", **patch) == []
    assert found("FundModel_18", year="2627", base="asf", **patch) == [1]


@pytest.mark.parametrize("year", BOTH)
def test_each_aim_is_reported(found, year):
    patch = aims(aim(1, ProgType=None), aim(3, ProgType=31))
    assert found("FundModel_06", year=year, **patch) == [1, 3]
