"""Which types an aim must have, and may not have."""

import pytest

from tests.spec.learn_del_fam_type.cases import BOTH, check

MODELS = (10, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99)


def _model(number):
    return {"FundModel": number}


def _programme(number):
    return {"ProgType": number}


# -------------------- by funding model


@pytest.mark.parametrize(
    ("rule", "year", "text", "models"),
    [
        ("LearnDelFAMType_01", "2526", "LDM034", {10, 11, 25, 35, 36, 37, 38, 81, 82}),
        ("LearnDelFAMType_01", "2627", "LDM034", {10, 11, 25, 35, 36, 37, 38, 39, 81, 82}),
        ("LearnDelFAMType_02", "2526", "SOF105", {35, 38}),
        ("LearnDelFAMType_02", "2627", "SOF105", {35, 38}),
        ("LearnDelFAMType_07", "2526", "SOF1", {25, 82}),
        ("LearnDelFAMType_07", "2627", "SOF1", {25, 82}),
        ("LearnDelFAMType_08", "2526", "SOF107", {99}),
        ("LearnDelFAMType_08", "2627", "SOF107", {99}),
        ("LearnDelFAMType_09", "2526", "SOF107", {10, 11, 35, 36, 38, 81}),
        ("LearnDelFAMType_09", "2627", "SOF107", {11, 35, 36, 38, 39, 81}),
        ("LearnDelFAMType_91", "2526", "ADL1 SOF1", {99}),
        ("LearnDelFAMType_91", "2627", "ADL1 SOF1", {99}),
        ("LearnDelFamType_134", "2526", "SOF121", {10, 35}),
        ("LearnDelFamType_134", "2627", "SOF121", {35}),
        ("LearnDelFAMType_22", "2526", "FFI1", {25, 36, 39, 82, 99}),
        ("LearnDelFAMType_22", "2627", "FFI1", {10, 11, 25, 36, 39, 82, 99}),
        ("LearnDelFAMType_35", "2526", "ADL1", {*MODELS} - {99}),
        ("LearnDelFAMType_35", "2627", "ADL1", {*MODELS} - {99}),
        ("LearnDelFAMType_38", "2526", "ALB1", {*MODELS} - {99}),
        ("LearnDelFAMType_38", "2627", "ALB1", {*MODELS} - {99}),
        ("LearnDelFAMType_46", "2526", "FLN1", {*MODELS} - {35, 38}),
        ("LearnDelFAMType_46", "2627", "FLN1", {*MODELS} - {35, 38}),
        ("LearnDelFAMType_50", "2526", "LSF1", {10, 25, 82, 99}),
        ("LearnDelFAMType_50", "2627", "LSF1", {25, 82, 99}),
        ("LearnDelFAMType_78", "2526", "DAM001", {*MODELS} - {10, 11, 35, 38}),
        ("LearnDelFAMType_78", "2627", "DAM001", {*MODELS} - {11, 35, 38}),
    ],
)
def test_the_funding_models_a_rule_speaks_of(found, rule, year, text, models):
    cases = [(text, _model(model), model in models) for model in MODELS]
    check(found, rule, cases, years=[year])


@pytest.mark.parametrize(
    ("rule", "model", "texts"),
    [
        ("LearnDelFAMType_01", 38, "sof105 SOF110"),
        ("LearnDelFAMType_02", 38, "FFI1 FFI2 ffi9"),
        ("LearnDelFAMType_07", 25, "LDM034 SOF105 SOF107"),
        ("LearnDelFAMType_08", 99, "SOF1 SOF108 LDM107"),
        ("LearnDelFAMType_09", 38, "SOF105 SOF110 SOF116 SOF123"),
        ("LearnDelFAMType_91", 99, "ADL1 SOF1"),
        ("LearnDelFamType_134", 35, "SOF120 SOF105 LDM121"),
        ("LearnDelFAMType_22", 36, "SOF105 LDM001"),
        ("LearnDelFAMType_35", 36, "ALB1 SOF105"),
        ("LearnDelFAMType_38", 36, "ADL1 SOF105"),
        ("LearnDelFAMType_46", 36, "FFI1 SOF105"),
        ("LearnDelFAMType_50", 25, "LDM001 SOF107"),
        ("LearnDelFAMType_78", 36, "LDM001 SOF105"),
    ],
)
def test_records_that_a_rule_lets_be(found, rule, model, texts):
    check(found, rule, [(text, _model(model), False) for text in texts.split()])


# -------------------- source of funding


