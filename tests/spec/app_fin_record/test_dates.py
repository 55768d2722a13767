"""The dates of financial records beside each other, the aim and the file."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fins


def _with(records: str, **fields: object) -> dict[str, object]:
    return {"AppFinRecord": fins(records) if records else [], **fields}


def _total_and_residual(rule: str, total: int, residual: int, *, same_day: bool):
    """A total price beside a residual price on 6 October; `same_day`: not on that day, else not
    after it.
    """
    at, later = f"TNP{residual} 2025-10-06", f"TNP{residual} 2026-01-05"
    return cases(
        rule,
        "apprenticeship",
        (same_day, _with(f"TNP{total} 2025-10-06, {at}")),
        (not same_day, _with(f"TNP{total} 2025-10-07, {at}")),
        (not same_day, _with(f"{at}, {later}, TNP{total} 2025-10-07")),
        (same_day, _with(f"{at}, {later}, TNP{total} 2025-10-06")),
        (False, _with(f"TNP{total} 2025-10-05, {at}")),
        (False, _with(f"TNP{total} 2025-10-07")),
        (False, _with(at)),
        (False, _with(f"PMR{total} 2025-10-06, PMR{total} 2025-10-07, {at}")),
        (False, _with(f"TNP{total} 2025-10-06, TNP{total} 2025-10-07, PMR{residual} 2025-10-06")),
        (False, _with(f"TNP{total} 2025-10-07, TNP{total} 2025-10-06, PMR3 2025-10-06")),
        *(
            (False, _with(f"TNP{other} 2025-10-06, TNP{other} 2025-10-07, {at}"))
            for other in {1, 2, 3, 4} - {total, residual}
        ),
        *(
            (False, _with(f"TNP{total} 2025-10-06, TNP{other} 2025-10-06, TNP{other} 2025-10-05"))
            for other in {1, 2, 3, 4} - {total, residual}
        ),
    )


CASES = [
    *cases(  # the file of the base was prepared on 5 February 2026
        "AFinDate_03",
        "apprenticeship",
        (True, _with("TNP1 2026-02-06")),
        (True, _with("PMR1 2026-02-06")),
        (False, _with("TNP1 2026-02-05")),
        (False, _with("TNP1 2025-10-06")),
        (False, _with("")),
        years=("2526",),
    ),
    *cases(
        "AFinDate_14",
        "apprenticeship",
        (True, _with("PMR1 2026-02-06")),
        (True, _with("TNP1, PMR3 2026-02-06")),
        (False, _with("PMR1 2026-02-05")),
        (False, _with("PMR1 2025-10-06")),
        (False, _with("TNP1 2026-02-06")),
        (False, _with("")),
        years=("2526",),
    ),
    *cases(
        "AFinDate_14",
        "apprenticeship",
        (True, _with("PMR1 2026-11-21")),
        (False, _with("PMR1 2026-11-20")),
        (False, _with("TNP1 2026-11-21")),
        years=("2627",),
    ),
    *cases(
        "AFinDate_04",
        "apprenticeship",
        (True, _with("TNP1 2026-01-17")),
        (False, _with("TNP1 2026-01-16")),
        (False, _with("TNP1 2026-01-15")),
        (False, _with("PMR1 2026-01-17")),
        (True, _with("TNP1 2026-01-17", ProgType=None)),
        (False, _with("TNP1 2026-01-17", ProgType=25)),
        (False, _with("TNP1 2026-01-17", LearnActEndDate=None)),
        years=("2526",),
        ProgType=3,
        LearnActEndDate="2026-01-16",
    ),
    *_total_and_residual("AFinDate_05", 1, 3, same_day=False),
    *_total_and_residual("AFinDate_06", 2, 4, same_day=False),
    *_total_and_residual("AFinDate_07", 1, 3, same_day=True),
    *_total_and_residual("AFinDate_08", 2, 4, same_day=True),
    *cases(
        "AFinDate_09",
        "apprenticeship",
        (True, _with("TNP1 2024-09-07")),
        (True, _with("PMR1 2024-09-07")),
        (False, _with("TNP1 2024-09-08")),
        (False, _with("TNP1 2024-09-09")),
        (True, _with("TNP1 2024-02-28", LearnStartDate="2025-03-01")),
        (False, _with("TNP1 2024-02-29", LearnStartDate="2025-02-28")),
        (False, _with("TNP1 2024-09-07", AimType=3)),
        (False, _with("TNP1 2024-09-07", ProgType=24)),
        (False, _with("TNP1 2024-09-07", ProgType=None)),
        (True, _with("TNP1 2024-09-07", FundModel=99)),
        LearnStartDate="2025-09-08",
    ),
    *cases(
        "AFinDate_12",
        "apprenticeship",
        (True, _with("TNP1 2025-10-07")),
        (True, _with("PMR1 2025-10-07")),
        (False, _with("TNP1 2025-10-06")),
        (False, _with("TNP1 2025-10-05")),
        (False, _with("TNP1 2025-10-07", LearnActEndDate=None)),
        (False, _with("TNP1 2026-02-28", LearnActEndDate="2024-02-29")),
        (True, _with("TNP1 2026-03-01", LearnActEndDate="2024-02-29")),
        (False, _with("TNP1 2025-10-07", AimType=3)),
        (False, _with("TNP1 2025-10-07", ProgType=24)),
        (False, _with("TNP1 2025-10-07", ProgType=None)),
        (True, _with("TNP1 2025-10-07", FundModel=99)),
        LearnActEndDate="2023-10-06",
    ),
    *cases(
        "AFinDate_13",
        "apprenticeship",
        (True, _with("TNP1 2026-01-24", AchDate="2026-01-23")),
        (False, _with("TNP1 2026-01-23", AchDate="2026-01-23")),
        (False, _with("TNP1 2025-10-06", AchDate="2026-01-23")),
        (False, _with("PMR1 2026-01-24", AchDate="2026-01-23")),
        (True, _with("TNP2 2026-01-17", WithdrawReason=40)),
        (False, _with("TNP2 2026-01-16", WithdrawReason=40)),
        (False, _with("TNP2 2025-10-06", WithdrawReason=40)),
        (False, _with("PMR2 2026-01-17", WithdrawReason=40)),
        (False, _with("TNP2 2026-01-17", WithdrawReason=40, LearnActEndDate=None)),
        (False, _with("TNP2 2026-01-17")),
        # the actual end date does not count beside an achievement date
        (False, _with("TNP2 2026-01-17", WithdrawReason=40, AchDate="2026-01-23")),
        (True, _with("TNP2 2026-01-24", WithdrawReason=40, AchDate="2026-01-23")),
        (False, _with("TNP1 2026-01-24", AchDate="2026-01-23", ProgType=24)),
        (False, _with("TNP2 2026-01-17", WithdrawReason=40, ProgType=None)),
        (True, _with("TNP1 2026-01-24", AchDate="2026-01-23", AimType=3)),
        LearnActEndDate="2026-01-16",
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_dates_of_records(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("rule", ["AFinDate_05", "AFinDate_07"])
def test_residual_price_of_another_aim_does_not_count(found, rule, year):
    prices = fins("TNP1 2025-10-06, TNP1 2025-10-07")
    patch = aims(aim(1, AppFinRecord=prices), aim(2, AppFinRecord=fins("TNP3 2025-10-06")))
    assert found(rule, year=year, **patch) == []
