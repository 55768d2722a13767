"""The rules on the aim reference itself, its level and its LARS categories."""

from typing import Any

import pytest

from tests.spec.conftest import Found
from tests.spec.learn_aim_ref.validity import fams

AIM = "9900005D"
ANOTHER = "9900009Z"
"""An aim that no case has: its categories must not count."""
Fields = dict[str, Any]


def aim(codes: str = "", **fields: Any) -> Fields:
    """A learner patch: the aim with these fields and, where any are given, these FAMs alone."""
    given = {"LearningDeliveryFAM": fams(*codes.split(","))} if codes else {}
    return {"LearningDelivery": [{"AimSeqNumber": 1, **fields, **given}]}


def category(
    ref: int, first: str | None = "2015-08-01", last: str | None = None, reference: str = AIM
) -> Fields:
    return {
        "LearnAimRef": reference,
        "CategoryRef": ref,
        "EffectiveFrom": first,
        "EffectiveTo": last,
    }


def lars(level: str = "2", *categories: Fields, **tables: list[Fields]) -> Fields:
    """LARS with the aim at a level and in these categories."""
    return {
        "-lars_learning_delivery": [{"LearnAimRef": AIM}],
        "lars_learning_delivery": [
            {"LearnAimRef": AIM, "NotionalNVQLevelv2": level, "EffectiveFrom": "2015-08-01"}
        ],
        "lars_category": list(categories),
        **tables,
    }


def test_an_aim_that_is_not_in_lars(found: Found):
    assert found("LearnAimRef_01", base="nonfunded") == []
    assert found("LearnAimRef_01", year="2627", base="unit") == []
    unknown = aim(LearnAimRef="99999999")
    assert found("LearnAimRef_01", base="nonfunded", Learner=[unknown]) == [1]
    assert found("LearnAimRef_01", year="2627", base="nonfunded", Learner=[unknown]) == [1]


@pytest.mark.parametrize(
    ("reference", "kind", "place"),
    [
        ("ZPROG001", 1, []),
        ("ZPROG001", 3, [1]),
        ("ZPROG001", 4, [1]),
        ("9900005D", 1, [1]),
        ("9900005D", 3, []),
        ("9900005D", 5, []),
    ],
)
def test_the_reference_of_programme_aims(found: Found, reference: str, kind: int, place: list[int]):
    patch = aim(LearnAimRef=reference, AimType=kind)
    assert found("LearnAimRef_30", base="nonfunded", Learner=[patch]) == place


@pytest.mark.parametrize(
    ("patch", "ref", "place"),
    [
        (aim("LDM 034", FundModel=35, LearnStartDate="2015-08-01"), 22, [1]),
        (aim("LDM 328", FundModel=81, LearnStartDate="2015-08-01"), 22, [1]),
        (aim("LDM 034", FundModel=35, LearnStartDate="2015-07-31"), 22, []),
        (aim("LDM 034", FundModel=38), 22, []),
        (aim("LDM 329", FundModel=35), 22, []),
        (aim("DAM 034", FundModel=35), 22, []),
        (aim(FundModel=35), 22, []),
        (aim("LDM 034", FundModel=35), 20, []),
        (aim("LDM 034", FundModel=35, LearnStartDate="2018-09-03"), 22, [1]),
        (aim("LDM 034,LDM 100", FundModel=35), 22, [1]),
        (aim("DAM 001,LDM 328", FundModel=35), 22, [1]),
    ],
)
def test_security_licences_in_custody(found: Found, patch: Fields, ref: int, place: list[int]):
    reference = lars("2", category(ref, "2010-08-01", "2011-07-31"))  # at any time
    learner = with_aim(patch)
    assert found("LearnAimRef_56", base="asf", Learner=[learner], reference=reference) == place


def test_the_categories_of_security_licences(found: Found):
    learner = with_aim(aim("LDM 034", FundModel=35))

    def fires(*rows: Fields) -> bool:
        reference = lars("2", *rows)
        return found("LearnAimRef_56", base="asf", Learner=[learner], reference=reference) == [1]

    assert fires(category(20), category(22))  # one category is enough
    assert not fires(category(20), category(22, reference=ANOTHER))
    assert not fires()


