"""Rules and facts made in tests, outside the registry."""

from collections.abc import Iterator
from contextlib import contextmanager

from openilr.ilr.years import Years, since
from openilr.language import Boolean, Expression
from openilr.language.expressions import Entity
from openilr.language.facts import FACTS
from openilr.language.rule import ActiveRule, activate, make_rule

OPEN = since("2526")
DOC = "Something is wrong.\n\nFix: mend it."


def rule(
    condition: Boolean,
    on: Entity,
    *reports: Expression,
    name: str = "Test_01",
    years: Years = OPEN,
    level: str | None = None,
) -> ActiveRule:
    made = make_rule(name, on=on, years=years, reports=reports, condition=condition, doc=DOC)
    return activate(made, level=level)  # type: ignore[arg-type]


@contextmanager
def own_facts() -> Iterator[None]:
    """Facts declared inside are forgotten afterwards."""
    before = dict(FACTS)
    yield
    FACTS.clear()
    FACTS.update(before)
