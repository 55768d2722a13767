"""Reader 3, words: what a rule says, and why it fired on one row, from the same tree.

`condition_in_words` is for the documentation. `explain` runs one rule on one learner and says for
each row reported which conditions held, with the row's values: "FundModel is 36, ProgType is 25 and
no FAM record where LearnDelFAMType is ACT and LearnDelFAMDateFrom is on or before 2026-09-01".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from openilr.language.nodes import (
    MESSAGE,
    AddDays,
    AddMonths,
    Aggregate,
    And,
    Arithmetic,
    Case,
    Coalesce,
    Column,
    Compare,
    Concat,
    DatePart,
    DaysBetween,
    Differs,
    Fact,
    IsIn,
    IsUnknown,
    Link,
    Literal,
    MakeDate,
    Matches,
    Node,
    Not,
    Or,
    Outer,
    Pick,
    Position,
    Scalar,
    Take,
    TextOf,
    Type,
    Value,
    YearsBetween,
    children,
)
from openilr.language.resolve import is_table, outers, path
from openilr.language.rule import ActiveRule, Rule
from openilr.language.run import Run
from openilr.language.single import Failure, LearnerData, Reader
from openilr.reference.supplied import Tables

_ROWS: Mapping[str, str] = {
    MESSAGE: "file",
    "Learner": "learner",
    "LearningDelivery": "aim",
    "LearningDeliveryFAM": "FAM record",
    "LearnerFAM": "learner FAM record",
    "LearnerEmploymentStatus": "employment status",
    "EmploymentStatusMonitoring": "employment monitoring record",
    "AppFinRecord": "financial record",
    "PriorAttain": "prior attainment record",
    "HRSRecord": "hours record",
    "LLDDandHealthProblem": "LLDD record",
    "LearningDeliveryWorkPlacement": "work placement",
    "LearningDeliveryHE": "HE record of the aim",
    "LearnerHE": "HE record of the learner",
}
"""What a row of an entity is called."""

_DATES = {
    "==": "is",
    "!=": "is not",
    "<": "is before",
    "<=": "is on or before",
    ">": "is after",
    ">=": "is on or after",
}
_NUMBERS = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_ARITHMETIC = {"+": "plus", "-": "less", "*": "times", "//": "divided by", "%": "modulo"}

_SCALARS: Mapping[str, str] = {
    "ukprn": "our UKPRN",
    "as_at": "today",
    "january_1": "1 January of the year",
    "august_31": "31 August of the year",
    "return_period": "number of the return",
    "previous_year_end": "end of the previous teaching year",
    "teaching_year_start": "start of the teaching year",
    "teaching_year_end": "end of the teaching year",
}

_POSITIONS = {
    "!=": "it is another one",
    "==": "it is this one",
    "<": "it stands before this one",
    ">": "it stands after this one",
    "<=": "it does not stand after this one",
    ">=": "it does not stand before this one",
}

Values = Callable[[Node, str], tuple[Value] | None]
"""The value of a node on the row of a source, in a tuple; None where it is not known here."""


def _no_values(node: Node, source: str) -> None:
    return None


def row_words(source: str) -> str:
    """What a row of an entity or table is called."""
    if is_table(source):
        return f"{source.replace('_', ' ').replace('lars', 'LARS')} row"
    return _ROWS.get(source, f"{source} record")


def _rows_words(source: str) -> str:
    word = row_words(source)
    return f"{word}es" if word.endswith("s") else f"{word}s"


def value_words(value: Value) -> str:
    """One value as people read it."""
    match value:
        case None:
            return "absent"
        case bool():
            return "true" if value else "false"
        case "":
            return "empty"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _listed(words: Sequence[str], joiner: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says nodes as they stand on the rows of `source`; with values if a row is at hand."""

    source: str
    values: Values = _no_values
    inside: bool = False
    above: tuple[str, ...] = ()

    def _value(self, node: Node) -> tuple[Value] | None:
        return None if self.inside else self.values(node, self.source)

    # ---- things

    def noun(self, node: Node, shown: str = "") -> str:
        """What a value is called, with the value that is shown after its name."""
        match node:
            case Literal():
                return value_words(node.value)
            case Scalar():
                words = _SCALARS.get(node.name, node.name)
                return (words if "." in words else words.replace("_", " ")) + shown
            case Column() | Fact() if node.source in self.above:
                known = self.values(node, self.source)
                words = node.name if isinstance(node, Column) else node.name.replace("_", " ")
                return words if known is None else value_words(*known)
            case Column():
                return node.name + shown
            case Position():
                return "place in the file"
            case Fact():
                return node.name.replace("_", " ") + shown
            case Outer():
                return self._outer(node)
            case Aggregate():
                return self._aggregate(node, shown)
            case Take():
                of = self._below(node.pick.link).noun(node.value)
                return f"{of}{shown} of {self._picked(node.pick)}"
            case TextOf(function="upper"):
                return self.noun(node.operand, shown)
            case Arithmetic(op="%", left=Column() as left, right=Literal(value=10)):
                return f"last digit of {self.noun(left)}{shown}"
            case _:
                return self._composed(node) + shown

    def _composed(self, node: Node) -> str:
        match node:
            case Arithmetic():
                left, right = self.noun(node.left), self.noun(node.right)
                return f"{left} {_ARITHMETIC[node.op]} {right}"
            case DaysBetween():
                return f"days from {self.noun(node.start)} to {self.noun(node.end)}"
            case YearsBetween():
                return f"whole years from {self.noun(node.start)} to {self.noun(node.end)}"
            case AddDays():
                return f"{self.noun(node.operand)} plus {self.noun(node.days)} days"
            case AddMonths():
                number = abs(node.months)
                unit = f"{number // 12} years" if number % 12 == 0 else f"{number} months"
                sign = "plus" if node.months > 0 else "less"
                return f"{self.noun(node.operand)} {sign} {unit}"
            case DatePart():
                return f"{node.part} of {self.noun(node.operand)}"
            case MakeDate():
                return f"{node.day}/{node.month} of {self.noun(node.year)}"
            case TextOf(function="slice", arguments=(start, length)):
                first = int(str(start)) + 1
                last = first + int(str(length)) - 1
                places = f"character {first}" if first == last else f"characters {first} to {last}"
                return f"{places} of {self.noun(node.operand)}"
            case TextOf(function="length"):
                return f"length of {self.noun(node.operand)}"
            case TextOf(function="extract", arguments=(pattern,)):
                return f"part of {self.noun(node.operand)} by the form {pattern}"
            case TextOf():
                return self.noun(node.operand)
            case Concat():
                return " ".join(self.noun(part) for part in node.parts)
            case Case():
                cases = [
                    f"{self.noun(value)} if {self.says(condition)}"
                    for condition, value in zip(node.conditions, node.values, strict=True)
                ]
                return f"({', '.join(cases)}, else {self.noun(node.otherwise)})"
            case Coalesce():
                first, *others = (self.noun(part) for part in node.parts)
                return f"{first} (if absent {' or '.join(others)})"
            case _:
                return f"({self.says(node)})"

    def _outer(self, node: Outer) -> str:
        known = self.values(node.operand, self.source)
        if known is not None:
            return value_words(*known)
        return f"this {row_words(self.source)}'s {self.noun(node.operand)}"

    def _below(self, link: Link) -> "_Speaker":
        """The speaker for conditions on the rows of a link: values are those of the home row."""
        above = path(link.within) if link.within is not None else ()
        return _Speaker(link.home, self.values, inside=True, above=above)

    def _rows(self, link: Link, where: Node | None) -> str:
        """Which rows an aggregate looks at: what they are called, their keys and conditions."""
        speaker = self._below(link)
        conditions: list[str] = []
        alike = [speaker.noun(key.inner) for key in link.keys if key.unknown_matches]
        text = row_words(link.source)
        if alike:
            text += f" with the same {_listed(alike, 'and')}"
        for key in link.keys:
            if key.unknown_matches:
                continue
            outer = speaker.noun(Outer(key.outer.type, key.outer))
            conditions.append(f"{speaker.noun(key.inner)} is {outer}")
        if where is not None:
            conditions += speaker.conditions(where)
        return f"{text} where {' and '.join(conditions)}" if conditions else text

    def _aggregate(self, node: Aggregate, shown: str) -> str:
        rows = self._rows(node.link, node.where).removeprefix(row_words(node.link.source))
        rows = _rows_words(node.link.source) + rows
        if node.kind in ("any", "count") or node.value is None:
            return f"number of {rows}{shown}"
        value = self._below(node.link).noun(node.value)
        is_date = node.value.type is Type.DATE
        kind = {
            "min": "earliest" if is_date else "least",
            "max": "latest" if is_date else "greatest",
            "sum": "total",
            "distinct": "number of different",
            "joined": "list of",
        }[node.kind]
        return f"the {kind} {value}{shown} of the {rows}"

    def _picked(self, pick: Pick) -> str:
        which = "last" if pick.last else "first"
        if pick.order is not None:
            which = "latest" if pick.last else "earliest"
        return f"the {which} {self._rows(pick.link, pick.where)}"

    # ---- conditions

    def conditions(self, node: Node) -> list[str]:
        """The parts of a condition on other rows, without those that this row's values settle."""
        parts = node.parts if isinstance(node, And) else (node,)
        return [self._bracketed(part) for part in parts if self._settled(part) is None]

    def _settled(self, node: Node) -> bool | None:
        """Whether this row's values alone make a condition true or not; None if others count."""
        match node:
            case Outer():
                known = self.values(node.operand, self.source)
                return None if known is None else known[0] is True
            case Not():
                inside = self._settled(node.operand)
                return None if inside is None else not inside
            case Compare():
                outside = [n for n in (node.left, node.right) if isinstance(n, Outer)]
                known = [self.values(n.operand, self.source) for n in outside]
                return False if (None,) in known else None
            case And() | Or():
                parts = [self._settled(part) for part in node.parts]
                decisive = isinstance(node, Or)
                if decisive in parts:
                    return decisive
                return not decisive if parts and None not in parts else None
            case _:
                return None

    def says(self, node: Node, *, positive: bool = True) -> str:
        """What a condition says, or its opposite."""
        match node:
            case Not():
                return self.says(node.operand, positive=not positive)
            case Or(parts=(Not(operand=first), IsUnknown(operand=again))) if first is again:
                return self.says(first, positive=not positive)
            case Or(parts=(first, IsUnknown(operand=again))) if first is again:
                return self.says(first, positive=positive)
            case And() | Or():
                return self._several(node, positive=positive)
            case Compare(left=Position()):
                return _POSITIONS[node.op if positive else _OPPOSITE[node.op]]
            case Compare():
                return self._compared(node, positive=positive)
            case Differs():
                verb = "differs from" if positive else "is the same as"
                return f"{self._with_value(node.left)} {verb} {self._with_value(node.right)}"
            case IsIn():
                return self._is_in(node, positive=positive)
            case IsUnknown():
                return self._is_unknown(node.operand, positive=positive)
            case Matches():
                verb = "has" if positive else "does not have"
                return f"{self._with_value(node.operand)} {verb} the form {node.pattern}"
            case Aggregate():
                return self._there_is(node.link, node.where, positive=positive)
            case Coalesce(parts=(first, Literal(value=False))):
                return self.says(first, positive=positive)
            case Fact():
                return _sentence(node.words, positive=positive)
            case Take():
                said = self._below(node.pick.link).says(node.value, positive=positive)
                return f"on {self._picked(node.pick)} {said}"
            case Outer():
                return self._below_outer(node, positive=positive)
            case _:
                return f"{self.noun(node)} is {'true' if positive else 'false'}"

    def _below_outer(self, node: Outer, *, positive: bool) -> str:
        said = _Speaker(self.source).says(node.operand, positive=positive)
        return f"of this {row_words(self.source)} {said}"

    def _there_is(self, link: Link, where: Node | None, *, positive: bool) -> str:
        words = self._rows(link, where)
        if not positive:
            return f"there is no {words}"
        return f"there is {'an' if words[0] in 'aeioA' else 'a'} {words}"

    def _is_unknown(self, node: Node, *, positive: bool) -> str:
        if isinstance(node, Take) and isinstance(node.value, Literal):  # Row.exists
            return self._there_is(node.pick.link, node.pick.where, positive=not positive)
        return f"{self.noun(node)} is {'absent' if positive else 'present'}"

    def _several(self, node: And | Or, *, positive: bool) -> str:
        joiner = "and" if isinstance(node, And) is positive else "or"
        parts = [p for p in node.parts if not self.inside or self._settled(p) is None]
        if len(parts) < 2:
            return self.says((parts or node.parts)[0], positive=positive)
        return f" {joiner} ".join(self._bracketed(part, positive=positive) for part in parts)

    def _bracketed(self, node: Node, *, positive: bool = True) -> str:
        text = self.says(node, positive=positive)
        return f"({text})" if isinstance(node, And | Or) and " or " in text else text

    def _with_value(self, node: Node) -> str:
        """A value's name, with the value where it is known and not the name itself."""
        known = None if isinstance(node, Literal) else self._value(node)
        return self.noun(node, "" if known is None else f" ({value_words(*known)})")

    def _compared(self, node: Compare, *, positive: bool) -> str:
        op = node.op if positive else _OPPOSITE[node.op]
        verb = (_DATES if node.left.type is Type.DATE else _NUMBERS)[op]
        if op == "==" and isinstance(node.right, Literal):
            return f"{self.noun(node.left)} is {self.noun(node.right)}"
        return f"{self._with_value(node.left)} {verb} {self._with_value(node.right)}"

    def _is_in(self, node: IsIn, *, positive: bool) -> str:
        name = self.noun(node.operand)
        listed = [value_words(value) for value in node.values]
        known = self._value(node.operand)
        if positive and known is not None:
            return f"{name} is {value_words(*known)}"
        if len(listed) > 12:
            listed = [*listed[:10], f"{len(listed) - 10} more"]
        verb = "is" if positive else "is not"
        return f"{self._with_value(node.operand)} {verb} {_listed(listed, 'or')}"

    # ---- reasons

    def reasons(self, node: Node, *, positive: bool = True) -> list[str]:
        """The conditions that made a condition true (or false) on the row, each in words."""
        match node:
            case Not():
                return self.reasons(node.operand, positive=not positive)
            case Or(parts=(first, IsUnknown(operand=again))) if again in (
                first,
                getattr(first, "operand", None),
            ):
                return [self.says(node, positive=positive)]
            case And() | Or():
                if isinstance(node, And) is positive:
                    return [r for p in node.parts for r in self.reasons(p, positive=positive)]
                held = [p for p in node.parts if self._value(p) == (positive,)]
                return self.reasons(held[0], positive=positive) if held else []
            case _:
                return [self.says(node, positive=positive)]