def test_one_right_source_of_funding_is_enough_for_16_to_19(found):
    cases = [
        ("SOF107 SOF1", _model(25), False),
        ("SOF108 SOF1", _model(25), True),
        ("SOF1 LDM107", _model(25), True),
        ("SOF105", _model(82), False),
    ]
    check(found, "LearnDelFAMType_07", cases)


def test_both_sources_of_funding_are_wrong_on_a_non_funded_aim(found):
    cases = [("SOF105", _model(99), True), ("SOF1 SOF107", _model(99), True)]
    check(found, "LearnDelFAMType_08", cases)


def test_adult_funding_needs_sof_105_or_a_devolved_authority_of_the_year(found):
    always = [
        ("LDM034", _model(38), True),
        ("SOF109", _model(38), True),
        *((f"SOF{code}", _model(38), False) for code in range(110, 124)),
        ("SOF107 SOF105", _model(38), False),
    ]
    new = [(f"SOF{code}", code <= 130) for code in range(124, 132)]
    check(
        found,
        "LearnDelFAMType_09",
        [*always, *((sof, _model(38), True) for sof, _ in new)],
        years=["2526"],
    )
    check(
        found,
        "LearnDelFAMType_09",
        [*always, *((sof, _model(38), not devolved) for sof, devolved in new)],
        years=["2627"],
    )


def test_authorities_devolved_since_2025(found):
    cases = [
        (f"SOF{code}", _model(35), code in (121, 122, 123)) for code in (120, 121, 122, 123, 124)
    ]
    check(found, "LearnDelFamType_134", cases)


def test_programmes_that_no_devolved_authority_funds(found):
    programmes = (2, 3, 20, 21, 22, 23, 24, 25, 30, 31)
    cases = [
        *(("SOF116", _programme(programme), True) for programme in programmes),
        ("SOF116", _programme(32), False),
        ("SOF116", {}, False),
        ("SOF105", _programme(25), False),
    ]
    check(found, "LearnDelFAMType_109", cases)


def test_bootcamps_are_funded_as_adult_provision(found):
    cases = [
        ("SOF107", _programme(32), True),
        ("FFI1", _programme(32), True),
        ("SOF105", _programme(32), False),
        ("SOF105 SOF107", _programme(32), False),
        ("SOF107", _programme(31), False),
        ("SOF107", {}, False),
    ]
    check(found, "LearnDelFAMType_112", cases)


def test_t_levels_are_funded_as_16_to_19(found):
    cases = [
        ("SOF105", _programme(31), True),
        ("SOF105 SOF107", _programme(31), True),
        ("SOF107", _programme(31), False),
        ("FFI1", _programme(31), False),
        ("SOF105", _programme(30), False),
        ("SOF105", {}, False),
    ]
    check(found, "LearnDelFAMType_118", cases)


# -------------------- full or co-funding


def test_bootcamps_say_whether_they_are_fully_funded(found):
    cases = [
        ("SOF105", _programme(32), True),
        ("SOF105 FFI1", _programme(32), False),
        ("SOF105", _programme(31), False),
        ("SOF105", {}, False),
    ]
    check(found, "LearnDelFAMType_111", cases)


def test_enhanced_funding_goes_with_full_funding(found):
    cases = [
        ("EEF2 FFI2", _model(35), True),
        ("EEF2 FFI2", {"FundModel": 35, "ProgType": 2}, True),
        ("EEF2 FFI2", {"FundModel": 35, "ProgType": 25}, False),
        ("EEF2 FFI2", {"FundModel": 36, "ProgType": 2}, False),
        ("EEF2 FFI1", _model(35), False),
        ("EEF3 FFI2", _model(35), False),
    ]
    check(found, "LearnDelFAMType_54", cases)


# -------------------- apprenticeships and loans


def test_enhanced_funding_belongs_to_funded_apprenticeships(found):
    apprenticeship = {model: {"FundModel": model, "ProgType": 25} for model in MODELS}
    cases = [
        *(("EEF2", row, model not in (35, 36, 81)) for model, row in apprenticeship.items()),
        ("EEF2", {"FundModel": 36, "ProgType": 24}, True),
        ("EEF2", {"FundModel": 36}, True),
        ("FFI2", _model(99), False),
    ]
    check(found, "LearnDelFAMType_14", cases)


def test_the_bursary_goes_with_a_loan(found):
    cases = [
        ("ALB1", _model(99), True),
        ("ALB1 ADL1", _model(99), False),
        ("ADL1", _model(99), False),
        ("SOF1", _model(99), False),
    ]
    check(found, "LearnDelFAMType_36", cases)


