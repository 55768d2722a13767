"""What is taken as evidence: its size, and its kind by what it holds rather than by its name."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from openilr.web.records.refusals import Refused

MOST_BYTES = 10_000_000

KINDS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The kinds taken, by the ending they are given back with."""

_STARTS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


class UploadRefused(Refused):
    """The file cannot be taken as evidence."""


@dataclass(frozen=True)
class Evidence:
    """A file that may be kept: its kind, a name to show, and its hash."""

    ending: str
    name: str
    sha256: str


def look_at(file: IO[bytes], name: str, size: int) -> Evidence:
    """What an uploaded file is; it is left at its start.

    Errors: UploadRefused if it is empty, too large, or of no kind that is taken.
    """
    if size > MOST_BYTES:
        raise UploadRefused(
            f"The file has {size / 1_000_000:.1f} MB; at most {MOST_BYTES // 1_000_000} MB are"
            " taken. Scan it at a lower resolution, or in greys."
        )
    file.seek(0)
    start = file.read(16)
    ending = next((e for s, e in _STARTS.items() if start.startswith(s)), None)
    if ending is None and start.startswith(b"PK\x03\x04") and _is_docx(file):
        ending = ".docx"
    if ending is None:
        raise UploadRefused(
            "This is not a PDF, PNG, JPEG or Word (.docx) file, whatever its name says. Save it as"
            " PDF and choose it again."
        )
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(0)
    stem = PurePath(name.replace("\\", "/")).stem
    shown = "".join(c for c in stem if c.isprintable())[:150].strip() or "evidence"
    return Evidence(ending, shown + ending, digest.hexdigest())


def _is_docx(file: IO[bytes]) -> bool:
    """Whether a zip is a Word document without macros."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and not any(
        name.endswith(".bin") for name in names
    )