def with_aim(patch: Fields, **learner: Any) -> Fields:
    """The patch on the aim that the LARS of these tests describes."""
    delivery = {"LearnAimRef": AIM, **patch["LearningDelivery"][0]}
    return {**patch, **learner, "LearningDelivery": [delivery]}


@pytest.mark.parametrize(
    ("codes", "fields", "level", "ref", "place"),
    [
        ("", {}, "3", 37, [1]),
        ("", {}, "3", 38, []),
        ("", {}, "2", 37, []),
        ("", {}, "E", 37, []),
        ("", {"FundModel": 38}, "3", 37, []),
        ("", {"LearnStartDate": "2016-08-01"}, "3", 37, [1]),
        ("", {"LearnStartDate": "2016-07-31"}, "3", 37, []),
        ("", {"LearnStartDate": "2017-07-31"}, "3", 37, [1]),
        ("", {"LearnStartDate": "2017-08-01"}, "3", 37, []),
        ("", {"ProgType": 25}, "3", 37, []),
        ("", {"ProgType": 24}, "3", 37, [1]),
        ("LDM 034", {}, "3", 37, []),
        ("LDM 347", {}, "3", 37, []),
        ("LDM 378", {}, "3", 37, [1]),
        ("DAM 034", {}, "3", 37, [1]),
        ("RES 1", {}, "3", 37, []),
        ("LDM 034,LDM 100", {}, "3", 37, []),
        ("LDM 100,LDM 347", {}, "3", 37, []),
    ],
)
def test_level_3_in_2016(
    found: Found, codes: str, fields: Fields, level: str, ref: int, place: list[int]
):
    usual = {"FundModel": 35, "LearnStartDate": "2016-09-05", "LearnAimRef": AIM}
    patch = aim(codes, **{**usual, **fields})
    # the category need not be in force on the start; another aim's does not count
    elsewhere = category(38, reference=ANOTHER)
    reference = lars(level, category(ref, "2010-08-01", "2011-07-31"), elsewhere)
    assert found("LearnAimRef_78", base="asf", Learner=[patch], reference=reference) == place


def test_a_specialist_designated_college_may_have_any_level_3_aim(found: Found):
    patch = aim(FundModel=35, LearnStartDate="2016-09-05", LearnAimRef=AIM)
    for kind, place in (("USDC", []), ("USFC", [1])):
        organisations = {
            "-organisations": [{"UKPRN": 10000001}],
            "organisations": [
                {"UKPRN": 10000001, "LegalOrgType": kind, "IsPartner": True},
                {"UKPRN": 10000000, "LegalOrgType": "USDC", "IsPartner": True},
                {"UKPRN": 10000003, "LegalOrgType": "USDC", "IsPartner": True},
            ],
        }
        reference = {**lars("3"), **organisations}
        assert found("LearnAimRef_78", base="asf", Learner=[patch], reference=reference) == place


@pytest.mark.parametrize(
    ("codes", "fields", "level", "place"),
    [
        ("", {}, "4", [1]),
        ("", {}, "3", []),
        ("", {}, "5", []),
        ("", {"FundModel": 38}, "4", []),
        ("", {"LearnStartDate": "2016-08-01"}, "4", [1]),
        ("", {"LearnStartDate": "2016-07-31"}, "4", []),
        ("", {"LearnStartDate": "2024-07-31"}, "4", [1]),
        ("", {"LearnStartDate": "2024-08-01"}, "4", []),
        ("", {"ProgType": 25}, "4", []),
        ("", {"ProgType": 24}, "4", [1]),
        ("LDM 034", {}, "4", []),
        ("LDM 347", {}, "4", [1]),
        ("RES 1", {}, "4", []),
        ("DAM 023", {}, "4", []),
        ("DAM 023,LDM 100", {}, "4", []),
        ("DAM 022", {}, "4", [1]),
        ("LDM 023", {}, "4", [1]),
        ("DAM 034", {}, "4", [1]),
    ],
)
def test_level_4_in_adult_skills(
    found: Found, codes: str, fields: Fields, level: str, place: list[int]
):
    usual = {"FundModel": 35, "LearnStartDate": "2023-09-04", "LearnAimRef": AIM}
    patch = aim(codes, **{**usual, **fields})
    assert found("LearnAimRef_79", base="asf", Learner=[patch], reference=lars(level)) == place


