"""What a rule says, and why it fired."""

from datetime import date
from typing import Any

import pytest

from openilr.language import Boolean, coalesce, days, fact, literal, this, years, years_between
from openilr.language.columns import (
    AchDate,
    AimType,
    DateEmpStatApp,
    DateOfBirth,
    EmpStat,
    FundModel,
    LearnDelFAMCode,
    LearnDelFAMDateFrom,
    LearnDelFAMType,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.run import Run, teaching_year_start
from openilr.language.words import condition_in_words, explain
from openilr.reference.supplied import NO_TABLES
from tests.language.rules import own_facts, rule

RUN = Run("2627", 4, date(2026, 11, 23))
STATUS = LearnerEmploymentStatus.where(DateEmpStatApp <= LearnStartDate).latest(DateEmpStatApp)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (LearnPlanEndDate < LearnStartDate, "LearnPlanEndDate is before LearnStartDate"),
        (~(FundModel == 36), "FundModel is not 36"),
        (FundModel.is_in((35, 36, 81)), "FundModel is 35, 36 or 81"),
        (~(FundModel < 36), "FundModel is at least 36"),
        (ProgType.differs_from(25), "ProgType differs from 25"),
        (AchDate.is_unknown(), "AchDate is absent"),
        (
            (FundModel == 36) & ((AimType == 1) | (ProgType == 25)),
            "FundModel is 36 and (AimType is 1 or ProgType is 25)",
        ),
        (~((FundModel == 36) | (AimType == 1)), "FundModel is not 36 and AimType is not 1"),
        ((FundModel == 36).is_not_true(), "FundModel is not 36"),
        (
            years_between(DateOfBirth, LearnStartDate) < 19,
            "whole years from DateOfBirth to LearnStartDate is less than 19",
        ),
        (
            LearnStartDate + days(42) > teaching_year_start - years(1),
            "LearnStartDate plus 42 days is after start of the teaching year less 1 years",
        ),
        (
            LearningDeliveryFAM.none(LearnDelFAMType == "act", LearnDelFAMCode == "1"),
            "there is no FAM record where LearnDelFAMType is ACT and LearnDelFAMCode is 1",
        ),
        (
            LearningDelivery.same(ProgType, StdCode).others().any(AimType == 1),
            "there is an aim with the same ProgType and StdCode where it is another one and "
            "AimType is 1",
        ),
        (
            STATUS.take(EmpStat).differs_from(10),
            "EmpStat of the latest employment status where DateEmpStatApp is on or before this "
            "aim's LearnStartDate differs from 10",
        ),
        (
            coalesce(AchDate, LearnPlanEndDate) >= LearnStartDate,
            "AchDate (if absent LearnPlanEndDate) is on or after LearnStartDate",
        ),
    ],
)
def test_conditions_in_words(condition: Boolean, words: str):
    assert condition_in_words(rule(condition, LearningDelivery).rule) == words


AIM: dict[str, Any] = {
    "AimSeqNumber": 1,
    "FundModel": 36,
    "ProgType": 25,
    "LearnStartDate": date(2026, 9, 1),
    "LearnPlanEndDate": date(2026, 8, 31),
}


def why(condition: Boolean, *, on: Any = LearningDelivery, **aim: Any) -> list[str]:
    learner = {"LearnRefNumber": "A", "LearningDelivery": [{**AIM, **aim}]}
    return [e.text for e in explain(rule(condition, on), learner, RUN, NO_TABLES)]


def test_why_a_rule_fired_names_the_values_of_the_row():
    covers = LearningDeliveryFAM.any(
        LearnDelFAMType == "ACT", LearnDelFAMDateFrom <= LearnStartDate
    )
    fired = why(FundModel.is_in((35, 36)) & (ProgType == 25) & ~covers)
    assert fired == [
        "Fired because FundModel is 36, ProgType is 25 and there is no FAM record where "
        "LearnDelFAMType is ACT and LearnDelFAMDateFrom is on or before 2026-09-01."
    ]
    assert why(LearnPlanEndDate < LearnStartDate) == [
        "Fired because LearnPlanEndDate (2026-08-31) is before LearnStartDate (2026-09-01)."
    ]


def test_only_the_branch_that_held_is_said():
    assert why((FundModel == 35) | (ProgType == 25)) == ["Fired because ProgType is 25."]
    assert why((FundModel == 35) | (ProgType == 24)) == []


def test_what_the_row_settles_is_left_out():
    open_record = this(AchDate).is_unknown() | (this(AchDate) >= LearnStartDate)
    fired = why(LearningDelivery.any(AimType == 3, open_record) | literal(True))
    assert fired
    said = why(LearningDelivery.any(ProgType == 25, open_record))
    assert said == ["Fired because there is an aim where ProgType is 25."]


def test_a_fact_is_said_by_its_sentence():
    with own_facts():

        @fact(LearningDelivery)
        def is_standard_for_the_test():
            """The aim is part of a standard."""
            return ProgType == 25

        assert why(is_standard_for_the_test) == ["Fired because the aim is part of a standard."]
        assert why(~is_standard_for_the_test, ProgType=24) == [
            "Fired because the aim is not part of a standard."
        ]
