"""What is wrong with a declaration fails when it registers, in words that say where."""

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from openilr.ilr.years import only, since
from openilr.language import FILE, Boolean, Expression, days, fact, literal, this
from openilr.language.columns import (
    ULN,
    AddHours,
    AimType,
    DateOfBirth,
    EmpStat,
    FundModel,
    HRSCode,
    HRSRecord,
    LearnDelFAMType,
    Learner,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnRefNumber,
    LearnStartDate,
)
from openilr.language.generate import columns_source, tables_source
from openilr.language.rule import docstring_parts
from openilr.language.tables import contracts, lars_validity
from openilr.rules import registry
from tests.language.rules import DOC, OPEN, own_facts, rule


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: LearnStartDate < 5,
        lambda: FundModel == "36",
        lambda: LearnDelFAMType == 1,
        lambda: LearnStartDate.is_in((date(2026, 1, 1), 3)),
        lambda: FundModel < date(2026, 1, 1),
        lambda: LearnStartDate + 5,
        lambda: FundModel + LearnStartDate,
        lambda: FundModel // 0,
        lambda: FundModel // FundModel,
        lambda: FundModel & AimType == 1,
        lambda: LearningDelivery.any(AimType),
        lambda: LearningDelivery.min(LearnDelFAMType),
        lambda: FundModel.is_in(()),
        lambda: FundModel == None,  # noqa: E711 - what an author might write
        lambda: LearnStartDate.between(date(2026, 1, 1), FundModel),
        lambda: lars_validity.matching(LearnStartDate),
        lambda: lars_validity.matching(ValidityCategory=FundModel),
        lambda: contracts.matching(Nothing=FundModel),
        lambda: literal(1.5),
    ],
)
def test_types_that_do_not_fit_are_refused_where_they_are_written(wrong: Any):
    with pytest.raises((TypeError, KeyError)):
        wrong()


def test_the_message_names_both_sides():
    with pytest.raises(TypeError, match=r"LearningDelivery\.LearnStartDate is date and 5 is int"):
        assert LearnStartDate < 5  # type: ignore[operator]


def test_python_and_or_not_are_refused():
    condition = AimType == 1
    with pytest.raises(TypeError, match="write & | ~"):
        bool(condition and condition)
    with pytest.raises(TypeError, match="two comparisons"):
        assert date(2026, 1, 1) < LearnStartDate < date(2027, 1, 1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("condition", "on", "words"),
    [
        (AimType == 1, Learner, "not on the path of Learner rows"),
        (EmpStat == 10, LearningDelivery, "not on the path of LearningDelivery rows"),
        (Learner.any(AimType == 1), FILE, "not on the path"),
        (this(AimType) == 1, LearningDelivery, "only inside a condition"),
        (LearnRefNumber == "A", FILE, "not on the path"),
        (
            LearningDelivery.any(LearningDelivery.any(AimType == this(this(AimType)))),
            LearningDelivery,
            "out over two rows",
        ),
        (LearningDeliveryFAM.within(LearningDelivery).any(), Learner, "not within"),
    ],
)
def test_columns_off_the_path_are_refused(condition: Boolean, on: Any, words: str):
    with pytest.raises(TypeError, match=words):
        rule(condition, on)


def test_columns_of_rows_above_may_be_used_from_rows_below():
    made = rule((FundModel == 36) & (DateOfBirth < LearnStartDate), LearningDeliveryFAM, ULN)
    assert made.level == "aim"


@pytest.mark.parametrize(
    ("condition", "years", "words"),
    [
        (AddHours > 1, since("2526"), r"AddHours is not collected in 2627"),
        (HRSRecord.any(HRSCode == 1), since("2526"), r"HRSCode is not collected in 2526"),
        (HRSRecord.any(), since("2526"), r"HRSRecord is not collected in 2526"),
    ],
)
def test_columns_of_other_years_are_refused(condition: Boolean, years: Any, words: str):
    with pytest.raises(TypeError, match=words):
        rule(condition, LearningDelivery, years=years)


def test_columns_of_a_year_may_be_used_in_it():
    assert rule(AddHours > 1, LearningDelivery, years=only("2526"))
    assert rule(HRSRecord.any(HRSCode == 1), LearningDelivery, years=since("2627"))


def test_a_fact_of_another_year_is_refused_in_a_rule():
    with own_facts():

        @fact(LearningDelivery)
        def hours_for_the_test():
            """The additional hours."""
            return AddHours

        with pytest.raises(TypeError, match="not collected in 2627"):
            rule(hours_for_the_test > 1, LearningDelivery)


def test_a_rule_needs_what_its_tree_looks_up():
    in_lars = lars_validity.matching(LearningDelivery.LearnAimRef).any()
    made = rule(in_lars & contracts.any(), LearningDelivery)
    assert made.rule.needs == ("contracts", "lars_validity")
    assert not made.rule.whole_file
    assert rule(Learner.same(ULN).others().any(), Learner).rule.whole_file


def test_levels():
    assert rule(AimType == 1, LearningDelivery).level == "aim"
    assert rule(AimType == 1, LearningDelivery, level="learner").once_per_learner
    assert rule(ULN == 1, Learner).level == "learner"
    assert rule(~Learner.any(), FILE).level == "file"
    with pytest.raises(TypeError, match="must stand on LearningDelivery"):
        rule(EmpStat == 1, LearnerEmploymentStatus, level="aim")


def test_reports_must_have_a_name():
    with pytest.raises(TypeError, match="reports columns and named facts"):
        rule(AimType == 1, LearningDelivery, AimType + 1)