@pytest.mark.parametrize(
    ("benefits", "fields", "categories", "place"),
    [
        ((3,), {}, (20,), [1]),
        ((3,), {"FundModel": 81}, (20,), [1]),
        ((3,), {"FundModel": 38}, (20,), []),
        ((4,), {}, (20,), []),
        ((), {}, (20,), []),
        ((3,), {}, (19,), []),
        ((3,), {}, (), []),
        ((3,), {"LearnStartDate": "2016-08-01"}, (20,), [1]),
        ((3,), {"LearnStartDate": "2016-07-31"}, (20,), []),
    ],
)
def test_licences_to_practise_on_other_benefits(
    found: Found,
    benefits: tuple[int, ...],
    fields: Fields,
    categories: tuple[int, ...],
    place: list[int],
):
    patch = aim(**{"FundModel": 35, "LearnAimRef": AIM, **fields})
    patch["LearnerEmploymentStatus"] = [
        {
            "EmpStat": 11,
            "DateEmpStatApp": "2014-08-01",
            "EmploymentStatusMonitoring": [{"ESMType": "BSI", "ESMCode": b} for b in benefits],
        }
    ]
    elsewhere = category(20, reference=ANOTHER)
    reference = lars("2", *(category(ref) for ref in categories), elsewhere)
    assert found("LearnAimRef_81", base="asf", Learner=[patch], reference=reference) == place
    for status in patch["LearnerEmploymentStatus"]:
        for record in status["EmploymentStatusMonitoring"]:
            record["ESMType"] = "EII"  # code 3 of something else is no benefit
    assert found("LearnAimRef_81", base="asf", Learner=[patch], reference=reference) == []


def test_the_benefit_is_the_one_in_force_at_the_start(found: Found):
    monitoring = [{"ESMType": "BSI", "ESMCode": 3}]
    for later, place in (("2025-09-08", []), ("2025-09-09", [1])):
        patch = aim(FundModel=35, LearnAimRef=AIM)
        patch["LearnerEmploymentStatus"] = [
            {
                "EmpStat": 11,
                "DateEmpStatApp": "2024-08-01",
                "EmploymentStatusMonitoring": monitoring,
            },
            {"EmpStat": 12, "DateEmpStatApp": later},
        ]
        reference = lars("2", category(20))
        assert found("LearnAimRef_81", base="asf", Learner=[patch], reference=reference) == place


def test_the_parts_of_a_category(found: Found):
    patch = aim(FundModel=35, LearnAimRef=AIM)
    patch["LearnerEmploymentStatus"] = [
        {
            "EmpStat": 11,
            "DateEmpStatApp": "2024-08-01",
            "EmploymentStatusMonitoring": [{"ESMType": "BSI", "ESMCode": 3}],
        }
    ]
    aim_rows = lars("2", category(23))
    for parent, place in ((20, [1]), (19, [])):
        tables = {
            **aim_rows,
            "lars_category_list": [
                {"CategoryRef": 23, "ParentCategoryRef": parent},
                {"CategoryRef": 24, "ParentCategoryRef": 20},
            ],
        }
        assert found("LearnAimRef_81", base="asf", Learner=[patch], reference=tables) == place


LEVEL_3_IN_TIME = [
    # start of the category, its end, the finding
    ("2015-08-01", None, False),
    ("START", "START", False),
    ("NEXT", None, True),
    ("2015-08-01", "LAST", True),
    ("2015-08-01", "NEXT", False),
    (None, None, False),
    (None, "START", False),
    (None, "LAST", True),
]


