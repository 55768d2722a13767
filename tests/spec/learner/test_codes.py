"""Codes of the learner must be in their lists."""

import pytest

from openilr.ilr.codes import code_list
from tests.spec.learner.cases import NEW, OLD, aim, case, categories, prior

CASES = [
    *(
        case(rule, found, "asf", **{field: code})
        for rule, field, code, found in (
            ("Accom_01", "Accom", 5, []),
            ("Accom_01", "Accom", 4, ["learner"]),
            ("Accom_01", "Accom", None, []),
            ("Ethnicity_01", "Ethnicity", 31, []),
            ("Ethnicity_01", "Ethnicity", 47, []),
            ("Ethnicity_01", "Ethnicity", 48, ["learner"]),
            ("Ethnicity_01", "Ethnicity", 99, []),
            ("Sex_01", "Sex", "F", []),
            ("Sex_01", "Sex", "M", []),
            ("Sex_01", "Sex", "X", ["learner"]),
            ("Sex_01", "Sex", "f", ["learner"]),
            ("LLDDHealthProb_01", "LLDDHealthProb", 1, []),
            ("LLDDHealthProb_01", "LLDDHealthProb", 9, []),
            ("LLDDHealthProb_01", "LLDDHealthProb", 3, ["learner"]),
            ("LLDDCat_01", "LLDDandHealthProblem", categories("12"), []),
            ("LLDDCat_01", "LLDDandHealthProblem", categories("15", "99"), []),
            ("LLDDCat_01", "LLDDandHealthProblem", categories("12", "19"), ["learner"]),
            ("LLDDCat_01", "LLDDandHealthProblem", None, []),
            ("PrimaryLLDD_02", "LLDDandHealthProblem", categories("12p", "9"), []),
            (
                *("PrimaryLLDD_02", "LLDDandHealthProblem"),
                *([{"LLDDCat": 12, "PrimaryLLDD": 2}], ["learner"]),
            ),
            ("PriorAttain_03", "PriorAttain", prior((3, "2025-08-01")), []),
            ("PriorAttain_03", "PriorAttain", prior((99, "2025-08-01")), []),
            ("PriorAttain_03", "PriorAttain", prior((11, "2025-08-01")), ["learner"]),
            ("PriorAttain_03", "PriorAttain", None, []),
        )
    ),
    case("LLDDCat_01", [], LLDDandHealthProblem=categories("1")),
    case("LLDDCat_01", ["learner"], "asf", NEW, LLDDandHealthProblem=categories("1")),
    *(
        case(
            *("LLDDCat_02", found, "asf", year),
            LLDDandHealthProblem=categories(*codes),
            aims=[aim(LearnStartDate=start)],
        )
        for year, codes, start, found in (
            (OLD, ["15"], "2025-07-31", []),
            (OLD, ["15"], "2025-08-01", ["learner"]),
            (NEW, ["15"], "2025-08-01", ["learner"]),
            (NEW, ["15"], "2025-07-31", []),
            (OLD, ["12", "15"], "2025-08-01", ["learner"]),
            (OLD, ["12"], "2025-08-01", []),
            (OLD, ["1", "2", "3"], "2015-07-31", []),
            *((OLD, [code], "2015-08-01", ["learner"]) for code in "123"),
            (NEW, ["12"], "2025-08-01", []),
            (OLD, ["77"], "2025-08-01", []),
        )
    ),
    # the earliest of all aims counts
    case(
        *("LLDDCat_02", [], "asf"),
        LLDDandHealthProblem=categories("15"),
        aims=[aim(2, LearnStartDate="2025-07-31")],
    ),
    *(
        case(
            *("ProvSpecLearnMonOccur_01", found, "asf"),
            ProviderSpecLearnerMonitoring=[
                {"ProvSpecLearnMonOccur": mark, "ProvSpecLearnMon": "x"} for mark in marks
            ],
        )
        for marks, found in (("A", []), ("AB", []), ("C", ["learner"]), ("AC", ["learner"]))
    ),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_codes(found, rule, expected, patch):
    assert found(rule, **patch) == expected


def child(name, field):
    """Makes the records of a learner from a code."""
    return lambda code: {name: [{field: code}]}


LISTS = [
    ("Accom_01", "Accom", lambda code: {"Accom": code}),
    ("Ethnicity_01", "Ethnicity", lambda code: {"Ethnicity": code}),
    ("Sex_01", "Sex", lambda code: {"Sex": code}),
    ("LLDDHealthProb_01", "LLDDHealthProb", lambda code: {"LLDDHealthProb": code}),
    ("LLDDCat_01", "LLDDCat", child("LLDDandHealthProblem", "LLDDCat")),
    ("PriorAttain_03", "PriorLevel", child("PriorAttain", "PriorLevel")),
]


@pytest.mark.parametrize("year", [OLD, NEW])
@pytest.mark.parametrize(("rule", "name", "of"), LISTS)
def test_every_code_of_the_list_passes_and_others_fail(found, rule, name, of, year):
    good = [code.code for code in code_list(name, year)]
    bad = [str(n) for n in range(100) if str(n) not in good] if name != "Sex" else ["X"]
    learners = [
        {"ULN": str(1000000000 + n), "LearnRefNumber": f"L{code}", **of(code)}
        for n, code in enumerate([*good, *bad])
    ]
    places = found(rule, year=year, base="asf", Learner=learners)
    assert places == sorted(f"L{code}/learner" for code in bad)
