"""Payments for days in learning, English and maths, learning support."""

from datetime import date

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
    total,
)

YOUNG = "2008-01-01"
INCENTIVES = (
    Kind.FIRST_PROVIDER,
    Kind.FIRST_EMPLOYER,
    Kind.SECOND_PROVIDER,
    Kind.SECOND_EMPLOYER,
)


def test_the_payments_of_a_16_to_18_year_old_fall_on_days_90_and_365():
    found = earned(learner(programme("2025-08-01", "2026-07-31"), born=YOUNG))
    assert by_month(found, Kind.FIRST_PROVIDER) == {"2526-03": "500.00"}  # 29 October
    assert by_month(found, Kind.SECOND_EMPLOYER) == {"2526-12": "500.00"}  # 31 July


def test_a_day_less_is_not_enough():
    aim = programme("2025-08-01", "2026-07-31", **left("2025-10-28"))
    assert not any(by_month(earned(learner(aim, born=YOUNG)), kind) for kind in INCENTIVES)


def test_days_on_a_break_do_not_count():
    first = programme("2025-08-01", "2026-07-31", **paused("2025-09-29"))
    again = back("2025-12-01", "2026-10-31", "2025-08-01")
    found = earned(learner(first, again, born=YOUNG))
    assert by_month(found, Kind.FIRST_PROVIDER) == {"2526-05": "500.00"}  # 60 days + 30


def test_assessment_counts_as_days_in_learning():
    aim = programme("2025-08-01", "2026-07-01", **achieved("2026-07-01", "2026-08-10"))
    found = earned(learner(aim, born=YOUNG))
    assert by_month(found, Kind.SECOND_PROVIDER) == {"2526-12": "500.00"}


def test_an_adult_is_paid_for_only_with_a_plan_or_as_a_care_leaver():
    born = "2004-01-01"
    plain = earned(learner(programme("2025-08-01", "2026-07-31"), born=born))
    plan = programme("2025-08-01", "2026-07-31", fams=[fam("EEF", "2")])
    assert not any(by_month(plain, kind) for kind in INCENTIVES)
    assert all(by_month(earned(learner(plan, born=born)), kind) for kind in INCENTIVES)


def test_an_employer_who_is_not_told_is_not_paid():
    fams = [fam("EEF", "4"), fam("LDM", "362")]
    found = earned(learner(programme("2025-08-01", "2026-07-31", fams=fams), born="2004-01-01"))
    assert by_month(found, Kind.FIRST_PROVIDER)
    assert not by_month(found, Kind.FIRST_EMPLOYER)


def test_the_bursary_of_a_care_leaver_has_three_parts_since_august_2023():
    fams = [fam("EEF", "4")]
    new = earned(learner(programme("2025-08-01", "2026-07-31", fams=fams), born="2004-01-01"))
    old = earned(learner(programme("2022-08-01", "2023-07-31", fams=fams), born="2001-01-01"))
    assert by_month(new, Kind.BURSARY) == {
        "2526-02": "1000.00",
        "2526-04": "1000.00",
        "2526-10": "1000.00",
    }
    assert by_month(old, Kind.BURSARY) == {"2223-02": "1000.00"}


def test_lars_amounts_come_before_ours():
    row = {"ApprenticeshipCode": 123, "ProgType": 25, "1618ProviderAdditionalPayment": 1200}
    found = earned(
        learner(programme("2025-08-01", "2026-07-31"), born=YOUNG),
        reference(lars_apprenticeship_funding=[row]),
    )
    assert by_month(found, Kind.FIRST_PROVIDER) == {"2526-03": "600.00"}
    assert by_month(found, Kind.FIRST_EMPLOYER) == {"2526-03": "500.00"}


def test_an_unknown_age_is_said_and_the_price_is_paid_all_the_same():
    who = learner(programme("2025-08-01", "2026-07-31"), born=None)
    found = earned(who)
    assert total(found) == 12000
    assert codes(found) == {"age not known"}


