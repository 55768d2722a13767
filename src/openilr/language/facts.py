"""Named facts: what rules share, declared once in `openilr.derived` with a sentence that says what
each is.
"""

import re
from collections.abc import Callable

from openilr.language.expressions import E, Entity
from openilr.language.nodes import Fact
from openilr.language.resolve import resolve

FACTS: dict[tuple[str, str], Fact] = {}
"""Every fact by (entity, name)."""


def first_sentence(text: str) -> str:
    """The first sentence of a docstring on one line, with its full stop."""
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    end = re.search(r"\.(?= [A-Z]|$)", paragraph)
    return paragraph[: end.end()] if end else paragraph


def fact(entity: Entity) -> Callable[[Callable[[], E]], E]:
    """Make a function's expression a fact of the rows of `entity`, worked out once a row.

    The fact is used like a column of the entity. Its name is the function's; the first sentence of
    the docstring says what it is (a condition: what is so when it is true).

    Errors: TypeError without a docstring, on a name that the entity has already, or if it cannot
        stand on such rows.
    """

    def make(function: Callable[[], E]) -> E:
        name = function.__name__
        if not (function.__doc__ or "").strip():
            raise TypeError(f"the fact {name} has no sentence that says what it is")
        if (entity.name, name) in FACTS:
            raise TypeError(f"{entity.name} has a fact {name} already")
        expression = function()
        body = resolve(expression.node, entity.name)
        node = Fact(
            expression.node.type, entity.name, name, first_sentence(function.__doc__ or ""), body
        )
        FACTS[entity.name, name] = node
        return type(expression)(node)

    return make
