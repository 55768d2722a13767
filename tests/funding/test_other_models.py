"""Adult skills, loans bursary, units, legacy standards; and what is said not to be on file."""

from datetime import date
from decimal import Decimal

import pytest

from openilr.funding.other_models import study_rate
from openilr.funding.outcome import Kind
from openilr.funding.parameters import ParameterMissing
from openilr.funding.units import Milestone, unit_payments
from tests.funding.build import by_month, codes, earned, fam, learner, reference, total

AIM = "60000001"


def rate(weighted: float, unweighted: float | None = None, weighting: str = "A") -> list[object]:
    return [
        {
            "LearnAimRef": AIM,
            "FundingCategory": "MATRIX",
            "EffectiveFrom": "2013-08-01",
            "RateWeighted": weighted,
            "RateUnWeighted": unweighted or weighted,
            "WeightingFactor": weighting,
        }
    ]


NO_UPLIFTS: dict[str, list[object]] = {
    "postcodes_area_cost": [],
    "postcodes_disadvantage": [],
    "postcodes_specialist_resources": [],
}


def adult(model: int = 35, **fields: object) -> dict[str, object]:
    return {
        "LearnAimRef": AIM,
        "AimType": 4,
        "AimSeqNumber": 1,
        "FundModel": model,
        "LearnStartDate": "2020-09-01",
        "LearnPlanEndDate": "2021-05-31",
        "CompStatus": 1,
        "LearningDeliveryFAM": [fam("FFI", "1")],
        **fields,
    }


