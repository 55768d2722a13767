"""The postcode of the delivery location: its format, and whether it exists."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams

GOOD = ("A1 1AA", "A12 1AA", "A1B 1AA", "AB1 1AA", "AB12 1AA", "AB1C 9ZZ", "CI1 2WT", "ZZ99 9ZZ")
BAD = (
    *("CV1 2MT", "CV1 2TM", *(f"CV1 2{letter}T" for letter in "CIKMOV")),
    *("cv1 2wt", "CV1 2wt", "CV12WT", "CV1  2WT", "CV1", "1CV 2WT", "CVA 2WT", "CV123 2WT"),
    *("CV1BB 2WT", "ABC1 2WT", "CV1 WTT", "CV1 22T", "CV1 2WTT", "CV1 2W"),
)

CASES = [
    *cases(
        "DelLocPostCode_11",
        "asf",
        *((False, {"DelLocPostCode": postcode}) for postcode in GOOD),
        *((True, {"DelLocPostCode": postcode}) for postcode in BAD),
        (False, {"DelLocPostCode": None}),
        (False, {"DelLocPostCode": "CV1 2MT", "LearningDeliveryFAM": fams("SOF105 LDM034")}),
        (True, {"DelLocPostCode": "CV1 2MT", "LearningDeliveryFAM": fams("LDM034X DAM034")}),
    ),
    *cases(
        "DelLocPostCode_03",
        "asf",
        (True, {"DelLocPostCode": "CV1 9ZZ"}),
        (False, {"DelLocPostCode": "CV1 2WT"}),
        (False, {"DelLocPostCode": "cv1 2wt"}),
        (False, {"DelLocPostCode": "ZZ99 9ZZ"}),
        (True, {"DelLocPostCode": "ZZ99 9ZX"}),
        (False, {"DelLocPostCode": None}),
        (False, {"DelLocPostCode": "CV1 9ZZ", "LearningDeliveryFAM": fams("SOF105 LDM034")}),
        (True, {"DelLocPostCode": "CV1 9ZZ", "LearningDeliveryFAM": fams("SOF105 LDM34 DAM034")}),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_delivery_postcode(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
def test_ended_postcode_is_one_still(found, year):
    reference = {"postcodes": [{"Postcode": "CV9 9ZZ", "Termination": "2001-06-30"}]}
    patch = aims(aim(DelLocPostCode="CV9 9ZZ"))
    assert found("DelLocPostCode_03", year=year, base="asf", reference=reference, **patch) == []
