"""Funding adjustments: the models that have none, by year."""

import pytest

from tests.spec.aim_cases import PARAMETERS, cases, fams

PRIOR = {"PriorLearnFundAdj": 50}
OTHER = {"OtherFundAdj": 50}
LOAN = {"LearningDeliveryFAM": fams("ADL1")}

CASES = [
    *cases(
        "PriorLearnFundAdj_01",
        "nonfunded",
        *((True, {"FundModel": model, **PRIOR}) for model in (25, 82, 99)),
        (True, {"FundModel": 99, "PriorLearnFundAdj": 0}),
        *((False, {"FundModel": model, **PRIOR}) for model in (11, 35, 36, 37, 38, 81)),
        (False, {"FundModel": 99, **PRIOR, **LOAN}),
        (True, {"FundModel": 99, **PRIOR, "LearningDeliveryFAM": fams("ALB1")}),
        *((False, {"FundModel": model}) for model in (25, 82, 99)),
    ),
    *cases(
        "OtherFundAdj_01",
        "nonfunded",
        *((True, {"FundModel": model, **OTHER}) for model in (25, 82)),
        *((False, {"FundModel": model, **OTHER}) for model in (11, 35, 36, 37, 38, 81, 99)),
        *((False, {"FundModel": model}) for model in (25, 82)),
    ),
    *(
        case
        for rule, adjustment in (("PriorLearnFundAdj_01", PRIOR), ("OtherFundAdj_01", OTHER))
        for year, model in (("2526", 10), ("2627", 39))
        for case in (
            *cases(rule, "asf", (True, {"FundModel": model, **adjustment}), years=(year,)),
            *cases(rule, "asf", (False, {"FundModel": 49 - model, **adjustment}), years=(year,)),
        )
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_funding_adjustments(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected
