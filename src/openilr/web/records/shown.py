"""Findings as pages show them: each once, with the fields it stands under and its returns."""

from dataclasses import dataclass
from datetime import date

from openilr.rules.listing import rule_texts
from openilr.web.learners.models import Learner
from openilr.web.records.models import Finding


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it.

    Attributes:
        key: tells it among the findings of a page.
        places: the rows and fields it stands under.
        returns: the returns it was found in ("2026/27 R04").
    """

    key: str
    rule: str
    severity: str
    entity: str
    row: str
    message: str
    fix: str
    since: date
    places: tuple[tuple[str, str], ...]
    returns: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The status word of the design language."""
        return "error" if self.severity == "E" else "warning"

    @property
    def anchor(self) -> str:
        """Where "Go to field" leads: the first place it stands under."""
        row, name = self.places[0] if self.places else (self.row, "")
        return f"f-{row}-{name}" if name else f"r-{row}"


def fix_of(rule: str, year: str) -> str:
    """What the rule's documentation says to do."""
    text = rule_texts(year).get(rule)
    return text.fix[:1].upper() + text.fix[1:] if text else ""


def findings_of(learner: Learner) -> list[Shown]:
    """What was found in the current version: each finding once, with the returns it is in.

    Errors first, then by rule.
    """
    found: dict[str, tuple[Finding, list[str]]] = {}
    rows = Finding.objects.filter(learner=learner).select_related("assessment")
    for one in rows.order_by("severity", "rule", "pk"):
        year = one.assessment.year
        window = f"20{year[:2]}/{year[2:]} R{one.assessment.return_number:02d}"
        key = f"{one.rule}-{one.row}-{one.message}"
        found.setdefault(key, (one, []))[1].append(window)
    return [
        Shown(
            key=str(one.pk),
            rule=one.rule,
            severity=one.severity,
            entity=one.entity,
            row=one.row,
            message=one.message,
            fix=fix_of(one.rule, one.assessment.year),
            since=one.since,
            places=tuple((place["row"], place["name"]) for place in one.fields if place.get("row")),
            returns=tuple(dict.fromkeys(windows)),
        )
        for one, windows in found.values()
    ]
