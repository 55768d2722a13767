"""The dates of funding and monitoring records: which types have them, and their limits."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases, fams


def dated(kind, since=None, until=None, **fields):
    """An aim with a record of a type from one day to another."""
    record = {"LearnDelFAMType": kind, "LearnDelFAMCode": "1"}
    if since:
        record["LearnDelFAMDateFrom"] = since
    if until:
        record["LearnDelFAMDateTo"] = until
    return {"LearningDeliveryFAM": [*fams("SOF105"), record], **fields}


START, END = "2025-10-01", "2026-01-16"
BEFORE_START, AFTER_END = "2025-09-30", "2026-01-17"

CASES = [
    *cases(
        "LearnDelFAMDateFrom_01",
        "asf",
        *((True, dated(kind)) for kind in ("LSF", "ALB", "lsf")),
        *((True, dated(kind, START)) for kind in ("LSF", "ALB")),
        *((True, dated(kind, None, END)) for kind in ("LSF", "ALB")),
        *((False, dated(kind, START, END)) for kind in ("LSF", "ALB")),
        *((False, dated(kind)) for kind in ("ACT", "EVI", "LDM")),
    ),
    *cases(
        "LearnDelFAMDateFrom_02",
        "asf",
        *((True, dated("LSF", BEFORE_START, FundModel=m)) for m in (35, 36, 38, 81, 99)),
        *((False, dated("LSF", BEFORE_START, FundModel=m)) for m in (10, 11, 25, 37, 82)),
        (True, dated("ACT", BEFORE_START)),
        (False, dated("LSF", START)),
        (False, dated("LSF", END)),
        (False, dated("LSF", START, BEFORE_START)),
        (False, dated("LSF")),
        LearnStartDate=START,
    ),
    *cases(
        "LearnDelFAMDateFrom_03",
        "asf",
        *((True, dated(kind, START)) for kind in ("SOF", "LDM", "ADL", "RES")),
        *((False, dated(kind, START)) for kind in ("LSF", "ACT", "ALB", "EVI", "evi")),
        (False, dated("LDM")),
        (False, dated("LDM", None, END)),
    ),
    *cases(
        "LearnDelFAMDateFrom_04",
        "asf",
        (True, dated("ACT")),
        (True, dated("ACT", None, END)),
        (False, dated("ACT", START)),
        (False, dated("LDM")),
        (False, dated("EVI")),
    ),
    *cases(
        "LearnDelFAMDateFrom_05",
        "bootcamp",
        (True, dated("EVI")),
        (False, dated("EVI", START)),
        (False, dated("ACT")),
    ),
    *cases(
        "LearnDelFAMDateFrom_06",
        "bootcamp",
        (True, dated("EVI", "2025-07-31")),
        (False, dated("EVI", "2025-08-01")),
        (False, dated("EVI", "2025-12-01")),
        (False, dated("EVI")),
        (False, dated("LSF", "2025-07-31")),
    ),
    *cases(
        "LearnDelFAMDateFrom_07",
        "bootcamp",
        (True, dated("EVI", BEFORE_START)),
        (False, dated("EVI", START)),
        (False, dated("EVI", END)),
        (True, dated("EVI", AFTER_END)),
        (False, dated("EVI", AFTER_END, LearnActEndDate=None)),
        (False, dated("EVI")),
        (False, dated("LSF", BEFORE_START)),
        LearnStartDate=START,
        LearnActEndDate=END,
    ),
    *cases(
        "LearnDelFAMDateTo_01",
        "asf",
        (True, dated("LSF", START, BEFORE_START)),
        (True, dated("LDM", START, BEFORE_START)),
        (False, dated("LSF", START, START)),
        (False, dated("LSF", START, END)),
        (False, dated("LSF", None, END)),
        (False, dated("LSF", START)),
    ),
    *cases(
        "LearnDelFAMDateTo_02",
        "apprenticeship",
        (True, dated("LSF", START, AFTER_END)),
        (False, dated("LSF", START, END)),
        (False, dated("LSF", START, START)),
        (False, dated("LSF", START)),
        (True, dated("ACT", START, AFTER_END)),
        (False, dated("ACT", START, AFTER_END, AchDate="2026-02-01")),
        (True, dated("LSF", START, AFTER_END, AchDate="2026-02-01")),
        (True, dated("ACT", START, AFTER_END, AchDate="2026-02-01", AimType=3)),
        (False, dated("LSF", START, AFTER_END, LearnPlanEndDate=None)),
        LearnPlanEndDate=END,
    ),
    *cases(
        "LearnDelFAMDateTo_03",
        "asf",
        *((True, dated("LSF", START, AFTER_END, FundModel=m)) for m in (35, 36, 38, 81, 99)),
        *((False, dated("LSF", START, AFTER_END, FundModel=m)) for m in (10, 11, 25, 37, 82)),
        (True, dated("ALB", START, AFTER_END)),
        (False, dated("ACT", START, AFTER_END)),
        (False, dated("LSF", START, END)),
        (False, dated("LSF", START, START)),
        (False, dated("LSF", START)),
        (False, dated("LSF", START, AFTER_END, LearnActEndDate=None)),
        LearnActEndDate=END,
    ),
    *cases(
        "LearnDelFAMDateTo_04",
        "asf",
        *((True, dated(kind, START, END)) for kind in ("LDM", "EVI", "RES")),
        *((False, dated(kind, START, END)) for kind in ("LSF", "ACT", "ALB")),
        (False, dated("EVI", START)),
    ),
    *cases(
        "LearnDelFAMDateTo_05",
        "apprenticeship",
        (True, dated("ACT", START, AFTER_END)),
        (False, dated("ACT", START, END)),
        (False, dated("ACT", START, START)),
        (False, dated("ACT", START)),
        (False, dated("LSF", START, AFTER_END)),
        (False, dated("ACT", START, AFTER_END, FundModel=81)),
        (False, dated("ACT", START, AFTER_END, AchDate=None)),
        AchDate=END,
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_dates_of_records(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(("since", "expected"), [(BEFORE_START, [2]), (START, [])])
def test_event_on_another_aim_is_compared_with_the_programme_aim(found, year, since, expected):
    subject = aim(2, LearnStartDate="2025-09-01", **dated("EVI", since))
    patch = aims(aim(1, LearnStartDate=START), subject)
    assert found("LearnDelFAMDateFrom_07", year=year, base="bootcamp", **patch) == expected


@pytest.mark.parametrize("year", BOTH)
def test_event_without_a_programme_aim_is_not_compared(found, year):
    patch = {
        "Learner": [{"$drop": [1], "LearningDelivery": [aim(2, **dated("EVI", "2025-08-01"))]}]
    }
    assert found("LearnDelFAMDateFrom_07", year=year, base="bootcamp", **patch) == []


@pytest.mark.parametrize("year", BOTH)
def test_two_records_of_an_aim_are_one_place(found, year):
    patch = aims(
        aim(1, LearningDeliveryFAM=fams("LSF1 LSF1")), aim(2, LearningDeliveryFAM=fams("ALB1"))
    )
    assert found("LearnDelFAMDateFrom_01", year=year, **patch) == [1, 2]
