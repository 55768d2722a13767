"""Whatever cannot be read is refused in words: what, where, what to do; in bounded memory."""

import io
import re
import time
import tracemalloc
import zipfile

import pytest
from tests import messages
from tests.ilr.xml.same import Refusal, assert_readers_agree

from openilr.errors import FileUnreadable, WrongCollectionYear
from openilr.ilr.xml import careful
from openilr.ilr.xml.read import read, read_parts

XML = messages.xml_of("2627", [messages.full_learner("2627")] * 2)
ROOT = b'<Message xmlns="ILR/2026-27">'
NESTED = b"<a>" * 200_000 + b"</a>" * 200_000
LAUGHS = (
    b'<!DOCTYPE m [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


def declared(encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + XML


CASES = {
    "nothing": (b"", r"empty \(0 bytes\)"),
    "white space": (b" \n\n ", r"no XML element"),
    "words": (b"LearnRefNumber,ULN\nA1,1\n", r"Line 1: .*text without XML"),
    "json": (b'{"Learner": []}', r"text without XML"),
    "binary": (bytes(range(1, 200)) * 10, r"binary data"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), r"a picture"),
    "a workbook": (b"PK\x03\x04" + bytes(100), r"a zip archive"),
    "a pdf": (b"%PDF-1.7", r"a PDF"),
    "utf-32": (XML.decode().encode("utf-32"), r"UTF-32"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", r"Line 1: .*web page"),
    "a web page without type": (b"\n<HTML></HTML>", r"web page"),
    "xhtml": (b'<?xml version="1.0"?>\n<html/>', r"Line 2: .*web page"),
    "another root": (b"<Learners/>", r"Line 1: .*<Learners>"),
    "no namespace": (XML.replace(b' xmlns="ILR/2026-27"', b""), r"namespace .*is missing"),
    "another namespace": (XML.replace(b"ILR/2026-27", b"urn:x"), r"'urn:x'"),
    "the old prefix": (XML.replace(b"ILR/2026", b"ESFA/ILR/2026"), r"must be ILR/2026-27"),
    "the new prefix": (XML.replace(b"ILR/2026-27", b"ILR/2025-26"), r"must be ESFA/ILR/2025-26"),
    "a year to come": (XML.replace(b"ILR/2026-27", b"ILR/2031-32"), r"2031-32, a year that"),
    "a year long gone": (XML.replace(b"ILR/2026-27", b"SFA/ILR/2014-15"), r"2014-15, a year that"),
    "cut off in a tag": (XML[:-200], r"Line \d+: the file ends before </Message>"),
    "cut off between": (XML[: XML.index(b"</Learner>")], r"Line \d+: the file ends before"),
    "cut off in the head": (XML[:100], r"Line 1: the file ends before"),
    "cut off in a comment": (XML.replace(b"<ULN>", b"<!--<ULN>", 1), r"the file ends before"),
    "cut off in CDATA": (XML.replace(b"<ULN>", b"<![CDATA[<ULN>"), r"the file ends before"),
    "cut off in a character": (XML[: XML.index(b"<ULN>")] + "é".encode()[:1], r"cut off|UTF-8"),
    "something behind": (XML + b"<Message/>", r"Line \d+: there is something after </Message>"),
    "something before": (b"\n<?xml version='1.0'?>" + XML, r"Line 2: .*very start"),
    "crossed tags": (XML.replace(b"</Sex>", b"</Sux>"), r"Line \d+: a closing tag does not match"),
    "a bare ampersand": (XML.replace(b">AB<", b">A & B<"), r"Line \d+: .*&amp;"),
    "a bare less-than": (XML.replace(b">AB<", b">A < B<"), r"Line \d+: .*&lt;"),
    "an unknown entity": (XML.replace(b">AB<", b">&nbsp;<"), r"Line \d+: an entity"),
    "a reference to nothing": (XML.replace(b">AB<", b">&#0;<"), r"Line \d+: a character reference"),
    "an unbound prefix": (XML.replace(b"<Sex>", b"<x:Sex>"), r"Line \d+: a prefix"),
    "NUL": (XML.replace(b">AB<", b">\0<"), r"Line \d+: .*NUL"),
    "a control character": (XML.replace(b">AB<", b">\x07<"), r"Line \d+: .*number 7"),
    "not UTF-8": (XML.replace(b">AB<", b">Zo\xe9<"), r"Line \d+: .*UTF-8"),
    "an overlong form": (XML.replace(b">AB<", b">\xc0\xaf<"), r"Line \d+: .*UTF-8"),
    "a surrogate": (XML.replace(b">AB<", b">\xed\xa0\x80<"), r"Line \d+: .*UTF-8"),
    "no character": (XML.replace(b">AB<", "\ufffe".join("><").encode()), r"Line \d+: "),
    "an unknown encoding": (declared("klingon"), r"encoding"),
    "a multi-byte encoding": (declared("shift_jis"), r"encoding"),
    "a false encoding": (declared("utf-16"), r"encoding"),
    "billion laughs": (LAUGHS + XML.replace(b">AB<", b">&j;<"), r"document type declaration"),
    "an external entity": (
        b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        + XML.replace(b">AB<", b">&x;<"),
        r"document type declaration",
    ),
    "an external DTD": (b'<!DOCTYPE Message SYSTEM "http://localhost/x">' + XML, r"document type"),
    "deep nesting": (ROOT + NESTED + b"</Message>", r"Line 1: .*more than 64 deep"),
    "deep nesting in a learner": (XML.replace(b"<Sex>", NESTED + b"<Sex>", 1), r"Line \d+: .*deep"),
    "a very long value": (XML.replace(b">AB<", b">" + b"x" * 1_000_001 + b"<", 1), r"1,000,000"),
    "a very long comment": (XML.replace(b"<Sex>", b"<!--" + b"x" * (5 << 20)), r"longer than"),
    "a learner of too many records": (
        XML.replace(b"<LearnerFAM>", b"<LearnerFAM></LearnerFAM>" * 100_000 + b"<LearnerFAM>", 1),
        r"more than 100,000 records",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refusals_say_what_and_where(case):
    data, expected = CASES[case]
    found = assert_readers_agree(data)
    assert isinstance(found, Refusal)
    assert re.search(expected, found.message), found.message
    assert "\n" not in found.message
    assert found.message.endswith(".")
    assert len(found.message) < 400


def test_the_rules_of_namespace_and_year():
    with pytest.raises(FileUnreadable) as caught:
        read(CASES["another namespace"][0])
    assert caught.value.rule == "Namespace Mismatch"
    with pytest.raises(WrongCollectionYear):
        read(CASES["a year to come"][0])


def test_lines_are_those_of_the_fault():
    for case in ("crossed tags", "NUL", "not UTF-8", "a bare ampersand", "an unknown entity"):
        data, _ = CASES[case]
        changed = next(n for n, (a, b) in enumerate(zip(XML, data, strict=False)) if a != b)
        line = XML.count(b"\n", 0, changed) + 1
        assert str(assert_readers_agree(data).message).startswith(f"Line {line}: "), case


def test_no_message_holds_a_persons_data():
    secret = b"Zaphod"
    for data, _ in CASES.values():
        with pytest.raises((FileUnreadable, WrongCollectionYear)) as caught:
            read(data.replace(b"<TelNo>0", b"<TelNo>" + secret))
        assert secret.decode() not in str(caught.value)


class Endless(io.RawIOBase):
    """A gigabyte that is never there whole: a beginning, then one piece again and again."""

    def __init__(self, start: bytes, piece: bytes, size: int = 1 << 30) -> None:
        self.start, self.piece, self.left = start, piece * (1 + (1 << 16) // len(piece)), size
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        data, self.start = self.start[:size], self.start[size:]
        data = data or self.piece[: min(size, self.left)]
        self.left -= len(data)
        self.given += len(data)
        return data


LEARNER = XML[XML.index(b"<Learner>") : XML.rindex(b"</Learner>")]
ENDLESS = {
    "a value": (LEARNER[: LEARNER.index(b"<ULN>") + 5], b"x"),
    "a value of references": (LEARNER[: LEARNER.index(b"<ULN>") + 5], b"&#65;"),
    "a tag": (b"<", b"x"),
    "an attribute": (b"<Learner a='", b"x"),
    "attributes": (b"<Learner", b" a='1'"),
    "a comment": (b"<!--", b"x"),
    "an instruction": (b"<?a ", b"x"),
    "CDATA in a value": (b"<Learner><ULN><![CDATA[", b"x"),
    "unknown elements": (b"<Learner><Unknown>", b"<a/>"),
    "records": (b"<Learner>", b"<LearnerFAM></LearnerFAM>"),
    "nesting": (b"<Learner>", b"<LearnerFAM>"),
    "source files": (b"<SourceFiles>", b"<SourceFile></SourceFile>"),
}


@pytest.mark.parametrize("case", ENDLESS)
def test_a_gigabyte_of_anything_stops_early_in_little_memory(case):
    start, piece = ENDLESS[case]
    head = XML[: XML.index(b"<Learner>")] if b"Learner" in start else ROOT
    stream = Endless(head + start, piece)
    began = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(FileUnreadable, match="Line "):
            for _ in careful.messages(stream):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 300 << 20
    assert stream.given < 64 << 20
    assert time.monotonic() - began < 60


def test_a_gigabyte_of_white_space_takes_no_memory():
    stream = Endless(ROOT, b" " * 64, size=200 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(FileUnreadable, match="ends before"):
            list(careful.messages(stream))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_a_zip_that_unpacks_without_end_is_stopped(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", XML.replace(b"</Message>", b"\n" * (48 << 20)))
    with pytest.raises(FileUnreadable, match="unpacks to more than"):
        list(read_parts(str(path)))