def test_the_first_month_of_an_adult_aim_carries_two_instalments():
    found = earned(learner(adult()), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    months = by_month(found, Kind.ADULT_ON_PROGRAMME)
    assert months["2021-02"] == "160.00"  # 1,000 x 0.8 x 2 / 10
    assert months["2021-10"] == "80.00"
    assert total(found) == 800


def test_an_early_achiever_is_balanced_and_paid_the_rest():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-02-15"}
    found = earned(learner(adult(**done)), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert by_month(found, Kind.ADULT_BALANCING) == {"2021-07": "320.00"}
    assert by_month(found, Kind.ADULT_ACHIEVEMENT) == {"2021-07": "200.00"}
    assert total(found) == 1000


def test_a_co_funded_learner_is_taken_to_pay_half_of_the_unweighted_rate():
    aim = adult(LearningDeliveryFAM=[fam("FFI", "2")])
    found = earned(learner(aim), reference(lars_funding=rate(1200, 1000), **NO_UPLIFTS))
    assert total(found) == 560  # (1,200 - 500) x 0.8


def test_a_job_takes_its_part_of_the_achievement():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-05-31", "EmpOutcome": 1}
    found = earned(learner(adult(**done)), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert total(found, Kind.ADULT_ACHIEVEMENT) == 100
    assert total(found, Kind.ADULT_JOB_OUTCOME) == 100


def test_uplifts_multiply_and_never_lower():
    tables = NO_UPLIFTS | {
        "postcodes_area_cost": [{"Postcode": "CV1 2WT", "AreaCostFactor": "1.1"}],
        "postcodes_disadvantage": [{"Postcode": "CV1 2WT", "Uplift": "0.9"}],
        "lars_funding": rate(1000),
    }
    who = learner(adult(DelLocPostCode="CV1 2WT"), PostcodePrior="CV1 2WT")
    assert total(earned(who, reference(**tables))) == 880


def test_the_annual_cap_scales_a_learners_aims_where_it_is_on_file():
    aims = [adult(AimSeqNumber=n) for n in (1, 2)]
    found = earned(learner(*aims), reference(lars_funding=rate(4400), **NO_UPLIFTS))
    assert abs(total(found) - 3520) < Decimal("0.01")
    later = adult(LearnStartDate="2022-09-01", LearnPlanEndDate="2023-05-31")
    found = earned(learner(later), reference(lars_funding=rate(4400), **NO_UPLIFTS))
    assert {r.parameter for r in found.reasons} == {"adult_annual_cap"}


def test_tables_that_are_not_loaded_are_said_where_they_matter():
    found = earned(learner(adult()), reference(lars_funding=rate(1000)))
    assert {r.parameter for r in found.reasons} == {"postcodes_area_cost", "postcodes_disadvantage"}
    assert not codes(found)


def test_the_adult_skills_fund_is_not_on_file():
    found = earned(learner(adult(38, LearnStartDate="2025-09-01", LearnPlanEndDate="2026-01-31")))
    assert not found.rows
    assert {r.parameter for r in found.reasons} == {"fm38_rates"}


def test_an_adult_aim_without_a_rate_says_so():
    assert codes(earned(learner(adult()), reference(**NO_UPLIFTS))) == {"rate not on file"}


def loan(**fields: object) -> dict[str, object]:
    fams = [fam("ADL", "1"), fam("ALB", "2", "2020-09-01", "2021-05-31")]
    return adult(99, LearningDeliveryFAM=fams, DelLocPostCode="SW1A 1AA", **fields)


def test_loans_bursary_is_due_on_the_first_liability_day_and_then_monthly():
    found = earned(learner(loan()), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    months = by_month(found, Kind.LOANS_SUPPORT)
    assert list(months) == [f"2021-{p:02d}" for p in range(2, 11)]
    assert set(months.values()) == {"150.00"}


def test_the_area_uplift_of_a_loan_is_spread_and_balanced():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-02-15"}
    tables = NO_UPLIFTS | {
        "postcodes_area_cost": [{"Postcode": "SW1A 1AA", "AreaCostFactor": "1.2"}],
        "lars_funding": rate(900),
    }
    found = earned(learner(loan(**done)), reference(**tables))
    assert by_month(found, Kind.LOANS_AREA)["2021-02"] == "20.00"  # 180 / 9
    assert by_month(found, Kind.LOANS_AREA_BALANCING) == {"2021-07": "60.00"}


def test_bursary_rates_after_2020_21_are_not_on_file():
    aim = loan(LearnStartDate="2025-09-01", LearnPlanEndDate="2026-05-31")
    aim["LearningDeliveryFAM"][1]["LearnDelFAMDateTo"] = None
    found = earned(learner(aim), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert not by_month(found, Kind.LOANS_SUPPORT)
    assert {r.parameter for r in found.reasons} == {"loans_support_2"}


def test_plain_unfunded_aims_earn_nothing_and_need_no_reason():
    found = earned(learner(adult(99, LearningDeliveryFAM=[])))
    assert not found.rows
    assert not found.reasons


def test_a_unit_says_what_is_not_on_file():
    aim = adult(39, AimType=1, ProgType=34, LearnStartDate="2026-09-07")
    aim["LearnPlanEndDate"] = "2026-12-11"
    found = earned(learner(aim))
    assert {r.parameter for r in found.reasons} == {"unit_price", "unit_milestone_codes"}


def test_a_withdrawn_unit_keeps_what_has_its_milestone():
    dates = (date(2026, 9, 7), date(2026, 12, 11), Decimal(2000))
    kept = unit_payments(*dates, withdrawn=True, milestones={Milestone.FIRST}, approved=True)
    assert [(p.kind, p.amount, p.payable) for p in kept] == [(Kind.UNIT_FIRST, 600, True)]
    assert unit_payments(*dates, withdrawn=True) == []


def test_a_second_provider_has_no_first_payment_that_was_made_elsewhere():
    dates = (date(2026, 9, 7), date(2026, 12, 11), Decimal(2000))
    left = unit_payments(*dates, first_paid_elsewhere=True)
    assert [(p.kind, p.amount) for p in left] == [(Kind.UNIT_COMPLETION, 1400)]


def legacy(**fields: object) -> dict[str, object]:
    payments = [
        {"AFinType": "PMR", "AFinCode": 1, "AFinDate": day, "AFinAmount": amount}
        for day, amount in (("2016-10-05", 1000), ("2017-02-01", 3000))
    ]
    return adult(
        81,
        AimType=1,
        ProgType=25,
        StdCode=5,
        LearnStartDate="2016-09-01",
        LearnPlanEndDate="2017-12-31",
        AppFinRecord=payments,
        **fields,
    )


def test_a_legacy_standard_pays_two_for_one_within_the_cap():
    row = {"StandardCode": 5, "FundingCategory": "ANY", "CoreGovContributionCap": 6000}
    row["1618Incentive"] = 1200
    found = earned(learner(legacy(), born="1999-01-01"), reference(lars_standard_funding=[row]))
    assert by_month(found, Kind.LEGACY_CORE) == {"1617-03": "2000.00", "1617-07": "4000.00"}
    assert by_month(found, Kind.LEGACY_YOUNG) == {"1617-04": "600.00", "1718-01": "600.00"}


def test_study_programmes_and_bootcamps_are_said():
    study = earned(learner(adult(25)))
    assert [r.code for r in study.reasons] == ["no monthly earnings"]
    bootcamp = earned(learner(adult(37)))
    assert {r.parameter for r in bootcamp.reasons} == {"bootcamp_milestones"}


def test_rates_of_study_programmes_are_on_file_for_one_year():
    day = date(2020, 8, 1)
    assert study_rate(600, day, full_rate_allowed=True) == 4188
    assert study_rate(600, day, full_rate_allowed=False) == 3455
    assert study_rate(300, day, full_rate_allowed=True) == 2234
    assert study_rate(150, day, full_rate_allowed=True) == 1047
    with pytest.raises(ParameterMissing):
        study_rate(600, date(2025, 8, 1), full_rate_allowed=True)
