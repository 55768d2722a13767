"""Prior attainment."""

from datetime import date

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case, findings, prior

CASES = [
    *(
        case(
            *("PriorAttain_01", found, "asf", year),
            PriorAttain=None,
            aims=[aim(FundModel=model)],
        )
        for year, exempt in ((OLD, {10, 11, 25, 82, 99}), (NEW, {11, 25, 82, 99}))
        for model in (10, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99)
        for found in ([] if model in exempt else [1],)
    ),
    case("PriorAttain_01", [1, 2, 3], "apprenticeship", PriorAttain=None),
    case("PriorAttain_01", [], "apprenticeship"),
    case("PriorAttain_01", [], "unit", NEW),
    *(
        case(
            *("PriorAttain_04", found, "asf"),
            PriorAttain=prior(*levels),
            aims=[aim(FundModel=model, ProgType=kind)],
        )
        for levels, model, kind, found in (
            *(([(level, "2025-08-01")], 35, 2, [1]) for level in (7, 8, 9, 10)),
            *(([(7, "2025-08-01")], 35, kind, [1]) for kind in (3, 20)),
            ([(6, "2025-08-01")], 35, 2, []),
            ([(97, "2025-08-01")], 35, 2, []),
            ([(7, "2025-08-01")], 35, 21, []),
            ([(7, "2025-08-01")], 35, None, []),
            ([(7, "2025-08-01")], 36, 2, []),
            # the latest on or before the start, 8 September
            ([(7, "2025-08-01"), (3, "2025-09-08")], 35, 2, []),
            ([(3, "2025-08-01"), (7, "2025-09-08")], 35, 2, [1]),
            ([(3, "2025-08-01"), (7, "2025-09-09")], 35, 2, []),
            # of two on one date the later in the file
            ([(3, "2025-08-01"), (7, "2025-08-01")], 35, 2, [1]),
            ([(7, "2025-08-01"), (3, "2025-08-01")], 35, 2, []),
        )
    ),
    *(
        case("PriorAttain_09", found, "asf", prepared="2026-02-05", PriorAttain=prior(*levels))
        for levels, found in (
            ([(3, "2026-02-04")], []),
            ([(3, "2026-02-05")], []),
            ([(3, "2026-02-06")], ["learner"]),
            ([(3, "2025-02-06"), (4, "2026-02-06")], ["learner"]),
        )
    ),
    case("PriorAttain_09", [], "asf", PriorAttain=None),
    *(
        case("PriorAttain_10", found, "asf", PriorAttain=prior(*levels))
        for levels, found in (
            ([(3, "2025-08-01"), (3, "2025-08-01")], ["learner"]),
            ([(3, "2025-08-01"), (4, "2025-08-01")], ["learner"]),
            ([(3, "2025-08-01"), (3, "2025-08-02")], []),
            ([(3, "2025-08-01"), (4, "2025-08-02"), (5, "2025-08-01")], ["learner"]),
            ([(3, "2025-08-01")], []),
        )
    ),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_prior_attainment(found, rule, expected, patch):
    assert found(rule, **patch) == expected


def test_records_of_one_date_are_one_finding_a_date():
    days = ("2025-08-01", "2024-08-01", "2025-08-01", "2024-08-01", "2025-08-01", "2023-08-01")
    records = [{"PriorLevel": 3, "DateLevelApp": date.fromisoformat(day)} for day in days]
    of_rule = findings("PriorAttain_10", {"PriorAttain": records})
    assert [str(fields["DateLevelApp"]) for fields in of_rule] == ["2025-08-01", "2024-08-01"]
