"""The careful reader: anything that is well-formed XML, whatever its shape, or one clear refusal.

It reads what `tokeniser` will not: comments, CDATA, prefixes, attributes, other encodings, elements
in the wrong order, twice or unknown. What is wrong with the shape becomes rows of
`Message.structure`; the values are kept.

Expat does the parsing, as a stream and with its line numbers, which lxml cannot give exactly:
libxml2 keeps 16 bits of them and guesses the rest from the text inside. Nothing is fetched and no
entity is ever expanded, because a document type declaration is refused as soon as it opens; sizes
and depths are bounded below.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

import polars as pl

from openilr.errors import FileUnreadable, WrongCollectionYear
from openilr.ilr.message import (
    RAW_SCHEMA,
    STRUCTURE_SCHEMA,
    Header,
    Message,
    Problem,
    SourceFile,
    frame_schema,
)
from openilr.ilr.schema import Entity, Field, Schema, schema
from openilr.ilr.xml.tokeniser import MAX_RECORDS, MAX_TEXT, Unusual
from openilr.ilr.xml.values import judge
from openilr.ilr.years import EARLIER_YEARS, NAMESPACES, OPEN_YEARS, long_name, namespace

MAX_DEPTH = 64
"""The deepest nesting; an ILR message needs 5."""

MAX_TOKEN = 1 << 20
"""The most bytes of one tag, comment or processing instruction."""

MAX_PROBLEMS = 100_000
"""The most problems of shape in one learner, and before or after the learners."""

BATCH_RECORDS = 400_000
"""The records after which a message is handed over, so that memory does not grow with the file."""

_CHUNK = 1 << 16
_SHOWN = 200  # characters of text in a row of `structure`
_SEP = "\x1f"  # cannot stand in XML, so it cannot stand in a namespace
_SPACE = " \t\r\n"
_XSI = "http://www.w3.org/2001/XMLSchema-instance" + _SEP
_HARMLESS = {_XSI + "schemaLocation", _XSI + "noNamespaceSchemaLocation"}
"""The attributes that XML Schema allows on every element."""

_HEAD = frozenset({"CollectionDetails", "Source", "SourceFile", "LearningProvider"})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first learner of a file."""

    year: str
    header: Header
    structure: pl.DataFrame
    line_breaks: int


@dataclass(frozen=True, slots=True)
class _Child:
    """What may stand in an entity: a field or an entity, and its place in the order."""

    name: str
    place: int
    entity: Entity | None
    field: Field | None


@cache
def _children(year: str) -> Mapping[str, Mapping[str, _Child]]:
    """For each entity, its children by their name as expat gives it."""
    of_year = schema(year)
    prefix = of_year.namespace + _SEP
    found: dict[str, dict[str, _Child]] = {}
    for entity in of_year.entities.values():
        names: dict[str, _Child] = {}
        for place, f in enumerate(entity.fields):
            names[prefix + f.name] = _Child(f.name, place, None, f)
        for place, e in enumerate(of_year.children(entity.name), len(entity.fields)):
            names[prefix + e.name] = _Child(e.name, place, e, None)
        found[entity.name] = names
    return found


class _Leaf:
    """An element that has begun and is no entity: a field, or something that has no place there."""

    __slots__ = ("field", "line", "name", "nested", "problem", "size", "text")
    entity = None

    def __init__(self, name: str, line: int, field: Field | None, problem: str | None) -> None:
        self.name = name
        self.line = line
        self.field = field
        self.problem = problem  # what is reported of it when it ends
        self.text: list[str] = []
        self.size = 0
        self.nested = False


class _Open:
    """An entity that has begun."""

    __slots__ = (
        "children",
        "entity",
        "given",
        "line",
        "name",
        "reached",
        "row",
        "size",
        "text",
        "text_line",
        "texts",
        "values",
    )

    def __init__(self, entity: Entity, line: int, children: Mapping[str, _Child]) -> None:
        self.entity = entity
        self.name = entity.name
        self.line = line
        self.children = children
        self.values: dict[str, Any] = {}
        self.given: set[str] = set()  # the children that were there
        self.reached = -1  # the place of the last of them in the schema's order
        self.row = 0
        self.texts: dict[str, str] = {}  # of values that are not plain
        self.text: list[str] = []  # what stands between its children
        self.size = 0
        self.text_line = 0


