"""What monitoring codes ask of their aim."""

import pytest

from tests.spec.learn_del_fam_type.cases import BOTH, category, check


def _on(day, **fields):
    return {"LearnStartDate": day, **fields}


# -------------------- funding of the code


@pytest.mark.parametrize(
    ("rule", "texts", "models"),
    [
        ("LearnDelFAMType_107", "LDM320 LDM321 LDM381", {25, 82}),
        ("LearnDelFAMType_113", "LDM384", {81}),
        ("LearnDelFAMType_127", "LDM395", {38}),
        ("LearnDelFAMType_128", "LDM396", {81}),
    ],
)
def test_codes_of_some_funding_models(found, rule, texts, models):
    cases = [
        (text, {"FundModel": model}, model not in models)
        for text in texts.split()
        for model in (25, 35, 38, 81, 82, 99)
    ]
    check(found, rule, [*cases, ("LDM322 DAM320", {"FundModel": 99}, False)])


def test_own_staff_are_marked_on_the_programme_aim(found):
    cases = [
        ("LDM356", {"FundModel": 36, "AimType": 1}, False),
        ("LDM356", {"FundModel": 35, "AimType": 1}, True),
        ("LDM356", {"FundModel": 36, "AimType": 3}, True),
        ("LDM356", {"FundModel": 35, "AimType": 3}, True),
        ("LDM355", {"FundModel": 35, "AimType": 3}, False),
    ]
    check(found, "LearnDelFAMType_68", cases)


@pytest.mark.parametrize("year", BOTH)
def test_the_first_procured_budget(found, year):
    cases = [
        ("LDM357", _on("2017-10-31", FundModel=35), True),
        ("LDM357", _on("2017-11-01", FundModel=35), False),
        ("LDM357", _on("2017-11-02", FundModel=35), False),
        ("LDM357", _on("2017-10-31", FundModel=10), True),
        ("LDM357", _on("2017-11-01", FundModel=10), year == "2627"),
        ("LDM357", _on("2017-11-01", FundModel=38), True),
        ("LDM358", _on("2017-10-31", FundModel=38), False),
    ]
    check(found, "LearnDelFAMType_69", cases, years=[year])


def test_the_extended_contract_of_2018(found):
    days = [
        ("LDM358", _on("2017-12-31"), True),
        ("LDM358", _on("2018-01-01"), False),
        ("LDM358", _on("2018-01-02"), False),
        ("LDM357", _on("2017-12-31"), False),
    ]
    check(found, "LearnDelFAMType_70", days, years=["2526"])
    types = [
        ("LDM358", {}, True),
        ("LDM358 ACT1", {}, True),
        ("LDM358 ACT2", {}, False),
        ("LDM357", {}, False),
    ]
    check(found, "LearnDelFAMType_71", types, years=["2526"])


def test_national_codes_on_a_devolved_aim(found):
    codes = ("034", "357", "363", "379", "388")
    cases = [
        *((f"SOF112 LDM{code}", {}, True) for code in codes),
        ("SOF112 LDM382", {}, False),
        ("SOF112 DAM034", {}, False),
        ("SOF105 LDM034", {}, False),
    ]
    check(found, "LearnDelFAMType_75", cases)


def test_custody_is_funded_nationally(found):
    cases = [
        ("LDM034 SOF105", {}, False),
        ("LDM034 SOF112", {}, True),
        ("LDM034 SOF105 SOF112", {}, True),
        ("LDM034", {}, False),
        ("LDM086 SOF112", {}, False),
    ]
    check(found, "LearnDelFAMType_76", cases)


def test_devolved_procurement_on_nationally_funded_adult_skills(found):
    cases = [
        ("DAM002 SOF105", {"FundModel": 35}, True),
        ("DAM002 SOF112", {"FundModel": 35}, False),
        ("DAM002 SOF105", {"FundModel": 38}, False),
        ("DAM003 SOF105", {"FundModel": 35}, False),
    ]
    check(found, "LearnDelFAMType_97", cases)


@pytest.mark.parametrize(
    ("rule", "code", "models"),
    [
        ("LearnDelFAMType_105", "LDM379", {10, 35}),
        ("LearnDelFAMType_116", "LDM388", {10, 11, 35, 38}),
    ],
)
def test_later_procured_budgets(found, rule, code, models):
    funding = [
        (f"{code} SOF105", {"FundModel": model}, model not in models)
        for model in (10, 11, 25, 35, 38, 99)
    ]
    cases = [
        *funding,
        (f"{code}", {"FundModel": 35}, False),
        (f"{code} SOF112", {"FundModel": 35}, True),
        (f"{code} SOF105 SOF112", {"FundModel": 35}, True),
        (f"{code} SOF105", {"FundModel": 35, "ProgType": 24}, True),
        ("LDM357 SOF112", {"FundModel": 99, "ProgType": 24}, False),
    ]
    check(found, rule, cases)


