"""Prices and payments of an apprenticeship."""

import pytest

from tests.spec.cross_record.cases import BOTH, aim, aims, fin

_START = "2025-09-08"


def _both(found, rule, case, expected, **more):
    for year in BOTH:
        assert found(rule, year=year, **case, **more) == expected, year


def _prices(*rows, **fields):
    return aims(aim(1, AppFinRecord=list(rows), **fields))


@pytest.mark.parametrize(
    ("rows", "fields", "fires"),
    [
        ([fin("TNP", 1, _START)], {}, True),
        ([], {}, True),
        ([fin("TNP", 2, _START)], {}, False),
        ([fin("TNP", 4, _START)], {}, False),
        ([fin("tnp", 4, _START)], {}, False),
        ([fin("PMR", 2, _START)], {}, True),
        ([fin("TNP", 1, _START)], {"FundModel": 81}, True),
        ([fin("TNP", 1, _START)], {"FundModel": 99}, False),
        ([fin("TNP", 1, _START)], {"CompStatus": 1}, False),
        ([fin("TNP", 1, _START)], {"CompStatus": 3}, False),
        ([fin("TNP", 1, _START)], {"AimType": 3}, False),
        ([fin("TNP", 1, _START)], {"ProgType": 24}, False),
        ([fin("TNP", 1, _START)], {"ProgType": None}, False),
    ],
)
def test_completed_without_assessment_price(found, rows, fields, fires):
    case = _prices(*rows, **{"CompStatus": 2, **fields})
    _both(found, "R_100", case, [1] if fires else [])


@pytest.mark.parametrize(
    ("start", "row", "fires"),
    [
        ("2019-02-01", fin("TNP", 1, "2019-01-31"), True),
        ("2019-02-01", fin("TNP", 4, "2019-01-31"), True),
        ("2019-02-01", fin("tnp", 1, "2019-01-31"), True),
        ("2019-02-01", fin("TNP", 1, "2019-02-01"), False),
        ("2019-02-01", fin("TNP", 1, "2019-02-02"), False),
        ("2025-09-08", fin("TNP", 1, "2025-09-07"), True),
        ("2019-01-31", fin("TNP", 1, "2019-01-30"), False),
        ("2019-02-01", fin("PMR", 1, "2019-01-31"), False),
    ],
)
def test_price_before_start(found, start, row, fires):
    case = _prices(row, LearnStartDate=start)
    _both(found, "R_119", case, [1] if fires else [])


_TWICE = [fin("TNP", 1, _START, 1), fin("TNP", 1, _START, 2)]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (_prices(*_TWICE), [1]),
        (_prices(*_TWICE, FundModel=81), []),
        (_prices(*_TWICE, AimType=3), []),
        (_prices(*_TWICE, ProgType=24), []),
        (_prices(*_TWICE, StdCode=None), []),
        (_prices(fin("TNP", 1, _START), fin("TNP", 2, _START)), []),
        (_prices(fin("TNP", 1, _START), fin("PMR", 1, _START)), []),
        (_prices(fin("TNP", 1, _START), fin("TNP", 1, "2025-09-09")), []),
        (
            aims(
                aim(1, AppFinRecord=_TWICE[:1]),
                aim(4, AimType=1, AppFinRecord=_TWICE[1:]),
            ),
            [1, 4],
        ),
        (
            aims(
                aim(1, AppFinRecord=_TWICE[:1]),
                aim(4, AimType=1, StdCode=9002, AppFinRecord=_TWICE[1:]),
            ),
            [],
        ),
        *(  # the second is not on a funded programme aim of a standard
            (
                aims(
                    aim(1, AppFinRecord=_TWICE[:1]),
                    aim(4, **{"AimType": 1, "AppFinRecord": _TWICE[1:], **other}),
                ),
                [],
            )
            for other in ({"FundModel": 81}, {"AimType": 3}, {"ProgType": 24})
        ),
    ],
)
def test_same_record_twice(found, case, expected):
    _both(found, "R_68", case, expected)


def _left(price_day, status=3, end="2025-12-01", record=None, **fields):
    prices = [fin("TNP", 1, "2022-01-01"), fin("TNP", 1, price_day)]
    return aim(
        1,
        CompStatus=status,
        LearnActEndDate=end,
        AppFinRecord=[*prices, record] if record else prices,
        **{"LearnStartDate": "2021-09-06", **fields},
    )


def _next(start="2026-01-05", **fields):
    return {"AimSeqNumber": 4, "AimType": 1, "LearnStartDate": start, **fields}


@pytest.mark.parametrize(
    ("rows", "fires"),
    [
        ((_left("2026-01-05"), _next()), True),
        ((_left("2026-01-04"), _next()), False),
        ((_left("2026-01-06", status=6), _next()), True),
        ((_left("2026-01-06", status=2), _next()), False),
        ((_left("2026-01-06"), _next(StdCode=9002)), True),
        ((_left("2026-01-06"), _next(ProgType=24)), False),
        ((_left("2026-01-06"), _next(LearnActEndDate="2026-02-01")), False),
        ((_left("2022-09-01"), _next("2022-08-01")), True),
        ((_left("2022-09-01"), _next("2022-07-31")), False),
        ((_left("2026-01-06", AimType=3), _next()), False),
        ((_left("2026-01-06", ProgType=24), _next()), False),
        # a payment is no price
        ((_left("2026-01-04", record=fin("PMR", 1, "2026-01-06")), _next()), False),
        # of two open programmes the earlier
        ((_left("2026-01-06"), _next(), _next("2026-03-02", AimSeqNumber=5)), True),
        ((_left("2026-01-06"),), False),
    ],
)
def test_price_after_next_programme(found, rows, fires):
    _both(found, "R_142", aims(*rows), [1] if fires else [])


