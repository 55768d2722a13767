"""The programme type: its codes, the aims that ask for one, and the funding that goes with it."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams


def t_level(**fields):
    """A T Level of three aims: programme aim, technical qualification and a further one."""
    common = {"FundModel": 25, "ProgType": 31, "LearningDeliveryFAM": fams("SOF107")}
    return [
        aim(1, LearnAimRef="ZPROG001", AimType=1, **{**common, **fields}),
        aim(2, LearnAimRef="9900009T", AimType=5, **{**common, **fields}),
        aim(3, LearnAimRef="ZTLOS001", AimType=3, **{**common, **fields}),
    ]


QUALIFICATION = {"lars_learning_delivery": [{"LearnAimRef": "9900009T", "LearnAimRefType": "1468"}]}
PILOT = fams("SOF105 LDM384")
BOOTCAMP_PILOT = fams("SOF105 LDM396")


def _outside_t_level(rule, *references):
    """Cases of a rule on aims that only a T Level has."""
    return cases(
        rule,
        "study",
        *((True, {"LearnAimRef": reference}) for reference in references),
        *((True, {"LearnAimRef": references[0], "ProgType": kind}) for kind in (25, 30, 32)),
        (False, {"LearnAimRef": references[0], "ProgType": 31}),
        (False, {"LearnAimRef": references[0], "LearningDeliveryFAM": PILOT}),
        (True, {"LearnAimRef": references[0], "LearningDeliveryFAM": fams("SOF105 LDM385")}),
        (True, {"LearnAimRef": references[0], "LearningDeliveryFAM": fams("SOF105 DAM384")}),
        (True, {"LearnAimRef": references[0], "FundModel": 35}),
        (False, {"LearnAimRef": references[0], "FundModel": 99}),
        (False, {}),
    )


def _with_reference(rows):
    for rule, year, base, patch, expected in rows:
        yield rule, year, base, {**patch, "reference": QUALIFICATION}, expected


CASES = [
    *cases(
        "ProgType_01",
        "apprenticeship",
        *((True, {"AimType": kind, "ProgType": None}) for kind in (1, 3)),
        *((False, {"AimType": kind, "ProgType": None}) for kind in (4, 5)),
        (False, {}),
    ),
    *cases(
        "ProgType_02",
        "asf",
        (True, {"ProgType": 25}),
        (True, {"ProgType": 99}),
        (False, {}),
        *((False, {"ProgType": 25, "AimType": kind}) for kind in (1, 3, 5)),
    ),
    *cases(
        "ProgType_03",
        "asf",
        *((False, {"ProgType": kind}) for kind in (25, 30, 31, 32, 33, None)),
        *((True, {"ProgType": kind}) for kind in (2, 3, 20, 24, 35, 99)),
    ),
    *cases("ProgType_03", "asf", (True, {"ProgType": 34}), years=("2526",)),
    *cases("ProgType_03", "asf", (False, {"ProgType": 34}), years=("2627",)),
    *cases(
        "ProgType_06",
        "apprenticeship",
        *((True, {"FundModel": model}) for model in (25, 35, 38, 37, 82)),
        *((False, {"FundModel": model}) for model in (36, 81, 99)),
        (False, {"FundModel": 35, "ProgType": 32}),
        (False, {"FundModel": 35, "ProgType": None}),
    ),
    *_outside_t_level("ProgType_15", "ZWRKX003", "zwrkx003"),
    *cases("ProgType_15", "study", (False, {"LearnAimRef": "ZWRKX002"})),
    *_with_reference(_outside_t_level("ProgType_16", "9900009T")),
    *_outside_t_level("ProgType_17", "ZTLOS001", "ZTLOS999", "ztlos001"),
    *cases("ProgType_17", "study", (False, {"LearnAimRef": "ZTPR0001"})),
    *cases(
        "ProgType_20",
        "study",
        *((True, {"LearnAimRef": "ZTPR0001", "ProgType": kind}) for kind in (None, 25, 31)),
        (True, {"LearnAimRef": "ztpr0001"}),
        (False, {"LearnAimRef": "ZTPR0001", "ProgType": 30}),
        (False, {"LearnAimRef": "ZTLOS001"}),
    ),
    *cases(
        "ProgType_21",
        "bootcamp",
        *((True, {"FundModel": model}) for model in (25, 35, 38, 99)),
        (False, {}),
        (False, {"FundModel": 38, "ProgType": 33}),
        (False, {"FundModel": 38, "ProgType": None}),
    ),
    *cases(
        "ProgType_22",
        "asf",
        (True, {"ProgType": 33}),
        (True, {"ProgType": 33, "LearningDeliveryFAM": []}),
        *((False, {"ProgType": 33, "LearningDeliveryFAM": fams(f)}) for f in ("SOF110", "SOF120")),
        (True, {"ProgType": 33, "LearningDeliveryFAM": fams("SOF109")}),
        (False, {"ProgType": 32}),
        (False, {}),
    ),
    *cases(
        "ProgType_23",
        "asf",
        *((True, {"LearnAimRef": f"Z005974{n}"}) for n in (7, 8, 9)),
        (True, {"LearnAimRef": "Z0059747", "ProgType": 25}),
        (False, {"LearnAimRef": "Z0059747", "ProgType": 32}),
        (False, {"LearnAimRef": "Z0059747", "LearningDeliveryFAM": BOOTCAMP_PILOT}),
        (True, {"LearnAimRef": "Z0059747", "LearningDeliveryFAM": fams("SOF105 LDM395")}),
        (True, {"LearnAimRef": "Z0059747", "LearningDeliveryFAM": fams("SOF105 DAM396")}),
        *((False, {"LearnAimRef": f"Z005974{n}"}) for n in (6, 0)),
    ),
    *cases(
        "ProgType_24",
        "asf",
        (True, {"LearnAimRef": "9900007J"}),
        (True, {"LearnAimRef": "9900007J", "ProgType": 25}),
        (False, {"LearnAimRef": "9900007J", "ProgType": 32}),
        (False, {"LearnAimRef": "9900007J", "LearningDeliveryFAM": BOOTCAMP_PILOT}),
        (True, {"LearnAimRef": "9900007J", "LearningDeliveryFAM": fams("SOF105 LDM395")}),
        (True, {"LearnAimRef": "9900007J", "LearningDeliveryFAM": fams("SOF105 DAM396")}),
        (False, {}),
        (
            False,
            {
                **aims(aim(LearnAimRef="9900003B")),
                "reference": {"lars_category": [{"LearnAimRef": "9900003B", "CategoryRef": 61}]},
            },
        ),
    ),
    *cases(
        "ProgType_25",
        "unit",
        *((True, {"FundModel": model}) for model in (36, 38, 99)),
        (False, {}),
        (False, {"FundModel": 36, "ProgType": 25}),
        (False, {"FundModel": 36, "ProgType": None}),
        years=("2627",),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_programme_type(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ({"LearnAimRef": "ZTPR0001"}, []),
        ({"LearnAimRef": "ztpr0001"}, []),
        ({"LearnAimRef": "9900004C"}, [1]),
        ({"LearnAimRef": "ZTPR0001", "AimType": 3}, [1]),
        ({"LearnAimRef": "ZTPR0001", "ProgType": None}, []),
    ],
)
def test_class_of_the_foundation_year(found, year, core, expected):
    first, second, _ = t_level(ProgType=30)
    patch = aims(first, {**second, **core})
    assert found("ProgType_18", year=year, base="study", **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ({}, []),
        ({"LearnAimRef": "9900004C"}, [1]),
        ({"LearnAimRef": "9900099X"}, [1]),
        ({"AimType": 3}, [1]),
        ({"ProgType": None}, []),
    ],
)
def test_technical_qualification_of_a_t_level(found, year, core, expected):
    first, second, third = t_level()
    patch = aims(first, {**second, **core}, third)
    assert (
        found("ProgType_19", year=year, base="study", reference=QUALIFICATION, **patch) == expected
    )


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(("rule", "kind"), [("ProgType_18", 30), ("ProgType_19", 31)])
def test_an_earlier_aim_outside_the_programme(found, rule, year, kind):
    first, second, third = t_level(ProgType=kind)
    outside = {**first, "AimType": 4, "LearnAimRef": "9900004C", "ProgType": None}
    patch = aims(outside, {**second, "AimType": 3}, third)
    assert found(rule, year=year, base="study", reference=QUALIFICATION, **patch) == [2]


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("rule", ["ProgType_18", "ProgType_19"])
def test_other_programmes_need_no_core_aim(found, rule, year):
    assert found(rule, year=year, base="apprenticeship") == []
    assert found(rule, year=year, base="study") == []
