"""What a file is that cannot be read, in words: what is wrong, where, and what to do."""

import codecs
import re
from typing import NoReturn
from xml.parsers import expat

from openilr.errors import FileUnreadable, WrongCollectionYear
from openilr.ilr.years import EARLIER_YEARS, NAMESPACES, OPEN_YEARS, long_name, namespace


def refuse_namespace(space: str, line: int) -> NoReturn:
    """Say what is wrong with a namespace that is none of the ILR's."""
    known = " or ".join(namespace(y) for y in reversed(OPEN_YEARS))
    named = re.fullmatch(r"(?:E?SFA/)?ILR/20([0-9]{2})-([0-9]{2})", space)
    if named:
        year = named[1] + named[2]
        if year in NAMESPACES.values():
            raise FileUnreadable(
                f"Line {line}: the namespace of the file is {space}; for {long_name(year)} it"
                f" must be"
                f" {namespace(year)}. Have the export corrected.",
                rule="Namespace Mismatch",
            )
        raise WrongCollectionYear(
            f"Line {line}: the file is of 20{named[1]}-{named[2]}, a year that OpenILR does not"
            f" know."
            f" It reads {long_name(EARLIER_YEARS[0])} to {long_name(OPEN_YEARS[-1])}.",
            rule="Namespace Mismatch",
        )
    what = f"is {space[:100]!r}" if space else "is missing"
    raise FileUnreadable(
        f"Line {line}: the namespace of the file {what}; an ILR file has {known}."
        " Have the export corrected.",
        rule="Namespace Mismatch",
    )


_MAGIC = (
    (
        b"PK",
        "a zip archive (or an Excel or Word file)",
        "Unpack it, or give it the extension .zip.",
    ),
    (b"%PDF", "a PDF", ""),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", ""),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"\x00\x00\xfe\xff", "UTF-32 text", "Save it as UTF-8."),
    (b"\xff\xfe\x00\x00", "UTF-32 text", "Save it as UTF-8."),
)
_CHOOSE = "Choose the ILR XML that your system exports."


def refuse_other_formats(start: bytes) -> None:
    """Say what a file is that cannot be XML, as far as its first bytes tell."""
    for magic, what, advice in _MAGIC:
        if start.startswith(magic):
            raise FileUnreadable(f"This is {what}, not an ILR XML file. {advice or _CHOOSE}")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    lower = text[:200].lower()
    if lower.startswith((b"<!doctype html", b"<html")):
        raise FileUnreadable(f"Line 1: this is a web page (HTML), not an ILR file. {_CHOOSE}")
    if start.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, b"<\0", b"\0<")):
        return
    if text and not text.startswith(b"<"):
        controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start[:1024])
        what = "binary data" if controls else "text without XML"
        raise FileUnreadable(f"Line 1: the file holds {what}, not an ILR file. {_CHOOSE}")


def unknown_encoding(encoding: str | None, line: int) -> FileUnreadable:
    """The refusal of a character encoding that Python does not know."""
    named = f" ({encoding[:40]!r})" if encoding else ""
    return FileUnreadable(
        f"Line {line}: the file names a character encoding{named} that cannot be read."
        " Save it as UTF-8 and load it again."
    )


def refusal(
    error: expat.ExpatError,
    window: bytes,
    offset: int,
    *,
    encoding: str | None,
    inside: tuple[str, int] | None,
) -> FileUnreadable:
    """Expat's complaint in words: what, where, and what to do.

    `window` are the bytes read last, `offset` the place of the fault in them, `inside` the element
    that is open with its line.
    """
    names = expat.errors
    code = expat.errors.messages.get(error.code, "")
    at = f"Line {error.lineno}"
    again = "Export the file again."
    place = f", inside <{inside[0]}> of line {inside[1]}" if inside else ""
    byte = window[offset : offset + 1] if 0 <= offset < len(window) else b""
    if code in (
        names.XML_ERROR_NO_ELEMENTS,
        names.XML_ERROR_UNCLOSED_TOKEN,
        names.XML_ERROR_UNCLOSED_CDATA_SECTION,
    ) or (code == names.XML_ERROR_PARTIAL_CHAR and offset + 4 > len(window)):
        if inside is None and code == names.XML_ERROR_NO_ELEMENTS:
            return FileUnreadable(f"{at}: the file holds no XML element. {again}")
        return FileUnreadable(
            f"{at}: the file ends before </Message>{place}: it was cut off. {again}"
        )
    if code == names.XML_ERROR_TAG_MISMATCH:
        return FileUnreadable(
            f"{at}: a closing tag does not match the open element{place}. {again}"
        )
    if code in (names.XML_ERROR_JUNK_AFTER_DOC_ELEMENT, names.XML_ERROR_MISPLACED_XML_PI):
        where = "after </Message>" if code == names.XML_ERROR_JUNK_AFTER_DOC_ELEMENT else "before"
        return FileUnreadable(
            f"{at}: there is something {where} that does not belong in an XML file"
            + (
                " (the XML declaration does not stand at the very start)."
                if where == "before"
                else "."
            )
            + f" Remove it, or e{again[1:]}"
        )
    if code in (names.XML_ERROR_UNKNOWN_ENCODING, names.XML_ERROR_INCORRECT_ENCODING):
        return unknown_encoding(encoding, error.lineno)
    if code == names.XML_ERROR_UNDEFINED_ENTITY:
        return FileUnreadable(
            f"{at}: an entity is used that XML does not have (such as &nbsp;){place}."
            " Write the character itself, or its number."
        )
    if code == names.XML_ERROR_BAD_CHAR_REF:
        return FileUnreadable(
            f"{at}: a character reference (&#...;) names a character that XML does not"
            f" allow{place}."
            f" Remove it where it was typed and e{again[1:]}"
        )
    if code == names.XML_ERROR_UNBOUND_PREFIX:
        return FileUnreadable(f"{at}: a prefix is used that no xmlns declares{place}. {again}")
    if code in (names.XML_ERROR_INVALID_TOKEN, names.XML_ERROR_PARTIAL_CHAR):
        if byte == b"\0":
            return FileUnreadable(f"{at}: the file holds a NUL byte{place}: it is damaged. {again}")
        if byte and byte[0] < 32:
            return FileUnreadable(
                f"{at}: the file holds a control character (number {byte[0]}){place}, which XML"
                f" does not"
                f" allow. Remove it where it was typed and e{again[1:]}"
            )
        around = window[max(offset, 0) : offset + 8]
        if any(b >= 0x80 for b in around) and (encoding or "utf-8").lower() == "utf-8":
            return FileUnreadable(
                f"{at}: the file is not valid UTF-8{place}. Save it as UTF-8, or name its"
                f" encoding in"
                " the first line, and load it again."
            )
        return FileUnreadable(
            f"{at}: this is not well-formed XML{place}; often a bare & or <, which is written"
            f" &amp; or"
            f" &lt;. Correct it and e{again[1:]}"
        )
    return FileUnreadable(f"{at}: this is not well-formed XML ({code}){place}. {again}")
