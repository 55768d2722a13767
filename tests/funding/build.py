"""Learners and reference tables for funding tests, told in few words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openilr.funding.earnings import Method, earnings_of
from openilr.funding.given_parameters import given
from openilr.funding.months import period_of
from openilr.funding.outcome import Earnings, Kind
from openilr.funding.records import History, Learner, learner_of
from openilr.funding.reference import FundingReference
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import Tables

STANDARD = 123
ENGLISH = "60342843"
AIM = "60000001"


def reference(
    band: int | None = 27000,
    rates: Mapping[str, float] | None = None,
    *,
    parameters: Mapping[str, Any] | None = None,
    **tables: Any,
) -> FundingReference:
    """Tables, and parameters as a provider gives them: name -> first day -> value."""
    values = given(parameters) if parameters else None
    return FundingReference(tables_of(band, rates, **tables), values)


def tables_of(
    band: int | None = 27000, rates: Mapping[str, float] | None = None, **tables: Any
) -> Tables:
    """LARS with one standard, and English and maths at some rates; other tables as given."""
    given: dict[str, Any] = {
        "lars_apprenticeship_funding": [
            {
                "ApprenticeshipCode": STANDARD,
                "ProgType": 25,
                "EffectiveFrom": "2015-08-01",
                "MaxEmployerLevyCap": band,
            }
        ],
        "lars_funding": [
            {
                "LearnAimRef": name,
                "FundingCategory": "APP_MAY_2017_EM",
                "EffectiveFrom": "2015-08-01",
                "RateWeighted": rate,
            }
            for name, rate in (rates or {}).items()
        ],
        **tables,
    }
    read = overrides_of(given)
    return Tables(read.frames, read.releases)


def fam(kind: str, code: str, since: str | None = None, to: str | None = None) -> dict[str, Any]:
    return {
        "LearnDelFAMType": kind,
        "LearnDelFAMCode": code,
        "LearnDelFAMDateFrom": since,
        "LearnDelFAMDateTo": to,
    }


def tnp(day: str, training: int, assessment: int = 0, *, residual: bool = False) -> list[Any]:
    codes = (3, 4) if residual else (1, 2)
    return [
        {"AFinType": "TNP", "AFinCode": code, "AFinDate": day, "AFinAmount": amount}
        for code, amount in zip(codes, (training, assessment), strict=True)
        if amount
    ]


def programme(
    start: str, planned_end: str, price: int | None = 15000, **fields: Any
) -> dict[str, Any]:
    """A programme aim with an ACT record and a price from its first day."""
    made = {
        "LearnAimRef": "ZPROG001",
        "AimType": 1,
        "AimSeqNumber": 1,
        "FundModel": 36,
        "ProgType": 25,
        "StdCode": STANDARD,
        "CompStatus": 1,
        "LearnStartDate": start,
        "LearnPlanEndDate": planned_end,
        "AppFinRecord": [] if price is None else tnp(start, price),
        "LearningDeliveryFAM": [fam("ACT", "1", start)],
    }
    more = fields.pop("fams", [])
    made.update(fields)
    made["LearningDeliveryFAM"] = [*made["LearningDeliveryFAM"], *more]
    return made


def achieved(end: str, on: str | None = None) -> dict[str, Any]:
    return {"CompStatus": 2, "Outcome": 1, "LearnActEndDate": end, "AchDate": on or end}


def left(end: str) -> dict[str, Any]:
    return {"CompStatus": 3, "Outcome": 3, "LearnActEndDate": end, "WithdrawReason": 98}


def paused(end: str) -> dict[str, Any]:
    return {"CompStatus": 6, "Outcome": 3, "LearnActEndDate": end}


def back(start: str, planned_end: str, first: str, price: int = 15000, **fields: Any) -> Any:
    """A return from a break, with the price restated."""
    return programme(
        start,
        planned_end,
        price,
        OrigLearnStartDate=first,
        AimSeqNumber=fields.pop("AimSeqNumber", 2),
        fams=[fam("RES", "1"), *fields.pop("fams", [])],
        **fields,
    )


def course(start: str, planned_end: str, **fields: Any) -> dict[str, Any]:
    return {
        "LearnAimRef": ENGLISH,
        "AimType": 3,
        "AimSeqNumber": 9,
        "FundModel": 36,
        "ProgType": 25,
        "StdCode": STANDARD,
        "CompStatus": 1,
        "LearnStartDate": start,
        "LearnPlanEndDate": planned_end,
        "LearningDeliveryFAM": fields.pop("fams", []),
        **fields,
    }


def rate(weighted: float, unweighted: float | None = None, weighting: str = "A") -> list[Any]:
    """`lars_funding` with one aim of adult skills."""
    return [
        {
            "LearnAimRef": AIM,
            "FundingCategory": "MATRIX",
            "EffectiveFrom": "2013-08-01",
            "RateWeighted": weighted,
            "RateUnWeighted": unweighted or weighted,
            "WeightingFactor": weighting,
        }
    ]


NO_UPLIFTS: dict[str, list[Any]] = {
    "postcodes_area_cost": [],
    "postcodes_disadvantage": [],
    "postcodes_specialist_resources": [],
}


def adult(model: int = 35, **fields: Any) -> dict[str, Any]:
    """A fully funded adult skills aim from September 2020 to May 2021."""
    return {
        "LearnAimRef": AIM,
        "AimType": 4,
        "AimSeqNumber": 1,
        "FundModel": model,
        "LearnStartDate": "2020-09-01",
        "LearnPlanEndDate": "2021-05-31",
        "CompStatus": 1,
        "LearningDeliveryFAM": [fam("FFI", "1")],
        **fields,
    }


def texts(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as the message writer takes it: every value a text."""
    return {
        name: [texts(r) for r in value] if isinstance(value, list) else str(value)
        for name, value in record.items()
        if value is not None
    }


def learner(*aims: Mapping[str, Any], born: str = "1990-05-12", **fields: Any) -> Learner:
    history: Iterable[History] = fields.pop("history", ())
    ukprn: int | None = fields.pop("ukprn", None)
    record = {"LearnRefNumber": "A1", "DateOfBirth": born, "LearningDelivery": aims, **fields}
    return learner_of(record, history=history, ukprn=ukprn)


def earned(
    who: Learner,
    tables: FundingReference | None = None,
    *,
    method: Method = Method.FM36,
    until: str | None = None,
) -> Earnings:
    day = date.fromisoformat(until) if until else None
    return earnings_of(who, tables or reference(), method=method, until=day)


def by_month(found: Earnings, kind: Kind) -> dict[str, str]:
    """Amounts of a kind by "year-period", in pence where they are whole."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in sorted(found.rows, key=lambda r: r.month):
        if row.kind is kind:
            year, period = period_of(row.month)
            amounts[f"{year}-{period:02d}"] += row.amount
    return {month: f"{amount:.2f}" for month, amount in amounts.items()}


def total(found: Earnings, *kinds: Kind) -> Decimal:
    return sum((r.amount for r in found.rows if not kinds or r.kind in kinds), Decimal(0))


def codes(found: Earnings) -> set[str]:
    """The reasons that may have kept money away."""
    return {r.code for r in found.reasons if r.blocks}
