"""Writing a file whole or not at all: beside its place first, then renamed into it."""

import errno
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from openilr.errors import OutputRefused


def refusal(path: Path, error: OSError) -> OutputRefused:
    """What to tell the person when an output cannot be written at `path`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            why = "the disk is full. Make room, or write somewhere else"
        case errno.ENOENT:
            why = f"the folder {path.parent} does not exist. Make it first"
        case errno.EACCES | errno.EPERM:
            why = f"there is no permission to write in {path.parent}. Choose another place"
        case errno.EROFS:
            why = f"{path.parent} is read-only. Choose another place"
        case errno.EISDIR:
            why = "there is a folder of that name. Give the name of a file"
        case errno.ENOTDIR:
            why = f"{path.parent} is not a folder. Choose another place"
        case errno.EEXIST:
            why = "there is already something of that name. Choose another name"
        case errno.ENAMETOOLONG:
            why = "the name is too long. Choose a shorter one"
        case _:
            why = f"{error.strerror or error}. Choose another place"
    return OutputRefused(f"{path} cannot be written: {why}. Nothing was left behind.")


@contextmanager
def replacing(path: Path | str) -> Generator[Path]:
    """The path of an empty file to write; on leaving without an error it takes the place of `path`.

    The file stands in the folder of `path`, so that the rename is one step; a link is followed. On
    any error it is removed and what stood at `path` is untouched. A device or pipe (/dev/stdout)
    cannot be replaced and is given itself.

    Errors: OutputRefused for any error of the file system, inside the block too.
    """
    path = Path(path)
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            yield path
            return
        beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            if target.exists():
                shutil.copymode(target, beside)
            yield beside
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise refusal(path, error) from error


@contextmanager
def replacing_folder(path: Path | str, *, ours: str) -> Generator[Path]:
    """A new folder to fill; on leaving without an error it takes the place of `path`.

    A folder that is there already is replaced if it is empty or holds a file named `ours`, the mark
    of an earlier output; any other is refused, so that no one's own files are lost.

    Errors: OutputRefused, also for any error of the file system inside the block.
    """
    path = Path(path)
    try:
        target = path.resolve()
        if target.exists() and not (target.is_dir() and _may_replace(target, ours)):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
        beside.mkdir()
        try:
            yield beside
            if target.exists():
                old = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.old")
                target.rename(old)
                beside.rename(target)
                shutil.rmtree(old)
            else:
                beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise refusal(path, error) from error


def _may_replace(folder: Path, ours: str) -> bool:
    names = [entry.name for entry in folder.iterdir()]
    return not names or ours in names
