"""The rules on the start date."""

from typing import Any

import pytest

from tests.spec.conftest import Found

Fields = dict[str, Any]


def aim(number: int = 1, **fields: Any) -> Fields:
    """A learner patch: one aim with these fields."""
    return {"LearningDelivery": [{"AimSeqNumber": number, **fields}]}


RESTART = [{"LearnDelFAMType": "RES", "LearnDelFAMCode": "1"}]

# rule, year, base, fields of the first aim, the finding
CASES: tuple[tuple[str, str, str, Fields, list[int]], ...] = (
    ("LearnStartDate_02", "2526", "nonfunded", {}, []),
    ("LearnStartDate_02", "2526", "nonfunded", {"LearnStartDate": "2015-07-31"}, [1]),
    ("LearnStartDate_02", "2526", "nonfunded", {"LearnStartDate": "2015-08-01"}, []),
    ("LearnStartDate_02", "2627", "nonfunded", {"LearnStartDate": "2016-07-31"}, [1]),
    ("LearnStartDate_02", "2627", "nonfunded", {"LearnStartDate": "2016-08-01"}, []),
    ("LearnStartDate_03", "2526", "nonfunded", {"LearnStartDate": "2026-07-31"}, []),
    ("LearnStartDate_03", "2526", "nonfunded", {"LearnStartDate": "2026-08-01"}, [1]),
    ("LearnStartDate_03", "2627", "nonfunded", {"LearnStartDate": "2026-08-01"}, []),
    ("LearnStartDate_03", "2627", "unit", {"LearnStartDate": "2027-08-01"}, [1]),
    ("LearnStartDate_03", "2526", "apprenticeship", {"LearnStartDate": "2026-08-01"}, []),
    ("LearnStartDate_03", "2526", "bootcamp", {"LearnStartDate": "2026-08-01"}, []),
    ("LearnStartDate_03", "2526", "study", {"LearnStartDate": "2026-08-01"}, [1]),
    (
        "LearnStartDate_03",
        "2526",
        "study",
        {"LearnStartDate": "2026-08-01", "ProgType": 31},
        [],
    ),
    (
        "LearnStartDate_03",
        "2526",
        "study",
        {"LearnStartDate": "2026-08-01", "ProgType": 30},
        [1],
    ),
    ("LearnStartDate_05", "2526", "nonfunded", {"LearnStartDate": "1990-05-11"}, [1]),
    ("LearnStartDate_05", "2526", "nonfunded", {"LearnStartDate": "1990-05-12"}, [1]),
    ("LearnStartDate_05", "2526", "nonfunded", {"LearnStartDate": "1990-05-13"}, []),
    ("LearnStartDate_12", "2526", "apprenticeship", {"LearnStartDate": "2027-07-31"}, []),
    ("LearnStartDate_12", "2526", "apprenticeship", {"LearnStartDate": "2027-08-01"}, [1]),
    ("LearnStartDate_12", "2627", "apprenticeship", {"LearnStartDate": "2028-07-31"}, []),
    ("LearnStartDate_12", "2627", "apprenticeship", {"LearnStartDate": "2028-08-01"}, [1]),
    (
        "LearnStartDate_12",
        "2526",
        "apprenticeship",
        {"LearnStartDate": "2027-08-01", "ProgType": 24},
        [],
    ),
    ("LearnStartDate_12", "2526", "nonfunded", {"LearnStartDate": "2027-08-01"}, []),
    ("LearnStartDate_21", "2526", "bootcamp", {"LearnStartDate": "2022-07-31"}, [1]),
    ("LearnStartDate_21", "2526", "bootcamp", {"LearnStartDate": "2022-08-01"}, []),
    ("LearnStartDate_21", "2627", "bootcamp", {"LearnStartDate": "2022-07-31"}, [1]),
    ("LearnStartDate_21", "2526", "nonfunded", {"LearnStartDate": "2022-07-31"}, []),
)


@pytest.mark.parametrize(("rule", "year", "base", "fields", "place"), CASES)
def test_the_start_date(
    found: Found, rule: str, year: str, base: str, fields: Fields, place: list[int]
):
    assert found(rule, year=year, base=base, Learner=[aim(**fields)]) == place


def test_a_birth_date_that_is_not_known(found: Found):
    patch = {**aim(LearnStartDate="1990-05-12"), "DateOfBirth": None}
    assert found("LearnStartDate_05", base="nonfunded", Learner=[patch]) == []


START = "2025-09-08"


def standard(**dates: str | None) -> Fields:
    """LARS with these dates of the standard."""
    row = {
        "StandardCode": 9001,
        "NotionalEndLevel": "3",
        "EffectiveFrom": "2018-01-01",
        "EffectiveTo": None,
        "LastDateStarts": None,
        **dates,
    }
    return {"-lars_standard": [{"StandardCode": 9001}], "lars_standard": [row]}


