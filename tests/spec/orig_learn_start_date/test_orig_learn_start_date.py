"""The rules on the original start date."""

from typing import Any

import pytest

from tests.spec.conftest import Found

AIM = "9900005D"
Fields = dict[str, Any]


def aim(codes: str = "", **fields: Any) -> list[Fields]:
    """The learners of a case: the aim with these fields and, where any are given, these FAMs."""
    pairs = (code.split() for code in codes.split(",") if code)
    fams = [{"LearnDelFAMType": kind, "LearnDelFAMCode": code} for kind, code in pairs]
    given = {"LearningDeliveryFAM": fams} if codes else {}
    return [{"LearningDelivery": [{"AimSeqNumber": 1, "LearnAimRef": AIM, **fields, **given}]}]


START = {"LearnStartDate": "2025-09-08"}

# rule, year, codes, fields, the finding
CASES: tuple[tuple[str, str, str, Fields, list[int]], ...] = (
    ("OrigLearnStartDate_01", "2526", "", {"OrigLearnStartDate": "2015-09-07"}, [1]),
    ("OrigLearnStartDate_01", "2526", "", {"OrigLearnStartDate": "2015-09-08"}, []),
    ("OrigLearnStartDate_01", "2526", "", {"OrigLearnStartDate": "2015-09-09"}, []),
    ("OrigLearnStartDate_01", "2627", "", {"OrigLearnStartDate": "2015-09-07"}, [1]),
    ("OrigLearnStartDate_01", "2526", "", {}, []),
    (
        "OrigLearnStartDate_01",
        "2526",
        "",
        # ten years before 29 February 2028 is 28 February 2018
        {"LearnStartDate": "2028-02-29", "OrigLearnStartDate": "2018-02-28"},
        [],
    ),
    ("OrigLearnStartDate_02", "2526", "", {"OrigLearnStartDate": "2025-09-07"}, []),
    ("OrigLearnStartDate_02", "2526", "", {"OrigLearnStartDate": "2025-09-08"}, [1]),
    ("OrigLearnStartDate_02", "2526", "", {"OrigLearnStartDate": "2025-09-09"}, [1]),
    ("OrigLearnStartDate_02", "2627", "", {"OrigLearnStartDate": "2025-09-08"}, [1]),
    ("OrigLearnStartDate_02", "2526", "", {}, []),
    *(
        ("OrigLearnStartDate_03", year, "", {**fields, "OrigLearnStartDate": "2025-01-06"}, place)
        for year, fields, place in (
            ("2526", {"FundModel": 25}, [1]),
            ("2526", {"FundModel": 82}, [1]),
            ("2526", {"FundModel": 10}, [1]),
            ("2526", {"FundModel": 99}, []),
            ("2526", {"FundModel": 11}, []),
            ("2627", {"FundModel": 25}, [1]),
            ("2627", {"FundModel": 82}, [1]),
            ("2627", {"FundModel": 10}, []),
            ("2627", {"FundModel": 38}, []),
        )
    ),
    ("OrigLearnStartDate_03", "2526", "", {"FundModel": 25}, []),
    ("OrigLearnStartDate_03", "2627", "", {"FundModel": 25}, []),
    ("OrigLearnStartDate_04", "2526", "", {"OrigLearnStartDate": "2025-01-06"}, [1]),
    ("OrigLearnStartDate_04", "2526", "SOF 105", {"OrigLearnStartDate": "2025-01-06"}, [1]),
    ("OrigLearnStartDate_04", "2627", "res 1", {"OrigLearnStartDate": "2025-01-06"}, []),
    ("OrigLearnStartDate_04", "2526", "", {}, []),
    *(
        ("OrigLearnStartDate_09", year, "", {"FundModel": model, **dates}, place)
        for year, model, dates, place in (
            ("2526", 36, {"OrigLearnStartDate": "2017-04-30"}, [1]),
            ("2526", 36, {"OrigLearnStartDate": "2017-05-01"}, []),
            ("2526", 36, {"OrigLearnStartDate": "2017-05-02"}, []),
            ("2627", 36, {"OrigLearnStartDate": "2017-04-30"}, [1]),
            ("2526", 36, {}, []),
            ("2526", 81, {"OrigLearnStartDate": "2017-04-30"}, []),
        )
    ),
)


@pytest.mark.parametrize(("rule", "year", "codes", "fields", "place"), CASES)
def test_the_original_start_date(
    found: Found, rule: str, year: str, codes: str, fields: Fields, place: list[int]
):
    learners = aim(codes, **{**START, **fields})
    assert found(rule, year=year, base="nonfunded", Learner=learners) == place


