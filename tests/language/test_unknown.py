"""Three-valued logic: what each construct gives for unknown, the same in both readers."""

from datetime import date
from typing import Any

import pytest

from openilr.language import (
    Boolean,
    Expression,
    all_of,
    any_of,
    coalesce,
    date_of,
    days,
    literal,
    months,
    when,
    years,
    years_between,
)
from openilr.language.batch.engine import Engine
from openilr.language.batch.plan import Plan
from openilr.language.columns import (
    AFinAmount,
    AFinCode,
    AFinDate,
    AFinType,
    AimType,
    AppFinRecord,
    CompStatus,
    ConRefNumber,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.language.learners import message_of
from openilr.language.nodes import Node
from openilr.language.resolve import resolve
from openilr.language.run import Run
from openilr.language.single import Reader
from openilr.reference.supplied import NO_TABLES
from tests.language.rules import rule

RUN = Run("2627", 4, date(2026, 11, 23))


def value_of(expression: Expression, **aim: Any) -> Any:
    """The value of an expression on one aim; both readers must agree."""
    learner = {"LearningDelivery": [aim]}
    active = rule(literal(True), LearningDelivery)
    node = resolve(expression.node, "LearningDelivery")
    fact_like = rule(expression.is_known().or_unknown(), LearningDelivery)
    single = Reader((active, fact_like), "2627", [(node, "LearningDelivery")])
    row = single.check(learner, RUN, NO_TABLES)[0].row
    found = single.values(row, "LearningDelivery")[0]
    batch = _batch_value(node, learner)
    assert found == batch or (found is None and batch is None), (found, batch)
    return found


def _batch_value(node: Node, learner: Any) -> Any:
    engine = Engine(Plan([("LearningDelivery", node)], as_columns=True), RUN, NO_TABLES)
    engine.work(message_of([learner], "2627"))
    return engine.values("LearningDelivery", node)[0]


T, F = literal(True), literal(False)
U = AimType == 1  # unknown where AimType is absent


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (T & T, True),
        (T & F, False),
        (T & U, None),
        (F & U, False),
        (U & U, None),
        (T | F, True),
        (F | F, False),
        (T | U, True),
        (F | U, None),
        (U | U, None),
        (~T, False),
        (~F, True),
        (~U, None),
        (~(F & U), True),
        (~(T | U), False),
        (any_of(F, U, T), True),
        (all_of(T, U, F), False),
    ],
)
def test_and_or_not_are_kleenes(condition: Boolean, truth: bool | None):
    assert value_of(condition) is truth


@pytest.mark.parametrize(
    "condition",
    [
        AimType == 1,
        AimType != 1,
        AimType < 1,
        AimType >= 1,
        AimType.is_in((1, 2)),
        ~AimType.is_in((1, 2)),
        AimType.between(1, 3),
        LearnStartDate < LearnPlanEndDate,
        LearnStartDate == date(2026, 9, 1),
        ConRefNumber.matches("A"),
        ConRefNumber.starts_with("A", "B"),
        LearnAimRef == "a",
        (LearnStartDate + days(3)) > date(2026, 1, 1),
        years_between(LearnStartDate, LearnPlanEndDate) > 1,
        ConRefNumber.length() > 2,
        ConRefNumber.to_integer() == 2,
    ],
)
def test_a_comparison_with_an_absent_value_is_unknown(condition: Boolean):
    assert value_of(condition) is None


@pytest.mark.parametrize(
    ("condition", "absent", "same", "other"),
    [
        (AimType.differs_from(1), True, False, True),
        (AimType.same_as(1), False, True, False),
        (AimType.is_not_in_or_unknown((1, 3)), True, False, True),
        (AimType.is_unknown(), True, False, False),
        (AimType.is_known(), False, True, True),
        ((AimType == 1).or_unknown(), True, True, False),
        ((AimType == 1).is_not_true(), True, False, True),
    ],
)
def test_what_takes_absence_for_a_value_is_never_unknown(
    condition: Boolean, absent: bool, same: bool, other: bool
):
    assert value_of(condition) is absent
    assert value_of(condition, AimType=1) is same
    assert value_of(condition, AimType=4) is other


def test_two_absent_values_are_the_same_and_do_not_differ():
    assert value_of(ProgType.same_as(CompStatus)) is True
    assert value_of(ProgType.differs_from(CompStatus)) is False
    assert value_of(ProgType == CompStatus) is None


def test_cases_pass_over_unknown_and_coalesce_takes_the_first_known():
    kind = when(AimType == 1).then("one").when(ProgType == 25).then("two").otherwise("else")
    assert value_of(kind, ProgType=25) == "two"
    assert value_of(kind) == "else"
    assert value_of(when(AimType == 1).then("one").otherwise(), AimType=3) is None
    assert value_of(coalesce(ProgType, CompStatus, 7), CompStatus=2) == 2
    assert value_of(coalesce(ProgType, CompStatus, 7)) == 7
    assert value_of(coalesce(ProgType, CompStatus)) is None