# --------------------------------------------------------------------------- trailblazers (FM81)


def _trailblazer(number, *rows, **fields):
    return aim(number, AppFinRecord=list(rows), **{"FundModel": 81, "AimType": 1, **fields})


_PRICE = (fin("TNP", 1, _START, 8000), fin("TNP", 2, _START, 1000))


def _cap(amount, since="2018-01-01"):
    row = {
        "StandardCode": 9001,
        "FundingCategory": "APP_ACT_COST",
        "EffectiveFrom": since,
        "EffectiveTo": None,
        "CoreGovContributionCap": amount,
    }
    return {"-lars_standard_funding": [{}], "lars_standard_funding": [row]}


@pytest.mark.parametrize(
    ("cap", "paid", "third", "rest"),
    [
        # 6000 of the 9000 are within the cap: the employer pays a third
        (6000, [fin("PMR", 1, _START, 3000)], False, False),
        (6000, [fin("PMR", 1, _START, 3001)], True, False),
        (6000, [fin("PMR", 1, _START, 2000), fin("PMR", 2, _START, 1001)], True, False),
        (6000, [fin("PMR", 1, _START, 3101), fin("PMR", 3, _START, 101)], False, False),
        (6000, [fin("PMR", 1, _START, 3101), fin("PMR", 3, _START, 100)], True, False),
        (6000, [], False, False),
        # 6000 are over the cap: the employer pays what is left
        (5000, [fin("PMR", 1, _START, 4000)], False, False),
        (5000, [fin("PMR", 1, _START, 4001)], False, True),
        (5000, [fin("PMR", 1, _START, 3500)], False, False),
        # no cap at all
        (None, [fin("PMR", 1, _START, 3001)], True, False),
    ],
)
def test_employer_contribution(found, cap, paid, third, rest):
    case = aims(_trailblazer(1, *_PRICE, *paid))
    reference = _cap(cap)
    _both(found, "R_72", case, ["learner"] if third else [], reference=reference)
    _both(found, "R_73", case, ["learner"] if rest else [], reference=reference)


@pytest.mark.parametrize(
    ("rows", "third"),
    [
        # the aims of a standard are taken together, with the latest prices
        (
            (
                _trailblazer(1, *_PRICE, fin("PMR", 1, _START, 2000)),
                _trailblazer(4, fin("PMR", 1, "2026-01-05", 1001)),
            ),
            True,
        ),
        (
            (
                _trailblazer(1, *_PRICE, fin("PMR", 1, _START, 3001)),
                _trailblazer(4, fin("TNP", 1, "2026-01-05", 8100)),
            ),
            False,
        ),
        (
            (
                _trailblazer(1, *_PRICE, fin("PMR", 1, _START, 3000)),
                _trailblazer(4, fin("TNP", 1, _START, 2), StdCode=9002),
            ),
            False,
        ),
        ((_trailblazer(1, *_PRICE, fin("PMR", 1, _START, 3001), AimType=3),), False),
        ((_trailblazer(1, *_PRICE, fin("PMR", 1, _START, 3001), ProgType=24),), False),
        ((_trailblazer(1, *_PRICE, fin("PMR", 1, _START, 3001), StdCode=None),), False),
        ((aim(1, AppFinRecord=[*_PRICE, fin("PMR", 1, _START, 3001)]),), False),
    ],
)
def test_standards_of_employer_contribution(found, rows, third):
    _both(found, "R_72", aims(*rows), ["learner"] if third else [], reference=_cap(9000))


def test_cap_of_original_start(found):
    reference = _cap(5000, since="2025-09-08")
    case = aims(_trailblazer(1, *_PRICE, fin("PMR", 1, _START, 4001), LearnStartDate=_START))
    _both(found, "R_73", case, ["learner"], reference=reference)
    earlier = aims(
        _trailblazer(
            1,
            *_PRICE,
            fin("PMR", 1, _START, 4001),
            LearnStartDate=_START,
            OrigLearnStartDate="2025-09-07",
        )
    )
    _both(found, "R_73", earlier, [], reference=reference)
    _both(found, "R_72", earlier, ["learner"], reference=reference)


# --------------------------------------------------------------------------------- prior learning


@pytest.mark.parametrize(
    ("hours", "price", "r161", "r162"),
    [
        ([1, 4], [], [1], []),
        ([1, 4], [fin("RIP", 1, "2026-09-07")], [], []),
        ([1], [fin("RIP", 1, "2026-09-07")], [], [1]),
        ([1, 3], [fin("TNP", 1, "2026-09-07")], [], []),
        ([4], [fin("TNP", 1, "2026-09-07")], [1], []),
        ([4], [fin("rip", 1, "2026-09-07")], [], []),
    ],
)
def test_prior_learning(found, hours, price, r161, r162):
    records = [{"HRSType": "HRS", "HRSCode": code, "HRSAmount": 100} for code in hours]
    case = aims(aim(1, HRSRecord=records, AppFinRecord=price))
    assert found("R_161", year="2627", **case) == r161
    assert found("R_162", year="2627", **case) == r162


def test_prior_learning_of_another_aim(found):
    reduced = {"HRSRecord": [{"HRSType": "HRS", "HRSCode": 4, "HRSAmount": 100}]}
    case = aims(aim(1, AppFinRecord=[fin("RIP", 1, "2026-09-07")]), aim(2, **reduced))
    assert found("R_161", year="2627", **case) == [2]
    assert found("R_162", year="2627", **case) == [1]
