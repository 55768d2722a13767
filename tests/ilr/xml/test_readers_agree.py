"""The fast and the careful reader give the same message, or refuse in the same words."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import messages
from tests.ilr.xml.same import (
    assert_readers_agree,
    assert_same,
    read_carefully,
    read_fast,
)

from openilr.ilr.message import Message
from openilr.ilr.xml import read as reading
from openilr.ilr.xml.read import read
from openilr.ilr.xml.tokeniser import Unusual
from openilr.ilr.years import OPEN_YEARS, READABLE_YEARS

years = st.sampled_from(OPEN_YEARS)


def without_lines(message: Message) -> Message:
    from dataclasses import replace

    frames = {n: f.with_columns(line=pl.lit(0, pl.UInt32)) for n, f in message.frames.items()}
    return replace(message, frames=frames)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), year=years)
def test_the_tokeniser_reads_any_values_in_the_canonical_shape(data, year):
    learners = data.draw(messages.learners(year))
    xml = messages.xml_of(year, learners)
    read_fast(xml)  # does not raise Unusual
    message = assert_readers_agree(xml)
    header = message.header
    assert_same(without_lines(message), messages.message_of(year, learners, header))


@pytest.mark.parametrize("year", READABLE_YEARS)
def test_every_field_of_every_year(year):
    xml = messages.xml_of(year, [messages.full_learner(year)] * 3)
    read_fast(xml)
    message = assert_readers_agree(xml)
    assert message.structure.is_empty()
    assert all(frame.height == 3 for frame in message.frames.values())
    if year in OPEN_YEARS:
        nulls = [f.null_count().sum_horizontal().item() for f in message.frames.values()]
        assert sum(nulls) == 0


def laid_out(xml: bytes, line_end: bytes, indent: bytes) -> bytes:
    """One element a line, indented by its depth."""
    out, depth = [], 0
    for line in xml.replace(b"><", b">\n<").split(b"\n"):
        # a field keeps its line; re-join what stands in it
        if line.startswith(b"</"):
            depth -= 1
        out.append(indent * depth + line)
        if not line.startswith(b"</") and b"</" not in line:
            depth += 1
    return line_end.join(out) + line_end


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r\n", b"\n\n\n", b" \t\n "])
@pytest.mark.parametrize("indent", [b"", b"\t", b"    ", b" " * 17])
def test_every_layout_and_its_lines(line_end, indent):
    learner = messages.full_learner("2627")
    xml = laid_out(messages.xml_of("2627", [learner] * 2), line_end, indent)
    read_fast(xml)
    message = assert_readers_agree(xml)
    opens = [m.start() for m in re.finditer(b"<LearningDeliveryFAM>", xml)]
    lines = [xml.count(b"\n", 0, at) + 1 for at in opens]
    assert message["LearningDeliveryFAM"]["line"].to_list() == lines


def test_lines_beyond_what_sixteen_bits_hold():
    xml = messages.xml_of("2627", [messages.full_learner("2627")] * 2)
    xml = xml.replace(b"<Learner>", b"\n" * 70_000 + b"<Learner>")
    message = assert_readers_agree(xml)
    first, second = message["Learner"]["line"].to_list()
    assert (first, second) == (70_002, xml.count(b"\n", 0, xml.rindex(b"<Learner>")) + 1)
    commented = xml.replace(b"<Learner>", b"<!-- \n --><Learner>")
    assert read(commented)["Learner"]["line"].to_list() == [first + 1, second + 2]


def test_line_breaks_inside_values_count_and_stay():
    learner = {**messages.full_learner("2627"), "FamilyName": "one\ntwo\n\nthree"}
    xml = messages.xml_of("2627", [learner, learner])
    read_fast(xml)
    message = assert_readers_agree(xml)
    assert message["Learner"]["FamilyName"].to_list() == ["one\ntwo\n\nthree"] * 2
    windows = xml.replace(b"\n", b"\r\n")
    read_fast(windows)
    assert_same(assert_readers_agree(windows), message)


TEXTS = {
    "&#65;&#x42;&#X43;": None,
    "&#65;&#x42;&#x1F600;": "AB\U0001f600",
    "&lt;&gt;&amp;&quot;&apos;": "<>&\"'",
    "&amp;lt;": "&lt;",
    "a&#13;b&#10;c&#9;": "a\rb\nc\t",
    "&nbsp;": None,
    "&#0;": None,
    "&#xD800;": None,
    "&#xFFFE;": None,
    "&#x110000;": None,
    "a & b": None,
    "é ü 漢 😀": "é ü 漢 😀",
    "x" * 12: "x" * 12,
    "x" * 13: "x" * 13,
    "x" * 64: "x" * 64,
    "é" * 33: "é" * 33,
    "x" * 129: "x" * 129,
    "x" * 5000 + "&amp;": "x" * 5000 + "&",
    "": "",
    "  two  spaces ": "  two  spaces ",
    "a]]>b": None,
    "a>b": "a>b",
}


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text):
    xml = messages.xml_of("2627", [messages.full_learner("2627")] * 2)
    xml = xml.replace(b"<FamilyName>AB<", f"<FamilyName>{text}<".encode(), 1)
    message = assert_readers_agree(xml)
    if TEXTS[text] is None:
        assert "Line " in message.message
    else:
        assert message["Learner"]["FamilyName"].to_list() == [TEXTS[text], "AB"]


@pytest.mark.parametrize(
    ("element", "text", "value"),
    [
        ("ULN", "9999999999", 9999999999),
        ("ULN", "9999999999999999", 9999999999999999),
        ("ULN", "9223372036854775807", 9223372036854775807),
        ("Ethnicity", "2147483647", 2147483647),
        ("Ethnicity", "12345678", 12345678),
        ("Ethnicity", "123456789", 123456789),
        ("Ethnicity", "0", 0),
        ("Ethnicity", "3&#49;", 31),
        ("DateOfBirth", "2000-02-29", "2000-02-29"),
        ("DateOfBirth", "1900-12-31", "1900-12-31"),
        ("DateOfBirth", "0001-01-01", "0001-01-01"),
        ("DateOfBirth", "9999-12-31", "9999-12-31"),
        ("STULOAD", "0.1", "0.1"),
        ("STULOAD", "99999999.9", "99999999.9"),
    ],
)
def test_plain_values(element, text, value):
    message = with_value(element, text)
    assert message.raw.is_empty()
    assert str(first_value(message, element)) == str(value)


@pytest.mark.parametrize(
    ("element", "text", "value"),
    [
        ("ULN", "9223372036854775808", None),
        ("ULN", "1" * 400, None),
        ("Ethnicity", "2147483648", None),
        ("Ethnicity", "99999999999", None),
        ("Ethnicity", "-1", -1),
        ("Ethnicity", "+31", 31),
        ("Ethnicity", "031", 31),
        ("Ethnicity", " 31\n", 31),
        ("Ethnicity", "3 1", None),
        ("Ethnicity", "3x", None),
        ("Ethnicity", "", None),
        ("Ethnicity", "٣", None),
        ("Ethnicity", "1.0", None),
        ("DateOfBirth", "1900-02-29", None),
        ("DateOfBirth", "2025-13-01", None),
        ("DateOfBirth", "2025-00-01", None),
        ("DateOfBirth", "2025-01-00", None),
        ("DateOfBirth", "2025-04-31", None),
        ("DateOfBirth", "0000-01-01", None),
        ("DateOfBirth", "2025/01/01", None),
        ("DateOfBirth", "01-01-2025", None),
        ("DateOfBirth", "2025-1-1", None),
        ("DateOfBirth", "20250101", None),
        ("DateOfBirth", "2025-01-01T00:00:00", None),
        ("DateOfBirth", "2025-01-01Z", "2025-01-01"),
        ("DateOfBirth", "2025-01-01+01:00", "2025-01-01"),
        ("DateOfBirth", " 2025-01-01 ", "2025-01-01"),
        ("DateOfBirth", "2025-01-0:", None),
        ("DateOfBirth", "2025-01-0/", None),
        ("STULOAD", "100", "100.0"),
        ("STULOAD", "100.00", "100.0"),
        ("STULOAD", ".5", "0.5"),
        ("STULOAD", "5.", "5.0"),
        ("STULOAD", "-0.5", "-0.5"),
        ("STULOAD", "0100.0", "100.0"),
        ("STULOAD", "1.05", None),
        ("STULOAD", "1e2", None),
        ("STULOAD", ".", None),
        ("STULOAD", "100000000.0", None),
    ],
)
def test_values_in_another_form_keep_their_text(element, text, value):
    message = with_value(element, text)
    assert message.raw["text"].to_list() == [text]
    assert message.raw["field"].to_list() == [element]
    assert message.raw["row"].to_list() == [1]
    assert str(first_value(message, element)) == str(value)


def with_value(element: str, text: str) -> Message:
    """A file whose second learner has the text in an element."""
    xml = messages.xml_of("2627", [messages.full_learner("2627")] * 2)
    before, learner, last = xml.split(b"<Learner>")
    last = re.sub(f"<{element}>[^<]*<".encode(), f"<{element}>{text}<".encode(), last)
    xml = b"<Learner>".join([before, learner, last])
    read_fast(xml)
    return assert_readers_agree(xml)


def first_value(message: Message, element: str):
    (frame,) = (f for f in message.frames.values() if element in f.columns)
    return frame[element][1]


UNUSUAL = {
    "comment": (b"<Learner>", b"<Learner><!-- who <Learner> </Learner> -->"),
    "comment in a value": (b"<FamilyName>AB", b"<FamilyName>A<!-- x -->B"),
    "comment between learners": (b"</Learner>", b"</Learner><!-- next -->"),
    "cdata": (b"<FamilyName>AB", b"<FamilyName><![CDATA[A<Learner>B]]>"),
    "processing instruction": (b"<Learner>", b"<Learner><?a b?>"),
    "attribute": (b"<Sex>", b'<Sex a="1">'),
    "attribute of a learner": (b"<Learner>", b"<Learner id='7'>"),
    "allowed attribute": (
        b"<Sex>",
        b'<Sex xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b">',
    ),
    "unknown attribute": (b"<Sex>", b'<Sex xml:lang="en">'),
    "space in a tag": (b"<Sex>", b"<Sex >"),
    "space in a closing tag": (b"</Sex>", b"</Sex\n>"),
    "empty tag": (b"<Sex>A</Sex>", b"<Sex/>"),
    "empty entity": (b"<LearningDeliveryFAM>", b"<LearningDeliveryFAM/><LearningDeliveryFAM>"),
    "unknown field": (b"<Sex>", b"<Gender>M</Gender><Sex>"),
    "unknown entity": (
        b"<Sex>",
        b"<ContactPreference><ContPrefType>RUI</ContPrefType>x</ContactPreference><Sex>",
    ),
    "a field of another entity": (b"<Sex>", b"<AimType>1</AimType><Sex>"),
    "a known field in another namespace": (b"<Sex>", b'<Sex xmlns="urn:x">A</Sex><Sex>'),
    "field of another case": (b"<Sex>", b"<SEX>A</SEX><Sex>"),
    "order": (b"<LearnRefNumber>A12</LearnRefNumber>", b""),
    "duplicate": (b"<Sex>", b"<Sex>X</Sex><Sex>"),
    "text between": (b"<Learner>", b"<Learner>\n\n loose <!-- --> text \n"),
    "text between learners": (b"</Learner>", b"</Learner>loose"),
    "markup in a field": (b"<Sex>", b"<Sex><b>M<i>x</i></b>"),
    "a second header": (b"</Learner>", b"</Learner><Header><Source/></Header>"),
    "field after entities": (b"</Learner>", b"<TelNo>0</TelNo></Learner>"),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_unusual_shapes_go_to_the_careful_reader(case):
    old, new = UNUSUAL[case]
    xml = messages.xml_of("2627", [messages.full_learner("2627")] * 3)
    if case == "order":
        xml = xml.replace(b"</Sex>", b"</Sex>" + old)
    changed = xml.replace(old, new, 1)
    assert changed != xml
    with pytest.raises(Unusual):
        read_fast(changed)
    message = assert_readers_agree(changed)
    assert message["Learner"].height == 3
    assert message["LearningDelivery"].height == 3


def problems(xml: bytes) -> list[tuple]:
    frame = assert_readers_agree(xml).structure
    return frame.select("problem", "learner", "aim", "entity", "element", "text").rows()


def changed(old: bytes, new: bytes, year: str = "2627") -> list[tuple]:
    xml = messages.xml_of(year, [messages.full_learner(year)] * 2)
    assert old in xml
    at = xml.rindex(old)
    return problems(xml[:at] + new + xml[at + len(old) :])


def test_nothing_that_is_out_of_place_is_lost():
    assert changed(b"<Sex>", b"<Gender>M</Gender><Sex>") == [
        ("unknown_element", 1, None, "Learner", "Gender", "M")
    ]
    assert changed(b"<AimType>", b"<A><B>x</B>y</A><AimType>") == [
        ("unknown_element", 1, 1, "A", "B", "x"),
        ("unknown_element", 1, 1, "LearningDelivery", "A", "y"),
    ]
    assert changed(b"<Sex>", b"<Sex>" + b"X" * 300 + b"</Sex><Sex>") == [
        ("duplicate", 1, None, "Learner", "Sex", "A")
    ]
    assert changed(b"<Learner>", b"<Learner> stray ") == [
        ("text", 1, None, "Learner", "Learner", "stray")
    ]
    assert changed(b"<Learner>", b"<Learner q='1'>") == [
        ("attribute", 1, None, "Message", "Learner", "q=1")
    ]
    assert changed(b"<TelNo>", b"<TelNo>1<b>2</b>") == [
        ("nested", 1, None, "Learner", "TelNo", None),
        ("nested", 1, None, "TelNo", "b", "2"),
    ]
    assert changed(b"</Learner>", b"<Accom>5</Accom></Learner>") == [
        ("duplicate", 1, None, "Learner", "Accom", "5")
    ]
    assert changed(b"<AimType>1</AimType>", b"") == []
    assert changed(b"</LearningDelivery>", b"<q/></LearningDelivery>") == [
        ("unknown_element", 1, 1, "LearningDelivery", "q", "")
    ]


def test_elements_in_the_wrong_order_are_reported_and_kept():
    xml = messages.xml_of("2627", [messages.full_learner("2627")])
    xml = xml.replace(b"<Sex>A</Sex>\n", b"").replace(b"<TelNo>", b"<Sex>Z</Sex><TelNo>")
    message = assert_readers_agree(xml)
    assert message["Learner"]["Sex"].to_list() == ["Z"]
    assert message.structure["problem"].to_list() == ["order"]
    assert message.structure["element"].to_list() == ["Sex"]
    moved = re.sub(rb"(?s)(<PriorAttain>.*?</PriorAttain>\n)(.*)(</Learner>)", rb"\2\1\3", xml)
    message = assert_readers_agree(moved)
    assert message["PriorAttain"].height == 1
    assert ("order", "PriorAttain") in message.structure.select("problem", "element").rows()


def test_earlier_years_are_read_leniently():
    xml = messages.xml_of("2223", [messages.full_learner("2223")])
    xml = xml.replace(b"<Sex>A</Sex>\n", b"").replace(
        b"<TelNo>", b"<Sex>Z</Sex><Tea>x</Tea><TelNo>"
    )
    message = assert_readers_agree(xml)
    assert message["Learner"]["Sex"].to_list() == ["Z"]
    assert message.structure.select("problem", "element", "text").rows() == [
        ("unknown_element", "Tea", "x")
    ]


def test_what_the_header_lacks_or_has_twice():
    xml = messages.xml_of("2627", [messages.full_learner("2627")])
    provider = b"<LearningProvider><UKPRN>10000001</UKPRN></LearningProvider>"
    assert problems(xml.replace(provider, b"")) == [
        ("missing", None, None, "Message", "LearningProvider", None)
    ]
    assert problems(xml.replace(b"<SerialNo>01</SerialNo>", b"")) == [
        ("missing", None, None, "Source", "SerialNo", None)
    ]
    assert problems(
        xml.replace(provider, b"").replace(b"</Learner>", b"</Learner>" + provider)
    ) == [("order", None, None, "Message", "LearningProvider", None)]
    assert ("duplicate", None, None, "Message", "LearningProvider", "") in problems(
        xml.replace(provider, provider * 2)
    )


def test_the_header_keeps_texts_that_are_not_plain():
    xml = messages.xml_of("2627", [messages.full_learner("2627")])
    xml = xml.replace(b"<UKPRN>10000001", b"<UKPRN>+10000001", 1).replace(
        b"<DateTime>2025-11-23T12:00:01", b"<DateTime>yesterday"
    )
    header = assert_readers_agree(xml).header
    assert header.UKPRN == 10000001
    assert header.DateTime is None
    assert header.texts == {
        ("Source", 0, "UKPRN"): "+10000001",
        ("Source", 0, "DateTime"): "yesterday",
    }


ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252", "utf-8", "us-ascii")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_encodings(encoding):
    name = "Zoé" if encoding != "us-ascii" else "Zoe"
    learners = [{**messages.full_learner("2627"), "GivenNames": name}] * 2
    declared = "utf-16" if encoding.startswith("utf-16") else encoding
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>' + messages.xml_of("2627", learners).decode()
    )
    data = text.encode(encoding)
    if encoding.endswith(("-le", "-be")):
        data = "\ufeff".encode(encoding) + data
    message = assert_readers_agree(data)
    assert message["Learner"]["GivenNames"].to_list() == [name] * 2
    assert message.structure.is_empty()


def test_a_byte_order_mark_and_a_prefix():
    xml = messages.xml_of("2627", [messages.full_learner("2627")] * 2)
    plain = read(xml)
    assert_same(assert_readers_agree(b"\xef\xbb\xbf" + xml), plain)
    prefixed = re.sub(rb"<(/?)(?=[A-Z])", rb"<\1i:", xml).replace(b"xmlns=", b"xmlns:i=")
    assert_same(assert_readers_agree(prefixed), plain)
    # the prefix is bound to the namespace, the bare names are bound to nothing
    mixed = xml.replace(b"<Message xmlns=", b"<i:Message xmlns:i=").replace(
        b"</Message>", b"</i:Message>"
    )
    assert read_carefully(mixed)["Learner"].height == 0
    assert_readers_agree(mixed)


# -- mutations -------------------------------------------------------------------------------------

SNIPPETS = [
    *(s.encode() for s in ("<", ">", "&", "/", "\n", "\r", "\t", " ", "é", "\ufffe", "x", "\x01")),
    *(b"\0", b"\xff", b"]]>", b"<!--", b"-->", b"<!-- c -->", b"<![CDATA[x]]>", b"<?pi?>"),
    *(b"&amp;", b"&#65;", b"&bad;", b"&#0;", b"&#xFFFF;", b"&#13;", b"<Learner>", b"</Learner>"),
    *(b"<Sex>F</Sex>", b"<Sex/>", b"<Sex>", b"</Sex>", b"<Q>q</Q>", b"</Message>", b' a="b"'),
    *(b"<LearningDelivery>", b"</LearningDelivery>", b"<LearnerFAM></LearnerFAM>", b"<!DOCTYPE a>"),
]


TWO_LEARNERS = {y: messages.xml_of(y, [messages.full_learner(y)] * 2) for y in OPEN_YEARS}


@settings(max_examples=150, deadline=None)
@given(
    year=years,
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(SNIPPETS)),
        min_size=1,
        max_size=3,
    ),
)
def test_any_change_of_bytes_is_read_alike(year, changes):
    xml = TWO_LEARNERS[year]
    for place, gone, new in changes:
        at = int(place * len(xml))
        xml = xml[:at] + new + xml[at + gone :]
    assert_readers_agree(xml)


@settings(max_examples=80, deadline=None)
@given(
    year=years,
    numbers=st.lists(st.integers(0, 10_000), min_size=1, max_size=3),
    how=st.sampled_from(["drop", "double", "swap", "empty", "upper"]),
)
def test_any_change_of_elements_is_read_alike(year, numbers, how):
    lines = TWO_LEARNERS[year].split(b"\n")
    for number in numbers:
        at = 1 + number % (len(lines) - 2)
        match how:
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
            case "empty":
                lines[at] = re.sub(rb">[^<]*<", b"><", lines[at])
            case _:
                lines[at] = lines[at].upper()
    assert_readers_agree(b"\n".join(lines))


# -- parts -----------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(
    data=st.data(),
    year=years,
    snippet=st.sampled_from([b"", *SNIPPETS]),
    place=st.floats(0, 1),
    target=st.integers(10, 4000),
)
def test_the_whole_is_its_parts(data, year, snippet, place, target):
    learners = data.draw(messages.learners(year, most=12))
    xml = messages.xml_of(year, learners)
    at = int(place * len(xml))
    xml = xml[:at] + snippet + xml[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_HEAD_BYTES", 900)
        try:
            parts = list(reading.read_parts(xml, target_bytes=target))
        except reading.FileUnreadable as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                read_carefully(xml)
            return
    assert_same(reading.concat(parts), read_carefully(xml))
