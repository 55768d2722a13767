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
        # either kind of aim is enough
        ((_aim(1, 1), _aim(2, 3)), [], []),
        ((_aim(1, 1), _aim(2, 5)), [], []),
        # absent is the same as absent
        ((_aim(1, 5, FundModel=None), _aim(2, 1, FundModel=None)), [], []),
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
        ((_aim(1, 5, _TQ, None), _aim(2, 1, programme=None)), []),
        ((_aim(1, 5, _TQ, None), _aim(2, 1)), [1]),
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
        # a closed qualification does not count beside an open one
        ((_aim(1, 5, _OTHER_TQ), _aim(2, 3, _OS), _aim(3, 5, _TQ, **_CLOSED)), [2]),
    ],
)
def test_specialism_of_another(found, rows, expected):
    _both(found, "R_147", rows, expected)


def test_each_pathway_of_the_qualification(found):
    pathways = range(1, 18)
    specialisms = [f"ZTLOS1{number:02}" for number in pathways]
    of_both = [_pathway(_OTHER_TQ, 1001, number) for number in pathways]
    of_both += [_pathway(s, 1001, n) for s, n in zip(specialisms, pathways, strict=True)]
    reference = {**_LARS, "lars_framework_aims": of_both}
    # sixteen are looked at; the seventeenth stands behind the last of them
    rows = [_aim(1, 5, _OTHER_TQ)]
    rows += [_aim(number + 1, 3, specialisms[number - 1]) for number in pathways[:16]]
    for year in BOTH:
        case = aims(*rows)
        assert found("R_147", year=year, base="study", reference=reference, **case) == []


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
    for grade in ("3", "D"):
        assert check(fams=((exemption, 5),), grade=grade) == [1], grade
    for grade in ("2", "1", "U", "E", "F", "G", "X", "NONE"):
        assert check(fams=((exemption, 5),), grade=grade) == [], grade
        # neither a code of the exemption that is none nor 5 of something else excuses
        assert check(fams=((exemption, 6), ("HNS", 5)), grade=grade) == [1], grade
    assert check(fams=(("HNS", 1),)) == [1]


_BORN = {"2526": ("2009-08-31", "2009-09-01"), "2627": ("2010-08-31", "2010-09-01")}
"""The youngest who is 16 on 31 August of the year, and one born a day later."""


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
def test_minimum_hours_of_whom(found, year, subject):
    def check(**case):
        return _condition(found, year, subject, **case)

    sixteen, younger = _BORN[year]
    assert check(DateOfBirth=sixteen) == [1]
    assert check(DateOfBirth=younger) == []
    assert check(DateOfBirth="2005-01-01") == [1]
    assert check(DateOfBirth=None) == []
    assert check(PlanLearnHours=149, PlanEEPHours=1) == [1]
    assert check(PlanLearnHours=149, PlanEEPHours=None) == []
    assert check(PlanLearnHours=None, PlanEEPHours=150) == [1]
    assert check(rows=(aim(1, FundModel=82),)) == []


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((("SOF", "107"),), [1]),
        ((("SOF", "107"), ("HHS", "1")), [1]),
        ((("SOF", "105"),), []),
        ((("LDM", "107"),), []),
        ((("SOF", "105"), ("LDM", "107")), []),
        ((), []),
    ],
)
def test_minimum_hours_by_funder(found, year, subject, records, expected):
    row = aim(1, LearningDeliveryFAM=[fam(*record) for record in records])
    assert _condition(found, year, subject, rows=(row,)) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("reference", "records", "expected"),
    [
        *(
            (reference, (("LDM", "331"),), [1])
            for reference in ("60023995", "60027307", "60027629", "60032121", "60033344")
        ),
        ("60023995", (), []),
        ("60023995", (("LDM", "331"), ("LDM", "034")), [1]),
        ("60023995", (("LDM", "034"),), []),
        ("60023995", (("DAM", "331"),), []),
        ("60023995", (("LDM", "034"), ("DAM", "331")), []),
        ("9900004C", (("LDM", "331"),), []),
    ],
)
def test_minimum_hours_in_the_team_programme(found, year, subject, reference, records, expected):
    kept = [fam("SOF", "107"), *(fam(*record) for record in records)]
    row = aim(1, LearnAimRef=reference, LearningDeliveryFAM=kept)
    assert _condition(found, year, subject, rows=(row,), cond=False) == expected


_NO_HOURS = {"PlanLearnHours": None, "PlanEEPHours": None}


def _programme(number, year, size, **fields):
    """A T Level's programme aim of a number of hours, as the year records them."""
    hours = (
        {"PHours": size}
        if year == "2526"
        else {"HRSRecord": [{"HRSType": "HRS", "HRSCode": 2, "HRSAmount": size}]}
    )
    return aim(
        number, **{"AimType": 1, "ProgType": 31, "LearnAimRef": "ZPROG001", **hours, **fields}
    )


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("size", "fields", "expected"),
    [
        (150, {}, [1]),
        (149, {}, []),
        (600, {}, [1]),
        (150, {"LearnStartDate": "2022-07-31"}, [1]),
        (150, {"ProgType": 30}, []),
        (150, {"AimType": 3}, []),
    ],
)
def test_hours_of_t_level(found, year, subject, size, fields, expected):
    start = {"LearnStartDate": "2025-09-08"}
    rows = (aim(1, ProgType=31), _programme(2, year, size, **{**start, **fields}))
    assert _condition(found, year, subject, rows=rows, **_NO_HOURS) == expected


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("kind", "code", "expected"), [("HRS", 2, [1]), ("HRS", 1, []), ("OTH", 2, [])]
)
def test_the_hours_record_of_a_t_level(found, subject, kind, code, expected):
    record = {"HRSType": kind, "HRSCode": code, "HRSAmount": 600}
    rows = (aim(1), _programme(2, "2627", 0, HRSRecord=[record]))
    assert _condition(found, "2627", subject, rows=rows, **_NO_HOURS) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("programme", "start", "expected"),
    [
        (31, "2022-07-31", []),
        (31, "2022-08-01", [1]),
        (31, "2022-08-02", [1]),
        (31, "2020-09-01", []),
        (30, "2022-07-31", [1]),
        (None, "2022-07-31", [1]),
    ],
)
def test_t_level_before_2022(found, year, subject, programme, start, expected):
    rows = (aim(1, ProgType=programme, LearnStartDate=start),)
    assert _condition(found, year, subject, rows=rows) == expected


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(("earlier", "later", "expected"), [(600, 100, []), (100, 600, [1])])
def test_latest_t_level(found, year, subject, earlier, later, expected):
    rows = (
        aim(1),
        _programme(2, year, earlier, LearnStartDate="2024-09-02"),
        _programme(3, year, later, LearnStartDate="2025-09-08"),
    )
    assert _condition(found, year, subject, rows=rows, **_NO_HOURS) == expected