@pytest.mark.parametrize(
    ("rule", "model", "start", "last", "following"),
    [
        ("LearnAimRef_84", 35, "2023-09-04", "2023-09-03", "2023-09-05"),
        ("LearnAimRef_136", 38, "2025-09-08", "2025-09-07", "2025-09-09"),
    ],
)
def test_the_entitlement_is_the_one_of_the_start_date(
    found: Found, rule: str, model: int, start: str, last: str, following: str
):
    days = {"START": start, "LAST": last, "NEXT": following}
    patch = aim(FundModel=model, LearnStartDate=start, LearnAimRef=AIM)

    def fires(*categories: Fields, level: str = "3") -> bool:
        reference = lars(level, *categories)
        return found(rule, base="asf", Learner=[patch], reference=reference) == [1]

    for begin, end, reported in LEVEL_3_IN_TIME:
        row = category(38, days.get(begin or "", begin), days.get(end or "", end))
        assert fires(row) is reported
    assert fires(category(38, reference=ANOTHER))
    assert fires()
    assert fires(category(37))
    assert not fires(level="4")


@pytest.mark.parametrize(
    ("rule", "codes", "fields", "place"),
    [
        ("LearnAimRef_84", "", {}, [1]),
        ("LearnAimRef_84", "", {"FundModel": 38}, []),
        ("LearnAimRef_84", "", {"LearnStartDate": "2017-08-01"}, [1]),
        ("LearnAimRef_84", "", {"LearnStartDate": "2017-07-31"}, []),
        ("LearnAimRef_84", "", {"LearnStartDate": "2024-07-31"}, [1]),
        ("LearnAimRef_84", "", {"LearnStartDate": "2024-08-01"}, []),
        ("LearnAimRef_84", "", {"ProgType": 25}, []),
        ("LearnAimRef_84", "", {"ProgType": 24}, []),
        ("LearnAimRef_84", "", {"ProgType": 31}, [1]),
        ("LearnAimRef_84", "LDM 034", {}, []),
        ("LearnAimRef_84", "LDM 378", {}, []),
        ("LearnAimRef_84", "LDM 395", {}, [1]),
        ("LearnAimRef_84", "RES 1", {}, []),
        ("LearnAimRef_84", "DAM 023", {}, []),
        ("LearnAimRef_84", "LDM 034,LDM 100", {}, []),
        ("LearnAimRef_84", "DAM 024,LDM 378", {}, []),
        ("LearnAimRef_84", "DAM 023,DAM 024", {}, []),
        ("LearnAimRef_84", "DAM 024", {}, [1]),
        ("LearnAimRef_84", "DAM 034", {}, [1]),
        ("LearnAimRef_84", "LDM 023", {}, [1]),
        ("LearnAimRef_136", "", {}, [1]),
        ("LearnAimRef_136", "", {"FundModel": 35}, []),
        ("LearnAimRef_136", "", {"LearnStartDate": "2024-08-01"}, [1]),
        ("LearnAimRef_136", "", {"LearnStartDate": "2024-07-31"}, []),
        ("LearnAimRef_136", "LDM 378", {}, []),
        ("LearnAimRef_136", "LDM 395", {}, []),
        ("LearnAimRef_136", "LDM 034", {}, [1]),
        ("LearnAimRef_136", "RES 1", {}, []),
        ("LearnAimRef_136", "DAM 023", {}, []),
        ("LearnAimRef_136", "LDM 378,LDM 100", {}, []),
        ("LearnAimRef_136", "DAM 024,LDM 395", {}, []),
        ("LearnAimRef_136", "DAM 023,DAM 024", {}, []),
        ("LearnAimRef_136", "DAM 024", {}, [1]),
        ("LearnAimRef_136", "DAM 378", {}, [1]),
        ("LearnAimRef_136", "LDM 023", {}, [1]),
    ],
)
def test_level_3_outside_the_entitlement(
    found: Found, rule: str, codes: str, fields: Fields, place: list[int]
):
    usual = (
        {"FundModel": 35, "LearnStartDate": "2023-09-04"}
        if rule == "LearnAimRef_84"
        else {"FundModel": 38}
    )
    patch = aim(codes, **{"LearnAimRef": AIM, **usual, **fields})
    assert found(rule, base="asf", Learner=[patch], reference=lars("3")) == place


