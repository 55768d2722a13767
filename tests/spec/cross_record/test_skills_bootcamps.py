"""The aims of a Skills Bootcamp. Base: 1 programme aim, 2 subject aim 9900007J (category 62)."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, category, fam

_END = {"LearnActEndDate": "2026-01-15", "CompStatus": 2, "Outcome": 1}
_EVENT = "Z0059747"
_EVENTS = (
    *("Z0059747", "Z0059748", "Z0059749", "Z0060439", "Z0009541"),
    *("Z0060440", "Z0060441", "Z0060442", "Z0060443"),
)
_OTHER = {"ConRefNumber": "SBDA-1001-02"}


def _both(found, rule, case, expected, **more):
    for year in BOTH:
        assert found(rule, year=year, base="bootcamp", **case, **more) == expected, year


@pytest.mark.parametrize(
    ("case", "component", "programme"),
    [
        (aims(), [], []),
        (aims(drop=(1,)), [2], []),
        (aims(drop=(2,)), [], [1]),
        (aims(aim(1, **_OTHER)), [2], [1]),
        (aims(aim(1, FundModel=99)), [2], [1]),
        (aims(aim(1, ConRefNumber=None)), [2], [1]),
        (aims(aim(1, ConRefNumber=None), aim(2, ConRefNumber=None)), [], []),
        (aims(aim(1, ProgType=31), aim(2, ProgType=31, **_OTHER)), [], []),
        (aims(aim(1, ProgType=None)), [2], []),
        (aims(aim(2, AimType=4)), [], [1]),
        (aims(aim(2, AimType=4), drop=(1,)), [], []),
        (aims(aim(2, ProgType=31)), [], [1]),
        # absent is the same as absent
        (aims(aim(1, FundModel=None), aim(2, FundModel=None)), [], []),
    ],
)
def test_programme_and_component(found, case, component, programme):
    _both(found, "R_135", case, component)
    _both(found, "R_136", case, programme)


_COMPLETED = {
    "LearnStartDate": "2025-07-31",
    "CompStatus": 2,
    "Outcome": 1,
    "LearnActEndDate": "2025-10-31",
}


def _completed(number=1, **fields):
    return aim(number, **{"AimType": 1, "LearnAimRef": "ZPROG001", **_COMPLETED, **fields})


_PREPARED = {"Header": {"CollectionDetails": {"FilePreparationDate": "2026-02-05"}}}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_completed(),), [1]),
        ((_completed(LearnStartDate="2025-08-01"),), []),
        ((_completed(LearnStartDate="2025-08-02"),), []),
        ((_completed(AchDate="2025-11-05"),), []),
        ((_completed(CompStatus=1),), []),
        ((_completed(CompStatus=3),), []),
        ((_completed(ProgType=31),), []),
        ((_completed(), aim(3, LearnAimRef=_EVENT)), []),
        ((_completed(), aim(3, LearnAimRef="Z0059748")), []),
        ((_completed(), aim(3, LearnAimRef="Z0059749", **_OTHER)), []),
        ((_completed(), aim(3, LearnAimRef="Z0060439")), [1]),
        # six months after the end the file may do without
        ((_completed(LearnActEndDate="2025-08-05"),), [1]),
        ((_completed(LearnActEndDate="2025-08-04"),), []),
        ((_completed(LearnActEndDate=None),), [1]),
        # the latest programme aim of the contract
        ((_completed(LearnStartDate="2025-06-01"), _completed(3, AchDate="2025-11-05")), []),
        ((_completed(LearnStartDate="2025-06-01", AchDate="2025-11-05"), _completed(3)), [3]),
        (
            (
                _completed(LearnStartDate="2025-06-01"),
                _completed(3, AchDate="2025-11-05", **_OTHER),
            ),
            [1],
        ),
    ],
)
def test_completed_without_outcome(found, rows, expected):
    _both(found, "R_138", aims(*rows), expected, **_PREPARED)


@pytest.mark.parametrize(
    ("rows", "completed", "opened"),
    [
        ((aim(1, **_END),), [1], []),
        ((aim(1, **_END), aim(2, **_END)), [], []),
        ((aim(1, **_END), aim(2, **_END, LearnAimRef="9900003B")), [1], []),
        ((aim(1, **_END), aim(2, **_END, **_OTHER)), [1], []),
        ((aim(1, **_END), aim(2, **_END, AimType=4)), [1], []),
        ((aim(1, **_END), aim(3, **_END)), [], []),
        ((aim(1, **{**_END, "CompStatus": 3}),), [], []),
        ((), [], []),
        ((aim(2, LearnAimRef="9900003B"),), [], [1]),
        ((aim(2, **_OTHER),), [], [1]),
        ((aim(2, AimType=4),), [], [1]),
        ((aim(2, **_END),), [], []),
        ((aim(1, ProgType=31), aim(2, LearnAimRef="9900003B")), [], []),
        # two aims without a contract reference number have the same one
        ((aim(1, ConRefNumber=None), aim(2, ConRefNumber=None)), [], []),
        ((aim(1, **_END, ConRefNumber=None), aim(2, **_END, ConRefNumber=None)), [], []),
    ],
)
def test_subject_aims(found, rows, completed, opened):
    _both(found, "R_139", aims(*rows), completed)
    _both(found, "R_141", aims(*rows), opened)


_EARLIER = {"LearnActEndDate": "2026-01-10", "CompStatus": 2, "Outcome": 1}
_LATER = {"LearnActEndDate": "2026-01-16", "CompStatus": 2, "Outcome": 1}
_NEXT = {"LearnStartDate": "2027-01-11"}
_NO_CONTRACT = {"ConRefNumber": None}


def test_category_on_the_start(found):
    late = {
        "-lars_category": [{"LearnAimRef": "9900007J"}],
        "lars_category": [category("9900007J", 62, since="2027-01-01")],
    }
    _both(found, "R_141", aims(), [1], reference=late)
    _both(found, "R_139", aims(aim(1, **_END), aim(2, **_END)), [1], reference=late)


@pytest.mark.parametrize(
    ("number", "since", "until", "fits"),
    [
        (62, "2025-09-07", None, True),
        (62, "2025-09-08", None, True),
        (62, "2025-09-09", None, False),
        (62, None, None, True),
        (62, "2015-08-01", "2025-09-07", False),
        (62, "2015-08-01", "2025-09-08", True),
        (62, "2015-08-01", "2025-09-09", True),
        (61, "2015-08-01", None, False),
    ],
)
def test_days_of_the_category(found, number, since, until, fits):
    row = {**category("9900007J", number), "EffectiveFrom": since, "EffectiveTo": until}
    reference = {"-lars_category": [{"LearnAimRef": "9900007J"}], "lars_category": [row]}
    case = aims(*(aim(n, LearnStartDate="2025-09-08") for n in (1, 2)))
    _both(found, "R_141", case, [] if fits else [1], reference=reference)


@pytest.mark.parametrize(
    ("rows", "r140", "r143"),
    [
        ((aim(1, **_END),), [2], []),
        ((aim(1, **_END), aim(2, **_END)), [], []),
        ((aim(1, **_END), aim(2, **{**_END, "LearnActEndDate": "2026-01-16"})), [], [1]),
        ((aim(1, **_END), aim(2, **{**_END, "LearnActEndDate": "2026-01-14"})), [], []),
        ((aim(1, **_END), aim(2, **_OTHER)), [], []),
        ((aim(1, **_END), aim(2, **_OTHER, LearnActEndDate="2026-01-16")), [], []),
        ((aim(1, **_END), aim(2, FundModel=99)), [], []),
        ((aim(1, **_END), aim(2, AimType=4)), [], []),
        ((aim(2, LearnActEndDate="2026-01-16"),), [], []),
        ((aim(1, **_END, ProgType=31), aim(2, ProgType=31)), [], []),
        ((aim(1, **_END, ProgType=31), aim(2, ProgType=31, **_LATER)), [], []),
        # what the aims have in common may be absent
        ((aim(1, **_END, **_NO_CONTRACT), aim(2, **_NO_CONTRACT)), [2], []),
        ((aim(1, **_END, **_NO_CONTRACT), aim(2, **_NO_CONTRACT, **_LATER)), [], [1]),
        ((aim(1, **_END, FundModel=None), aim(2, FundModel=None)), [2], []),
        ((aim(1, **_END, FundModel=None), aim(2, FundModel=None, **_LATER)), [], [1]),
        # the last of several components, and no other kind of aim
        ((aim(1, **_END), aim(2, **_EARLIER), aim(3, **_LATER)), [], [1]),
        ((aim(1, **_END), aim(2, **_EARLIER), aim(3, **_END)), [], []),
        ((aim(1, **_END), aim(2, **_EARLIER), aim(3, AimType=4, **_LATER)), [], []),
        # components of other funding, type or contract
        ((aim(1, **_END), aim(2, FundModel=99, **_LATER)), [], []),
        ((aim(1, **_END), aim(2, ProgType=31, **_LATER)), [], []),
        # a later programme aim of other funding or type
        ((aim(1, **_END), aim(3, AimType=1, ProgType=31, **_NEXT)), [2], []),
        ((aim(1, **_END), aim(2, **_LATER), aim(3, AimType=1, ProgType=31, **_NEXT)), [], [1]),
        ((aim(1, **_END), aim(2, **_LATER), aim(3, AimType=1, FundModel=99, **_NEXT)), [], [1]),
        # a later programme aim of the contract is open
        (
            (aim(1, **_END, LearnStartDate="2024-09-02"), aim(3, AimType=1)),
            [],
            [],
        ),
        # or closed, the earlier one being open
        (
            (
                aim(1, LearnStartDate="2024-09-02"),
                aim(3, AimType=1, **_END),
                aim(2, LearnActEndDate="2026-01-16"),
            ),
            [],
            [3],
        ),
    ],
)
def test_ends(found, rows, r140, r143):
    _both(found, "R_140", aims(*rows), r140)
    _both(found, "R_143", aims(*rows), r143)


def _achieved(day, start="2023-08-01", number=1, **fields):
    return aim(
        number, AimType=1, LearnStartDate=start, **({"AchDate": day} if day else {}), **fields
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_achieved("2023-07-31"),), [1]),
        ((_achieved("2023-08-01"),), []),
        ((_achieved(None),), []),
        ((_achieved("2023-07-30", "2023-07-31"),), []),
        ((_achieved("2024-01-10", "2024-02-01"), _achieved(None, number=3)), []),
        ((_achieved("2023-07-31", "2024-02-01"), _achieved(None, number=3)), [1]),
        ((_achieved("2024-01-10", "2024-02-01"), _achieved(None, number=3, **_OTHER)), [1]),
        ((_achieved("2023-07-31", ProgType=31),), []),
        ((_achieved(None), aim(2, LearnStartDate="2023-08-01", AchDate="2023-07-31")), []),
    ],
)
def test_achieved_before_start(found, rows, expected):
    _both(found, "R_144", aims(*rows), expected)


def _programme(start, number=1, **fields):
    return aim(number, AimType=1, LearnAimRef="ZPROG001", LearnStartDate=start, **fields)


def _part(start, reference, number=2, **fields):
    return aim(number, LearnStartDate=start, LearnAimRef=reference, **fields)


@pytest.mark.parametrize(
    ("programmes", "start", "subject", "event"),
    [
        (("2024-08-01",), "2024-07-31", True, True),
        (("2024-08-01",), "2024-08-01", False, False),
        (("2024-07-31",), "2024-07-30", False, False),
        (("2025-07-31",), "2025-07-30", True, True),
        (("2025-08-01",), "2025-07-31", True, False),
        # the earliest start of the contract counts
        (("2024-10-01", "2024-08-01"), "2024-09-01", False, False),
    ],
)
def test_parts_before_start(found, programmes, start, subject, event):
    rows = [_programme(day, number) for number, day in zip((1, 3), programmes, strict=False)]
    _both(found, "R_149", aims(*rows, _part(start, "9900007J")), [2] if subject else [])
    both = {"lars_category": [category("9900007J", 61)]}
    case = aims(*rows, _part(start, "9900007J"))
    _both(found, "R_149", case, [2] if subject else [], reference=both)
    other = {"lars_category": [category("9900003B", 61)]}
    _both(found, "R_149", aims(*rows, _part(start, "9900003B")), [], reference=other)
    _both(found, "R_149", aims(*rows, _part(start, "9900007J", **_OTHER)), [])
    for reference in _EVENTS:
        _both(found, "R_150", aims(*rows, _part(start, reference)), [2] if event else [])
    _both(found, "R_150", aims(*rows, _part(start, "9900007J")), [])
    _both(found, "R_150", aims(*rows, _part(start, _EVENT, **_OTHER)), [])


@pytest.mark.parametrize(("rule", "reference"), [("R_149", "9900007J"), ("R_150", _EVENT)])
def test_which_programme_aims_count_for_the_start(found, rule, reference):
    part = _part("2024-07-30", reference)
    # from August 2024 there is only one of another contract, or none at all
    other = _programme("2024-08-01", 3, **_OTHER)
    _both(found, rule, aims(_programme("2024-07-31"), other, part), [])
    component = _part("2024-09-01", "9900003B", 3)
    _both(found, rule, aims(_programme("2024-07-31"), component, part), [])
    # two aims without a contract reference number have the same one
    rows = (_programme("2024-08-01", **_NO_CONTRACT), {**part, **_NO_CONTRACT})
    _both(found, rule, aims(*rows), [2])


def _indicated(start, day, number=1, **fields):
    rows = [fam("SOF", "105"), fam("EVI", "4", day)]
    return _programme(start, number, LearningDeliveryFAM=rows, **fields)


_EVI = [fam("SOF", "105"), fam("EVI", "4", "2025-07-31")]


@pytest.mark.parametrize(
    ("rows", "r152", "r153"),
    [
        ((_indicated("2025-07-31", "2025-09-01"),), [1], []),
        ((_indicated("2025-08-01", "2025-08-01"),), [], []),
        ((_indicated("2025-08-01", "2025-07-31"),), [], [1]),
        ((_indicated("2025-08-01", "2025-08-02"),), [], []),
        ((_indicated("2025-08-01", None),), [], []),
        ((_programme("2025-07-31"),), [], []),
        ((_indicated("2025-09-01", "2025-07-31"), _programme("2025-07-31", 3)), [1], []),
        ((_indicated("2025-09-01", "2025-07-31"), _programme("2025-07-31", 3, **_OTHER)), [], [1]),
        ((_indicated("2025-07-31", "2025-09-01", ProgType=31),), [], []),
        ((_indicated("2025-08-01", "2025-07-31", ProgType=31),), [], []),
        # the indicator of a component aim, and other dated records
        ((_programme("2025-07-31"), aim(2, LearningDeliveryFAM=_EVI)), [], []),
        ((_programme("2025-08-01"), aim(2, LearningDeliveryFAM=_EVI)), [], []),
        (
            (_programme("2025-08-01", LearningDeliveryFAM=[fam("LSF", "1", "2025-07-31")]),),
            [],
            [],
        ),
    ],
)
def test_event_indicator(found, rows, r152, r153):
    _both(found, "R_152", aims(*rows), r152)
    _both(found, "R_153", aims(*rows), r153)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        *(((_programme("2025-08-01"), _part("2025-09-08", event)), [2]) for event in _EVENTS),
        ((_programme("2025-08-02"), _part("2025-09-08", _EVENT)), [2]),
        (
            (
                _programme("2025-08-01", **_NO_CONTRACT),
                _part("2025-09-08", _EVENT, **_NO_CONTRACT),
            ),
            [2],
        ),
        ((_programme("2025-08-01"), _part("2025-09-08", "z0060442")), [2]),
        ((_programme("2025-07-31"), _part("2025-09-08", _EVENT)), []),
        ((_programme("2025-08-01"), _part("2025-09-08", _EVENT, AimType=4)), []),
        ((_programme("2025-08-01"), _part("2025-09-08", _EVENT, **_OTHER)), []),
        ((_programme("2025-08-01"), _part("2025-09-08", "9900007J")), []),
        (
            (_programme("2025-08-01"), _programme("2025-07-31", 3), _part("2025-09-08", _EVENT)),
            [],
        ),
        ((_programme("2025-08-01", ProgType=31), _part("2025-09-08", _EVENT, ProgType=31)), []),
    ],
)
def test_event_aim_too_late(found, rows, expected):
    _both(found, "R_154", aims(*rows), expected)


def _employed(kind, code):
    status = {
        "EmpStat": 10,
        "DateEmpStatApp": "2024-09-02",
        "EmploymentStatusMonitoring": [{"ESMType": kind, "ESMCode": code}],
    }
    return {"LearnerEmploymentStatus": [status]}


@pytest.mark.parametrize(
    ("base", "kind", "code", "fires"),
    [
        ("asf", "OET", 2, True),
        ("asf", "oet", 2, True),
        ("asf", "OET", 1, False),
        ("asf", "LOE", 2, False),
        ("bootcamp", "OET", 2, False),
    ],
)
def test_small_employer(found, base, kind, code, fires):
    for year in BOTH:
        case = aims(**_employed(kind, code))
        assert found("R_134", year=year, base=base, **case) == (["learner"] if fires else [])


def test_small_employer_in_devolved_area(found):
    case = aims(aim(1, LearningDeliveryFAM=[fam("DAM", "023")]), **_employed("OET", 2))
    assert found("R_134", year="2526", base="asf", **case) == []
    assert found("R_134", year="2627", base="asf", **case) == ["learner"]


@pytest.mark.parametrize(
    ("records", "exempt"),
    [
        ([fam("SOF", "105"), fam("DAM", "023")], True),
        ([fam("DAM", "022")], False),
        ([fam("LDM", "023")], False),
        ([fam("DAM", "022"), fam("LDM", "023")], False),
    ],
)
def test_exempt_small_employer(found, records, exempt):
    # one of two aims is enough
    rows = (aim(1, LearningDeliveryFAM=records), aim(2))
    case = aims(*rows, **_employed("OET", 2))
    expected = [] if exempt else ["learner"]
    assert found("R_134", year="2526", base="asf", **case) == expected


def test_small_employer_of_one_bootcamp_among_aims(found):
    _both(found, "R_134", aims(aim(2, ProgType=None), **_employed("OET", 2)), [])
