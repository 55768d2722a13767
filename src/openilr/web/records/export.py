"""One learner's record as ILR XML of a year, without Polars: for notes and downloads.

The bytes are those that `ilr.xml.write` makes of the same learner (a test holds the two together).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from openilr import __version__
from openilr.errors import OutputRefused
from openilr.ilr.header import Header
from openilr.ilr.schema import Schema, schema
from openilr.ilr.xml.values import header_value, text_of
from openilr.record.document import Document
from openilr.record.fields import LEARNER
from openilr.record.projection import to_ilr

INDENT = "  "
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def header(ukprn: int, year: str, at: datetime) -> Header:
    """The header of a file that this application makes, at a London time."""
    return Header(
        Collection="ILR",
        Year=year,
        FilePreparationDate=at.date(),
        ProtectiveMarking="OFFICIAL-SENSITIVE-Personal",
        UKPRN=ukprn,
        SoftwareSupplier="OpenILR",
        SoftwarePackage="OpenILR",
        Release=__version__,
        SerialNo="01",
        DateTime=at.replace(microsecond=0, tzinfo=None),
        provider_UKPRN=ukprn,
    )


def learner_xml(document: Document, year: str, of: Header) -> bytes:
    """A file of one learner with all the aims of the record: rules of who belongs in a return are
    not asked.

    Errors: OutputRefused if a text holds a character that XML cannot hold.
    """
    of_year = schema(year)
    learner = to_ilr(document, year).texts
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<Message xmlns="{of_year.namespace}">',
        f"{INDENT}<Header>",
        *_of_header(of_year, of, "CollectionDetails", 2),
        *_of_header(of_year, of, "Source", 2),
        f"{INDENT}</Header>",
        *_of_header(of_year, of, "LearningProvider", 1),
        *_row(of_year, LEARNER, learner, 1),
        "</Message>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _of_header(of_year: Schema, of: Header, entity: str, level: int) -> Iterator[str]:
    values = {
        field.name: text_of(value)
        for field in of_year.entities[entity].fields
        if (value := header_value(of, entity, field.name)) is not None
    }
    return _row(of_year, entity, values, level)


def _row(of_year: Schema, entity: str, row: Mapping[str, Any], level: int) -> Iterator[str]:
    pad = INDENT * level
    yield f"{pad}<{entity}>"
    for field in of_year.entities[entity].fields:
        if (text := row.get(field.name)) is not None:
            yield f"{pad}{INDENT}<{field.name}>{_escaped(text, field.name)}</{field.name}>"
    for child in of_year.children(entity):
        for below in row.get(child.name) or ():
            yield from _row(of_year, child.name, below, level + 1)
    yield f"{pad}</{entity}>"


def _escaped(text: str, name: str) -> str:
    if any((ch < " " and ch not in "\t\n\r") or ch in "\ufffe\uffff" for ch in text):
        raise OutputRefused(
            f"{name} holds a control character, which XML cannot hold. Type it again."
        )
    return text.translate(_ESCAPES)
