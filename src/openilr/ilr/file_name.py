"""File names: ILR-LLLLLLLL-YYYY-yyyymmdd-hhmmss-NN.XML taken apart, judged and made.

Source: spec/ilr/collection.md section 1.
"""

import re
from dataclasses import dataclass
from datetime import datetime

PREFIX = "ILR-"
"""Names that do not begin so are not meant to follow the form, and are not judged by it."""

FORM = "ILR-LLLLLLLL-YYYY-yyyymmdd-hhmmss-NN.XML"


def base_name(path: str) -> str:
    """The last part of a path of either kind of slash.

    >>> base_name("returns/R04/ILR-90000117-2627-20261120-171203-01.XML")
    'ILR-90000117-2627-20261120-171203-01.XML'
    """
    return re.split(r"[/\\]", path)[-1]


@dataclass(frozen=True, slots=True)
class FileName:
    """A file name taken apart; a part that is absent or has the wrong shape is None.

    Attributes:
        text: the name as given, without folders.
        ukprn: LLLLLLLL, eight digits.
        year: YYYY, four digits ("2627").
        made_at: yyyymmdd-hhmmss, where it is a real day and time.
        serial: NN as it stands, in whatever shape; None if there is no such part.
        problems: what is wrong with the form, in words; the serial number is judged apart.
    """

    text: str
    ukprn: int | None
    year: str | None
    made_at: datetime | None
    serial: str | None
    problems: tuple[str, ...]

    @property
    def has_prefix(self) -> bool:
        """Whether it is meant as an ILR file name at all."""
        return self.text.startswith(PREFIX)

    @property
    def serial_is_two_digits(self) -> bool:
        """Whether there is a serial number and it is two digits."""
        return self.serial is not None and re.fullmatch("[0-9]{2}", self.serial) is not None

    @property
    def has_form(self) -> bool:
        """Whether the name is of the form in every part."""
        return not self.problems and self.serial_is_two_digits


def _made_at(day: str | None, time: str | None) -> datetime | None:
    """The (London) time that two parts name; None unless it is a real day and time."""
    if not re.fullmatch("[0-9]{8}", day or "") or not re.fullmatch("[0-9]{6}", time or ""):
        return None
    try:
        return datetime.strptime(f"{day}{time}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - names carry no zone
    except ValueError:
        return None


def parse_file_name(path: str) -> FileName:
    """A file name taken apart, with what is wrong with it; it never fails.

    The ending may be .XML or .xml.

    >>> parse_file_name("ILR-90000117-2627-20261120-171203-01.xml").has_form
    True
    >>> parse_file_name("ILR-99999999-2526-20250108-094401.xml").problems
    ('the serial number (NN) is missing',)
    >>> name = parse_file_name("ILR-9999999-2526-20250231-094401-1.csv")
    >>> name.ukprn, name.year, name.made_at, name.serial
    (None, '2526', None, '1')
    >>> name.problems  # doctest: +NORMALIZE_WHITESPACE
    ('the provider number (9999999) is not eight digits',
     'the day and time (20250231-094401) are not a real day and time written yyyymmdd-hhmmss',
     'the name does not end in .XML')
    """
    text = base_name(path)
    problems: list[str] = []
    stem, dot, ending = text.rpartition(".")
    if not dot:
        stem, ending = text, ""
    if not stem.startswith(PREFIX):
        problems.append(f"the name does not begin with {PREFIX}")
        parts: list[str | None] = []
    else:
        parts = [*stem.removeprefix(PREFIX).split("-")]
    extra = parts[5:]
    ukprn, year, day, time, serial = (parts + [None] * 5)[:5]

    has_ukprn = re.fullmatch("[0-9]{8}", ukprn or "") is not None
    has_year = re.fullmatch("[0-9]{4}", year or "") is not None
    made_at = _made_at(day, time)
    if not has_ukprn and parts:
        problems.append(f"the provider number ({ukprn or 'missing'}) is not eight digits")
    if not has_year and parts:
        problems.append(f"the year ({year or 'missing'}) is not four digits")
    if made_at is None and parts:
        given = "-".join(p for p in (day, time) if p) or "missing"
        problems.append(
            f"the day and time ({given}) are not a real day and time written yyyymmdd-hhmmss"
        )
    if not serial and parts:
        problems.append("the serial number (NN) is missing")
    if extra:
        problems.append("the name has more parts than it should")
    if ending.upper() != "XML":
        problems.append("the name does not end in .XML")
    return FileName(
        text=text,
        ukprn=int(ukprn) if ukprn and has_ukprn else None,
        year=year if has_year else None,
        made_at=made_at,
        serial=serial or None,
        problems=tuple(problems),
    )


def make_file_name(ukprn: int, year: str, made_at: datetime, serial: int = 1) -> str:
    """The name of a file of a provider and year, made at a (London) time.

    Errors: ValueError if a part does not fit the form.

    >>> make_file_name(90000117, "2627", datetime(2026, 11, 20, 17, 12, 3))
    'ILR-90000117-2627-20261120-171203-01.XML'
    """
    name = f"{PREFIX}{ukprn}-{year}-{made_at:%Y%m%d-%H%M%S}-{serial:02d}.XML"
    if not parse_file_name(name).has_form or serial == 0:
        raise ValueError(f"{name} is not of the form {FORM}, with serial numbers from 01 to 99")
    return name
