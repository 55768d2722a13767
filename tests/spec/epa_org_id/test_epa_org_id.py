"""The assessment organisation beside the assessment price, and in the register."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fins

CASES = [
    *cases(
        "EPAOrgID_02",
        "apprenticeship",
        (True, {"AppFinRecord": fins("TNP2")}),
        (True, {"AppFinRecord": fins("TNP1, TNP4")}),
        (False, {"AppFinRecord": fins("TNP1, TNP3")}),
        (False, {"AppFinRecord": fins("PMR2")}),
        (False, {"AppFinRecord": []}),
        (False, {"AppFinRecord": fins("TNP2"), "EPAOrgID": "EPA9001"}),
        EPAOrgID=None,
    ),
    *cases(
        "EPAOrgID_03",
        "apprenticeship",
        (False, {"AppFinRecord": fins("TNP2")}),
        (False, {"AppFinRecord": fins("tnp4")}),
        (True, {"AppFinRecord": fins("TNP1, TNP3, PMR2")}),
        (True, {"AppFinRecord": []}),
        (False, {"AppFinRecord": [], "EPAOrgID": None}),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_assessor_and_price(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("fires", "fields"),
    [
        (False, {"LearnPlanEndDate": "2026-03-01"}),
        (True, {"LearnPlanEndDate": "2026-02-28"}),
        (False, {"LearnPlanEndDate": "2027-01-29"}),
        (True, {"LearnPlanEndDate": "2027-01-30"}),
        (False, {"LearnPlanEndDate": None}),
        (False, {"EPAOrgID": "epa9002"}),
        (True, {"EPAOrgID": "EPA9003"}),
        (True, {"StdCode": 9002}),
        (True, {"StdCode": None}),
        (False, {"EPAOrgID": None}),
        (False, {"EPAOrgID": None, "StdCode": 9002}),
    ],
)
def test_assessor_of_standard_on_planned_end(found, year, fires, fields):
    listed = {
        "EPAOrgID": "EPA9002",
        "StandardCode": 9001,
        "EffectiveFrom": "2026-03-01",
        "EffectiveTo": "2027-01-29",
    }
    patch = aims(aim(**{"EPAOrgID": "EPA9002", "LearnPlanEndDate": "2026-12-18", **fields}))
    places = found("EPAOrgID_01", year=year, reference={"epa_organisations": [listed]}, **patch)
    assert places == ([1] if fires else [])


@pytest.mark.parametrize("year", BOTH)
def test_assessor_without_end_in_the_register(found, year):
    patch = aims(aim(LearnPlanEndDate="2040-01-01"))
    assert found("EPAOrgID_01", year=year, **patch) == []