def test_a_framework_has_uplift_and_disadvantage():
    aim = programme("2017-08-01", "2018-07-31", 3000, **achieved("2018-07-31")) | {
        "ProgType": 2,
        "StdCode": None,
        "FworkCode": 490,
        "PwayCode": 1,
    }
    row = {
        "ApprenticeshipCode": 490,
        "ProgType": 2,
        "PwayCode": 1,
        "MaxEmployerLevyCap": 4000,
        "1618FrameworkUplift": 600,
    }
    place = [{"Postcode": "CV1 2WT", "Uplift": 600}]
    who = learner(aim, born="2000-09-01", PostcodePrior="CV12WT")
    found = earned(
        who, reference(lars_apprenticeship_funding=[row], postcodes_das_disadvantage=place)
    )
    assert by_month(found, Kind.UPLIFT_ON_PROGRAMME)["1718-01"] == "40.00"  # 480 / 12
    assert by_month(found, Kind.UPLIFT_COMPLETION) == {"1718-12": "120.00"}
    assert by_month(found, Kind.FIRST_DISADVANTAGE) == {"1718-03": "300.00"}
    assert by_month(found, Kind.SECOND_DISADVANTAGE) == {"1718-12": "300.00"}
    assert total(found, Kind.ON_PROGRAMME, Kind.COMPLETION) == 3000


FOUNDATION = {
    "ApprenticeshipCode": 123,
    "ProgType": 25,
    "FoundationAppFirstEmpPayment": 666.67,
    "FoundationAppSecondEmpPayment": 666.67,
    "FoundationAppThirdEmpPayment": 666.66,
}


def test_the_days_of_the_employer_payments_of_a_foundation_apprentice_are_not_on_file():
    found = earned(
        learner(programme("2025-09-01", "2026-08-31")),
        reference(lars_apprenticeship_funding=[FOUNDATION]),
    )
    assert {r.parameter for r in found.reasons} == {"foundation_employer_days"}
    assert "2,000 in all" in found.reasons[0].text


def test_foundation_payments_are_worked_out_when_their_days_are_given():
    after = FOUNDATION | {"ApprenticeshipCode": 124} | dict.fromkeys(list(FOUNDATION)[2:])
    days = {
        "foundation_employer_days": {date(2025, 8, 1): [90, 240]},
        "foundation_progression_day": {date(2025, 8, 1): 42},
    }
    tables = reference(lars_apprenticeship_funding=[FOUNDATION, after], parameters=days)
    first = programme("2025-09-01", "2026-04-30", **achieved("2026-04-30"))
    then = programme("2026-06-01", "2027-12-31", AimSeqNumber=2) | {"StdCode": 124}
    found = earned(learner(first, then), tables)
    assert by_month(found, Kind.FOUNDATION_FIRST) == {"2526-04": "666.67"}  # 29 November
    assert by_month(found, Kind.FOUNDATION_SECOND) == {"2526-09": "666.67"}  # 28 April
    assert by_month(found, Kind.FOUNDATION_THIRD) == {"2526-12": "666.66"}  # 12 July
    alone = earned(learner(first), tables)
    assert not by_month(alone, Kind.FOUNDATION_THIRD)
    assert not codes(alone)


def test_a_foundation_apprentice_who_goes_on_needs_the_day_of_the_last_part():
    days = {"foundation_employer_days": {date(2025, 8, 1): [90, 240]}}
    after = {"ApprenticeshipCode": 124, "ProgType": 25}
    tables = reference(lars_apprenticeship_funding=[FOUNDATION, after], parameters=days)
    then = programme("2026-06-01", "2027-12-31", AimSeqNumber=2) | {"StdCode": 124}
    first = programme("2025-09-01", "2026-04-30", **achieved("2026-04-30"))
    found = earned(learner(first, then), tables)
    assert by_month(found, Kind.FOUNDATION_FIRST)
    assert {r.parameter for r in found.reasons} == {"foundation_progression_day"}


