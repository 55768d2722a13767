"""Rules on employment statuses: the record in force, its monitoring, its employer."""

import pytest

from tests.spec.employment.cases import (
    FULL,
    LEARNER,
    OUT,
    START,
    START_27,
    UNIT,
    aim,
    fam,
    has,
    status,
)


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("EmpStat_05", "asf", has(status(13, **FULL)), LEARNER),
        ("EmpStat_05", "asf", has(status(98, employer=None)), []),
        ("ESMType_01", "asf", has(status(EII=8, LOE=77)), LEARNER),
        ("ESMType_01", "asf", has(status(**FULL)), []),
        ("ESMType_02", "asf", has(status(LOE=4)), LEARNER),
        ("ESMType_02", "asf", has(status(LOE=4, day="2012-07-31")), []),
        ("ESMType_02", "asf", has(status(LOE=4, day="2012-08-01")), LEARNER),
        ("ESMType_02", "asf", has(status(11, employer=None)), []),
        ("ESMType_02", "asf", has(status(LOE=4), status(day="2025-01-01", **FULL)), LEARNER),
        ("ESMType_05", "asf", has(status(LOU=1, **FULL)), LEARNER),
        ("ESMType_05", "asf", has(OUT), []),
        ("ESMType_07", "asf", has(status(11, SEI=1)), LEARNER),
        ("ESMType_07", "asf", has(status(10, SEI=1)), []),
        ("ESMType_08", "asf", has(status(11)), LEARNER),
        ("ESMType_08", "asf", has(OUT), []),
        ("ESMType_08", "asf", has(status(12)), []),
        ("ESMType_08", "asf", has(status(11, "2012-07-31")), []),
        ("ESMType_08", "bootcamp", has(status(11)), []),
        ("ESMType_08", "study", has(status(11)), []),
        ("ESMType_09", "apprenticeship", has(status(EII=8)), LEARNER),
        ("ESMType_09", "apprenticeship", has(status(**FULL)), []),
        ("ESMType_09", "apprenticeship", has(status(day="2013-07-31", EII=8)), []),
        ("ESMType_09", "apprenticeship", has(status(day="2013-08-01", EII=8)), LEARNER),
        ("ESMType_09", "apprenticeship", has(OUT), []),
        ("ESMType_09", "asf", has(status(EII=8)), []),
        (
            "ESMType_09",
            "apprenticeship",
            has(status(EII=8), status(day=START, **FULL)),
            [],
        ),
        (
            "ESMType_09",
            "apprenticeship",
            has(status(**FULL), status(day="2025-09-09", EII=8)),
            [],
        ),
        ("ESMType_10", "asf", has(status(11, LOE=1)), LEARNER),
        ("ESMType_10", "asf", has(status(12, LOE=1)), LEARNER),
        ("ESMType_10", "asf", has(status(98, LOE=1)), []),
        ("ESMType_12", "asf", has(status(11, EII=8)), LEARNER),
        ("ESMType_12", "asf", has(status(12, SEI=1)), LEARNER),
        ("ESMType_12", "asf", has(status(12, "2013-07-31", SEI=1)), []),
        ("ESMType_12", "asf", has(status(12, "2013-08-01", SEI=1)), LEARNER),
        ("ESMType_12", "asf", has(status(10, EII=8)), []),
        ("ESMType_15", "asf", has(status(EII=[7, 8])), LEARNER),
        ("ESMType_15", "asf", has(status(OET=[1, 2])), []),
        ("ESMType_15", "asf", has(status(EII=8), status(day="2025-01-01", EII=7)), []),
        ("ESMType_16", "apprenticeship", has(status(11, SEM=1)), LEARNER),
        ("ESMType_16", "apprenticeship", has(status(10, SEM=1)), []),
        ("ESMType_16", "asf", has(status(11, SEM=1)), []),
        ("ESMType_17", "asf", has(status(11, BSI=2), aims=[fam("LDM", "375")]), LEARNER),
        ("ESMType_17", "asf", has(status(11), aims=[fam("LDM", "375")]), LEARNER),
        ("ESMType_17", "asf", has(aims=[fam("LDM", "375")]), LEARNER),
        ("ESMType_17", "asf", has(status(11, BSI=4), aims=[fam("LDM", "375")]), []),
        ("ESMType_17", "asf", has(status(11, BSI=2)), []),
        ("ESMType_18", "asf", has(status(10, OET=1)), LEARNER),
        ("ESMType_18", "asf", has(status(10, OET=2)), []),
        ("ESMType_18", "asf", has(status(11, OET=1)), []),
        ("ESMType_19", "asf", has(status(11, OET=2)), LEARNER),
        ("ESMType_19", "asf", has(status(10, OET=2)), []),
        ("ESMType_20", "asf", has(status(OET=[2, 2])), LEARNER),
        ("ESMType_20", "asf", has(status(OET=[2, 3])), []),
        ("DateEmpStatApp_01", "asf", has(status(day="2026-08-01")), LEARNER),
        ("DateEmpStatApp_01", "asf", has(status(day="2026-07-31")), []),
        ("DateEmpStatApp_02", "asf", has(status(day="1990-07-31")), LEARNER),
        ("DateEmpStatApp_02", "asf", has(status(day="1990-08-01")), []),
        ("EmpId_01", "asf", has(status(employer=100000037)), LEARNER),
        ("EmpId_01", "asf", has(status(employer=999999999)), []),
        ("EmpId_01", "asf", has(status(employer=None)), []),
        ("EmpId_02", "asf", has(status(employer=100000028)), LEARNER),
        ("EmpId_02", "asf", has(status(employer=999999999)), []),
        ("EmpId_02", "asf", has(status()), []),
        ("EmpId_10", "apprenticeship", has(status(employer=None)), [1]),
        ("EmpId_10", "apprenticeship", has(status(employer=None), status(day=START)), []),
        ("EmpId_10", "apprenticeship", has(OUT), []),
        ("EmpId_10", "asf", has(status(employer=None)), []),
        ("EmpId_14", "apprenticeship", has(status(11)), [1, 2, 3]),
        ("EmpId_14", "apprenticeship", has(OUT), []),
        ("EmpId_14", "asf", has(status(11)), []),
    ],
)
def test_statuses(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


YOUNG = {"DateOfBirth": "2006-09-01"}  # 18 on 31 August 2025
ADULT = {"DateOfBirth": "2006-08-31"}  # 19 on it
LATE = status(day=START)


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("EmpStat_08", "nonfunded", has(LATE, **ADULT), [1]),
        ("EmpStat_08", "nonfunded", has(**ADULT), [1]),
        ("EmpStat_08", "nonfunded", has(LATE, **YOUNG), []),
        ("EmpStat_08", "nonfunded", has(status(day="2025-09-07"), **ADULT), []),
        ("EmpStat_08", "nonfunded", has(LATE, aims=[fam("SOF", "108")]), []),
        ("EmpStat_08", "nonfunded", has(LATE, aims=[aim(LearnStartDate="2014-07-31")]), []),
        ("EmpStat_08", "bootcamp", has(LATE), [1, 2]),
        ("EmpStat_08", "asf", has(LATE), []),
        ("EmpStat_09", "apprenticeship", has(LATE), [1]),
        ("EmpStat_09", "apprenticeship", has(status(day="2025-09-07")), []),
        ("EmpStat_09", "asf", has(LATE), []),
        ("EmpStat_11", "study", has(LATE, PlanLearnHours=539, PlanEEPHours=None), [1]),
        ("EmpStat_11", "study", has(LATE, PlanLearnHours=480, PlanEEPHours=60), []),
        ("EmpStat_11", "study", has(status(), PlanLearnHours=10, PlanEEPHours=None), []),
        ("EmpStat_11", "asf", has(LATE, PlanLearnHours=10), []),
        ("EmpStat_12", "apprenticeship", has(OUT), [1]),
        ("EmpStat_12", "apprenticeship", has(), [1]),
        ("EmpStat_12", "apprenticeship", has(OUT, LATE), []),
        ("EmpStat_12", "apprenticeship", has(OUT, aims=[fam("LDM", "355")]), []),
        ("EmpStat_15", "apprenticeship", has(status(98)), [1]),
        ("EmpStat_15", "apprenticeship", has(status(98), LATE), []),
        ("EmpStat_15", "apprenticeship", has(status(98), aims=[fam("LDM", "353")]), []),
        ("EmpStat_15", "asf", has(status(98)), []),
        ("EmpStat_20", "asf", has(OUT, aims=[fam("LDM", "363")]), [1]),
        ("EmpStat_20", "asf", has(aims=[fam("LDM", "363")]), [1]),
        ("EmpStat_20", "asf", has(status(), aims=[fam("LDM", "363")]), []),
        ("EmpStat_20", "asf", has(OUT), []),
        ("EmpStat_21", "asf", has(LATE, **ADULT), [1]),
        ("EmpStat_21", "asf", has(LATE, **YOUNG), []),
        ("EmpStat_21", "asf", has(status()), []),
        ("EmpStat_21", "nonfunded", has(LATE), []),
        ("EmpStat_22", "nonfunded", has(aims=[aim(FundModel=11)]), [1]),
        ("EmpStat_22", "nonfunded", has(LATE, aims=[aim(FundModel=11)]), []),
        ("EmpStat_22", "nonfunded", has(status(day="2025-09-09"), aims=[aim(FundModel=11)]), [1]),
        ("EmpStat_22", "nonfunded", has(), []),
        ("EmpStat_23", "nonfunded", has(OUT, aims=[fam("LDM", "403")]), [1]),
        ("EmpStat_23", "nonfunded", has(status(), aims=[fam("LDM", "403")]), []),
        ("EmpStat_23", "bootcamp", has(OUT, aims=[fam("LDM", "403")]), []),
    ],
)
def test_there_must_be_a_status(found, rule, base, learner, expected):
    assert found(rule, base=base, Learner=learner) == expected


