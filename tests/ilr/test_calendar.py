"""The calendar of returns."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from openilr.ilr import calendar
from openilr.ilr.calendar import (
    closing_day_by_rule,
    open_return,
    open_years,
    period_first_day,
    period_last_day,
    period_of,
    return_of,
    returns,
)

PUBLISHED_2627 = [
    "2026-09-04", "2026-10-06", "2026-11-05", "2026-12-04", "2027-01-07", "2027-02-04",
    "2027-03-04", "2027-04-06", "2027-05-07", "2027-06-04", "2027-07-06", "2027-08-05",
]  # fmt: skip

BY_RULE_2526 = [
    "2025-09-04", "2025-10-06", "2025-11-06", "2025-12-04", "2026-01-07", "2026-02-05",
    "2026-03-05", "2026-04-08", "2026-05-07", "2026-06-04", "2026-07-06", "2026-08-06",
]  # fmt: skip


@pytest.mark.parametrize(("year", "days"), [("2627", PUBLISHED_2627), ("2526", BY_RULE_2526)])
def test_the_rule_gives_the_dates_on_file(year: str, days: list[str]):
    expected = [date.fromisoformat(day) for day in days]
    assert [closing_day_by_rule(year, n) for n in range(1, 13)] == expected
    assert [r.closes_on for r in returns(year)[:12]] == expected


@pytest.mark.parametrize(
    ("year", "r13", "r14"),
    [
        ("2021", "2021-09-14", "2021-10-21"),
        ("2223", "2023-09-14", "2023-10-19"),
        ("2324", "2024-09-16", "2024-10-17"),
        ("2425", "2025-09-12", "2025-10-23"),
        ("2526", None, "2026-10-15"),
        ("2627", "2027-09-14", "2027-10-21"),
    ],
)
def test_r13_and_r14_are_data(year: str, r13: str | None, r14: str):
    assert returns(year)[12].closes_on == (date.fromisoformat(r13) if r13 else None)
    assert returns(year)[13].closes_on == date.fromisoformat(r14)
    assert closing_day_by_rule(year, 13) is None
    assert closing_day_by_rule(year, 14) is None


def test_every_date_says_how_sure_it_is():
    r01, r13, r14 = returns("2526")[0], returns("2526")[12], returns("2526")[13]
    assert (r01.status, r01.confirmed) == ("rule", False)
    assert (r13.status, r13.confirmed, r13.closes) == ("not on file", False, None)
    assert (r14.status, r14.confirmed) == ("published", True)
    assert {r.status for r in returns("2627")} == {"reported"}
    assert not any(r.confirmed for r in returns("2627"))
    assert all(r.source for year in ("2021", "2526", "2627") for r in returns(year) if r.closes_on)


def test_a_year_that_is_not_in_the_data_follows_the_rule():
    assert [r.status for r in returns("2122")] == ["rule"] * 12 + ["not on file"] * 2
    assert returns("2122")[0].closes_on == date(2021, 9, 6)


def test_every_return_on_file_closes_in_its_month():
    for (year, number), (day, status, _) in calendar._on_file().items():
        assert day.month == (7 + number) % 12 + 1, (year, number)
        assert status in {"published", "reported", "rule"}


def test_a_return_closes_at_six_in_london():
    r02, r04 = return_of("2627", "R02"), return_of("2627", "R04")
    assert r02.closes == datetime(2026, 10, 6, 17, 0, tzinfo=UTC)  # summer time
    assert r04.closes == datetime(2026, 12, 4, 18, 0, tzinfo=UTC)
    assert not r04.is_over(datetime(2026, 12, 4, 17, 59, tzinfo=ZoneInfo("Europe/London")))
    assert r04.is_over(datetime(2026, 12, 4, 18, 1, tzinfo=UTC))
    assert not r04.is_over(date(2026, 12, 4))
    with pytest.raises(ValueError, match="zone"):
        r04.is_over(datetime(2026, 12, 4, 12, 0))  # noqa: DTZ001 - the refusal is tested


def test_reference_dates():
    dates = {r.name: r.reference_date for r in returns("2627") if r.reference_date}
    assert dates == {
        "R04": date(2026, 11, 1),
        "R06": date(2027, 1, 1),
        "R10": date(2027, 5, 1),
        "R13": date(2027, 7, 31),
        "R14": date(2027, 7, 31),
    }


@pytest.mark.parametrize(
    ("year", "as_at", "name"),
    [
        ("2627", date(2026, 11, 23), "R04"),
        ("2627", date(2026, 12, 4), "R04"),
        ("2627", date(2026, 12, 5), "R05"),
        ("2627", date(2026, 7, 1), "R01"),
        ("2627", date(2027, 9, 14), "R13"),
        ("2627", date(2027, 9, 15), "R14"),
        ("2627", date(2030, 1, 1), "R14"),
        ("2526", date(2026, 2, 6), "R07"),
        ("2526", date(2026, 2, 5), "R06"),
        ("2526", date(2026, 8, 7), "R13"),
        ("2526", date(2026, 9, 30), "R13"),  # its date is not on file: to the end of September
        ("2526", date(2026, 10, 1), "R14"),
        ("2526", date(2026, 11, 23), "R14"),
    ],
)
def test_the_return_open_on_a_day(year: str, as_at: date, name: str):
    assert open_return(year, as_at).name == name


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 7, 31), ("2526",)),
        (date(2026, 8, 1), ("2526", "2627")),
        (date(2026, 9, 30), ("2526", "2627")),
        (date(2026, 10, 15), ("2526", "2627")),
        (date(2026, 10, 16), ("2627",)),
        (date(2026, 11, 23), ("2627",)),
        (datetime(2026, 10, 15, 16, 59, tzinfo=UTC), ("2526", "2627")),
        (datetime(2026, 10, 15, 17, 1, tzinfo=UTC), ("2627",)),
    ],
)
def test_september_and_october_carry_two_years(day: date, years: tuple[str, ...]):
    assert open_years(day) == years


def test_returns_are_found_by_name_or_number():
    assert return_of("2627", 4) is return_of("2627", "R04") is return_of("2627", "r4")
    for wrong in ("R15", "0", "", "R", "four"):
        with pytest.raises(ValueError, match="R01 to R14"):
            return_of("2627", wrong)


def test_funding_months_run_from_august_to_july():
    assert [period_first_day("2627", p).month for p in range(1, 13)] == [
        *range(8, 13),
        *range(1, 8),
    ]
    assert period_last_day("2728", 7) == date(2028, 2, 29)
    assert period_of("2627", date(2026, 8, 1)) == 1
    assert period_of("2627", date(2027, 7, 31)) == 12
    assert period_of("2627", date(2027, 8, 1)) is None
    assert [r.months_reported for r in returns("2627")] == [*range(1, 13), 12, 12]
    assert [r.number for r in returns("2627")] == [*range(1, 15)]
    with pytest.raises(ValueError, match="August"):
        period_first_day("2627", 13)
