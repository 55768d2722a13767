"""A rule told whole: what it checks, in words made from its expression, for people and for the
manual.

Nothing here imports Polars.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openilr.ilr.years import long_name
from openilr.language.words import condition_in_words
from openilr.reference.tables import TABLES
from openilr.rules.catalogue import RuleText, find
from openilr.rules.listing import ListedRule, named, rule_texts
from openilr.rules.registry import rules_of

SEVERITIES = {
    "E": "Error: the learner is left out of the valid set and not funded",
    "W": "Warning: look again; the learner stays in",
    "N/A": "listed by DfE and not run",
}
LEVELS = {
    "file": "the file",
    "learner": "the learner",
    "aim": "the aim",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule as it stands in one or more years that say the same.

    Attributes:
        condition: what is reported, in words made from the rule's expression; empty for a check
            that is not an expression (file name, schema).
        source: the entity of the rows that it looks at.
    """

    years: tuple[str, ...]
    listed: ListedRule
    text: RuleText | None
    condition: str
    source: str
    fields_by_list: tuple[str, ...]

    def same_as(self, other: "Explained") -> bool:
        """Whether two years say the same of the rule."""
        mine, theirs = self.listed, other.listed
        return (self.text, self.condition, self.fields_by_list) == (
            other.text,
            other.condition,
            other.fields_by_list,
        ) and (mine.rule, mine.severity, mine.level, mine.status, mine.waits_for) == (
            theirs.rule,
            theirs.severity,
            theirs.level,
            theirs.status,
            theirs.waits_for,
        )


def explanations(rule: str, years: Sequence[str]) -> list[Explained]:
    """A rule as it stands in the years, years that say the same together; empty if none has it."""
    found: list[Explained] = []
    for listed in named(rule, years):
        active = next((a for a in rules_of(listed.year) if a.name == listed.rule), None)
        entry = find(listed.rule, listed.year)
        of_year = Explained(
            years=(listed.year,),
            listed=listed,
            text=rule_texts(listed.year).get(listed.rule),
            condition=condition_in_words(active.rule) if active else "",
            source=active.rule.source if active else "",
            fields_by_list=entry.fields if entry else (),
        )
        if found and found[-1].same_as(of_year):
            of_year = Explained(
                (*found[-1].years, listed.year),
                of_year.listed,
                of_year.text,
                of_year.condition,
                of_year.source,
                of_year.fields_by_list,
            )
            found.pop()
        found.append(of_year)
    return found


def severity_words(listed: ListedRule) -> str:
    """The severity of a rule, and what it means for the learner or the file."""
    if listed.severity == "E" and listed.level == "file":
        return "Error: DfE refuses the file"
    return SEVERITIES[listed.severity]


def facts(told: Explained) -> list[tuple[str, str]]:
    """The plain facts of a rule, as label and value."""
    listed = told.listed
    fields = told.text.fields if told.text and told.text.fields else told.fields_by_list
    rows = [
        ("Years", " and ".join(long_name(year) for year in told.years)),
        ("Severity", severity_words(listed)),
        ("Reported on", LEVELS[listed.level]),
        ("Fields", ", ".join(fields)),
    ]
    if listed.from_return:
        rows.append(("From", listed.from_return))
    for how in dict.fromkeys(TABLES[table].how for table in listed.needs):
        labels = [TABLES[table].label for table in listed.needs if TABLES[table].how == how]
        rows.append(("Needs", f"{'; '.join(labels)}. {how}"))
    if listed.status == "waiting":
        rows.append(("Not run", listed.waits_for))
    if listed.ours:
        rows.append(("Whose", "a check of OpenILR's own, not one of DfE's"))
    return [(label, value) for label, value in rows if value]


def in_text(rule: str, years: Sequence[str]) -> str:
    """A rule told for the terminal; empty if no year has it."""
    return "\n\n".join(_in_text(told) for told in explanations(rule, years))


def _in_text(told: Explained) -> str:
    lines = [told.listed.rule]
    if told.text:
        lines += ["", told.text.summary]
        lines += [told.text.explanation] if told.text.explanation else []
        lines += ["", f"To mend: {told.text.fix}"]
    if told.condition:
        lines += ["", f"Reported when: {told.condition}."]
    lines.append("")
    lines += [f"{label + ':':<13} {value}" for label, value in facts(told)]
    return "\n".join(lines)