def early(start, **fields):
    return aim(LearnStartDate=start, LearnPlanEndDate="2026-06-26", **fields)


@pytest.mark.parametrize(
    ("rule", "base", "start", "statuses", "fields", "expected"),
    [
        ("EmpStat_01", "nonfunded", "2012-08-01", [], {}, [1]),
        ("EmpStat_01", "nonfunded", "2012-07-31", [], {}, []),
        ("EmpStat_01", "nonfunded", "2014-07-31", [], {}, [1]),
        ("EmpStat_01", "nonfunded", "2014-08-01", [], {}, []),
        ("EmpStat_01", "nonfunded", "2013-01-01", [status(day="2013-01-01")], {}, []),
        ("EmpStat_01", "nonfunded", "2013-01-01", [status(day="2013-01-02")], {}, [1]),
        ("EmpStat_01", "nonfunded", "2013-01-01", [], {"FundModel": 25}, []),
        ("EmpStat_02", "apprenticeship", "2014-07-31", [], {}, [1]),
        ("EmpStat_02", "apprenticeship", "2014-08-01", [], {}, []),
        ("EmpStat_02", "apprenticeship", "2014-07-31", [status(day="2014-07-31")], {}, []),
    ],
)
def test_closed_cohorts_of_2526(found, rule, base, start, statuses, fields, expected):
    assert found(rule, base=base, Learner=has(*statuses, aims=[early(start, **fields)])) == expected


