"""Making an installation ready to serve: its database, tables, cache and static files."""

import os
from collections.abc import Callable

from openilr.errors import EngineError

LOCK = 0x0911_4C50
"""The number of the advisory lock under which one process at a time prepares the database."""
Tell = Callable[[str], None]


class CannotServe(EngineError):
    """The application cannot start here; the message says what to change."""


def set_up() -> None:
    """Load the application, which starts the embedded database if none is named.

    Errors: CannotServe if a setting is wrong or the embedded database does not start.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openilr.web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CannotServe(str(error)) from error
    except PermissionError as error:
        raise CannotServe(
            f"{error.filename} cannot be written. OPENILR_DATA must name a folder of the user "
            "that OpenILR runs as."
        ) from error


def prepare(tell: Tell) -> None:
    """Bring the tables to this version, and gather the static files.

    Errors: CannotServe if the database does not answer, or was made by a newer version.
    """
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CannotServe(
            f"The database does not answer at {_place()}. Start it, or correct DATABASE_URL "
            f"(host, port, user, password and name). It said: {_first_line(error)}"
        ) from error
    with connection.cursor() as cursor:
        # Several processes of one installation may start together.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            _refuse_newer()
            if _count_to_apply():
                tell("Bringing the database to this version.")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    call_command("collectstatic", interactive=False, verbosity=0)


def _refuse_newer() -> None:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs()}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    )
    if unknown:
        raise CannotServe(
            f"The database was made by a newer OpenILR (it has {unknown[0]}). Install that "
            "version, or restore a backup made with this one."
        )


def _count_to_apply() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _place() -> str:
    from django.db import connection

    values = connection.settings_dict
    return f"{values['HOST'] or 'this machine'}:{values['PORT'] or 5432}"


def _first_line(error: Exception) -> str:
    """What the driver said, without an address that might hold a password."""
    return str(error).strip().splitlines()[0][:200]
