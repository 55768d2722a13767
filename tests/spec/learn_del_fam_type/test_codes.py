"""Codes in their lists, on their days, and no more of them than there may be."""

from datetime import timedelta

import pytest

from openilr.ilr.codes import types
from tests.spec.learn_del_fam_type.cases import BOTH, check, fams


def _unlisted(found, year, text):
    """Whether one aim with these records makes the learner reported."""
    aim = {"AimSeqNumber": 1, "LearningDeliveryFAM": fams(text)}
    learners = [{"LearningDelivery": [aim]}]
    places = found("LearnDelFAMType_04", year=year, base="asf", Learner=learners)
    assert places in ([], ["learner"])
    return bool(places)


@pytest.mark.parametrize("year", BOTH)
def test_every_code_on_file_is_in_its_list(found, year):
    lists = types("LearningDeliveryFAM", year) | types("LearningDeliveryFAM", "2425")
    listed = " ".join(kind + code for kind, codes in lists.items() for code in codes.codes)
    assert not _unlisted(found, year, listed)
    assert not _unlisted(found, year, listed.lower())


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        *("SOF999", "SOF01", "FFI3", "EEF1", "RES2", "LSF2", "ADL2", "ALB4", "ACL8", "FLN2"),
        *("ACT3", "ASL5", "HHS4", "EVIA", "EVI10", "HEM10", "LDM34", "LDM001", "LDM376A", "LDM450"),
        *("LDM999", "DAM1", "DAM150", "DAM999", "XYZ1", "WPL1"),
    ],
)
def test_a_code_that_cannot_be_is_found(found, year, text):
    assert _unlisted(found, year, f"SOF105 {text}")


@pytest.mark.parametrize(
    "text",
    [
        *("AFL1", "EVI1", "HEM1", "SOF108", "LDM358", "LDM377", "LDM384", "LDM385", "LDM404"),
        *("LDM405", "LDM449", "DAM043", "DAM113", "DAM149", "ASL1"),
    ],
)
def test_a_code_that_was_or_may_be_is_let_be(found, text):
    assert not any(_unlisted(found, year, text) for year in BOTH)


def test_codes_of_2026_27_are_not_in_the_list_of_the_year_before(found):
    assert _unlisted(found, "2526", "SOF124")
    assert not _unlisted(found, "2627", "SOF124")


def _about(day):
    return [str(day + timedelta(days=n)) for n in (-1, 0, 1)]


@pytest.mark.parametrize("year", BOTH)
def test_a_code_may_be_used_to_its_last_day(found, year):
    cases = [("SOF105 SOF999", {"LearnStartDate": "2030-01-01"}, False)]
    ended = set()
    for kind, codes in types("LearningDeliveryFAM", year).items():
        for code in codes:
            if code.valid_to is None:
                continue
            text = kind + code.code
            ended.add(text)
            before, last, after = _about(code.valid_to)
            cases += [
                (text, {"LearnStartDate": before}, False),
                (text, {"LearnStartDate": last}, False),
                (text, {"LearnStartDate": after}, True),
                (f"{text.lower()} RES1", {"LearnStartDate": after}, False),
            ]
    assert {"SOF117", "LDM034", "DAM013"} <= ended
    check(found, "LearnDelFAMType_06", cases, years=[year])


def test_the_last_day_is_that_of_the_type_and_code_together(found):
    late = {"LearnStartDate": "2026-09-01"}
    check(found, "LearnDelFAMType_06", [("LDM117 DAM034", late, False)])


@pytest.mark.parametrize("year", BOTH)
def test_a_monitoring_code_may_be_used_from_its_first_day(found, year):
    cases = []
    for code in types("LearningDeliveryFAM", year)["LDM"]:
        if code.valid_from is None:
            continue
        before, first, after = _about(code.valid_from)
        is_covid = code.code in ("368", "369")
        cases += [
            (f"LDM{code.code}", {"LearnStartDate": before}, not is_covid),
            (f"ldm{code.code}", {"LearnStartDate": first}, False),
            (f"LDM{code.code}", {"LearnStartDate": after}, False),
            (f"DAM{code.code}", {"LearnStartDate": before}, False),
        ]
    assert len(cases) > 150
    check(found, "LearnDelFAMType_104", cases, years=[year])


