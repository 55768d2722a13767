"""Work placements: the aims that have them, their dates, their mode and their employer."""

import pytest

from tests.spec.aim_cases import BOTH, PARAMETERS, aim, aims, cases

WORK_EXPERIENCE = (
    *("Z0007834", "Z0007835", "Z0007836", "Z0007837", "Z0007838", "Z0002347"),
    *("ZWRKX001", "ZWRKX002"),
)


def placed(reference="ZWRKX001", since="2025-10-01", until=None, **aim_fields):
    """A work experience aim with a placement; capitals tell the fields of the placement."""
    placement = {"WorkPlaceStartDate": since, "WorkPlaceHours": 40, "WorkPlaceMode": 2}
    if until:
        placement["WorkPlaceEndDate"] = until
    return {
        "LearnAimRef": reference,
        "LearningDeliveryWorkPlacement": [placement],
        **aim_fields,
    }


def placement(**fields):
    """An aim with one placement, which has these fields beside its start."""
    row = {"WorkPlaceStartDate": "2025-10-01", "WorkPlaceHours": 40, "WorkPlaceMode": 2, **fields}
    kept = {name: value for name, value in row.items() if value is not None}
    return {"LearnAimRef": "ZWRKX001", "LearningDeliveryWorkPlacement": [kept]}


def bare(reference, **fields):
    return {"LearnAimRef": reference, **fields}


CASES = [
    *cases(
        "WorkPlaceStartDate_01",
        "study",
        *((True, bare(reference)) for reference in WORK_EXPERIENCE),
        (True, bare("zwrkx001")),
        *((False, bare(reference)) for reference in ("ZWRKX003", "9900004C", "Z0007839")),
        (False, placed("ZWRKX001")),
        (True, bare("ZWRKX001", LearnStartDate="2014-08-01")),
        (False, bare("ZWRKX001", LearnStartDate="2014-07-31")),
        (False, bare("ZWRKX001", LearnStartDate=None)),
    ),
    *cases(
        "WorkPlacement_01",
        "study",
        (True, bare("ZWRKX003")),
        (True, bare("ZWRKX003", LearnStartDate="2014-07-31")),
        (False, placed("ZWRKX003")),
        *((False, bare(reference)) for reference in ("ZWRKX002", "9900004C")),
    ),
    *cases(
        "WorkPlaceStartDate_02",
        "study",
        (True, placed(since="2025-09-30", LearnStartDate="2025-10-01")),
        (False, placed(since="2025-10-01", LearnStartDate="2025-10-01")),
        (False, placed(since="2025-10-02", LearnStartDate="2025-10-01")),
        (False, placed(since="2025-09-30", LearnStartDate=None)),
        (False, bare("ZWRKX001")),
    ),
    *cases(
        "WorkPlaceStartDate_03",
        "study",
        *((True, placed(reference)) for reference in ("9900004C", "ZWRKX004", "Z0007833")),
        *((False, placed(reference)) for reference in (*WORK_EXPERIENCE, "ZWRKX003")),
        (False, {}),
    ),
    *cases(
        "WorkPlaceStartDate_04",
        "study",
        *((True, bare(ref, FundModel=35)) for ref in ("ZWRKX002", "ZWRKX003")),
        (True, bare("ZWRKX002", FundModel=82)),
        *((False, bare(ref, FundModel=25)) for ref in ("ZWRKX002", "ZWRKX003")),
        *((False, bare(ref, FundModel=99)) for ref in ("ZWRKX002", "ZWRKX003")),
        (False, bare("ZWRKX001", FundModel=35)),
    ),
    *cases(
        "WorkPlaceEndDate_01",
        "study",
        (True, placed(until="2025-09-30")),
        (False, placed(until="2025-10-01")),
        (False, placed(until="2025-10-02")),
        (False, placed()),
    ),
    *cases(
        "WorkPlaceEndDate_02",
        "study",
        (True, placed(until="2026-01-17", LearnActEndDate="2026-01-16")),
        (False, placed(until="2026-01-16", LearnActEndDate="2026-01-16")),
        (False, placed(until="2026-01-17")),
        (False, placed(LearnActEndDate="2026-01-16")),
    ),
    *cases(
        "WorkPlaceMode_01",
        "study",
        *((True, placement(WorkPlaceMode=mode)) for mode in (0, 3, 9)),
        *((False, placement(WorkPlaceMode=mode)) for mode in (1, 2, None)),
    ),
    *cases(
        "WorkPlaceEmpId_01",
        "study",
        (False, placement(WorkPlaceEmpId=100000029)),
        (False, placement(WorkPlaceEmpId=999999999)),
        (True, placement(WorkPlaceEmpId=100000037)),
        (False, placement()),
    ),
    # 1 x 9, and 2 x 2 of the eighth digit, is 13; 13 modulo 11 is 2, and 11 less 2 is 9.
    # 1 x 9 and 3 x 2 is 15: 4 is left, 7 is right. 1 x 9 and 1 x 2 is 11: 0 is left and 0 is
    # right. 1 x 9 and 7 x 3 of the seventh digit and 2 x 2 is 34: 1 is left, no digit is right.
    *cases(
        "WorkPlaceEmpId_02",
        "study",
        *((False, placement(WorkPlaceEmpId=n)) for n in (100000029, 100000037, 100000010)),
        *((True, placement(WorkPlaceEmpId=n)) for n in (100000028, 100000036, 100000011)),
        *((True, placement(WorkPlaceEmpId=100000720 + digit)) for digit in (0, 1, 9)),
        (True, placement(WorkPlaceEmpId=29)),
        (False, placement(WorkPlaceEmpId=999999999)),
        (False, placement()),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_work_placement(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


@pytest.mark.parametrize("year", BOTH)
def test_each_placement_is_looked_at(found, year):
    good = placement()["LearningDeliveryWorkPlacement"]
    wrong = placement(WorkPlaceMode=7)["LearningDeliveryWorkPlacement"]
    patch = aims(aim(1, LearningDeliveryWorkPlacement=good + wrong))
    assert found("WorkPlaceMode_01", year=year, base="study", **patch) == [1]
