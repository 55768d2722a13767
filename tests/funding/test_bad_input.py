"""A learner's bad data: no guessed money, a stated reason, and everyone else unaffected."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from openilr.funding.earnings import Method
from openilr.funding.frames import earnings
from openilr.funding.months import month_of
from openilr.funding.outcome import Kind
from tests.funding.build import (
    ENGLISH,
    NO_UPLIFTS,
    adult,
    codes,
    course,
    earned,
    fam,
    learner,
    programme,
    rate,
    reference,
    tables_of,
    texts,
    tnp,
    total,
)
from tests.messages import message_of

GOOD = programme("2025-08-01", "2026-07-31")

BAD: list[tuple[str, dict[str, Any]]] = [
    ("price missing", {"AppFinRecord": []}),
    ("price negative", {"AppFinRecord": tnp("2025-08-01", -15000)}),
    ("price negative", {"AppFinRecord": tnp("2025-08-01", 16000, -1000)}),
    ("price implausible", {"AppFinRecord": tnp("2025-08-01", 999999)}),
    ("price incomplete", {"AppFinRecord": tnp("", 15000)}),
    ("standard unknown", {"StdCode": 777}),
    ("standard missing", {"StdCode": None}),
    ("date missing", {"LearnPlanEndDate": None}),
    ("date missing", {"LearnStartDate": None}),
    ("dates in the wrong order", {"LearnPlanEndDate": "2025-07-31"}),
    ("dates in the wrong order", {"LearnActEndDate": "2025-07-31", "CompStatus": 3}),
    ("dates in the wrong order", {"OrigLearnStartDate": "2025-08-02"}),
    (
        "dates in the wrong order",
        {"LearnActEndDate": "2026-07-31", "AchDate": "2026-07-30", "CompStatus": 2},
    ),
    ("date implausible", {"LearnPlanEndDate": "9999-12-31"}),
    ("date implausible", {"LearnStartDate": "0001-01-01"}),
    ("end date missing", {"CompStatus": 3}),
    ("status missing", {"CompStatus": None}),
]


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(("code", "fields"), BAD, ids=lambda v: v if isinstance(v, str) else None)
def test_bad_data_is_a_stated_reason_and_no_money(
    code: str, fields: dict[str, Any], method: Method
):
    found = earned(learner(GOOD | fields), method=method)
    assert not found.rows
    assert codes(found) == {code}


@pytest.mark.parametrize(("code", "fields"), BAD, ids=lambda v: v if isinstance(v, str) else None)
def test_everyone_else_in_the_file_is_unaffected(code: str, fields: dict[str, Any]):
    people = [GOOD, GOOD | fields, GOOD]
    records = [
        texts(
            {
                "LearnRefNumber": f"A{number}",
                "DateOfBirth": "1990-05-12",
                "LearningDelivery": [aim],
            }
        )
        for number, aim in enumerate(people)
    ]
    found = earnings(message_of("2526", records), tables_of())
    sums = found.rows.group_by("LearnRefNumber").agg(pl.col("amount").sum()).sort("LearnRefNumber")
    assert sums.rows() == [("A0", 12000), ("A2", 12000)]
    assert found.reasons["LearnRefNumber"].to_list() == ["A1"]
    assert found.reasons["reason"].to_list() == [code]


def test_a_price_that_comes_late_is_said_with_its_day():
    found = earned(learner(GOOD | {"AppFinRecord": tnp("2025-11-01", 15000)}))
    assert found.rows[0].month == month_of(date(2025, 11, 1))
    (reason,) = found.reasons
    assert (reason.code, reason.blocks) == ("price late", True)
    assert reason.fields == (("LearnStartDate", "2025-08-01"), ("AFinDate", "2025-11-01"))


def test_a_contract_record_from_before_the_start_makes_no_price_late():
    aim = GOOD | {"LearningDeliveryFAM": [fam("ACT", "1", "2025-07-30")]}
    found = earned(learner(aim))
    assert total(found) == 12000
    assert not found.reasons


@pytest.mark.parametrize("method", Method)
def test_price_episodes_that_overlap_earn_nothing(method: Method):
    other = programme("2026-01-01", "2026-12-31", AimSeqNumber=2)
    found = earned(learner(GOOD | {"LearnActEndDate": None}, other), method=method)
    assert not found.rows
    assert codes(found) == {"price episodes overlap"}
    assert "1 and 2" in found.reasons[0].text


def test_two_apprenticeships_at_once_are_remarked():
    other = programme("2026-01-01", "2026-12-31", AimSeqNumber=2) | {"StdCode": 124}
    rows = [{"ApprenticeshipCode": code, "ProgType": 25} for code in (123, 124)]
    found = earned(learner(GOOD, other), reference(lars_apprenticeship_funding=rows))
    assert total(found) == 24000
    assert [(r.code, r.blocks) for r in found.reasons] == [("two at once", False)]


def test_a_reason_names_fields_with_their_values():
    found = earned(learner(GOOD | {"LearnPlanEndDate": "2025-07-31"}))
    assert found.reasons[0].fields == (
        ("LearnStartDate", "2025-08-01"),
        ("LearnPlanEndDate", "2025-07-31"),
    )


def test_a_bad_programme_does_not_touch_the_learners_english():
    aims = (GOOD | {"AppFinRecord": []}, course("2025-08-01", "2026-07-31"))
    found = earned(learner(*aims), reference(rates={ENGLISH: 480}))
    assert total(found, Kind.ENGLISH_MATHS) == 480


def test_a_table_that_is_not_loaded_is_named():
    from openilr.funding.reference import FundingReference

    found = earned(learner(GOOD, course("2025-08-01", "2026-07-31")), FundingReference())
    assert not found.rows
    assert {r.parameter for r in found.reasons} == {"lars_apprenticeship_funding", "lars_funding"}
    assert all("openilr reference load" in r.text for r in found.reasons)


def test_a_value_that_is_not_a_date_counts_as_absent():
    found = earned(learner(GOOD | {"LearnStartDate": "2025-02-30"}))
    assert codes(found) == {"date missing"}


def test_an_aim_without_a_funding_model_is_left_alone():
    found = earned(learner(GOOD | {"FundModel": None}))
    assert not found.rows
    assert not found.reasons


def test_support_records_of_another_code_pay_nothing():
    aim = programme("2025-08-01", "2026-07-31", fams=[fam("LSF", "2", "2025-08-01")])
    assert not total(earned(learner(aim)), Kind.LEARNING_SUPPORT)


# -- other models ----------------------------------------------------------------------------------

RATES = {"lars_funding": rate(1000), **NO_UPLIFTS}
LOAN = [fam("ADL", "1"), fam("ALB", "1", "2020-09-01")]
MODELS: list[tuple[str, dict[str, Any]]] = [
    ("adult skills", adult()),
    ("adult skills fund", adult(38)),
    ("loans bursary", adult(99, LearningDeliveryFAM=LOAN)),
    ("before May 2017", adult(81, AimType=1, ProgType=25, StdCode=5)),
    ("bootcamp", adult(37, AimType=1, ProgType=32)),
    ("unit", adult(39, AimType=1, ProgType=34)),
]
DATES: list[tuple[str, dict[str, Any]]] = [
    ("date missing", {"LearnPlanEndDate": None}),
    ("dates in the wrong order", {"LearnPlanEndDate": "2020-08-31"}),
    ("dates in the wrong order", {"LearnActEndDate": "2020-08-31", "CompStatus": 3}),
    ("date implausible", {"LearnPlanEndDate": "9999-12-31"}),
    ("end date missing", {"CompStatus": 3}),
]


@pytest.mark.parametrize(("code", "fields"), DATES, ids=lambda v: v if isinstance(v, str) else None)
@pytest.mark.parametrize("aim", [m[1] for m in MODELS], ids=[m[0] for m in MODELS])
def test_bad_dates_of_any_model_are_a_stated_reason(
    aim: dict[str, Any], code: str, fields: dict[str, Any]
):
    found = earned(learner(aim | fields), reference(**RATES))
    assert not found.rows
    assert not found.projected
    assert codes(found) == {code}


@pytest.mark.parametrize(("name", "value"), [("PriorLearnFundAdj", -1), ("OtherFundAdj", 1000)])
def test_percentages_that_cannot_be_are_a_stated_reason(name: str, value: int):
    for aim, tables in (
        (adult(**{name: value}), reference(**RATES)),
        (adult(99, LearningDeliveryFAM=LOAN, **{name: value}), reference(**RATES)),
        (
            course("2025-08-01", "2026-07-31", **{name: value}),
            reference(rates={ENGLISH: 480}),
        ),
    ):
        found = earned(learner(aim), tables)
        assert not found.rows
        assert codes(found) == {"adjustment implausible"}


def test_a_payment_below_nothing_is_a_stated_reason():
    payment = {"AFinType": "PMR", "AFinCode": 1, "AFinDate": "2016-10-05", "AFinAmount": -1000}
    aim = MODELS[3][1] | {"AppFinRecord": [payment]}
    row = {"StandardCode": 5, "FundingCategory": "ANY", "CoreGovContributionCap": 6000}
    found = earned(learner(aim), reference(lars_standard_funding=[row]))
    assert not found.rows
    assert codes(found) == {"payment negative"}
