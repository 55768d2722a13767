"""Validity in LARS: the aim started within it and ended within it."""

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
    row,
)

Dates = tuple[date | None, date | None]

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

    def fires(*rows: Dates, end: date | None = first, other: Dates | None = None) -> bool:
        ended = {"LearnActEndDate": end} if end else {}
        made = [row(category, *dates) for dates in rows]
        if other:
            made.append(row(category, *other, aim=ANOTHER))
        place = found(rule, year=year, **case(aim, *made, LearnStartDate=START, **ended))
        assert place in ([], [1])
        return place == [1]

    assert not fires((START, None))
    assert fires((after(START), None))
    assert not fires((LONG_AGO, START))
    assert fires((LONG_AGO, before(START)))
    assert not fires((LONG_AGO, before(START)), (START, START))  # one row is enough
    assert fires((LONG_AGO, before(START)), (after(START), None))
    assert not fires((LONG_AGO, after(START)))
    assert not fires((None, None))
    assert not fires((None, START))
    assert fires((None, before(START)))
    assert fires()  # no row allows it
    assert fires(other=(LONG_AGO, None))
    if first:
        assert fires(end=after(first))
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

    def fires(
        *rows: Dates,
        start: date | None = None,
        end: date | None = usual,
        other: Dates | None = None,
        wrong: Dates | None = None,
    ) -> bool:
        ended = {"LearnActEndDate": end} if end else {}
        started = {"LearnStartDate": start} if start else {}
        made = [row(category, *dates) for dates in rows]
        if other:
            made.append(row(category, *other, aim=ANOTHER))
        if wrong:
            made.append(row("APPRENTICESHIPS", *wrong))
        place = found(rule, year=year, **case(aim, *made, **started, **ended))
        assert place in ([], [1])
        return place == [1]

    assert not fires((LONG_AGO, None))
    assert not fires((LONG_AGO, usual))
    assert fires((LONG_AGO, before(usual)))
    assert not fires((after(usual), None))  # it did not end after anything
    assert not fires((LONG_AGO, before(usual)), (usual, None))
    assert not fires((LONG_AGO, before(usual)), (usual, usual))
    assert fires((LONG_AGO, before(usual)), (after(usual), None))
    assert not fires((LONG_AGO, before(usual)), (LONG_AGO, None))
    assert not fires((LONG_AGO, before(usual)), (LONG_AGO, after(usual)))
    assert not fires((LONG_AGO, before(usual)), (None, None))
    assert not fires((LONG_AGO, before(usual)), (None, usual))
    assert fires((None, before(usual)))
    assert fires((LONG_AGO, before(usual)), start=LONG_AGO)  # open when the aim started
    assert not fires()
    assert not fires((LONG_AGO, LONG_AGO), end=None)
    # a row that began later closes on or after the end, so the aim did not end after it
    later = after(usual)
    assert not fires((later, usual))
    assert not fires((later, later))
    # nor do rows of another aim or category close
    assert not fires((later, None), other=(LONG_AGO, before(usual)))
    assert not fires((later, None), wrong=(LONG_AGO, before(usual)))
    if first:
        assert fires((LONG_AGO, LONG_AGO), end=after(first))
        assert not fires((LONG_AGO, LONG_AGO), end=before(first))
    if last:
        assert fires((LONG_AGO, LONG_AGO), end=last)
        assert not fires((LONG_AGO, LONG_AGO), end=after(last))
