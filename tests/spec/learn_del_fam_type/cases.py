"""Short ways to write cases: aims with funding and monitoring records, rows of LARS.

The rules here look at one aim and its learner, so the rows of one test are the aims of one learner.
"""

from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
Case = tuple[str, Row, bool]
"""The records of an aim, what else differs on it, and whether the rule finds it."""

BOTH = ("2526", "2627")


def fams(text: str) -> list[Row]:
    """The records of "SOF105 LDM378": a type of three letters, and its code."""
    return [{"LearnDelFAMType": f[:3], "LearnDelFAMCode": f[3:]} for f in text.split()]


def category(
    number: int,
    since: str | None = "2015-08-01",
    until: str | None = None,
    *,
    aim: str = "9900003B",
) -> Row:
    """A LARS category, of the aim of the base `asf` unless told."""
    return {
        "LearnAimRef": aim,
        "CategoryRef": number,
        "EffectiveFrom": since,
        "EffectiveTo": until,
    }


def with_strangers(cases: Sequence[Case]) -> list[Case]:
    """The same cases with the codes of them all beside, under a type that means nothing."""
    codes = sorted({record[3:] for text, _, _ in cases for record in text.split()})
    strangers = " ".join(f"ZZZ{code}" for code in codes)
    return [(f"{text} {strangers}", fields, fires) for text, fields, fires in cases]


def check(
    found: Callable[..., list[Any]],
    rule: str,
    cases: Sequence[Case],
    *,
    years: Sequence[str] = BOTH,
    person: Row | None = None,
    **given: Any,
) -> None:
    """Hold that a rule finds exactly the cases that say so, in each year.

    It must find the same with every code of the cases beside them under a type that means nothing.
    """
    cases = [*cases, *with_strangers(cases)]
    aims = [
        {"AimSeqNumber": number, "LearningDeliveryFAM": fams(text), **fields}
        for number, (text, fields, _) in enumerate(cases, 1)
    ]
    learner = {**(person or {}), "LearningDelivery": aims}
    for year in years:
        numbers = found(rule, **{"base": "asf", "year": year, "Learner": [learner], **given})
        assert set(numbers) <= set(range(1, len(cases) + 1))
        fires = [number in numbers for number in range(1, len(cases) + 1)]
        wrong = [(case, got) for case, got in zip(cases, fires, strict=True) if case[2] is not got]
        assert not wrong, f"{rule} in {year}"