@pytest.mark.parametrize(
    ("rule", "learner", "expected"),
    [
        ("ESMType_21", has(status(day=START_27, agreement="K7P3WD", EII=8)), [1]),
        ("ESMType_21", has(status(day=START_27, agreement="K7P3WD", **FULL)), []),
        ("ESMType_21", has(), [1]),
        ("EmpStat_24", has(OUT), [1]),
        ("EmpStat_24", has(), [1]),
        ("EmpStat_24", has(status(day=START_27)), []),
        ("EmpStat_24", has(status(), status(11, START_27)), [1]),
        ("AgreemId_01", has(status(agreement="K7P3WD")), []),
        ("AgreemId_01", has(status()), [1]),
        ("AgreemId_01", has(), [1]),
        ("AgreemId_01", has(status(agreement="K7P3WD"), status(day=START_27)), [1]),
        ("AgreemId_01", has(status(), aims=[fam("RES", "1")]), []),
    ],
)
def test_units_of_2627(found, rule, learner, expected):
    assert found(rule, Learner=learner, **UNIT) == expected


@pytest.mark.parametrize(
    ("rule", "base", "learner", "expected"),
    [
        ("EmpStat_08", "nonfunded", has(status(day=START_27), aims=[fam("SOF", "108")]), [1]),
        ("EmpStat_08", "nonfunded", has(status()), []),
        ("EmpStat_15", "apprenticeship", has(status(98), aims=[fam("LDM", "353")]), [1]),
        ("EmpStat_15", "apprenticeship", has(status()), []),
        ("ESMType_01", "asf", has(status(EII=4)), LEARNER),
        ("ESMType_01", "asf", has(status(EII=8)), []),
    ],
)
def test_what_2627_changed(found, rule, base, learner, expected):
    assert found(rule, base=base, year="2627", Learner=learner) == expected


@pytest.mark.parametrize("year", ["2526", "2627"])
@pytest.mark.parametrize(
    ("day", "esm", "expected"),
    [
        ("2020-07-31", {"BSI": 3}, []),
        ("2020-08-01", {"BSI": 3}, LEARNER),
        ("2020-08-01", {"BSI": 4}, []),
        ("2020-08-01", {"LOE": 77}, []),  # not a code: left to ESMType_01
    ],
)
def test_monitoring_codes_in_use_on_the_day_of_the_status(found, year, day, esm, expected):
    learner = has(status(11, day, employer=None, **esm))
    assert found("ESMType_11", year=year, base="asf", Learner=learner) == expected


def test_weekly_hours_ended_one_code_at_a_time(found):
    def ended(day, code):
        return found("ESMType_11", base="asf", Learner=has(status(10, day, EII=code, LOE=4)))

    assert ended("2013-07-31", 1) == []
    assert ended("2013-08-01", 1) == LEARNER
    assert ended("2018-07-31", 4) == []
    assert ended("2018-08-01", 4) == LEARNER
