"""What a field of the record holds: as stored (JSON), as text, and as a typed value.

A number in its plain form is stored as a number, everything else as text: dates in ISO form,
decimals as written. What is not of the field's type is stored as it was typed, so that saving never
blocks and nothing is lost; as a typed value it is None, and the field checks report its text.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from openilr.ilr.schema import Field, Kind
from openilr.ilr.xml.values import Value, judge

Stored = str | int
"""A value as the record holds it; an absent field has no key."""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that neither XML nor the database can hold."""


def stored(field: Field, value: object) -> Stored | None:
    """A typed value or a text as the record holds it; None is absent.

    A character that no file and no database can hold becomes U+FFFD, so that a save goes through.
    """
    text = text_of(value)
    if text is not None and _UNSTORABLE.search(text):
        text = _UNSTORABLE.sub("\ufffd", text)
    if text is None or field.kind is not Kind.INTEGER:
        return text
    number, plain = judge(field, text)
    return number if plain and isinstance(number, int) else text


def text_of(value: object) -> str | None:
    """The text of a typed or stored value, as it stands in a file; None is absent."""
    match value:
        case None | str():
            return value
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def typed(field: Field, value: object) -> Value | None:
    """The typed value of a stored value or text; None where it is not of the field's type."""
    text = text_of(value)
    return None if text is None else judge(field, text)[0]
