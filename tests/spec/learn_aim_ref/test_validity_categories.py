"""Validity in LARS: the aim has the category that its funding asks for, and it is still open."""

from datetime import date

import pytest

from tests.spec.conftest import Found
from tests.spec.learn_aim_ref.validity import (
    AIMS,
    ANOTHER,
    CATEGORY,
    JULY_2024,
    LONG_AGO,
    after,
    before,
    case,
    fams,
    row,
)

AUGUST_2021, AUGUST_2023, AUGUST_2024 = date(2021, 8, 1), date(2023, 8, 1), date(2024, 8, 1)

# rule, year, aim, the first and last start dates that it looks at
EXISTS = (
    ("LearnAimRef_127", "2526", "adult skills", AUGUST_2023, JULY_2024),
    ("LearnAimRef_129", "2526", "16 to 19", AUGUST_2023, None),
    ("LearnAimRef_130", "2526", "community", AUGUST_2023, None),
    ("LearnAimRef_131", "2627", "loan", AUGUST_2023, None),
    ("LearnAimRef_132", "2526", "other", AUGUST_2023, None),
    ("LearnAimRef_133", "2526", "devolved", AUGUST_2023, None),
    ("LearnAimRef_134", "2627", "14 to 16", AUGUST_2023, None),
    ("LearnAimRef_142", "2526", "adult skills fund", AUGUST_2024, None),
    ("LearnAimRef_147", "2526", "free courses", AUGUST_2024, None),
    ("LearnAimRef_152", "2526", "tailored", AUGUST_2024, None),
    ("LearnAimRef_152", "2627", "tailored", AUGUST_2024, None),
    ("LearnAimRef_160", "2627", "unit", None, None),
)


@pytest.mark.parametrize(("rule", "year", "kind", "first", "last"), EXISTS)
def test_the_aim_has_the_category(
    found: Found, rule: str, year: str, kind: str, first: date | None, last: date | None
):
    def fires(*categories: str, start: date | None = first) -> bool:
        starts = {"LearnStartDate": start} if start else {}
        made = (row(category, LONG_AGO, LONG_AGO) for category in categories)  # any dates
        return found(rule, year=year, **case(AIMS[kind], *made, **starts)) == [1]

    assert fires()
    assert fires("APPRENTICESHIPS")
    assert not fires(CATEGORY[kind])
    assert not fires("APPRENTICESHIPS", CATEGORY[kind].lower())
    started = {"LearnStartDate": first} if first else {}
    other = row(CATEGORY[kind], LONG_AGO, aim=ANOTHER)
    assert found(rule, year=year, **case(AIMS[kind], other, **started)) == [1]
    if first:
        assert fires(start=after(first))
        assert not fires(start=before(first))
    if last:
        assert fires(start=last)
        assert not fires(start=after(last))


# rule, year, aim, the first and last dates that it looks at, of what
STILL_OPEN = (
    ("LearnAimRef_97", "2526", "adult skills", None, JULY_2024, "LearnStartDate"),
    ("LearnAimRef_105", "2526", "16 to 19", AUGUST_2021, None, "LearnStartDate"),
    ("LearnAimRef_109", "2526", "community", None, None, "LearnStartDate"),
    ("LearnAimRef_113", "2526", "loan", None, None, "LearnStartDate"),
    ("LearnAimRef_117", "2627", "other", None, None, "LearnStartDate"),
    ("LearnAimRef_121", "2526", "devolved", None, None, "LearnStartDate"),
    ("LearnAimRef_125", "2526", "14 to 16", AUGUST_2021, None, "LearnActEndDate"),
    ("LearnAimRef_141", "2627", "adult skills fund", AUGUST_2024, None, "LearnStartDate"),
    ("LearnAimRef_146", "2526", "free courses", AUGUST_2024, None, "LearnStartDate"),
    ("LearnAimRef_151", "2627", "tailored", None, None, "LearnStartDate"),
    ("LearnAimRef_159", "2627", "unit", None, None, "LearnStartDate"),
)