LEVEL_3_AGAIN = [
    # codes, fields, prior levels by date, level of the aim, the finding
    ("", {}, {"2017-01-01": 10}, "3", [1]),
    *(("", {}, {"2017-01-01": level}, "3", [1]) for level in (6, 7, 8, 9, 97, 98)),
    *(("", {}, {"2017-01-01": level}, "3", []) for level in (2, 3, 5, 11, 96, 99)),
    ("", {}, {}, "3", []),
    ("", {}, {"2017-01-01": 10}, "2", []),
    ("", {}, {"2017-01-01": 10}, "4", []),
    ("", {}, {"START": 10}, "3", [1]),
    ("", {}, {"NEXT": 10}, "3", []),
    ("", {}, {"2017-01-01": 10, "2017-02-01": 3}, "3", []),
    ("", {}, {"2017-02-01": 10, "2017-01-01": 3}, "3", [1]),
    ("", {}, {"2017-01-01": 3, "NEXT": 10}, "3", []),
    ("RES 1", {}, {"2017-01-01": 10}, "3", []),
    ("DAM 023", {}, {"2017-01-01": 10}, "3", []),
    ("DAM 023,LDM 100", {}, {"2017-01-01": 10}, "3", []),
    ("DAM 024", {}, {"2017-01-01": 10}, "3", [1]),
    ("LDM 023", {}, {"2017-01-01": 10}, "3", [1]),
    ("DAM 382", {}, {"2017-01-01": 10}, "3", [1]),
    ("DAM 391", {}, {"2017-01-01": 10}, "3", [1]),
]

LEVEL_3_AGAIN_85 = [
    *LEVEL_3_AGAIN,
    ("", {"FundModel": 38}, {"2017-01-01": 10}, "3", []),
    ("", {"LearnStartDate": "2017-08-01"}, {"2017-01-01": 10}, "3", [1]),
    ("", {"LearnStartDate": "2017-07-31"}, {"2017-01-01": 10}, "3", []),
    ("", {"LearnStartDate": "2024-07-31"}, {"2017-01-01": 10}, "3", [1]),
    ("", {"LearnStartDate": "2024-08-01"}, {"2017-01-01": 10}, "3", []),
    ("", {"ProgType": 25}, {"2017-01-01": 10}, "3", []),
    ("", {"ProgType": 24}, {"2017-01-01": 10}, "3", []),
    ("", {"ProgType": 31}, {"2017-01-01": 10}, "3", [1]),
    ("LDM 382", {}, {"2017-01-01": 10}, "3", []),
    ("LDM 382,LDM 100", {}, {"2017-01-01": 10}, "3", []),
    ("LDM 378", {}, {"2017-01-01": 10}, "3", [1]),
    ("LDM 391", {}, {"2017-01-01": 10}, "3", [1]),
]

LEVEL_3_AGAIN_137 = [
    *LEVEL_3_AGAIN,
    ("", {"FundModel": 35}, {"2017-01-01": 10}, "3", []),
    ("", {"LearnStartDate": "2024-08-01"}, {"2017-01-01": 10}, "3", [1]),
    ("", {"LearnStartDate": "2024-07-31"}, {"2017-01-01": 10}, "3", []),
    ("LDM 391", {}, {"2017-01-01": 10}, "3", []),
    ("LDM 391,LDM 100", {}, {"2017-01-01": 10}, "3", []),
    ("LDM 382", {}, {"2017-01-01": 10}, "3", [1]),
]


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        *(("LearnAimRef_85", case) for case in LEVEL_3_AGAIN_85),
        *(("LearnAimRef_137", case) for case in LEVEL_3_AGAIN_137),
    ],
)
def test_level_3_again(found: Found, rule: str, case: tuple[Any, ...]):
    codes, fields, prior, level, place = case
    model, start, following = (
        (35, "2023-09-04", "2023-09-05")
        if rule == "LearnAimRef_85"
        else (38, "2025-09-08", "2025-09-09")
    )
    usual = {"FundModel": model, "LearnStartDate": start, "LearnAimRef": AIM}
    patch = aim(codes, **{**usual, **fields})
    days = {"START": start, "NEXT": following}
    patch["PriorAttain"] = [
        {"PriorLevel": level, "DateLevelApp": days.get(day, day)} for day, level in prior.items()
    ]
    assert found(rule, base="asf", Learner=[patch], reference=lars(level)) == place