def test_aims_changed_by_covid_are_let_be(found):
    early = {"LearnStartDate": "2010-07-31"}
    cases = [
        ("LDM118", early, True),
        ("LDM118 LDM367", early, True),
        ("LDM118 LDM368", early, False),
        ("LDM118 LDM369", early, False),
    ]
    check(found, "LearnDelFAMType_104", cases)


def test_a_monitoring_code_without_a_first_day_is_let_be(found):
    cases = [("LDM318 LDM386 LDM999", {"LearnStartDate": "2005-08-01"}, False)]
    check(found, "LearnDelFAMType_104", cases)


def test_a_short_term_initiative_must_be_agreed_for_the_start(found):
    def row(ukprn, code, first, last):
        return {"UKPRN": ukprn, "LDMCode": code, "EffectiveFrom": first, "EffectiveTo": last}

    table = {
        "short_term_funding": [
            row(10000001, "370", "2025-09-02", "2025-09-10"),
            row(10000001, "371", "2025-09-02", None),
            row(10000001, "389", None, "2025-09-10"),
            row(10000002, "372", "2025-09-02", None),
            row(10000002, "390", "2025-09-02", None),
            row(10000001, "391", "2025-09-02", None),
            row(10000000, "392", "2025-09-02", None),
        ]
    }
    cases = [
        (text, {"LearnStartDate": day}, fires)
        for text, day, fires in (
            ("LDM370", "2025-09-01", True),
            ("LDM370", "2025-09-02", False),
            ("LDM370", "2025-09-10", False),
            ("LDM370", "2025-09-11", True),
            ("LDM371", "2025-09-01", True),
            ("LDM371", "2030-01-01", False),
            ("LDM372", "2025-09-05", True),
            ("LDM389", "2000-01-01", False),
            ("LDM389", "2025-09-11", True),
            ("LDM373", "2025-09-05", True),
            ("LDM374", "2025-09-05", False),
            ("LDM390", "2025-09-05", True),
            ("LDM391", "2025-09-05", False),
            ("LDM391", "2025-09-01", True),
            ("LDM392", "2025-09-05", True),
            ("DAM370", "2025-09-01", False),
        )
    ]
    check(found, "LearnDelFAMType_83", cases, reference=table)
    named = [(f"LDM{code}", {}, code < 374) for code in range(370, 375)]
    check(found, "LearnDelFAMType_83", named)


@pytest.mark.parametrize("kind", ["SOF", "FFI", "EEF", "RES", "ADL", "ACL", "AFL", "ASL", "FLN"])
def test_some_types_are_returned_once(found, kind):
    cases = [(f"{kind}1", {}, False), (f"{kind}1 {kind.lower()}2", {}, True)]
    check(found, "LearnDelFAMType_18", cases)


def test_other_types_may_be_returned_again(found):
    cases = [
        ("LDM034 LDM118 DAM001 DAM002 LSF1 LSF1 ALB1 ALB1 ACT1 ACT2 EVI4 EVI5", {}, False),
        ("SOF105 FFI1", {}, False),
    ]
    check(found, "LearnDelFAMType_18", cases)


@pytest.mark.parametrize(
    ("rule", "kind", "other"),
    [("LearnDelFAMType_31", "LDM", "DAM"), ("LearnDelFAMType_77", "DAM", "LDM")],
)
def test_no_more_than_six_monitoring_codes(found, rule, kind, other):
    def several(number, of):
        return " ".join(f"{of}{code:03d}" for code in range(1, number + 1))

    cases = [
        (several(5, kind), {}, False),
        (several(6, kind), {}, False),
        (several(7, kind), {}, True),
        (several(7, other), {}, False),
        (f"{several(6, kind)} {several(6, other)}", {}, False),
    ]
    check(found, rule, cases)