def _shown(name: str, own: str) -> str:
    """An element's name for people: bare in the message's own namespace."""
    space, _, local = name.rpartition(_SEP)
    return local if space in ("", own) else f"{{{space}}}{local}"


class _Reader:
    """The handlers of one parse, and what they have gathered."""

    def __init__(self, name: str, *, skip_learners: int = 0, records: int = BATCH_RECORDS) -> None:
        self.name = name
        self.skip = skip_learners
        self.records = records
        self.year: str | None = None
        self.space = ""
        self.default_space: str | None = None
        self.encoding: str | None = None
        self.learners_only = False
        self.lenient = False
        self.stack: list[_Open | _Leaf] = []
        self.counts = {"Learner": 0}
        self.rows: dict[str, list[tuple[tuple[int, ...], int, dict[str, Any]]]] = {}
        self.row_count = 0
        self.learner_began_at = 0
        self.opened_total = 0
        self.raw: list[tuple[str, int, str, str]] = []
        self.structure: list[tuple[str, int, int | None, int | None, str, str, str | None]] = []
        self.problems = 0
        self.head: dict[str, list[_Open]] = {}
        self.ready: list[Message] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=_SEP)
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self.doctype
        parser.XmlDeclHandler = self.declaration
        parser.StartNamespaceDeclHandler = self.namespace
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    # -- what expat calls ---------------------------------------------------------------------

    def doctype(self, *_: object) -> None:
        raise FileUnreadable(
            f"Line {self.line}: the file has a document type declaration (<!DOCTYPE ...>). An ILR"
            " file has none, and it can hide an attack, so it was not read. Export the file again"
            " without it."
        )

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix is None and not self.stack:
            self.default_space = uri

    def start(self, name: str, attributes: list[str]) -> None:
        line = self.parser.CurrentLineNumber
        stack = self.stack
        if not stack:
            self.begin(name, attributes, line)
            return
        if len(stack) >= MAX_DEPTH:
            raise FileUnreadable(
                f"Line {line}: elements are nested more than {MAX_DEPTH} deep; an ILR file needs 5."
                " This is not an ILR file, or its export went wrong."
            )
        top = stack[-1]
        opened = self.inside(top, name, line) if top.entity else self.astray(top, name, line)
        stack.append(opened)
        if attributes:
            self.attributes(opened.name, top.name, attributes, line)

    def astray(self, top: _Open | _Leaf, name: str, line: int) -> _Leaf:
        """An element that begins in a field, or in one that has no place itself."""
        assert isinstance(top, _Leaf)  # noqa: S101 - the other kind is an entity
        if top.field is None:
            return _Leaf(_shown(name, self.space), line, None, top.problem)
        if not top.nested:
            top.nested = True
            self.report(Problem.NESTED, line, self.stack[-2].name, top.name, None)
        return _Leaf(_shown(name, self.space), line, None, Problem.NESTED)

    def inside(self, top: _Open | _Leaf, name: str, line: int) -> _Open | _Leaf:
        """An element that begins in an entity."""
        assert isinstance(top, _Open)  # noqa: S101 - the other kind is no entity
        if top.text:
            self.stray_text(top)
        child = top.children.get(name)
        if child is None:
            if self.learners_only and len(self.stack) == 1:
                raise Unusual("something else between the learners")
            return _Leaf(_shown(name, self.space), line, None, Problem.UNKNOWN_ELEMENT)
        place = child.place
        late = place < top.reached and not self.lenient
        if place > top.reached:
            top.reached = place
        if child.field is not None:
            problem = Problem.ORDER if late else None
            if child.name in top.given:
                problem = Problem.DUPLICATE
            else:
                top.given.add(child.name)
            return _Leaf(child.name, line, child.field, problem)
        entity = child.entity
        assert entity is not None  # noqa: S101 - a child is one or the other
        if entity.name not in self.rows:
            if self.learners_only:
                raise Unusual("something else between the learners")
            if child.name in top.given and entity.max_occurs == 1:
                return _Leaf(child.name, line, None, Problem.DUPLICATE)
        top.given.add(child.name)
        if late:
            self.report(Problem.ORDER, line, top.name, child.name, None)
        return self.begun(entity, line)

    def begun(self, entity: Entity, line: int) -> _Open:
        """An entity that begins, with its row."""
        name = entity.name
        opened = _Open(entity, line, self.tables[name])
        rows = self.rows.get(name)
        if rows is not None:
            if name == "Learner":
                self.learner_began_at = self.opened_total
            self.opened_total += 1
            if self.opened_total - self.learner_began_at > MAX_RECORDS:
                raise FileUnreadable(
                    f"Line {line}: one learner has more than {MAX_RECORDS:,} records."
                    " The export went wrong; make it again."
                )
            self.counts[name] += 1
            if not self.muted:
                opened.row = len(rows)
                keys = tuple(self.counts[e] - 1 for e in self.key_entities[name])
                rows.append((keys, line, opened.values))
                self.row_count += 1
        elif name in _HEAD:
            kept = self.head.setdefault(name, [])
            opened.row = len(kept)
            if len(kept) >= MAX_RECORDS:
                raise FileUnreadable(f"Line {line}: more than {MAX_RECORDS:,} source files.")
            kept.append(opened)
        return opened

    def end(self, _name: str) -> None:
        top = self.stack.pop()
        if isinstance(top, _Open):
            self.ended(top)
            return
        above = self.stack[-1]
        text = top.text[0] if len(top.text) == 1 else "".join(top.text)
        if top.problem is not None:
            self.report(top.problem, top.line, above.name, top.name, text)
            if top.problem != Problem.ORDER:
                return
        field = top.field
        if field is None or not isinstance(above, _Open):
            return
        value, plain = judge(field, text)
        above.values[top.name] = value
        if plain:
            return
        if above.name in _HEAD:
            above.texts[top.name] = text
        elif not self.muted:
            self.raw.append((above.name, above.row, top.name, text))

    def ended(self, top: _Open) -> None:
        if top.text:
            self.stack.append(top)  # the text stands in it still
            self.stray_text(top)
            self.stack.pop()
        if top.name == "Learner":
            self.problems = 0
            full = self.row_count + len(self.structure) >= self.records
            if full and not self.learners_only:
                self.ready.append(self.taken())
        elif not self.learners_only and top.name not in self.rows:
            self.missing(top)

    def characters(self, data: str) -> None:
        top = self.stack[-1]
        if isinstance(top, _Leaf):
            top.size += len(data)
            if top.field is None:
                if top.size - len(data) < _SHOWN:
                    top.text.append(data[:_SHOWN])
            elif top.size > MAX_TEXT:
                raise FileUnreadable(
                    f"Line {top.line}: the value of {top.name} has more than {MAX_TEXT:,}"
                    " characters. The export went wrong; make it again."
                )
            else:
                top.text.append(data)
            return
        bare = data.strip(_SPACE)
        if not bare or top.size >= _SHOWN:
            return
        if not top.text:
            top.text_line = self.line - data.count("\n", data.index(bare[0]))
        top.text.append(bare[:_SHOWN])
        top.size += len(bare)

    # -- what they do -------------------------------------------------------------------------

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    @property
    def muted(self) -> bool:
        """Whether the reader is still among the learners that the caller has."""
        return self.skip > 0 and self.counts["Learner"] <= self.skip

    def begin(self, name: str, attributes: list[str], line: int) -> None:
        space, _, local = name.rpartition(_SEP)
        if local != "Message":
            what = "a web page (HTML)" if local.lower() == "html" else f"a file of <{local[:60]}>"
            raise FileUnreadable(
                f"Line {line}: this is {what}, not an ILR file, which begins with <Message>."
                " Choose the ILR XML that your system exports."
            )
        year = NAMESPACES.get(space)
        if year is None:
            _refuse_namespace(space, line)
        self.use(year)
        top = self.begun(self.of_year.entities["Message"], line)
        self.stack.append(top)
        if attributes:
            self.attributes("Message", "Message", attributes, line)

    def use(self, year: str) -> None:
        self.year = year
        self.of_year: Schema = schema(year)
        self.space = self.of_year.namespace
        self.tables = _children(year)
        self.lenient = year in EARLIER_YEARS
        self.key_names = {e: self.of_year.keys(e) for e in self.of_year.entities}
        self.key_entities = {
            e: tuple(p for p in self.of_year.path(e) if self.of_year.entities[p].key)
            for e in self.of_year.entities
        }
        self.rows = {e.name: [] for e in self.of_year.learner_entities()}
        self.counts = dict.fromkeys(self.rows, 0)

    def report(self, problem: str, line: int, entity: str, element: str, text: str | None) -> None:
        if self.muted:
            return
        self.problems += 1
        if self.problems > MAX_PROBLEMS:
            raise FileUnreadable(
                f"Line {line}: more than {MAX_PROBLEMS:,} things in one place do not belong in an"
                f" ILR file of {long_name(self.of_year.year)}. The export went wrong; make it"
                " again."
            )
        within = {o.name for o in self.stack if isinstance(o, _Open)}
        learner = self.counts["Learner"] - 1 if "Learner" in within else None
        aim = self.counts["LearningDelivery"] - 1 if "LearningDelivery" in within else None
        shown = None if text is None else text[:_SHOWN]
        self.structure.append((problem, line, learner, aim, entity, element[:_SHOWN], shown))

    def attributes(self, element: str, entity: str, attributes: list[str], line: int) -> None:
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name not in _HARMLESS:
                shown = f"{_shown(name, self.space)}={value}"
                self.report(Problem.ATTRIBUTE, line, entity, element, shown)

    def stray_text(self, top: _Open) -> None:
        text = " ".join(top.text)
        self.report(Problem.TEXT, top.text_line, top.name, top.name, text)
        top.text.clear()
        top.size = 0

    def missing(self, top: _Open) -> None:
        """Report what the header, or another part outside the learners, must have and lacks."""
        entity = top.entity
        names = [f.name for f in entity.fields if f.mandatory]
        names += [
            e.name
            for e in self.of_year.children(entity.name)
            if e.min_occurs and e.name != "Learner"
        ]
        for name in names:
            if name not in top.given:
                self.report(Problem.MISSING, top.line, top.name, name, None)

    def header(self) -> Header:
        texts: dict[tuple[str, int, str], str] = {}
        for name, parts in self.head.items():
            for part in parts:
                texts.update({(name, part.row, f): text for f, text in part.texts.items()})

        def values(name: str) -> dict[str, Any]:
            parts = self.head.get(name)
            return parts[0].values if parts else {}

        return Header(
            **values("CollectionDetails"),
            **values("Source"),
            provider_UKPRN=values("LearningProvider").get("UKPRN"),
            source_files=tuple(SourceFile(**p.values) for p in self.head.get("SourceFile", [])),
            texts=texts,
        )

    def structure_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.structure, schema=STRUCTURE_SCHEMA, orient="row")

    def taken(self) -> Message:
        """The message gathered so far, which is then let go of."""
        frames: dict[str, pl.DataFrame] = {}
        for name, rows in self.rows.items():
            columns = frame_schema(self.of_year, self.of_year.entities[name])
            data: dict[str, list[Any]] = {
                key: [r[0][i] for r in rows] for i, key in enumerate(self.key_names[name])
            }
            data["line"] = [r[1] for r in rows]
            for f in self.of_year.entities[name].fields:
                data[f.name] = [r[2].get(f.name) for r in rows]
            frames[name] = pl.DataFrame(data, schema=columns)
        message = Message(
            year=self.of_year.year,
            header=self.header(),
            frames=frames,
            raw=pl.DataFrame(self.raw, schema=RAW_SCHEMA, orient="row"),
            structure=self.structure_frame(),
            name=self.name,
        )
        self.rows = {name: [] for name in self.rows}
        self.raw, self.structure, self.row_count = [], [], 0
        return message


