"""`openilr backup` and `openilr restore`: an installation as one file, and back."""

from pathlib import Path

import click


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT")
def backup(out: Path) -> int:
    """Write the database and the files of this installation into one file.

    The application may run meanwhile. The file holds personal data: keep it as you keep the ILR.
    """
    from openilr.web.serving import set_up

    set_up()
    from openilr.web.backups import back_up

    size = back_up(out)
    click.echo(f"Wrote {out}: {size / 1e6:,.1f} MB.", err=True)
    return 0


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(source: Path) -> int:
    """Put a backup into an empty installation: a new OPENILR_DATA, or an empty DATABASE_URL.

    The tables are brought to this version; run `openilr verify-history` afterwards.
    """
    from openilr.web.serving import prepare, set_up

    set_up()
    from openilr.web.audit.actions import record
    from openilr.web.backups import restore as put_back

    about = put_back(source)
    prepare(lambda line: click.echo(line, err=True))
    record(None, "backup.restored", made_at=about["made_at"])
    click.echo(
        f"Restored the backup of {about['made_at']} (OpenILR {about['openilr']}). "
        "Now prove its history: openilr verify-history",
        err=True,
    )
    return 0
