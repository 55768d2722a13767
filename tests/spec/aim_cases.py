"""Short ways to write cases of rules on an aim and the records below it."""

from collections.abc import Iterator
from typing import Any

Patch = dict[str, Any]
Case = tuple[str, str, str, Patch, list[int]]

BOTH = ("2526", "2627")
PARAMETERS = ("rule", "year", "base", "patch", "expected")
"""What one of the cases below is made of, for `pytest.mark.parametrize`."""


def aims(*patches: Patch, **person: Any) -> Patch:
    """A message with one learner, whose aims differ from those of the base."""
    return {"Learner": [{**person, "LearningDelivery": list(patches)}]}


def aim(number: int = 1, **fields: Any) -> Patch:
    """What differs on one aim of the base; None leaves a field out."""
    return {"AimSeqNumber": number, **fields}


def fams(text: str) -> list[Patch]:
    """The funding and monitoring records of "SOF105 LDM034"."""
    return [{"LearnDelFAMType": f[:3], "LearnDelFAMCode": f[3:]} for f in text.split()]


def fins(text: str) -> list[Patch]:
    """The financial records of "TNP1 2025-09-08 8000, PMR1 2025-10-01 400".

    Without an amount it is 1000, without a date 2025-09-08.
    """
    records = (record.split() for record in text.split(","))
    return [
        {
            "AFinType": words[0][:3],
            "AFinCode": int(words[0][3:]),
            "AFinDate": words[1] if len(words) > 1 else "2025-09-08",
            "AFinAmount": int(words[2]) if len(words) > 2 else 1000,
        }
        for words in records
    ]


def hours(text: str, kind: str = "HRS") -> list[Patch]:
    """The hours records of "1 600, 4 20": code and amount."""
    pairs = (record.split() for record in text.split(","))
    return [
        {"HRSType": kind, "HRSCode": int(code), "HRSAmount": int(amount)} for code, amount in pairs
    ]


def cases(
    rule: str,
    base: str,
    *rows: tuple[bool, Patch],
    years: tuple[str, ...] = BOTH,
    **always: Any,
) -> Iterator[Case]:
    """Cases on the first aim of a base: whether the rule fires, and what differs on the aim.

    `always` holds for every row that does not say otherwise. A patch with "Learner" in it is the
    whole message.
    """
    for year in years:
        for fires, fields in rows:
            patch = fields if "Learner" in fields else aims(aim(**{**always, **fields}))
            yield rule, year, base, patch, [1] if fires else []