def test_pathways_of_a_framework_share_its_uplift():
    first = programme("2017-08-01", "2018-07-31", 3000, **left("2018-01-31"))
    second = programme("2018-02-01", "2018-07-31", 3000, AimSeqNumber=2)
    for number, aim in enumerate((first, second), start=1):
        aim |= {"ProgType": 2, "StdCode": None, "FworkCode": 490, "PwayCode": number}
    rows = [
        {
            "ApprenticeshipCode": 490,
            "ProgType": 2,
            "PwayCode": pathway,
            "MaxEmployerLevyCap": 4000,
            "1618FrameworkUplift": 600,
        }
        for pathway in (1, 2)
    ]
    tables = reference(lars_apprenticeship_funding=rows, postcodes_das_disadvantage=[])
    months = by_month(
        earned(learner(first, second, born="2000-09-01"), tables), Kind.UPLIFT_ON_PROGRAMME
    )
    assert months["1718-06"] == "40.00"  # 480 / 12
    assert months["1718-07"] == "40.00"  # (480 - 240) / 6


# -- English and maths -----------------------------------------------------------------------------


def test_english_is_paid_monthly_and_balanced_on_early_completion():
    aim = course("2025-08-06", "2026-08-05", CompStatus=2, LearnActEndDate="2026-06-05", Outcome=1)
    found = earned(learner(aim), reference(rates={ENGLISH: 471}))
    months = by_month(found, Kind.ENGLISH_MATHS)
    assert list(months)[-1] == "2526-10"
    assert set(months.values()) == {"39.25"}
    assert by_month(found, Kind.ENGLISH_MATHS_BALANCING) == {"2526-11": "78.50"}


def test_an_adjustment_of_nothing_pays_nothing_and_one_not_recorded_pays_all():
    rates = reference(rates={ENGLISH: 480})
    for adjustment, wanted in ((None, 480), (50, 240), (0, 0)):
        aim = course("2025-08-01", "2026-07-31", PriorLearnFundAdj=adjustment)
        assert total(earned(learner(aim), rates)) == wanted


def test_a_component_without_a_rate_is_no_english_or_maths():
    found = earned(learner(course("2025-08-01", "2026-07-31")), reference(rates={}))
    assert not found.rows
    assert not found.reasons


def test_a_component_must_be_common_to_the_standard_where_that_is_on_file():
    tables = {
        "lars_learning_delivery": [{"LearnAimRef": ENGLISH, "FrameworkCommonComponent": 10}],
        "lars_standard_common_component": [{"StandardCode": 123, "CommonComponent": 11}],
    }
    aim = course("2025-08-01", "2026-07-31")
    assert not earned(learner(aim), reference(rates={ENGLISH: 480}, **tables)).rows
    tables["lars_standard_common_component"][0]["CommonComponent"] = 10
    assert earned(learner(aim), reference(rates={ENGLISH: 480}, **tables)).rows


# -- learning support ------------------------------------------------------------------------------


def test_support_is_paid_once_a_learner_and_month():
    fams = [
        fam("LSF", "1", "2025-08-15", "2025-10-31"),
        fam("LSF", "1", "2025-10-01", "2025-11-29"),
    ]
    support = [fam("LSF", "1", "2025-08-01", "2026-07-31")]
    aims = (
        programme("2025-08-01", "2026-07-31", fams=fams),
        course("2025-09-01", "2025-12-31", fams=support),
    )
    found = earned(learner(*aims), reference(rates={ENGLISH: 480}))
    assert list(by_month(found, Kind.LEARNING_SUPPORT)) == [
        "2526-01",
        "2526-02",
        "2526-03",
        "2526-04",
        "2526-05",
    ]
    credited = {r.month: r.AimSeqNumber for r in found.rows if r.kind is Kind.LEARNING_SUPPORT}
    assert list(credited.values()) == [1, 1, 1, 9, 9]


def test_an_aim_planned_for_less_than_a_month_draws_no_support():
    fams = [fam("LSF", "1", "2025-08-01")]
    for planned_end, paid in (("2025-08-31", 0), ("2025-09-01", 150)):
        aim = programme("2025-08-01", planned_end, fams=fams)
        assert total(earned(learner(aim)), Kind.LEARNING_SUPPORT) == paid
