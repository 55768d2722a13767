"""The service's method, and where it differs from the rulebase's."""

import pytest

from openilr.funding.apprenticeships.service import DIFFERENCES
from openilr.funding.earnings import Method, compare_methods
from openilr.funding.outcome import Kind
from tests.funding.build import (
    ENGLISH,
    achieved,
    back,
    by_month,
    codes,
    course,
    earned,
    fam,
    learner,
    left,
    paused,
    programme,
    reference,
    tnp,
    total,
)

SERVICE = Method.SERVICE


def test_balance_falls_where_learning_ended_and_completion_on_achievement():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-06-15", "2026-07-22"))
    found = earned(learner(aim), method=SERVICE)
    assert by_month(found, Kind.BALANCING) == {"2526-11": "2000.00"}
    assert by_month(found, Kind.COMPLETION) == {"2526-12": "3000.00"}


def test_learning_that_ended_without_achievement_is_balanced():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-02-15")) | {"AchDate": None}
    found = earned(learner(aim), method=SERVICE)
    assert by_month(found, Kind.BALANCING) == {"2526-07": "6000.00"}
    assert not by_month(found, Kind.COMPLETION)


def test_an_early_end_on_a_months_last_day_is_balance_only():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-02-28"))
    rulebase, service = earned(learner(aim)), earned(learner(aim), method=SERVICE)
    assert by_month(rulebase, Kind.ON_PROGRAMME)["2526-07"] == "1000.00"
    assert by_month(service, Kind.BALANCING) == {"2526-07": "6000.00"}
    assert total(rulebase) == total(service) == 15000


def test_a_price_cut_below_what_was_earned_becomes_negative_instalments():
    aim = programme("2025-08-01", "2026-07-31")
    aim["AppFinRecord"] += tnp("2026-02-01", 5000)
    months = by_month(earned(learner(aim), method=SERVICE), Kind.ON_PROGRAMME)
    assert months["2526-07"] == months["2526-12"] == "-333.33"  # (4,000 - 6,000) / 6


def test_a_first_stay_too_short_is_spread_over_later_months_of_a_leaver():
    first = programme("2025-08-01", "2026-07-31", **paused("2025-08-31"))
    again = back("2025-10-01", "2026-07-31", "2025-08-01") | left("2026-01-31")
    months = by_month(earned(learner(first, again), method=SERVICE), Kind.ON_PROGRAMME)
    # 1,000 computed for August goes to the four months that remain of 1,100 each
    assert months == dict.fromkeys(("2526-03", "2526-04", "2526-05", "2526-06"), "1350.00")


def test_incentives_stop_at_the_planned_end():
    aim = programme("2025-08-01", "2026-07-30")
    young = learner(aim, born="2008-01-01")
    assert by_month(earned(young, until="2026-07-31"), Kind.SECOND_PROVIDER)
    found = earned(young, method=SERVICE, until="2026-07-31")
    assert not by_month(found, Kind.SECOND_PROVIDER)


def test_what_a_break_leaves_of_english_is_spread_again():
    aims = (
        course("2025-08-01", "2026-07-31", **paused("2025-12-10")),
        course("2026-03-02", "2026-07-31", AimSeqNumber=10, OrigLearnStartDate="2025-08-01"),
    )
    rates = reference(rates={ENGLISH: 1200})
    service = by_month(earned(learner(*aims), rates, method=SERVICE), Kind.ENGLISH_MATHS)
    assert service["2526-04"] == "100.00"
    assert service["2526-08"] == "160.00"  # 800 / 5
    assert by_month(earned(learner(*aims), rates), Kind.ENGLISH_MATHS)["2526-08"] == "240.00"


def test_two_courses_of_one_aim_without_a_break_are_two():
    aims = (
        course("2025-08-01", "2025-12-31", CompStatus=2, LearnActEndDate="2025-12-31", Outcome=2),
        course("2026-01-01", "2026-05-31", AimSeqNumber=10),
    )
    found = earned(learner(*aims), reference(rates={ENGLISH: 500}), method=SERVICE)
    assert total(found, Kind.ENGLISH_MATHS) == 1000


def test_a_recorded_adjustment_of_nothing_counts_as_not_recorded():
    aim = course("2025-08-01", "2026-07-31", PriorLearnFundAdj=0)
    rates = reference(rates={ENGLISH: 480})
    assert total(earned(learner(aim), rates, method=SERVICE)) == 480
    assert total(earned(learner(aim), rates)) == 0


def test_support_ends_with_learning():
    fams = [fam("LSF", "1", "2025-08-01")]
    aim = programme("2025-08-01", "2026-07-31", fams=fams, **achieved("2026-05-31", "2026-07-31"))
    rulebase, service = earned(learner(aim)), earned(learner(aim), method=SERVICE)
    assert list(by_month(rulebase, Kind.LEARNING_SUPPORT))[-1] == "2526-12"
    assert list(by_month(service, Kind.LEARNING_SUPPORT))[-1] == "2526-10"


@pytest.mark.parametrize(
    "aim",
    [
        programme("2025-08-01", "2026-07-31")
        | {"AppFinRecord": tnp("2025-08-01", 9, residual=True)},
        programme("2017-08-01", "2018-07-31") | {"ProgType": 3, "FworkCode": 490, "PwayCode": 1},
    ],
    ids=["residual price", "framework"],
)
def test_what_the_service_does_not_know_is_said(aim: dict[str, object]):
    row = {"ApprenticeshipCode": 490, "ProgType": 3, "PwayCode": 1, "MaxEmployerLevyCap": 4000}
    both = [row, {"ApprenticeshipCode": 123, "ProgType": 25, "MaxEmployerLevyCap": 9000}]
    found = earned(learner(aim), reference(lars_apprenticeship_funding=both), method=SERVICE)
    assert not found.rows
    assert codes(found) == {"not in the service"}


def test_the_methods_can_be_compared_for_a_learner():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-06-15", "2026-07-22"))
    found = [(d.kind, d.fm36, d.service) for d in compare_methods(learner(aim), reference())]
    assert found == [(Kind.BALANCING, 0, 2000), (Kind.BALANCING, 2000, 0)]
    plain = learner(programme("2025-08-01", "2026-07-31"))
    assert compare_methods(plain, reference()) == []


def test_each_difference_says_both_sides():
    assert all(len(set(sides)) == 3 for sides in DIFFERENCES)
