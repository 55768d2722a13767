"""The subcontractor or partner: on the list, not on programme aims, not the provider itself."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases

CASES = [
    *cases(
        "PartnerUKPRN_01",
        "asf",
        (False, {"PartnerUKPRN": 10000002}),
        (True, {"PartnerUKPRN": 10000003}),
        (False, {}),
    ),
    *cases(
        "PartnerUKPRN_02",
        "apprenticeship",
        (True, {"PartnerUKPRN": 10000002}),
        (False, {"PartnerUKPRN": 10000002, "AimType": 3}),
        (False, {"PartnerUKPRN": 10000002, "AimType": 4}),
        (False, {}),
    ),
    *cases(
        "PartnerUKPRN_03",
        "asf",
        (True, {"PartnerUKPRN": 10000001}),
        (False, {"PartnerUKPRN": 10000002}),
        (False, {}),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_partner(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(("mark", "expected"), [(True, []), (False, [1]), (None, [])])
def test_organisation_that_is_no_partner(found, year, mark, expected):
    reference = {"organisations": [{"UKPRN": 10000004, "IsPartner": mark}]}
    patch = aims(aim(PartnerUKPRN=10000004))
    rule = "PartnerUKPRN_01"
    assert found(rule, year=year, base="asf", reference=reference, **patch) == expected
