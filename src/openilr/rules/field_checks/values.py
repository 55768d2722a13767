"""Whether the text of a field is allowed by the schema, and what is wrong with it in words.

This is XML Schema as its standard has it. Numbers and dates are read without the white space around
them, a text is not; leading zeros, a plus sign, zeros at the end of a fraction and a time zone are
allowed; a negative number of the right number of digits is a number of that many digits. Known
differences of libxml2, which the tests have as their oracle: it takes no white space around a date
or a time.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from openilr.ilr.schema import RESTRICTED, Field, Kind
from openilr.rules.field_checks.declared import Fault

_SPACE = " \t\r\n"  # what XML calls white space
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.([0-9]*))?|\.([0-9]+))")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAY = r"(-?)([1-9][0-9]{4,}|[0-9]{4})-([0-9]{2})-([0-9]{2})"
_DATE = re.compile(_DAY + _ZONE)
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATETIME = re.compile(f"{_DAY}T{_TIME}{_ZONE}")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CLASS = re.compile(r"(\[(?:[^\[\]\\]|\\.)+\])\{([0-9]+)(?:,([0-9]+))?\}")
_RESTRICTED_CLASS = RESTRICTED.removesuffix("*")

# The longest text that a pattern without a class and a count can match.
_LONGEST = {"[a-zA-Z]{2}[0-9]{2}|[0-9]{9}": 9}


@dataclass(frozen=True, slots=True)
class TextLimits:
    """What a text field allows.

    Attributes:
        least, most: characters; `most` is None where there is no limit.
        exact: the fewest characters of a field that demands a number of them, else 0.
        classes: the character classes that every character must be in, as patterns.
        form: a pattern for the whole value that is more than a class, or None.
        values: the only values allowed; empty if there is no such list.
    """

    most: int | None
    exact: int
    classes: tuple[str, ...]
    form: str | None
    values: tuple[str, ...]


@cache
def text_limits(field: Field) -> TextLimits:
    """The limits of a text field, with those that its pattern holds taken apart.

    A pattern such as `[A-Za-z0-9]{1,8}` is two checks: the characters, and the length. So a text
    that is only too long is told as too long and not as badly formed too.
    """
    classes = (_RESTRICTED_CLASS,) if field.restricted else ()
    most, exact, form = field.max_length, 0, None
    if field.pattern:
        counted = _CLASS.fullmatch(field.pattern)
        if counted:
            least, highest = int(counted[2]), int(counted[3] or counted[2])
            classes += (counted[1],)
            most = highest if most is None else min(most, highest)
            exact = least if least > 1 else 0
        else:
            form = field.pattern
            most = most or _LONGEST.get(form)
    return TextLimits(most, exact, classes, form, field.values)


@cache
def digits_allowed(field: Field) -> int:
    """The most digits a number field may have, zeros in front not counted."""
    if field.total_digits is not None:
        return field.total_digits
    return len(str(int(field.maximum or 0)))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def faults(field: Field, text: str) -> tuple[Fault, ...]:
    """What is wrong with the text of a field that is present; empty if it is allowed."""
    match field.kind:
        case Kind.TEXT:
            return _text_faults(field, text)
        case Kind.INTEGER:
            return _integer_faults(field, text.strip(_SPACE))
        case Kind.DECIMAL:
            return _decimal_faults(field, text.strip(_SPACE))
        case Kind.DATE:
            return () if _is_day(_DATE, text) else (Fault.DATE,)
        case Kind.DATETIME:
            return () if _is_day(_DATETIME, text) else (Fault.DATETIME,)


def _text_faults(field: Field, text: str) -> tuple[Fault, ...]:
    limits = text_limits(field)
    if limits.values:
        return () if text in limits.values else (Fault.PATTERN,)
    found: list[Fault] = []
    wrong_length = not text or (limits.most is not None and len(text) > limits.most)
    if wrong_length:
        found.append(Fault.LENGTH)
    if not all(_compiled(f"{c}*").fullmatch(text) for c in limits.classes):
        found.append(Fault.PATTERN)
    elif not wrong_length:
        if len(text) < limits.exact:
            found.append(Fault.RANGE)
        if limits.form is not None and not _compiled(limits.form).fullmatch(text):
            found.append(Fault.PATTERN)
    return tuple(found)


def _integer_faults(field: Field, text: str) -> tuple[Fault, ...]:
    if not text:
        return (Fault.LENGTH,)
    if not _INTEGER.fullmatch(text):
        return (Fault.NUMBER,)
    found: list[Fault] = []
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > digits_allowed(field):
        found.append(Fault.LENGTH)
    if field.minimum is not None and field.maximum is not None:
        # A text of more digits than the limit has is outside it, whatever its size: Python
        # refuses to read some thousands of digits, and there is no need to.
        value = int(digits) if len(digits) <= digits_allowed(field) else field.maximum + 1
        value = -value if text.startswith("-") else value
        if not field.minimum <= value <= field.maximum:
            found.append(Fault.RANGE)
    return tuple(found)


def _decimal_faults(field: Field, text: str) -> tuple[Fault, ...]:
    if not text:
        return (Fault.LENGTH,)
    number = _DECIMAL.fullmatch(text)
    if number is None:
        return (Fault.NUMBER,)
    found: list[Fault] = []
    fraction = (number[1] or number[2] or "").rstrip("0")
    if field.fraction_digits is not None and len(fraction) > field.fraction_digits:
        found.append(Fault.LENGTH)
    if field.minimum is not None and field.maximum is not None:
        low, high = Decimal(str(field.minimum)), Decimal(str(field.maximum))
        if not low <= Decimal(text) <= high:
            found.append(Fault.RANGE)
    return tuple(found)


def _is_day(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.fullmatch(text.strip(_SPACE))
    if found is None:
        return False
    # Only the last digits of the year say whether it is a leap year, and a year may have thousands.
    year, month, day = int(found[2][-8:]), int(found[3]), int(found[4])
    if found[2] == "0000" or not 1 <= month <= 12:
        return False
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _DAYS[month - 1] + leap


# -- in words --------------------------------------------------------------------------------------


def plural(number: int, noun: str) -> str:
    """A number with its noun ("1 digit", "2 digits")."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def bounds(field: Field) -> str:
    """The limits of a number field in words."""
    return f"{field.minimum} to {field.maximum}"