def messages(
    stream: BinaryIO, *, name: str = "", skip_learners: int = 0, records: int = BATCH_RECORDS
) -> Iterator[Message]:
    """The message of a file, in runs of learners with keys and lines as in the whole file.

    A run has about `records` records. At least one message is given, and each has the header as it
    was known then (the last one has all of it). `skip_learners` leaves out the first so many
    learners, and everything before them, which the caller has already.

    Errors:  FileUnreadable or WrongCollectionYear, with the line, at the first byte that cannot be
             read; messages may have been given before.
    """
    reader = _Reader(name, skip_learners=skip_learners, records=records)
    parser = reader.parser
    fed = 0
    before = recent = b""
    try:
        while chunk := stream.read(_CHUNK):
            if not fed:
                _refuse_other_formats(chunk)
            before, recent = recent, chunk
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise FileUnreadable(
                    f"Line {parser.CurrentLineNumber}: one tag or comment is longer than a million"
                    " bytes. This is not an ILR file, or its export went wrong."
                )
            if reader.ready:
                yield from reader.ready
                reader.ready.clear()
        if not fed:
            raise FileUnreadable("The file is empty (0 bytes). Export it again.")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        window = before + recent
        offset = parser.ErrorByteIndex - (fed - len(window))
        raise _refusal(error, reader, window, offset) from None
    except (LookupError, ValueError) as error:  # from pyexpat, about the declared encoding
        if reader.stack:
            raise
        raise _unknown_encoding(reader, 1) from error
    yield from reader.ready
    yield reader.taken()


def head(data: bytes) -> Head:
    """What stands before the first learner, from the file's bytes up to there.

    Errors:  Unusual if the learners after it may not be read by the tokeniser; FileUnreadable,
             WrongCollectionYear.
    """
    reader = _Reader("")
    if data.count(b"\r") != data.count(b"\r\n"):
        raise Unusual("a carriage return without a line feed, which counts as a line end too")
    try:
        reader.parser.Parse(data, False)
        if len(reader.stack) != 1 or reader.default_space != reader.space:
            raise Unusual("the learners do not stand directly in Message")
        reader.parser.Parse(b"</Message>", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unusual("the head is not well-formed") from error
    if (reader.encoding or "utf-8").lower() != "utf-8" or data[:2] in (
        codecs.BOM_UTF16_BE,
        codecs.BOM_UTF16_LE,
    ):
        raise Unusual("an encoding other than UTF-8")
    if any(p == Problem.MISSING and e == "Message" for p, _, _, _, e, _, _ in reader.structure):
        raise Unusual("a part of the message may come after the learners")
    if reader.counts["Learner"]:
        raise Unusual("a learner whose opening tag is not plain stands before the others")
    assert reader.year is not None  # noqa: S101 - there is a root element
    lines = data.count(b"\n")
    return Head(reader.year, reader.header(), reader.structure_frame(), lines)


def learners(data: memoryview, year: str, *, name: str = "") -> tuple[Message, int]:
    """A run of whole learners and its number of line breaks.

    Shape:   keys from 0, lines from the first byte as line 1, no header.

    Errors:  Unusual if the bytes are anything else; then the whole file must be read.
    """
    reader = _Reader(name)
    try:
        reader.parser.Parse(f'<Message xmlns="{namespace(year)}">'.encode(), False)
        reader.learners_only = True
        at = 0
        while at < len(data):
            reader.parser.Parse(bytes(data[at : at + _CHUNK]), False)
            at += _CHUNK
            if at - reader.parser.CurrentByteIndex > MAX_TOKEN:
                raise Unusual("a very long tag or comment")
        if len(reader.stack) != 1:
            raise Unusual("a learner without its end")
        lines = reader.line - 1
        reader.parser.Parse(b"</Message>", True)
    except (expat.ExpatError, FileUnreadable) as error:
        raise Unusual("not a run of whole learners") from error
    return reader.taken(), lines


# -- refusals
# ---------------------------------------------------------------------------------------


def _refuse_namespace(space: str, line: int) -> NoReturn:
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


def _refuse_other_formats(start: bytes) -> None:
    """Say what a file is that cannot be XML, as far as its first bytes tell."""
    for magic, what, advice in _MAGIC:
        if start.startswith(magic):
            raise FileUnreadable(f"This is {what}, not an ILR XML file. {advice or _CHOOSE}")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip(_SPACE.encode())
    lower = text[:200].lower()
    if lower.startswith((b"<!doctype html", b"<html")):
        raise FileUnreadable(f"Line 1: this is a web page (HTML), not an ILR file. {_CHOOSE}")
    if start.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, b"<\0", b"\0<")):
        return
    if text and not text.startswith(b"<"):
        controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start[:1024])
        what = "binary data" if controls else "text without XML"
        raise FileUnreadable(f"Line 1: the file holds {what}, not an ILR file. {_CHOOSE}")


def _unknown_encoding(reader: _Reader, line: int) -> FileUnreadable:
    encoding = reader.encoding
    named = f" ({encoding[:40]!r})" if encoding else ""
    return FileUnreadable(
        f"Line {line}: the file names a character encoding{named} that cannot be read."
        " Save it as UTF-8 and load it again."
    )


def _refusal(
    error: expat.ExpatError, reader: _Reader, window: bytes, offset: int
) -> FileUnreadable:
    """Expat's complaint in words: what, where, and what to do."""
    names = expat.errors
    code = expat.errors.messages.get(error.code, "")
    at = f"Line {error.lineno}"
    again = "Export the file again."
    opened = reader.stack[-1] if reader.stack else None
    inside = f", inside <{opened.name}> of line {opened.line}" if opened else ""
    byte = window[offset : offset + 1] if 0 <= offset < len(window) else b""
    if code in (
        names.XML_ERROR_NO_ELEMENTS,
        names.XML_ERROR_UNCLOSED_TOKEN,
        names.XML_ERROR_UNCLOSED_CDATA_SECTION,
    ) or (code == names.XML_ERROR_PARTIAL_CHAR and offset + 4 > len(window)):
        if opened is None and code == names.XML_ERROR_NO_ELEMENTS:
            return FileUnreadable(f"{at}: the file holds no XML element. {again}")
        return FileUnreadable(
            f"{at}: the file ends before </Message>{inside}: it was cut off. {again}"
        )
    if code == names.XML_ERROR_TAG_MISMATCH:
        return FileUnreadable(
            f"{at}: a closing tag does not match the open element{inside}. {again}"
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
        return _unknown_encoding(reader, error.lineno)
    if code == names.XML_ERROR_UNDEFINED_ENTITY:
        return FileUnreadable(
            f"{at}: an entity is used that XML does not have (such as &nbsp;){inside}."
            " Write the character itself, or its number."
        )
    if code == names.XML_ERROR_BAD_CHAR_REF:
        return FileUnreadable(
            f"{at}: a character reference (&#...;) names a character that XML does not"
            f" allow{inside}."
            f" Remove it where it was typed and e{again[1:]}"
        )
    if code == names.XML_ERROR_UNBOUND_PREFIX:
        return FileUnreadable(f"{at}: a prefix is used that no xmlns declares{inside}. {again}")
    if code in (names.XML_ERROR_INVALID_TOKEN, names.XML_ERROR_PARTIAL_CHAR):
        if byte == b"\0":
            return FileUnreadable(
                f"{at}: the file holds a NUL byte{inside}: it is damaged. {again}"
            )
        if byte and byte[0] < 32:
            return FileUnreadable(
                f"{at}: the file holds a control character (number {byte[0]}){inside}, which XML"
                f" does not"
                f" allow. Remove it where it was typed and e{again[1:]}"
            )
        around = window[max(offset, 0) : offset + 8]
        if any(b >= 0x80 for b in around) and (reader.encoding or "utf-8").lower() == "utf-8":
            return FileUnreadable(
                f"{at}: the file is not valid UTF-8{inside}. Save it as UTF-8, or name its"
                f" encoding in"
                " the first line, and load it again."
            )
        return FileUnreadable(
            f"{at}: this is not well-formed XML{inside}; often a bare & or <, which is written"
            f" &amp; or"
            f" &lt;. Correct it and e{again[1:]}"
        )
    return FileUnreadable(f"{at}: this is not well-formed XML ({code}){inside}. {again}")
