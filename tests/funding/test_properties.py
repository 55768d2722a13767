"""What holds of every programme: sums, caps, order, independence, and the two methods."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openilr.funding.contributions import contributions
from openilr.funding.earnings import Method, earnings_of
from openilr.funding.frames import earnings
from openilr.funding.months import month_of
from openilr.funding.outcome import Earnings, Kind
from openilr.funding.records import History, learner_of
from openilr.ilr.dates import month_end
from tests.funding.build import (
    back,
    earned,
    learner,
    paused,
    programme,
    reference,
    tables_of,
    texts,
    tnp,
    total,
)
from tests.funding.strategies import BANDS, PRICES, Career, careers, nonsense, programmes
from tests.messages import message_of

PRICE = (Kind.ON_PROGRAMME, Kind.BALANCING, Kind.COMPLETION)
LEAST = Decimal("0.001")
UNCAPPED = reference(band=None)
DAY = timedelta(days=1)
quick = settings(max_examples=80, deadline=None)


def in_band(price: int, band: int | None) -> int:
    return price if band is None else min(price, band)


def by_month(found: Earnings, *kinds: Kind) -> dict[int, Decimal]:
    months: dict[int, Decimal] = {}
    for row in found.rows:
        if row.kind in kinds:
            months[row.month] = months.get(row.month, Decimal(0)) + row.amount
    return months


# -- sums and caps ---------------------------------------------------------------------------------


@quick
@given(careers(("achieved",)), BANDS)
def test_a_completer_earns_the_price_within_the_band(career: Career, band: int | None):
    found = earned(learner(*career.aims), reference(band=band))
    assert not found.reasons
    assert abs(total(found, *PRICE) - in_band(career.price, band)) < LEAST
    assert abs(sum(e.earned for e in found.episodes) - in_band(career.price, band)) < Decimal(
        "1e-15"
    )


@quick
@given(programmes(), st.integers(1000, 27000))
def test_no_learner_earns_more_than_the_band(aim: dict[str, Any], band: int):
    found = earned(learner(aim), reference(band=band))
    assert total(found, *PRICE) <= band + LEAST
    running = Decimal(0)
    for episode in found.episodes:
        running += episode.earned
        assert running <= band + LEAST


@quick
@given(careers(), st.integers(1000, 27000), st.integers(0, 5000), st.integers(0, 5000), PRICES)
def test_nor_with_breaks_residual_prices_and_what_was_earned_elsewhere(
    career: Career, band: int, here: int, elsewhere: int, residual: int
):
    assume(here + elsewhere <= band)
    career.last["AppFinRecord"] += tnp(
        str(career.day("LearnStartDate") + 50 * DAY), residual, residual=True
    )
    history = [History("25-123", earned_here=Decimal(here), earned_elsewhere=Decimal(elsewhere))]
    found = earned(learner(*career.aims, history=history), reference(band=band))
    assert total(found, *PRICE) + here + elsewhere <= band + LEAST


@quick
@given(careers())
def test_what_a_month_earns_is_paid_by_government_and_employer_together(career: Career):
    found = earned(learner(*career.aims))
    parts = contributions(found)
    assert sum(p.government + p.employer for p in parts) == sum(p.earned for p in parts)
    if all(e.government_share is not None for e in found.episodes):
        assert sum(p.earned for p in parts) == total(found, *PRICE)


@quick
@given(careers(), st.integers(1, 3000))
def test_a_higher_price_below_the_band_never_earns_less(career: Career, more: int):
    dearer = [
        aim
        | {
            "AppFinRecord": [
                r | {"AFinAmount": r["AFinAmount"] + more} for r in aim["AppFinRecord"]
            ]
        }
        for aim in career.aims
    ]
    less = by_month(earned(learner(*career.aims), UNCAPPED), *PRICE)
    most = by_month(earned(learner(*dearer), UNCAPPED), *PRICE)
    assert all(most.get(month, Decimal(0)) >= amount for month, amount in less.items())


# -- order and independence ------------------------------------------------------------------------


@quick
@given(programmes() | careers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_to: dict[str, Any] | Career, chance: Any):
    aims = given_to.aims if isinstance(given_to, Career) else [given_to]
    mixed = [
        {
            name: chance.sample(value, len(value)) if isinstance(value, list) else value
            for name, value in aim.items()
        }
        for aim in chance.sample(aims, len(aims))
    ]
    one, other = earned(learner(*aims)), earned(learner(*mixed))

    def plain(found: Earnings) -> list[Any]:
        return sorted((r.AimSeqNumber, *r[2:]) for r in found.rows)

    assert plain(one) == plain(other)
    assert [e.capped for e in one.episodes] == [e.capped for e in other.episodes]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(careers() | programmes(), min_size=2, max_size=4),
    st.none() | st.dates(date(2020, 1, 1), date(2028, 1, 1)),
    st.sampled_from(Method),
)
def test_a_learner_alone_earns_what_the_learner_earns_in_a_file(
    people: list[Career | dict[str, Any]], day: date | None, method: Method
):
    records = [
        texts(
            {
                "LearnRefNumber": f"A{number}",
                "DateOfBirth": "2004-01-01",
                "LearningDelivery": person.aims if isinstance(person, Career) else [person],
            }
        )
        for number, person in enumerate(people)
    ]
    tables = tables_of()
    whole = earnings(message_of("2526", records), tables, method=method, as_at=day)
    for number, record in enumerate(records):
        alone = earnings(message_of("2526", [record]), tables, method=method, as_at=day)
        one = earnings_of(learner_of(record), reference(), method=method, until=day)
        of_file = whole.rows.filter(pl.col("learner") == number)
        assert alone.rows.drop("learner", "aim").rows() == of_file.drop("learner", "aim").rows()
        assert sorted(of_file["amount"]) == sorted(row.amount for row in one.rows)
        reasons = whole.reasons.filter(pl.col("learner") == number)["message"].to_list()
        assert sorted(reasons) == sorted(r.text for r in one.reasons)


@quick
@given(
    st.dates(date(2025, 11, 2), date(2026, 5, 27)),
    st.integers(0, 10),
    st.integers(1000, 20000),
    BANDS,
)
def test_a_break_inside_one_month_changes_nothing(
    last: date, days: int, price: int, band: int | None
):
    again = min(last + (days + 1) * DAY, month_end(last))
    assume(again > last)
    whole = programme("2025-08-01", "2026-07-31", price)
    first = whole | paused(str(last))
    second = back(str(again), "2026-07-31", "2025-08-01", price)
    amounts = [
        sorted((r.month, r.kind, r.amount) for r in earned(who, reference(band=band)).rows)
        for who in (learner(whole), learner(first, second))
    ]
    assert amounts[0] == amounts[1]


@quick
@given(careers(), st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_a_day_takes_away_what_is_after_it_and_changes_nothing_before(career: Career, day: date):
    whole = by_month(earned(learner(*career.aims)), *PRICE)
    part = by_month(earned(learner(*career.aims), until=str(day)), *PRICE)
    assert all(whole.get(month) == amount for month, amount in part.items())
    assert all(month <= month_of(day) for month in part)


# -- the two methods -------------------------------------------------------------------------------


@quick
@given(careers(), BANDS)
def test_the_methods_agree_where_no_listed_difference_applies(career: Career, band: int | None):
    if career.last["CompStatus"] == 2:
        end = career.day("LearnActEndDate")
        # balancing month: with completion, or when learning ended; early on a month's last day
        assume(career.last["AchDate"] == str(end))
        assume(end != month_end(end))
    tables = reference(band=band)
    fm36, service = (
        by_month(earned(learner(*career.aims), tables, method=method), *PRICE) for method in Method
    )
    # rounding: of each instalment, or of the amounts that are written
    assert all(
        abs(fm36.get(m, Decimal(0)) - service.get(m, Decimal(0))) < LEAST for m in fm36 | service
    )


@quick
@given(careers(("achieved",)), BANDS)
def test_both_methods_pay_a_completer_the_same_in_all(career: Career, band: int | None):
    who, tables = learner(*career.aims), reference(band=band)
    sums = [total(earned(who, tables, method=method), *PRICE) for method in Method]
    assert abs(sums[0] - sums[1]) < LEAST


# -- nonsense --------------------------------------------------------------------------------------

OWN: dict[str, Any] = {
    "postcodes_area_cost": [],
    "postcodes_disadvantage": [],
    "lars_annual_value": [],
    "organisations": [],
    "adult_skills_rates": [],
    "skills_bootcamp_milestones": [
        {
            "ILRContractRefNumber": "WAVE5-1",
            "EventCode": "1",
            "RatePerLearner": 3000,
            "Share": "0.5",
        }
    ],
    "apprenticeship_units": [{"LearnRefNumber": "A1", "Price": 900, "EmployerApproved": True}],
}


@settings(max_examples=300, deadline=None)
@given(
    nonsense(), st.sampled_from(Method), st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1))
)
def test_nothing_in_a_record_is_an_exception(
    record: dict[str, Any], method: Method, until: date | None
):
    found = earnings_of(learner_of(record), reference(**OWN), method=method, until=until)
    assert all(row.amount for row in found.rows)
    taken_back = (Kind.ON_PROGRAMME, Kind.LEGACY_CORE)
    assert all(row.amount > 0 for row in found.rows if row.kind not in taken_back)
    contributions(found)