def validity(*rows: tuple[str, str | None, str | None]) -> Fields:
    """The validity of the aim in LARS, beside that of another aim."""
    others = ("ADULT_SKILLS", "UNEMPLOYED", "OLASS_ADULT", "ANY", "ADV_LEARN_LOAN")
    return {
        "-lars_validity": [{"LearnAimRef": AIM}],
        "lars_validity": [
            {
                "LearnAimRef": "9900003B",
                "ValidityCategory": category,
                "StartDate": "2015-08-01",
                "EndDate": None,
                "LastNewStartDate": None,
            }
            for category in others
        ]
        + [
            {
                "LearnAimRef": AIM,
                "ValidityCategory": category,
                "StartDate": start,
                "EndDate": end,
                "LastNewStartDate": "2012-08-01",  # no matter
            }
            for category, start, end in rows
        ],
    }


DAY, BEFORE, AFTER = "2024-01-08", "2024-01-07", "2024-01-09"
APPRENTICESHIP = {"FundModel": 36, "ProgType": 25}


@pytest.mark.parametrize(
    ("rule", "codes", "fields", "category"),
    [
        ("OrigLearnStartDate_06", "", {"FundModel": 35}, "ADULT_SKILLS"),
        ("OrigLearnStartDate_06", "", {"FundModel": 35, "ProgType": 24}, "UNEMPLOYED"),
        ("OrigLearnStartDate_06", "LDM 034", {"FundModel": 35}, "OLASS_ADULT"),
        ("OrigLearnStartDate_07", "", {"FundModel": 81}, "ANY"),
        ("OrigLearnStartDate_07", "", APPRENTICESHIP, "ANY"),
        ("OrigLearnStartDate_08", "ADL 1", {"FundModel": 99}, "ADV_LEARN_LOAN"),
        ("OrigLearnStartDate_10", "", {"FundModel": 37}, "ANY"),
        ("OrigLearnStartDate_11", "", {"FundModel": 38}, "ADULT_SKILLS"),
        ("OrigLearnStartDate_11", "LDM 377", {"FundModel": 38}, "adult_skills"),
        # only a learning delivery monitoring code exempts
        ("OrigLearnStartDate_06", "DAM 378", {"FundModel": 35}, "ADULT_SKILLS"),
        ("OrigLearnStartDate_11", "DAM 378", {"FundModel": 38}, "ADULT_SKILLS"),
    ],
)
def test_the_original_start_is_within_the_validity(
    found: Found, rule: str, codes: str, fields: Fields, category: str
):
    def fires(*rows: tuple[str, str | None, str | None], original: str | None = DAY) -> bool:
        learners = aim(codes, **fields, OrigLearnStartDate=original)
        case = {"base": "nonfunded", "Learner": learners, "reference": validity(*rows)}
        places = found(rule, year="2526", **case)
        assert found(rule, year="2627", **case) == places
        return places == [1]

    assert not fires((category, DAY, None))
    assert fires((category, AFTER, None))
    assert not fires((category, None, None))
    assert not fires((category, "2015-08-01", AFTER))
    assert not fires((category, "2015-08-01", DAY))
    assert fires((category, "2015-08-01", BEFORE))
    assert not fires((category, "2015-08-01", BEFORE), (category, DAY, DAY))
    assert fires()
    assert fires(("APPRENTICESHIPS", "2015-08-01", None))
    assert not fires(original=None)


@pytest.mark.parametrize(
    ("rule", "codes", "fields"),
    [
        ("OrigLearnStartDate_06", "", {"FundModel": 38}),
        ("OrigLearnStartDate_06", "", {"FundModel": 35, "ProgType": 25}),
        ("OrigLearnStartDate_06", "LDM 378", {"FundModel": 35}),
        ("OrigLearnStartDate_07", "", {"FundModel": 36}),
        ("OrigLearnStartDate_07", "", {"FundModel": 99, "ProgType": 25}),
        ("OrigLearnStartDate_07", "", {"FundModel": 37}),
        ("OrigLearnStartDate_08", "", {"FundModel": 99}),
        ("OrigLearnStartDate_08", "ADL 1", {"FundModel": 81}),
        ("OrigLearnStartDate_10", "", {"FundModel": 81}),
        ("OrigLearnStartDate_11", "", {"FundModel": 35}),
        ("OrigLearnStartDate_11", "LDM 378", {"FundModel": 38}),
    ],
)
def test_aims_that_need_no_validity_on_the_original_start(
    found: Found, rule: str, codes: str, fields: Fields
):
    learners = aim(codes, **fields, OrigLearnStartDate=DAY)
    assert found(rule, base="nonfunded", Learner=learners, reference=validity()) == []
