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
        # R_31
        ("R_31", aims(drop=(2, 3)), [1]),
        ("R_31", aims(aim(1, LearnActEndDate="2026-01-15"), drop=(2, 3)), []),
        ("R_31", aims(aim(1, StdCode=9002)), [1]),
        ("R_31", aims(aim(2, AimType=4), aim(3, AimType=4)), [1]),
        ("R_31", aims(aim(2, AimType=5), drop=(3,)), []),
        ("R_31", aims(aim(2, AimType=1), drop=(3,)), [1]),
        ("R_31", aims(aim(2, AimType=1, StdCode=9002), drop=(3,)), [1, 2]),
        ("R_31", aims(aim(1, **_UNPROGRAMMED), aim(2, **_UNPROGRAMMED)), []),
        # R_56
        ("R_56", aims(aim(1, FundModel=99)), [2, 3]),
        ("R_56", aims(aim(1, FundModel=99), aim(2, FundModel=99)), [3]),
        ("R_56", aims(aim(1, FundModel=99, LearnActEndDate="2026-01-15")), []),
        ("R_56", aims(aim(1, FundModel=99, StdCode=9002)), []),
        ("R_56", aims(aim(1, FundModel=99), aim(2, AimType=4), aim(3, ProgType=24)), []),
        ("R_56", aims(), []),
        # R_66
        ("R_66", aims(drop=(1,)), [2, 3]),
        ("R_66", aims(aim(1, FundModel=81)), [2, 3]),
        ("R_66", aims(aim(1, FundModel=99), aim(2, FundModel=99)), [3]),
        ("R_66", aims(aim(1, StdCode=9002), aim(2, AimType=4)), [3]),
        ("R_66", aims(), []),
    ],
)
def test_programme_and_component(found, rule, case, expected):
    _both(found, rule, case, expected)


_FIRST = aim(1, LearnStartDate="2025-09-08")
_EARLIER = {"LearnStartDate": "2024-09-02", "AimType": 1}


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
        ("R_90", aims(aim(1, **_END)), [1]),
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
        ("R_124", aims(aim(4, **_EARLIER)), [1]),
        ("R_124", aims(aim(4, AimType=1)), [1, 4]),
        ("R_124", aims(_FIRST, aim(4, AimType=1, LearnStartDate="2025-09-09")), [4]),
        ("R_124", aims(), []),
    ],
)
def test_ends(found, rule, case, expected):
    _both(found, rule, case, expected)


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        (aims(_core(1, "2025-09-08"), _core(2, "2026-01-05")), True),
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


# ------------------------------------------------------------------------------ only in 2026-27

_CARD = "9900001C"
_COURSE = "9900002C"
_CARDS = {
    "lars_category": [category(_CARD, 76)],
    "lars_learning_delivery": [lars_aim(_CARD, area="5.2"), lars_aim(_COURSE, area="5.2")],
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
        ((_card(), _course(end="2026-10-04")), [1]),
        ((_card(), _course(FundModel=99)), [1]),
        ((_card(), _course(LearnAimRef="9900003B")), [1]),
        ((_card(), _course(LearnAimRef=_CARD)), [1, 2]),
        ((_card(FundModel=99),), []),
        ((_card(LearningDeliveryFAM=[fam("DAM", "023")]),), []),
        ((_card(LearningDeliveryFAM=[fam("DAM", "022")]),), [1]),
        ((_card(LearnAimRef=_COURSE),), []),
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
    ],
)
def test_unit_and_programme_aim(found, case, component, programme):
    assert found("R_159", year="2627", base="unit", **case) == component
    assert found("R_160", year="2627", base="unit", **case) == programme
