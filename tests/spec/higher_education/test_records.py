"""Which aims must have a higher education record, which may not, and the learner's own record."""

import pytest

from tests.spec.aim_cases import PARAMETERS, aim, aims, cases, fams
from tests.spec.higher_education.cases import he, he_cases, learner_cases

UKPRN = 10000001
NONE = {"LearningDeliveryHE": None}
HE = he(TYPEYR=1, MODESTUD=3, MSTUFEE=1, SPECFEE=0, YEARSTU=1)
LDM352 = {"LearningDeliveryFAM": fams("SOF1 LDM352")}


def provider(kind, *, on_register=True, prescribed=None, level="6"):
    """Reference data: the provider's legal type, the register, and the aim of the base.

    Colleges and institutions with smaller and greater numbers stand on both lists, and beside the
    aim stands one of prescribed higher education.
    """
    others = ((10000000, "UGFE"), (10000002, "UGFE"), (9999999, "UHEO"), (10000003, "UHEO"))
    aims_of_lars = {
        **{"LearnAimRef": "9900006H", "NotionalNVQLevelv2": level, "LearnAimRefType": "0391"},
        **{"EffectiveFrom": "2015-08-01", "EffectiveTo": None, "FrameworkCommonComponent": None},
        "EnglPrscID": prescribed,
    }
    return {
        "-organisations": [{}],
        "organisations": [
            {"UKPRN": number, "LegalOrgType": of, "IsPartner": True}
            for number, of in (*others, (UKPRN, kind))
            if of
        ],
        "ofs_providers": [
            {"UKPRN": number, "HEFundingFieldsRequired": True}
            for number in (*(number for number, _ in others), *([UKPRN] if on_register else []))
        ],
        "-lars_learning_delivery": [{"LearnAimRef": "9900006H"}, {"LearnAimRef": "9900005D"}],
        "lars_learning_delivery": [
            aims_of_lars,
            {**aims_of_lars, "LearnAimRef": "9900005D", "EnglPrscID": 1},
        ],
    }


COLLEGES = (  # and grant funded providers (DD27), but for higher education institutions
    *("USFC", "USDC", "USAH", "USAD", "UGFE", "ULEA"),
    *("ULAD", "USCL", "LAFB", "UFES", "SSPS"),
)
NOT_BY_HESA = [{"LearningDeliveryFAM": fams(f"SOF1 {record}")} for record in ("LDM351", "DAM352")]

LEVEL_4 = [
    *((True, NONE, {"kind": kind}) for kind in COLLEGES),
    *((True, {**NONE, **records}, {}) for records in NOT_BY_HESA),
    *((False, NONE, {"kind": kind}) for kind in ("PLBG", "UHEO", None)),
    *((True, NONE, {"level": level}) for level in "4578H"),
    *((False, NONE, {"level": level}) for level in ("3", "E", "M", "X", None)),
    *((True, {**NONE, "FundModel": model}, {}) for model in (25, 35, 38)),
    *((False, {**NONE, "FundModel": model}, {}) for model in (36, 37, 11, None)),
    (False, {}, {}),
    (False, NONE, {"on_register": False}),
    (False, {**NONE, **LDM352}, {}),
    (False, {**NONE, "ProgType": 25}, {}),
    (True, {**NONE, "ProgType": 32}, {}),
]

IN_APPRENTICESHIP = [
    *((True, {}, {"prescribed": number}) for number in (1, 2)),
    *((False, {}, {"prescribed": number}) for number in (3, None)),
    *((False, {"ProgType": number}, {}) for number in (32, None)),
    *((True, {}, {"kind": kind}) for kind in COLLEGES),
    *((True, records, {}) for records in NOT_BY_HESA),
    *((False, {}, {"kind": kind}) for kind in ("UHEO", "PLBG", None)),
    (False, {}, {"on_register": False}),
    (False, LDM352, {}),
    (False, HE, {}),
]

ELSEWHERE = [
    *((True, NONE, {"prescribed": number}) for number in (1, 2)),
    *((False, NONE, {"prescribed": number}) for number in (3, None)),
    *((False, NONE, {"kind": kind}) for kind in ("UHEO", *COLLEGES)),
    *((True, {**NONE, **records}, {}) for records in NOT_BY_HESA),
    (True, NONE, {"kind": None}),
    (True, {**NONE, "ProgType": 25}, {}),
    (False, NONE, {"on_register": False}),
    (False, {**NONE, **LDM352}, {}),
    (False, {}, {}),
]

WITH_PROVIDER = [
    *(("LearningDeliveryHE_03", *row, {"kind": "UGFE"}, {}) for row in LEVEL_4),
    *(
        ("LearningDeliveryHE_07", *row, {"kind": "UGFE", "prescribed": 1}, {**NONE, "ProgType": 25})
        for row in IN_APPRENTICESHIP
    ),
    *(("LearningDeliveryHE_08", *row, {"kind": "PLBG", "prescribed": 2}, {}) for row in ELSEWHERE),
]


