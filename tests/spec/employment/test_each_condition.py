"""Each condition of the employment rules alone: what it lets be, and what it does not."""

from datetime import date, timedelta

import pytest

from openilr.ilr.codes import types
from tests.spec.employment.cases import (
    FULL,
    LEARNER,
    OUT,
    START,
    START_27,
    aim,
    fam,
    has,
    status,
)

LATE = status(day=START)
LATE_27 = status(day=START_27)
ONCE = ("SEI", "EII", "LOU", "LOE", "BSI", "PEI", "SEM")


def from_day(day, **fields):
    """An aim that started on a day."""
    return aim(LearnStartDate=day, **fields)


# the learner of an aim of September 2012
OF_2012 = "2012-09-03"

STATUSES_BEFORE_START = [
    *(
        ("EmpStat_01", "nonfunded", has(aims=[from_day(OF_2012, FundModel=model)]), [1])
        for model in (35, 81, 99)
    ),
    *(
        ("EmpStat_01", "nonfunded", has(DateOfBirth=born, aims=[from_day(OF_2012)]), found)
        for born, found in (("1993-09-01", []), ("1993-08-31", [1]), ("1990-01-01", [1]))
    ),
    *(
        (
            "EmpStat_01",
            "nonfunded",
            has(aims=[fam(kind, code, LearnStartDate=OF_2012, FundModel=model)]),
            found,
        )
        for kind, code, model, found in (
            ("SOF", "108", 99, []),
            ("SOF", "108", 35, [1]),
            ("SOF", "105", 99, [1]),
            ("LDM", "108", 99, [1]),
        )
    ),
    ("EmpStat_01", "nonfunded", has(aims=[from_day(OF_2012, ProgType=25)]), []),
    ("EmpStat_01", "nonfunded", has(aims=[from_day(OF_2012, ProgType=24)]), [1]),
    ("EmpStat_01", "nonfunded", has(status(day="2012-01-09"), aims=[from_day(OF_2012)]), []),
    ("EmpStat_02", "apprenticeship", has(aims=[from_day("2014-07-30")]), [1]),
    ("EmpStat_02", "apprenticeship", has(aims=[from_day("2014-07-30", ProgType=24)]), []),
    ("EmpStat_02", "apprenticeship", has(aims=[from_day("2014-07-30", AimType=3)]), []),
    (
        "EmpStat_02",
        "apprenticeship",
        has(status(day="2014-07-31"), aims=[from_day("2014-07-30")]),
        [1],
    ),
    (
        "EmpStat_02",
        "apprenticeship",
        has(status(day="2014-01-06"), aims=[from_day("2014-07-30")]),
        [],
    ),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[from_day("2014-08-01")]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[aim(ProgType=25)]), []),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[aim(ProgType=24)]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[aim(FundModel=35)]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[aim(FundModel=81)]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[fam("SOF", "108", FundModel=35)]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[fam("SOF", "105")]), [1]),
    ("EmpStat_08", "nonfunded", has(LATE, aims=[fam("LDM", "108")]), [1]),
    ("EmpStat_09", "apprenticeship", has(LATE, aims=[aim(ProgType=24)]), []),
    ("EmpStat_09", "apprenticeship", has(LATE, aims=[from_day("2014-07-31")]), []),
    ("EmpStat_09", "apprenticeship", has(LATE, aims=[from_day("2014-08-01")]), [1]),
    ("EmpStat_11", "study", has(LATE, PlanLearnHours=10, aims=[from_day("2014-07-31")]), []),
    ("EmpStat_11", "study", has(LATE, PlanLearnHours=10, aims=[from_day("2014-08-01")]), [1]),
    ("EmpStat_11", "study", has(LATE, PlanLearnHours=10, aims=[aim(FundModel=82)]), [1]),
    ("EmpStat_11", "study", has(LATE, PlanLearnHours=600), []),
    ("EmpStat_21", "asf", has(LATE), [1]),
    ("EmpStat_22", "nonfunded", has(status(), aims=[aim(FundModel=11)]), []),
]