@pytest.mark.parametrize(("rule", "year", "kind", "first", "last", "field"), STILL_OPEN)
def test_the_validity_is_still_open(
    found: Found,
    rule: str,
    year: str,
    kind: str,
    first: date | None,
    last: date | None,
    field: str,
):
    previous_year_end = date(2000 + int(year[:2]), 7, 31)

    def fires(
        *rows: tuple[date, date | None],
        day: date | None = first or last,
        other: tuple[date, date | None] | None = None,
    ) -> bool:
        dates = {field: day} if day else {}
        made = [row(CATEGORY[kind], *d) for d in rows]
        if other:
            made.append(row(CATEGORY[kind], *other, aim=ANOTHER))
        return found(rule, year=year, **case(AIMS[kind], *made, **dates)) == [1]

    later = date(2018, 8, 1)
    ended = (LONG_AGO, previous_year_end)
    assert fires(ended)
    assert not fires((LONG_AGO, after(previous_year_end)))
    assert not fires((LONG_AGO, None))
    assert not fires(ended, (later, None))  # the latest row counts
    assert fires((LONG_AGO, None), (later, previous_year_end))
    assert fires((LONG_AGO, before(previous_year_end)))
    assert not fires()
    assert not fires(other=ended)
    assert fires(ended, other=(later, None))
    if first:
        assert fires(ended, day=after(first))
        assert not fires(ended, day=before(first))
    if last:
        assert fires(ended, day=before(last))
        assert not fires(ended, day=after(last))
    if field == "LearnActEndDate":
        assert not fires(ended, day=None)


@pytest.mark.parametrize("rule", ["LearnAimRef_118", "LearnAimRef_120", "LearnAimRef_133"])
def test_a_devolved_aim_may_have_another_category(found: Found, rule: str):
    aim = AIMS["devolved"]
    dates = {"LearnStartDate": AUGUST_2024, "LearnActEndDate": date(2025, 10, 1)}
    assert found(rule, **case(aim, **dates)) == [1]
    for category in ("COMM_LEARN", "tailored_learning"):
        assert found(rule, **case(aim, row(category, LONG_AGO), **dates)) == []
    assert found(rule, **case(aim, row("ADULT_SKILLS", LONG_AGO), **dates)) == [1]
    both = (row("COMM_LEARN", LONG_AGO), row("MCA_GLA", LONG_AGO, LONG_AGO))
    # a row of the category is held to its dates all the same
    assert found(rule, **case(aim, *both, **dates)) == ([] if rule.endswith("133") else [1])


@pytest.mark.parametrize(
    ("year", "sof", "devolved"),
    [
        ("2526", "110", True),
        ("2526", "123", True),
        ("2526", "124", False),
        ("2627", "124", True),
        ("2627", "130", True),
        ("2627", "131", False),
    ],
)
def test_the_devolved_authorities_of_the_year(found: Found, year: str, sof: str, devolved: bool):
    aim = {"FundModel": 38, "LearningDeliveryFAM": fams(f"SOF {sof}")}
    assert found("LearnAimRef_133", year=year, **case(aim)) == ([1] if devolved else [])


@pytest.mark.parametrize(
    ("rule", "of_56", "with_395", "bad_row_of_56"),
    [
        ("LearnAimRef_143", [], [], [1]),
        ("LearnAimRef_145", [], [], []),
        ("LearnAimRef_147", [], [], []),
    ],
)
def test_devolved_free_courses_need_no_category(
    found: Found, rule: str, of_56: list[int], with_395: list[int], bad_row_of_56: list[int]
):
    aim = AIMS["free courses"]
    dates = {"LearnStartDate": AUGUST_2024, "LearnActEndDate": date(2025, 10, 1)}
    project = {"FundModel": 38, "LearningDeliveryFAM": fams("LDM 378", "LDM 395")}
    area = {"FundModel": 38, "LearningDeliveryFAM": fams("LDM 378", "DAM 395")}
    wrong = row("APPRENTICESHIPS", LONG_AGO, LONG_AGO, LONG_AGO)
    bad = row("FCFJ_ADULT_SKILLS", LONG_AGO, LONG_AGO, LONG_AGO)
    assert found(rule, **case(aim, categories=(55,), **dates)) == [1]
    assert found(rule, **case(aim, categories=(56,), **dates)) == of_56
    assert found(rule, **case(project, **dates)) == with_395
    assert found(rule, **case(aim, bad, categories=(56,), **dates)) == bad_row_of_56
    # a row of another category is as good as none
    assert found(rule, **case(aim, wrong, categories=(56,), **dates)) == of_56
    assert found(rule, **case(project, wrong, **dates)) == with_395
    assert found(rule, **case(area, **dates)) == [1]
    other = case(aim, **dates)
    other["reference"]["lars_category"] = [
        {"LearnAimRef": ANOTHER, "CategoryRef": 56, "EffectiveFrom": "2015-08-01"}
    ]
    assert found(rule, **other) == [1]
