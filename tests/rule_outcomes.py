"""What the tests have shown of each rule: that it fires on some row and lets some row pass.

The fixture `found` notes every answer. When the whole suite has run, a rule that was never seen to
fire, or never seen to pass, fails the run: see `pytest_sessionfinish` in `tests/conftest.py`.
"""

from collections.abc import Iterable

from openilr.ilr.years import OPEN_YEARS
from openilr.rules.registry import rules_of

CANNOT_FIRE = {
    "LearnFAMType_03": "no code of a learner FAM on file has a last day",
}
"""Rules that no data makes fire, with the reason: what they wait for is a list we do not hold."""

_seen: set[tuple[str, str, bool]] = set()


def note(rule: str, year: str, *, fired: bool) -> None:
    """Remember that a rule of a year fired on a case, or let it pass."""
    _seen.add((rule, year, fired))


def seen() -> list[list[str | bool]]:
    """What was noted in this process, in a form that travels between processes."""
    return [list(each) for each in _seen]


def add(others: Iterable[Iterable[str | bool]]) -> None:
    """Take in what another process noted."""
    _seen.update((str(rule), str(year), bool(fired)) for rule, year, fired in others)


def lacking() -> list[str]:
    """The rules without a failing or without a passing row, each version of a rule by itself."""
    versions: dict[int, tuple[str, set[bool]]] = {}
    for year in OPEN_YEARS:
        for active in rules_of(year):
            name, answers = versions.setdefault(id(active.rule), (active.name, set()))
            answers |= {fired for fired in (True, False) if (active.name, year, fired) in _seen}
    told: list[str] = []
    for name, answers in versions.values():
        if True not in answers and name not in CANNOT_FIRE:
            told.append(f"{name}: no row of any test fails it")
        if False not in answers:
            told.append(f"{name}: no row of any test passes it")
    return sorted(told)