def test_no_loan_for_an_apprenticeship(found):
    cases = [
        ("ADL1", {"FundModel": 99, "ProgType": 25}, True),
        ("ADL1", {"FundModel": 99, "ProgType": 24}, False),
        ("ADL1", _model(99), False),
        ("ADL1", {"FundModel": 36, "ProgType": 25}, False),
        ("ALB1", {"FundModel": 99, "ProgType": 25}, False),
    ]
    check(found, "LearnDelFAMType_40", cases)


def test_contracts_with_the_agency_took_no_starts_from_april_2021(found):
    cases = [
        (text, {"LearnStartDate": day, "AimType": kind}, fires)
        for text, day, kind, fires in (
            ("ACT2", "2021-03-31", 1, False),
            ("ACT2", "2021-04-01", 1, True),
            ("ACT2", "2021-04-02", 1, True),
            ("ACT2", "2021-04-01", 3, False),
            ("ACT1", "2021-04-01", 1, False),
            ("ACT2 RES1", "2021-04-01", 1, False),
        )
    ]
    check(found, "LearnDelFAMType_92", cases)


@pytest.mark.parametrize("year", BOTH)
def test_bursary_rates_1_and_3_need_a_contract_of_the_year(found, year):
    def contract(ukprn, of_year):
        return {
            "DeliveryUKPRN": ukprn,
            "FundingStreamPeriodCode": f"ALLBC{of_year}",
            "ContractAllocationNumber": "X",
            "StartDate": "2025-08-01",
        }

    other_year = {"2526": "2627", "2627": "2526"}[year]
    cases = [(text, {}, text in ("ALB1", "ALB3")) for text in ("ALB1", "ALB2", "ALB3", "LDM001")]
    strangers = {"contracts": [contract(10000002, year), contract(10000001, other_year)]}
    check(found, "LearnDelFAMType_53", cases, years=[year])
    check(found, "LearnDelFAMType_53", cases, years=[year], reference=strangers)
    ours = {"contracts": [contract(10000001, year)]}
    none = [(text, fields, False) for text, fields, _ in cases]
    check(found, "LearnDelFAMType_53", none, years=[year], reference=ours)


def _aim(reference, component=None):
    return {
        "LearnAimRef": reference,
        "NotionalNVQLevelv2": "2",
        "LearnAimRefType": "0005",
        "EffectiveFrom": "2015-08-01",
        "FrameworkCommonComponent": component,
    }


def _skills(reference, kind, first, last):
    return {
        "LearnAimRef": reference,
        "BasicSkillsType": kind,
        "EffectiveFrom": first,
        "EffectiveTo": last,
    }


_SIGN_LANGUAGE = {
    "lars_learning_delivery": [_aim("SIGN", 20), _aim("OTHER", 19)],
    "lars_annual_value": [
        _skills("SIGN", 1, "2010-08-01", "2011-07-31"),
        _skills("OTHER", 1, "2015-08-01", "2025-09-07"),
        _skills("OTHER", 36, "2025-09-08", "2025-09-08"),
        _skills("OTHER", 35, "2025-09-09", None),
    ],
}

_ON_8_SEPTEMBER = {"LearnStartDate": "2025-09-08"}

_CARRY_A_CONTRACT_TYPE = [
    ({"LearnAimRef": aim, "AimType": kind, "FundModel": model, **_ON_8_SEPTEMBER}, carries)
    for aim, kind, model, carries in (
        ("9900001A", 1, 36, True),
        ("9900001A", 3, 36, False),
        ("9900002M", 3, 36, True),
        ("9900002M", 4, 36, False),
        ("9900002M", 3, 35, False),
        ("9900002M", 1, 35, False),
        ("SIGN", 3, 36, True),
        ("OTHER", 3, 36, False),
        ("NOWHERE", 3, 36, False),
    )
]


def test_the_contract_type_is_on_programme_aims_and_english_and_maths(found):
    with_act = [("SOF105 ACT1", row, not carries) for row, carries in _CARRY_A_CONTRACT_TYPE]
    without = [("SOF105", row, False) for row, _ in _CARRY_A_CONTRACT_TYPE]
    check(found, "LearnDelFAMType_63", with_act + without, reference=_SIGN_LANGUAGE)


def test_programme_aims_and_english_and_maths_need_the_contract_type(found):
    with_act = [("SOF105 ACT1", row, False) for row, _ in _CARRY_A_CONTRACT_TYPE]
    without = [("SOF105", row, carries) for row, carries in _CARRY_A_CONTRACT_TYPE]
    check(found, "LearnDelFAMType_64", with_act + without, reference=_SIGN_LANGUAGE)


