"""Ages: whether a date of birth is given, and the limits by funding."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case, fam, learner_fams

BOTH = (OLD, NEW)

ABSENT = [
    *(
        case("DateOfBirth_01", [1], "asf", year, DateOfBirth=None, aims=[aim(FundModel=model)])
        for year in BOTH
        for model in (25, 35, 36, 37, 38, 81, 82)
    ),
    case("DateOfBirth_01", [1, 2], "unit", NEW, DateOfBirth=None),
    case("DateOfBirth_01", [], "asf", DateOfBirth=None, aims=[aim(FundModel=39)]),
    case("DateOfBirth_01", [], "nonfunded", DateOfBirth=None),
    case("DateOfBirth_01", [], "asf", DateOfBirth=None, aims=[aim(fams=["LDM 034"])]),
    case("DateOfBirth_01", [1], "asf", DateOfBirth=None, aims=[aim(fams=["LDM 035"])]),
    case("DateOfBirth_01", [1], "asf", DateOfBirth=None, aims=[aim(fams=["DAM 034"])]),
    case("DateOfBirth_01", [], "asf"),
    case("DateOfBirth_01", [], "nonfunded", NEW, DateOfBirth=None),
    case("DateOfBirth_01", [1], "asf", NEW, DateOfBirth=None, aims=[aim(fams=["DAM 034"])]),
    case("DateOfBirth_01", [1], "asf", NEW, DateOfBirth=None, aims=[aim(fams=["LDM 035"])]),
    case("DateOfBirth_01", [], "asf", NEW, DateOfBirth=None, aims=[aim(fams=["LDM 034"])]),
    case("DateOfBirth_01", [], "unit", NEW),
    *(
        case("DateOfBirth_02", [1], "nonfunded", DateOfBirth=None, aims=[aim(FundModel=model)])
        for model in (10, 11, 99)
    ),
    case("DateOfBirth_02", [1], "nonfunded", NEW, DateOfBirth=None),
    case("DateOfBirth_02", [1], "nonfunded", NEW, DateOfBirth=None, aims=[aim(FundModel=11)]),
    case("DateOfBirth_02", [], "nonfunded", NEW, DateOfBirth=None, aims=[aim(FundModel=10)]),
    *(
        case("DateOfBirth_02", [], "nonfunded", y, DateOfBirth=None, aims=[aim(fams=["ADL 1"])])
        for y in BOTH
    ),
    *(case("DateOfBirth_02", [], "nonfunded", year) for year in BOTH),
    case("DateOfBirth_02", [], "asf", DateOfBirth=None),
    case("DateOfBirth_23", ["learner"], "nonfunded", DateOfBirth=None, aims=[aim(fams=["ADL 1"])]),
    case("DateOfBirth_23", [], "nonfunded", DateOfBirth=None),
    case("DateOfBirth_23", [], "nonfunded", aims=[aim(fams=["ADL 1"])]),
    case("DateOfBirth_23", [], "asf", DateOfBirth=None, aims=[aim(fams=["ADL 1"])]),
    case(
        *("DateOfBirth_23", [], "nonfunded"),
        DateOfBirth=None,
        aims=[aim(fams=["ADL 1", "LDM 034"])],
    ),
    *(
        case(
            *("DateOfBirth_23", ["learner"], "nonfunded"),
            DateOfBirth=None,
            aims=[aim(fams=["ADL 1", other])],
        )
        for other in ("DAM 034", "LDM 035")
    ),
    case("DateOfBirth_24", ["learner"], "nonfunded", DateOfBirth=None),
    case("DateOfBirth_24", [], "nonfunded", DateOfBirth=None, ULN="9999999999"),
    case("DateOfBirth_24", [], "nonfunded"),
]

OF_THE_LEARNER = [
    case("DateOfBirth_04", ["learner"], DateOfBirth="1910-08-01"),
    case("DateOfBirth_04", ["learner"], DateOfBirth="1910-07-31"),
    case("DateOfBirth_04", [], DateOfBirth="1910-08-02"),
    case("DateOfBirth_04", [], DateOfBirth=None),
    case("DateOfBirth_04", ["learner"], "asf", NEW, DateOfBirth="1911-08-01"),
    case("DateOfBirth_04", [], "asf", NEW, DateOfBirth="1911-08-02"),
    case("DateOfBirth_27", [], DateOfBirth="2025-07-31"),
    case("DateOfBirth_27", ["learner"], DateOfBirth="2025-08-01"),
    case("DateOfBirth_27", ["learner"], DateOfBirth="2025-08-02"),
    case("DateOfBirth_27", [], "asf", NEW, DateOfBirth="2026-07-31"),
    case("DateOfBirth_27", ["learner"], "asf", NEW, DateOfBirth="2026-08-01"),
    case("DateOfBirth_27", [], DateOfBirth=None),
]

# The bases start on 8 September, so a birthday on that day counts and one on the ninth does not.
AT_START = [
    *(
        case("DateOfBirth_05", [1], "nonfunded", DateOfBirth=born, aims=[aim(FundModel=model)])
        for born in ("2021-09-09", "2023-01-01")
        for model in (10, 99)
    ),
    case("DateOfBirth_05", [], "nonfunded", DateOfBirth="2021-09-08"),
    case("DateOfBirth_05", [], "nonfunded", DateOfBirth="2021-09-07"),
    case("DateOfBirth_05", [], "nonfunded", DateOfBirth=None),
    case("DateOfBirth_05", [], "asf", DateOfBirth="2021-09-09"),
    *(
        case(
            *("DateOfBirth_12", found, "nonfunded"),
            DateOfBirth=born,
            aims=[aim(FundModel=model, fams=[text])],
        )
        for found, born, model, text in (
            ([1], "2006-09-09", 10, "ASL 1"),
            ([1], "2006-09-09", 10, "ASL 2"),
            ([], "2006-09-09", 10, "ASL 3"),
            ([], "2006-09-09", 10, "LDM 1"),
            ([], "2006-09-08", 10, "ASL 1"),
            ([], "2006-09-09", 99, "ASL 1"),
            ([], None, 10, "ASL 1"),
        )
    ),
    *(
        case(
            *("DateOfBirth_14", found, "asf"),
            DateOfBirth=born,
            aims=[aim(FundModel=model, fams=[text])],
        )
        for found, born, model, text in (
            (["learner"], "2007-09-09", 35, "LDM 034"),
            (["learner"], "2007-09-09", 81, "LDM 034"),
            ([], "2007-09-09", 38, "LDM 034"),
            ([], "2007-09-08", 35, "LDM 034"),
            ([], "2007-09-09", 35, "LDM 035"),
            ([], "2007-09-09", 35, "DAM 034"),
            ([], None, 35, "LDM 034"),
        )
    ),
    *(
        case(
            *("DateOfBirth_26", found, "nonfunded"),
            DateOfBirth=born,
            aims=[aim(FundModel=model, fams=fams)],
        )
        for found, born, model, fams in (
            ([1], "2006-09-09", 99, ["ADL 1"]),
            ([1], "2006-09-09", 99, ["ADL 2"]),
            ([], "2006-09-08", 99, ["ADL 1"]),
            ([], "2006-09-09", 99, []),
            ([], "2006-09-09", 38, ["ADL 1"]),
            ([], None, 99, ["ADL 1"]),
        )
    ),
    case("DateOfBirth_61", [1, 2], "unit", NEW, DateOfBirth="2007-09-08"),
    case("DateOfBirth_61", [], "unit", NEW, DateOfBirth="2007-09-07"),
    case("DateOfBirth_61", [], "unit", NEW, DateOfBirth="2007-09-06"),
    case("DateOfBirth_61", [], "unit", NEW, DateOfBirth=None),
    case("DateOfBirth_61", [], "asf", NEW, DateOfBirth="2007-09-08"),
    case("DateOfBirth_63", [1], "bootcamp", NEW, DateOfBirth="2007-09-08"),
    case("DateOfBirth_63", [], "bootcamp", NEW, DateOfBirth="2007-09-07"),
    case("DateOfBirth_63", [], "bootcamp", NEW, DateOfBirth=None),
    *(
        case(
            *("DateOfBirth_63", found, "bootcamp", NEW),
            DateOfBirth="2008-09-08",
            aims=[aim(1, LearnStartDate=start)],
        )
        for start, found in (("2026-07-31", []), ("2026-08-01", [1]), ("2026-08-02", [1]))
    ),
    case(
        *("DateOfBirth_63", [], "bootcamp", NEW),
        DateOfBirth="2008-09-08",
        aims=[aim(1, FundModel=38)],
    ),
]

ON_31_AUGUST = [
    *(
        case("DateOfBirth_06", found, "study", DateOfBirth=born, aims=[aim(FundModel=model)])
        for found, born, model in (
            ([1], "2012-09-01", 25),
            ([1], "2012-09-01", 82),
            ([], "2012-08-31", 25),
            ([], "2012-08-30", 25),
            ([], "2012-09-01", 38),
            ([], None, 25),
        )
    ),
    case("DateOfBirth_06", [1], "study", NEW, DateOfBirth="2013-09-01"),
    case("DateOfBirth_06", [], "study", NEW, DateOfBirth="2013-08-31"),
    *(
        case("DateOfBirth_07", found, "study", DateOfBirth=born, aims=[aim(FundModel=model)])
        for found, born, model in (
            (["learner"], "2000-08-31", 25),
            (["learner"], "2000-08-30", 82),
            ([], "2000-09-01", 25),
            ([], "2000-08-31", 99),
            ([], None, 25),
        )
    ),
    *(
        case(
            *("DateOfBirth_07", [], "study"),
            DateOfBirth="2000-08-31",
            aims=[{"AimSeqNumber": 1, "LearningDeliveryFAM": fams}],
        )
        for fams in ([], [fam("SOF 105")], [fam("SOF 105"), fam("LDM 107")])
    ),
    # 29 February becomes 28 February in a common year.
    case(
        *("DateOfBirth_61", [], "unit", NEW),
        DateOfBirth="2008-02-29",
        aims=[aim(1, LearnStartDate="2027-02-28"), aim(2, LearnStartDate="2027-02-28")],
    ),
    case(
        *("DateOfBirth_61", [1, 2], "unit", NEW),
        DateOfBirth="2008-02-29",
        aims=[aim(1, LearnStartDate="2027-02-27"), aim(2, LearnStartDate="2027-02-27")],
    ),
    *(
        case("DateOfBirth_13", found, "he", DateOfBirth=born, aims=[aim(FundModel=model)])
        for found, born, model in (
            (["learner"], "2010-08-01", 99),
            ([], "2010-07-31", 99),
            ([], "2010-07-30", 99),
            ([], "2010-08-01", 38),
            ([], None, 99),
        )
    ),
    case("DateOfBirth_13", [], "nonfunded", DateOfBirth="2010-08-01"),
    *(
        case("DateOfBirth_13", [], "nonfunded", DateOfBirth="2010-08-01", aims=[aim(fams=[text])])
        for text in ("SOF 2", "LDM 1")
    ),
    case("DateOfBirth_13", ["learner"], "he", NEW, DateOfBirth="2011-08-01"),
    *(
        case(
            *("DateOfBirth_20", found, "study"),
            DateOfBirth=born,
            aims=[
                {
                    **aim(FundModel=model),
                    "LearningDeliveryFAM": [
                        {"LearnDelFAMType": "SOF", "LearnDelFAMCode": code} for code in codes
                    ],
                }
            ],
        )
        for found, born, model, codes in (
            ([1], "2006-09-01", 25, ["105"]),
            ([1], "2006-09-01", 82, ["105"]),
            ([1], "2006-09-01", 25, ["107", "105"]),
            ([], "2006-08-31", 25, ["105"]),
            ([], "2006-09-01", 25, ["107"]),
            ([], "2006-09-01", 25, []),
            ([], "2006-09-01", 38, ["105"]),
            ([], None, 25, ["105"]),
        )
    ),
    case("DateOfBirth_20", [], "study", DateOfBirth="2006-09-01", aims=[aim(fams=["LDM 105"])]),
    *(
        case(
            *("DateOfBirth_25", found, "asf"),
            DateOfBirth=born,
            aims=[aim(FundModel=model, **more)],
        )
        for found, born, model, more in (
            ([1], "2006-09-01", 35, {}),
            ([1], "2006-09-01", 35, {"ProgType": 24}),
            ([], "2006-09-01", 35, {"ProgType": 25}),
            ([1], "2006-09-01", 37, {"ProgType": 25}),
            ([1], "2006-09-01", 37, {}),
            ([1], "2006-09-01", 38, {}),
            ([], "2006-09-01", 36, {}),
            ([], "2006-08-31", 38, {}),
            ([], "2006-08-30", 38, {}),
            ([], None, 38, {}),
            ([], "2006-09-01", 38, {"fams": ["LDM 034"]}),
            ([1], "2006-09-01", 38, {"fams": ["LDM 035", "DAM 034"]}),
        )
    ),
    *(
        case(
            *(rule, found, "asf", NEW),
            DateOfBirth=born,
            aims=[aim(FundModel=model, LearnStartDate=start, **more)],
        )
        for rule, found, born, model, start, more in (
            ("DateOfBirth_25", [1], "2007-09-01", 38, "2026-07-31", {}),
            ("DateOfBirth_25", [1], "2007-09-01", 37, "2026-07-30", {}),
            ("DateOfBirth_25", [1], "2007-09-01", 35, "2026-07-31", {}),
            ("DateOfBirth_25", [], "2007-09-01", 35, "2026-07-31", {"ProgType": 25}),
            ("DateOfBirth_25", [], "2007-09-01", 38, "2026-08-01", {}),
            ("DateOfBirth_25", [], "2007-08-31", 38, "2026-07-31", {}),
            ("DateOfBirth_25", [], "2007-09-01", 38, "2026-07-31", {"fams": ["LDM 034"]}),
            ("DateOfBirth_25", [], "2007-09-01", 99, "2026-07-31", {"ProgType": 24}),
            ("DateOfBirth_25", [1], "2007-09-01", 35, "2026-07-31", {"ProgType": 24}),
            (
                *("DateOfBirth_25", [1], "2007-09-01", 38, "2026-07-31"),
                {"fams": ["LDM 035", "DAM 034"]},
            ),
            ("DateOfBirth_62", [1], "2007-09-01", 38, "2026-08-01", {}),
            ("DateOfBirth_62", [1], "2007-09-01", 35, "2026-08-01", {"ProgType": 24}),
            (
                *("DateOfBirth_62", [1], "2007-09-01", 38, "2026-08-01"),
                {"fams": ["LDM 035", "DAM 034"]},
            ),
            ("DateOfBirth_62", [1], "2007-09-01", 35, "2026-08-02", {}),
            ("DateOfBirth_62", [], "2007-09-01", 35, "2026-08-01", {"ProgType": 25}),
            ("DateOfBirth_62", [], "2007-09-01", 37, "2026-08-01", {}),
            ("DateOfBirth_62", [], "2007-09-01", 38, "2026-07-31", {}),
            ("DateOfBirth_62", [], "2007-08-31", 38, "2026-08-01", {}),
            ("DateOfBirth_62", [], None, 38, "2026-08-01", {}),
            ("DateOfBirth_62", [], "2007-09-01", 38, "2026-08-01", {"fams": ["LDM 034"]}),
        )
    ),
]

# Well inside and well outside the limits: an age is compared, not met.
FAR_FROM_THE_LIMIT = [
    *(case("DateOfBirth_04", ["learner"], "asf", y, DateOfBirth="1899-05-12") for y in BOTH),
    *(
        case("DateOfBirth_02", [1], "nonfunded", y, DateOfBirth=None, aims=[aim(fams=["LDM 100"])])
        for y in BOTH
    ),
    case("DateOfBirth_05", [], "nonfunded"),
    case("DateOfBirth_06", [], "study", DateOfBirth="2000-05-12"),
    case("DateOfBirth_06", [1], "study", DateOfBirth="2018-05-12"),
    case("DateOfBirth_07", ["learner"], "study", DateOfBirth="1980-05-12"),
    case("DateOfBirth_12", [], "nonfunded", aims=[aim(FundModel=10, fams=["ASL 1"])]),
    *(
        case(
            *("DateOfBirth_12", [1], "nonfunded"),
            DateOfBirth="2010-05-12",
            aims=[aim(FundModel=10, fams=fams)],
        )
        for fams in (["ASL 1", "LDM 100"], ["LDM 100", "ASL 2"])
    ),
    case("DateOfBirth_13", [], "he"),
    case("DateOfBirth_13", ["learner"], "he", DateOfBirth="2014-05-12"),
    case("DateOfBirth_14", [], "asf", aims=[aim(FundModel=35, fams=["LDM 034"])]),
    *(
        case("DateOfBirth_20", found, "study", DateOfBirth=born, aims=[aim(fams=["SOF 105"])])
        for found, born in (([], "1990-05-12"), ([1], "2009-05-12"))
    ),
    case("DateOfBirth_25", [], "asf"),
    case("DateOfBirth_25", [], "asf", NEW, aims=[aim(LearnStartDate="2026-07-31")]),
    case("DateOfBirth_26", [], "nonfunded", aims=[aim(fams=["ADL 1"])]),
    case("DateOfBirth_61", [], "unit", NEW),
    case("DateOfBirth_61", [1, 2], "unit", NEW, DateOfBirth="2012-05-12"),
    case("DateOfBirth_62", [], "asf", NEW),
    case("DateOfBirth_63", [], "bootcamp", NEW),
]

WITH_PLANS = [
    *(
        case(
            *("DateOfBirth_30", found, "asf"),
            DateOfBirth=born,
            LearnerFAM=learner_fams(plan) if plan else None,
            aims=[aim(FundModel=model, **more)],
        )
        for found, born, plan, model, more in (
            *(([1], "2006-08-31", "EHC 1", model, {}) for model in (25, 35, 38, 81, 82)),
            ([1], "2000-09-01", "ehc 1", 38, {}),
            ([], "2000-08-31", "EHC 1", 38, {}),
            ([], "2006-09-01", "EHC 1", 38, {}),
            ([], None, "EHC 1", 38, {}),
            ([], "2006-08-31", "SEN 1", 38, {}),
            ([], "2006-08-31", None, 38, {}),
            ([], "2006-08-31", "EHC 1", 99, {}),
            ([], "2006-08-31", "EHC 1", 38, {"fams": ["LDM 034"]}),
            ([1], "2006-08-31", "EHC 1", 38, {"fams": ["LDM 035", "DAM 034"]}),
            ([], "2006-08-31", "EHC 1", 35, {"ProgType": 25}),
            ([1], "2006-08-31", "EHC 1", 35, {"ProgType": 24}),
        )
    ),
    case(
        *("DateOfBirth_30", [], "study"),
        DateOfBirth="2006-08-31",
        LearnerFAM=learner_fams("EHC 1"),
    ),
    case(
        *("DateOfBirth_30", [], "study"),
        DateOfBirth="2006-08-31",
        LearnerFAM=learner_fams("EHC 1"),
        aims=[{"AimSeqNumber": 1, "LearningDeliveryFAM": [fam("LDM 105")]}],
    ),
    *(
        case(
            *("DateOfBirth_34", found, "study"),
            DateOfBirth=born,
            LearnerFAM=learner_fams(*plans),
            aims=[aim(FundModel=model)],
        )
        for found, born, plans, model in (
            ([1], "2006-08-31", ["HNS 1"], 25),
            ([1], "2000-09-01", ["HNS 1", "SEN 1"], 25),
            ([], "2000-08-31", ["HNS 1"], 25),
            ([], "2006-09-01", ["HNS 1"], 25),
            ([], "2006-08-31", ["HNS 1", "EHC 1"], 25),
            ([], "2006-08-31", ["SEN 1"], 25),
            ([], "2006-08-31", ["HNS 1"], 82),
            ([], None, ["HNS 1"], 25),
        )
    ),
]


@pytest.mark.parametrize(
    ("rule", "expected", "patch"),
    [*ABSENT, *OF_THE_LEARNER, *AT_START, *ON_31_AUGUST, *FAR_FROM_THE_LIMIT, *WITH_PLANS],
)
def test_ages(found, rule, expected, patch):
    assert found(rule, **patch) == expected


LEVEL_3 = "9900001A"
TRADE_UNION = {
    "lars_category": [
        {"LearnAimRef": LEVEL_3, "CategoryRef": 19, "EffectiveFrom": "2001-01-01"},
    ]
}
OTHER_AIM_OF_TRADE_UNION = {
    "lars_category": [
        {"LearnAimRef": "9900005D", "CategoryRef": 19, "EffectiveFrom": "2001-01-01"},
    ]
}
OTHER_CATEGORY = {
    "lars_category": [
        {"LearnAimRef": LEVEL_3, "CategoryRef": 20, "EffectiveFrom": "2001-01-01"},
    ]
}
DESIGNATED = {
    "-organisations": [{"UKPRN": 10000001}],
    "organisations": [{"UKPRN": 10000001, "LegalOrgType": "USDC", "IsPartner": True}],
}
OTHER_DESIGNATED = {
    "organisations": [
        {"UKPRN": ukprn, "LegalOrgType": "USDC", "IsPartner": True}
        for ukprn in (10000000, 10000009)
    ],
}

# rule, model, first day, last day
SPANS = {
    "DateOfBirth_32": (35, "2015-07-31", "2015-08-01", "2016-07-31", "2016-08-01"),
    "DateOfBirth_49": (35, "2016-07-31", "2016-08-01", "2017-07-31", "2017-08-01"),
    "DateOfBirth_55": (35, "2017-07-31", "2017-08-01", "2024-07-31", "2024-08-01"),
    "DateOfBirth_56": (38, "2024-07-31", "2024-08-01", "2025-09-08", None),
}
FAMS = {
    "DateOfBirth_32": {"LDM 034", "RES 1", "LDM 347"},
    "DateOfBirth_49": {"LDM 034", "RES 1", "LDM 347"},
    "DateOfBirth_55": {"LDM 034", "RES 1", "DAM 023", "LDM 378"},
    "DateOfBirth_56": {"RES 1", "DAM 023", "LDM 378", "LDM 395"},
}
EVERY_FAM = sorted(
    set().union(*FAMS.values())
    | {"LDM 100", "DAM 001", "DAM 034", "DAM 347", "LDM 023", "DAM 378", "DAM 395", "LDM 1"}
)


@pytest.mark.parametrize("rule", SPANS)
def test_level_3_at_24(found, rule):
    model, before, first, last, after = SPANS[rule]

    def fires(start=first, born="1990-01-01", reference=None, **fields):
        fields = {"LearnAimRef": LEVEL_3, "FundModel": model, **fields}
        learner = {"DateOfBirth": born, "LearningDelivery": [aim(LearnStartDate=start, **fields)]}
        return found(rule, base="asf", Learner=[learner], reference=reference or {}) == [1]

    assert [fires(before), fires(first), fires(last)] == [False, True, True]
    assert after is None or not fires(after)
    assert fires(born=f"{int(first[:4]) - 24}{first[4:]}")
    assert not fires(born=f"{int(first[:4]) - 24}-08-02")
    assert not fires(born=None)
    assert not fires(LearnAimRef="9900003B")
    assert not fires(LearnAimRef="69999999")
    assert not fires(FundModel=99)
    assert {f for f in EVERY_FAM if not fires(fams=[f])} == FAMS[rule]
    assert fires(ProgType=25) == (rule == "DateOfBirth_56")
    assert fires(ProgType=24)
    closed_to = rule in ("DateOfBirth_32", "DateOfBirth_49")
    assert fires(reference=TRADE_UNION) != closed_to
    assert fires(reference=DESIGNATED) != closed_to
    assert fires(reference=OTHER_DESIGNATED)
    assert fires(reference=OTHER_CATEGORY)
    assert fires(reference=OTHER_AIM_OF_TRADE_UNION)


KINDS = ("0002", "1413", "1430", "1431", "1453", "0005", "9999")
LEVELS = ("E", "1", "2", "3", "4", "5", "6", "7", "8", "H", "M", "X")


@pytest.mark.parametrize("rule", SPANS)
def test_levels_and_types_of_aims(found, rule):
    model, _, first, _, _ = SPANS[rule]

    def firing(column, values, **others):
        """The values of aims for which the rule fires, each on an aim of its own."""
        rows = [
            {"LearnAimRef": f"6000{n:04}", column: value, **others}
            for n, value in enumerate(values, start=1)
        ]
        aims = [
            aim(n, LearnAimRef=row["LearnAimRef"], FundModel=model, LearnStartDate=first)
            for n, row in enumerate(rows, start=1)
        ]
        reference = {"lars_learning_delivery": rows}
        learner = {"DateOfBirth": "1980-01-01", "LearningDelivery": aims}
        places = found(rule, base="asf", Learner=[learner], reference=reference)
        return {values[n - 1] for n in places}

    assert firing("NotionalNVQLevelv2", LEVELS, LearnAimRefType="0005") == {*"345678", "H"}
    exempt = set(KINDS[:5]) if rule in ("DateOfBirth_55", "DateOfBirth_56") else set()
    assert firing("LearnAimRefType", KINDS, NotionalNVQLevelv2="3") == set(KINDS) - exempt
