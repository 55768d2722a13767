"""Names and the address must be given."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case

COMMUNITY = {"FundModel": 10}
OTHER_108 = {"FundModel": 99, "fams": ["SOF 107", "LDM 108"]}
SOF_108 = {"FundModel": 38, "fams": ["SOF 108"]}
COMMUNITY_99 = {"FundModel": 99, "fams": ["SOF 108"]}
TWO_AIMS = [aim(1, **COMMUNITY), aim(2)]


def names(rule, found, year, value, aims=None, **learner):
    field = rule.partition("_")[0]
    return case(rule, found, "asf", year, aims=aims, **{field: value}, **learner)


CASES = [
    *(
        names(f"{field}_{rule}", found, year, value, aims, **learner)
        for field in ("FamilyName", "GivenNames")
        for rule, year, value, aims, learner, found in (
            ("01", OLD, None, None, {}, ["learner"]),
            ("01", OLD, "   ", None, {}, ["learner"]),
            ("01", OLD, "A", None, {}, []),
            ("01", OLD, None, [aim(**COMMUNITY)], {}, []),
            ("01", OLD, None, [aim(**COMMUNITY_99)], {}, []),
            ("01", OLD, None, [aim(FundModel=99)], {}, ["learner"]),
            ("01", OLD, None, [aim(**OTHER_108)], {}, ["learner"]),
            ("01", OLD, None, [aim(**SOF_108)], {}, ["learner"]),
            *(
                (rule, OLD, None, [aim(**fields)], {"PlanLearnHours": hours}, [])
                for rule, hours in (("02", 11), ("04", 10))
                for fields in (OTHER_108, SOF_108, {"FundModel": 99})
            ),
            ("01", OLD, None, TWO_AIMS, {}, ["learner"]),
            ("01", NEW, None, [aim(**COMMUNITY_99)], {}, ["learner"]),
            ("01", NEW, " ", None, {}, ["learner"]),
            ("01", NEW, " A ", None, {}, []),
            ("02", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": 11}, ["learner"]),
            ("02", OLD, " ", [aim(**COMMUNITY_99)], {"PlanLearnHours": 11}, ["learner"]),
            ("02", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": 10}, []),
            ("02", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": None}, []),
            ("02", OLD, None, TWO_AIMS, {"PlanLearnHours": 11}, []),
            ("02", OLD, "A", [aim(**COMMUNITY)], {"PlanLearnHours": 11}, []),
            ("04", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": 10}, ["learner"]),
            ("04", OLD, " ", [aim(**COMMUNITY_99)], {"PlanLearnHours": 9}, ["learner"]),
            ("04", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": 11}, []),
            ("04", OLD, None, [aim(**COMMUNITY)], {"PlanLearnHours": None}, []),
            ("04", OLD, None, TWO_AIMS, {"PlanLearnHours": 10}, []),
            ("04", OLD, "A", [aim(**COMMUNITY)], {"PlanLearnHours": 10}, []),
            (
                *("04", OLD, None, [aim(**COMMUNITY)]),
                *({"PlanLearnHours": 10, "ULN": "9999999999"}, []),
            ),
        )
    ),
    *(
        case("AddLine1_03", found, "asf", year, aims=aims, AddLine1=line, PlanLearnHours=hours)
        for year, line, aims, hours, found in (
            (OLD, None, None, 120, ["learner"]),
            (OLD, "1 Street", None, 120, []),
            (OLD, None, [aim(**COMMUNITY)], 10, []),
            (OLD, None, [aim(**COMMUNITY_99)], 9, []),
            (OLD, None, [aim(**COMMUNITY)], 11, ["learner"]),
            (OLD, None, [aim(**COMMUNITY)], None, ["learner"]),
            (OLD, None, TWO_AIMS, 10, ["learner"]),
            *((OLD, None, [aim(**f)], 10, ["learner"]) for f in (OTHER_108, SOF_108)),
            (NEW, None, [aim(**COMMUNITY_99)], 10, ["learner"]),
            (NEW, "1 Street", None, 10, []),
        )
    ),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_names(found, rule, expected, patch):
    assert found(rule, **patch) == expected
