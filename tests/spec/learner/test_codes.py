"""Codes of the learner must be in their lists."""

import pytest

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
            (OLD, ["3"], "2015-07-31", []),
            (OLD, ["3"], "2015-08-01", ["learner"]),
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
