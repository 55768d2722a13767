"""The rules about a file as a whole: its name, its header, and that it has learners.

Each rule is a plain function over what is known of the file. It answers None where the rule is
kept, `Broken` where it is not, or `Unknown` where something it needs is missing; then the rule is
listed as not run, never as passed. The rules that stop a file from being read at all (zip and
namespace) are raised by the reader as `FileUnreadable.rule`; only their texts stand here.

Source: DfE's validation rules 2025-26 version 3 and 2026-27 version 4, category "File Level", and
UKPRN_03; spec/ilr/collection.md section 1. Header_3 reads the UKPRN of the header's source, as
DfE's own code does.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from types import MappingProxyType
from typing import TYPE_CHECKING

from openilr.ilr.file_name import PREFIX, FileName, parse_file_name
from openilr.rules.catalogue import NotRun, RuleText, find

if TYPE_CHECKING:
    from datetime import date

    from openilr.ilr.message import Header

Fields = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A file-level rule that is broken; `fields` are the reported values, by name, as text."""

    rule: str
    severity: str
    fields: Fields
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What a rule reports, and what is to be added to its sentence."""

    fields: Fields
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a rule would need to know."""

    reason: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file.

    Attributes:
        learners: how many there are in it.
        as_at: the day on which it is checked.
        year: the year of its message.
        organisations: every known provider number; None if the table was not supplied.
        signed_in_ukprn: the provider in whose account it is handed in; None if there is no account.
        earlier: the names of the files handed in before; None if they are not known.
    """

    name: FileName
    header: "Header"
    learners: int
    as_at: "date"
    year: str
    organisations: Container[int] | None
    signed_in_ukprn: int | None
    earlier: tuple[FileName, ...] | None


Answer = Broken | Unknown | None
Check = Callable[[File], Answer]

_NO_NAME = f"The file name does not begin with {PREFIX}, so it is not judged by the form."
_NO_EARLIER = "The files handed in before are not known here."

_CHECKS: dict[str, tuple[Check, bool]] = {}


def _rule(name: str, *, reads_name: bool = False) -> Callable[[Check], Check]:
    """Register a rule; one that reads the file name runs only where the name is meant as one."""

    def register(check: Check) -> Check:
        _CHECKS[name] = (check, reads_name)
        return check

    return register


def _unread(part: str) -> Unknown:
    return Unknown(f"The file name has no {part} that can be read.")


@_rule("Filename_1", reads_name=True)
def filename_1(file: File) -> Answer:
    """The file name does not have the form that a return must have.

    The form is ILR-LLLLLLLL-YYYY-yyyymmdd-hhmmss-NN.XML: provider number, year, the day and time
    the file was made, and a serial number from 01. The ending may be written in small letters.

    Fix: export the file again, or rename it to the form.
    """
    if file.name.has_form:
        return None
    problems = list(file.name.problems)
    if file.name.serial is not None and not file.name.serial_is_two_digits:
        problems.append(f"the serial number ({file.name.serial}) is not two digits")
    return Broken((("Filename", file.name.text),), "; ".join(problems))


@_rule("Filename_2", reads_name=True)
def filename_2(file: File) -> Answer:
    """A file with the same provider number, year, day and time was handed in before.

    Fix: export the file again, so that its name carries a new time.
    """
    made_at = file.name.made_at
    if made_at is None:
        return _unread("day and time")
    if file.earlier is None:
        return Unknown(_NO_EARLIER)
    same = any(earlier.made_at == made_at for earlier in _of_same_return(file, file.earlier))
    return Broken((("Filename", file.name.text),)) if same else None


@_rule("Filename_3", reads_name=True)
def filename_3(file: File) -> Answer:
    """The provider number in the file name is not that of a known organisation.

    Fix: check the provider number against the UK Register of Learning Providers, and export again.
    """
    if file.name.ukprn is None:
        return _unread("provider number")
    if file.organisations is None:
        return Unknown("The table of organisations was not supplied.", "organisations")
    if file.name.ukprn in file.organisations:
        return None
    return Broken((("UKPRN", str(file.name.ukprn)),))


@_rule("Filename_4", reads_name=True)
def filename_4(file: File) -> Answer:
    """The year in the file name is not the year of the file.

    Fix: export the file for the year that you are returning.
    """
    if file.name.year is None:
        return _unread("year")
    if file.name.year == file.year:
        return None
    return Broken((("Year", file.name.year),), f"the file is of {file.year}")


@_rule("Filename_5", reads_name=True)
def filename_5(file: File) -> Answer:
    """The serial number at the end of the file name is not two digits.

    Fix: number files from 01.
    """
    if file.name.serial is None:
        return _unread("serial number")
    return None if file.name.serial_is_two_digits else Broken((("SerialNo", file.name.serial),))


@_rule("Filename_6", reads_name=True)
def filename_6(file: File) -> Answer:
    """The serial number at the end of the file name is 00.

    Fix: number files from 01.
    """
    if file.name.serial is None:
        return _unread("serial number")
    return Broken((("SerialNo", "00"),)) if file.name.serial == "00" else None


@_rule("Filename_7", reads_name=True)
def filename_7(file: File) -> Answer:
    """The day in the file name lies in the future.

    The check is made as at a day, so a later hour of the same day is let through here.

    Fix: export the file again; look at the clock of the computer that makes it.
    """
    made_at = file.name.made_at
    if made_at is None:
        return _unread("day and time")
    if made_at.date() <= file.as_at:
        return None
    return Broken((("Filename", file.name.text),), f"the day of the check is {file.as_at}")


@_rule("Filename_8", reads_name=True)
def filename_8(file: File) -> Answer:
    """The day and time in the file name are not later than those of a file handed in before.

    Each file takes the place of the one before, so an older export would undo what was sent since.

    Fix: export the file again and hand in the new one.
    """
    made_at = file.name.made_at
    if made_at is None:
        return _unread("day and time")
    if file.earlier is None:
        return Unknown(_NO_EARLIER)
    times = [e.made_at for e in _of_same_return(file, file.earlier) if e.made_at is not None]
    if not times or made_at > max(times):
        return None
    return Broken((("Filename", file.name.text),), f"the latest was made at {max(times)}")


@_rule("Header_2")
def header_2(file: File) -> Answer:
    """The file preparation date lies in the future.

    Fix: export the file again; look at the clock of the computer that makes it.
    """
    prepared = file.header.FilePreparationDate
    if prepared is None:
        return Unknown("The header has no file preparation date that can be read.")
    if prepared <= file.as_at:
        return None
    return Broken(
        (("FilePreparationDate", prepared.isoformat()),), f"the day of the check is {file.as_at}"
    )


@_rule("Header_3", reads_name=True)
def header_3(file: File) -> Answer:
    """The provider number in the header is not the one in the file name.

    Fix: export the file again under the right provider; do not rename another provider's file.
    """
    if file.name.ukprn is None:
        return _unread("provider number")
    if file.header.UKPRN is None:
        return Unknown("The header has no provider number that can be read.")
    if file.name.ukprn == file.header.UKPRN:
        return None
    return Broken((("UKPRN", str(file.header.UKPRN)),), f"the file name has {file.name.ukprn}")


@_rule("Entity_1")
def entity_1(file: File) -> Answer:
    """There is no learner in the file.

    Fix: check the selection of the export; a return must hold at least one learner.
    """
    return None if file.learners else Broken(())


@_rule("UKPRN_03")
def ukprn_03(file: File) -> Answer:
    """The provider number of the learning provider is not the one in the header.

    Fix: set the same provider number in both places of the export, and in the file name.
    """
    header, provider = file.header.UKPRN, file.header.provider_UKPRN
    if header is None:
        return Unknown("The header has no provider number that can be read.")
    if provider is None:
        return Unknown("The learning provider has no number that can be read.")
    if provider == header:
        return None
    return Broken((("UKPRN", str(provider)),), f"the header has {header}")


@_rule("Inconsistent UKPRN")
def inconsistent_ukprn(file: File) -> Answer:
    """The file is not of the provider in whose account it is handed in.

    The provider number of the file name counts, or that of the header where the name has none.

    Fix: hand the file in under its own provider, or export it under the right one.
    """
    if file.signed_in_ukprn is None:
        return Unknown("The provider who hands the file in is not known here.")
    ukprn = file.name.ukprn or file.header.UKPRN
    if ukprn is None:
        return Unknown("Neither the file name nor the header has a provider number.")
    if ukprn == file.signed_in_ukprn:
        return None
    return Broken((("UKPRN", str(ukprn)),), f"the account is of {file.signed_in_ukprn}")


def _of_same_return(file: File, earlier: Iterable[FileName]) -> Iterable[FileName]:
    """The earlier files of the provider and year that the file name gives."""
    return (e for e in earlier if (e.ukprn, e.year) == (file.name.ukprn, file.name.year))


STOPPING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Namespace Mismatch": (
            "The namespace of the file is not the one of its year.",
            "Export the file for the right year with software that knows that year's schema.",
        ),
        "Protected ZIP file": (
            "The zip is protected with a password.",
            "Make the zip again without a password.",
        ),
        "ZIP_CORRUPT": (
            "The zip is damaged, or is no zip at all.",
            "Make the zip again from the XML file.",
        ),
        "ZIP_EMPTY": (
            "The zip does not hold exactly one XML file.",
            "Put one XML file into the zip and nothing else.",
        ),
        "ZIP_INCONSISTENT_FILENAME": (
            "The zip and the XML file in it have different names.",
            "Give both the same name, apart from the ending.",
        ),
    }
)
"""The rules that the reader raises: what is wrong, and what to do."""


@cache
def texts(year: str) -> Mapping[str, RuleText]:
    """What people read of every file-level rule of a year, by its name in that year's list."""
    out: dict[str, RuleText] = {}
    for name, (check, _) in _CHECKS.items():
        if entry := find(name, year):
            body, _, fix = cleandoc(check.__doc__ or "").partition("\nFix:")
            summary, _, explanation = body.strip().partition("\n\n")
            out[entry.rule] = RuleText(
                entry.rule,
                entry.severity,
                " ".join(summary.split()),
                " ".join(explanation.split()),
                _sentence(" ".join(fix.split())),
                entry.fields,
            )
    for name, (summary, fix) in STOPPING.items():
        if entry := find(name, year):
            out[entry.rule] = RuleText(entry.rule, entry.severity, summary, fix=fix)
    return MappingProxyType(out)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def check_file_level(
    *,
    file_name: str,
    header: "Header",
    learners: int,
    as_at: "date",
    year: str,
    organisations: Container[int] | None,
    signed_in_ukprn: int | None = None,
    earlier: Iterable[str] | None = None,
) -> tuple[list[FileFinding], list[NotRun]]:
    """What is wrong with a file as a whole, and the rules that could not run, in the list's order.

    `file_name` may have folders before it; of a zip it is the name of the member. `organisations`
    are all known provider numbers; `earlier` the names of the files handed in before. None is "not
    known".

    Errors: KeyError if the year is not one that is checked.
    """
    file = File(
        name=parse_file_name(file_name),
        header=header,
        learners=learners,
        as_at=as_at,
        year=year,
        organisations=organisations,
        signed_in_ukprn=signed_in_ukprn,
        earlier=None if earlier is None else tuple(parse_file_name(name) for name in earlier),
    )
    findings: list[FileFinding] = []
    not_run: list[NotRun] = []
    for name, (check, reads_name) in _CHECKS.items():
        entry = find(name, year)
        if entry is None:
            continue
        if not entry.in_force:
            not_run.append(NotRun(entry.rule, "DfE has switched the rule off."))
            continue
        answer = Unknown(_NO_NAME) if reads_name and not file.name.has_prefix else check(file)
        match answer:
            case Broken(fields, detail):
                summary = texts(year)[entry.rule].summary
                message = f"{summary.removesuffix('.')}: {detail}." if detail else summary
                findings.append(FileFinding(entry.rule, entry.severity, fields, message))
            case Unknown(reason, table):
                not_run.append(NotRun(entry.rule, reason, table))
            case None:
                pass
    return findings, not_run