@pytest.mark.parametrize(
    ("codes", "status", "place"),
    [
        ("LDM 378", {"EmpStat": 11, "BSI": 1}, []),
        ("LDM 378", {"EmpStat": 11, "BSI": 4}, []),
        ("LDM 100,LDM 378", {"EmpStat": 11, "BSI": 4}, []),
        ("LDM 378", {"EmpStat": 10, "BSI": 4}, [1]),
        ("LDM 378", {"EmpStat": 11, "BSI": 3}, [1]),
        ("LDM 377", {"EmpStat": 11, "BSI": 1}, [1]),
        ("DAM 378", {"EmpStat": 11, "BSI": 1}, [1]),
        ("LDM 378", {}, [1]),
    ],
)
def test_a_free_course_for_the_unemployed(
    found: Found, codes: str, status: dict[str, int], place: list[int]
):
    patch = aim(codes, FundModel=35, LearnStartDate="2023-09-04", LearnAimRef=AIM)
    patch["PriorAttain"] = [{"PriorLevel": 10, "DateLevelApp": "2017-01-01"}]
    patch["LearnerEmploymentStatus"] = [
        {
            "EmpStat": status["EmpStat"],
            "DateEmpStatApp": "2023-08-01",
            "EmploymentStatusMonitoring": [{"ESMType": "BSI", "ESMCode": status["BSI"]}],
        }
        for _ in range(bool(status))
    ]
    assert found("LearnAimRef_85", base="asf", Learner=[patch], reference=lars("3")) == place


WORK_EXPERIENCE = (
    *(f"Z000783{last}" for last in range(4, 9)),
    *("Z0002347", "ZWRKX001", "ZWRKX002"),
)


@pytest.mark.parametrize("reference", WORK_EXPERIENCE)
def test_work_experience_in_a_t_level(found: Found, reference: str):
    for kind, place in ((31, [1]), (24, []), (None, [])):
        patch = aim(LearnAimRef=reference, ProgType=kind)
        assert found("LearnAimRef_90", base="study", Learner=[patch]) == place
    other = aim(LearnAimRef="Z0007839", ProgType=31)
    assert found("LearnAimRef_90", base="study", Learner=[other]) == []


DAY = "2025-10-06"
DATES = [
    # start, planned end, actual end, the finding
    (DAY, DAY, DAY, []),
    ("2025-10-05", DAY, DAY, [1]),
    (DAY, "2025-10-07", DAY, [1]),
    (DAY, DAY, "2025-10-07", [1]),
    (DAY, "2025-10-07", "2025-10-07", [1]),
    (DAY, DAY, None, [1]),
    (DAY, None, DAY, [1]),
]


@pytest.mark.parametrize(
    ("rule", "year", "reference", "kind"),
    [
        ("LearnAimRef_126", "2526", "Z0059747", None),
        ("LearnAimRef_126", "2526", "Z0059748", 32),
        ("LearnAimRef_126", "2627", "Z0059749", 32),
        ("LearnAimRef_154", "2526", "Z0060439", 32),
        ("LearnAimRef_154", "2526", "Z0009541", 32),
        ("LearnAimRef_154", "2627", "Z0060443", 32),
    ],
)
@pytest.mark.parametrize(("start", "plan", "end", "place"), DATES)
def test_an_event_lasts_a_day(
    found: Found,
    rule: str,
    year: str,
    reference: str,
    kind: int | None,
    start: str,
    plan: str | None,
    end: str | None,
    place: list[int],
):
    patch = aim(
        LearnAimRef=reference,
        ProgType=kind,
        LearnStartDate=start,
        LearnPlanEndDate=plan,
        LearnActEndDate=end,
    )
    assert found(rule, year=year, base="nonfunded", Learner=[patch]) == place


