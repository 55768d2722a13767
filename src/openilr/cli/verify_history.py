"""`openilr verify-history`: proof that no stored version of a record was changed."""

import click


@click.command("verify-history")
@click.option("--ukprn", type=int, help="One provider's records. All providers' if not given.")
def verify_history(ukprn: int | None) -> int:
    """Walk the chain of versions of every learner's record and say where it breaks.

    Every version holds the hash of the one before it, so a version that was changed, put in or
    taken out afterwards shows. Exit status 0: every history is whole; 1: some are not.

    The database is that of DATABASE_URL, or the private PostgreSQL of the folder OPENILR_DATA.
    """
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openilr.web.settings")
    django.setup()

    from openilr.web.providers.models import Provider
    from openilr.web.records.chains import Walked, walk

    if ukprn is not None and not Provider.objects.filter(ukprn=ukprn).exists():
        raise click.UsageError(f"No provider of this installation has the UKPRN {ukprn}.")
    walked, breaks = Walked(), 0
    for broken in walk(walked, ukprn):
        breaks += 1
        click.echo(
            f"{broken.ukprn} learner {broken.learner} version {broken.version}: {broken.message}"
        )
    erased = f", {walked.erased:,} of them erased" if walked.erased else ""
    click.echo(
        f"Looked at {walked.versions:,} versions{erased} of {walked.learners:,} learners: "
        + (f"{breaks:,} breaks." if breaks else "every history is whole.")
    )
    return 1 if breaks else 0