def test_english_and_maths_are_as_lars_says_on_the_start(found):
    days = (("2025-09-07", True), ("2025-09-08", False), ("2025-09-09", True))
    row = {"LearnAimRef": "OTHER", "AimType": 3, "FundModel": 36}
    needs = [("SOF105", {**row, "LearnStartDate": day}, english) for day, english in days]
    check(found, "LearnDelFAMType_64", needs, reference=_SIGN_LANGUAGE)
    may = [("LSF1", {**row, "LearnStartDate": day}, not english) for day, english in days]
    check(found, "LearnDelFAMType_67", may, reference=_SIGN_LANGUAGE)


def test_learning_support_on_a_component(found):
    cases = [
        (text, {"LearnAimRef": aim, "AimType": kind, "FundModel": model}, fires)
        for aim, kind, model, text, fires in (
            ("9900001A", 3, 36, "LSF1", True),
            ("9900001A", 1, 36, "LSF1", False),
            ("9900001A", 3, 35, "LSF1", False),
            ("9900001A", 3, 36, "ACT1", False),
            ("9900002M", 3, 36, "LSF1", False),
            ("SIGN", 3, 36, "LSF1", False),
        )
    ]
    check(found, "LearnDelFAMType_67", cases, reference=_SIGN_LANGUAGE)


# -------------------- community and tailored learning


def test_monitoring_code_of_other_funding(found):
    cases = [
        (text, {"LearnStartDate": day, "FundModel": model, **programme}, fires)
        for text, day, model, programme, fires in (
            ("SOF105", "2013-07-31", 81, {}, False),
            ("SOF105", "2013-08-01", 81, {}, True),
            ("SOF105", "2013-08-02", 82, {}, True),
            ("SOF105 LDM034", "2025-09-01", 81, {}, False),
            ("SOF105", "2025-09-01", 81, {"ProgType": 25}, False),
            ("SOF105", "2025-09-01", 81, {"ProgType": 24}, True),
            ("SOF105", "2025-09-01", 38, {}, False),
        )
    ]
    check(found, "LearnDelFAMType_39", cases)


@pytest.mark.parametrize(
    ("rule", "years", "model", "days"),
    [
        ("LearnDelFAMType_119", ["2526"], 10, ("2023-07-31", "2023-08-01", "2023-08-02")),
        ("LearnDelFAMType_126", BOTH, 11, ("2024-07-31", "2024-08-01", "2024-08-02")),
    ],
)
def test_learning_in_the_community_says_its_purpose(found, rule, years, model, days):
    before, first, after = days
    other = {10: 11, 11: 38}[model]
    cases = [
        ("SOF105", {"LearnStartDate": before, "FundModel": model}, False),
        ("SOF105", {"LearnStartDate": first, "FundModel": model}, True),
        ("SOF105", {"LearnStartDate": after, "FundModel": model}, True),
        ("SOF105 ACL1", {"LearnStartDate": first, "FundModel": model}, False),
        ("SOF105", {"LearnStartDate": first, "FundModel": other}, False),
    ]
    check(found, rule, cases, years=years)


def test_tailored_learning_says_how_it_is_funded(found):
    cases = [
        (text, {"LearnStartDate": day, "FundModel": model}, fires)
        for text, day, model, fires in (
            ("SOF105", "2025-07-31", 11, False),
            ("SOF105", "2025-08-01", 11, True),
            ("SOF105 LDM398", "2025-08-02", 11, True),
            ("SOF105 LDM399", "2025-08-01", 11, False),
            ("SOF105 LDM400", "2025-08-01", 11, False),
            ("SOF105 LDM401", "2025-08-01", 11, False),
            ("SOF105 DAM399", "2025-08-01", 11, True),
            ("SOF105", "2025-08-01", 38, False),
        )
    ]
    check(found, "LearnDelFAMType_131", cases)


def test_events_are_for_bootcamps(found):
    cases = [
        ("EVI4", _programme(32), False),
        ("EVI4", _programme(31), True),
        ("EVI4", {}, True),
        ("FFI1", {}, False),
    ]
    check(found, "LearnDelFAMType_132", cases)


def test_events_are_on_the_programme_aim(found):
    cases = [
        ("EVI4", {"AimType": 1}, False),
        ("EVI4", {"AimType": 3}, True),
        ("FFI1", {"AimType": 3}, False),
    ]
    check(found, "LearnDelFAMType_133", cases)
