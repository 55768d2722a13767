"""The language that rules are written in, and its readers. Nothing here imports Polars but
`batch`.
"""

from openilr.language.expressions import (
    Boolean,
    Code,
    Date,
    Decimal,
    Expression,
    Integer,
    Text,
    all_of,
    any_of,
    coalesce,
    date_of,
    days,
    literal,
    months,
    this,
    when,
    years,
    years_between,
)
from openilr.language.facts import fact
from openilr.language.rule import FILE, Rule

__all__ = [
    "FILE",
    "Boolean",
    "Code",
    "Date",
    "Decimal",
    "Expression",
    "Integer",
    "Rule",
    "Text",
    "all_of",
    "any_of",
    "coalesce",
    "date_of",
    "days",
    "fact",
    "literal",
    "months",
    "this",
    "when",
    "years",
    "years_between",
]
