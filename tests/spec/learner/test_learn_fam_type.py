"""Funding and monitoring records of the learner."""

import pytest

from openilr.ilr.codes import types
from tests.spec.learner.cases import OLD, case, findings, learner_fams

CASES = [
    *(
        case(rule, found, "study", LearnerFAM=learner_fams(*texts))
        for rule, texts, found in (
            ("LearnFAMType_01", ["LSR 36"], []),
            ("LearnFAMType_01", ["lsr 36"], []),
            ("LearnFAMType_01", ["LSR 35"], ["learner"]),
            ("LearnFAMType_01", ["HNS 1", "XXX 1"], ["learner"]),
            ("LearnFAMType_01", ["HNS 2"], ["learner"]),
            ("LearnFAMType_01", ["MMH 1", "EMH 7"], []),
            ("LearnFAMType_03", ["LSR 36"], []),
            *(
                ("LearnFAMType_09", [f"{kind} 1", f"{kind} 2"], ["learner"])
                for kind in ("HNS", "EHC", "DLA", "SEN", "MCF", "ECF", "FME", "MMH", "EMH")
            ),
            ("LearnFAMType_09", ["HNS 1", "hns 1"], ["learner"]),
            ("LearnFAMType_09", ["HNS 1", "EHC 1"], []),
            ("LearnFAMType_09", ["EDF 1", "EDF 2", "LSR 36", "LSR 55"], []),
            ("LearnFAMType_10", ["LSR 36", "LSR 55", "LSR 56", "LSR 57", "LSR 58"], ["learner"]),
            ("LearnFAMType_10", ["LSR 36", "LSR 55", "LSR 56", "LSR 57", "HNS 1"], []),
            ("LearnFAMType_10", ["LSR 36"], []),
            ("LearnFAMType_10", ["EDF 1"] * 5, []),
            ("LearnFAMType_11", ["LSR 36", "LSR 55", "LSR 56"], []),
            ("LearnFAMType_11", ["EDF 1"], []),
            ("LearnFAMType_11", ["EDF 1", "EDF 2", "EDF 1"], ["learner"]),
            ("LearnFAMType_11", ["NLM 17", "NLM 18", "NLM 22"], ["learner"]),
            ("LearnFAMType_11", ["NLM 17", "NLM 18", "EDF 1", "EDF 2"], []),
            ("LearnFAMType_14", ["SEN 1", "EHC 1"], ["learner"]),
            ("LearnFAMType_14", ["SEN 1"], []),
            ("LearnFAMType_14", ["EHC 1"], []),
            ("LearnFAMType_14", ["SEN 1", "EHC 2"], []),
            ("LearnFAMType_14", ["SEN 2", "EHC 1"], []),
            ("LearnFAMType_15", ["MCF 1"], ["learner"]),
            ("LearnFAMType_15", ["MCF 1", "SEN 1"], ["learner"]),
            ("LearnFAMType_15", ["MCF 1", "EHC 1"], []),
            ("LearnFAMType_15", ["MCF 2", "HNS 1"], []),
            ("LearnFAMType_16", ["ECF 1"], ["learner"]),
            ("LearnFAMType_16", ["ECF 1", "SEN 1"], ["learner"]),
            ("LearnFAMType_16", ["ECF 1", "EHC 1"], []),
            ("LearnFAMType_16", ["ECF 2", "HNS 1"], []),
            ("LearnFAMType_17", ["NLM 21", "NLM 22"], ["learner"]),
            ("LearnFAMType_17", ["NLM 21"], []),
            ("LearnFAMType_17", ["NLM 22", "LSR 21"], []),
            ("LearnFAMType_17", ["NLM 21", "LSR 22"], []),
        )
    ),
    case("ALSCost_02", ["learner"], "study", ALSCost=1000),
    case("ALSCost_02", ["learner"], "study", ALSCost=0, LearnerFAM=learner_fams("EHC 1")),
    case("ALSCost_02", [], "study", ALSCost=1000, LearnerFAM=learner_fams("EHC 1", "HNS 1")),
    case("ALSCost_02", [], "study"),
]


@pytest.mark.parametrize(("rule", "expected", "patch"), CASES)
def test_fams(found, rule, expected, patch):
    assert found(rule, **patch) == expected


CODES = (*range(7), 16, 17, 18, 19, 20, 21, 22, 23, 35, 36, 37, *range(54, 62))


def test_every_pair_of_the_lists(found):
    lists = types("LearnerFAM", OLD)
    every = [(kind, code) for kind in lists for code in CODES]
    learners = [
        {
            "ULN": str(1000000000 + n),
            "LearnRefNumber": f"{kind}{code}",
            "LearnerFAM": learner_fams(f"{kind} {code}"),
        }
        for n, (kind, code) in enumerate(every)
    ]
    places = found("LearnFAMType_01", base="study", Learner=learners)
    wrong = [(k, c) for k, c in every if len(lists[k]) and c not in lists[k]]
    assert places == sorted(f"{kind}{code}/learner" for kind, code in wrong)


@pytest.mark.parametrize(
    ("rule", "texts", "shown"),
    [
        ("LearnFAMType_09", ("SEN 1", "HNS 1", "HNS 1", "HNS 1", "EHC 1", "EHC 1"), ["HNS", "EHC"]),
        ("LearnFAMType_10", ("LSR 36",) * 6, ["LSR"]),
        ("LearnFAMType_11", ("EDF 1", "EDF 2", "EDF 1", "EDF 2"), ["EDF"]),
    ],
)
def test_a_type_given_too_often_is_one_finding(rule, texts, shown):
    """A second type is a second finding."""
    of_rule = findings(rule, {"LearnerFAM": learner_fams(*texts)})
    assert [fields["LearnFAMType"] for fields in of_rule] == shown
