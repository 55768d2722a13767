"""Messages made in tests: from nested dictionaries of texts, and by Hypothesis.

A learner is written as the screen has it: a field's name with its text, a child entity's name with
a list of such records. `message_of` types the values as the reader does, by the contract of
openilr.ilr.message, and `xml_of` writes the texts without any of the product's code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
from hypothesis import strategies as st

from openilr.ilr.message import (
    RAW_SCHEMA,
    Header,
    Message,
    SourceFile,
    empty_frames,
    frame_schema,
)
from openilr.ilr.schema import Entity, Field, Kind, schema
from openilr.ilr.xml.values import judge

Record = Mapping[str, Any]


def rows_of(year: str, learners: list[Record]) -> Iterator[tuple[Entity, dict[str, int], Record]]:
    """Every record with its entity and keys, in document order."""
    of_year = schema(year)
    counts: dict[str, int] = {}

    def walk(entity: Entity, record: Record, keys: dict[str, int]) -> Iterator[Any]:
        if entity.key:
            keys = {**keys, entity.key: counts.get(entity.key, 0)}
            counts[entity.key] = keys[entity.key] + 1
        yield entity, keys, record
        for child in of_year.children(entity.name):
            for below in record.get(child.name, ()):
                yield from walk(child, below, keys)

    for learner in learners:
        yield from walk(of_year.entities["Learner"], learner, {})


def message_of(year: str, learners: list[Record], header: Header | None = None) -> Message:
    of_year = schema(year)
    rows: dict[str, list[dict[str, Any]]] = {}
    raw: list[tuple[str, int, str, str]] = []
    for entity, keys, record in rows_of(year, learners):
        made = rows.setdefault(entity.name, [])
        row: dict[str, Any] = {**keys, "line": 0}
        for field in entity.fields:
            text = record.get(field.name)
            row[field.name], plain = (None, True) if text is None else judge(field, text)
            if not plain:
                raw.append((entity.name, len(made), field.name, text))
        made.append(row)
    frames = empty_frames(year)
    for name, made in rows.items():
        frames[name] = pl.DataFrame(made, schema=frame_schema(of_year, of_year.entities[name]))
    return Message(
        year, header or header_of(year), frames, pl.DataFrame(raw, schema=RAW_SCHEMA, orient="row")
    )


def header_of(year: str) -> Header:
    return Header(
        Collection="ILR",
        Year=year,
        FilePreparationDate=date(2025, 11, 23),
        ProtectiveMarking="OFFICIAL-SENSITIVE-Personal",
        UKPRN=10000001,
        SoftwareSupplier="Example & Sons",
        SerialNo="01",
        DateTime=datetime(2025, 11, 23, 12, 0, 1),  # noqa: DTZ001 the ILR's times have no zone
        provider_UKPRN=10000001,
    )


def xml_of(year: str, learners: list[Record]) -> bytes:
    """The XML of some learners under a valid header, on one line an element, by hand."""
    of_year = schema(year)
    lines = [
        f'<Message xmlns="{of_year.namespace}"><Header><CollectionDetails>'
        f"<Collection>ILR</Collection><Year>{year}</Year>"
        "<FilePreparationDate>2025-11-23</FilePreparationDate></CollectionDetails><Source>"
        "<ProtectiveMarking>OFFICIAL-SENSITIVE-Personal</ProtectiveMarking>"
        "<UKPRN>10000001</UKPRN><SerialNo>01</SerialNo><DateTime>2025-11-23T12:00:01</DateTime>"
        "</Source></Header><LearningProvider><UKPRN>10000001</UKPRN></LearningProvider>"
    ]

    def walk(entity: Entity, record: Record) -> None:
        lines.append(f"<{entity.name}>")
        for field in entity.fields:
            if record.get(field.name) is not None:
                text = escape(record[field.name], {"\r": "&#13;"})
                lines.append(f"<{field.name}>{text}</{field.name}>")
        for child in of_year.children(entity.name):
            for below in record.get(child.name, ()):
                walk(child, below)
        lines.append(f"</{entity.name}>")

    for learner in learners:
        walk(of_year.entities["Learner"], learner)
    return "\n".join([*lines, "</Message>"]).encode()


# -- a learner with every entity and field, valid by the schema ------------------------------------

SAMPLES = {
    "LearnRefNumber": "A12",
    "CampId": "1A",
    "TelNo": "01632960001",
    "Email": "a@b",
    "UCASPERID": "0123456789",
    "UCASSCHEMECODE": "AB12",
    "AgreemId": "A1",
    "STULOAD": "99.5",
    "PCOLAB": "0.1",
}


def sample(field: Field) -> str:
    """A valid text of a field."""
    if field.name in SAMPLES:
        return SAMPLES[field.name]
    match field.kind:
        case Kind.DATE:
            return "2025-09-01"
        case Kind.INTEGER:
            return str(field.minimum or 1)
        case _:
            if field.pattern and "{1,12}" in field.pattern:
                return "A12"
            return "AB"[: field.max_length]


def full_learner(year: str) -> dict[str, Any]:
    of_year = schema(year)

    def make(entity: Entity) -> dict[str, Any]:
        record: dict[str, Any] = {f.name: sample(f) for f in entity.fields}
        for child in of_year.children(entity.name):
            record[child.name] = [make(child)]
        return record

    return make(of_year.entities["Learner"])


# -- Hypothesis ------------------------------------------------------------------------------------

# Characters that XML can hold and that come back as they were written.
CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc"),
    include_characters="\t\n\r",
    exclude_characters="\ufffe\uffff",
)


def field_texts(field: Field) -> st.SearchStrategy[str]:
    """Texts of a field: plain, odd, and wrong."""
    odd = st.sampled_from([" 12 ", "+7", "007", "-0", "1.50", "x", "", "2025-02-30", "2025-09-01Z"])
    match field.kind:
        case Kind.TEXT:
            return st.text(CHARACTERS, max_size=12)
        case Kind.INTEGER:
            high = field.maximum or 10 ** (field.total_digits or 1) - 1
            return st.integers(0, int(high)).map(str) | odd
        case Kind.DECIMAL:
            return st.integers(1, 3000).map(lambda n: f"{n // 10}.{n % 10}") | odd
        case _:
            return st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat) | odd


@st.composite
def learners(draw: st.DrawFn, year: str, most: int = 3) -> list[dict[str, Any]]:
    of_year = schema(year)

    def make(entity: Entity) -> dict[str, Any]:
        record: dict[str, Any] = {}
        given = draw(st.sets(st.sampled_from([f.name for f in entity.fields]), max_size=6))
        for field in entity.fields:
            if field.name in given:
                record[field.name] = draw(field_texts(field))
        children = of_year.children(entity.name)
        if children:
            for child in draw(st.lists(st.sampled_from(children), max_size=3)):
                record.setdefault(child.name, []).append(make(child))
        return record

    return [make(of_year.entities["Learner"]) for _ in range(draw(st.integers(1, most)))]


@st.composite
def headers(draw: st.DrawFn, year: str) -> Header:
    text = st.none() | st.text(CHARACTERS, min_size=1, max_size=8)
    dates = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
    times = st.none() | st.datetimes(
        datetime(1900, 1, 1),  # noqa: DTZ001
        datetime(2100, 12, 31),  # noqa: DTZ001
    ).map(lambda t: t.replace(microsecond=0))
    source_files = st.lists(
        st.builds(SourceFile, text, dates, text, text, text, text, times), max_size=2
    ).map(tuple)
    number = st.none() | st.integers(0, 2**31 - 1)
    header = draw(
        st.builds(
            Header,
            *(text, text, dates, text, number, text, text, text, text, times, text, text, number),
            source_files,
        )
    )
    odd: dict[tuple[str, int, str], str] = {}
    if header.UKPRN is None and draw(st.booleans()):
        header = replace(header, UKPRN=10000001)
        odd["Source", 0, "UKPRN"] = " 10000001 "
    if header.source_files and header.source_files[-1].DateTime is None and draw(st.booleans()):
        odd["SourceFile", len(header.source_files) - 1, "DateTime"] = "yesterday & before"
    return replace(header, texts=odd)