_IS = re.compile(r"^(?P<who>the [\w' ]+?) (?P<verb>is|was) (?P<what>(?!not\b).*)$")


def _sentence(words: str, *, positive: bool) -> str:
    """A fact's sentence, or its opposite, in the middle of another."""
    said = words[:1].lower() + words[1:].rstrip(".")
    if positive:
        return said
    simple = _IS.match(said)
    if simple and ", or " not in said:
        return f"{simple['who']} {simple['verb']} not {simple['what']}"
    return f"it is not so that {said}"


def condition_in_words(rule: Rule) -> str:
    """What a rule reports, in words: "LearnPlanEndDate is before LearnStartDate"."""
    return _Speaker(rule.source).says(rule.condition)


# ------------------------------------------------------------------------------- why did it fire


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule fired on one row.

    Attributes:
        reasons: the conditions that held, in the rule's order.
    """

    failure: Failure
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """The reasons as one sentence."""
        return f"Fired because {_listed(self.reasons, 'and')}."


def _spoken(source: str, node: Node) -> Iterator[tuple[Node, str]]:
    """The nodes whose values an explanation may want, with the source of the row."""
    if isinstance(node, Literal):
        return
    yield node, source
    if isinstance(node, Aggregate | Take):
        link = node.link if isinstance(node, Aggregate) else node.pick.link
        where = node.where if isinstance(node, Aggregate) else node.pick.where
        for key in link.keys:
            yield key.outer, link.home
        above = path(link.within) if link.within is not None else ()
        for part in (where, getattr(node, "value", None)):
            if isinstance(part, Node):
                yield from ((o.operand, link.home) for o in outers(part))
                yield from ((leaf, link.home) for leaf in _of_rows(part, above))
    for child in children(node):
        yield from _spoken(source, child)


def _of_rows(node: Node, above: tuple[str, ...]) -> Iterator[Node]:
    """The columns and facts of a condition on other rows that are of the rows above them."""
    if isinstance(node, Column | Fact) and node.source in above:
        yield node
    elif not isinstance(node, Outer):
        for child in children(node):
            yield from _of_rows(child, above)


@lru_cache(maxsize=64)
def _explainer(active: ActiveRule, year: str) -> tuple[Reader, tuple[tuple[Node, str], ...]]:
    wanted = tuple(dict.fromkeys(_spoken(active.rule.source, active.rule.condition)))
    return Reader((active,), year, wanted), wanted


def explain(
    active: ActiveRule,
    learner: LearnerData,
    run: Run,
    tables: Tables,
    *,
    peers: Sequence[LearnerData] = (),
) -> list[Explanation]:
    """Why a rule fires on a learner: one explanation for each row reported, none if it does not."""
    checker, wanted = _explainer(active, run.year)
    found: list[Explanation] = []
    for failure in checker.check(learner, run, tables, peers=peers):
        values = checker.values(failure.row, active.rule.source)
        known = dict(zip(wanted, values, strict=True))

        def value(
            node: Node, source: str, known: Mapping[tuple[Node, str], Value] = known
        ) -> tuple[Value] | None:
            return (known[node, source],) if (node, source) in known else None

        speaker = _Speaker(active.rule.source, value)
        reasons = dict.fromkeys(speaker.reasons(active.rule.condition))
        found.append(Explanation(failure, tuple(reasons)))
    return found
