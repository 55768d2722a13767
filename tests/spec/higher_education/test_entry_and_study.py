"""The fields of the higher education record on entry, course, mode and level of study."""

from datetime import date, timedelta

import pytest

from tests.spec.aim_cases import PARAMETERS, aim, aims, fams
from tests.spec.higher_education.cases import he_cases

UKPRN = 10000001
WITHOUT_RECORD = {"LearningDeliveryHE": None}

LOOKUPS = {
    "ELQ_02": ("ELQ", [1, 2, 3, 9, None], [0, 4]),
    "FUNDLEV_01": ("FUNDLEV", [10, 11, 20, 21, 30, 31, 99, None], [1, 12, 40]),
    "MODESTUD_01": ("MODESTUD", [1, 2, 3, 99], [0, 4]),
    "MSTUFEE_01": ("MSTUFEE", [1, 2, 10, 33, 54, 99], [0, 16, 51]),
    "PERMADDCOUNTRY_02": ("PERMADDCOUNTRY", ["XF", "FR", "ZZ", "xf", None], ["QQ", "X"]),
    "QUALENT3_02": ("QUALENT3", ["C20", "D82", "X06", "c20", None], ["C21", "ZZZ", "C2"]),
    "SEC_01": ("SEC", [1, 9, None], [0, 10]),
    "SOC_04": ("SOC", [1115, 9279, None], [1110, 9999]),
    "SPECFEE_01": ("SPECFEE", [0, 5, 9], [6, 8]),
    "TYPEYR_01": ("TYPEYR", [1, 2], [0, 3]),
}


def from_day(rule, day, **fields):
    """Fires from a day on: the day before, the day, the day after."""
    first = date.fromisoformat(day)
    days = [first + timedelta(days=n) for n in (-1, 0, 1)]
    patches = [{**fields, "LearnStartDate": each.isoformat()} for each in days]
    return he_cases(rule, *zip((False, True, True), patches, strict=True))


