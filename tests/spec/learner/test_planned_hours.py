"""Planned hours of learning and of enrichment."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case

CASES = [
    *(
        case("PlanLearnHours_01", found, "asf", NEW, PlanLearnHours=None, aims=[aim(**fields)])
        for fields, found in (
            ({}, [1]),
            ({"FundModel": 25}, [1]),
            ({"FundModel": 25, "ProgType": 24}, [1]),
            ({"FundModel": 25, "ProgType": 31}, []),
            ({"FundModel": 99, "ProgType": 31}, [1]),
            ({"FundModel": 99, "ProgType": None}, [1]),
            ({"FundModel": 99, "ProgType": 25}, []),
            ({"FundModel": 82}, []),
            ({"LearnActEndDate": "2026-01-31"}, []),
        )
    ),
    case("PlanLearnHours_01", [], "apprenticeship", PlanLearnHours=None),
    case("PlanLearnHours_01", [], "asf"),
    case("PlanLearnHours_01", [], "asf", PlanLearnHours=0),
    case(
        *("PlanLearnHours_01", [1, 2], "asf"),
        PlanLearnHours=None,
        aims=[aim(1, LearnActEndDate="2026-01-31"), aim(2)],
    ),
    *(
        case("PlanEEPHours_01", found, "study", NEW, PlanEEPHours=None, aims=[aim(**fields)])
        for fields, found in (
            ({}, [1]),
            ({"ProgType": 24}, [1]),
            ({"ProgType": 31}, []),
            ({"ProgType": 25}, []),
            ({"FundModel": 82}, []),
            ({"FundModel": 38}, []),
            ({"LearnActEndDate": "2026-01-31"}, []),
        )
    ),
    case("PlanEEPHours_01", [], "study"),
    case("PlanEEPHours_01", [], "study", PlanEEPHours=0),
    *(
        case(
            *("PlanLearnHours_02", found, "asf", year),
            PlanLearnHours=0,
            aims=[aim(FundModel=model)],
        )
        for year, models in (
            (OLD, {10, 25, 35, 37, 38, 81, 99}),
            (NEW, {25, 35, 37, 38, 39, 81, 99}),
        )
        for model in (10, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99)
        for found in ([1] if model in models else [],)
    ),
    *(
        case(
            *("PlanLearnHours_02", found, "study", year),
            PlanLearnHours=hours,
            aims=[aim(ProgType=kind)],
        )
        for year in (OLD, NEW)
        for hours, kind, found in ((0, 31, []), (0, 24, [1]), (1, None, []), (None, None, []))
    ),
    *(
        case(
            *("PlanLearnHours_02", [1], "asf", year),
            PlanLearnHours=0,
            aims=[aim(FundModel=99, ProgType=31)],
        )
        for year in (OLD, NEW)
    ),
    *(
        case(
            *("PlanLearnHours_03", found, "study"),
            PlanLearnHours=hours,
            PlanEEPHours=more,
            aims=[aim(FundModel=model, ProgType=kind)],
        )
        for hours, more, model, kind, found in (
            (0, 0, 25, None, [1]),
            (0, None, 25, None, [1]),
            (0, 1, 25, None, []),
            (1, 0, 25, None, []),
            (None, 0, 25, None, []),
            (0, 0, 25, 31, []),
            (0, 0, 82, None, []),
            (0, 0, 38, None, []),
        )
    ),
    *(
        case(
            *(rule, found, "study"),
            PlanLearnHours=hours,
            PlanEEPHours=more,
            aims=[aim(FundModel=model, ProgType=kind)],
        )
        for rule, hours, more, model, kind, found in (
            ("PlanLearnHours_04", 900, 101, 25, None, ["learner"]),
            ("PlanLearnHours_04", 900, 100, 25, None, []),
            ("PlanLearnHours_04", 1001, None, 38, None, ["learner"]),
            ("PlanLearnHours_04", None, 1001, 25, None, ["learner"]),
            ("PlanLearnHours_04", None, None, 25, None, []),
            ("PlanLearnHours_04", 1001, 0, 82, None, []),
            ("PlanLearnHours_04", 1001, 0, 25, 31, []),
            ("PlanLearnHours_04", 1001, 0, 99, 31, ["learner"]),
            ("PlanLearnHours_05", 4000, 1, 25, None, ["learner"]),
            ("PlanLearnHours_05", 4000, 0, 25, None, []),
            ("PlanLearnHours_05", 4001, None, 38, None, ["learner"]),
            ("PlanLearnHours_05", None, 4001, 25, None, []),
            ("PlanLearnHours_05", 4001, 0, 82, None, []),
            ("PlanLearnHours_05", 4001, 0, 25, 31, []),
            ("PlanLearnHours_05", 4001, 0, 99, 31, ["learner"]),
        )
    ),
    # one aim that counts is enough
    case(
        *("PlanLearnHours_04", ["learner"], "study"),
        PlanLearnHours=1001,
        aims=[aim(1, ProgType=31), aim(2, FundModel=38)],
    ),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_hours(found, rule, expected, patch):
    assert found(rule, **patch) == expected
