"""GCSE grades in English and maths."""

import pytest

from openilr.ilr.codes import code_list
from tests.spec.learner.cases import NEW, OLD, aim, case, learner_fams

# One set of rules serves both subjects and both years: each year asks one subject.
LOW = {"D", "DD", "DE", "E", "EE", "EF", "F", "FF", "FG", "G", "GG", "N", "U", "3", "2", "1"}
SUBJECTS = ((OLD, "EngGrade", "ECF", 2), (NEW, "MathGrade", "MCF", 1))
CASES = [
    *(
        case(f"{field}_{rule}", found, "study", year, **{field: grade, **learner})
        for year, field, condition, edf in SUBJECTS
        for rule, grade, learner, found in (
            ("01", None, {}, [1]),
            ("01", "NONE", {}, []),
            ("02", "5", {}, []),
            ("02", "NONE", {}, []),
            ("02", "A*", {}, []),
            ("02", "X", {}, []),
            ("02", None, {}, []),
            ("02", "none", {}, ["learner"]),
            ("02", "10", {}, ["learner"]),
            ("03", "3", {}, ["learner"]),
            ("03", "4", {}, []),
            ("03", "C", {}, []),
            ("03", "CD", {}, []),
            ("03", "NONE", {}, []),
            ("03", "X", {}, []),
            ("03", None, {}, []),
            ("03", "3", {"LearnerFAM": learner_fams(f"EDF {edf}")}, []),
            (
                *("03", "3", {"LearnerFAM": learner_fams(f"EDF {3 - edf}", f"NLM {edf}")}),
                ["learner"],
            ),
            ("04", "5", {"LearnerFAM": learner_fams(f"{condition} 2")}, ["learner"]),
            ("04", "5", {"LearnerFAM": learner_fams(f"{condition} 3")}, ["learner"]),
            ("04", "5", {"LearnerFAM": learner_fams(f"{condition} 4")}, ["learner"]),
            ("04", "5", {"LearnerFAM": learner_fams(f"{condition} 1")}, []),
            ("04", "5", {"LearnerFAM": learner_fams(f"{condition} 5")}, []),
            ("04", "NONE", {"LearnerFAM": learner_fams(f"{condition} 2")}, []),
            ("04", None, {"LearnerFAM": learner_fams(f"{condition} 2")}, ["learner"]),
            ("04", "5", {}, []),
        )
    ),
    *(
        case(f"{field}_01", found, "study", **{field: None}, aims=[aim(FundModel=model)])
        for field in ("EngGrade", "MathGrade")
        for model, found in ((25, [1]), (82, []), (99, []))
    ),
    case("MathGrade_04", [], "study", MathGrade="5", LearnerFAM=learner_fams("ECF 2")),
    case("EngGrade_04", [], "study", EngGrade="5", LearnerFAM=learner_fams("MCF 2")),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_grades(found, rule, expected, patch):
    assert found(rule, **patch) == expected


@pytest.mark.parametrize("field", ["EngGrade", "MathGrade"])
def test_every_grade_of_the_list(found, field):
    grades = [grade.code for grade in code_list("GCSEGrade", OLD)]
    learners = [
        {"ULN": str(1000000000 + n), "LearnRefNumber": f"L{n}", field: grade}
        for n, grade in enumerate(grades)
    ]
    low = sorted(f"L{n}/learner" for n, grade in enumerate(grades) if grade in LOW)
    assert found(f"{field}_02", base="study", Learner=learners) == []
    assert found(f"{field}_03", base="study", Learner=learners) == low
