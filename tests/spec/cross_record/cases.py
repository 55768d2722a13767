"""Short ways to write a case: aims, records with dates, rows of LARS."""

from typing import Any

Row = dict[str, Any]

BOTH = ("2526", "2627")


def fam(kind: str, code: str = "1", since: str | None = None, until: str | None = None) -> Row:
    """A funding and monitoring record of an aim."""
    row = {"LearnDelFAMType": kind, "LearnDelFAMCode": code}
    if since:
        row["LearnDelFAMDateFrom"] = since
    if until:
        row["LearnDelFAMDateTo"] = until
    return row


def fin(kind: str, code: int, day: str, amount: int = 100) -> Row:
    """A financial record."""
    return {"AFinType": kind, "AFinCode": code, "AFinDate": day, "AFinAmount": amount}


def aim(number: int, **fields: Any) -> Row:
    """What differs on an aim of the base, or a further aim."""
    return {"AimSeqNumber": number, **fields}


def aims(*rows: Row, drop: tuple[int, ...] = (), **person: Any) -> Row:
    """A case of one learner with these aims; `drop` takes aims of the base away."""
    learner = {"LearningDelivery": list(rows), **person}
    if drop:
        learner["$drop"] = list(drop)
    return {"Learner": [learner]}


def category(reference: str, number: int, since: str = "2015-08-01") -> Row:
    """The LARS category of an aim, as a row of the reference."""
    return {
        "LearnAimRef": reference,
        "CategoryRef": number,
        "EffectiveFrom": since,
        "EffectiveTo": None,
    }


def lars_aim(reference: str, kind: str = "0005", area: str | None = None) -> Row:
    """An aim in LARS, of a type and a sector."""
    row = {
        "LearnAimRef": reference,
        "LearnAimRefType": kind,
        "NotionalNVQLevelv2": "2",
        "EffectiveFrom": "2015-08-01",
        "EffectiveTo": None,
    }
    if area:
        row["SectorSubjectAreaTier2"] = area
    return row
