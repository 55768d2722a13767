"""Adult skills: FM35 to the penny, and FM38 where its rates are given."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from openilr.funding.earnings import story_of
from openilr.funding.outcome import Kind
from tests.funding.build import (
    AIM,
    NO_UPLIFTS,
    adult,
    by_month,
    codes,
    earned,
    fam,
    learner,
    rate,
    reference,
    total,
)

UKPRN = 90000117


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


def test_an_adult_aim_without_a_rate_says_so():
    assert codes(earned(learner(adult()), reference(**NO_UPLIFTS))) == {"rate not on file"}


# -- factors ---------------------------------------------------------------------------------------


def college(residential: bool) -> dict[str, Any]:
    row = {"UKPRN": UKPRN, "Name": "Invented College", "LongTermResid": residential}
    return NO_UPLIFTS | {"lars_funding": rate(1000), "organisations": [row]}


def resident(**fields: Any) -> Any:
    fams = [fam("FFI", "1"), fam("LDM", "322")]
    return learner(adult(LearningDeliveryFAM=fams), **fields)


def test_a_long_term_residential_place_is_uplifted_at_a_college_that_has_them():
    assert total(earned(resident(ukprn=UKPRN), reference(**college(True)))) == 3760  # 800 x 4.7
    assert total(earned(resident(ukprn=UKPRN), reference(**college(False)))) == 800
    assert total(earned(resident(), reference(**college(True)))) == 800


def test_without_the_list_of_organisations_the_uplift_is_said_to_be_left_out():
    found = earned(resident(ukprn=UKPRN), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert total(found) == 800
    assert [(r.parameter, r.blocks) for r in found.reasons] == [("organisations", False)]


def test_specialist_resources_uplift_weighting_g_at_the_providers_sites():
    site = {"UKPRN": UKPRN, "Postcode": "CV1 2WT", "SpecialistResources": True}
    tables = NO_UPLIFTS | {"postcodes_specialist_resources": [site]}
    who = learner(adult(DelLocPostCode="cv12wt"), ukprn=UKPRN)
    found = earned(who, reference(**tables, lars_funding=rate(1720, weighting="G")))
    assert abs(total(found) - Decimal(1536)) < Decimal("0.001")  # 1,720 x 192 / 172 x 0.8
    found = earned(who, reference(**tables, lars_funding=rate(1720, weighting="C")))
    assert total(found) == 1376


def test_custody_has_an_uplift_of_its_own():
    aim = adult(LearningDeliveryFAM=[fam("FFI", "1"), fam("LDM", "034")])
    place = {"postcodes_disadvantage": [{"Postcode": "CV1 2WT", "Uplift": "1.3"}]}
    tables = reference(**NO_UPLIFTS | place, lars_funding=rate(1000))
    assert total(earned(learner(aim, PostcodePrior="CV1 2WT"), tables)) == 896  # 800 x 1.12


ESOL = [{"LearnAimRef": AIM, "EffectiveFrom": "2013-08-01", "BasicSkillsType": 36}]


def test_hours_of_esol_add_an_amount_by_band():
    tables = NO_UPLIFTS | {"lars_funding": rate(1000), "lars_annual_value": ESOL}
    for hours, added in ((1, 14), (100, 600), (101, 724), (197, 1265)):
        found = earned(learner(adult(AddHours=hours)), reference(**tables))
        wanted = (1000 + added) * Decimal("0.8")
        assert abs(total(found) - wanted) < Decimal("0.001")


def test_hours_of_another_aim_add_nothing():
    other = [ESOL[0] | {"BasicSkillsType": 1}]
    tables = NO_UPLIFTS | {"lars_funding": rate(1000), "lars_annual_value": other}
    assert total(earned(learner(adult(AddHours=100)), reference(**tables))) == 800


# -- achievement -----------------------------------------------------------------------------------


def test_a_restart_is_paid_its_achievement_whatever_was_learnt_before():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-05-31"}
    aim = adult(
        PriorLearnFundAdj=50, LearningDeliveryFAM=[fam("FFI", "1"), fam("RES", "1")], **done
    )
    found = earned(learner(aim), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert total(found, Kind.ADULT_ON_PROGRAMME, Kind.ADULT_BALANCING) == 400
    assert total(found, Kind.ADULT_ACHIEVEMENT) == 200


def test_a_learner_in_custody_has_no_job_outcome():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-05-31", "EmpOutcome": 1}
    fams = [fam("FFI", "1"), fam("LDM", "034")]
    found = earned(
        learner(adult(LearningDeliveryFAM=fams, **done)),
        reference(lars_funding=rate(1000), **NO_UPLIFTS),
    )
    assert not total(found, Kind.ADULT_JOB_OUTCOME)
    assert total(found, Kind.ADULT_ACHIEVEMENT) == 224  # 1,000 x 1.12 x 0.2


def test_the_reserved_offer_moves_the_whole_achievement():
    done = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2021-05-31", "EmpOutcome": 2}
    fams = [fam("FFI", "1"), fam("LDM", "376")]
    found = earned(
        learner(adult(LearningDeliveryFAM=fams, **done)),
        reference(lars_funding=rate(1000), **NO_UPLIFTS),
    )
    assert total(found, Kind.ADULT_JOB_OUTCOME) == 200
    assert not total(found, Kind.ADULT_ACHIEVEMENT)


def test_support_is_paid_once_a_month_whatever_the_number_of_aims():
    fams = [fam("FFI", "1"), fam("LSF", "1", "2020-09-01")]
    aims = [adult(AimSeqNumber=n, LearningDeliveryFAM=fams) for n in (1, 2)]
    found = earned(learner(*aims), reference(lars_funding=rate(100), **NO_UPLIFTS))
    assert total(found, Kind.LEARNING_SUPPORT) == 9 * 150


# -- lines and stories -----------------------------------------------------------------------------


def test_what_a_devolved_area_pays_is_an_indication():
    who = learner(adult(LearningDeliveryFAM=[fam("FFI", "1"), fam("SOF", "112")]))
    found = earned(who, reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert [(r.code, r.blocks) for r in found.reasons] == [("indication", False)]


@pytest.mark.parametrize(
    ("fams", "line"),
    [
        ([fam("SOF", "105")], "Adult skills, non-procured"),
        ([fam("SOF", "105"), fam("LDM", "357")], "Adult skills, procured"),
        ([fam("SOF", "110"), fam("DAM", "002")], "Adult Education - Eligible for MCA/GLA funding"),
    ],
    ids=["department", "procured", "devolved"],
)
def test_the_line_goes_by_who_pays(fams: list[Any], line: str):
    who = learner(adult(LearningDeliveryFAM=[fam("FFI", "1"), *fams]))
    assert earned(who, reference(lars_funding=rate(1000), **NO_UPLIFTS)).lines == {0: line}


def test_the_story_of_a_capped_amount_ends_with_that_amount():
    who = learner(*(adult(AimSeqNumber=n) for n in (1, 2)))
    found, note = story_of(who, reference(lars_funding=rate(4400), **NO_UPLIFTS))
    for row in found.rows:
        steps = note.story((row.aim, row.month, str(row.kind), row.episode))
        assert steps[-1].value == row.amount
        assert "Scaled to the limit of the year" in {s.title for s in steps}


# -- the adult skills fund -------------------------------------------------------------------------

NEW = {"LearnStartDate": "2025-09-01", "LearnPlanEndDate": "2026-05-31"}
DONE = {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": "2026-02-15"}


def own(*rows: dict[str, Any]) -> dict[str, Any]:
    return NO_UPLIFTS | {"adult_skills_rates": [{"LearnAimRef": AIM, **row} for row in rows]}


def test_the_adult_skills_fund_is_not_on_file():
    found = earned(learner(adult(38, **NEW)), reference(lars_funding=rate(1000), **NO_UPLIFTS))
    assert not found.rows
    (reason,) = found.reasons
    assert reason.parameter == "adult_skills_rates"
    assert "fm38_funding_category" in reason.text
    assert "adult_skills_rates.csv" in reason.text


def test_rates_that_the_provider_gives_are_paid_in_the_pattern_of_before():
    found = earned(learner(adult(38, **NEW, **DONE)), reference(**own({"RateWeighted": 1000})))
    assert by_month(found, Kind.ADULT_ON_PROGRAMME)["2526-02"] == "160.00"
    assert by_month(found, Kind.ADULT_BALANCING) == {"2526-07": "320.00"}
    assert total(found) == 1000
    assert not codes(found)


def test_lars_serves_once_its_category_is_given():
    rows = rate(1000)
    rows[0]["FundingCategory"] = "OURS"
    given = {"fm38_funding_category": {date(2024, 8, 1): "OURS"}}
    found = earned(
        learner(adult(38, **NEW)), reference(lars_funding=rows, parameters=given, **NO_UPLIFTS)
    )
    assert total(found) == 800


def test_a_devolved_area_pays_its_own_rate_and_the_national_one_is_an_indication():
    aim = adult(38, LearningDeliveryFAM=[fam("FFI", "1"), fam("SOF", "112")], **NEW)
    both = own({"RateWeighted": 1000}, {"RateWeighted": 2000, "SourceOfFunding": "112"})
    found = earned(learner(aim), reference(**both))
    assert total(found) == 1600
    assert "indication" not in {r.code for r in found.reasons}
    national = earned(learner(aim), reference(**own({"RateWeighted": 1000})))
    assert total(national) == 800
    assert "indication" in {r.code for r in national.reasons}


@pytest.mark.parametrize(
    ("fields", "missing", "value", "wanted"),
    [
        ({"LearningDeliveryFAM": [fam("FFI", "2")]}, "fm38_co_funding_reduction", "0.5", 500),
        (DONE | {"EmpOutcome": 1}, "fm38_job_outcome_share", "0.1", 1000),
        (
            {"LearningDeliveryFAM": [fam("FFI", "1"), fam("LDM", "034")]},
            "fm38_custody_uplift",
            "1.25",
            1000,
        ),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_the_fund_pays_needs_what_is_not_on_file(
    fields: dict[str, Any], missing: str, value: str, wanted: int
):
    who = learner(adult(38, **NEW | fields))
    rates = own({"RateWeighted": 1000, "RateUnWeighted": 750})
    found = earned(who, reference(**rates))
    assert not found.rows
    assert missing in {r.parameter for r in found.reasons if r.blocks}
    given = {missing: {date(2024, 8, 1): value}}
    found = earned(who, reference(parameters=given, **rates))
    assert abs(total(found) - wanted) < Decimal("0.001")


def test_one_aim_that_cannot_be_worked_out_leaves_the_others():
    aims = (adult(38, **NEW), adult(38, AimSeqNumber=2, **NEW, **DONE, EmpOutcome=1))
    found = earned(learner(*aims), reference(**own({"RateWeighted": 1000})))
    assert {r.AimSeqNumber for r in found.rows} == {1}


def test_support_of_the_fund_is_paid_without_any_rate():
    fams = [fam("FFI", "1"), fam("LSF", "1", "2025-09-01")]
    found = earned(learner(adult(38, **NEW, LearningDeliveryFAM=fams)), reference(**NO_UPLIFTS))
    assert total(found) == total(found, Kind.LEARNING_SUPPORT) == 9 * 150
