"""The aims of a T Level, and the hours that go with the condition of funding."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, fam, lars_aim

_TQ, _OTHER_TQ, _OS, _OTHER_OS = "50000001", "50000002", "ZTLOS001", "ZTLOS002"


def _pathway(reference, framework, pathway):
    return {
        "FworkCode": framework,
        "ProgType": 31,
        "PwayCode": pathway,
        "LearnAimRef": reference,
        "EffectiveFrom": "2020-08-01",
        "EffectiveTo": None,
    }


_LARS = {
    "lars_learning_delivery": [
        lars_aim(_TQ, "1468"),
        lars_aim(_OTHER_TQ, "1468"),
        lars_aim(_OS),
        lars_aim(_OTHER_OS),
        lars_aim("ZPROG009", "9999"),
    ],
    "lars_framework_aims": [
        _pathway(_TQ, 1001, 1),
        _pathway(_TQ, 1001, 2),
        _pathway(_OS, 1001, 2),
        _pathway(_OTHER_OS, 1001, 3),
        _pathway(_OTHER_OS, 100, 12),
    ],
}


def _both(found, rule, rows, expected, **person):
    for year in BOTH:
        case = aims(*rows, **person)
        assert found(rule, year=year, base="study", reference=_LARS, **case) == expected, year


def _aim(number, kind, reference="9900004C", programme: int | None = 31, **fields):
    return aim(number, AimType=kind, LearnAimRef=reference, ProgType=programme, **fields)


@pytest.mark.parametrize(
    ("rows", "r125", "r126"),
    [
        ((_aim(1, 5), _aim(2, 3)), [1, 2], []),
        ((_aim(1, 5, programme=30), _aim(2, 3, programme=30)), [1, 2], []),
        ((_aim(1, 5), _aim(2, 3), _aim(3, 1)), [], []),
        ((_aim(1, 5), _aim(3, 1, programme=30)), [1], [3]),
        ((_aim(1, 5), _aim(3, 1, FundModel=99)), [1], [3]),
        ((_aim(1, 5, programme=24),), [], []),
        ((_aim(1, 5, programme=None),), [], []),
        ((_aim(1, 4),), [], []),
        ((_aim(1, 1),), [], [1]),
        ((_aim(1, 1), _aim(2, 4)), [], [1]),
        ((_aim(1, 1, programme=24),), [], []),
    ],
)
def test_programme_and_component(found, rows, r125, r126):
    _both(found, "R_125", rows, r125)
    _both(found, "R_126", rows, r126)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_aim(1, 5, _TQ),), [1]),
        ((_aim(1, 5, _TQ), _aim(2, 1)), []),
        ((_aim(1, 5, _TQ), _aim(2, 1, programme=30)), [1]),
        ((_aim(1, 5, _OS),), []),
        ((_aim(1, 3, _TQ),), []),
    ],
)
def test_technical_qualification(found, rows, expected):
    _both(found, "R_129", rows, expected)


@pytest.mark.parametrize(
    ("rows", "hours", "fires"),
    [
        ((_aim(1, 1),), {}, True),
        ((_aim(1, 1),), {"PlanLearnHours": None}, True),
        ((_aim(1, 1),), {"PlanEEPHours": None, "PlanLearnHours": 0}, True),
        ((_aim(1, 1),), {"PlanLearnHours": None, "PlanEEPHours": None}, False),
        ((_aim(1, 1), _aim(2, 4, programme=None)), {}, False),
        ((_aim(1, 1), _aim(2, 3, FundModel=99)), {}, False),
        ((_aim(1, 1, programme=30),), {}, False),
    ],
)
def test_planned_hours(found, rows, hours, fires):
    _both(found, "R_130", rows, ["learner"] if fires else [], **hours)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_aim(1, 1),), [1]),
        ((_aim(1, 4, programme=None), _aim(2, 1), _aim(3, 5)), [2]),
        ((_aim(1, 1), _aim(2, 3, _OS)), []),
        ((_aim(1, 1), _aim(2, 3, "ztlos123")), []),
        ((_aim(1, 1, programme=30),), []),
    ],
)
def test_no_specialism(found, rows, expected):
    _both(found, "R_137", rows, expected)


_CLOSED = {"LearnActEndDate": "2026-01-15", "CompStatus": 2, "Outcome": 1}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_aim(1, 5, _TQ), _aim(2, 3, _OS)), []),
        ((_aim(1, 5, _TQ), _aim(2, 3, _OTHER_OS)), [2]),
        ((_aim(1, 5, _TQ), _aim(2, 3, _OS), _aim(3, 3, _OTHER_OS)), [3]),
        ((_aim(1, 5, _TQ, **_CLOSED), _aim(2, 3, _OTHER_OS)), []),
        ((_aim(1, 5, _TQ), _aim(2, 3, _OTHER_OS, **_CLOSED)), []),
        ((_aim(2, 3, _OTHER_OS),), []),
        # a qualification or a specialism that LARS has in no framework matches nothing
        ((_aim(1, 5, _OTHER_TQ), _aim(2, 3, _OS)), [2]),
        ((_aim(1, 5, _TQ), _aim(2, 3, "ZTLOS003")), [2]),
        ((_aim(1, 5, _OTHER_TQ), _aim(2, 3, _OS), _aim(3, 5, _TQ)), []),
    ],
)
def test_specialism_of_another(found, rows, expected):
    _both(found, "R_147", rows, expected)


# -------------------------------------------------------------------------- condition of funding

_SUBJECTS = (
    ("R_155", "EFAConFundEnglish", "EngGrade", "ECF", "EMH"),
    ("R_156", "EFAConFundMaths", "MathGrade", "MCF", "MMH"),
)


def _learner_fams(*pairs):
    return [{"LearnFAMType": kind, "LearnFAMCode": code} for kind, code in pairs]


def _condition(found, year, subject, rows=None, fams=(), grade="3", cond=True, **person):
    rule, category, field, _, _ = subject
    valid = {"LearnAimRef": "9900004C", "ValidityCategory": category, "StartDate": "2014-08-01"}
    reference = {"lars_validity": [valid] if cond else []}
    learner = {"LearnerFAM": _learner_fams(*fams), **person}
    if grade:
        learner[field] = grade
    else:
        learner[field] = None
    case = aims(*(rows or (aim(1),)), **learner)
    return found(rule, year=year, base="study", reference=reference, **case)


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
def test_minimum_hours(found, year, subject):
    exemption, hours = subject[3], subject[4]

    def check(**case):
        return _condition(found, year, subject, **case)

    for grade in ("3", "2", "1", "U", "D", "E", "F", "G", "X", "NONE"):
        assert check(grade=grade) == [1], grade
    for grade in ("4", "9", "C", "A*", None):
        assert check(grade=grade) == [], grade
    assert check(cond=False) == []
    assert check(fams=((hours, 1),)) == []
    for code in (1, 2, 3, 4):
        assert check(fams=((exemption, code),)) == [], code
    assert check(fams=((exemption, 5),), grade="3") == [1]
    assert check(fams=((exemption, 5),), grade="D") == [1]
    assert check(fams=((exemption, 5),), grade="2") == []
    assert check(fams=(("HNS", 1),)) == [1]


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_minimum_hours_of_whom(found, subject):
    def check(**case):
        return _condition(found, "2526", subject, **case)

    assert check(DateOfBirth="2009-08-31") == [1]
    assert check(DateOfBirth="2009-09-01") == []
    assert check(DateOfBirth=None) == []
    assert check(PlanLearnHours=149, PlanEEPHours=1) == [1]
    assert check(PlanLearnHours=149, PlanEEPHours=None) == []
    assert check(PlanLearnHours=None, PlanEEPHours=150) == [1]
    assert check(rows=(aim(1, FundModel=82),)) == []
    assert check(rows=(aim(1, LearningDeliveryFAM=[fam("SOF", "105")]),)) == []
    team = [fam("SOF", "107"), fam("LDM", "331")]
    for reference in ("60023995", "60033344"):
        row = aim(1, LearnAimRef=reference, LearningDeliveryFAM=team)
        assert check(rows=(row,), cond=False) == [1]
        assert check(rows=({**row, "LearningDeliveryFAM": team[:1]},), cond=False) == []


_NO_HOURS = {"PlanLearnHours": None, "PlanEEPHours": None}


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("size", "start", "expected"),
    [(150, "2025-09-08", [1]), (149, "2025-09-08", []), (150, "2022-07-31", [1])],
)
def test_hours_of_t_level(found, subject, size, start, expected):
    t_level = {"AimType": 1, "ProgType": 31, "LearnAimRef": "ZPROG001"}
    for year in BOTH:
        hours = (
            {"PHours": size}
            if year == "2526"
            else {"HRSRecord": [{"HRSType": "HRS", "HRSCode": 2, "HRSAmount": size}]}
        )
        rows = (aim(1, ProgType=31), aim(2, LearnStartDate=start, **t_level, **hours))
        assert _condition(found, year, subject, rows=rows, **_NO_HOURS) == expected


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_t_level_before_2022(found, subject):
    for start, expected in (("2022-08-01", [1]), ("2022-07-31", [])):
        rows = (aim(1, ProgType=31, LearnStartDate=start),)
        assert _condition(found, "2526", subject, rows=rows) == expected
    rows = (aim(1, LearnStartDate="2022-07-31"),)
    assert _condition(found, "2526", subject, rows=rows) == [1]


def test_latest_t_level(found):
    t_level = {"AimType": 1, "ProgType": 31, "LearnAimRef": "ZPROG001"}
    rows = (
        aim(1),
        aim(2, LearnStartDate="2024-09-02", PHours=600, **t_level),
        aim(3, LearnStartDate="2025-09-08", PHours=100, **t_level),
    )
    assert _condition(found, "2526", _SUBJECTS[0], rows=rows, **_NO_HOURS) == []
