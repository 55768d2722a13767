"""The generated pages about money: kinds of earnings, and every parameter by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_text import code, page, table

from openilr.funding.contribution_frames import CONTRIBUTIONS
from openilr.funding.frames import EPISODES, REASONS, ROWS
from openilr.funding.groups import GROUPS
from openilr.funding.parameters import on_file
from openilr.outputs.kind_names import kind_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openilr.funding.parameters import Parameter, Plain


def parameters_page() -> str:
    """Every share, rate and threshold with its values, sources and how sure each one is."""
    values = on_file()
    missing = [p for p in values.all.values() if any(v.value is None for v in p.values)]
    return page(
        "# Parameters of earnings",
        "Each value holds from its day until the next one. How sure it is: *verified* was read\n"
        "in a source of DfE, *reported* in another one, *inferred* follows from what was read,\n"
        "*ours* is a choice of OpenILR. What was *not found* is never taken for nothing: an\n"
        "amount that needs it is not worked out, and the learner is named with what is missing.\n"
        "Give such values with `--parameters`: [](../../how-to/give-rates-and-contracts.md).",
        "## Not on file, in whole or in part",
        table(
            ("Parameter", "What it is", "Not found from"),
            (
                (
                    code(p.name),
                    p.description,
                    ", ".join(f"{v.since:%-d %b %Y}" for v in p.values if v.value is None),
                )
                for p in missing
            ),
        ),
        *(_parameter(p) for p in values.all.values()),
    )


def _parameter(parameter: Parameter) -> str:
    rows = (
        (f"{value.since:%-d %b %Y}", value_text(value.value), value.status, value.source)
        for value in parameter.values
    )
    return "\n\n".join(
        (
            f"## {parameter.name}",
            parameter.description,
            f"Unit: {parameter.unit}. The date that chooses the value: {parameter.applies_by}.",
            table(("From", "Value", "How sure", "Source"), rows),
        )
    )


def value_text(value: Plain | None) -> str:
    """A value as people read it."""
    match value:
        case None:
            return "not found"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value_text(part) for part in value)
        case _:
            return str(value)


def earnings_page() -> str:
    """The kinds of money and the tables of a run of earnings."""
    return page(
        "# Kinds and tables of earnings",
        "## Kinds",
        "A kind has the attribute name of DfE's outputs. Where none is on file it is the word of\n"
        "the apprenticeship service (units), the column of LARS (foundation apprenticeships) or\n"
        "ours (bootcamps). No amount stands under two kinds.",
        table(
            ("Kind", "What it is", "Group in the summary"),
            (
                (code(str(kind)), kind_name(kind), group)
                for group, kinds in GROUPS.items()
                for kind in kinds
            ),
        ),
        "## Amounts",
        columns(ROWS),
        "## Reasons",
        "Why something was not worked out, or what was assumed (`blocks` is false).",
        columns(REASONS),
        "## Price episodes",
        columns(EPISODES),
        "## Who pays",
        "Government's and the employer's part of each month of a price episode. They stand beside\n"
        "the amounts and are not added to them; nothing is said where the share hangs on whether\n"
        "the employer pays the levy and that is not known.",
        columns(CONTRIBUTIONS),
    )


def columns(of: Mapping[str, object]) -> str:
    """The columns of a table with their types."""
    return table(
        ("Column", "Polars type"), ((code(name), code(str(kind))) for name, kind in of.items())
    )
