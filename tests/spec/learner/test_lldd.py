"""Learning difficulties, disabilities and health problems."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case, categories

COMMUNITY = {"FundModel": 10}
OTHER_108 = {"FundModel": 99, "fams": ["SOF 107", "LDM 108"]}
SOF_108 = {"FundModel": 38, "fams": ["SOF 108"]}
COMMUNITY_99 = {"FundModel": 99, "fams": ["SOF 108"]}
TWO_AIMS = [aim(1, **COMMUNITY), aim(2)]


def difficulty(rule, found, year=OLD, records=(), aims=None, born="2001-09-08", **learner):
    """A learner with a difficulty; under 25 on 8 September 2026 and 24 on that of 2025."""
    values = {"LLDDHealthProb": 1, "DateOfBirth": born, **learner}
    return case(
        *(rule, found, "asf", year),
        aims=aims,
        LLDDandHealthProblem=categories(*records) or None,
        **values,
    )


CASES = [
    difficulty("LLDDHealthProb_04", ["learner"], records=["12p"], LLDDHealthProb=2),
    difficulty("LLDDHealthProb_04", [], records=["12p"]),
    difficulty("LLDDHealthProb_04", [], records=["12p"], LLDDHealthProb=9),
    difficulty("LLDDHealthProb_04", [], LLDDHealthProb=2),
    *(difficulty("LLDDHealthProb_06", ["learner"], year) for year in (OLD, NEW)),
    difficulty("LLDDHealthProb_06", [], records=["12p"]),
    difficulty("LLDDHealthProb_06", [], LLDDHealthProb=2),
    difficulty("LLDDHealthProb_06", [], LLDDHealthProb=9),
    difficulty("LLDDHealthProb_06", [], born="2000-09-08"),  # 25 on the day
    difficulty("LLDDHealthProb_06", ["learner"], born="2000-09-09"),
    difficulty("LLDDHealthProb_06", ["learner"], born=None),
    # the age is that at the earliest start
    difficulty(
        *("LLDDHealthProb_06", ["learner"]),
        born="2000-09-08",
        aims=[aim(2, LearnStartDate="2025-09-07")],
    ),
    difficulty("LLDDHealthProb_06", [], aims=[aim(FundModel=10)]),
    difficulty("LLDDHealthProb_06", [], aims=[aim(FundModel=99)]),
    difficulty("LLDDHealthProb_06", ["learner"], aims=TWO_AIMS),
    difficulty("LLDDHealthProb_06", ["learner"], NEW, aims=[aim(FundModel=10)]),
    difficulty("LLDDHealthProb_06", [], NEW, aims=[aim(FundModel=99)]),
    difficulty("LLDDHealthProb_06", [], NEW, LLDDHealthProb=2),
    difficulty("LLDDHealthProb_06", [], NEW, records=["12p"]),
    difficulty("LLDDHealthProb_06", [], NEW, born="2001-09-07"),
    difficulty("LLDDHealthProb_06", ["learner"], NEW, born=None),
    *(
        difficulty("LLDDHealthProb_07", found, aims=aims, PlanLearnHours=hours, **more)
        for aims, hours, more, found in (
            ([aim(**COMMUNITY)], 11, {}, ["learner"]),
            ([aim(**COMMUNITY_99)], 11, {}, ["learner"]),
            ([aim(**COMMUNITY)], 10, {}, []),
            ([aim(**COMMUNITY)], None, {}, []),
            ([aim(**OTHER_108)], 11, {}, []),
            ([aim(**SOF_108)], 11, {}, []),
            (TWO_AIMS, 11, {}, []),
            ([aim(**COMMUNITY)], 11, {"LLDDHealthProb": 2}, []),
            ([aim(**COMMUNITY)], 11, {"records": ["12p"]}, []),
            ([aim(**COMMUNITY)], 11, {"born": "2000-09-08"}, []),
            ([aim(**COMMUNITY)], 11, {"born": "2000-09-09"}, ["learner"]),
            ([aim(**COMMUNITY)], 11, {"born": None}, ["learner"]),
        )
    ),
    *(
        difficulty("PrimaryLLDD_01", found, NEW, records, aims=[aim(LearnStartDate=start)])
        for records, start, found in (
            (["12"], "2025-09-08", ["learner"]),
            (["12", "9"], "2015-08-01", ["learner"]),
            (["12"], "2015-07-31", []),
            (["12", "9p"], "2025-09-08", []),
            (["12", "98"], "2025-09-08", ["learner"]),
            (["98"], "2025-09-08", []),
            (["99"], "2025-09-08", []),
            ([], "2025-09-08", []),
        )
    ),
    *(
        difficulty(rule, found, records=records)
        for rule, records, found in (
            ("PrimaryLLDD_03", ["12p", "9p"], ["learner"]),
            ("PrimaryLLDD_03", ["12p", "9"], []),
            ("PrimaryLLDD_03", ["12", "9"], []),
            ("PrimaryLLDD_03", [], []),
            ("PrimaryLLDD_04", ["12"], ["learner"]),
            ("PrimaryLLDD_04", ["12p"], []),
            ("PrimaryLLDD_04", ["12", "9"], []),
            ("PrimaryLLDD_04", ["98"], []),
            ("PrimaryLLDD_04", ["99"], []),
            ("PrimaryLLDD_04", [], []),
        )
    ),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_difficulties(found, rule, expected, patch):
    assert found(rule, **patch) == expected