@pytest.mark.parametrize(
    ("rule", "fields", "place"),
    [
        ("LearnAimRef_126", {"LearnAimRef": "Z0059750"}, []),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060440"}, [1]),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060441"}, [1]),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060442"}, [1]),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060444"}, []),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060440", "ProgType": None}, []),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060440", "ProgType": 25}, []),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060440", "LearnStartDate": "2024-08-01"}, [1]),
        ("LearnAimRef_154", {"LearnAimRef": "Z0060440", "LearnStartDate": "2024-07-31"}, []),
    ],
)
def test_which_aims_are_events(found: Found, rule: str, fields: Fields, place: list[int]):
    patch = aim(**{"ProgType": 32, **fields})
    assert found(rule, base="nonfunded", Learner=[patch]) == place


@pytest.mark.parametrize(("start", "plan", "end", "place"), DATES)
def test_a_construction_card_takes_a_day(
    found: Found, start: str, plan: str | None, end: str | None, place: list[int]
):
    patch = aim(LearnStartDate=start, LearnPlanEndDate=plan, LearnActEndDate=end)
    card = {"year": "2627", "base": "nonfunded", "Learner": [patch]}
    assert found("LearnAimRef_155", **card, reference=lars("2", category(76))) == place
    assert found("LearnAimRef_155", **card, reference=lars("2", category(75))) == []
    part = lars("2", category(77))
    part["lars_category_list"] = [{"CategoryRef": 77, "ParentCategoryRef": 76}]
    assert found("LearnAimRef_155", **card, reference=part) == place
    # one category is enough
    assert (
        found("LearnAimRef_155", **card, reference=lars("2", category(75), category(76))) == place
    )
    # another aim's category, a part of another category, another category's part
    elsewhere = lars("2", category(75), category(76, reference=ANOTHER))
    assert found("LearnAimRef_155", **card, reference=elsewhere) == []
    for row in ((77, 75), (78, 76)):
        listed = dict(zip(("CategoryRef", "ParentCategoryRef"), row, strict=True))
        other = {**part, "lars_category_list": [listed]}
        assert found("LearnAimRef_155", **card, reference=other) == []


@pytest.mark.parametrize(
    ("codes", "fields", "level", "place"),
    [
        ("", {}, "4", [1]),
        ("", {}, "3", []),
        ("", {}, "5", []),
        ("", {"FundModel": 35}, "4", []),
        ("", {"LearnStartDate": "2024-08-01"}, "4", [1]),
        ("", {"LearnStartDate": "2024-07-31"}, "4", []),
        ("DAM 023", {}, "4", []),
        ("DAM 023,LDM 100", {}, "4", []),
        ("DAM 024", {}, "4", [1]),
        ("LDM 023", {}, "4", [1]),
        ("RES 1", {}, "4", [1]),
    ],
)
def test_level_4_in_the_adult_skills_fund(
    found: Found, codes: str, fields: Fields, level: str, place: list[int]
):
    patch = aim(codes, **{"FundModel": 38, "LearnAimRef": AIM, **fields})
    assert found("LearnAimRef_135", base="asf", Learner=[patch], reference=lars(level)) == place


@pytest.mark.parametrize(
    ("model", "ref", "place"), [(35, 67, [1]), (35, 66, []), (38, 67, []), (99, 67, [])]
)
def test_devolved_bootcamps_in_adult_skills(found: Found, model: int, ref: int, place: list[int]):
    patch = aim(FundModel=model, LearnAimRef=AIM)
    reference = lars("2", category(ref, "2010-08-01", "2011-07-31"))  # at any time
    assert found("LearnAimRef_153", base="asf", Learner=[patch], reference=reference) == place
    for row, fires in ((category(66), bool(place)), (category(67, reference=ANOTHER), False)):
        more = lars("2", row, *(reference["lars_category"] if fires else ()))
        places = found("LearnAimRef_153", base="asf", Learner=[patch], reference=more)
        assert places == ([1] if fires else [])