def test_one_procurement_an_aim(found):
    cases = [("LDM379 LDM388", {}, True), ("LDM379", {}, False), ("LDM388", {}, False)]
    check(found, "LearnDelFAMType_115", cases)


def test_what_the_procurement_of_2023_pays_for(found):
    genres = {"EOQ": False, "EOU": False, "EQQ": False, "NVQ": True, None: True, "LISTED": False}
    lars = {
        "lars_learning_delivery": [
            {
                "LearnAimRef": f"G{genre}",
                "NotionalNVQLevelv2": "2",
                "LearnAimRefType": "0005",
                "EffectiveFrom": "2015-08-01",
                "LearningDeliveryGenre": genre,
            }
            for genre in genres
        ],
        "lars_category": [
            {"LearnAimRef": "GLISTED", "CategoryRef": 65, "EffectiveFrom": "2023-08-01"},
            {"LearnAimRef": "GNVQ", "CategoryRef": 64, "EffectiveFrom": "2023-08-01"},
        ],
    }
    cases = [
        *(("LDM388", {"LearnAimRef": f"G{genre}"}, fires) for genre, fires in genres.items()),
        ("LDM379", {"LearnAimRef": "GNVQ"}, False),
        ("LDM388", {"LearnAimRef": "NOWHERE"}, False),
    ]
    check(found, "LearnDelFAMType_117", cases, reference=lars)


@pytest.mark.parametrize(
    ("born", "year", "fires"),
    [
        ("2011-08-31", "2526", False),
        ("2011-09-01", "2526", True),
        ("2011-09-02", "2526", True),
        ("2009-05-12", "2526", False),
        ("2012-08-31", "2627", False),
        ("2012-09-01", "2627", True),
        (None, "2526", False),
    ],
)
def test_fourteen_on_31_august(found, born, year, fires):
    cases = [("LDM320", {}, fires), ("LDM321", {}, fires), ("LDM381", {}, False)]
    person = {"DateOfBirth": born}
    check(found, "LearnDelFAMType_106", cases, years=[year], person=person)


# -------------------- proxy aims


def test_a_proxy_aim_is_open(found):
    cases = [
        ("LDM118", {"LearnActEndDate": "2025-12-01"}, True),
        ("LDM118", {}, False),
        ("LDM034", {"LearnActEndDate": "2025-12-01"}, False),
    ]
    check(found, "LearnDelFAMType_15", cases)


@pytest.mark.parametrize(
    ("number", "late"), [(1, False), (11, False), (12, True), (13, True), (14, True)]
)
def test_no_proxy_aims_in_the_last_returns(found, number, late):
    cases = [("LDM118", {}, late), ("LDM034", {}, False)]
    check(found, "LearnDelFAMType_16", cases, context={"ReturnPeriod": number})


# -------------------- free courses for jobs


def test_free_courses_began_in_april_2021(found):
    cases = [
        ("LDM378", _on("2021-03-31"), True),
        ("LDM378", _on("2021-04-01"), False),
        ("LDM378", _on("2021-04-02"), False),
        ("LDM377", _on("2021-03-31"), False),
    ]
    check(found, "LearnDelFAMType_100", cases)


def test_low_wage_goes_with_a_free_course_to_july_2024(found):
    cases = [
        ("LDM382", _on("2024-07-30"), True),
        ("LDM382", _on("2024-07-31"), True),
        ("LDM382", _on("2024-08-01"), False),
        ("LDM382 LDM391", _on("2024-07-31"), True),
        ("LDM382 LDM378", _on("2024-07-31"), False),
        ("LDM378", _on("2024-07-31"), False),
        ("LDM391", _on("2024-07-31"), False),
    ]
    check(found, "LearnDelFAMType_108", cases)


def test_a_free_course_needs_the_earnings_threshold_from_august_2024(found):
    cases = [
        ("LDM378", _on("2024-07-31"), False),
        ("LDM378", _on("2024-08-01"), True),
        ("LDM378", _on("2024-08-02"), True),
        ("LDM378 LDM391", _on("2024-08-01"), False),
        ("LDM382", _on("2024-08-01"), False),
    ]
    check(found, "LearnDelFAMType_120", cases)


