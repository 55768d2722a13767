"""Short ways to write a case of a rule on a learner."""

from datetime import date
from typing import Any

import pytest

from openilr.language.run import Run
from openilr.language.single import reader
from openilr.rules.registry import rules_of

OLD, NEW = "2526", "2627"
Patch = dict[str, Any]


def case(
    rule: str,
    expected: list[Any],
    base: str = "asf",
    year: str = OLD,
    *,
    aims: list[Patch] | None = None,
    prepared: str | None = None,
    reference: Patch | None = None,
    **learner: Any,
) -> Any:
    """One case: the rule, where it fires, and what differs from a base of the year.

    `aims` are patches of aims, `prepared` the file preparation date, `learner` fields of the
    learner.
    """
    patch: Patch = dict(learner)
    if aims is not None:
        patch["LearningDelivery"] = aims
    whole: Patch = {"year": year, "base": base, "Learner": [patch]}
    if prepared is not None:
        whole["Header"] = {"CollectionDetails": {"FilePreparationDate": prepared}}
    if reference is not None:
        whole["reference"] = reference
    return pytest.param(rule, expected, whole, id=f"{rule} {year} {base} {expected} {patch}"[:140])


def aim(number: int = 1, **fields: Any) -> Patch:
    """A patch of an aim; `fams` are further FAM records, written "LDM 034"."""
    fams = fields.pop("fams", None)
    if fams is not None:
        fields["+LearningDeliveryFAM"] = [fam(text) for text in fams]
    return {"AimSeqNumber": number, **fields}


def fam(text: str) -> Patch:
    """A FAM record of an aim, written "LDM 034"."""
    kind, code = text.split()
    return {"LearnDelFAMType": kind, "LearnDelFAMCode": code}


def learner_fams(*texts: str) -> list[Patch]:
    """FAM records of a learner, written "EHC 1"."""
    pairs = [text.split() for text in texts]
    return [{"LearnFAMType": kind, "LearnFAMCode": int(code)} for kind, code in pairs]


def categories(*texts: str) -> list[Patch]:
    """Records of difficulties: "12" a category, "12p" the primary one."""
    return [
        {"LLDDCat": int(t.rstrip("p")), **({"PrimaryLLDD": 1} if t.endswith("p") else {})}
        for t in texts
    ]


def prior(*pairs: tuple[int, str]) -> list[Patch]:
    """Records of prior attainment: level and date."""
    return [{"PriorLevel": level, "DateLevelApp": day} for level, day in pairs]


def findings(rule: str, learner: Patch) -> list[Patch]:
    """The fields of each finding of a rule of 2025-26 on a learner of typed values."""
    active = next(a for a in rules_of(OLD) if a.name == rule)
    file = [{"LearnRefNumber": "A", **learner}]
    failures = reader((active,), OLD).check_file(file, Run(OLD, 1, date(2026, 1, 1)), {})
    return [dict(failure.fields) for failure in failures]
