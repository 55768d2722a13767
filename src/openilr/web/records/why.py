"""Why a finding is there: the rule in words, with the values of this record."""

from dataclasses import dataclass

from openilr.rules.explained import Explained, explanations
from openilr.web.records.models import Finding


@dataclass(frozen=True)
class Why:
    """The explanation of a finding.

    Attributes:
        values: the reported fields with what the record holds; the label where it is known.
    """

    finding: Finding
    told: Explained | None
    values: tuple[tuple[str, str], ...]


def why(finding: Finding) -> Why:
    """What the rule checks and fires on, and the values it reported."""
    told = explanations(finding.rule, [finding.assessment.year])
    values = tuple((one["name"], one["value"] or "blank") for one in finding.fields)
    return Why(finding, told[0] if told else None, values)