def _in_category(*rows):
    return {"lars_category": list(rows)}


@pytest.mark.parametrize("number", [None, 44, 45, 46, 48, 49, 56])
def test_what_lars_has_as_a_free_course(found, number):
    of_another = [category(each, aim="9900001A") for each in (45, 46, 48, 49, 56)]
    lars = _in_category(*of_another, *([] if number is None else [category(number)]))
    none = number in (None, 44)
    adult_skills = [
        ("LDM378", _on("2024-07-30", FundModel=35), none),
        ("LDM378", _on("2024-07-31", FundModel=35), none),
        ("LDM378", _on("2024-08-01", FundModel=35), False),
        ("LDM378", _on("2024-07-31", FundModel=38), False),
        ("LDM382", _on("2024-07-31", FundModel=35), False),
    ]
    check(found, "LearnDelFAMType_98", adult_skills, reference=lars)
    none = number in (None, 44, 48)
    skills_fund = [
        ("LDM378", _on("2024-07-31", FundModel=38), False),
        ("LDM378", _on("2024-08-01", FundModel=38), none),
        ("LDM378", _on("2024-08-02", FundModel=38), none),
        ("LDM378 LDM395", _on("2024-08-01", FundModel=38), False),
        ("LDM378 LDM095", _on("2024-08-01", FundModel=38), none),
        ("LDM378", _on("2024-08-01", FundModel=35), False),
        ("LDM391", _on("2024-08-01", FundModel=38), False),
    ]
    check(found, "LearnDelFAMType_121", skills_fund, reference=lars)


def test_an_aim_that_is_only_a_free_course_is_marked(found):
    cases = [
        ("SOF105", _on("2024-07-30", FundModel=35), True),
        ("SOF105", _on("2024-07-31", FundModel=35), True),
        ("SOF105", _on("2024-08-01", FundModel=35), False),
        ("SOF105", _on("2024-07-31", FundModel=38), False),
        ("SOF105 LDM391", _on("2024-07-31", FundModel=35), True),
        ("SOF105 LDM378", _on("2024-07-31", FundModel=35), False),
        ("SOF112", _on("2024-07-31", FundModel=35), False),
    ]
    check(found, "LearnDelFAMType_99", cases, reference=_in_category(category(48)))
    both = _in_category(category(48), category(49))
    check(found, "LearnDelFAMType_99", cases, reference=both)
    others = [("SOF105", _on("2024-07-31", FundModel=35), False)]
    for of_another in ([], [category(48, aim="9900001A")]):
        rows = _in_category(category(49), *of_another)
        check(found, "LearnDelFAMType_99", others, reference=rows)


_DEVOLVED_ONLY = category(56, "2025-09-02", "2025-09-10")
_ALWAYS_DEVOLVED = category(56, None, None)
_OTHER = category(99)
_RATE_1, _RATE_2 = category(45, "2023-09-02", "2023-09-10"), category(46, "2023-09-12", None)


def test_a_devolved_free_course_is_funded_by_its_area(found):
    cases = [
        (text, _on(day), fires)
        for text, day, fires in (
            ("SOF105 LDM378", "2025-09-01", False),
            ("SOF105 LDM378", "2025-09-02", True),
            ("SOF105 LDM378", "2025-09-10", True),
            ("SOF105 LDM378", "2025-09-11", False),
            ("SOF112 LDM378", "2025-09-05", False),
            ("SOF105 LDM382", "2025-09-05", False),
            ("SOF105 LDM378 RES1", "2025-09-05", False),
        )
    ]
    for beside in ([], [_OTHER]):
        reference = _in_category(_DEVOLVED_ONLY, *beside)
        check(found, "LearnDelFAMType_110", cases, reference=reference)
    other = [("SOF105 LDM378", _on("2025-09-05"), False)]
    for row in (category(55), category(56, aim="9900001A")):
        check(found, "LearnDelFAMType_110", other, reference=_in_category(row))
    always = [("SOF105 LDM378", _on("2025-09-05"), True)]
    check(found, "LearnDelFAMType_110", always, reference=_in_category(_ALWAYS_DEVOLVED))


