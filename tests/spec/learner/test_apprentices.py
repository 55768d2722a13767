"""How long an apprenticeship lasts, and who may be an apprentice."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, learner_fams


def programme(found, rule, year=OLD, born="1990-01-01", reference=None, case=None, **fields):
    """Whether a rule fires on the programme aim of an apprentice with these fields."""
    learner = {"DateOfBirth": born, **(case or {}), "LearningDelivery": [aim(1, **fields)]}
    return found(rule, year=year, Learner=[learner], reference=reference or {}) == [1]


# rule: funding models, a start in the span with the day before and after the span, field of the
# end, field and code that must hold, the last end that is too short and the first that is not
DURATIONS = {
    "DateOfBirth_37": (
        *((35, 81), "2014-08-01", "2014-07-31", "2016-08-01", "LearnPlanEndDate", None, 19),
        *("2015-07-31", "2015-08-01"),
    ),
    "DateOfBirth_40": (
        *((35, 81), "2014-08-01", None, "2016-08-01", "LearnActEndDate", ("Outcome", 1), 19),
        *("2015-07-30", "2015-07-31"),
    ),
    "DateOfBirth_46": (
        *((36, 81), "2024-08-01", "2016-07-31", "2025-08-01", "LearnPlanEndDate", None, 16),
        *("2025-07-30", "2025-07-31"),
    ),
    "DateOfBirth_47": (
        *((36, 81), "2024-08-01", "2016-07-31", "2025-08-01", "LearnActEndDate"),
        *(("CompStatus", 2), None, "2025-07-31", "2025-08-01"),
    ),
    "DateOfBirth_57": (
        *((36,), "2025-09-01", "2025-07-31", None, "LearnPlanEndDate", None, 16),
        *("2026-04-29", "2026-04-30"),
    ),
    "DateOfBirth_58": (
        *((36,), "2025-09-01", "2025-07-31", None, "LearnActEndDate", ("CompStatus", 2)),
        *(None, "2026-04-29", "2026-04-30"),
    ),
}


@pytest.mark.parametrize("rule", DURATIONS)
def test_duration(found, rule):
    models, start, before, after, end, done, age, short, enough = DURATIONS[rule]

    def fires(start=start, ended=short, model=models[0], **fields):
        of_aim = {"FundModel": model, "LearnStartDate": start, end: ended}
        if done is not None:
            of_aim[done[0]] = done[1]
        return programme(found, rule, **{**of_aim, **fields})

    assert fires()
    assert not fires(ended=enough)
    assert not fires(ended="2027-12-31")
    assert fires(ended=f"{start[:8]}15")
    assert not fires(ended=None)
    assert before is None or not fires(before, before)
    assert after is None or not fires(after, after)
    assert {model for model in (25, 35, 36, 37, 38, 81, 99) if fires(model=model)} == set(models)
    assert not fires(ProgType=24)
    assert not fires(ProgType=None)
    assert not fires(AimType=3)
    assert not fires(fams=["RES 1"])
    if done is not None:
        assert not fires(**{done[0]: 3})
        assert not fires(**{done[0]: None})
    if age is not None:
        born = f"{int(start[:4]) - age}{start[4:]}"
        assert fires(born=born)
        assert not fires(born=f"{born[:8]}02")
        assert not fires(born=None)
    else:
        assert fires(born=None)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        ("DateOfBirth_37", "2014-08-01", "2016-07-31"),
        ("DateOfBirth_40", None, "2016-07-31"),
        ("DateOfBirth_46", "2016-08-01", "2025-07-31"),
        ("DateOfBirth_47", "2016-08-01", "2025-07-31"),
        ("DateOfBirth_57", "2025-08-01", None),
        ("DateOfBirth_58", "2025-08-01", None),
    ],
)
def test_spans_of_starts_include_both_ends(found, rule, first, last):
    for start in (first, last):
        if start:
            fields = {"LearnPlanEndDate": start, "LearnActEndDate": start, "LearnStartDate": start}
            model = DURATIONS[rule][0][-1]
            assert programme(found, rule, FundModel=model, CompStatus=2, Outcome=1, **fields)


@pytest.mark.parametrize(
    ("start", "born", "fires"),
    [
        # 16 in May 2026: the last Friday of June 2026 is the 26th
        ("2026-06-26", "2010-05-12", True),
        ("2026-06-27", "2010-05-12", False),
        ("2026-06-25", "2010-05-12", True),
        # the school year runs to 31 August
        ("2026-06-27", "2010-08-31", False),
        ("2026-06-26", "2010-08-31", True),
        ("2026-06-27", "2010-09-01", True),
        # the last Friday of June 2027 is the 25th
        ("2027-06-25", "2010-09-01", True),
        ("2027-06-26", "2010-09-01", False),
        # 30 June 2028 is a Friday
        ("2028-06-30", "2012-05-01", True),
        ("2028-07-01", "2012-05-01", False),
        ("2026-06-26", None, False),
    ],
)
def test_school_leaving_age(found, start, born, fires):
    learner = {
        "DateOfBirth": born,
        "$drop": [2, 3],
        "LearningDelivery": [aim(1, LearnStartDate=start)],
    }
    assert found("DateOfBirth_48", Learner=[learner]) == ([1] if fires else [])


def test_school_leaving_age_of_components_is_that_of_the_programme(found):
    learner = {
        "DateOfBirth": "2010-05-12",
        "LearningDelivery": [
            aim(1, LearnStartDate="2026-06-01"),
            aim(2, LearnStartDate="2026-08-01"),
            aim(3, LearnStartDate="2026-08-01", ProgType=24),
        ],
    }
    assert found("DateOfBirth_48", Learner=[learner]) == [1, 2]


def test_school_leaving_age_is_of_apprentices(found):
    fields = {"LearnStartDate": "2026-06-01", "ProgType": 24}
    learner = {"DateOfBirth": "2010-05-12", "$drop": [2, 3], "LearningDelivery": [aim(1, **fields)]}
    assert found("DateOfBirth_48", Learner=[learner]) == []


@pytest.mark.parametrize("start", ["2016-07-31", "2016-08-01"])
def test_school_leaving_age_from_august_2016(found, start):
    learner = {
        "DateOfBirth": "2002-05-12",
        "$drop": [2, 3],
        "LearningDelivery": [aim(1, LearnStartDate=start)],
    }
    assert found("DateOfBirth_48", Learner=[learner]) == ([1] if start > "2016-07-31" else [])


def standard(**columns):
    """Reference tables in which the standard of the base has these columns."""
    row = {"StandardCode": 9001, "NotionalEndLevel": "3", "EffectiveFrom": "2018-01-01", **columns}
    return {"-lars_standard": [{"StandardCode": 9001}], "lars_standard": [row]}


FOUNDATION = standard(ApprenticeshipStandardTypeCode="A0001")


@pytest.mark.parametrize("year", [OLD, NEW])
def test_foundation_apprenticeship_at_25(found, year):
    def fires(born="2000-09-01", start="2025-09-01", reference=FOUNDATION, **fields):
        return programme(
            found, "DateOfBirth_59", year, born, reference, LearnStartDate=start, **fields
        )

    assert fires()
    assert not fires(born="2000-09-02")
    assert not fires(born=None)
    assert [fires("1990-01-01", s) for s in ("2025-07-31", "2025-08-01")] == [False, True]
    assert not fires(reference=standard(ApprenticeshipStandardTypeCode="A0002"))
    assert not fires(reference=standard())
    assert not fires(FundModel=99)
    assert not fires(AimType=3)
    assert not fires(ProgType=24)
    assert not fires(StdCode=9002)
    assert not fires(fams=["RES 1"])


@pytest.mark.parametrize("year", [OLD, NEW])
def test_level_7(found, year):
    level_7 = standard(NotionalEndLevel="7")

    def fires(born, *fams, ehc=False, others=(), start="2026-02-01", reference=level_7, **fields):
        records = learner_fams(*(("EHC 1",) if ehc else ()), *others)
        plan = {"LearnerFAM": records} if records else None
        fields = {"LearnStartDate": start, "fams": list(fams), **fields}
        return programme(found, "DateOfBirth_60", year, born, reference, plan, **fields)

    assert fires("2004-02-01")  # 22 on the day
    assert not fires("2004-02-02")
    assert not fires("2010-02-01")  # 16
    assert fires("2010-02-02")
    assert not fires("2001-02-02", "LDM 362")  # 24
    assert fires("2001-02-01", "LDM 362")
    assert not fires("2001-02-02", ehc=True)
    assert fires("2001-02-01", ehc=True)
    assert not fires("2004-01-01", "LDM 362")  # 22
    assert fires("1985-01-01", "LDM 362")
    assert fires("2001-02-02", others=("SEN 1", "HNS 1"))
    assert fires("2001-02-02", "LDM 361")
    assert fires("2001-02-02", "DAM 362")
    assert not fires("1990-01-01", "RES 1")
    assert not fires(None)
    assert not fires("1990-01-01", reference=standard(NotionalEndLevel="6"))
    assert [fires("1990-01-01", start=s) for s in ("2025-12-31", "2026-01-01")] == [False, True]
    assert not fires("1990-01-01", FundModel=99)
    assert not fires("1990-01-01", AimType=3)
    assert not fires("1990-01-01", ProgType=24)


def limit(age, since="2026-08-01", until=None, code=9001):
    row = {
        "StandardCode": code,
        "MaximumAge": age,
        "EffectiveFrom": since,
        "EffectiveTo": until,
    }
    return {"service_age_limits": [row]}


def test_age_limit_of_the_apprenticeship_service(found):
    def fires(born="2001-09-07", start="2026-09-07", reference=None, **fields):
        return programme(
            *(found, "AppSerAgeEligibility_01", NEW, born, reference or limit(24)),
            LearnStartDate=start,
            **fields,
        )

    assert fires()  # 25 on the day
    assert not fires(born="2001-09-08")
    assert not fires(born=None)
    assert [
        fires("1990-01-01", s, limit(24, "2020-01-01")) for s in ("2026-07-31", "2026-08-01")
    ] == [
        False,
        True,
    ]
    assert not fires(reference=limit(25))
    assert not fires(reference=limit(60))
    assert fires(reference=limit(18))
    assert fires(reference=limit(24, until="2027-07-31"))
    assert fires(reference=limit(24, since=None))
    assert not fires(reference=limit(24, code=9002))
    assert not fires(reference=limit(24, since="2026-09-08"))
    assert fires(reference=limit(24, since="2026-09-07", until="2026-09-07"))
    assert not fires(reference=limit(24, until="2026-09-06"))
    assert not fires(FundModel=99)
    assert not fires(ProgType=24)
    assert not fires(AimType=3)
    assert not fires(fams=["RES 1"])
