"""Destinations and progression of earlier years' files, which the tables of a message do not hold.

The ILR had them beside the learners up to 2024-25; the record keeps them below the learner.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from openilr.errors import FileUnreadable
from openilr.ilr.fields import ENTITIES
from openilr.ilr.xml.limits import MAX_TEXT
from openilr.record.fields import DESTINATION

if TYPE_CHECKING:
    from openilr.ilr.xml.source import Source

Destination = Mapping[str, str]
"""One row of DPOutcome: texts by field."""

_PARENT = next(e.parent for e in ENTITIES if e.name == DESTINATION)
_FIELDS = frozenset(f.name for e in ENTITIES if e.name == DESTINATION for f in e.fields)
_CHUNK = 1 << 20
_SEPARATOR = "\x1f"  # cannot stand in XML


def read_destinations(source: "Source") -> dict[str, list[Destination]]:
    """The rows of DPOutcome in a file by LearnRefNumber, in their order; none in a file of an open
    year.

    Errors: FileUnreadable if the file is not XML, or declares a document type.
    """
    reader = _Reader()
    with source.open() as stream:
        reader.read(stream)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, list[Destination]] = {}
        self.learner = ""
        self.rows: list[Destination] | None = None  # None outside of a learner's destinations
        self.row: dict[str, str] | None = None
        self.text: list[str] | None = None  # None outside of a field that is kept
        self.length = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.doctype

    def read(self, stream: BinaryIO) -> None:
        try:
            while block := stream.read(_CHUNK):
                self.parser.Parse(block, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileUnreadable(
                f"Line {error.lineno}: the file is not well-formed XML. Export it again."
            ) from error

    def doctype(self, *_: object) -> None:
        raise FileUnreadable("The file declares a document type, which an ILR file never does.")

    def start(self, name: str, _attributes: object) -> None:
        name = name.rpartition(_SEPARATOR)[2]
        if name == _PARENT:
            self.learner, self.rows = "", []
        elif self.rows is None:
            return
        elif name == DESTINATION:
            self.row = {}
        elif name == "LearnRefNumber" or name in _FIELDS:
            self.text, self.length = [], 0
            self.parser.CharacterDataHandler = self.characters

    def characters(self, data: str) -> None:
        self.length += len(data)
        if self.text is not None and self.length <= MAX_TEXT:
            self.text.append(data)

    def end(self, name: str) -> None:
        if self.rows is None:
            return
        name = name.rpartition(_SEPARATOR)[2]
        if self.text is not None:
            self.parser.CharacterDataHandler = None
            text, self.text = "".join(self.text), None
            if self.row is not None and name in _FIELDS:
                self.row.setdefault(name, text)
            elif name == "LearnRefNumber":
                self.learner = text
        elif name == DESTINATION and self.row is not None:
            self.rows.append(self.row)
            self.row = None
        elif name == _PARENT:
            if self.rows:
                self.found.setdefault(self.learner, []).extend(self.rows)
            self.rows = None
