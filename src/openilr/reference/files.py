"""CSV and zip files as frames of text, with the line of whatever is wrong in them.

pyarrow reads the rows: it is fast and strict, and refuses a row that has not as many values as
the heading. Python's own reader is used for the heading, and to find the line of a fault
afterwards.
"""

import csv
import hashlib
import mmap
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from openilr.errors import ReferenceDataRefused
from openilr.reference.arrow import UnreadableError, read_text

LARGEST_MEMBER = 4 * 2**30
"""Bytes that one file of a zip may unpack to; the largest published one has about a third of it."""


_NOT_UTF8 = "this is not UTF-8 text; save it as CSV in UTF-8"
_OPEN_QUOTE = "a quote is opened and not closed"


@dataclass(frozen=True, slots=True)
class Csv:
    """A CSV file whose heading has been read.

    Attributes:
        name: how messages call it ("LearningDelivery.csv of lars.zip").
        heading: the column names, without the blanks around them; none if the file is empty.
        lines: how many lines the heading takes.
    """

    path: Path
    name: str
    heading: tuple[str, ...]
    lines: int = 1


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse(name: str, reason: str, line: int | None = None) -> ReferenceDataRefused:
    """The refusal of a file, with its line where one is at fault."""
    where = f"{name}, line {line}" if line else name
    return ReferenceDataRefused(f"{where}: {reason}. Nothing of this file was loaded.")


def open_csv(path: Path, name: str, *, heading: bool = True) -> Csv:
    """A CSV file with its heading; without one, columns are named "0", "1" ... .

    Errors: ReferenceDataRefused if the file cannot be read or is not text in UTF-8.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise refuse(name, "this is UTF-16 text; save it as CSV in UTF-8", 1)
        # the rows are decoded by who reads them: here only the heading must be right
        with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as text:
            reader = csv.reader(text)
            first = next(reader, list[str]())
            lines = reader.line_num
        "".join(first).encode()
    except UnicodeEncodeError as bad:
        raise refuse(name, _NOT_UTF8, 1) from bad
    except csv.Error as bad:
        raise refuse(name, f"the heading cannot be read ({bad})", 1) from bad
    except OSError as bad:
        raise refuse(name, f"the file cannot be read ({bad.strerror})") from bad
    if not heading:
        return Csv(path, name, tuple(str(i) for i in range(len(first))), lines=0)
    return Csv(path, name, tuple(column.strip() for column in first), lines)


def read_csv(file: Csv, columns: Sequence[int]) -> pl.DataFrame:
    """Some columns of a CSV file as text, named as in the heading; empty values are null.

    Errors: ReferenceDataRefused, with the line, for text that is not UTF-8, a row with too few or
            too many values, or a quote that is not closed.
    """
    names = [file.heading[i] for i in columns]
    if _is_empty(file):
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    _check_quotes(file)
    try:
        return read_text(
            file.path, len(file.heading), dict(zip(columns, names, strict=True)), file.lines
        )
    except UnreadableError as bad:
        line, reason = _fault(file)
        raise refuse(file.name, reason or "the rows cannot be read", line) from bad


def _is_empty(file: Csv) -> bool:
    with file.path.open("rb") as data:
        for _ in range(file.lines):
            data.readline()
        return not any(line.strip() for line in iter(data.readline, b""))


def _check_quotes(file: Csv) -> None:
    # a quote that is never closed would swallow the rest of the file as one value
    with (
        file.path.open("rb") as data,
        mmap.mmap(data.fileno(), 0, access=mmap.ACCESS_READ) as whole,
    ):
        quotes = 0
        for start in range(0, len(whole), 2**24):
            quotes += whole[start : start + 2**24].count(b'"')
    if quotes % 2:  # or one stands inside a value, which is no fault
        for line, row in _records(file):
            if row is None:
                raise refuse(file.name, _OPEN_QUOTE, line)


def _records(file: Csv) -> Iterator[tuple[int, list[str] | None]]:
    """Each row of a file with the line it starts on, heading left out; None for an open quote."""
    with file.path.open(encoding="utf-8-sig", newline="", errors="replace") as text:
        reader = csv.reader(text, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, None
                return
            if line > file.lines and row:
                yield line, row


def line_of(file: Csv, row: int) -> int | None:
    """The line on which a row (counted from 0) of a file starts."""
    for number, (line, _) in enumerate(_records(file)):
        if number == row:
            return line
    return None


def _fault(file: Csv) -> tuple[int | None, str]:
    """The line and reason of the first thing that stops a file being read."""
    width = len(file.heading)
    with file.path.open("rb") as data:
        for number, raw in enumerate(data, start=1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                return number, _NOT_UTF8
    for line, row in _records(file):
        if row is None:
            return line, _OPEN_QUOTE
        if len(row) != width:
            values = "1 value" if len(row) == 1 else f"{len(row)} values"
            return line, f"the row has {values}, the heading has {width}"
    return None, ""


@contextmanager
def members(path: Path) -> Generator[dict[str, zipfile.ZipInfo]]:
    """The files in a zip by their names in it.

    Errors: ReferenceDataRefused if it is not a whole zip without a password.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {i.filename: i for i in archive.infolist() if not i.is_dir()}
    except (zipfile.BadZipFile, OSError, ValueError) as bad:
        raise refuse(path.name, "this is not a zip file, or it is not whole") from bad
    for info in infos.values():
        if info.flag_bits & 1:
            raise refuse(path.name, "the zip is protected by a password")
        if info.file_size > LARGEST_MEMBER:
            raise refuse(path.name, f"{info.filename} is larger than 4 GB")
    yield infos


@contextmanager
def unpacked(path: Path, member: str) -> Generator[Path]:
    """One file of a zip on disk for as long as it is read; its checksum is verified.

    Errors: ReferenceDataRefused if it does not unpack to what the zip says.
    """
    with TemporaryDirectory(prefix="openilr-") as folder:
        target = Path(folder) / "member"
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member) as source:
                left = archive.getinfo(member).file_size
                with target.open("wb") as out:
                    while block := source.read(min(2**20, left + 1)):
                        left -= len(block)
                        if left < 0:  # more than the zip declares: stop before it fills the disk
                            raise zipfile.BadZipFile(member)
                        out.write(block)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as bad:
            raise refuse(path.name, f"{member} in it is damaged; download the zip again") from bad
        yield target
