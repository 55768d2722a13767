"""Reported values as text: name and value pairs in the date form and with the marks an output
wants.
"""

import re
from functools import cache

import polars as pl

from openilr.ilr.schema import Kind, schema

DAY_MONTH_YEAR = "%d/%m/%Y"
"""Dates as DfE's reports write them (20/11/2026)."""

IN_WORDS = "%-d %b %Y"
"""Dates as people read them (20 Nov 2026)."""

_ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"


@cache
def _never_dates(year: str) -> tuple[str, ...]:
    """Names of the year's fields that hold no date, so a reference that looks like one is left
    alone.
    """
    return tuple(sorted({f.name for _, f in schema(year) if f.kind is not Kind.DATE}))


def pairs(
    fields: pl.Expr,
    *,
    year: str,
    dates: str,
    equals: str = "=",
    between: str = "|",
    absent: str = "",
) -> pl.Expr:
    """The `fields` of each finding as one text, "Name=Value|Name=Value".

    `dates` is the strftime form of dates; only a value that is a date, of a field that may hold
    one, is rewritten. `absent` stands for a value that is not there. No fields give an empty text.
    """
    name = pl.element().struct.field("name")
    value = pl.element().struct.field("value")
    # A text that cannot be a date stays null here and falls through to the text itself.
    as_date = value.str.to_date("%Y-%m-%d", strict=False)
    is_date = (
        value.str.contains(_ISO_DATE)
        & as_date.is_not_null()
        & name.is_in(_never_dates(year)).not_()
    )
    shown = pl.when(is_date).then(as_date.dt.strftime(dates)).otherwise(value)
    pair = pl.concat_str(name, pl.lit(equals), shown.fill_null(absent))
    return fields.list.eval(pair).list.join(between).fill_null("")


_CONTROLS = "[\\x00-\\x1f\\x7f-\\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
"""Control characters, and those that turn the direction of text round them."""

_PATTERN = re.compile(_CONTROLS)


def visible(text: pl.Expr) -> pl.Expr:
    """Text with each control and direction character shown as U+FFFD, safe for a terminal."""
    return text.str.replace_all(_CONTROLS, "\ufffd")


def visible_text(text: str) -> str:
    """As `visible`, for one text."""
    return _PATTERN.sub("\ufffd", text)
