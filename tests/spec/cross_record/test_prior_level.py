"""Prior attainment beside the funding of the aims."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, fam


def _prior(*records):
    return {"PriorAttain": [{"PriorLevel": level, "DateLevelApp": day} for level, day in records]}


def _fams(text):
    return [fam(f[:3], f[3:]) for f in text.split()]


@pytest.mark.parametrize("model", [35, 36, 37, 38, 81, 99])
def test_attained_by_the_start(found, model):
    row = aim(1, FundModel=model, LearnStartDate="2025-09-08")
    for year in BOTH:
        for records, fires in (
            ([(3, "2025-09-09")], True),
            ([(3, "2025-09-08")], False),
            ([(3, "2025-09-07")], False),
            ([(3, "2025-09-09"), (2, "2025-09-01")], False),
            ([(3, "2025-09-09"), (2, "2025-10-01")], True),
            ([], model != 99),
        ):
            case = aims(row, **_prior(*records))
            places = found("R_131", year=year, base="asf", **case)
            assert places == (["learner"] if fires else []), (year, records)


@pytest.mark.parametrize(
    ("rows", "years"),
    [
        ((aim(1, FundModel=39),), ("2627",)),
        ((aim(1, FundModel=25),), ()),
        ((aim(1, FundModel=11),), ()),
        # the earliest start of the models named, not of all
        ((aim(1, FundModel=25), aim(2, FundModel=38, LearnStartDate="2026-01-05")), ()),
        ((aim(1, FundModel=99), aim(2, FundModel=38, LearnStartDate="2026-01-05")), BOTH),
    ],
)
def test_models_of_prior_attainment(found, rows, years):
    first = {**rows[0], "LearnStartDate": "2025-09-08"}
    case = aims(first, *rows[1:], **_prior((3, "2025-12-01")))
    for year in BOTH:
        expected = ["learner"] if year in years else []
        assert found("R_131", year=year, base="asf", **case) == expected


@pytest.mark.parametrize(
    ("models", "years"),
    [((99, 38), BOTH), ((38, 99), BOTH), ((99, 39), ("2627",)), ((39,), ("2627",)), ((99, 99), ())],
)
def test_one_funded_aim_asks_for_prior_attainment(found, models, years):
    rows = [aim(n, FundModel=model) for n, model in enumerate(models, start=1)]
    for year in BOTH:
        case = aims(*rows, PriorAttain=None)
        assert found("R_131", year=year, base="asf", **case) == (
            ["learner"] if year in years else []
        )


def _employed(stat, *monitoring, day="2021-01-01"):
    rows = [{"ESMType": kind, "ESMCode": code} for kind, code in monitoring]
    status = {"EmpStat": stat, "DateEmpStatApp": day, "EmploymentStatusMonitoring": rows}
    return {"LearnerEmploymentStatus": [status]}


_OFFER = "SOF105 LDM378"


@pytest.mark.parametrize(
    ("text", "start", "level", "person", "fires"),
    [
        *((_OFFER, "2022-04-01", level, {}, True) for level in (6, 7, 8, 9, 10, 97, 98)),
        *((_OFFER, "2022-04-01", level, {}, False) for level in (1, 5, 99)),
        (_OFFER, "2022-03-31", 6, {}, False),
        (_OFFER, "2024-07-31", 6, {}, True),
        (_OFFER, "2024-08-01", 6, {}, False),
        ("SOF105 LDM377", "2022-04-01", 6, {}, False),
        ("SOF105 LDM378 LDM382", "2022-04-01", 6, {}, False),
        ("SOF105 LDM378 DAM023", "2022-04-01", 6, {}, False),
        ("SOF105 LDM378 DAM022", "2022-04-01", 6, {}, True),
        # each code is one of its own type of record
        ("SOF105 DAM378", "2022-04-01", 6, {}, False),
        ("SOF105 LDM378 DAM382", "2022-04-01", 6, {}, True),
        ("SOF105 LDM378 LDM023", "2022-04-01", 6, {}, True),
        (_OFFER, "2022-04-01", 6, _employed(12, ("BSI", 4)), False),
        (_OFFER, "2022-04-01", 6, _employed(12, ("BSI", 1)), False),
        (_OFFER, "2022-04-01", 6, _employed(12, ("BSI", 3)), True),
        (_OFFER, "2022-04-01", 6, _employed(10, ("BSI", 4), ("EII", 5)), False),
        (_OFFER, "2022-04-01", 6, _employed(10, ("BSI", 4), ("EII", 8)), True),
        (_OFFER, "2022-04-01", 6, _employed(12, ("BSI", 1), day="2022-04-02"), True),
    ],
)
def test_offer_to_qualified(found, text, start, level, person, fires):
    row = aim(1, FundModel=35, LearnStartDate=start, LearningDeliveryFAM=_fams(text))
    case = aims(row, **_prior((level, "2022-01-01")), **person)
    for year in BOTH:
        assert found("R_132", year=year, base="asf", **case) == ([1] if fires else [])


@pytest.mark.parametrize(
    ("records", "fires"),
    [
        ([(6, "2022-01-01"), (3, "2022-02-01")], False),
        ([(3, "2022-01-01"), (6, "2022-02-01")], True),
        ([(3, "2022-01-01"), (6, "2022-04-02")], False),
        ([(6, "2022-04-02")], False),
        ([], False),
    ],
)
def test_prior_level_of_offer(found, records, fires):
    row = aim(1, FundModel=35, LearnStartDate="2022-04-01", LearningDeliveryFAM=_fams(_OFFER))
    assert found("R_132", base="asf", **aims(row, **_prior(*records))) == ([1] if fires else [])


@pytest.mark.parametrize(
    ("text", "fields", "birth", "records", "fires"),
    [
        (_OFFER, {}, "2005-08-01", [(6, "2024-01-01")], True),
        (_OFFER, {}, "2005-08-02", [(6, "2024-01-01")], False),
        (_OFFER, {}, "2000-08-02", [(6, "2024-01-01")], True),
        (_OFFER, {}, "2000-08-01", [(6, "2024-01-01")], False),
        (_OFFER, {}, None, [(6, "2024-01-01")], False),
        (_OFFER, {"LearnStartDate": "2024-07-31"}, "2004-01-01", [(6, "2024-01-01")], False),
        (_OFFER, {"FundModel": 35}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 LDM377", {}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 LDM378 LDM391", {}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 LDM378 DAM023", {}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 LDM378 RES1", {}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 DAM378", {}, "2004-01-01", [(6, "2024-01-01")], False),
        ("SOF105 LDM378 DAM391", {}, "2004-01-01", [(6, "2024-01-01")], True),
        ("SOF105 LDM378 DAM022", {}, "2004-01-01", [(6, "2024-01-01")], True),
        ("SOF105 LDM378 LDM023", {}, "2004-01-01", [(6, "2024-01-01")], True),
        (_OFFER, {"LearnStartDate": "2024-08-02"}, "2004-01-01", [(6, "2024-01-01")], True),
        (_OFFER, {"LearnStartDate": "2025-09-08"}, "2004-01-01", [(6, "2024-01-01")], True),
        *(
            (_OFFER, {}, "2004-01-01", [(level, "2024-01-01")], False)
            for level in (1, 2, 3, 4, 5, 99)
        ),
        *((_OFFER, {}, "2004-01-01", [(level, "2024-01-01")], True) for level in (7, 97, 98)),
        (_OFFER, {}, "2004-01-01", [(6, "2024-01-01"), (3, "2020-01-01")], False),
        (_OFFER, {}, "2004-01-01", [], True),
    ],
)
def test_offer_to_young_adult(found, text, fields, birth, records, fires):
    row = aim(1, **{"LearnStartDate": "2024-08-01", "LearningDeliveryFAM": _fams(text), **fields})
    case = aims(row, DateOfBirth=birth, **_prior(*records))
    for year in BOTH:
        assert found("R_148", year=year, base="asf", **case) == ([1] if fires else [])


@pytest.mark.parametrize(
    ("text", "fields", "birth", "fires"),
    [
        (_OFFER, {}, "2000-08-01", True),
        (_OFFER, {}, "2000-08-02", False),
        (_OFFER, {}, "1960-08-02", True),
        (_OFFER, {}, None, False),
        (_OFFER, {"LearnStartDate": "2024-07-31"}, "1990-01-01", False),
        (_OFFER, {"FundModel": 35}, "1990-01-01", False),
        ("SOF105 LDM377", {}, "1990-01-01", False),
        ("SOF105 LDM378 LDM391", {}, "1990-01-01", False),
        ("SOF105 LDM378 DAM023", {}, "1990-01-01", False),
        ("SOF105 LDM378 RES1", {}, "1990-01-01", True),
        ("SOF105 DAM378", {}, "1990-01-01", False),
        ("SOF105 LDM378 DAM391", {}, "1990-01-01", True),
        ("SOF105 LDM378 DAM022", {}, "1990-01-01", True),
        ("SOF105 LDM378 LDM023", {}, "1990-01-01", True),
        (_OFFER, {"LearnStartDate": "2024-08-02"}, "1990-01-01", True),
        (_OFFER, {"LearnStartDate": "2025-09-08"}, "1990-01-01", True),
    ],
)
def test_offer_without_low_earnings(found, text, fields, birth, fires):
    row = aim(1, **{"LearnStartDate": "2024-08-01", "LearningDeliveryFAM": _fams(text), **fields})
    for year in BOTH:
        case = aims(row, DateOfBirth=birth)
        assert found("R_151", year=year, base="asf", **case) == ([1] if fires else [])
