"""Validity in LARS: the aim was open to new starts on its start date."""

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

AUGUST_2021, AUGUST_2024 = date(2021, 8, 1), date(2024, 8, 1)

# rule, year, aim, the first and last start dates it looks at
NEW_START = (
    ("LearnAimRef_96", "2526", "adult skills", AUGUST_2021, JULY_2024),
    ("LearnAimRef_104", "2526", "16 to 19", AUGUST_2021, None),
    ("LearnAimRef_104", "2627", "16 to 19", AUGUST_2021, None),
    ("LearnAimRef_108", "2526", "community", AUGUST_2021, None),
    ("LearnAimRef_112", "2526", "loan", AUGUST_2021, None),
    ("LearnAimRef_116", "2526", "other", AUGUST_2021, None),
    ("LearnAimRef_120", "2526", "devolved", AUGUST_2021, None),
    ("LearnAimRef_124", "2526", "14 to 16", AUGUST_2021, None),
    ("LearnAimRef_140", "2627", "adult skills fund", AUGUST_2024, None),
    ("LearnAimRef_145", "2526", "free courses", AUGUST_2024, None),
    ("LearnAimRef_150", "2526", "tailored", AUGUST_2024, None),
    ("LearnAimRef_158", "2627", "unit", None, None),
)

Dates = tuple[date, date | None, date | None]


@pytest.mark.parametrize(("rule", "year", "kind", "first", "last"), NEW_START)
def test_the_aim_was_open_to_new_starts(
    found: Found, rule: str, year: str, kind: str, first: date | None, last: date | None
):
    category = CATEGORY[kind]
    usual = first or date(2026, 9, 7)

    def fires(
        *rows: Dates, start: date = usual, restart: bool = False, other: Dates | None = None
    ) -> bool:
        aim = dict(AIMS[kind])
        if restart:
            aim["LearningDeliveryFAM"] = [*aim.get("LearningDeliveryFAM", []), *fams("RES 1")]
        made = [row(category, *dates) for dates in rows]
        if other:
            made.append(row(category, *other, aim=ANOTHER))
        # open: an end date must not matter
        place = found(rule, year=year, **case(aim, *made, LearnStartDate=start))
        assert place in ([], [1])
        return place == [1]

    never = (LONG_AGO, None, LONG_AGO)
    excused = (rule, year) != ("LearnAimRef_104", "2627")
    assert not fires((usual, None, None))
    assert fires((after(usual), None, None))
    assert fires((after(usual), None, None), restart=True)
    assert not fires((LONG_AGO, None, usual))
    assert fires((LONG_AGO, None, before(usual)))
    assert fires((LONG_AGO, None, before(usual)), restart=True) is not excused
    assert fires((LONG_AGO, before(usual), None))  # no last new start: the end stands for it
    assert not fires((LONG_AGO, usual, None))
    assert not fires(never, (usual, None, None))  # one row is enough
    assert not fires((LONG_AGO, None, after(usual)))
    assert fires()  # no row allows it
    assert fires(other=(LONG_AGO, None, None))
    if first:
        assert fires(never, start=after(first))
        assert not fires(never, start=before(first))
    if last:
        assert fires(never, start=last)
        assert not fires(never, start=after(last))


START = date(2021, 7, 31)  # the last day that LearnAimRef_88 looks at


@pytest.mark.parametrize(
    ("aim", "category"),
    [
        ({"FundModel": 25}, "1619_EFA"),
        ({"FundModel": 82}, "1619_EFA"),
        ({"FundModel": 25, "LearningDeliveryFAM": fams("LDM 381")}, "1416_EFA"),
        ({"FundModel": 82, "LearningDeliveryFAM": fams("LDM 381")}, "1619_EFA"),
        ({"FundModel": 10}, "COMM_LEARN"),
        ({"FundModel": 10, "LearningDeliveryFAM": fams("SOF 110")}, "COMM_LEARN"),
        ({"FundModel": 99, "LearningDeliveryFAM": fams("ADL 1")}, "ADV_LEARN_LOAN"),
        ({"FundModel": 99}, "ANY"),
        ({"FundModel": 81}, "ANY"),
        ({"FundModel": 81, "LearningDeliveryFAM": fams("ADL 1")}, "ANY"),
        ({"FundModel": 37}, "ANY"),
        ({"FundModel": 36, "ProgType": 25}, "ANY"),
        ({"FundModel": 35, "LearningDeliveryFAM": fams("SOF 105")}, "ADULT_SKILLS"),
        ({"FundModel": 35, "ProgType": 24}, "ADULT_SKILLS"),
        ({"FundModel": 35, "LearningDeliveryFAM": fams("SOF 110")}, "MCA_GLA"),
        ({"FundModel": 35, "LearningDeliveryFAM": fams("SOF 123", "LDM 034")}, "MCA_GLA"),
    ],
)
def test_a_start_before_august_2021_needs_its_category(
    found: Found, aim: dict[str, object], category: str
):
    def fires(*rows: Dates, start: date = START) -> bool:
        made = (row(category, *dates) for dates in rows)
        return found("LearnAimRef_88", **case(aim, *made, LearnStartDate=start)) == [1]

    assert not fires((START, None, START))
    assert fires((LONG_AGO, None, before(START)))
    assert fires()
    assert not fires(start=date(2022, 9, 5))
    # an open row of a category that nobody asks for
    wrong = row("APPRENTICESHIPS", LONG_AGO)
    assert found("LearnAimRef_88", **case(aim, wrong, LearnStartDate=START)) == [1]


def test_the_dates_of_a_start_before_august_2021(found: Found):
    def fires(*rows: Dates, start: date = START, restart: bool = False) -> bool:
        aim = {"LearningDeliveryFAM": fams("RES 1")} if restart else {}
        made = (row("any", *dates) for dates in rows)  # names have no capitals of their own
        return found("LearnAimRef_88", **case(aim, *made, LearnStartDate=start)) == [1]

    assert not fires((START, None, None))
    assert fires((after(START), None, None))
    assert fires((LONG_AGO, before(START), None))
    assert not fires((LONG_AGO, START, None))
    assert not fires((LONG_AGO, None, LONG_AGO), (START, None, None))
    assert not fires((LONG_AGO, None, LONG_AGO), restart=True)
    assert not fires((LONG_AGO, None, LONG_AGO), start=after(START))


@pytest.mark.parametrize(
    "aim",
    [
        {"FundModel": 36},
        {"FundModel": 35, "ProgType": 25},
        {"FundModel": 35, "LearningDeliveryFAM": fams("LDM 034")},
        {"FundModel": 35, "LearningDeliveryFAM": fams("LDM 378")},
        {"FundModel": 35, "LearningDeliveryFAM": fams("SOF 110", "LDM 378")},
        {"FundModel": 38},
    ],
)
def test_a_start_before_august_2021_that_needs_no_category(found: Found, aim: dict[str, object]):
    assert found("LearnAimRef_88", **case(aim, LearnStartDate=START)) == []
