"""Postcodes, other providers, campuses and National Insurance numbers."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case

SHAPES = [
    ("CV1 2WT", True),
    ("B1 1AA", True),
    ("EC1A 1BB", True),
    ("W1A 0AX", True),
    ("CR26 3XH", True),
    ("ZZ99 9ZZ", True),
    ("CV12WT", False),
    ("cv1 2WT", False),
    ("CV1 2wt", False),
    ("CVX 2WT", False),
    ("ABC1 2WT", False),
    ("CV123 2WT", False),
    ("CV1  2WT", False),
    ("CV1 22T", False),
    *((f"CV1 2{letter}T", False) for letter in "CIKMOV"),
    *((f"CV1 2W{letter}", False) for letter in "CIKMOV"),
]
POSTCODES = [
    *(
        case(rule, [] if right else ["learner"], "asf", year, **{field: text})
        for year, rule, field in (
            (OLD, "Postcode_15", "Postcode"),
            (NEW, "PostcodePrior_02", "PostcodePrior"),
        )
        for text, right in SHAPES
    ),
    *(
        case(rule, found, "asf", **{field: text})
        for rule, field in (("Postcode_14", "Postcode"), ("PostcodePrior_01", "PostcodePrior"))
        for text, found in (
            ("CV1 2WT", []),
            ("CV2 2WT", ["learner"]),
            ("ZZ99 9ZZ", []),
            ("ZZ99 9ZY", ["learner"]),
        )
    ),
]

PROVIDERS = [
    *(
        case(rule, found, "asf", **{field: number})
        for rule, field in (("PrevUKPRN_01", "PrevUKPRN"), ("PMUKPRN_01", "PMUKPRN"))
        for number, found in ((10000002, []), (10000003, ["learner"]), (None, []))
    ),
    *(
        case(
            *(rule, found, "asf"),
            CampId=campus,
            reference={"campus": [{"CampusIdentifier": "C0000001", "MasterUKPRN": master}]},
        )
        for rule, campus, master, found in (
            ("CampID_01", "C0000001", 10000001, []),
            ("CampID_01", "C0000001", 10000002, []),
            ("CampID_01", "C0000002", 10000001, ["learner"]),
            ("CampID_01", None, 10000001, []),
            ("CampID_02", "C0000001", 10000001, []),
            ("CampID_02", "C0000001", 10000002, ["learner"]),
            ("CampID_02", "C0000002", 10000002, []),
            ("CampID_02", None, 10000002, []),
        )
    ),
    *(
        case("NINumber_01", found, NINumber=number)
        for number, found in (
            ("AB123456C", []),
            ("AB123456 ", []),
            (None, []),
            *((f"{letter}B123456C", ["learner"]) for letter in "DFIQUV"),
            *((f"A{letter}123456C", ["learner"]) for letter in "DFIOQUV"),
            ("OB123456C", []),
            ("AB123456E", ["learner"]),
            ("AB12345XC", ["learner"]),
            ("ab123456c", ["learner"]),
        )
    ),
    case("NINumber_02", [1, 3], "apprenticeship", NINumber=None),
    case("NINumber_02", [], "apprenticeship"),
    case("NINumber_02", [1], "asf", NINumber=None, aims=[aim(fams=["act 1"])]),
    case("NINumber_02", [], "asf", NINumber=None, aims=[aim(fams=["ACT 2", "LDM 1"])]),
    case("NINumber_02", [], "asf", NINumber=None),
]

CASES = [*POSTCODES, *PROVIDERS]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_numbers_and_postcodes(found, rule, expected, patch):
    assert found(rule, **patch) == expected
