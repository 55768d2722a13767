"""Every code on file is let be by the rule that looks its list up, and nothing else is.

The codes of one list are the aims (records, statuses) of one learner, so a list is one case.
"""

import pytest

from openilr.ilr.codes import code_list, grades_of, types
from tests.spec.aim_cases import BOTH, aim, aims

HE_LISTS = {
    "ELQ_02": ("ELQ", "ELQ"),
    "FUNDLEV_01": ("FUNDLEV", "FUNDLEV"),
    "MODESTUD_01": ("MODESTUD", "MODESTUD"),
    "MSTUFEE_01": ("MSTUFEE", "MSTUFEE"),
    "PERMADDCOUNTRY_02": ("PERMADDCOUNTRY", "Domicile"),
    "QUALENT3_02": ("QUALENT3", "QUALENT3"),
    "SEC_01": ("SEC", "SEC"),
    "SOC_04": ("SOC", "SOC2010"),
    "SPECFEE_01": ("SPECFEE", "SPECFEE"),
    "TYPEYR_01": ("TYPEYR", "TYPEYR"),
}
AIM_LISTS = {
    "OutGrade_01": ("OutGrade", "OutGrade"),
    "TLOut_02": ("TLOut", "TLOut"),
    "WithdrawReason_02": ("WithdrawReason", "WithdrawReason"),
}
UNLISTED = {"MSTUFEE": 16, "PERMADDCOUNTRY": "QQ", "QUALENT3": "C21", "OutGrade": "ZZ", "SOC": 9999}


def _codes(name, year):
    codes = list(code_list(name, year).codes)
    return [int(code) for code in codes] if all(code.isdigit() for code in codes) else codes


def _values(field, name, year):
    """The codes of a list, and after them one that is in none."""
    codes = _codes(name, year)
    if isinstance(codes[0], str):
        return [*codes, *(code.lower() for code in codes[:1]), UNLISTED[field]], len(codes) + 1
    return [*codes, UNLISTED.get(field, 98)], len(codes)


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("rule", HE_LISTS)
def test_codes_of_the_higher_education_record(found, rule, year):
    field, name = HE_LISTS[rule]
    values, listed = _values(field, name, year)
    rows = [aim(n, LearningDeliveryHE={field: each}) for n, each in enumerate(values, 1)]
    assert found(rule, year=year, base="he", **aims(*rows)) == [listed + 1]


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize("rule", AIM_LISTS)
def test_codes_of_the_aim(found, rule, year):
    field, name = AIM_LISTS[rule]
    codes = _codes(name, year)
    if field == "OutGrade":  # a list of texts, some of which are digits
        codes = list(code_list(name, year).codes)
    rows = [aim(n, **{field: each}) for n, each in enumerate(codes, 1)]
    rows.append(aim(len(codes) + 1, **{field: UNLISTED.get(field, 96)}))
    assert found(rule, year=year, base="asf", **aims(*rows)) == [len(codes) + 1]


@pytest.mark.parametrize("year", BOTH)
@pytest.mark.parametrize(
    "kind",
    ["0001", "0002", "0003", "1413", "1422", "1430", "1433", "1434", "1435", "1453", "2999"],
)
def test_grades_that_a_qualification_gives(found, kind, year):
    grades = sorted(grades_of(kind))
    rows = [
        aim(n, LearnAimRef="9900009G", Outcome=1, LearnActEndDate="2025-09-30", OutGrade=each)
        for n, each in enumerate([*grades, "QQ", None], 1)
    ]
    table = {"lars_learning_delivery": [{"LearnAimRef": "9900009G", "LearnAimRefType": kind}]}
    fires = found("OutGrade_07", year=year, base="study", reference=table, **aims(*rows))
    assert fires == [len(grades) + 1]


def _status(*monitoring):
    return {
        "EmpStat": 10,
        "DateEmpStatApp": "2024-07-31",
        "EmpId": 100000008,
        "EmploymentStatusMonitoring": [
            {"ESMType": kind, "ESMCode": code} for kind, code in monitoring
        ],
    }


def _reports(found, year, *monitoring):
    person = {"LearnerEmploymentStatus": [_status(*monitoring)]}
    places = found("ESMType_01", year=year, base="asf", Learner=[person])
    assert places in ([], ["learner"])
    return bool(places)


@pytest.mark.parametrize("year", BOTH)
def test_codes_of_employment_monitoring(found, year):
    lists = types("EmploymentStatusMonitoring", year)
    for kind, codes in lists.items():
        numbers = [int(code) for code in codes.codes]
        assert not _reports(found, year, *((kind, number) for number in numbers)), kind
        assert not _reports(found, year, *((kind.lower(), number) for number in numbers)), kind
        assert _reports(found, year, (kind, 97)), kind
        # codes of other types only, and those of this one under a type that means nothing
        others = {int(c) for of, each in lists.items() if of != kind for c in each.codes}
        for number in sorted(others - set(numbers)):
            assert _reports(found, year, (kind, number)), (kind, number)
        for number in numbers:
            assert _reports(found, year, ("ZZZ", number)), number


def _reports_fam(found, year, *records):
    rows = [{"LearnDelFAMType": kind, "LearnDelFAMCode": code} for kind, code in records]
    places = found(
        "LearnDelFAMType_04", year=year, base="asf", **aims(aim(1, LearningDeliveryFAM=rows))
    )
    assert places in ([], ["learner"])
    return bool(places)


@pytest.mark.parametrize("year", BOTH)
def test_codes_of_funding_and_monitoring(found, year):
    lists = types("LearningDeliveryFAM", year)
    every = sorted({code for codes in lists.values() for code in codes.codes})
    for kind, codes in lists.items():
        if not codes.codes:
            continue
        assert not _reports_fam(found, year, *((kind, code) for code in codes.codes)), kind
    for code in every:
        assert _reports_fam(found, year, ("ZZZ", code)), code
