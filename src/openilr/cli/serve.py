"""`openilr serve` and `openilr worker`: the web application."""

import click


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; 0.0.0.0 for every network of this machine.",
)
@click.option(
    "--worker/--no-worker",
    default=True,
    show_default=True,
    help="Whether the worker runs beside it; without it, run `openilr worker`.",
)
@click.option("--demo", is_flag=True, help="Load an invented provider if there is no provider yet.")
def serve(port: int, host: str, worker: bool, demo: bool) -> int:
    """Serve the web application, with its worker, until Ctrl+C.

    The database is that of DATABASE_URL, or a private PostgreSQL in the folder OPENILR_DATA
    (.openilr/data). Every setting: docs/reference/environment.md.
    """
    from openilr.web.service import Service

    Service(host, port, worker, demo, tell=lambda line: click.echo(line, err=True)).run()
    return 0


@click.command()
def worker() -> int:
    """Do the work in the background, until told to stop (where `serve --no-worker` runs)."""
    from openilr.web.jobs.__main__ import main

    main()
    return 0