@pytest.mark.parametrize("year", ["2526", "2627"])
@pytest.mark.parametrize(("rule", "fires", "patch", "differs", "usual", "always"), WITH_PROVIDER)
def test_records_that_a_provider_must_return(
    found, rule, year, fires, patch, differs, usual, always
):
    learner = aims(aim(**{**always, **patch}))
    reference = provider(**{**usual, **differs})
    places = found(rule, year=year, base="he", reference=reference, **learner)
    assert places == ([1] if fires else [])


@pytest.mark.parametrize(
    ("rule", "model", "year"),
    [
        ("LearningDeliveryHE_06", 10, "2526"),
        ("LearningDeliveryHE_09", 11, "2526"),
        ("LearningDeliveryHE_09", 11, "2627"),
    ],
)
@pytest.mark.parametrize(
    ("level", "expected"),
    [
        *((level, []) for level in "45678H"),
        *((level, [1]) for level in ("1", "3", "E", "M", "X", None)),
    ],
)
def test_records_below_level_4(found, rule, model, year, level, expected):
    learner = aims(aim(FundModel=model))
    reference = provider("PLBG", level=level)
    assert found(rule, year=year, base="he", reference=reference, **learner) == expected


CASES = [
    *he_cases(
        "LearningDeliveryHE_02",
        (True, NONE),
        (False, {}),
        (False, {**NONE, "FundModel": 38}),
        *((False, {**NONE, "LearningDeliveryFAM": fams(text)}) for text in ("SOF105", "LDM001")),
    ),
    *(
        case
        for rule, model, years in (
            ("LearningDeliveryHE_06", 10, ("2526",)),
            ("LearningDeliveryHE_09", 11, ("2526", "2627")),
        )
        for case in (
            *cases(
                rule,
                "nonfunded",
                (True, {}),
                (True, {"LearnAimRef": "ZNOTHERE"}),
                (True, {"LearnAimRef": "ZPROG001"}),
                (False, {"LearnAimRef": "9900006H"}),
                (False, NONE),
                *((False, {"FundModel": other}) for other in (99, 38, None)),
                years=years,
                **{"FundModel": model, **HE},
            ),
        )
    ),
    *he_cases(
        "LearningDeliveryHE_10",
        (True, {"LearnStartDate": "2025-08-01"}),
        (False, {"LearnStartDate": "2025-07-31"}),
        (True, {"LearnStartDate": "2025-08-02"}),
        *((False, {"AimType": kind}) for kind in (3, 4, None)),
        (False, NONE),
        (False, {"LearnStartDate": None}),
        AimType=1,
    ),
    *he_cases(
        "TTACCOM_04",
        *(
            (fires, aims(aim(LearnStartDate=day, **he(MODESTUD=mode)), **record))
            for record in ({"LearnerHE": {"TTACCOM": None}}, {"LearnerHE": None})
            for fires, day, mode in (
                (False, "2013-07-31", 1),
                (True, "2013-08-01", 1),
                (True, "2013-08-02", 1),
                (True, "2025-09-08", 1),
                (False, "2025-09-08", 3),
                (False, "2025-09-08", 2),
            )
        ),
        (False, {}),
        (
            False,
            aims(aim(), aim(2, LearnStartDate="2013-07-31"), LearnerHE={"TTACCOM": None}),
        ),
        (False, aims(aim(**NONE), LearnerHE={"TTACCOM": None})),
    ),
    *learner_cases(
        "TTACCOM_01",
        *((False, {"LearnerHE": {"TTACCOM": code}}) for code in (1, 2, 4, 5, 6, 7, 8, 9, None)),
        *((True, {"LearnerHE": {"TTACCOM": code}}) for code in (0, 3)),
        (False, {"LearnerHE": None}),
    ),
    *learner_cases(
        "LearnerHE_02",
        (False, {}),
        (True, {"aim": NONE}),
        (True, {"aim": NONE, "LearnerHE": {"TTACCOM": None}}),
        (False, {"aim": NONE, "LearnerHE": None}),
    ),
    *(
        case
        for rule, rows in {
            "FINTYPE_01": [(False, [1, 2, 3, 4]), (True, [0]), (True, [1, 5]), (False, [])],
            "FINTYPE_02": [
                (False, [1, 2, 3, 4]),
                *((True, [kind, kind]) for kind in (1, 2, 3, 4)),
                (True, [1, 2, 1, 1]),
                (False, [5, 5]),
                (False, [1, 5]),
                (False, []),
            ],
        }.items()
        for case in learner_cases(
            rule,
            *(
                (
                    fires,
                    {
                        "LearnerHE": {
                            "LearnerHEFinancialSupport": [
                                {"FINTYPE": kind, "FINAMOUNT": 100} for kind in kinds
                            ]
                        }
                    },
                )
                for fires, kinds in rows
            ),
        )
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_records(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


def test_the_second_aim_has_the_record(found):
    second = aims(aim(**NONE), aim(2, **HE))
    assert found("LearnerHE_02", base="he", **second) == []
