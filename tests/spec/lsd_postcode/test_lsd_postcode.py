"""The postcode at the start of an aim: its format, its being one, and the funder of its area."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams

IN_LIST, OUTSIDE = "CV1 2WT", "CV1 9ZZ"
UNKNOWN = "ZZ99 9ZZ"

GOOD = ("A1 1AA", "AB12 1AA", "AB1C 9ZZ", UNKNOWN)
BAD = ("CV1 2MT", "CV1 2TO", "cv1 2wt", "CV12WT", "CV1", "CVA 2WT", "ABC1 2WT", "CV1 WTT")

AREAS = {
    "devolved_postcodes": [
        {
            "Postcode": "CV3 1AA",
            "SourceOfFunding": "110",
            "EffectiveFrom": since,
            "EffectiveTo": until,
        }
        for since, until in (("2019-09-01", "2020-07-31"), ("2021-09-01", "2024-06-30"))
    ]
    + [
        {
            "Postcode": "CV3 1AA",
            "SourceOfFunding": "110",
            "EffectiveFrom": "2024-09-01",
            "EffectiveTo": None,
        }
    ]
}
AUTHORITY = fams("SOF110")


def postcodes(*rows, **fields):
    """Rows of cases: whether the rule fires, and the postcode."""
    return [(fires, {"LSDPostcode": postcode, **fields}) for fires, postcode in rows]


def _not_in_list(rule, model, first, last, **options):
    """Cases of a rule that looks the postcode up in the list of the United Kingdom."""
    outside = {"LSDPostcode": OUTSIDE}
    return cases(
        rule,
        "asf",
        *postcodes((True, OUTSIDE), (True, None), (False, IN_LIST), (False, UNKNOWN)),
        *postcodes((False, "cv1 2wt")),
        (False, {**outside, "AimType": 3}),
        (True, {**outside, "AimType": 1}),
        *((True, {**outside, "LearnStartDate": day}) for day in (first[1], last[0]) if day),
        *((False, {**outside, "LearnStartDate": day}) for day in (first[0], last[1]) if day),
        FundModel=model,
        **options,
    )


OLD = (("2019-07-31", "2019-08-01"), ("2024-07-31", "2024-08-01"))
NEW = (("2024-07-31", "2024-08-01"), (None, None))
IN_2020 = {"LearnStartDate": "2020-03-01"}

CASES = [
    *_not_in_list("LSDPostcode_01", 35, *OLD, **IN_2020),
    *_not_in_list("LSDPostcode_01", 10, *OLD, **IN_2020, years=("2526",)),
    *cases(
        "LSDPostcode_01",
        "asf",
        *postcodes((False, OUTSIDE), FundModel=38),
        *postcodes((False, OUTSIDE), FundModel=99),
        **IN_2020,
    ),
    *cases(
        "LSDPostcode_01",
        "asf",
        *postcodes((False, OUTSIDE), FundModel=35, ProgType=24),
        *postcodes((False, OUTSIDE), FundModel=35, ProgType=25),
        *postcodes((True, OUTSIDE), FundModel=35, ProgType=32),
        years=("2526",),
        **IN_2020,
    ),
    *cases(
        "LSDPostcode_01",
        "asf",
        *postcodes((True, OUTSIDE), FundModel=35, ProgType=24),
        *postcodes((False, OUTSIDE), FundModel=10),
        years=("2627",),
        **IN_2020,
    ),
    *cases(
        "LSDPostcode_03",
        "asf",
        *postcodes(*((False, postcode) for postcode in GOOD)),
        *postcodes(*((True, postcode) for postcode in BAD)),
        *postcodes((False, None), FundModel=99),
    ),
    *_not_in_list("LSDPostcode_05", 38, *NEW),
    *_not_in_list("LSDPostcode_05", 11, *NEW),
    *cases(
        "LSDPostcode_05",
        "asf",
        *postcodes((False, OUTSIDE), FundModel=35),
        *postcodes((False, OUTSIDE), FundModel=10),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_postcode_at_start(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


MODELS = {"LSDPostcode_02": 35, "LSDPostcode_04": 35, "LSDPostcode_06": 38}
DAYS = {"LSDPostcode_02": "2020-03-01", "LSDPostcode_04": "2022-03-01", "LSDPostcode_06": None}
ALL_AREA_RULES = pytest.mark.parametrize("rule", MODELS)


def in_area(found, rule, year, **fields):
    """Whether the rule fires on an aim of an authority at a postcode of it."""
    patch = {
        "LSDPostcode": "CV3 1AA",
        "FundModel": MODELS[rule],
        "LearningDeliveryFAM": AUTHORITY,
        **fields,
    }
    if DAYS[rule] and "LearnStartDate" not in fields:
        patch["LearnStartDate"] = DAYS[rule]
    places = found(rule, year=year, base="asf", reference=AREAS, **aims(aim(**patch)))
    assert places in ([], [1])
    return places == [1]


@pytest.mark.parametrize("year", BOTH)
@ALL_AREA_RULES
def test_postcode_outside_the_area_of_the_funder(found, rule, year):
    def fires(**fields):
        return in_area(found, rule, year, **fields)

    assert not fires()
    assert not fires(LSDPostcode="cv3 1aa")
    assert fires(LSDPostcode=OUTSIDE)
    assert fires(LSDPostcode=IN_LIST)  # an area of another funder
    assert fires(LearningDeliveryFAM=fams("SOF111"))
    assert not fires(LSDPostcode=UNKNOWN)
    assert not fires(LSDPostcode=None)
    assert not fires(LSDPostcode=OUTSIDE, LearningDeliveryFAM=fams("SOF110 RES1"))
    assert not fires(LSDPostcode=OUTSIDE, LearningDeliveryFAM=fams("SOF110 DAM001"))
    assert fires(LSDPostcode=OUTSIDE, LearningDeliveryFAM=fams("SOF110 DAM002 LDM001"))
    assert not fires(LSDPostcode=OUTSIDE, FundModel=99)


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("rule", "day", "fires"),
    [
        ("LSDPostcode_02", "2019-07-31", False),
        ("LSDPostcode_02", "2019-08-01", True),
        ("LSDPostcode_02", "2019-08-31", True),
        ("LSDPostcode_02", "2019-09-01", False),
        ("LSDPostcode_02", "2020-07-31", False),
        ("LSDPostcode_02", "2020-08-01", True),
        ("LSDPostcode_02", "2021-07-31", True),
        ("LSDPostcode_02", "2021-08-01", False),
        ("LSDPostcode_04", "2021-07-31", False),
        ("LSDPostcode_04", "2021-08-01", True),
        ("LSDPostcode_04", "2021-09-01", False),
        ("LSDPostcode_04", "2024-06-30", False),
        ("LSDPostcode_04", "2024-07-01", True),
        ("LSDPostcode_04", "2024-07-31", True),
        ("LSDPostcode_04", "2024-08-01", False),
        ("LSDPostcode_06", "2024-07-31", False),
        ("LSDPostcode_06", "2024-08-01", True),
        ("LSDPostcode_06", "2024-08-31", True),
        ("LSDPostcode_06", "2024-09-01", False),
    ],
)
def test_area_is_that_of_the_start(found, rule, year, day, fires):
    assert in_area(found, rule, year, LearnStartDate=day) == fires


@pytest.mark.parametrize("rule", ["LSDPostcode_02", "LSDPostcode_04"])
def test_community_learning_left_in_2026_27(found, rule):
    assert in_area(found, rule, "2526", LSDPostcode=OUTSIDE, FundModel=10)
    assert not in_area(found, rule, "2627", LSDPostcode=OUTSIDE, FundModel=10)


@pytest.mark.parametrize("year", BOTH)
def test_tailored_learning_has_areas(found, year):
    assert in_area(found, "LSDPostcode_06", year, LSDPostcode=OUTSIDE, FundModel=11)


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("rule", "fires"),
    [("LSDPostcode_02", False), ("LSDPostcode_04", True), ("LSDPostcode_06", True)],
)
def test_only_the_oldest_starts_are_those_of_authorities(found, rule, year, fires):
    national = {"LSDPostcode": OUTSIDE, "LearningDeliveryFAM": fams("SOF105")}
    assert in_area(found, rule, year, **national) == fires


@pytest.mark.parametrize("year", BOTH)
def test_exemptions_of_the_oldest_starts(found, year):
    def fires(rule, **fields):
        return in_area(found, rule, year, LSDPostcode=OUTSIDE, **fields)

    custody = fams("SOF110 LDM034")
    assert not fires("LSDPostcode_02", LearningDeliveryFAM=custody)
    assert fires("LSDPostcode_04", LearningDeliveryFAM=custody)
    assert not fires("LSDPostcode_02", ProgType=24)
    assert fires("LSDPostcode_04", ProgType=24)


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(("residential", "expected"), [(True, []), (False, [1]), (None, [1])])
def test_long_term_residential_college(found, year, residential, expected):
    rows = [
        {"UKPRN": 10000001, "IsPartner": True, "LongTermResid": residential},
        # what others are does not count
        {"UKPRN": 10000000, "IsPartner": True, "LongTermResid": not residential},
        {"UKPRN": 10000009, "IsPartner": True, "LongTermResid": not residential},
    ]
    reference = {**AREAS, "-organisations": [{"UKPRN": 10000001}], "organisations": rows}
    patch = aims(
        aim(
            LSDPostcode=OUTSIDE,
            FundModel=35,
            LearnStartDate="2020-03-01",
            LearningDeliveryFAM=AUTHORITY,
        )
    )
    rule = "LSDPostcode_02"
    assert found(rule, year=year, base="asf", reference=reference, **patch) == expected
