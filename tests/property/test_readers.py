"""The readers agree: on every rule, and on a file however it is cut and ordered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.ilr.years import OPEN_YEARS
from openilr.language.batch import bind, run_batch
from openilr.language.compiled import shown
from openilr.language.learners import learners_of, message_of
from openilr.language.rule import ActiveRule
from openilr.language.run import Run
from openilr.language.single import reader
from openilr.language.words import condition_in_words, explain
from openilr.reference.supplied import Tables
from openilr.rules.registry import fields_read, rules_of
from tests.property.strategies import (
    DATES,
    hints,
    learners,
    random_learner,
    random_tables,
    run,
    tables,
)

Found = Counter[tuple[Any, ...]]


def batch_findings(
    file: Sequence[Any], year: str, tables: Tables, run: Run, rules: Sequence[ActiveRule]
) -> Found:
    """What the Polars reader finds: rule, learner, aim and values, counted."""
    frame = run_batch(message_of(file, year), tables, run, rules)
    return Counter(
        (
            row["rule"],
            row["learner"],
            row["LearnRefNumber"],
            row["AimSeqNumber"],
            tuple((f["name"], f["value"]) for f in row["fields"]),
        )
        for row in frame.iter_rows(named=True)
    )


def single_findings(
    file: Sequence[Any], year: str, tables: Tables, run: Run, rules: Sequence[ActiveRule]
) -> Found:
    """What the generated Python finds on the same learners, each with the others as peers."""
    checker = reader(tuple(rules), year)
    found: Found = Counter()
    for failure in checker.check_file(file, run, tables):
        learner = None if failure.learner is None else failure.learner
        found[
            (
                failure.rule.name,
                learner,
                failure.LearnRefNumber,
                failure.AimSeqNumber,
                tuple((name, shown(value)) for name, value in failure.fields.items()),
            )
        ] += 1
    return found


def needed(rules: Iterable[ActiveRule]) -> list[str]:
    return sorted({table for active in rules for table in active.rule.needs})


def spoken(rules: Iterable[ActiveRule]) -> dict[str, set[Any]]:
    """The values that some rules speak of, together."""
    found: dict[str, set[Any]] = {}
    for active in rules:
        for name, values in hints(active.rule).items():
            found.setdefault(name, set()).update(values)
    return found


FIELDS = {
    year: frozenset(f for a in rules_of(year) for f in fields_read(a.rule)) for year in OPEN_YEARS
}

HEADER = {
    "LearningProvider.UKPRN": 10000001,
    "CollectionDetails.FilePreparationDate": DATES[0],
}


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_readers_agree_on_every_rule_and_most_rules_fire(year: str):
    """Some learners for each rule, most of whose fields have values that the rule speaks of.

    Agreement on rules that never fire would prove little; the cases of tests/spec make each fire.
    """
    random = Random(year)
    rules = rules_of(year)
    fired: set[str] = set()
    for start in range(0, len(rules), 250):
        file = [one for a in rules[start : start + 250] for one in _for_rule(random, year, a)]
        reference = random_tables(random, needed(rules), hints=spoken(rules))
        of_run = Run(year, random.randint(1, 14), run_day(random), HEADER)
        found = batch_findings(file, year, reference, of_run, rules)
        assert found == single_findings(file, year, reference, of_run, rules)
        fired.update(rule for rule, *_ in found)
    assert len(fired) > len(rules) / 2


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_rule_is_said_in_words_and_explains_why_it_fired(year: str):
    random = Random(year)
    rules = rules_of(year)
    reference = random_tables(random, needed(rules), hints=spoken(rules))
    of_run = Run(year, 4, run_day(random), HEADER)
    explained = 0
    for active in rules:
        assert condition_in_words(active.rule)
        if active.rule.source == "Message" or random.random() > 0.3:
            continue
        one, other = _for_rule(random, year, active)
        for why in explain(active, one, of_run, reference, peers=[other]):
            assert why.reasons
            assert " object at " not in why.text
            explained += 1
    assert explained


def _for_rule(random: Random, year: str, active: ActiveRule) -> list[Any]:
    mine, fields = hints(active.rule), frozenset(fields_read(active.rule))
    return [random_learner(random, year, most=2, hints=mine, fields=fields) for _ in range(2)]


@pytest.mark.parametrize("year", OPEN_YEARS)
@pytest.mark.parametrize("seed", range(2))
def test_readers_agree_on_any_learner(year: str, seed: int):
    random = Random(seed)
    rules = rules_of(year)
    file = [random_learner(random, year) for _ in range(40)]
    reference = random_tables(random, needed(rules))
    of_run = Run(year, random.randint(1, 14), run_day(random), HEADER)
    assert batch_findings(file, year, reference, of_run, rules) == single_findings(
        file, year, reference, of_run, rules
    )


def run_day(random: Random) -> Any:
    return random.choice(DATES)


@pytest.mark.parametrize("year", OPEN_YEARS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_readers_agree_on_small_files(year: str, data: st.DataObject):
    """As above with learners that Hypothesis makes smaller until the difference is plain."""
    rules = rules_of(year)
    file = data.draw(learners(year, most=2, size=2, fields=FIELDS[year]))
    reference = data.draw(tables(needed(rules)))
    of_run = data.draw(run(year))
    assert batch_findings(file, year, reference, of_run, rules) == single_findings(
        file, year, reference, of_run, rules
    )


def test_a_file_is_the_union_of_its_learners():
    year, random = "2627", Random(7)
    rules = [a for a in rules_of(year) if not a.rule.whole_file]
    file = [random_learner(random, year) for _ in range(40)]
    reference = random_tables(random, needed(rules))
    of_run = Run(year, 4, run_day(random))
    ready = bind(rules, of_run, reference)
    whole = ready.findings(message_of(file, year)).drop("learner", "aim")
    cuts = [file[:1], file[1:4], file[4:20], file[20:]]
    parts = [ready.findings(message_of(some, year)).drop("learner", "aim") for some in cuts]
    assert whole.equals(pl.concat(parts))


def test_findings_do_not_depend_on_the_order_of_learners():
    year, random = "2526", Random(8)
    rules = [a for a in rules_of(year) if a.name != "R_06"]  # reported on the first of several
    file = [random_learner(random, year) for _ in range(60)]
    reference = random_tables(random, needed(rules))
    of_run = Run(year, 4, run_day(random))

    def found(order: Sequence[Any]) -> Counter[tuple[Any, ...]]:
        several = batch_findings(order, year, reference, of_run, rules)
        return Counter(key[:1] + key[2:] for key in several.elements())

    shuffled = random.sample(file, k=len(file))
    assert found(file) == found(shuffled)


def test_a_message_without_some_learners_is_checked_as_if_they_were_not_there():
    year, random = "2627", Random(9)
    rules = rules_of(year)
    file = [random_learner(random, year) for _ in range(50)]
    reference = random_tables(random, needed(rules))
    of_run = Run(year, 4, run_day(random))
    kept = [n for n in range(len(file)) if n % 3]
    message = message_of(file, year)
    fewer = type(message)(
        year,
        message.header,
        {name: f.filter(pl.col("learner").is_in(kept)) for name, f in message.frames.items()},
    )
    left = run_batch(fewer, reference, of_run, rules).drop("learner", "aim")
    right = run_batch(message_of([file[n] for n in kept], year), reference, of_run, rules)
    assert left.equals(right.drop("learner", "aim"))


def test_learners_come_back_from_their_tables():
    random = Random(3)
    file = [random_learner(random, "2627") for _ in range(20)]
    back = learners_of(message_of(file, "2627"))
    assert [_plain(one) for one in back] == [_plain(one) for one in file]


def _plain(row: Any) -> Any:
    if isinstance(row, dict):
        return {name: _plain(v) for name, v in row.items() if v is not None}
    return [_plain(v) for v in row] if isinstance(row, list) else row
