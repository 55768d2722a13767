"""Records with dates: that they do not overlap, and what they begin and end with."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, fam

_START = "2025-09-08"
_RESULT = {"LearnActEndDate": "2026-01-15", "Outcome": 1}


def _both(found, rule, case, expected, base="apprenticeship"):
    for year in BOTH:
        assert found(rule, year=year, base=base, **case) == expected, year


def _act(*spans, code="1", **fields):
    rows = [fam("ACT", code, *span) for span in spans]
    return aim(1, **{"LearnStartDate": _START, "LearningDeliveryFAM": rows, **fields})


@pytest.mark.parametrize("kind", ["LSF", "ALB", "lsf"])
@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        (("2025-10-01", None), ("2025-11-01", None), True),
        (("2025-10-01", "2025-11-01"), ("2025-11-01", None), True),
        (("2025-10-01", "2025-10-31"), ("2025-11-01", None), False),
        (("2025-11-01", None), ("2025-10-01", "2025-10-31"), False),
        (("2025-10-01", "2025-10-31"), ("2025-10-01", "2025-10-31"), True),
    ],
)
def test_support_or_bursary(found, kind, first, second, fires):
    rows = [fam(kind, "1", *first), fam(kind, "1", *second)]
    _both(found, "R_61", aims(aim(1, LearningDeliveryFAM=rows)), [1] if fires else [], base="asf")


def test_other_types_may_overlap(found):
    rows = [fam("LSF", "1", "2025-10-01"), fam("ALB", "1", "2025-10-01")]
    _both(found, "R_61", aims(aim(1, LearningDeliveryFAM=rows)), [], base="asf")
    rows = [fam("ACT", "1", "2025-10-01"), fam("ACT", "1", "2025-10-01")]
    _both(found, "R_61", aims(aim(1, LearningDeliveryFAM=rows)), [])


def test_contract_types_beside_other_types(found):
    """Support overlaps support, or leaves a gap, or runs beside a contract type."""
    support = [fam("LSF", "1", _START), fam("LSF", "1", "2025-11-01")]
    mixed = [fam("LSF", "1", _START), fam("ACT", "1", "2025-11-01")]
    for rows in (support, mixed, [fam("ACT", "1", _START), fam("LSF", "1", "2025-11-01")]):
        for rule in ("R_101", "R_104"):
            _both(found, rule, aims(aim(1, LearningDeliveryFAM=rows)), [])


@pytest.mark.parametrize(
    ("spans", "overlap", "gap"),
    [
        (((_START, None),), False, False),
        (((_START, None), ("2025-11-01", None)), True, True),
        (((_START, "2025-10-31"), ("2025-11-01", None)), False, False),
        (((_START, "2025-10-30"), ("2025-11-01", None)), False, True),
        (((_START, "2025-11-01"), ("2025-11-01", None)), True, True),
        ((("2025-11-01", None), (_START, "2025-10-31")), False, False),
        (((_START, "2025-10-31"), ("2025-11-01", "2025-12-31"), ("2026-01-02", None)), False, True),
        (((_START, "2025-10-31"), ("2025-11-01", None), ("2026-01-01", None)), True, True),
        (((_START, "2025-12-01"), ("2025-11-01", None)), True, True),
        (((_START, None), (_START, None)), True, True),
    ],
)
def test_contract_types_of_aim(found, spans, overlap, gap):
    _both(found, "R_101", aims(_act(*spans)), [1] if overlap else [])
    _both(found, "R_104", aims(_act(*spans)), [1] if gap else [])


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        (fam("ACT", "1", _START), fam("ACT", "2", "2025-11-01"), True),
        (fam("ACT", "1", _START, "2025-11-01"), fam("ACT", "2", "2025-11-01"), True),
        (fam("ACT", "1", _START, _START), fam("ACT", "2", _START, _START), True),
        (fam("ACT", "1", _START, "2025-10-31"), fam("ACT", "2", "2025-11-01"), False),
        (fam("ACT", "1", _START), fam("ACT", "1", "2025-11-01"), False),
        (fam("ACT", "1", _START), fam("LSF", "2", "2025-11-01"), False),
    ],
)
def test_contract_types_of_learner(found, first, second, fires):
    for case in (
        aims(aim(1, LearningDeliveryFAM=[first, second]), drop=(2, 3)),
        aims(aim(1, LearningDeliveryFAM=[first]), aim(2, LearningDeliveryFAM=[second]), drop=(3,)),
    ):
        _both(found, "R_105", case, ["learner"] if fires else [])


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        (("LSF", "1", "2016-08-01"), ("LSF", "1", "2016-09-01"), True),
        (("LSF", "1", "2016-07-31"), ("LSF", "1", "2016-09-01"), False),
        (("LSF", "1", "2025-10-01", "2025-11-01"), ("LSF", "1", "2025-11-01"), True),
        (("LSF", "1", "2025-10-01", "2025-12-01"), ("LSF", "1", "2025-11-01"), True),
        (("LSF", "1", "2025-10-01", "2025-10-31"), ("LSF", "1", "2025-11-01"), False),
        (("LSF", "1", "2025-11-01"), ("LSF", "1", "2025-10-01", "2025-10-31"), False),
        (("LSF", "1", "2025-10-01"), ("LSF", "1", "2025-10-01"), True),
        (("LSF", "1", "2025-10-01"), ("ALB", "1", "2025-11-01"), False),
        (("ALB", "1", "2025-10-01"), ("LSF", "1", "2025-11-01"), False),
    ],
)
def test_support_of_learner(found, first, second, fires):
    case = aims(
        aim(1, LearningDeliveryFAM=[fam(*first)]), aim(2, LearningDeliveryFAM=[fam(*second)])
    )
    _both(found, "R_106", case, ["learner"] if fires else [], base="asf")


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        (_act((_START, None)), False),
        (_act(("2025-09-09", None)), True),
        (_act(("2025-09-07", None)), True),
        (_act(("2025-10-01", None), (_START, "2025-09-30")), False),
        (_act((None, None)), True),
        (aim(1, LearningDeliveryFAM=[fam("SOF", "105")]), False),
        (aim(1, LearningDeliveryFAM=[fam("LSF", "1", "2025-10-01")]), False),
        (
            aim(1, LearningDeliveryFAM=[fam("LSF", "1", _START), fam("ACT", "1", "2025-09-09")]),
            True,
        ),
    ],
)
def test_from_the_start(found, row, fires):
    _both(found, "R_102", aims(row), [1] if fires else [])


_SOURCE = [fam("SOF", "105")]
_ENDED = {"CompStatus": 2, **_RESULT}
_ACHIEVED = {**_ENDED, "AchDate": "2026-02-10"}


@pytest.mark.parametrize(
    ("rule", "row", "fires"),
    [
        ("R_121", _act((_START, "2026-02-10"), **_ACHIEVED), False),
        ("R_121", _act((_START, "2026-02-09"), **_ACHIEVED), True),
        ("R_121", _act((_START, "2026-02-11"), **_ACHIEVED), True),
        ("R_121", _act((_START, "2026-01-15"), **_ACHIEVED), True),
        ("R_121", _act((_START, None), **_ACHIEVED), True),
        ("R_121", _act((_START, "2025-12-31"), ("2026-01-01", "2026-02-10"), **_ACHIEVED), False),
        ("R_121", _act(("2026-01-01", "2026-01-31"), (_START, "2026-02-10"), **_ACHIEVED), True),
        ("R_121", _act((_START, "2026-01-15"), **_ENDED), False),
        ("R_121", _act((_START, "2026-02-09"), **_ACHIEVED, FundModel=99), False),
        ("R_121", _act((_START, "2026-02-09"), **_ACHIEVED, ProgType=24), False),
        ("R_121", _act(**_ACHIEVED), False),
        ("R_121", aim(1, LearningDeliveryFAM=_SOURCE, **_ACHIEVED), False),
        ("R_122", _act((_START, "2026-01-15"), **_ENDED), False),
        ("R_122", _act((_START, "2026-01-14"), **_ENDED), True),
        ("R_122", _act((_START, "2026-01-16"), **_ENDED), True),
        ("R_122", _act((_START, None), **_ENDED), True),
        ("R_122", _act((_START, "2026-01-14"), **{**_ENDED, "CompStatus": 3}), True),
        ("R_122", _act((_START, "2026-01-14"), **{**_ENDED, "CompStatus": 6}), True),
        ("R_122", _act((_START, "2026-01-14"), **{**_ENDED, "CompStatus": 1}), False),
        ("R_122", _act((_START, "2026-01-14"), **_ACHIEVED), False),
        ("R_122", _act((_START, "2026-01-14"), **_ENDED, FundModel=81), False),
        ("R_122", _act((_START, "2026-01-14"), **_ENDED, ProgType=None), False),
        ("R_122", _act(**_ENDED), False),
        ("R_122", aim(1, LearningDeliveryFAM=_SOURCE, **_ENDED), False),
        ("R_122", _act((_START, "2025-12-31"), ("2026-01-01", "2026-01-15"), **_ENDED), False),
        ("R_123", _act((_START, "2026-01-15")), True),
        (
            "R_123",
            aim(1, LearningDeliveryFAM=[*_SOURCE, fam("ACT", "1", _START, "2026-01-15")]),
            True,
        ),
        ("R_123", _act((_START, None)), False),
        ("R_123", _act((_START, "2025-12-31"), ("2026-01-01", None)), False),
        ("R_123", _act(("2026-01-01", "2026-01-31"), (_START, "2025-12-31")), True),
        ("R_123", _act((_START, "2026-01-15"), **_ENDED), False),
        ("R_123", _act((_START, "2026-01-15"), FundModel=99), False),
        ("R_123", _act((_START, "2026-01-15"), ProgType=24), False),
    ],
)
def test_ends_of_contract_type(found, rule, row, fires):
    _both(found, rule, aims(row), [1] if fires else [])


# -------------------------------------------------------------------------- employment statuses


def _status(day, stat=10, employer=100000029, monitoring=(), **fields):
    row = {"EmpStat": stat, "DateEmpStatApp": day, **fields}
    if employer:
        row["EmpId"] = employer
    if monitoring:
        row["EmploymentStatusMonitoring"] = [
            {"ESMType": kind, "ESMCode": code} for kind, code in monitoring
        ]
    return row


_EII, _LOE = ("EII", 8), ("LOE", 4)


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        ({"monitoring": (_EII, _LOE)}, {"monitoring": (_LOE, _EII)}, True),
        ({"monitoring": (_EII, _LOE)}, {"monitoring": (_EII,)}, False),
        ({"monitoring": (_EII,)}, {"monitoring": (("EII", 7),)}, False),
        ({"monitoring": (_EII,)}, {"monitoring": (("eii", 8),)}, True),
        ({"employer": None}, {"employer": None}, True),
        ({"employer": None}, {}, False),
        ({}, {"stat": 11}, False),
        ({"stat": 11, "employer": None}, {"stat": 11, "employer": None}, True),
    ],
)
def test_status_repeats_previous(found, first, second, fires):
    expected = ["learner"] if fires else []
    rows = [_status("2024-09-02", **first), _status("2025-01-01", **second)]
    _both(found, "R_97", aims(LearnerEmploymentStatus=rows), expected)
    _both(found, "R_97", aims(LearnerEmploymentStatus=rows[::-1]), expected)
    same_day = [_status("2024-09-02", **first), _status("2024-09-02", **second)]
    _both(found, "R_97", aims(LearnerEmploymentStatus=same_day), [])


def test_status_between(found):
    rows = [_status("2024-09-02"), _status("2025-01-01", 11, None), _status("2025-02-01")]
    _both(found, "R_97", aims(LearnerEmploymentStatus=rows), [])


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [("K7P3WD", "K7P3WD", True), ("K7P3WD", "K7P3WE", False), ("K7P3WD", None, False)],
)
def test_agreement_counts_from_2627(found, first, second, fires):
    rows = [
        _status(day, **({"AgreemId": agreement} if agreement else {}))
        for day, agreement in (("2025-09-01", first), ("2026-01-01", second))
    ]
    case = aims(LearnerEmploymentStatus=rows)
    assert found("R_97", year="2627", **case) == (["learner"] if fires else [])


@pytest.mark.parametrize(
    ("statuses", "row", "fires"),
    [
        ([_status(_START)], _act((_START, None)), False),
        ([_status("2025-09-09")], _act((_START, None)), True),
        ([], _act((_START, None)), True),
        ([_status(_START, 11, None)], _act((_START, None)), True),
        ([_status(_START, 11, None)], _act((_START, None), code="2"), False),
        ([_status(_START, 11, None)], _act((None, None)), False),
        ([_status(_START, 11, None)], _act((_START, None), FundModel=99), False),
        (
            [_status("2025-09-01"), _status("2025-11-01", 11, None)],
            _act((_START, "2025-10-31"), ("2025-11-01", None)),
            True,
        ),
        (
            [_status("2025-09-01"), _status("2025-11-02", 11, None)],
            _act((_START, "2025-10-31"), ("2025-11-01", None)),
            False,
        ),
        # made redundant by the latest status, or by one before it
        (
            [_status(_START, 11, None), _status("2025-12-01", 11, None, (("OET", 1),))],
            _act((_START, None)),
            False,
        ),
        (
            [_status(_START, 11, None, (("OET", 1),)), _status("2025-12-01", 11, None)],
            _act((_START, None)),
            True,
        ),
        (
            [_status(_START, 11, None)],
            aim(1, LearningDeliveryFAM=[fam("ACT", "1", _START), fam("RES", "1")]),
            False,
        ),
        ([_status(_START, 11, None)], aim(1, LearningDeliveryFAM=[fam("LSF", "1", _START)]), False),
        *(
            (
                [_status(_START, 11, None), _status("2025-12-01", 11, None, (other,))],
                _act((_START, None)),
                True,
            )
            for other in (("LOU", 1), ("OET", 2))
        ),
    ],
)
def test_employer_pays(found, statuses, row, fires):
    case = aims(row, LearnerEmploymentStatus=statuses, drop=(2, 3))
    _both(found, "R_110", case, [1] if fires else [])