def test_a_national_free_course_starts_while_lars_has_it(found):
    cases = [
        (text, _on(day), fires)
        for text, day, fires in (
            ("SOF105 LDM378", "2023-09-01", True),
            ("SOF105 LDM378", "2023-09-02", False),
            ("SOF105 LDM378", "2023-09-10", False),
            ("SOF105 LDM378", "2023-09-11", True),
            ("SOF105 LDM378", "2023-09-12", False),
            ("SOF112 LDM378", "2023-09-11", False),
            ("SOF105 LDM382", "2023-09-11", False),
            ("SOF105 LDM378 RES1", "2023-09-11", False),
        )
    ]
    check(found, "LearnDelFAMType_114", cases, reference=_in_category(_RATE_1, _RATE_2, _OTHER))
    cases = [
        ("SOF105 LDM378", _on("2024-07-30"), True),
        ("SOF105 LDM378", _on("2024-07-31"), True),
        ("SOF105 LDM378", _on("2024-08-01"), False),
    ]
    for rate in (45, 46):
        later = _in_category(category(rate, "2030-01-01"))
        check(found, "LearnDelFAMType_114", cases, reference=later)
    never = [("SOF105 LDM378", _on("2023-09-11"), False)]
    for row in (category(49), {**_RATE_1, "LearnAimRef": "9900001A"}):
        check(found, "LearnDelFAMType_114", never, reference=_in_category(row))
    ended = [
        ("SOF105 LDM378", _on("2023-09-10"), False),
        ("SOF105 LDM378", _on("2023-09-11"), True),
    ]
    since_ever = _in_category(category(45, None, "2023-09-10"))
    check(found, "LearnDelFAMType_114", ended, reference=since_ever)


def test_a_devolved_free_course_starts_while_lars_has_it(found):
    cases = [
        (text, _on(day), fires)
        for text, day, fires in (
            ("SOF112 LDM378", "2025-09-01", True),
            ("SOF112 LDM378", "2025-09-02", False),
            ("SOF112 LDM378", "2025-09-10", False),
            ("SOF112 LDM378", "2025-09-11", True),
            ("SOF105 LDM378", "2025-09-11", False),
            ("SOF112 LDM382", "2025-09-11", False),
            ("SOF112 LDM378 RES1", "2025-09-11", False),
        )
    ]
    check(found, "LearnDelFAMType_129", cases, reference=_in_category(_DEVOLVED_ONLY, _OTHER))
    late = [("SOF112 LDM378", _on("2025-09-11"), False)]
    for rate in (_RATE_1, _RATE_2):
        check(found, "LearnDelFAMType_129", late, reference=_in_category(_DEVOLVED_ONLY, rate))
    of_another = {**_DEVOLVED_ONLY, "LearnAimRef": "9900001A"}
    for row in (category(55), _ALWAYS_DEVOLVED, of_another):
        check(found, "LearnDelFAMType_129", late, reference=_in_category(row))


def test_level_3_at_24_is_for_free_courses(found):
    lars = {
        "lars_learning_delivery": [
            {
                "LearnAimRef": f"LEVEL{level}",
                "NotionalNVQLevelv2": level,
                "LearnAimRefType": "0005",
                "EffectiveFrom": "2015-08-01",
            }
            for level in ("2", "3", "4")
        ],
        "lars_category": [
            {"LearnAimRef": aim, "CategoryRef": number, "EffectiveFrom": "2015-08-01"}
            for aim, number in (
                *(("LEVEL2", 38), ("LEVEL3", 38), ("LEVEL4", 38)),
                *(("LEVEL3", 37), ("9900001A", 37)),
            )
        ],
    }
    person = {"DateOfBirth": "2001-09-08"}
    turns_24 = "2025-09-08"
    cases = [
        (text, _on(day, FundModel=model, LearnAimRef=aim), fires)
        for text, day, model, aim, fires in (
            ("FFI2", "2025-09-07", 38, "LEVEL3", False),
            ("FFI2", turns_24, 38, "LEVEL3", True),
            ("FFI2", "2025-09-09", 38, "LEVEL3", True),
            ("FFI2", turns_24, 35, "LEVEL3", False),
            ("FFI2", turns_24, 38, "LEVEL2", False),
            ("FFI2", turns_24, 38, "LEVEL4", False),
            ("FFI2", turns_24, 38, "9900001A", False),
            ("LDM378", turns_24, 38, "LEVEL3", False),
            ("LDM395", turns_24, 38, "LEVEL3", False),
            ("LDM391", turns_24, 38, "LEVEL3", True),
            ("DAM023", turns_24, 38, "LEVEL3", False),
            ("DAM022", turns_24, 38, "LEVEL3", True),
            ("RES1", turns_24, 38, "LEVEL3", False),
        )
    ]
    check(found, "LearnDelFAMType_125", cases, person=person, reference=lars)
    days = [
        ("FFI2", _on(day, LearnAimRef="LEVEL3"), fires)
        for day, fires in (("2024-07-31", False), ("2024-08-01", True), ("2024-08-02", True))
    ]
    check(found, "LearnDelFAMType_125", days, person={"DateOfBirth": "1990-01-01"}, reference=lars)
    nobody = [("FFI2", _on(turns_24, LearnAimRef="LEVEL3"), False)]
    check(found, "LearnDelFAMType_125", nobody, person={"DateOfBirth": None}, reference=lars)