@pytest.mark.parametrize(("rule", "base", "learner", "expected"), STATUSES_BEFORE_START)
def test_a_status_before_the_start(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


NOT_KNOWN = status(98, "2016-01-04")


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        *(("EmpStat_05", "asf", has(status(stat)), []) for stat in (10, 11, 12)),
        ("EmpStat_12", "apprenticeship", has(OUT, aims=[aim(ProgType=24)]), []),
        ("EmpStat_12", "apprenticeship", has(OUT, aims=[fam("LDM", "353")]), []),
        ("EmpStat_12", "apprenticeship", has(OUT, aims=[fam("LDM", "354")]), [1]),
        ("EmpStat_12", "apprenticeship", has(OUT, aims=[fam("DAM", "353")]), [1]),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[from_day("2016-07-31")]), []),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[from_day("2016-08-01")]), [1]),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[aim(ProgType=24)]), []),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[fam("LDM", "355")]), []),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[fam("LDM", "354")]), [1]),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[fam("DAM", "353")]), [1]),
        ("EmpStat_20", "asf", has(OUT, aims=[fam("DAM", "363")]), []),
        ("EmpStat_20", "asf", has(OUT, aims=[fam("LDM", "364")]), []),
        ("EmpStat_23", "nonfunded", has(OUT), []),
        ("EmpStat_23", "nonfunded", has(OUT, aims=[fam("DAM", "403")]), []),
        ("EmpStat_23", "nonfunded", has(OUT, aims=[fam("LDM", "404")]), []),
        ("EmpStat_23", "nonfunded", has(aims=[fam("LDM", "403")]), [1]),
        (
            "EmpStat_23",
            "nonfunded",
            has(
                OUT,
                aims=[
                    aim(
                        LearningDeliveryFAM=[
                            {"LearnDelFAMType": "SOF", "LearnDelFAMCode": "105"},
                            {"LearnDelFAMType": "LDM", "LearnDelFAMCode": "403"},
                        ]
                    )
                ],
            ),
            [1],
        ),
    ],
)
def test_the_status_on_the_start(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


WORK_ACADEMY = [fam("LDM", "375")]


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("ESMType_02", "asf", has(status(**FULL)), []),
        ("ESMType_05", "asf", has(status(**FULL)), []),
        ("ESMType_05", "asf", has(status()), []),
        ("ESMType_07", "asf", has(status(11, LOU=1)), []),
        ("ESMType_07", "asf", has(status(11)), []),
        ("ESMType_07", "asf", has(status(11, SEI=1, LOU=1)), LEARNER),
        # the mark asks for paid work, so a status that is not recorded will not do
        ("ESMType_07", "asf", has(status(None, SEI=1)), LEARNER),
        ("ESMType_08", "asf", has(status(11, "2012-08-01")), LEARNER),
        ("ESMType_08", "asf", has(status(11, BSI=4)), LEARNER),
        ("ESMType_08", "study", has(status(11), aims=[aim(FundModel=82)]), []),
        ("ESMType_08", "study", has(status(11), aims=[aim(2, FundModel=99)]), []),
        ("ESMType_09", "apprenticeship", has(status(EII=8), aims=[aim(ProgType=24)]), []),
        ("ESMType_09", "apprenticeship", has(status(EII=8), aims=[aim(AimType=3)]), []),
        ("ESMType_10", "asf", has(status(11)), []),
        ("ESMType_10", "asf", has(OUT), []),
        ("ESMType_10", "asf", has(status(11, LOE=1, LOU=1)), LEARNER),
        ("ESMType_12", "asf", has(status(11)), []),
        ("ESMType_12", "asf", has(OUT), []),
        ("ESMType_12", "asf", has(status(11, EII=8, LOU=1)), LEARNER),
        ("ESMType_12", "asf", has(status(11, SEI=1, LOU=1)), LEARNER),
        ("ESMType_15", "asf", has(status(**dict.fromkeys(ONCE, 1))), []),
        *(("ESMType_15", "asf", has(status(**{kind: [1, 2]})), LEARNER) for kind in ONCE),
        ("ESMType_16", "apprenticeship", has(status(12, SEM=1)), LEARNER),
        ("ESMType_16", "apprenticeship", has(status(11, SEM=1, LOU=2)), LEARNER),
        ("ESMType_16", "apprenticeship", has(OUT), []),
        ("ESMType_16", "apprenticeship", has(status(11, SEM=2)), []),
        ("ESMType_16", "apprenticeship", has(status(11)), []),
        (
            "ESMType_16",
            "apprenticeship",
            has(status(11, SEM=1), aims=[aim(2, ProgType=None)]),
            LEARNER,
        ),
        ("ESMType_17", "asf", has(status(11, BSI=2), aims=[fam("DAM", "375")]), []),
        ("ESMType_17", "asf", has(status(11, BSI=2), aims=[fam("LDM", "374")]), []),
        *(
            ("ESMType_17", "asf", has(status(11, BSI=code), aims=WORK_ACADEMY), [])
            for code in (1, 5)
        ),
        ("ESMType_17", "asf", has(status(11, LOU=4), aims=WORK_ACADEMY), LEARNER),
        ("ESMType_17", "asf", has(status(11, START, BSI=4), aims=WORK_ACADEMY), []),
        (
            "ESMType_17",
            "asf",
            has(status(11, BSI=4), status(11, "2025-01-06", BSI=2), aims=WORK_ACADEMY),
            LEARNER,
        ),
        (
            "ESMType_17",
            "asf",
            has(status(11, BSI=2), status(11, "2025-09-09", BSI=4), aims=WORK_ACADEMY),
            LEARNER,
        ),
        ("ESMType_18", "asf", has(status(10, OET=1, EII=8)), LEARNER),
        ("ESMType_18", "asf", has(status(10, EII=1)), []),
        ("ESMType_19", "asf", has(status(11)), []),
        ("ESMType_19", "asf", has(status(11, OET=1)), []),
        ("ESMType_19", "asf", has(status(11, LOU=2)), []),
        ("ESMType_19", "asf", has(status(11, OET=2, LOU=1)), LEARNER),
        ("ESMType_19", "asf", has(status(None, OET=2)), LEARNER),
        ("ESMType_20", "asf", has(status(OET=2, EII=2)), []),
        ("ESMType_20", "asf", has(status(EII=[2, 2])), []),
        ("ESMType_20", "asf", has(status(OET=[None, 2])), []),
    ],
)
def test_monitoring(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


@pytest.mark.parametrize("year", ["2526", "2627"])
def test_a_monitoring_code_may_be_used_to_its_last_day(found, year):
    def ended(kind, code, day):
        statuses = status(11, str(day), None, **{kind: int(code)})
        return found("ESMType_11", year=year, base="asf", Learner=has(statuses)) == LEARNER

    day_after, never = timedelta(days=1), date(2010, 8, 1)
    lists = types("EmploymentStatusMonitoring", year)
    codes = [(kind, each) for kind, of_kind in lists.items() for each in of_kind]
    assert any(code.valid_to for _, code in codes)
    for kind, code in codes:
        assert not ended(kind, code.code, never)
        if code.valid_to is None:
            assert not ended(kind, code.code, "2026-07-31")
        else:
            assert not ended(kind, code.code, code.valid_to)
            assert ended(kind, code.code, code.valid_to + day_after)
            assert ended(kind, code.code, "2026-07-31")


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("DateEmpStatApp_01", "asf", has(status(day="2025-01-06")), []),
        ("DateEmpStatApp_02", "asf", has(status(day="2025-01-06")), []),
        ("EmpId_01", "asf", has(status()), []),
        ("EmpId_10", "apprenticeship", has(status(employer=None), aims=[aim(ProgType=24)]), []),
        *(
            ("EmpId_14", "asf", has(status(11), aims=[aim(ProgType=kind)]), [1])
            for kind in (2, 3, 20, 21, 22, 23, 25)
        ),
        ("EmpId_14", "asf", has(status(11), aims=[aim(ProgType=24)]), []),
        ("EmpId_14", "apprenticeship", has(status(12)), [1, 2, 3]),
        ("EmpId_14", "apprenticeship", has(status(10)), []),
        ("EmpId_14", "apprenticeship", has(status(), status(11, "2025-01-06")), [1, 2, 3]),
    ],
)
def test_employers(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


LATER = status(day="2026-09-08", agreement="K7P3WD", **FULL)


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("EmpStat_08", "nonfunded", has(LATE_27, aims=[from_day("2014-07-31")]), []),
        ("EmpStat_08", "nonfunded", has(LATE_27, aims=[from_day("2014-08-01")]), [1]),
        *(
            ("EmpStat_08", "nonfunded", has(LATE_27, aims=[aim(FundModel=model)]), found)
            for model, found in ((35, [1]), (37, [1]), (81, [1]), (38, []), (11, []))
        ),
        # 18, and 19, on 31 August 2026
        ("EmpStat_08", "nonfunded", has(LATE_27, DateOfBirth="2007-09-01"), []),
        ("EmpStat_08", "nonfunded", has(LATE_27, DateOfBirth="2007-08-31"), [1]),
        ("EmpStat_08", "nonfunded", has(LATE_27, aims=[aim(ProgType=25)]), []),
        ("EmpStat_08", "nonfunded", has(LATE_27, aims=[aim(ProgType=24)]), [1]),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[from_day("2016-07-31")]), []),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[from_day("2016-08-01")]), [1]),
        ("EmpStat_15", "apprenticeship", has(NOT_KNOWN, aims=[aim(ProgType=24)]), []),
        ("EmpStat_24", "apprenticeship", has(OUT), []),
        ("AgreemId_01", "unit", has(status(), aims=[aim(FundModel=38)]), []),
        ("AgreemId_01", "unit", has(status(), LATER), [1]),
        ("ESMType_21", "apprenticeship", has(status(EII=8)), []),
        ("ESMType_21", "unit", has(status(**FULL)), []),
        ("ESMType_21", "unit", has(status(**FULL), status(day=START_27, EII=8)), [1]),
        ("ESMType_21", "unit", has(status(EII=8), LATER), [1]),
    ],
)
def test_rules_of_2627(found, rule, base, learner, expected):
    assert found(rule, base=base, year="2627", Learner=learner) == expected
