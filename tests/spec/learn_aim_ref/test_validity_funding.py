"""Validity in LARS: which aims each rule looks at, by funding model, programme and FAMs."""

from datetime import date
from typing import Any

import pytest

from tests.spec.conftest import Found
from tests.spec.learn_aim_ref.test_validity_categories import EXISTS, STILL_OPEN
from tests.spec.learn_aim_ref.test_validity_dates import ENDED, STARTED
from tests.spec.learn_aim_ref.test_validity_starts import NEW_START
from tests.spec.learn_aim_ref.validity import AIM, CATEGORY, LONG_AGO, fams, row

# funding model, ProgType, FAMs, who looks at it
AIMS: tuple[tuple[int, int | None, str, str], ...] = (
    (25, None, "", "16 to 19"),
    (82, None, "", "16 to 19"),
    (25, None, "LDM 322", "16 to 19"),
    (25, None, "DAM 320", "16 to 19"),
    (25, None, "LDM 320", "14 to 16"),
    (25, None, "LDM 321", "14 to 16"),
    (25, None, "LDM 381", "14 to 16"),
    (82, None, "LDM 320", ""),
    (82, None, "LDM 321", ""),
    (82, None, "LDM 381", ""),
    (35, None, "", "adult skills"),
    (35, 24, "", "adult skills"),
    (35, 25, "", ""),
    (35, None, "LDM 034", ""),
    (35, None, "LDM 34", "adult skills"),
    (35, None, "DAM 034", "adult skills"),
    (35, None, "LDM 378", ""),
    (35, None, "LDM 395", "adult skills"),
    (35, None, "DAM 378", "adult skills"),
    (35, None, "SOF 110", "devolved"),
    (35, None, "SOF 110,LDM 378", ""),
    (38, None, "", "adult skills fund"),
    (38, 25, "", "adult skills fund"),
    (38, None, "LDM 034", "adult skills fund"),
    (38, None, "LDM 395", ""),
    (38, None, "DAM 378", "adult skills fund"),
    (38, None, "DAM 395", "adult skills fund"),
    (38, None, "SOF 109", "adult skills fund"),
    (38, None, "LDM 110", "adult skills fund"),
    (38, None, "SOF 110", "devolved"),
    (38, None, "SOF 110,LDM 377", "devolved"),
    (38, None, "SOF 110,DAM 378", "devolved"),
    (38, None, "LDM 378", "free courses"),
    (38, None, "SOF 110,LDM 378", "free courses"),
    (38, None, "LDM 378,LDM 395", "free courses with LDM 395"),
    (10, None, "", "community"),
    (10, None, "SOF 110", "community,devolved"),
    (11, None, "", "tailored"),
    (11, None, "SOF 123", "tailored,devolved"),
    (99, None, "", "other,other open"),
    (99, None, "SOF 112", "other,other open,devolved"),
    (99, 25, "", "other"),
    (99, None, "ADL 1", "loan"),
    (99, 24, "ADL 1", "loan"),
    (81, None, "", "other,other open"),
    (81, 24, "", "other,other open"),
    (81, 25, "", "other"),
    (81, None, "ADL 1", ""),
    (37, None, "", "other,other open"),
    (36, 25, "", "other"),
    (36, 25, "ADL 1", ""),
    (36, None, "", ""),
    (39, 34, "", "unit"),
)


def _aims(start: date, end: date | None) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number, (model, programme, codes, _) in enumerate(AIMS, start=1):
        aim = {
            "AimSeqNumber": number,
            "FundModel": model,
            "ProgType": programme,
            "LearningDeliveryFAM": fams(*codes.split(",")) if codes else [],
            "LearnStartDate": start.isoformat(),
        }
        made.append({**aim, "LearnActEndDate": end.isoformat()} if end else aim)
    return made


def _looked_at(kind: str, *, missing: bool) -> list[int]:
    kinds = {kind} if missing else {kind, f"{kind} with LDM 395"}
    return [n for n, aim in enumerate(AIMS, start=1) if kinds & set(aim[3].split(","))]


RULES = [
    *((rule, year, kind, "start", first, last) for rule, year, kind, first, last in NEW_START),
    *((rule, year, kind, "end", first, last) for rule, year, kind, first, last in STARTED),
    *((rule, year, kind, "end", first, last) for rule, year, kind, first, last in ENDED),
    *((rule, year, kind, "missing", first, last) for rule, year, kind, first, last in EXISTS),
    *(
        (rule, year, kind, "end" if field == "LearnActEndDate" else "start", first, last)
        for rule, year, kind, first, last, field in STILL_OPEN
    ),
]


@pytest.mark.parametrize(("rule", "year", "kind", "what", "first", "last"), RULES)
def test_the_aims_that_a_rule_looks_at(
    found: Found,
    rule: str,
    year: str,
    kind: str,
    what: str,
    first: date | None,
    last: date | None,
):
    day = last or first or date(2025, 9, 8)
    start, end = (date(2021, 9, 6), day) if what == "end" else (day, None)
    missing = what == "missing"
    # an old row of the right category; a good one of a wrong category, which is no help
    right = row(CATEGORY[kind], LONG_AGO, LONG_AGO, LONG_AGO)
    wrong = row("APPRENTICESHIPS", date(2019, 8, 1))
    learners = [{"LearningDelivery": _aims(start, end)}]
    tables = {
        "-lars_validity": [{"LearnAimRef": AIM}],
        "lars_validity": [wrong] if missing else [right, wrong],
    }
    case = {"base": "nonfunded", "Learner": learners, "reference": tables}
    asked = "other open" if rule == "LearnAimRef_117" else kind
    places = found(rule, year=year, **case)
    assert sorted(map(int, places)) == _looked_at(asked, missing=missing)


@pytest.mark.parametrize(
    ("rule", "year", "kind", "what", "first", "last"),
    [given for given in RULES if given[3] != "missing"],
)
def test_rows_of_another_category_do_no_harm(
    found: Found,
    rule: str,
    year: str,
    kind: str,
    what: str,
    first: date | None,
    last: date | None,
):
    day = last or first or date(2025, 9, 8)
    start, end = (date(2021, 9, 6), day) if what == "end" else (day, None)
    right = row(CATEGORY[kind], LONG_AGO)
    wrong = row("APPRENTICESHIPS", date(2019, 8, 1), date(2019, 8, 2), date(2019, 8, 1))
    learners = [{"LearningDelivery": _aims(start, end)}]
    tables = {"-lars_validity": [{"LearnAimRef": AIM}], "lars_validity": [right, wrong]}
    case = {"base": "nonfunded", "Learner": learners, "reference": tables}
    assert found(rule, year=year, **case) == []