# -------------------- apprenticeship units


@pytest.mark.parametrize("year", BOTH)
def test_units_on_non_funded_aims(found, year):
    unit_model = {"FundModel": 39, "ProgType": 34}
    funded = [
        ("LDM403", {"FundModel": 99}, False),
        ("LDM403", {"FundModel": 38}, True),
        ("LDM403", unit_model, year == "2526"),
        ("LDM403", {"FundModel": 39, "ProgType": 25}, True),
        ("LDM403", {"FundModel": 39}, True),
        ("LDM403", {"FundModel": 38, "ProgType": 34}, True),
        ("LDM404", {"FundModel": 38}, False),
    ]
    check(found, "LearnDelFAMType_135", funded, years=[year])
    milestone = [
        ("LDM404", {"FundModel": 99}, True),
        ("LDM404 LDM403", {"FundModel": 99}, False),
        ("LDM403", {"FundModel": 99}, False),
        ("LDM402", {"FundModel": 99}, False),
        ("LDM404 LDM402", {"FundModel": 99}, True),
        ("LDM404", unit_model, year == "2526"),
        ("LDM404", {"FundModel": 39}, True),
        ("LDM404", {"FundModel": 38, "ProgType": 34}, True),
    ]
    check(found, "LearnDelFAMType_138", milestone, years=[year])


def test_units_are_for_19_and_over(found):
    cases = [
        ("LDM403", _on("2026-05-03"), True),
        ("LDM403", _on("2026-05-04"), False),
        ("LDM403", _on("2026-05-05"), False),
        ("LDM403", _on("2027-06-07"), False),
        ("LDM404", _on("2026-05-03"), False),
    ]
    check(found, "LearnDelFAMType_136", cases, person={"DateOfBirth": "2007-05-04"})
    nobody = [("LDM403", _on("2026-05-03"), False)]
    check(found, "LearnDelFAMType_136", nobody, person={"DateOfBirth": None})


def test_units_began_in_april_2026(found):
    cases = [
        ("LDM403", _on("2026-03-31"), True),
        ("LDM403", _on("2026-04-01"), False),
        ("LDM403", _on("2026-04-02"), False),
        ("LDM404", _on("2026-03-31"), False),
    ]
    check(found, "LearnDelFAMType_137", cases)


def test_an_achieved_unit_has_its_milestone(found):
    cases = [
        ("LDM403", {"Outcome": 1}, True),
        ("LDM403 LDM404", {"Outcome": 1}, False),
        ("LDM403", {"Outcome": 3}, False),
        ("LDM403", {}, False),
        ("LDM402", {"Outcome": 1}, False),
    ]
    check(found, "LearnDelFAMType_139", cases)


def test_units_are_category_91(found):
    cases = [("LDM403", {}, True), ("LDM404", {}, False)]
    check(found, "LearnDelFAMType_140", cases)
    check(found, "LearnDelFAMType_140", cases, reference=_in_category(category(90)))
    check(
        found,
        "LearnDelFAMType_140",
        [(text, fields, False) for text, fields, _ in cases],
        reference=_in_category(category(91)),
    )


def test_the_milestone_is_on_the_programme_aim_of_a_unit(found):
    programmes = [
        ("LDM404", {"ProgType": 34}, False),
        ("LDM404", {"ProgType": 25}, True),
        ("LDM404", {}, True),
        ("LDM404 LDM402", {}, True),
        ("LDM404 LDM403", {}, False),
        ("LDM403", {}, False),
        ("LDM402", {}, False),
    ]
    check(found, "LearnDelFamType_141", programmes, years=["2627"])
    aims = [
        ("LDM404", {"AimType": 1}, False),
        ("LDM404", {"AimType": 3}, True),
        ("LDM404 LDM402", {"AimType": 3}, True),
        ("LDM404 LDM403", {"AimType": 3}, False),
        ("LDM403", {"AimType": 3}, False),
        ("LDM402", {"AimType": 3}, False),
    ]
    check(found, "LearnDelFamType_142", aims, years=["2627"])
