"""What a field's text is worth: its typed value, and whether it is in the plain form of its type;
and the plain form of a value.

The plain form is the one DfE's own software writes: `12`, `2026-08-01`, `100.0`,
`2026-08-01T09:00:00`. XML Schema accepts more (`+12`, `012`, spaces around it, a time zone); such
text gives the same value and is kept beside it. Years before 1 and after 9999 count as no date,
although XML Schema has them.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from openilr.ilr.header import Header, SourceFile
from openilr.ilr.schema import Field, Kind

Value = str | int | Decimal | date | datetime

_SPACE = " \t\r\n"
_PLAIN_INTEGER = re.compile(r"0|[1-9][0-9]{0,18}")
_INTEGER = re.compile(r"([+-]?)0*([0-9]+)")
_DECIMAL = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})" + _ZONE)
_PLAIN_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?" + _ZONE
)

DECIMAL_DIGITS = 9
"""The digits that a decimal column holds (`message.dtype`)."""


def judge(field: Field, text: str) -> tuple[Value | None, bool]:
    """The value of a field's text, None if it is not of the field's type; whether it is plain.

    Whether the value is allowed in the field is not asked here: the field checks do that.
    """
    match field.kind:
        case Kind.TEXT:
            return text, True
        case Kind.INTEGER:
            value = _integer(text, bits=64 if field.wide else 32)
            return value, value is not None and _PLAIN_INTEGER.fullmatch(text) is not None
        case Kind.DECIMAL:
            return _decimal(text, field.fraction_digits or 0)
        case Kind.DATE:
            value = _date(text)
            return value, value is not None and _PLAIN_DATE.fullmatch(text) is not None
        case Kind.DATETIME:
            value = _datetime(text)
            return value, value is not None and _PLAIN_DATETIME.fullmatch(text) is not None


def _integer(text: str, *, bits: int) -> int | None:
    found = _INTEGER.fullmatch(text.strip(_SPACE))
    if found is None or len(found[2]) > 19:
        return None
    value = int(found[1] + found[2])
    return value if -(1 << bits - 1) <= value < 1 << bits - 1 else None


def _decimal(text: str, places: int) -> tuple[Decimal | None, bool]:
    found = _DECIMAL.fullmatch(text.strip(_SPACE))
    if found is None:
        return None, False
    sign, whole, given = found[1], found[2], found[3] or ""
    if not (whole or given or re.search("[0-9]", text)):
        return None, False
    # The schema counts the digits of the value, so zeros at the end of the fraction are free.
    fraction = given.rstrip("0")
    if len(fraction) > places or len(whole) > DECIMAL_DIGITS - places:
        return None, False
    value = Decimal(f"{sign}{whole or '0'}.{fraction.ljust(places, '0')}")
    return value, text == f"{whole or '0'}.{fraction.ljust(places, '0')}"


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text.strip(_SPACE))
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None


def _datetime(text: str) -> datetime | None:
    """The moment as written, whatever its time zone: the field has the provider's local time."""
    found = _DATETIME.fullmatch(text.strip(_SPACE))
    if found is None:
        return None
    day, time, fraction = found[1], found[2], found[3] or ""
    midnight = time == "24:00:00" and not fraction.strip("0")
    try:
        moment = datetime.fromisoformat(f"{day}T{'00:00:00' if midnight else time}")
        moment = moment.replace(microsecond=int(fraction[:6].ljust(6, "0")))
        return moment + timedelta(days=1) if midnight else moment
    except (ValueError, OverflowError):
        return None


def text_of(value: str | int | date | datetime | Decimal) -> str:
    """The plain form of a typed value, as it stands in XML.

    >>> text_of(Decimal("0.5")), text_of(date(2026, 8, 1)), text_of(7)
    ('0.5', '2026-08-01', '7')
    """
    return value.isoformat() if isinstance(value, date) else str(value)


def header_value(
    of: Header | SourceFile, entity: str, field: str
) -> str | int | date | datetime | None:
    """The typed value of a header field; the two UKPRNs are told apart by their entity."""
    name = "provider_UKPRN" if entity == "LearningProvider" and field == "UKPRN" else field
    value: str | int | date | datetime | None = getattr(of, name)
    return value
