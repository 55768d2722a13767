"""What commands that work out earnings share: their options, and how these are read."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openilr.funding.parameters import Parameters
    from openilr.funding.records import History

Command = TypeVar("Command", bound=Callable[..., Any])


def money_options(command: Command) -> Command:
    """Add --method, --history and --parameters to a command."""
    for option in reversed(
        (
            click.option(
                "--method",
                type=click.Choice(("fm36", "service")),
                default="fm36",
                show_default=True,
                help="Work apprenticeships out as the FM36 rulebase does, or as DfE's earnings "
                "service does.",
            ),
            click.option(
                "--history",
                type=click.Path(path_type=Path, dir_okay=False, exists=True),
                metavar="FILE.csv",
                help="What was earned before the file begins: LearnRefNumber, identity (25-123), "
                "start, earned_here, earned_elsewhere, days.",
            ),
            click.option(
                "--parameters",
                type=click.Path(path_type=Path, dir_okay=False, exists=True),
                metavar="FILE.yaml",
                help="Values by date that are not on file, or others in the place of ours: a "
                "parameter's name, then its values by their first day.",
            ),
        )
    ):
        command = option(command)
    return command


def history_of(path: Path | None) -> "Mapping[str, Sequence[History]]":
    """What was earned before the file begins, by LearnRefNumber."""
    from openilr.funding.history import read_history

    return read_history(path) if path else {}


def parameters_of(path: Path | None) -> "Parameters | None":
    """The values given by the user, None for those on file."""
    from openilr.funding.given_parameters import read_parameters

    return read_parameters(path) if path else None