@pytest.mark.parametrize(
    ("expression", "empty", "unknown", "some"),
    [
        (AppFinRecord.any(AFinCode == 1), False, False, True),
        (AppFinRecord.none(AFinCode == 1), True, True, False),
        (AppFinRecord.all(AFinCode == 1), True, False, True),
        (AppFinRecord.count(), 0, 1, 2),
        (AppFinRecord.count(AFinCode == 1), 0, 0, 2),
        (AppFinRecord.count_distinct(AFinDate), 0, 0, 1),
        (AppFinRecord.sum(AFinAmount), 0, 0, 5),
        (AppFinRecord.min(AFinDate), None, None, date(2026, 9, 1)),
        (AppFinRecord.max(AFinAmount), None, None, 5),
        (AppFinRecord.joined(AFinType), "", "", "PMR,TNP"),
        (AppFinRecord.latest(AFinDate).take(AFinType), None, None, "pmr"),
        (AppFinRecord.earliest(AFinDate).take(AFinType), None, None, "TNP"),
        (AppFinRecord.latest(AFinDate).exists(), False, False, True),
        (AppFinRecord.first().take(AFinType), None, None, "TNP"),
        (AppFinRecord.last().take(AFinAmount), None, None, None),
        (AppFinRecord.last().take(AFinAmount).differs_from(5), True, True, True),
    ],
)
def test_values_over_rows(expression: Expression, empty: Any, unknown: Any, some: Any):
    day = date(2026, 9, 1)
    rows = [
        {"AFinType": "TNP", "AFinCode": 1, "AFinDate": day, "AFinAmount": 5},
        {"AFinType": "pmr", "AFinCode": 1, "AFinDate": day},
    ]
    assert value_of(expression) == empty
    assert value_of(expression, AppFinRecord=[{}]) == unknown
    assert value_of(expression, AppFinRecord=rows) == some


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        (LearnStartDate + days(1), date(2024, 3, 1)),
        (LearnStartDate - days(60), date(2023, 12, 31)),
        (LearnStartDate + months(12), date(2025, 2, 28)),
        (LearnStartDate - months(24), date(2022, 2, 28)),
        (LearnStartDate + years(4), date(2028, 2, 29)),
        (LearnPlanEndDate + months(1), date(2025, 2, 28)),
        (LearnActEndDate + years(1), date(9999, 12, 31)),
        (LearnActEndDate + days(1), date(9999, 12, 31)),
        (LearnActEndDate - years(9999), date(1, 1, 1)),
        (LearnPlanEndDate - LearnStartDate, 337),
        (years_between(LearnStartDate, LearnPlanEndDate), 0),
        (years_between(LearnStartDate, date(2028, 2, 28)), 3),
        (years_between(LearnStartDate, date(2027, 2, 28)), 3),
        (years_between(LearnPlanEndDate, LearnStartDate), -1),
        (LearnStartDate.year(), 2024),
        (LearnStartDate.month() * 100 + LearnStartDate.day(), 229),
        (LearnStartDate.weekday(), 4),
        (date_of(LearnStartDate.year() + 1, 6, 30), date(2025, 6, 30)),
        (date_of(LearnStartDate.year() - 2024, 6, 30), None),
        (LearnStartDate - days(FundModel), date(2024, 1, 24)),
    ],
)
def test_dates(expression: Expression, result: Any):
    aim = {
        "LearnStartDate": date(2024, 2, 29),
        "LearnPlanEndDate": date(2025, 1, 31),
        "LearnActEndDate": date(9999, 12, 31),
        "FundModel": 36,
    }
    assert value_of(expression, **aim) == result


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        (ConRefNumber.length(), 12),
        (ConRefNumber.slice(0, 4), "SbDA"),
        (ConRefNumber.slice(10, 9), "01"),
        (ConRefNumber.slice(20, 2), ""),
        (ConRefNumber.upper(), "SBDA-1001-01"),
        (ConRefNumber.starts_with("Sb"), True),
        (ConRefNumber.matches("[a-zA-Z]{4}-[0-9]{4}-[0-9]{2}"), True),
        (ConRefNumber.matches("[a-zA-Z]{4}"), False),
        (ConRefNumber.extract("([^-]*-[^-]*)-.*"), "SbDA-1001"),
        (ConRefNumber.extract("(Z).*"), None),
        (ConRefNumber.slice(5, 4).to_integer() + 1, 1002),
        (ConRefNumber.to_integer(), None),
        ((ConRefNumber + "!").slice(12, 1), "!"),
        (FundModel.to_text() + "x", "36x"),
        (FundModel.digit(0), 6),
        (FundModel.digit(1), 3),
        (FundModel // 10, 3),
        ((0 - FundModel) // 10, -4),
        ((0 - FundModel) % 10, 4),
        (2 * FundModel - 1 + FundModel, 107),
        (LearnAimRef == "60ab", True),
        (LearnAimRef.is_in(("60AB", "x")), True),
        (ConRefNumber == "SBDA-1001-01", False),
    ],
)
def test_texts_and_numbers(expression: Expression, result: Any):
    aim = {"ConRefNumber": "SbDA-1001-01", "FundModel": 36, "LearnAimRef": "60Ab"}
    assert value_of(expression, **aim) == result


def test_a_line_end_does_not_slip_through_a_pattern():
    assert value_of(ConRefNumber.matches("[A-Z]"), ConRefNumber="A\n") is False