# rule, the field of the standard, a day that allows the start, the next that does not
STANDARD = (
    ("LearnStartDate_13", "EffectiveTo", START, "2025-09-07"),
    ("LearnStartDate_17", "EffectiveFrom", START, "2025-09-09"),
    ("LearnStartDate_18", "LastDateStarts", START, "2025-09-07"),
)


@pytest.mark.parametrize(("rule", "field", "allows", "forbids"), STANDARD)
def test_the_programme_starts_within_its_standard(
    found: Found, rule: str, field: str, allows: str, forbids: str
):
    def places(day: str | None, **fields: Any) -> list[Any]:
        return found(rule, Learner=[aim(**fields)], reference=standard(**{field: day}))

    assert places(allows) == []
    assert places(forbids) == [1]  # the programme aim, and no component
    assert places(None) == []
    assert places(forbids, **{"+LearningDeliveryFAM": RESTART}) == []
    assert places(forbids, ProgType=24) == []
    assert places(forbids, ProgType=None) == []
    assert places(forbids, AimType=3) == []
    assert places(forbids, StdCode=None) == []
    assert places(forbids, StdCode=9002) == []
    assert found(rule, year="2627", reference=standard(**{field: None})) == []


def test_the_last_new_start_counts_from_august_2020(found: Found):
    reference = standard(LastDateStarts="2020-07-01")
    for start, place in (("2020-07-31", []), ("2020-08-01", [1])):
        patch = aim(LearnStartDate=start)
        assert found("LearnStartDate_18", Learner=[patch], reference=reference) == place


@pytest.mark.parametrize(
    ("end", "fields", "programme", "places"),
    [
        (START, {}, {}, []),
        ("2025-09-07", {}, {}, [2, 3]),
        (None, {}, {}, []),
        ("2025-09-07", {"+LearningDeliveryFAM": RESTART}, {}, [3]),
        ("2025-09-07", {"AimType": 4}, {}, [3]),
        ("2025-09-07", {"ProgType": None}, {}, [3]),
        # the programme's start counts, not the component's
        ("2025-09-07", {"LearnStartDate": "2025-08-01"}, {}, [2, 3]),
        (START, {"LearnStartDate": "2025-10-01"}, {}, []),
        ("2025-09-07", {}, {"LearnStartDate": "2025-09-07"}, []),
        ("2025-09-07", {}, {"StdCode": 9002}, []),  # no programme aim of the standard
        ("2025-09-07", {}, {"AimType": 3}, []),
    ],
)
def test_a_component_of_a_standard_that_ended(
    found: Found, end: str | None, fields: Fields, programme: Fields, places: list[int]
):
    patch = {"LearningDelivery": [{"AimSeqNumber": 1, **programme}, {"AimSeqNumber": 2, **fields}]}
    reference = standard(EffectiveTo=end)
    assert found("LearnStartDate_14", Learner=[patch], reference=reference) == places


def test_the_earliest_programme_aim_of_the_standard_counts(found: Found):
    earlier = {"AimSeqNumber": 4, "LearnAimRef": "ZPROG001", "AimType": 1}
    patch = {"LearningDelivery": [{**earlier, "LearnStartDate": "2025-08-04"}]}
    reference = standard(EffectiveTo="2025-09-07")
    assert found("LearnStartDate_14", Learner=[patch], reference=reference) == []


def contract(number: str, *starts: str) -> Fields:
    return {
        "-contracts": [{"ContractAllocationNumber": "SBDA-1001"}],
        "contracts": [
            {
                "DeliveryUKPRN": 10000001,
                "FundingStreamPeriodCode": "SB2023",
                "ContractAllocationNumber": number,
                "StartDate": start,
            }
            for start in starts
        ],
    }


@pytest.mark.parametrize(
    ("number", "starts", "fields", "places"),
    [
        ("SBDA-1001", (START,), {}, []),
        ("SBDA-1001", ("2025-09-09",), {}, [1]),  # the programme aim alone
        ("SBDA-1001-01", ("2025-09-09",), {}, [1]),
        ("SBDA-1001-01", (START,), {}, []),
        ("SBDA-1001", ("2025-09-09",), {"ConRefNumber": "SBDA-1001"}, [1]),
        ("SBDA-1001", ("2025-09-09", START), {}, []),
        ("SBDA-1002", ("2025-09-09",), {}, []),
        ("SBDA-1001", ("2025-09-09",), {"ConRefNumber": None}, []),
        ("SBDA-1001", ("2025-09-09",), {"AimType": 3}, []),
        ("SBDA-1001", ("2025-09-09",), {"ProgType": 25}, []),
        ("SBDA-1001", ("2025-09-09",), {"ProgType": None}, []),
    ],
)
def test_a_bootcamp_starts_within_its_contract(
    found: Found, number: str, starts: tuple[str, ...], fields: Fields, places: list[int]
):
    for year in ("2526", "2627"):
        patch = aim(**{"LearnStartDate": START, **fields})
        reference = contract(number, *starts)
        case = {"base": "bootcamp", "Learner": [patch], "reference": reference}
        assert found("LearnStartDate_20", year=year, **case) == places
