"""Where ILR files come from: files, folders and zips, each file as one `Source`.

A source that cannot be read is a source too, one whose `open` refuses, so that it does not stop the
others.
Zip rules: spec/ilr/collection.md section 1.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from openilr.errors import FileUnreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ENDINGS = (".xml", ".zip")
"""The files taken from a folder; a file named by itself is read whatever its ending."""

MAX_UNPACKED = 4 << 30
"""The most bytes that a member of a zip may unpack to: ten times the largest file we know of."""

MAX_RATIO = 250
"""How many times larger than the archive a member may be; ILR files reach about 100."""

_RATIO_APPLIES_FROM = 32 << 20  # a small file may be as repetitive as it likes

_MAX_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """One ILR file to read, or the reason why there is none. It can be pickled.

    Attributes:
        name: as shown to people: PATH as given, joined with the way below it; `archive.zip!member`
            in a zip.
        member: the member of the zip at `path`; None if `path` is the file itself.
        base_name: the file's own name, which the file-name rules check.
        size: in bytes, unpacked as far as the zip says.
        refusal: what is wrong with it, and DfE's rule for that.
    """

    name: str
    path: Path
    member: str | None = None
    base_name: str = ""
    size: int = 0
    refusal: tuple[str, str | None] | None = None

    @contextmanager
    def open(self) -> Generator[BinaryIO]:
        """The file's bytes as a stream.

        Errors: FileUnreadable when it is opened or later, as its bytes are read.
        """
        if self.refusal:
            raise FileUnreadable(self.refusal[0], rule=self.refusal[1])
        try:
            if self.member is None:
                with self.path.open("rb") as stream:
                    yield stream
            else:
                with (
                    zipfile.ZipFile(self.path) as archive,
                    archive.open(self.member) as packed,
                ):
                    yield cast("BinaryIO", _Unpacking(packed, self.path.stat().st_size))
        except OSError as error:
            raise _unreadable(error) from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            if self.member is None:
                raise
            raise _corrupt() from error

    def read(self) -> bytes:
        """All of the file's bytes.

        Errors: FileUnreadable.
        """
        with self.open() as stream:
            return stream.read()


class _Unpacking(io.RawIOBase):
    """A member of a zip as it is unpacked, which stops at the size of a zip bomb."""

    def __init__(self, packed: IO[bytes], archive_size: int) -> None:
        self._packed = packed
        self._most = min(MAX_UNPACKED, max(_RATIO_APPLIES_FROM, MAX_RATIO * archive_size))
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._packed.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _corrupt() from error
        view[: len(data)] = data
        self._taken += len(data)
        if self._taken > self._most:
            raise FileUnreadable(
                f"The zip unpacks to more than {self._most:,} bytes, far more than an ILR file of"
                " its size can. It was not read. Make it again from the XML file.",
                rule="ZIP_CORRUPT",
            )
        return len(data)


def source(path: str | Path) -> Source:
    """The one file at a path, given by itself.

    Errors: FileUnreadable if the path is not one file that can be read.
    """
    found = list(sources([path]))
    if len(found) != 1:
        raise FileUnreadable(f"{path} holds {len(found)} files. Name one of them.")
    if found[0].refusal:
        raise FileUnreadable(found[0].refusal[0], rule=found[0].refusal[1])
    return found[0]


def sources(paths: Iterable[str | Path]) -> Iterator[Source]:
    """The ILR files at the paths, in the order given; a folder's in the order of their names.

    Nothing is raised: what cannot be read is a source whose `open` refuses.
    """
    for given in paths:
        path = Path(given)
        name = os.fspath(given)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield _refused(name, path, _unreadable(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _in_folder(name, path)
        elif stat.S_ISREG(mode):
            yield from _at_file(name, path)
        else:
            yield _refused(name, path, "It is not a file but a device or a pipe. Name a file.")


def _in_folder(name: str, folder: Path) -> Iterator[Source]:
    found = False
    problems: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=problems.append):
        folders.sort()
        for file in sorted(files):
            if not file.lower().endswith(ENDINGS):
                continue
            found = True
            path = Path(where) / file
            yield from _at_file(os.path.join(name, path.relative_to(folder)), path)  # noqa: PTH118 - name as given
    for problem in problems:
        found = True
        below = Path(problem.filename or folder)
        yield _refused(os.path.join(name, below.relative_to(folder)), below, _unreadable(problem))  # noqa: PTH118
    if not found:
        yield _refused(
            name,
            folder,
            "The folder holds no ILR file (.xml or .zip). Name the folder of the exports.",
        )


def _at_file(name: str, path: Path) -> Iterator[Source]:
    try:
        if path.suffix.lower() == ".zip":
            yield _in_zip(name, path)
            return
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
        yield Source(name, path, base_name=path.name, size=size)
    except OSError as error:
        yield _refused(name, path, _unreadable(error))


def _in_zip(name: str, path: Path) -> Source:
    """The one XML file in a zip, or the rule that the zip breaks."""

    def refused(message: str, rule: str) -> Source:
        return _refused(name, path, message, rule)

    try:
        if path.stat().st_size == 0:
            return refused("The zip is empty (0 bytes). Make it again.", "ZIP_EMPTY")
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, UnicodeError):
        return _refused(name, path, _corrupt())
    if len(members) > _MAX_MEMBERS:
        return refused(
            "The zip holds many thousands of files. Put one ILR XML file in it.", "ZIP_EMPTY"
        )
    # A Mac adds files of its own beside the one that was packed.
    files = [
        m
        for m in members
        if m.filename.lower().endswith(".xml") and not m.filename.startswith("__MACOSX/")
    ]
    if not files:
        return refused("The zip holds no XML file. Put the ILR XML file in it.", "ZIP_EMPTY")
    if len(files) > 1:
        return refused(
            f"The zip holds {len(files)} XML files and may hold only one. Make a zip of each.",
            "ZIP_EMPTY",
        )
    member = files[0]
    shown = f"{name}!{member.filename}"
    base_name = PurePosixPath(member.filename).name
    if member.flag_bits & 0x1:
        return _refused(
            shown,
            path,
            "The zip is protected by a password. Make it again without one.",
            "Protected ZIP file",
        )
    if PurePosixPath(base_name).stem.lower() != path.stem.lower():
        return _refused(
            shown,
            path,
            f"The zip and the file in it have different names ({path.stem} and"
            f" {PurePosixPath(base_name).stem}). Give the zip the name of the XML file.",
            "ZIP_INCONSISTENT_FILENAME",
        )
    return Source(shown, path, member.filename, base_name, member.file_size)


def _corrupt() -> FileUnreadable:
    return FileUnreadable(
        "The zip is damaged and cannot be unpacked. Make it again from the XML file.",
        rule="ZIP_CORRUPT",
    )


def _unreadable(error: OSError | ValueError) -> FileUnreadable:
    if isinstance(error, FileNotFoundError):
        return FileUnreadable("There is no file or folder at this path. Correct the path.")
    if isinstance(error, PermissionError):
        return FileUnreadable(
            "It may not be read by you (permission denied). Ask for access, or copy it."
        )
    if isinstance(error, OSError) and error.strerror:
        return FileUnreadable(f"It cannot be read: {error.strerror.lower()}. Correct the path.")
    return FileUnreadable("The path is not one that can exist. Correct it.")


def _refused(
    name: str, path: Path, reason: FileUnreadable | str, rule: str | None = None
) -> Source:
    if isinstance(reason, FileUnreadable):
        reason, rule = str(reason), reason.rule
    return Source(name, path, base_name=path.name, refusal=(reason, rule))
