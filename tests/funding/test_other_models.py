"""Loans bursary, standards from before May 2017, study programmes, models without a formula."""

from datetime import date
from typing import Any

import pytest

from openilr.funding.other_models import study_rate
from openilr.funding.outcome import Kind
from openilr.funding.parameters import ParameterMissing, on_file
from tests.funding.build import (
    ENGLISH,
    NO_UPLIFTS,
    adult,
    by_month,
    codes,
    course,
    earned,
    fam,
    learner,
    rate,
    reference,
    total,
)


def loan(**fields: Any) -> dict[str, Any]:
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


def test_a_place_without_an_area_factor_needs_no_rate():
    found = earned(learner(loan()), reference(lars_funding=[], **NO_UPLIFTS))
    assert not found.reasons
    assert not by_month(found, Kind.LOANS_AREA)


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


def test_bursary_rates_that_are_given_are_paid():
    aim = loan(LearnStartDate="2025-09-01", LearnPlanEndDate="2026-05-31")
    aim["LearningDeliveryFAM"][1] |= {
        "LearnDelFAMDateFrom": "2025-09-01",
        "LearnDelFAMDateTo": None,
    }
    given = {"loans_support_2": {date(2025, 8, 1): 155}}
    tables = reference(lars_funding=rate(1000), parameters=given, **NO_UPLIFTS)
    found = earned(learner(aim), tables)
    assert set(by_month(found, Kind.LOANS_SUPPORT).values()) == {"155.00"}
    assert not codes(found)
    assert found.lines == {0: "Advanced Learner Loans Bursary"}


def test_the_highest_bursary_of_a_month_is_paid_once():
    low = loan()
    high = loan(AimSeqNumber=2)
    high["LearningDeliveryFAM"][1]["LearnDelFAMCode"] = "3"
    found = earned(learner(low, high), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert set(by_month(found, Kind.LOANS_SUPPORT).values()) == {"250.00"}


# -- standards from before May 2017 ----------------------------------------------------------------

STANDARD_ROW = {"StandardCode": 5, "FundingCategory": "ANY", "CoreGovContributionCap": 6000}


def legacy(**fields: Any) -> dict[str, Any]:
    payments = [
        {"AFinType": "PMR", "AFinCode": 1, "AFinDate": day, "AFinAmount": amount}
        for day, amount in (("2016-10-05", 1000), ("2017-02-01", 3000))
    ]
    return adult(
        81,
        **{
            "AimType": 1,
            "ProgType": 25,
            "StdCode": 5,
            "LearnStartDate": "2016-09-01",
            "LearnPlanEndDate": "2017-12-31",
            "AppFinRecord": payments,
            **fields,
        },
    )


def legacy_reference(**columns: Any) -> Any:
    return reference(rates={ENGLISH: 300}, lars_standard_funding=[STANDARD_ROW | columns])


def test_a_legacy_standard_pays_two_for_one_within_the_cap():
    tables = legacy_reference(**{"1618Incentive": 1200})
    found = earned(learner(legacy(), born="1999-01-01"), tables)
    assert by_month(found, Kind.LEGACY_CORE) == {"1617-03": "2000.00", "1617-07": "4000.00"}
    assert by_month(found, Kind.LEGACY_YOUNG) == {"1617-04": "600.00", "1718-01": "600.00"}


def test_what_the_employer_is_given_back_is_taken_back():
    aim = legacy()
    aim["AppFinRecord"].append(
        {"AFinType": "PMR", "AFinCode": 3, "AFinDate": "2017-03-01", "AFinAmount": 2000}
    )
    found = earned(learner(aim), legacy_reference())
    assert by_month(found, Kind.LEGACY_CORE)["1617-08"] == "-2000.00"  # 4,000 - 6,000


def employment(*statuses: tuple[str, int, bool]) -> list[dict[str, Any]]:
    return [
        {
            "EmpStat": 10,
            "DateEmpStatApp": day,
            "EmpId": employer,
            "EmploymentStatusMonitoring": [{"ESMType": "SEM", "ESMCode": 1}] if small else [],
        }
        for day, employer, small in statuses
    ]


@pytest.mark.parametrize(
    ("statuses", "paid"),
    [
        ([("2016-01-01", 1, True)], True),
        ([("2016-01-01", 1, False)], False),
        ([("2016-01-01", 1, False), ("2016-11-01", 2, True)], True),
        ([("2016-01-01", 1, False), ("2016-12-01", 2, True)], False),
        ([("2016-01-01", 1, False), ("2016-11-01", 1, True)], False),
    ],
    ids=["small", "not small", "small new one", "new one too late", "the same one"],
)
def test_a_small_employer_is_paid_on_day_90(statuses: list[Any], paid: bool):
    who = learner(legacy(), LearnerEmploymentStatus=employment(*statuses))
    found = earned(who, legacy_reference(SmallBusinessIncentive=500))
    wanted = {"1617-04": "500.00"} if paid else {}  # 29 November
    assert by_month(found, Kind.LEGACY_SMALL_BUSINESS) == wanted


def test_an_achievement_is_paid_once():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2017-12-31"}
    found = earned(learner(legacy(**done)), legacy_reference(AchievementIncentive=500))
    assert by_month(found, Kind.LEGACY_ACHIEVEMENT) == {"1718-05": "500.00"}


def test_english_of_a_legacy_standard_is_paid_by_the_471_method():
    aim = course("2017-06-01", "2018-05-31", FundModel=81, StdCode=5, PriorLearnFundAdj=50)
    found = earned(learner(legacy(), aim), legacy_reference())
    months = by_month(found, Kind.ENGLISH_MATHS)
    assert len(months) == 12
    assert set(months.values()) == {"19.62"}  # 471 x 50% / 12 = 19.625
    assert abs(total(found, Kind.ENGLISH_MATHS) * 2 - 471) < 1


def test_learning_support_of_a_legacy_standard_is_paid():
    fams = [fam("LSF", "1", "2016-09-01", "2016-11-30")]
    found = earned(learner(legacy(LearningDeliveryFAM=fams)), legacy_reference())
    assert by_month(found, Kind.LEARNING_SUPPORT) == dict.fromkeys(
        ("1617-02", "1617-03", "1617-04"), "150.00"
    )


# -- models without monthly earnings ---------------------------------------------------------------


@pytest.mark.parametrize("model", [10, 11, 82, 81])
def test_models_without_a_formula_are_said_once(model: int):
    found = earned(learner(adult(model), adult(model, AimSeqNumber=2)))
    assert not found.rows
    assert [(r.code, r.blocks) for r in found.reasons] == [("no formula", False)]


def test_study_programmes_are_said_with_their_hours():
    found = earned(learner(adult(25), PlanLearnHours=500, PlanEEPHours=100))
    (reason,) = found.reasons
    assert (reason.code, reason.blocks) == ("no monthly earnings", False)
    assert "Planned hours: 600" in reason.text
    assert "4,188.00" in reason.text
    late = earned(learner(adult(25, LearnStartDate="2025-09-01"), PlanLearnHours=600))
    assert late.reasons[0].parameter == "study_rate_540"


def test_rates_of_study_programmes_are_on_file_for_one_year():
    day, values = date(2020, 8, 1), on_file()
    assert study_rate(600, day, values, full_rate_allowed=True) == 4188
    assert study_rate(600, day, values, full_rate_allowed=False) == 3455
    assert study_rate(300, day, values, full_rate_allowed=True) == 2234
    assert study_rate(150, day, values, full_rate_allowed=True) == 1047
    with pytest.raises(ParameterMissing):
        study_rate(600, date(2025, 8, 1), values, full_rate_allowed=True)
