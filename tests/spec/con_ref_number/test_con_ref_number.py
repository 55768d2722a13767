"""Which funding models have no contract reference number."""

import pytest

from tests.spec.aim_cases import PARAMETERS, cases

CASES = [
    *cases(
        "ConRefNumber_03",
        "bootcamp",
        *((True, {"FundModel": model}) for model in (11, 25, 35, 38, 81, 82, 99)),
        *((False, {"FundModel": model}) for model in (36, 37, 39, 70)),
        (False, {"FundModel": 38, "ConRefNumber": None}),
    ),
    *cases("ConRefNumber_03", "bootcamp", (True, {"FundModel": 10}), years=("2526",)),
    *cases("ConRefNumber_03", "bootcamp", (False, {"FundModel": 10}), years=("2627",)),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_contract_reference_number(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected
