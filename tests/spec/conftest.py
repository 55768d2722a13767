"""`found`: what one rule finds on an invented case, asked of both readers."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from openilr.ilr.message import Message
from openilr.ilr.xml.read import read
from openilr.language.batch import run_batch, run_of
from openilr.language.learners import learners_of
from openilr.language.single import reader
from openilr.rules.catalogue import find, plain_name
from openilr.rules.registry import rules_of
from tests import rule_outcomes
from tests.examples import BUILD
from tests.mutation.cases import RECORD, Case, tables_of

Places = list[str | int]
Found = Callable[..., Places]


def _active(rule: str, year: str) -> Any:
    entry = find(rule, year)
    assert entry is not None, f"{rule} is not a rule of {year}"
    for active in rules_of(year):
        if plain_name(active.name) == plain_name(rule):
            return active
    raise AssertionError(f"{rule} is not written for {year}")


def _message(case: dict[str, Any]) -> Message:
    return read(BUILD.to_xml(BUILD.build_message(case)))


def _places(rows: Iterable[tuple[str | None, int | None]], several: bool) -> Places:
    places: set[str | int] = set()
    for reference, aim in rows:
        if reference is None:
            places.add("file")
        else:
            what = "learner" if aim is None else aim
            places.add(f"{reference}/{what}" if several else what)
    return sorted(places, key=str)


@pytest.fixture(scope="session")
def found(request) -> Found:
    """Where a rule fires: sorted AimSeqNumbers, "learner" or "file" (with several learners
    "A002/learner"), the same by the Polars and the Python reader.

    `found("ULN_04", year="2526", base="asf", Learner=[{"ULN": "1000000018"}])`: the keywords are
    the keys of a case in `tests/data/build_case.py`.
    """

    record = request.config.stash.get(RECORD, None)

    def of(rule: str, *, year: str = "2526", **patch: Any) -> Places:
        case = {"id": rule, "rule": rule, "year": year, "expected": {rule: []}, **patch}
        message = _message(case)
        reference = json.dumps(BUILD.reference(case), sort_keys=True)
        tables = tables_of(reference)
        context = BUILD.context(case)
        day = _day(context["RunDate"])
        run = run_of(message, return_period=context["ReturnPeriod"], as_at=day)
        active = _active(rule, year)
        several = len(patch.get("Learner", [{}])) > 1
        learners = learners_of(message)
        failures = reader((active,), year).check_file(learners, run, tables)
        single = _places(((f.LearnRefNumber, f.AimSeqNumber) for f in failures), several)
        if record is not None:
            record(Case.now(active.name, learners, run, reference, {"year": year, **patch}))
            return single
        frame = run_batch(message, tables, run, [active])
        batch = _places(zip(frame["LearnRefNumber"], frame["AimSeqNumber"], strict=True), several)
        assert batch == single, f"the readers differ: Polars {batch}, Python {single}"
        if batch:
            rule_outcomes.note(active.name, year, fired=True)
        if len(batch) < _rows(message, active.level):
            rule_outcomes.note(active.name, year, fired=False)
        return batch

    return of


def _rows(message: Message, level: str) -> int:
    """How many aims or learners of a message a rule could name."""
    return message["LearningDelivery" if level == "aim" else "Learner"].height


def _day(text: str) -> date:
    return date.fromisoformat(text)
