"""Records of one learner or one aim that are given twice."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, fam


def _known(**fields):
    """A record of what is not None: only on learners and aims does None leave a field out."""
    return {name: value for name, value in fields.items() if value is not None}


def _placement(start, employer=None):
    usual = {"WorkPlaceMode": 1, "WorkPlaceHours": 20}
    return _known(WorkPlaceStartDate=start, WorkPlaceEmpId=employer, **usual)


def _status(day, stat=10):
    return _known(EmpStat=stat, DateEmpStatApp=day)


def _llddcat(*codes):
    return {"LLDDandHealthProblem": [_known(LLDDCat=code, PrimaryLLDD=1) for code in codes]}


def _learner_occur(*codes):
    return {
        "ProviderSpecLearnerMonitoring": [
            _known(ProvSpecLearnMonOccur=code, ProvSpecLearnMon=f"x{n}")
            for n, code in enumerate(codes)
        ]
    }


def _aim_occur(*codes):
    return {
        "ProviderSpecDeliveryMonitoring": [
            _known(ProvSpecDelMonOccur=code, ProvSpecDelMon=f"x{n}") for n, code in enumerate(codes)
        ]
    }


def _learner_fams(*pairs):
    return {"LearnerFAM": [_known(LearnFAMType=kind, LearnFAMCode=code) for kind, code in pairs]}


def _placements(*rows):
    return aims(aim(1, LearningDeliveryWorkPlacement=list(rows)))


def _fams(*rows):
    return aims(aim(1, LearningDeliveryFAM=list(rows)))


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    ("rule", "case", "expected"),
    [
        ("R_07", aims({"AimSeqNumber": 1, "$raw": True}), [1]),
        ("R_07", aims(aim(2)), []),
        # what is not there is not given twice
        ("R_43", aims(LearnerEmploymentStatus=[_status(None)] * 2), []),
        ("R_45", aims(**_llddcat(None, None)), []),
        ("R_49", aims(**_learner_occur(None, None)), []),
        ("R_50", aims(aim(1, **_aim_occur(None, None))), []),
        ("R_51", aims(**_learner_fams((None, 36), (None, 36))), []),
        ("R_52", _fams(*[_known(LearnDelFAMCode="034")] * 2), []),
        ("R_67", _placements(*[_placement(None, 100000029)] * 2), []),
        ("R_96", _placements(*[_placement(None, 100000029)] * 2), []),
        # but a record that lacks something else is
        ("R_51", aims(**_learner_fams(("LSR", None), ("LSR", None))), ["learner"]),
        ("R_52", _fams(*[_known(LearnDelFAMType="LDM")] * 2), [1]),
        ("R_43", aims(LearnerEmploymentStatus=[_status("2024-09-02")] * 2), ["learner"]),
        (
            "R_43",
            aims(LearnerEmploymentStatus=[_status("2024-09-02"), _status("2024-09-02", 12)]),
            ["learner"],
        ),
        ("R_43", aims(LearnerEmploymentStatus=[_status("2024-09-02"), _status("2024-09-03")]), []),
        ("R_45", aims(**_llddcat(4, 5, 4)), ["learner"]),
        ("R_45", aims(**_llddcat(4, 5)), []),
        ("R_49", aims(**_learner_occur("A", "A")), ["learner"]),
        ("R_49", aims(**_learner_occur("A", "B")), []),
        ("R_50", aims(aim(1, **_aim_occur("A", "C", "C"))), [1]),
        ("R_50", aims(aim(1, **_aim_occur("A", "C")), aim(2, **_aim_occur("A", "C"))), []),
        ("R_51", aims(**_learner_fams(("LSR", 36), ("LSR", 36))), ["learner"]),
        ("R_51", aims(**_learner_fams(("LSR", 36), ("lsr", 36))), ["learner"]),
        ("R_51", aims(**_learner_fams(("LSR", 36), ("NLM", 36), ("LSR", 55))), []),
        ("R_52", _fams(fam("LDM", "034"), fam("LDM", "034")), [1]),
        ("R_52", _fams(fam("ldm", "034"), fam("LDM", "034")), [1]),
        ("R_52", _fams(fam("LDM", "034"), fam("LDM", "34")), []),
        ("R_52", _fams(fam("LDM", "034"), fam("DAM", "034")), []),
        ("R_52", aims(aim(1), aim(2)), []),
        *(
            ("R_52", _fams(fam(kind, "1", "2025-09-08"), fam(kind, "1", "2025-10-08")), [])
            for kind in ("LSF", "ACT", "ALB", "act")
        ),
        ("R_67", _placements(*[_placement("2025-10-01", 100000029)] * 2), [1]),
        ("R_67", _placements(*[_placement("2025-10-01")] * 2), [1]),
        ("R_67", _placements(_placement("2025-10-01"), _placement("2025-10-01", 100000029)), []),
        (
            "R_67",
            _placements(_placement("2025-10-01", 100000029), _placement("2025-10-02", 100000029)),
            [],
        ),
        (
            "R_67",
            aims(
                *(aim(n, LearningDeliveryWorkPlacement=[_placement("2025-10-01")]) for n in (1, 2))
            ),
            [],
        ),
        (
            "R_96",
            aims(
                *(
                    aim(n, LearningDeliveryWorkPlacement=[_placement("2025-10-01", 100000029 * n)])
                    for n in (1, 2)
                )
            ),
            ["learner"],
        ),
        (
            "R_96",
            aims(
                *(
                    aim(n, LearningDeliveryWorkPlacement=[_placement(f"2025-10-0{n}")])
                    for n in (1, 2)
                )
            ),
            [],
        ),
    ],
)
def test_given_twice(found, year, rule, case, expected):
    assert found(rule, year=year, base="asf", **case) == expected


@pytest.mark.parametrize(
    ("start", "rows", "fires"),
    [
        ("2026-08-01", [fam("ALB", "1", "2026-09-01"), fam("ALB", "3", "2026-09-01")], True),
        ("2026-07-31", [fam("ALB", "1", "2026-09-01"), fam("ALB", "3", "2026-09-01")], False),
        ("2026-08-01", [fam("ALB", "1", "2026-09-01"), fam("ALB", "1", "2026-09-02")], False),
        ("2026-08-02", [fam("ALB", "1", "2026-09-01"), fam("ALB", "3", "2026-09-01")], True),
        ("2026-08-01", [fam("ALB", "1", "2026-09-01"), fam("LSF", "1", "2026-09-01")], False),
        ("2026-08-01", [fam("LSF", "1", "2026-09-01"), fam("ALB", "1", "2026-09-01")], False),
        ("2026-08-01", [fam("LSF", "1", "2026-09-01"), fam("LSF", "2", "2026-09-01")], False),
        ("2026-08-01", [fam("ALB", "1"), fam("ALB", "1")], False),
    ],
)
def test_bursaries_from_one_day(found, start, rows, fires):
    case = aims(aim(1, LearnStartDate=start, LearningDeliveryFAM=rows))
    assert found("R_157", year="2627", base="nonfunded", **case) == ([1] if fires else [])


_SEVERAL = [
    ([{}, {"LearnRefNumber": "B1"}], [], []),
    ([{}, {"LearnRefNumber": "a001"}], ["A001/learner"], []),
    # once, on the first of them
    ([{}, {"LearnRefNumber": "a001"}, {"LearnRefNumber": " A001"}], ["A001/learner"], []),
    ([{"LearnRefNumber": None}, {"LearnRefNumber": None}], [], []),
    ([{"LearnRefNumber": "x"}, {"ULN": "1000000019"}], [], ["A002/learner", "x/learner"]),
    ([{"ULN": "9999999999"}, {"ULN": "9999999999"}], [], []),
]


@pytest.mark.parametrize(("learners", "references", "ulns"), _SEVERAL)
def test_learners_given_twice(found, learners, references, ulns):
    assert found("R_06", base="asf", Learner=learners) == references
    assert found("R_59", base="asf", Learner=learners) == ulns
