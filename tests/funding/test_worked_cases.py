"""DfE's own scenarios, to the penny: every case by the calculation, some through the program."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openilr.funding.earnings import Method, earnings_of
from openilr.funding.months import period_of
from openilr.funding.records import learner_of
from openilr.funding.reference import FundingReference
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import Tables
from tests.examples import run_program
from tests.funding_examples import differences, expected, judge, load, methods, reference

CASES = load(Path(__file__).parent.parent / "data" / "funding_examples.json")
JUDGED = [(case, method) for case in CASES for method in methods(case)]


def test_the_cases_are_there():
    assert len(CASES) == 119
    assert len(JUDGED) == 204


@pytest.mark.parametrize(
    ("case", "method"),
    [(c, m) for c, m in JUDGED if m != "unit"],
    ids=lambda v: v if isinstance(v, str) else v["id"],
)
def test_a_case_by_the_calculation(case: dict[str, Any], method: str):
    given = overrides_of(reference(case))
    day = (case.get("fm36_rulebase") or {}).get("as_at_year_end")
    found = earnings_of(
        learner_of(case["ilr"]["Learner"]),
        FundingReference(Tables(given.frames, given.releases)),
        method=Method(method),
        until=date.fromisoformat(day) if day and method == "fm36" else None,
    )
    got: dict[Any, Any] = {}
    for row in found.rows:
        key = (*period_of(row.month), str(row.kind))
        got[key] = got.get(key, 0) + row.amount
    assert differences(case, got, expected(case, method)) == []


@pytest.mark.parametrize(
    ("case", "method"),
    [(c, m) for c, m in JUDGED if m == "unit"] + [j for j in JUDGED if j[1] != "unit"][::20],
    ids=lambda v: v if isinstance(v, str) else v["id"],
)
def test_a_case_through_the_program(case: dict[str, Any], method: str, tmp_path: Path):
    assert judge(case, method, tmp_path, run_program) == ""