CASES = [
    *(
        case
        for rule, (field, right, wrong) in LOOKUPS.items()
        for case in he_cases(
            rule,
            *((False, {field: code}) for code in right),
            *((True, {field: code}) for code in wrong),
            (False, WITHOUT_RECORD),
        )
    ),
    *from_day("SOC_04", "2014-08-01", SOC=9999),
    *he_cases("SOC_04", (False, {"SOC": 9999, "LearnStartDate": None})),
    *he_cases(
        "MSTUFEE_02",
        (False, {"MSTUFEE": 33, "LearnStartDate": "2018-07-30"}),
        (False, {"MSTUFEE": 33, "LearnStartDate": "2018-07-31"}),
        (True, {"MSTUFEE": 33, "LearnStartDate": "2018-08-01"}),
        (False, {"MSTUFEE": 33, "LearnStartDate": None}),
        *((False, {"MSTUFEE": code}) for code in (1, 16)),
        (False, WITHOUT_RECORD),
    ),
    *(
        case
        for rule, field, day in (
            ("PERMADDCOUNTRY_01", "PERMADDCOUNTRY", "2013-08-01"),
            ("QUALENT3_01", "QUALENT3", "2010-08-01"),
            ("STULOAD_04", "STULOAD", "2013-08-01"),
            ("FUNDLEV_04", "FUNDLEV", "2024-08-01"),
        )
        for case in (
            *from_day(rule, day, **{field: None}),
            *he_cases(rule, (False, {}), (False, WITHOUT_RECORD)),
            *he_cases(rule, (False, {field: None, "LearnStartDate": None})),
        )
    ),
    *he_cases(
        "ELQ_01",
        (True, {"ELQ": None}),
        (False, {}),
        (False, {"ELQ": None, "FundModel": 38}),
        *((False, {"ELQ": None, "LearningDeliveryFAM": fams(t)}) for t in ("SOF105", "LDM001", "")),
        (False, WITHOUT_RECORD),
    ),
    *from_day("MODESTUD_03", "2009-08-01", SPECFEE=4, MODESTUD=1),
    *he_cases(
        "MODESTUD_03",
        *((True, {"SPECFEE": 5, "MODESTUD": mode}) for mode in (1, 2, 99)),
        *((False, {"SPECFEE": fee, "MODESTUD": 3}) for fee in (4, 5)),
        *((False, {"SPECFEE": fee, "MODESTUD": 1}) for fee in (0, 1, 2, 3, 9)),
        (False, {**WITHOUT_RECORD}),
    ),
    *from_day("SPECFEE_02", "2009-08-01", MODESTUD=2, SPECFEE=0),
    *he_cases(
        "SPECFEE_02",
        *((True, {"MODESTUD": 2, "SPECFEE": fee}) for fee in (0, 2, 9)),
        (False, {"MODESTUD": 2, "SPECFEE": 1}),
        *((False, {"MODESTUD": mode, "SPECFEE": 0}) for mode in (1, 3, 99)),
        (False, {**WITHOUT_RECORD}),
    ),
    *from_day("PCOLAB_01", "2013-08-01", PartnerUKPRN=10000002),
    *he_cases(
        "PCOLAB_01",
        (False, {"PartnerUKPRN": 10000002, "PCOLAB": "0.0"}),
        (False, {"PartnerUKPRN": 10000002, "PCOLAB": "50.0"}),
        (False, {}),
        (False, {"PartnerUKPRN": 10000002, **WITHOUT_RECORD}),
    ),
    *(
        case
        for rule, field, code in (("SEC_02", "SEC", 1), ("SOC_02", "SOC", 1115))
        for case in (
            *from_day(rule, "2013-08-01", UCASSCHEMECODE="AB12"),
            *he_cases(
                rule,
                *(
                    (country in ("XF", "XG", "XH", "XI", "XK"), {"PERMADDCOUNTRY": country})
                    for country in ("XF", "XG", "XH", "XI", "XK", "XL", "FR", None)
                ),
                (False, {field: code}),
                (False, {"UCASSCHEMECODE": None}),
                (False, {"LearnStartDate": None}),
                UCASSCHEMECODE="AB12",
            ),
            *he_cases(rule, (False, WITHOUT_RECORD)),
        )
    ),
    *from_day("UCASSCHEMECODE_02", "2025-08-01", UCASSCHEMECODE="123456789"),
    *he_cases(
        "UCASSCHEMECODE_02",
        *((False, {"UCASSCHEMECODE": code}) for code in ("AB12", "ab12", None)),
        *((True, {"UCASSCHEMECODE": code}) for code in ("A123", "ABC1", "AB1", "AB123", "12AB")),
        (False, WITHOUT_RECORD),
    ),
    *he_cases(
        "UCASSCHEMECODE_01",
        *(
            (
                fires,
                aims(
                    aim(LearnStartDate=day, LearningDeliveryHE={"UCASSCHEMECODE": code}),
                    LearnerHE={"UCASPERID": person},
                ),
            )
            for fires, day, code, person in (
                (False, "2013-07-31", None, "1234567890"),
                (True, "2013-08-01", None, "1234567890"),
                (True, "2013-08-02", None, "1234567890"),
                (False, "2013-08-01", "AB12", "1234567890"),
                (False, "2013-08-01", None, None),
            )
        ),
        (False, aims(aim(**WITHOUT_RECORD), LearnerHE={"UCASPERID": "1234567890"})),
        (False, aims(LearnerHE=None)),
    ),
    *he_cases(
        "TYPEYR_02",
        (True, {"LearnStartDate": "2025-08-01", "LearnActEndDate": "2026-07-31"}),
        (False, {"LearnStartDate": "2025-08-01", "LearnActEndDate": "2026-08-01"}),
        (False, {"LearnStartDate": "2025-07-31", "LearnActEndDate": "2025-08-01"}),
        (True, {"LearnStartDate": "2025-07-30", "LearnActEndDate": "2025-07-31"}),
        (True, {"LearnStartDate": "2009-08-01", "LearnActEndDate": "2009-09-01"}),
        (False, {"LearnStartDate": "2009-07-30", "LearnActEndDate": "2009-07-31"}),
        (False, {"LearnStartDate": "2025-09-08"}),
        *(
            (False, {"LearnStartDate": "2025-09-08", "LearnActEndDate": "2026-01-09", **other})
            for other in ({"TYPEYR": 1}, {"FUNDCOMP": 2}, {"FUNDCOMP": None}, WITHOUT_RECORD)
        ),
        years=("2526",),
        TYPEYR=2,
        FUNDCOMP=1,
    ),
    *he_cases(
        "HEPostCode_01",
        *((False, {"HEPostCode": code}) for code in ("CV1 2WT", "cv1 2wt", "ZZ99 9ZZ", None)),
        *((True, {"HEPostCode": code}) for code in ("CV1 2WX", "CV9 9WT", "NONE")),
        (False, WITHOUT_RECORD),
    ),
    *he_cases(
        "HEPostCode_02",
        *(
            (False, {"HEPostCode": code})
            for code in ("CV1 2WT", "M1 1AA", "EC1A 1BB", "ZZ99 9ZZ", "W1A 0AX", "CV11 2WT", None)
        ),
        *(
            (True, {"HEPostCode": code})
            for code in (
                "CV1 2WC",
                "CV1 2VT",
                "cv1 2wt",
                "CV12WT",
                "CVX 2WT",
                "C111 2WT",
                "CV1 WT2",
            )
        ),
        (False, WITHOUT_RECORD),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_entry_and_study(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


def register(required):
    """The register of the Office for Students; None leaves the provider out of it."""
    rows = [{"UKPRN": 10000002, "HEFundingFieldsRequired": False}]
    if required is not None:
        rows.append({"UKPRN": UKPRN, "HEFundingFieldsRequired": required})
    return {"ofs_providers": rows}


FUNDING_FIELDS = [
    *(("FUNDCOMP_01", "2526", {"FUNDCOMP": code}, code in (0, 4)) for code in (0, 1, 2, 3, 4, 9)),
    ("FUNDCOMP_01", "2526", {"FUNDCOMP": None}, False),
    *(("FUNDLEV_04", year, {"FUNDLEV": None}, True) for year in ("2526", "2627")),
    *(("FUNDLEV_04", year, {"FUNDLEV": 10}, False) for year in ("2526", "2627")),
]


@pytest.mark.parametrize("required", [True, False, None])
@pytest.mark.parametrize(("rule", "year", "fields", "fires"), FUNDING_FIELDS)
def test_funding_fields(found, rule, year, fields, fires, required):
    learner = aims(aim(LearningDeliveryHE=fields))
    places = found(rule, year=year, base="he", reference=register(required), **learner)
    assert places == ([1] if fires and required is not False else [])


UNDERGRADUATE = [
    "0394",
    "1406",
    "1407",
    "1408",
    "9000",
    "9002",
    "9107",
    "E007",
    "9112",
    "9111",
    "9110",
    "9113",
]
POSTGRADUATE = ["0393", "1410", "2001", "9100", "9101", "9109", "E008", "1411", "1412", "9103"]
BY_LEVEL = [
    *(("FUNDLEV_02", kind, "2025-09-08", 20, True) for kind in UNDERGRADUATE),
    *(("FUNDLEV_03", kind, "2025-09-08", 10, True) for kind in POSTGRADUATE),
    *(("FUNDLEV_02", kind, "2025-09-08", 20, False) for kind in (*POSTGRADUATE, "0391")),
    *(("FUNDLEV_03", kind, "2025-09-08", 10, False) for kind in (*UNDERGRADUATE, "0391")),
    *(
        ("FUNDLEV_02", "1406", "2025-09-08", level, level in (20, 21, 30, 31))
        for level in (10, 11, 20, 21, 30, 31, 99, None)
    ),
    *(
        ("FUNDLEV_03", "1410", "2025-09-08", level, level in (10, 11))
        for level in (10, 11, 20, 21, 30, 31, 99, None)
    ),
    *(
        (rule, kind, day, level, day >= "2009-08-01")
        for rule, kind, level in (("FUNDLEV_02", "1406", 20), ("FUNDLEV_03", "1410", 10))
        for day in ("2009-07-31", "2009-08-01", "2009-08-02")
    ),
]


@pytest.mark.parametrize(("rule", "kind", "start", "level", "fires"), BY_LEVEL)
def test_level_for_the_kind_of_aim(found, rule, kind, start, level, fires):
    reference = {
        "lars_learning_delivery": [
            {
                **{"LearnAimRef": "9900009K", "NotionalNVQLevelv2": "6", "LearnAimRefType": kind},
                **{"EffectiveFrom": "2008-08-01", "EffectiveTo": None, "EnglPrscID": None},
            }
        ]
    }
    learner = aims(
        aim(LearnAimRef="9900009K", LearnStartDate=start, LearningDeliveryHE={"FUNDLEV": level})
    )
    assert found(rule, base="he", reference=reference, **learner) == ([1] if fires else [])
