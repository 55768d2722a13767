"""The aims that make a programme: what belongs together, and what runs beside what."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, category, fam, lars_aim

_END = {"LearnActEndDate": "2026-01-15", "CompStatus": 2, "Outcome": 1}


def _both(found, rule, case, expected, base="apprenticeship", **reference):
    for year in BOTH:
        assert found(rule, year=year, base=base, **case, **reference) == expected, year


def _core(number, start, end=None, **fields):
    closed = {"LearnActEndDate": end, "CompStatus": 2, "Outcome": 1} if end else {}
    return aim(number, LearnStartDate=start, AimType=5, **closed, **fields)


_UNPROGRAMMED = {"ProgType": None, "StdCode": None}


def _of(number, programme, **fields):
    """An aim of a programme without a standard."""
    return aim(number, ProgType=programme, StdCode=None, **fields)


@pytest.mark.parametrize(
    ("rule", "case", "expected"),
    [
        # R_30: the aims of the base are 1 programme, 2 component, 3 English or maths component
        ("R_30", aims(drop=(1,)), [2]),
        ("R_30", aims(aim(3, StdCode=9002), drop=(1,)), [2, 3]),
        ("R_30", aims(aim(2, AimType=4), aim(3, AimType=4), drop=(1,)), []),
        ("R_30", aims(aim(1, StdCode=9002)), [2]),
        ("R_30", aims(aim(1, ProgType=24)), [2]),
        ("R_30", aims(aim(1, **_UNPROGRAMMED)), [2]),
        ("R_30", aims(aim(1, StdCode=None), aim(2, StdCode=None), aim(3, StdCode=None)), []),
        (
            "R_30",
            aims(
                aim(1, ProgType=24, StdCode=None),
                aim(2, ProgType=24),
                aim(3, ProgType=24, StdCode=9002),
            ),
            [],
        ),
        # another kind of aim, or another programme type, is no component before this one
        ("R_30", aims(aim(2, AimType=4), drop=(1,)), [3]),
        ("R_30", aims(_of(2, 24), _of(3, 30), drop=(1,)), [2, 3]),
        ("R_30", aims(_of(1, 30), _of(2, 24), _of(3, 24)), [2]),
        # absent is the same as absent
        ("R_30", aims(_of(2, 24), _of(3, 24), drop=(1,)), [2]),
        ("R_30", aims(_of(2, None), _of(3, None), drop=(1,)), [2]),
        ("R_30", aims(_of(1, None), _of(2, None), _of(3, None)), []),
        # R_31
        ("R_31", aims(drop=(2, 3)), [1]),
        ("R_31", aims(aim(1, LearnActEndDate="2026-01-15"), drop=(2, 3)), []),
        ("R_31", aims(aim(1, StdCode=9002)), [1]),
        ("R_31", aims(aim(2, AimType=4), aim(3, AimType=4)), [1]),
        ("R_31", aims(aim(2, AimType=5), drop=(3,)), []),
        ("R_31", aims(aim(2, AimType=1), drop=(3,)), [1]),
        ("R_31", aims(aim(2, AimType=1, StdCode=9002), drop=(3,)), [1, 2]),
        ("R_31", aims(aim(1, **_UNPROGRAMMED), aim(2, **_UNPROGRAMMED)), []),
        ("R_31", aims(aim(1, **_END), aim(2, AimType=1), drop=(3,)), [2]),
        ("R_31", aims(aim(2, AimType=4), drop=(1, 3)), []),
        ("R_31", aims(_of(1, 24), _of(2, 30), drop=(3,)), [1]),
        ("R_31", aims(_of(1, 24), _of(2, 30, AimType=1), drop=(3,)), [1, 2]),
        ("R_31", aims(_of(1, 24), _of(2, 24, AimType=1), drop=(3,)), [1]),
        ("R_31", aims(_of(1, None), _of(2, None, AimType=1), drop=(3,)), [1]),
        # R_56
        ("R_56", aims(aim(1, FundModel=99)), [2, 3]),
        ("R_56", aims(aim(1, FundModel=99), aim(2, FundModel=99)), [3]),
        ("R_56", aims(aim(1, FundModel=99, LearnActEndDate="2026-01-15")), []),
        ("R_56", aims(aim(1, FundModel=99, StdCode=9002)), []),
        ("R_56", aims(aim(1, FundModel=99), aim(2, AimType=4), aim(3, ProgType=24)), []),
        ("R_56", aims(), []),
        ("R_56", aims(aim(3, FundModel=99)), []),
        ("R_56", aims(_of(1, 24, FundModel=99), _of(2, 24), drop=(3,)), [2]),
        ("R_56", aims(_of(1, None, FundModel=99), _of(2, None), drop=(3,)), [2]),
        # R_66
        ("R_66", aims(drop=(1,)), [2, 3]),
        ("R_66", aims(aim(1, FundModel=81)), [2, 3]),
        ("R_66", aims(aim(1, FundModel=99), aim(2, FundModel=99)), [3]),
        ("R_66", aims(aim(1, StdCode=9002), aim(2, AimType=4)), [3]),
        ("R_66", aims(), []),
        ("R_66", aims(aim(2, FundModel=99)), []),
        ("R_66", aims(_of(1, 24), _of(2, 30), drop=(3,)), [2]),
        ("R_66", aims(_of(1, 24), _of(2, 24), drop=(3,)), []),
        ("R_66", aims(_of(1, None), _of(2, None), drop=(3,)), []),
    ],
)
def test_programme_and_component(found, rule, case, expected):
    _both(found, rule, case, expected)


_FIRST = aim(1, LearnStartDate="2025-09-08")
_EARLIER = {"LearnStartDate": "2024-09-02", "AimType": 1}


def _part(number, end, **fields):
    """A component aim, neither English nor maths, that has ended."""
    return aim(number, **{"LearnAimRef": "9900001A", **_END, "LearnActEndDate": end, **fields})


@pytest.mark.parametrize(
    ("rule", "case", "expected"),
    [
        ("R_89", aims(aim(1, **_END), aim(2, LearnActEndDate="2026-01-16")), [1]),
        ("R_89", aims(aim(1, **_END), aim(2, LearnActEndDate="2026-01-15")), []),
        ("R_89", aims(aim(1, **_END), aim(2, LearnActEndDate="2026-01-14")), []),
        ("R_89", aims(aim(1, **_END), aim(3, LearnActEndDate="2026-01-16")), []),
        ("R_89", aims(aim(1, **_END), aim(2, LearnActEndDate="2026-01-16", StdCode=9002)), []),
        ("R_89", aims(aim(2, LearnActEndDate="2026-01-16")), []),
        # only the programme with the latest start is looked at
        (
            "R_89",
            aims(
                aim(1, **_END, **_EARLIER), aim(2, AimType=1), aim(4, LearnActEndDate="2026-02-01")
            ),
            [],
        ),
        # the last of several components, and no other kind of aim
        ("R_89", aims(aim(1, **_END), _part(2, "2026-01-10"), _part(4, "2026-01-20")), [1]),
        ("R_89", aims(aim(1, **_END), _part(2, "2026-01-10"), _part(4, "2026-01-15")), []),
        ("R_89", aims(aim(1, **_END), _part(4, "2026-01-20", AimType=4)), []),
        ("R_89", aims(aim(1, **_END), _part(2, "2026-01-16", ProgType=24)), []),
        *(
            ("R_89", aims(aim(1, **_END, **fields), _part(2, "2026-01-16", **fields)), [1])
            for fields in ({"ProgType": None}, {"StdCode": None})
        ),
        ("R_90", aims(aim(1, **_END)), [1]),
        ("R_90", aims(aim(1, **_END), aim(2, ProgType=24)), []),
        ("R_90", aims(aim(1, **_END, ProgType=None), aim(2, ProgType=None)), [1]),
        ("R_90", aims(aim(1, **_END), aim(2, **_END)), []),
        ("R_90", aims(aim(1, **_END), aim(2, StdCode=9002)), []),
        ("R_90", aims(aim(1, **_END), aim(2, AimType=4)), []),
        ("R_90", aims(), []),
        ("R_90", aims(aim(1, **_END, **_EARLIER), aim(4, AimType=1)), []),
        # without a standard the aims still belong together
        (
            "R_90",
            aims(aim(1, **_END, StdCode=None), aim(2, StdCode=None)),
            [1],
        ),
        (
            "R_124",
            aims(_FIRST, aim(4, **_EARLIER, LearnActEndDate="2025-09-08", AchDate="2025-09-08")),
            [1],
        ),
        (
            "R_124",
            aims(_FIRST, aim(4, **_EARLIER, LearnActEndDate="2025-09-07", AchDate="2025-09-07")),
            [],
        ),
        # the achievement date of an apprenticeship ends it, after its actual end date
        (
            "R_124",
            aims(_FIRST, aim(4, **_EARLIER, LearnActEndDate="2025-08-01", AchDate="2025-09-08")),
            [1],
        ),
        *(
            ("R_124", aims(_FIRST, aim(4, **_EARLIER, **fields)), [1] if fires else [])
            for fires, fields in (
                (True, {"LearnActEndDate": "2025-09-08"}),
                (False, {"LearnActEndDate": "2025-09-07"}),
                (False, {"AchDate": "2025-09-07"}),
                # that of a Skills Bootcamp stands in where there is no actual end date
                (True, {"ProgType": 32}),
                (False, {"ProgType": 32, "LearnActEndDate": "2025-08-01", "AchDate": "2025-09-08"}),
                (True, {"ProgType": 32, "LearnActEndDate": "2025-09-08", "AchDate": "2025-08-01"}),
                (True, {"ProgType": 32, "AchDate": "2025-09-08"}),
                (False, {"ProgType": 32, "AchDate": "2025-09-07"}),
                # and that of other programmes says nothing
                (True, {"ProgType": 31}),
                (True, {"ProgType": 31, "AchDate": "2025-08-01"}),
                (False, {"ProgType": 31, "LearnActEndDate": "2025-08-01", "AchDate": "2025-09-08"}),
                (True, {"ProgType": 31, "LearnActEndDate": "2025-09-08", "AchDate": "2025-08-01"}),
            )
        ),
        ("R_124", aims(aim(4, **_EARLIER)), [1]),
        ("R_124", aims(aim(4, AimType=1)), [1, 4]),
        ("R_124", aims(_FIRST, aim(4, AimType=1, LearnStartDate="2025-09-09")), [4]),
        ("R_124", aims(), []),
    ],
)
def test_ends(found, rule, case, expected):
    _both(found, rule, case, expected)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        *(((kind,), []) for kind in (1, 2, 11, 12, 13, 14, 19, 20, 21, 23, 24, 25)),
        *(((kind,), []) for kind in (29, 30, 31, 32, 33, 34, 35)),
        *(((kind,), [1]) for kind in (3, 10, 15, 18, 22, 26, 28, 36, None)),
        # English or maths at some time
        ((3, 19), []),
    ],
)
def test_english_and_maths_may_go_on(found, types, expected):
    rows = [
        {
            "LearnAimRef": "9900001A",
            "BasicSkillsType": kind,
            "EffectiveFrom": f"{2015 + place}-08-01",
            "EffectiveTo": None,
        }
        for place, kind in enumerate(types)
    ]
    reference = {"-lars_annual_value": [{"LearnAimRef": "9900001A"}], "lars_annual_value": rows}
    later = aims(aim(1, **_END), aim(2, LearnActEndDate="2026-01-16"))
    _both(found, "R_89", later, expected, reference=reference)
    _both(found, "R_90", aims(aim(1, **_END)), expected, reference=reference)


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        (aims(_core(1, "2025-09-08"), _core(2, "2026-01-05")), True),
        (aims(_core(1, "2026-01-05"), _core(2, "2025-09-08", "2026-01-04")), False),
        (aims(_core(1, "2025-09-08"), _core(2, "2025-09-08")), True),
        (aims({**_core(1, "2025-09-08"), "AimType": 4}, _core(2, "2026-01-05")), False),
        (aims(_core(1, "2025-09-08", "2026-01-05"), _core(2, "2026-01-05")), True),
        (aims(_core(1, "2025-09-08", "2026-01-04"), _core(2, "2026-01-05")), False),
        (aims(_core(2, "2025-09-08", "2026-01-05"), _core(1, "2026-01-05")), True),
        (aims(_core(1, "2025-09-08", "2025-09-08"), _core(2, "2025-09-08", "2025-09-08")), True),
        (aims(_core(1, "2025-09-08"), {**_core(2, "2026-01-05"), "AimType": 4}), False),
        # the second lies within the first, and the third too
        (
            aims(
                _core(1, "2025-09-08", "2026-06-30"),
                _core(2, "2025-10-01", "2025-10-31"),
                _core(3, "2026-01-05"),
            ),
            True,
        ),
        (aims(), False),
    ],
)
def test_core_aims_overlap(found, case, fires):
    _both(found, "R_58", case, ["learner"] if fires else [], base="study")


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        (aims(aim(1, AimType=4)), True),
        (aims(), False),
        (aims(aim(1, AimType=4), aim(2, AimType=5)), False),
        (aims(aim(1, AimType=4), aim(2, AimType=3)), True),
        (aims(aim(1, AimType=4, LearningDeliveryFAM=[fam("SOF", "105")])), False),
        (aims(aim(1, AimType=4, LearningDeliveryFAM=[fam("SOF", "108")])), True),
        (aims(aim(1, AimType=4, LearningDeliveryFAM=[fam("LDM", "105")])), True),
        (
            aims(aim(1, AimType=4, LearningDeliveryFAM=[fam("LDM", "034"), fam("SOF", "105")])),
            False,
        ),
        (aims(aim(1, AimType=4, FundModel=82)), False),
        (aims(aim(1, AimType=4, FundModel=99)), False),
    ],
)
def test_no_core_aim(found, case, fires):
    _both(found, "R_63", case, ["learner"] if fires else [], base="study")


def _maths(start, model, number=4, reference="9900002M"):
    return aim(
        number,
        LearnAimRef=reference,
        AimType=4,
        FundModel=model,
        LearnStartDate=start,
        **_UNPROGRAMMED,
    )


@pytest.mark.parametrize(
    ("rule", "apprenticeship", "other", "fires"),
    [
        ("R_114", {"LearnStartDate": "2024-05-01"}, _maths("2024-07-31", 35), True),
        ("R_114", {"LearnStartDate": "2024-05-01"}, _maths("2024-08-01", 35), False),
        ("R_114", {"LearnStartDate": "2024-05-01"}, _maths("2024-05-01", 35), True),
        ("R_114", {"LearnStartDate": "2024-05-01"}, _maths("2024-04-30", 35), False),
        ("R_114", {"LearnStartDate": "2024-05-01"}, _maths("2024-07-01", 38), False),
        (
            "R_114",
            {"LearnStartDate": "2024-05-01"},
            _maths("2024-07-01", 35, reference="9900003B"),
            False,
        ),
        ("R_146", {}, _maths("2025-09-08", 38), True),
        ("R_146", {}, _maths("2025-09-07", 38), False),
        ("R_146", {}, _maths("2025-09-09", 38), True),
        ("R_146", {}, _maths("2025-10-01", 35), False),
        ("R_146", {}, _maths("2025-10-01", 38, reference="9900003B"), False),
        ("R_146", {"LearnActEndDate": "2025-09-30"}, _maths("2025-10-01", 38), False),
        ("R_146", {"FundModel": 99}, _maths("2025-10-01", 38), False),
        ("R_146", {"AimType": 3}, _maths("2025-10-01", 38), False),
    ],
)
def test_english_and_maths_beside_apprenticeship(found, rule, apprenticeship, other, fires):
    programme = aim(1, **{"LearnStartDate": "2025-09-08", **apprenticeship})
    case = aims(programme, other, drop=(3,))
    _both(found, rule, case, [4] if fires else [])


@pytest.mark.parametrize(
    ("rule", "first", "between", "last", "model"),
    [
        ("R_114", "2024-05-01", "2024-06-03", "2024-07-01", 35),
        ("R_146", "2025-09-08", "2025-10-01", "2025-11-03", 38),
    ],
)
def test_the_first_of_two_apprenticeships_counts(found, rule, first, between, last, model):
    rows = (aim(1, LearnStartDate=first), aim(2, AimType=1, LearnStartDate=last))
    _both(found, rule, aims(*rows, _maths(between, model), drop=(3,)), [4])


# ------------------------------------------------------------------------------ only in 2026-27

_CARD = "9900001C"
_COURSE = "9900002C"
_BELOW = "9900003C"
_ABOVE = "9900004D"
_CARDS = {
    "lars_category": [category(_CARD, 76), category(_COURSE, 75)],
    "lars_learning_delivery": [
        *(lars_aim(reference, area="5.2") for reference in (_CARD, _COURSE)),
        lars_aim(_BELOW, area="5.1"),
        lars_aim(_ABOVE, area="6.1"),
    ],
}


def _card(**fields):
    return aim(1, **{"LearnAimRef": _CARD, "LearnStartDate": "2026-10-05", **fields})


def _course(start="2026-09-07", end=None, **fields):
    closed = {"LearnActEndDate": end, "CompStatus": 2, "Outcome": 1} if end else {}
    return aim(2, **{"LearnAimRef": _COURSE, "LearnStartDate": start, **closed, **fields})


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_card(),), [1]),
        ((_card(), _course()), []),
        ((_card(), _course("2026-10-05", "2026-10-05")), []),
        ((_card(), _course("2026-10-06")), [1]),
        ((_card(), _course(end="2026-10-05")), []),
        ((_card(), _course(end="2026-10-06")), []),
        ((_card(), _course(end="2026-10-04")), [1]),
        ((_card(), _course(FundModel=99)), [1]),
        ((_card(), _course(LearnAimRef="9900003B")), [1]),
        ((_card(), _course(LearnAimRef=_CARD)), [1, 2]),
        ((_card(FundModel=99),), []),
        ((_card(LearningDeliveryFAM=[fam("DAM", "023")]),), []),
        ((_card(LearningDeliveryFAM=[fam("DAM", "022")]),), [1]),
        ((_card(LearningDeliveryFAM=[fam("LDM", "023")]),), [1]),
        ((_card(LearningDeliveryFAM=[fam("SOF", "105"), fam("DAM", "023")]),), []),
        ((_card(LearnAimRef=_COURSE),), []),
        # courses of the sectors on either side, and a category that is no card
        ((_card(), _course(LearnAimRef=_BELOW)), [1]),
        ((_card(), _course(LearnAimRef=_ABOVE)), [1]),
    ],
)
def test_card_beside_course(found, rows, expected):
    assert found("R_158", year="2627", base="asf", reference=_CARDS, **aims(*rows)) == expected


@pytest.mark.parametrize(
    ("case", "component", "programme"),
    [
        (aims(), [], []),
        (aims(drop=(1,)), [2], []),
        (aims(drop=(2,)), [], [1]),
        *(
            (aims(aim(1, **{field: value})), [2], [1])
            for field, value in (
                ("FundModel", 99),
                ("LearnStartDate", "2026-09-08"),
                ("LearnPlanEndDate", "2026-12-12"),
                ("LearnActEndDate", "2026-10-01"),
            )
        ),
        (aims(aim(1, ProgType=None)), [2], []),
        (aims(aim(1, LearnActEndDate="2026-10-01"), aim(2, LearnActEndDate="2026-10-01")), [], []),
        (aims(aim(2, AimType=4)), [], [1]),
        (aims(aim(2, AimType=4), drop=(1,)), [], []),
        (aims(aim(2, ProgType=25), drop=(1,)), [], []),
        (aims(aim(2, ProgType=25)), [], [1]),
        # absent is the same as absent
        *(
            (aims(aim(1, **{field: None}), aim(2, **{field: None})), [], [])
            for field in ("FundModel", "LearnStartDate", "LearnPlanEndDate")
        ),
    ],
)
def test_unit_and_programme_aim(found, case, component, programme):
    assert found("R_159", year="2627", base="unit", **case) == component
    assert found("R_160", year="2627", base="unit", **case) == programme
