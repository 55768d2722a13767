"""Payments for days in learning, English and maths, learning support, terms."""

from datetime import date
from decimal import Decimal

from openilr.funding.apprenticeships.programme import apprenticeships
from openilr.funding.apprenticeships.terms import (
    government_share,
    is_completion_held_back,
    received,
)
from openilr.funding.outcome import Earnings, Kind
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


def test_the_employer_payments_of_a_foundation_apprentice_are_not_on_file():
    row = {"ApprenticeshipCode": 123, "ProgType": 25, "FoundationAppFirstEmpPayment": 667}
    found = earned(
        learner(programme("2025-09-01", "2026-08-31")),
        reference(lars_apprenticeship_funding=[row]),
    )
    assert {r.parameter for r in found.reasons} == {"foundation_employer_days"}


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


# -- terms -----------------------------------------------------------------------------------------


def share(start: str, born: str, *, levy: bool | None = None, **fields: object) -> Decimal | None:
    aim = programme(start, "2028-07-31", fams=fields.pop("fams", []))
    who = learner(aim, born=born, **fields)
    found = apprenticeships(who, reference(), Earnings())[0]
    one = found.aims[0]
    return government_share(found, one, one.start, who.employment, levy=levy)


def test_governments_share_goes_by_start_age_and_employer():
    assert share("2019-03-31", "1990-01-01") == Decimal("0.90")
    assert share("2019-04-01", "1990-01-01") == Decimal("0.95")
    assert share("2024-04-01", "2003-01-01", levy=False) == 1
    assert share("2024-04-01", "2003-01-01", levy=True) == Decimal("0.95")
    assert share("2024-04-01", "2003-01-01") is None  # the ILR does not hold the levy
    assert share("2026-08-01", "2003-01-01") == 1
    assert share("2026-08-01", "1990-01-01", levy=True) == Decimal("0.75")
    assert share("2026-08-01", "1990-01-01", levy=False) == Decimal("0.95")


def test_a_small_employer_pays_nothing_for_a_young_apprentice():
    work = [
        {
            "EmpStat": 10,
            "DateEmpStatApp": "2019-01-01",
            "EmploymentStatusMonitoring": [{"ESMType": "SEM", "ESMCode": 1}],
        }
    ]
    assert share("2020-08-01", "2003-01-01", LearnerEmploymentStatus=work) == 1
    assert share("2020-08-01", "1990-01-01", LearnerEmploymentStatus=work) == Decimal("0.95")


def test_funding_lines_follow_contract_and_age():
    def line(start: str, born: str, contract: str = "1", *fams: dict[str, object]) -> str | None:
        aim = programme(start, "2028-07-31", fams=list(fams))
        aim["LearningDeliveryFAM"][0]["LearnDelFAMCode"] = contract
        return earned(learner(aim, born=born)).episodes[0].fund_line

    assert line("2025-08-01", YOUNG) == "16-18 Apprenticeship (Employer on App Service)"
    assert line("2025-08-01", "1990-01-01") == "19+ Apprenticeship (Employer on App Service)"
    assert line("2025-08-01", "1990-01-01", "1", fam("EEF", "2")).startswith("16-18")
    assert line("2018-01-01", "1990-01-01", "2").endswith("Non-Levy Contract (procured)")
    assert line("2017-12-31", "1990-01-01", "2").endswith("(non-procured)")
    assert line("2018-01-01", "1990-01-01", "2", fam("LDM", "358")).endswith("(non-procured)")


def test_completion_is_held_back_until_the_employer_has_paid_and_never_since_august_2026():
    due, paid = Decimal(500), Decimal(450)
    assert is_completion_held_back(date(2026, 7, 31), due, paid)
    assert not is_completion_held_back(date(2026, 7, 31), due, due)
    assert not is_completion_held_back(date(2026, 7, 31), due, paid, exempt=True)
    assert not is_completion_held_back(date(2026, 8, 1), due, paid)


def test_what_the_employer_paid_counts_what_was_given_back():
    aim = programme("2025-08-01", "2026-07-31")
    aim["AppFinRecord"] += [
        {"AFinType": "PMR", "AFinCode": code, "AFinDate": "2025-09-01", "AFinAmount": amount}
        for code, amount in ((1, 300), (2, 100), (3, 50))
    ]
    assert received(learner(aim).aims) == 350