def test_docstrings_have_a_sentence_and_a_fix():
    doc = """The aim ended too
    early. It is odd.

    More of it.
    Fix: mend the
    end date.
    """
    assert docstring_parts(doc) == (
        "The aim ended too early.",
        "It is odd. More of it.",
        "mend the end date.",
    )
    for wrong in ("", "A sentence.", "Fix: mend it.", "A sentence.\nFix:"):
        with pytest.raises(TypeError, match="docstring needs"):
            docstring_parts(wrong)


def test_facts_need_a_sentence_and_a_name_of_their_own():
    with own_facts():
        with pytest.raises(TypeError, match="has no sentence"):
            fact(Learner)(lambda: ULN)

        def test_fact() -> Expression:
            """A fact."""
            return ULN

        fact(Learner)(test_fact)
        with pytest.raises(TypeError, match="already"):
            fact(Learner)(test_fact)


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_RULES", {})
    monkeypatch.setattr(registry, "_WAITING", {})


def declare(id: str, on: Any, condition: Boolean, years: Any = OPEN, **more: Any) -> Any:
    return registry.family_rule(id, condition, DOC, on=on, years=years, reports=(), **more)


@pytest.mark.usefixtures("empty_registry")
class TestRegistry:
    def test_an_id_that_is_not_in_the_list_is_refused(self):
        with pytest.raises(TypeError, match="ULN_99: the rules of 2526 have no such rule"):
            declare("ULN_99", Learner, ULN == 1)

    def test_an_id_of_another_year_is_refused(self):
        with pytest.raises(TypeError, match="ULN_13: the rules of 2526"):
            declare("ULN_13", LearningDelivery, ULN == 1)
        assert declare("ULN_13", LearningDelivery, ULN == 1, since("2627"))

    def test_the_same_id_twice_is_refused_unless_the_years_are_disjoint(self):
        declare("ULN_04", Learner, ULN == 1, only("2526"))
        declare("uln04", Learner, ULN == 2, since("2627"))
        with pytest.raises(TypeError, match="twice for 2627"):
            declare("ULN_04", Learner, ULN == 3, only("2627"))
        with pytest.raises(TypeError, match="twice for 2526"):
            registry.waiting("ULN_04", only("2526"), reason="no")

    def test_a_level_against_the_catalogue_is_refused(self):
        with pytest.raises(TypeError, match="catalogue knows"):
            declare("R_101", LearningDeliveryFAM, AimType == 1, level="learner")
        with pytest.raises(TypeError, match="must stand on LearningDelivery"):
            declare("R_101", Learner, ULN == 1)

    def test_a_table_that_is_unknown_is_refused(self):
        with pytest.raises(TypeError, match="no reference table lars_nothing"):
            registry.waiting("ULN_05", since("2526"), reason="x", needs=("lars_nothing",))

    def test_a_failing_rule_is_named(self):
        with pytest.raises(TypeError, match="^ULN_04: "):
            declare("ULN_04", Learner, AimType == 1)


def test_selection_says_why_a_rule_does_not_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "_RULES", {})
    monkeypatch.setattr(registry, "_WAITING", {})
    monkeypatch.setattr(registry, "load", lambda: None)
    registry.rules_of.cache_clear()
    try:
        declare("ULN_13", LearningDelivery, ULN == 1, since("2627"))
        declare("NETFEE_01", LearningDelivery, AimType == 1)
        declare("LearnAimRef_114", LearningDelivery, lars_validity.any())
        declare("ULN_04", Learner, ULN == 1)
        registry.waiting("ULN_05", since("2526"), reason="no register", needs=("uln",))
        found = registry.select("2627", return_period=2, tables=())
        reasons = {n.rule: n.reason for n in found.not_run}
        assert [a.name for a in found.rules] == ["ULN_04"]
        assert reasons["ULN_13"] == "expected from R03"
        assert "does not run" in reasons["NETFEE_01"]
        assert reasons["LearnAimRef_114"].startswith("not supplied")
        assert reasons["ULN_05"] == "no register"
        later = registry.select("2627", return_period=3, tables=("lars_validity",))
        assert {a.name for a in later.rules} == {"ULN_04", "ULN_13", "LearnAimRef_114"}
        only_one = registry.select("2627", return_period=3, tables=(), names=["uln_04"])
        assert [a.name for a in only_one.rules] == ["ULN_04"]
        assert not only_one.not_run
    finally:
        registry.rules_of.cache_clear()


def test_typed_columns_are_those_of_the_declarations():
    from pathlib import Path

    import openilr.language as language

    here = Path(language.__file__).parent
    assert (here / "columns.py").read_text(encoding="utf-8") == columns_source()
    assert (here / "tables.py").read_text(encoding="utf-8") == tables_source()


def test_equal_expressions_are_worked_out_once():
    one = rule(LearningDeliveryFAM.any(LearnDelFAMType == "act"), LearningDelivery)
    two = rule(LearningDeliveryFAM.any(LearnDelFAMType == "ACT"), LearningDelivery)
    assert one.rule.condition is two.rule.condition


def test_days_of_a_number_that_is_no_number_is_refused():
    with pytest.raises(TypeError):
        LearnStartDate + days("3")  # type: ignore[arg-type]


def test_rules_and_one_learner_never_import_polars():
    """The web's save path stands on this."""
    program = """
import sys
from datetime import date
from openilr.language.run import Run
from openilr.language.single import reader
from openilr.language.words import explain
from openilr.reference.supplied import NO_TABLES
from openilr.rules.registry import rules_of
rules = tuple(a for a in rules_of("2627") if not a.rule.needs)
reader(rules, "2627").check({"LearnRefNumber": "A"}, Run("2627", 4, date(2026, 11, 1)), NO_TABLES)
explain(rules[0], {"LearnRefNumber": "A"}, Run("2627", 4, date(2026, 11, 1)), NO_TABLES)
assert not {"polars", "numpy", "pyarrow"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
