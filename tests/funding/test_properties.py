"""What holds of every programme: sums, caps, order, independence, and the two methods."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.funding.earnings import Method, earnings_of
from openilr.funding.months import month_of
from openilr.funding.outcome import Kind
from openilr.funding.records import learner_of
from openilr.ilr.dates import month_end
from tests.funding.build import (
    achieved,
    back,
    earned,
    learner,
    left,
    paused,
    programme,
    reference,
    tnp,
    total,
)

PRICE = (Kind.ON_PROGRAMME, Kind.BALANCING, Kind.COMPLETION)
LEAST = Decimal("0.001")
UNCAPPED = reference(band=None)
DAY = timedelta(days=1)
STARTS = st.dates(date(2019, 8, 1), date(2027, 7, 31))
quick = settings(max_examples=80, deadline=None)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """A programme aim of any length, open, ended or achieved, with prices that change."""
    start = draw(STARTS)
    planned_end = start + draw(st.integers(0, 900)) * DAY
    aim = programme(str(start), str(planned_end), draw(st.integers(1, 30000)))
    for _ in range(draw(st.integers(0, 2))):
        day = start + draw(st.integers(1, 900)) * DAY
        aim["AppFinRecord"] += tnp(str(day), draw(st.integers(1, 30000)))
    end = start + draw(st.integers(0, 1000)) * DAY
    how = draw(st.sampled_from(["open", "left", "achieved", "paused"]))
    if how == "left":
        aim |= left(str(end))
    elif how == "paused":
        aim |= paused(str(end))
    elif how == "achieved":
        aim |= achieved(str(end), str(end + draw(st.integers(0, 60)) * DAY))
    return aim


@st.composite
def finished(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(STARTS)
    planned_end = start + draw(st.integers(30, 900)) * DAY
    end = start + draw(st.integers(0, 1000)) * DAY
    aim = programme(str(start), str(planned_end), draw(st.integers(1, 30000)))
    return aim | achieved(str(end), str(end + draw(st.integers(0, 60)) * DAY))


@quick
@given(finished(), st.none() | st.integers(1000, 27000))
def test_a_completer_earns_the_price_within_the_band(aim: dict[str, Any], band: int | None):
    price = aim["AppFinRecord"][0]["AFinAmount"]
    capped = price if band is None else min(price, band)
    found = earned(learner(aim), reference(band=band))
    assert abs(total(found, *PRICE) - capped) < LEAST
    assert abs(sum(e.earned for e in found.episodes) - capped) < Decimal("1e-15")


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
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(aim: dict[str, Any], chance: Any):
    mixed = {
        name: chance.sample(value, len(value)) if isinstance(value, list) else value
        for name, value in aim.items()
    }
    one, other = earned(learner(aim)), earned(learner(mixed))
    assert sorted(one.rows) == sorted(other.rows)
    assert one.episodes == other.episodes


@quick
@given(
    st.dates(date(2025, 11, 2), date(2026, 5, 27)),
    st.integers(0, 10),
    st.integers(1000, 20000),
)
def test_a_break_inside_one_month_changes_nothing(last: date, days: int, price: int):
    again = min(last + (days + 1) * DAY, month_end(last))
    if again <= last:
        return
    whole = programme("2025-08-01", "2026-07-31", price)
    first = whole | paused(str(last))
    second = back(str(again), "2026-07-31", "2025-08-01", price)
    amounts = [
        sorted((r.month, r.kind, r.amount) for r in earned(who, UNCAPPED).rows)
        for who in (learner(whole), learner(first, second))
    ]
    assert amounts[0] == amounts[1]


@quick
@given(programmes(), st.integers(1, 3000))
def test_a_higher_price_below_the_band_never_earns_less(aim: dict[str, Any], more: int):
    aim["AppFinRecord"] = aim["AppFinRecord"][:1]
    dearer = aim | {"AppFinRecord": [dict(aim["AppFinRecord"][0])]}
    dearer["AppFinRecord"][0]["AFinAmount"] += more
    less = {(r.month, r.kind): r.amount for r in earned(learner(aim), UNCAPPED).rows}
    most = {(r.month, r.kind): r.amount for r in earned(learner(dearer), UNCAPPED).rows}
    assert all(most.get(key, Decimal(0)) >= amount for key, amount in less.items())


@quick
@given(programmes())
def test_the_methods_agree_where_no_listed_difference_applies(aim: dict[str, Any]):
    start, planned_end = (
        date.fromisoformat(aim[name]) for name in ("LearnStartDate", "LearnPlanEndDate")
    )
    aim["AppFinRecord"] = aim["AppFinRecord"][:1]
    if aim["CompStatus"] == 2:
        end = date.fromisoformat(aim["LearnActEndDate"])
        # early on a month's last day, inside the qualifying period, or achieved later
        if end == month_end(end) or (end - start).days < 42 or aim["AchDate"] != str(end):
            return
    if month_of(start) == month_of(planned_end) and planned_end != month_end(planned_end):
        return  # a stay within one month
    if aim["CompStatus"] != 1:
        end = date.fromisoformat(aim["LearnActEndDate"])
        if month_of(start) == month_of(end) and end != month_end(end):
            return
    amounts: list[dict[int, Decimal]] = []
    for method in Method:
        months: dict[int, Decimal] = {}
        for row in earned(learner(aim), UNCAPPED, method=method).rows:
            if row.kind in PRICE:
                months[row.month] = months.get(row.month, Decimal(0)) + row.amount
        amounts.append(months)
    assert set(amounts[0]) == set(amounts[1])
    assert all(abs(amounts[0][m] - amounts[1][m]) < LEAST for m in amounts[0])


ANY_DATE = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)
ANY_NUMBER = st.none() | st.integers(-1, 40) | st.sampled_from([25, 34, 36, 99, 10**9])


@st.composite
def nonsense(draw: st.DrawFn) -> dict[str, Any]:
    """A learner with anything in any field."""

    def aim() -> dict[str, Any]:
        made: dict[str, Any] = {
            name: draw(ANY_DATE)
            for name in (
                "LearnStartDate",
                "OrigLearnStartDate",
                "LearnPlanEndDate",
                "LearnActEndDate",
                "AchDate",
            )
        }
        made |= {"ProgType": draw(st.sampled_from([25, 2, None])), "AimType": draw(ANY_NUMBER)}
        made["FundModel"] = draw(st.sampled_from([36, 36, 36, 35, 38, 39, 81, 99, 25, 37, None]))
        for name in ("StdCode", "CompStatus", "Outcome", "PriorLearnFundAdj", "AddHours"):
            made[name] = draw(ANY_NUMBER)
        made["AimType"] = draw(st.sampled_from([1, 1, 3, None]))
        made["StdCode"] = draw(st.sampled_from([123, 123, 7, None]))
        made["AppFinRecord"] = [
            {
                "AFinType": draw(st.sampled_from(["TNP", "PMR", None])),
                "AFinCode": draw(st.integers(0, 5)),
                "AFinDate": draw(ANY_DATE),
                "AFinAmount": draw(st.none() | st.integers(-5, 10**9)),
            }
            for _ in range(draw(st.integers(0, 3)))
        ]
        made["LearningDeliveryFAM"] = [
            {
                "LearnDelFAMType": draw(st.sampled_from(["ACT", "LSF", "EEF", "ADL", "ALB"])),
                "LearnDelFAMCode": draw(st.sampled_from(["1", "2", "4", None])),
                "LearnDelFAMDateFrom": draw(ANY_DATE),
                "LearnDelFAMDateTo": draw(ANY_DATE),
            }
            for _ in range(draw(st.integers(0, 3)))
        ]
        return made

    return {
        "DateOfBirth": draw(ANY_DATE),
        "LearningDelivery": [aim() for _ in range(draw(st.integers(0, 3)))],
        "LearnerEmploymentStatus": [
            {"EmpStat": draw(st.sampled_from([10, 11, 12, None])), "DateEmpStatApp": draw(ANY_DATE)}
            for _ in range(draw(st.integers(0, 3)))
        ],
    }


@settings(max_examples=300, deadline=None)
@given(
    nonsense(), st.sampled_from(Method), st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1))
)
def test_nothing_in_a_record_is_an_exception(
    record: dict[str, Any], method: Method, until: date | None
):
    tables = reference(postcodes_area_cost=[], postcodes_disadvantage=[])
    found = earnings_of(learner_of(record), tables, method=method, until=until)
    assert all(row.amount for row in found.rows)
