"""`openilr`: the group of commands.

Command modules import only click at the top, so that `openilr --help` stays quick; each imports the
engine when it runs.
"""

import gc
import sys
from collections.abc import Sequence

import click

from openilr import __version__
from openilr.cli.backup import backup, restore
from openilr.cli.bench import bench
from openilr.cli.check import check
from openilr.cli.compare import compare
from openilr.cli.convert import convert
from openilr.cli.demo import demo
from openilr.cli.earnings import earnings
from openilr.cli.provider import provider
from openilr.cli.reference import reference
from openilr.cli.rules import explain, rules
from openilr.cli.serve import serve, worker
from openilr.cli.verify_history import verify_history
from openilr.errors import EngineError

REFUSED = 2
"""The exit status of a call that could not run."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="openilr")
def openilr() -> None:
    """Check, explain and make Individualised Learner Record (ILR) returns."""


for command in (
    check,
    compare,
    earnings,
    rules,
    explain,
    convert,
    demo,
    reference,
    bench,
    serve,
    worker,
    backup,
    restore,
    provider,
    verify_history,
):
    openilr.add_command(command)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 no errors, 1 errors found, 2
    refused.
    """
    # Six hundred rules are a million small objects that all stay: looking for garbage among them
    # every 700 allocations took a fifth of the time of a check of one learner.
    gc.set_threshold(100_000)
    try:
        status = openilr.main(
            args=list(args) if args is not None else None,
            prog_name="openilr",
            standalone_mode=False,
        )
    except EngineError as error:
        click.echo(f"openilr: {error}", err=True)
        sys.exit(REFUSED)
    except click.Abort:
        click.echo("openilr: stopped; nothing was written.", err=True)
        sys.exit(REFUSED)
    except click.ClickException as error:
        error.show()
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(REFUSED)
    sys.exit(status if isinstance(status, int) else 0)
