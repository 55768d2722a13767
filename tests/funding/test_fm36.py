"""The rulebase's method on single learners: price, episodes, instalments, completion, balance."""

from decimal import Decimal

from openilr.funding.outcome import Kind
from openilr.funding.records import History
from tests.funding.build import (
    achieved,
    back,
    by_month,
    codes,
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

EMPLOYED, UNEMPLOYED = 10, 11


def test_a_month_is_earned_when_its_last_day_is_reached():
    found = earned(learner(programme("2025-08-15", "2026-07-31", **left("2025-10-30"))))
    assert by_month(found, Kind.ON_PROGRAMME) == {"2526-01": "1000.00", "2526-02": "1000.00"}


def test_an_end_on_the_last_day_counts_that_month():
    found = earned(learner(programme("2025-08-15", "2026-07-31", **left("2025-10-31"))))
    assert list(by_month(found, Kind.ON_PROGRAMME)) == ["2526-01", "2526-02", "2526-03"]


def test_fewer_days_than_the_threshold_earn_nothing():
    short = earned(learner(programme("2025-09-01", "2026-08-31", **left("2025-10-11"))))
    enough = earned(learner(programme("2025-09-01", "2026-08-31", **left("2025-10-12"))))
    assert total(short) == 0  # 41 days
    assert by_month(enough, Kind.ON_PROGRAMME) == {"2526-02": "1000.00"}  # 42 days


def test_a_stay_within_one_month_is_paid_once():
    found = earned(learner(programme("2025-09-01", "2025-09-10", **left("2025-09-10"))))
    assert by_month(found, Kind.ON_PROGRAMME) == {"2526-02": "12000.00"}


def test_completion_follows_the_achievement_and_brings_the_balance():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-02-15", "2026-03-20"))
    found = earned(learner(aim))
    assert list(by_month(found, Kind.ON_PROGRAMME))[-1] == "2526-06"
    assert by_month(found, Kind.BALANCING) == {"2526-08": "6000.00"}
    assert by_month(found, Kind.COMPLETION) == {"2526-08": "3000.00"}


def test_a_late_completer_has_no_more_instalments_and_completes_when_achieved():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-10-15", "2026-11-20"))
    found = earned(learner(aim))
    assert list(by_month(found, Kind.ON_PROGRAMME))[-1] == "2526-12"
    assert not by_month(found, Kind.BALANCING)
    assert by_month(found, Kind.COMPLETION) == {"2627-04": "3000.00"}


def test_days_past_the_planned_end_count_while_the_aim_is_open():
    aim = programme("2025-08-01", "2026-06-30")
    young = learner(aim, born="2008-01-01")
    assert by_month(earned(young, until="2026-07-31"), Kind.SECOND_EMPLOYER) == {
        "2526-12": "500.00"
    }
    assert not by_month(earned(young, until="2026-07-30"), Kind.SECOND_EMPLOYER)


def test_no_achievement_date_no_completion():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-07-31")) | {"AchDate": None}
    found = earned(learner(aim))
    assert total(found) == 12000


def test_the_band_caps_the_price_net_of_what_was_earned():
    # 15,000 over 20 months earns 600; then 18,000 under a band of 17,000.
    aim = programme("2025-08-01", "2027-03-31")
    aim["AppFinRecord"] += tnp("2025-09-01", 18000)
    found = earned(learner(aim), reference(band=17000))
    assert by_month(found, Kind.ON_PROGRAMME)["2526-01"] == "600.00"
    assert by_month(found, Kind.ON_PROGRAMME)["2526-02"] == "684.21"  # 13,000 / 19
    episode = found.episodes[1]
    assert (episode.remaining, episode.adjustment, episode.capped) == (17400, 1000, 16400)
    assert episode.completion_element == 3400


def test_a_month_belongs_to_the_episode_that_starts_in_it():
    aim = programme("2025-08-01", "2026-07-31")
    aim["AppFinRecord"] += tnp("2025-11-29", 9000)
    months = by_month(earned(learner(aim)), Kind.ON_PROGRAMME)
    # 9,000 - 3,000 earned - 1,800 completion over 9 months
    assert months["2526-03"] == "1000.00"
    assert months["2526-04"] == "466.67"


def test_a_price_changed_in_the_first_month_pays_that_month_once():
    aim = programme("2025-08-04", "2026-08-03")
    aim["AppFinRecord"] += tnp("2025-08-20", 9000)
    aim["LearningDeliveryFAM"].append(fam("ACT", "1", "2025-08-20"))
    assert set(by_month(earned(learner(aim)), Kind.ON_PROGRAMME).values()) == {"600.00"}


def test_a_price_below_what_was_earned_is_paid_back_once():
    aim = programme("2025-08-01", "2026-07-31")
    aim["AppFinRecord"] += tnp("2026-02-01", 3000)
    months = by_month(earned(learner(aim)), Kind.ON_PROGRAMME)
    assert months["2526-07"] == "-3000.00"  # 3,000 - 6,000 earned
    assert list(months)[-1] == "2526-07"


def test_a_price_that_leaves_less_than_its_completion_spreads_nothing():
    aim = programme("2025-08-01", "2026-07-31", **achieved("2026-07-31"))
    aim["AppFinRecord"] += tnp("2026-02-01", 7000)
    found = earned(learner(aim))
    assert list(by_month(found, Kind.ON_PROGRAMME))[-1] == "2526-06"
    assert by_month(found, Kind.COMPLETION) == {"2526-12": "1000.00"}  # 7,000 - 6,000
    assert total(found) == 7000


def test_a_residual_price_is_not_reduced_and_runs_down_over_the_year_end():
    aim = programme("2025-08-01", "2027-07-31", 24000, **achieved("2027-07-31"))
    aim["AppFinRecord"] += tnp("2026-02-01", 9000, 1000, residual=True)
    found = earned(learner(aim), reference(band=None))
    months = by_month(found, Kind.ON_PROGRAMME)
    assert months["2526-06"] == "800.00"
    assert months["2526-07"] == "444.44"  # (10,000 - 2,000) / 18
    assert months["2627-12"] == "444.44"
    assert total(found, Kind.COMPLETION) == 2000
    assert abs(total(found) - (4800 + 10000)) < Decimal("0.001")


def test_earlier_earnings_elsewhere_use_up_the_band_only():
    history = [History("25-123", earned_elsewhere=Decimal(5000))]
    aim = programme("2025-08-01", "2026-07-31", price=None)
    aim["AppFinRecord"] = tnp("2025-08-01", 10000, residual=True)
    found = earned(learner(aim, history=history), reference(band=12000))
    episode = found.episodes[0]
    assert episode.adjustment == 3000  # 10,000 - (12,000 - 5,000)
    assert abs(total(found) - (7000 - episode.completion_element)) < Decimal("0.001")


def test_a_break_over_a_month_end_loses_that_month():
    first = programme("2025-08-01", "2026-07-31", **paused("2025-12-10"))
    again = back("2026-01-15", "2026-07-31", "2025-08-01")
    months = by_month(earned(learner(first, again)), Kind.ON_PROGRAMME)
    assert months["2526-04"] == "1000.00"
    assert "2526-05" not in months
    assert months["2526-06"] == "1142.86"  # 8,000 / 7


def test_a_first_stay_too_short_earns_nothing_and_leaves_the_whole_price():
    first = programme("2025-08-01", "2026-07-31", **paused("2025-08-31"))
    again = back("2025-10-01", "2026-07-31", "2025-08-01")
    months = by_month(earned(learner(first, again)), Kind.ON_PROGRAMME)
    assert list(months)[0] == "2526-03"
    assert set(months.values()) == {"1200.00"}


def test_a_new_standard_starts_afresh():
    first = programme("2025-08-01", "2026-07-31", **left("2025-12-31"))
    other = programme("2026-01-01", "2026-12-31", 9000, AimSeqNumber=2) | {"StdCode": 124}
    rows = [
        {"ApprenticeshipCode": code, "ProgType": 25, "MaxEmployerLevyCap": 9000}
        for code in (123, 124)
    ]
    found = earned(learner(first, other), reference(lars_apprenticeship_funding=rows))
    assert {e.identifier.split("-")[1] for e in found.episodes} == {"123", "124"}
    assert by_month(found, Kind.ON_PROGRAMME)["2526-06"] == "600.00"


def test_twelve_weeks_after_redundancy_the_money_stops_until_a_new_job():
    work = [
        {"EmpStat": EMPLOYED, "DateEmpStatApp": "2025-07-01"},
        {"EmpStat": UNEMPLOYED, "DateEmpStatApp": "2025-11-10"},
        {"EmpStat": EMPLOYED, "DateEmpStatApp": "2026-04-20"},
    ]
    who = learner(programme("2025-08-01", "2027-07-31"), LearnerEmploymentStatus=work)
    months = by_month(earned(who), Kind.ON_PROGRAMME)
    assert {"2526-05", "2526-06", "2526-09"} <= set(months)
    assert not {"2526-07", "2526-08"} & set(months)  # 12 weeks end on 1 February


def test_a_redundancy_late_in_the_programme_is_funded_to_its_end():
    work = [
        {"EmpStat": EMPLOYED, "DateEmpStatApp": "2025-07-01"},
        {"EmpStat": UNEMPLOYED, "DateEmpStatApp": "2026-02-02"},
    ]
    who = learner(programme("2025-08-01", "2026-07-31"), LearnerEmploymentStatus=work)
    found = earned(who)
    assert len(by_month(found, Kind.ON_PROGRAMME)) == 12
    assert total(found) == 12000


def test_without_a_day_an_open_programme_is_forecast_to_its_planned_end():
    found = earned(learner(programme("2025-08-01", "2026-07-31")))
    assert len(by_month(found, Kind.ON_PROGRAMME)) == 12
    assert not by_month(found, Kind.COMPLETION)
    assert [row.amount for row in found.projected] == [3000]


def test_with_a_day_nothing_is_earned_after_it():
    who = learner(programme("2025-08-01", "2026-07-31"), born="2008-01-01")
    found = earned(who, until="2025-11-29")
    assert list(by_month(found, Kind.ON_PROGRAMME)) == ["2526-01", "2526-02", "2526-03"]
    assert by_month(found, Kind.FIRST_PROVIDER) == {"2526-03": "500.00"}
    assert not by_month(earned(who, until="2025-10-28"), Kind.FIRST_PROVIDER)


def test_a_price_recorded_twice_on_a_day_counts_at_its_lower_amount_and_is_said():
    aim = programme("2025-08-01", "2026-07-31", 7500)
    aim["AppFinRecord"] += tnp("2025-08-01", 15000)
    found = earned(learner(aim))
    assert total(found) == 6000
    assert [r.code for r in found.reasons] == ["price twice"]
    assert codes(found) == set()
