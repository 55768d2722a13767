"""The tool itself: which mutants it makes, and that it tells the noticed from the others."""

import json
from datetime import date

import pytest

from openilr.derived.fams import has_fam
from openilr.derived.lars import is_devolved
from openilr.language import Boolean, coalesce
from openilr.language.columns import FundModel, LearningDelivery, LearnStartDate, ProgType
from openilr.language.nodes import IsIn
from openilr.language.resolve import resolve
from openilr.language.run import Run
from openilr.rules.registry import rules_of
from tests.examples import BUILD
from tests.mutation.canonical import canonical
from tests.mutation.cases import Case
from tests.mutation.mutants import mutants
from tests.mutation.run import Version, kill, subject_of_rule


def tree(condition: Boolean):
    return resolve(condition.node, "LearningDelivery")


def changes(condition: Boolean):
    found, left_out = mutants(tree(condition), "LearningDelivery")
    return sorted(mutant.change for mutant in found), left_out


def test_a_day_moves_by_one_and_its_comparison_takes_each_neighbour():
    made, left_out = changes(LearnStartDate >= date(2025, 8, 1))
    # "after 1 August" is "on or after 2 August": one of the two is counted
    assert made == ["moved by one", *["operator changed"] * 3]
    assert left_out == 1


def test_a_code_is_negated_and_has_no_neighbours():
    assert changes(FundModel == 25) == (["negated"], 0)


def test_each_part_and_each_code_goes():
    made, _ = changes((FundModel == 25) & ProgType.is_in((24, 31)))
    assert made.count("part dropped") == 2
    assert made.count("code dropped") == 2
    assert made.count("and/or swapped") == 1


def test_not_in_takes_absent_values_of_optional_fields_only():
    assert "absent taken in" in changes(~ProgType.is_in((24, 31)))[0]
    assert "absent taken in" not in changes(~FundModel.is_in((25, 82)))[0]


def test_some_rows_become_every_row():
    assert "some to every" in changes(LearningDelivery.any(FundModel == 25))[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LearnStartDate > date(2025, 7, 31), LearnStartDate >= date(2025, 8, 1)),
        (~(FundModel == 25), FundModel != 25),
        ((FundModel == 25) & (ProgType == 31), (ProgType == 31) & (FundModel == 25)),
        (~((FundModel == 25) & (ProgType == 31)), (FundModel != 25) | (ProgType != 31)),
        (FundModel.is_in((25, 82)), FundModel.is_in((82, 25))),
        (coalesce(has_fam("RES") | is_devolved, False), has_fam("RES") | is_devolved),
    ],
)
def test_trees_of_one_meaning_have_one_form(one, other):
    assert canonical(tree(one)) is canonical(tree(other))


def test_trees_of_other_meaning_have_another():
    programme = ProgType == 25  # an optional field
    assert canonical(tree(coalesce(programme, False))) is not canonical(tree(programme))
    assert canonical(tree(FundModel == 25)) is not canonical(tree(FundModel == 35))
    every = canonical(tree(FundModel.is_in((25, 82))))
    assert isinstance(every, IsIn)
    assert every is not canonical(tree(FundModel.is_in((25, 35))))


def _case(start: date, end: date) -> Case:
    aim = {"AimSeqNumber": 1, "LearnStartDate": start, "LearnPlanEndDate": end}
    learner = {"LearnRefNumber": "A001", "LearningDelivery": [aim]}
    run = Run("2526", 6, date(2026, 2, 6))
    tables = json.dumps(BUILD.reference({"year": "2526"}), sort_keys=True)
    return Case("LearnPlanEndDate_02", (learner,), run, tables, "{}", "a test")


def _left(*cases: Case) -> set[str]:
    active = next(a for a in rules_of("2526") if a.name == "LearnPlanEndDate_02")
    version = Version(active, cases)
    subject = subject_of_rule(version)
    kill(version, subject, {})
    return {getattr(subject.mutants[n].tree, "op", "") for n in subject.alive}


def test_cases_notice_what_they_reach_and_nothing_else():
    day = date(2025, 9, 1)
    before = _case(day, date(2025, 8, 31))
    same = _case(day, day)
    after = _case(day, date(2025, 9, 2))
    assert _left() == {"<=", ">", "!="}
    assert _left(before) == {"<=", "!="}
    assert _left(before, same) == {"!="}
    assert _left(before, same, after) == set()
