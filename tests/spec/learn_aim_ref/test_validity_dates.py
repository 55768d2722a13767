"""Validity in LARS: the aim started within it and ended within it."""

from datetime import date

import pytest

from tests.spec.conftest import Found
from tests.spec.learn_aim_ref.validity import (
    AIMS,
    CATEGORY,
    JULY_2024,
    LONG_AGO,
    after,
    before,
    case,
    row,
)

START = date(2023, 9, 4)
AUGUST_2020, AUGUST_2024 = date(2020, 8, 1), date(2024, 8, 1)

# rule, year, aim, the first and last end dates that it looks at
STARTED = (
    ("LearnAimRef_94", "2526", "adult skills", AUGUST_2020, JULY_2024),
    ("LearnAimRef_102", "2627", "16 to 19", AUGUST_2020, None),
    ("LearnAimRef_106", "2526", "community", AUGUST_2020, None),
    ("LearnAimRef_110", "2526", "loan", AUGUST_2020, None),
    ("LearnAimRef_114", "2627", "other", AUGUST_2020, None),
    ("LearnAimRef_118", "2526", "devolved", AUGUST_2020, None),
    ("LearnAimRef_122", "2526", "14 to 16", AUGUST_2020, None),
    ("LearnAimRef_138", "2627", "adult skills fund", AUGUST_2024, None),
    ("LearnAimRef_143", "2526", "free courses", AUGUST_2024, None),
    ("LearnAimRef_148", "2526", "tailored", AUGUST_2024, None),
    ("LearnAimRef_156", "2627", "unit", None, None),
)


@pytest.mark.parametrize(("rule", "year", "kind", "first", "last"), STARTED)
def test_the_aim_started_within_its_validity(
    found: Found, rule: str, year: str, kind: str, first: date | None, last: date | None
):
    aim, category = AIMS[kind], CATEGORY[kind]

    def fires(*rows: tuple[date, date | None], end: date | None = first) -> bool:
        ended = {"LearnActEndDate": end} if end else {}
        made = (row(category, *dates) for dates in rows)
        place = found(rule, year=year, **case(aim, *made, LearnStartDate=START, **ended))
        assert place in ([], [1])
        return place == [1]

    assert not fires((START, None))
    assert fires((after(START), None))
    assert not fires((LONG_AGO, START))
    assert fires((LONG_AGO, before(START)))
    assert not fires((LONG_AGO, before(START)), (START, START))  # one row is enough
    assert fires((LONG_AGO, before(START)), (after(START), None))
    assert fires()  # no row allows it
    if first:
        assert not fires(end=before(first))
        assert not fires(end=None)  # open
    if last:
        assert fires(end=last)
        assert not fires(end=after(last))


ENDED = (
    ("LearnAimRef_95", "2526", "adult skills", AUGUST_2020, JULY_2024),
    ("LearnAimRef_103", "2526", "16 to 19", AUGUST_2020, None),
    ("LearnAimRef_107", "2526", "community", AUGUST_2020, None),
    ("LearnAimRef_111", "2627", "loan", AUGUST_2020, None),
    ("LearnAimRef_115", "2526", "other", AUGUST_2020, None),
    ("LearnAimRef_119", "2627", "devolved", AUGUST_2020, None),
    ("LearnAimRef_123", "2526", "14 to 16", AUGUST_2020, None),
    ("LearnAimRef_139", "2526", "adult skills fund", AUGUST_2024, None),
    ("LearnAimRef_144", "2526", "free courses", AUGUST_2024, None),
    ("LearnAimRef_149", "2627", "tailored", AUGUST_2024, None),
    ("LearnAimRef_157", "2627", "unit", None, None),
)


@pytest.mark.parametrize(("rule", "year", "kind", "first", "last"), ENDED)
def test_the_aim_ended_within_its_validity(
    found: Found, rule: str, year: str, kind: str, first: date | None, last: date | None
):
    aim, category = AIMS[kind], CATEGORY[kind]
    usual = first or date(2026, 10, 1)

    def fires(*rows: tuple[date, date | None], end: date | None = usual) -> bool:
        ended = {"LearnActEndDate": end} if end else {}
        made = (row(category, *dates) for dates in rows)
        place = found(rule, year=year, **case(aim, *made, **ended))
        assert place in ([], [1])
        return place == [1]

    assert not fires((LONG_AGO, None))
    assert not fires((LONG_AGO, usual))
    assert fires((LONG_AGO, before(usual)))
    assert not fires((after(usual), None))  # it did not end after anything
    assert not fires((LONG_AGO, before(usual)), (usual, None))
    assert not fires((LONG_AGO, before(usual)), (usual, usual))
    assert fires((LONG_AGO, before(usual)), (after(usual), None))
    assert not fires()
    assert not fires((LONG_AGO, LONG_AGO), end=None)
    if first:
        assert not fires((LONG_AGO, LONG_AGO), end=before(first))
    if last:
        assert fires((LONG_AGO, LONG_AGO), end=last)
        assert not fires((LONG_AGO, LONG_AGO), end=after(last))
