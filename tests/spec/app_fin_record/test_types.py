"""Which financial records an apprenticeship has, and which it may not have."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fins


def _with(records: str, **fields: object) -> dict[str, object]:
    return {"AppFinRecord": fins(records) if records else [], **fields}


CASES = [
    *cases(
        "AFinType_01",
        "apprenticeship",
        (True, _with("TNP2")),
        (True, _with("")),
        (True, _with("PMR1, TNP3")),
        (False, _with("TNP2, TNP1")),
        (False, _with("tnp1")),
        (False, _with("TNP2", FundModel=36)),
        (False, _with("TNP2", FundModel=99)),
        (False, _with("TNP2", ProgType=None)),
        (False, _with("TNP2", ProgType=24)),
        (False, _with("TNP2", AimType=3)),
        FundModel=81,
    ),
    *cases(
        "AFinType_02",
        "apprenticeship",
        *((False, _with(f"TNP{code}")) for code in (1, 2, 3, 4)),
        *((False, _with(f"PMR{code}")) for code in (1, 2, 3)),
        *((True, _with(record)) for record in ("TNP0", "TNP5", "PMR0", "PMR4", "XXX1", "RIP2")),
        (False, _with("tnp1")),
        (True, _with("TNP1, TNP9")),
        (False, _with("")),
    ),
    *cases("AFinType_02", "apprenticeship", (True, _with("RIP1")), years=("2526",)),
    *cases("AFinType_02", "apprenticeship", (False, _with("RIP1")), years=("2627",)),
    *cases(
        "AFinType_04",
        "apprenticeship",
        (False, {}),
        (True, {"AimType": 3}),
        (False, {"AimType": 1, "ProgType": None}),
        (False, {"FundModel": 81}),
        (True, {"FundModel": 81, "AimType": 3}),
        (True, {"FundModel": 81, "ProgType": 24}),
        (True, {"FundModel": 81, "ProgType": None}),
        (True, {"FundModel": 99}),
        (True, {"FundModel": 38, "ProgType": None, "AimType": 4}),
        (False, _with("", FundModel=99)),
    ),
    *cases(
        "AFinType_07",
        "apprenticeship",
        (True, _with("PMR2")),
        (True, _with("PMR2, TNP1, TNP3")),
        (False, _with("PMR2, TNP2")),
        (False, _with("PMR2, TNP4")),
        (False, _with("PMR1, RIP2")),
        (False, _with("TNP1")),
        (False, _with("")),
        (False, _with("PMR2", AimType=3)),
        (False, _with("PMR2", ProgType=24)),
        (False, _with("PMR2", ProgType=None)),
        (True, _with("PMR2", FundModel=81)),
    ),
    *cases(
        "AFinType_08",
        "apprenticeship",
        (True, _with("TNP3")),
        (True, _with("TNP4")),
        (False, _with("TNP1, TNP2")),
        (False, _with("PMR3")),
        (False, _with("TNP3, TNP4", FundModel=36)),
        FundModel=81,
    ),
    *cases(
        "AFinType_10",
        "apprenticeship",
        (True, _with("TNP1, TNP3")),
        (True, _with("PMR2")),
        (True, _with("")),
        (False, _with("TNP2")),
        (False, _with("TNP4")),
        (True, _with("TNP1", FundModel=99)),
        (False, _with("TNP1", AimType=3)),
        (False, _with("TNP1", ProgType=24)),
        (False, _with("TNP1", ProgType=None)),
    ),
    *cases(
        "AFinType_11",
        "apprenticeship",
        (True, _with("TNP2")),
        (True, _with("TNP4")),
        (True, _with("TNP2", ProgType=None)),
        (False, _with("TNP1, TNP3")),
        (False, _with("PMR2")),
        (False, _with("TNP2", ProgType=25)),
        (False, _with("TNP2", FundModel=81)),
        years=("2526",),
        ProgType=3,
    ),
    *cases(
        "AFinType_12",
        "apprenticeship",
        (True, _with("PMR1")),
        (True, _with("")),
        (False, _with("TNP4")),
        (False, _with("PMR1", AimType=3)),
        (False, _with("PMR1", FundModel=81)),
        (True, _with("PMR1", ProgType=None)),
    ),
    *cases(
        "AFinType_13",
        "apprenticeship",
        (False, _with("TNP1 2025-09-08")),
        (True, _with("TNP1 2025-09-07")),
        (True, _with("TNP1 2025-09-09")),
        (True, _with("PMR1 2025-09-08")),
        (True, _with("")),
        (False, _with("TNP1 2025-12-01, TNP4 2025-09-08")),
        (False, _with("PMR1 2025-10-01", AimType=3)),
        (False, _with("PMR1 2025-10-01", FundModel=81)),
        LearnStartDate="2025-09-08",
    ),
    *cases(
        "AFinType_14",
        "apprenticeship",
        (True, _with("PMR1")),
        (True, _with("PMR1, TNP2, TNP4")),
        (False, _with("PMR1, TNP1")),
        (False, _with("PMR1, TNP3")),
        (False, _with("PMR2, PMR3, RIP1")),
        (False, _with("TNP2")),
        (False, _with("")),
        (False, _with("PMR1", AimType=3)),
        (True, _with("PMR1", ProgType=None)),
    ),
    *cases(
        "AFinType_15",
        "apprenticeship",
        (True, _with("RIP1 2026-09-07 18001")),
        (False, _with("RIP1 2026-09-07 18000")),
        (False, _with("RIP1 2026-09-07 900")),
        (False, _with("TNP1 2026-09-07 18001, RIP2 2026-09-07 18001")),
        years=("2627",),
    ),
    *cases(
        "AFinType_16",
        "apprenticeship",
        (True, _with("RIP1 2026-09-07 4")),
        (True, _with("RIP1 2026-09-07 0")),
        (False, _with("RIP1 2026-09-07 5")),
        (False, _with("RIP1 2026-09-07 900")),
        (False, _with("PMR1 2026-09-07 4, RIP2 2026-09-07 4")),
        years=("2627",),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_types_of_records(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
def test_price_on_another_aim_does_not_count(found, year):
    patch = aims(aim(1, AppFinRecord=[]), aim(2, AppFinRecord=fins("TNP1")))
    assert found("AFinType_12", year=year, **patch) == [1]
    assert found("AFinType_04", year=year, **patch) == [2]
