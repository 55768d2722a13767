"""The withdrawal reason: its codes, when there must be one, and the two that are for few aims."""

import pytest

from tests.spec.aim_cases import PARAMETERS, cases, fams

CASES = [
    *cases(
        "WithdrawReason_02",
        "asf",
        *((False, {"WithdrawReason": code}) for code in (2, 3, 7, 29, 40, 44, 47, 48, 97, 98)),
        *((True, {"WithdrawReason": code}) for code in (1, 4, 27, 39, 50, 96)),
        (False, {}),
    ),
    *cases("WithdrawReason_02", "asf", (False, {"WithdrawReason": 28}), years=("2526",)),
    *cases("WithdrawReason_02", "asf", (True, {"WithdrawReason": 28}), years=("2627",)),
    *cases(
        "WithdrawReason_03",
        "asf",
        (True, {"CompStatus": 3}),
        (False, {"CompStatus": 3, "WithdrawReason": 44}),
        *((False, {"CompStatus": status}) for status in (1, 2, 6, None)),
    ),
    *cases(
        "WithdrawReason_04",
        "asf",
        *((True, {"CompStatus": status, "WithdrawReason": 44}) for status in (1, 2, 6)),
        (False, {"CompStatus": 3, "WithdrawReason": 44}),
        (False, {"CompStatus": None, "WithdrawReason": 44}),
        *((False, {"CompStatus": status}) for status in (1, 2, 6)),
    ),
    *cases(
        "WithdrawReason_05",
        "asf",
        (True, {"WithdrawReason": 28}),
        (True, {"WithdrawReason": 28, "LearningDeliveryFAM": fams("LDM035 DAM034")}),
        (True, {"WithdrawReason": 28, "LearningDeliveryFAM": []}),
        (False, {"WithdrawReason": 28, "LearningDeliveryFAM": fams("SOF105 LDM034")}),
        (False, {"WithdrawReason": 29}),
        (False, {}),
    ),
    *cases(
        "WithdrawReason_06",
        "study",
        (True, {"WithdrawReason": 48}),
        (True, {"WithdrawReason": 48, "LearnAimRef": "ZWRKX003"}),
        (False, {"WithdrawReason": 48, "LearnAimRef": "ZWRKX002"}),
        (False, {"WithdrawReason": 48, "LearnAimRef": "zwrkx002"}),
        (False, {"WithdrawReason": 47}),
        (False, {}),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_withdrawal_reason(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected
