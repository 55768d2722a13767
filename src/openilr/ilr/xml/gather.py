"""What the careful reader does: well-formed XML of any shape is gathered, or refused with one clear
reason. Nothing here imports Polars.

It reads what `tokeniser` will not: comments, CDATA, prefixes, attributes, other encodings, elements
in the wrong order, twice or unknown. What is wrong with the shape becomes rows of
`Gathered.structure`; the values are kept.

Expat does the parsing, as a stream and with its line numbers, which lxml cannot give exactly:
libxml2 keeps 16 bits of them and guesses the rest from the text inside. Nothing is fetched and no
entity is ever expanded, because a document type declaration is refused as soon as it opens; sizes
and depths are bounded below.
"""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO
from xml.parsers import expat

from openilr.errors import FileUnreadable
from openilr.ilr.header import Header, Problem, SourceFile
from openilr.ilr.schema import Entity, Field, Schema, schema
from openilr.ilr.xml.limits import MAX_RECORDS, MAX_TEXT, Unusual
from openilr.ilr.xml.refusals import (
    refusal,
    refuse_namespace,
    refuse_other_formats,
    unknown_encoding,
)
from openilr.ilr.xml.values import judge
from openilr.ilr.years import EARLIER_YEARS, NAMESPACES, long_name, namespace

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


StructureRow = tuple[str, int, int | None, int | None, str, str, str | None]
"""A problem of shape: problem, line, learner, aim, entity, element, text (as
`message.STRUCTURE_SCHEMA`)."""

RawRow = tuple[str, int, str, str]
"""The text of a value that is not plain: entity, row, field, text (as `message.RAW_SCHEMA`)."""


@dataclass(slots=True)
class Record:
    """One entity of a learner.

    Attributes:
        keys: of the entities above it and its own, as columns of its frame hold them.
        values: by field name, those that are given; None for a text that is not of its type.
    """

    keys: tuple[int, ...]
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a file, or of a run of its learners; `records` by entity, in order."""

    year: str
    header: Header
    records: Mapping[str, Sequence[Record]]
    raw: Sequence[RawRow]
    structure: Sequence[StructureRow]


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

    def __init__(self, *, skip_learners: int = 0, records: int = BATCH_RECORDS) -> None:
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
        self.rows: dict[str, list[Record]] = {}
        self.row_count = 0
        self.learner_began_at = 0
        self.opened_total = 0
        self.raw: list[RawRow] = []
        self.structure: list[StructureRow] = []
        self.problems = 0
        self.head: dict[str, list[_Open]] = {}
        self.ready: list[Gathered] = []
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
                rows.append(Record(keys, line, opened.values))
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
            refuse_namespace(space, line)
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

    def taken(self) -> Gathered:
        """What was gathered so far, which is then let go of."""
        gathered = Gathered(self.of_year.year, self.header(), self.rows, self.raw, self.structure)
        self.rows = {name: [] for name in self.rows}
        self.raw, self.structure, self.row_count = [], [], 0
        return gathered


def gather(
    stream: BinaryIO, *, skip_learners: int = 0, records: int = BATCH_RECORDS
) -> Iterator[Gathered]:
    """What a file holds, in runs of learners with keys and lines as in the whole file.

    A run has about `records` records. At least one is given, and each has the header as it
    was known then (the last one has all of it). `skip_learners` leaves out the first so many
    learners, and everything before them, which the caller has already.

    Errors:  FileUnreadable or WrongCollectionYear, with the line, at the first byte that cannot be
             read; runs may have been given before.
    """
    reader = _Reader(skip_learners=skip_learners, records=records)
    parser = reader.parser
    fed = 0
    before = recent = b""
    try:
        while chunk := stream.read(_CHUNK):
            if not fed:
                refuse_other_formats(chunk)
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
        opened = reader.stack[-1] if reader.stack else None
        raise refusal(
            error,
            window,
            offset,
            encoding=reader.encoding,
            inside=(opened.name, opened.line) if opened else None,
        ) from None
    except (LookupError, ValueError) as error:  # from pyexpat, about the declared encoding
        if reader.stack:
            raise
        raise unknown_encoding(reader.encoding, 1) from error
    yield from reader.ready
    yield reader.taken()


def gather_head(data: bytes) -> tuple[Gathered, int]:
    """What stands before the first learner, from the file's bytes up to there, and how many line
    breaks there are in it.

    Errors:  Unusual if the learners after it may not be read by the tokeniser; FileUnreadable,
             WrongCollectionYear.
    """
    reader = _Reader()
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
    return reader.taken(), data.count(b"\n")


def gather_learners(data: memoryview, year: str) -> tuple[Gathered, int]:
    """A run of whole learners and its number of line breaks.

    Shape:   keys from 0, lines from the first byte as line 1, no header.

    Errors:  Unusual if the bytes are anything else; then the whole file must be read.
    """
    reader = _Reader()
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
