"""Short ways to write cases of rules on higher education records."""

from collections.abc import Iterator
from typing import Any

from tests.spec.aim_cases import BOTH, Case, Patch, aim, aims, cases


def he(**fields: Any) -> Patch:
    """What differs on the higher education record of an aim."""
    return {"LearningDeliveryHE": fields}


def he_cases(
    rule: str, *rows: tuple[bool, Patch], years: tuple[str, ...] = BOTH, **always: Any
) -> Iterator[Case]:
    """Cases on the base of higher education: whether the rule fires, and what differs.

    Names in capitals and HEPostCode are of the higher education record, the others of the aim.
    `always` holds for every row that does not say otherwise.
    """
    for fires, fields in rows:
        yield from cases(rule, "he", (fires, _split({**always, **fields})), years=years)


def _split(fields: Patch) -> Patch:
    record = {k: v for k, v in fields.items() if k.isupper() or k == "HEPostCode"}
    patch = {k: v for k, v in fields.items() if k not in record}
    return {**he(**record), **patch} if record else patch


def learner_cases(
    rule: str, *rows: tuple[bool, Patch], years: tuple[str, ...] = BOTH
) -> Iterator[tuple[str, str, str, Patch, list[str]]]:
    """Cases on the learner of the base of higher education; `aim` holds what differs on the aim."""
    for year in years:
        for fires, fields in rows:
            person = {k: v for k, v in fields.items() if k != "aim"}
            patch = aims(aim(**fields.get("aim", {})), **person)
            yield rule, year, "he", patch, ["learner"] if fires else []
