"""`openilr provider`: a provider in this installation, and its first superuser."""

import click


@click.command()
@click.argument("ukprn", type=click.IntRange(10_000_000, 99_999_999))
@click.argument("name")
@click.option("--superuser", metavar="EMAIL", required=True, help="Who administers it.")
@click.option("--person", metavar="NAME", required=True, help="That person's name.")
def provider(ukprn: int, name: str, superuser: str, person: str) -> int:
    """Add a provider to this installation, with its first superuser.

    Prints the address at which that person chooses a password. Everybody else is added in the
    application.
    """
    from openilr.web.serving import prepare, set_up

    set_up()
    prepare(lambda line: click.echo(line, err=True))
    from openilr.web.first import open_with_superuser

    link = open_with_superuser(ukprn=ukprn, name=name, email=superuser, person=person)
    click.echo(f"{name} (UKPRN {ukprn}) is here. {person} chooses a password at")
    click.echo(link)
    return 0