def characters_allowed(field: Field) -> str:
    """The characters of a text field in words."""
    classes = text_limits(field).classes
    if any(c.startswith("[^") for c in classes):
        return 'no digits, line breaks, tabs, "|" or double quotes'
    own = [c for c in classes if c != _RESTRICTED_CLASS]
    match own:
        case ["[0-9]"]:
            return "digits only"
        case ["[A-Za-z0-9]"]:
            return "letters without accents and digits only"
        case ["[A-Za-z0-9 ]"]:
            return "letters without accents, digits and spaces only"
        case []:
            return 'letters without accents, digits, spaces and common signs, but not ", ` or |'
        case _:
            return "letters without accents, digits, spaces and ~!@&'\\()*+,-./:; only"


def form_wanted(field: Field) -> str:
    """The form that a text field demands beyond its characters."""
    match text_limits(field).form:
        case None:
            return ""
        case ".+@.+":
            return "an address with an @ and something on either side of it"
        case _:
            return "two letters and two digits, or nine digits"


def describe(field: Field, fault: Fault, text: str | None) -> str:
    """One sentence for the person: what is wrong with this value and what is allowed."""
    name = field.name
    match fault:
        case Fault.MISSING:
            return f"{name} is missing."
        case Fault.DATE:
            return f"{name} is not a date; a date is written 2026-08-31."
        case Fault.DATETIME:
            return f"{name} is not a date and time; it is written 2026-08-31T17:30:00."
        case Fault.NUMBER:
            return f"{name} is not a number."
        case Fault.LENGTH:
            return _describe_length(field, text or "")
        case Fault.RANGE:
            return _describe_range(field, text or "")
        case Fault.PATTERN:
            return _describe_pattern(field, text or "")
        case Fault.OCCURS:
            raise ValueError("a field does not occur more than once")


def _describe_length(field: Field, text: str) -> str:
    name = field.name
    if not (text if field.kind is Kind.TEXT else text.strip(_SPACE)):
        return f"{name} is empty."
    if field.kind is Kind.TEXT:
        most = text_limits(field).most or 0
        verb = "is" if most == 1 else "are"
        return f"{name} has {plural(len(text), 'character')}; at most {most} {verb} allowed."
    if field.kind is Kind.DECIMAL:
        places = field.fraction_digits or 0
        return f"{name} has more than {plural(places, 'decimal place')}."
    digits = len(text.strip(_SPACE).lstrip("+-").lstrip("0"))
    most = digits_allowed(field)
    verb = "is" if most == 1 else "are"
    return f"{name} has {plural(digits, 'digit')}; at most {most} {verb} allowed."


def _describe_range(field: Field, text: str) -> str:
    name = field.name
    if field.kind is Kind.TEXT:
        wanted = text_limits(field).exact
        return f"{name} has {plural(len(text), 'digit')}; {wanted} are needed."
    return f"{name} is outside the range {bounds(field)}."


def _describe_pattern(field: Field, text: str) -> str:
    name = field.name
    if field.values:
        return f"{name} must be {' or '.join(field.values)}."
    limits = text_limits(field)
    for c in limits.classes:
        wrong = sorted({x for x in text if not _compiled(c).fullmatch(x)})
        if wrong:
            shown = ", ".join(_shown(x) for x in wrong[:5])
            more = " and others" if len(wrong) > 5 else ""
            return f"{name} holds {shown}{more}; allowed: {characters_allowed(field)}."
    return f"{name} is not in the form needed: {form_wanted(field)}."


def _shown(character: str) -> str:
    names = {"\n": "a line break", "\r": "a line break", "\t": "a tab", "\xa0": "a hard space"}
    if character in names:
        return names[character]
    return f'"{character}"' if character.isprintable() else f"U+{ord(character):04X}"
