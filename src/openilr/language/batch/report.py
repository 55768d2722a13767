"""Rules at work, and failing rows as findings: keys and values are fetched late, for like rules at
once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import polars as pl

from openilr.findings import FINDINGS, no_findings
from openilr.ilr.message import Message
from openilr.language.batch.engine import Engine
from openilr.language.batch.groups import Indexes
from openilr.language.batch.plan import Plan
from openilr.language.nodes import MESSAGE, Column, Literal, Node, Scalar
from openilr.language.rule import ActiveRule
from openilr.language.run import Run
from openilr.reference.supplied import Tables


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan of the conditions of some rules, and that of what their findings show."""

    conditions: Plan
    reports: Plan

    @staticmethod
    def of(rules: Sequence[ActiveRule]) -> "Plans":
        """The plans of some rules."""
        reported = {
            (a.rule.source, node): None
            for a in rules
            for _, node in a.rule.reports
            if is_late(node)
        }
        conditions = [(a.rule.source, a.rule.condition) for a in rules]
        return Plans(Plan(conditions), Plan(reported, as_columns=True))


class Bound:
    """Rules with a run and its reference tables, ready for message after message.

    What depends on the run and the tables alone is worked out once; what only a finding shows is
    worked out for the learners that have one.
    """

    def __init__(self, rules: Sequence[ActiveRule], plans: Plans, run: Run, tables: Tables) -> None:
        self.rules = tuple(rules)
        self._conditions = Engine(plans.conditions, run, tables)
        self._reports = Engine(plans.reports, run, tables)

    def failures(self, message: Message) -> list[tuple[int, Indexes]]:
        """The failing rows of each rule that has some: (its number, rows of its entity's frame)."""
        return list(self._conditions.failing(message))

    def findings(self, message: Message) -> pl.DataFrame:
        """What the rules find, of the shape FINDINGS, by learner, aim and rule."""
        found = self.failures(message)
        if not found:
            return no_findings()

        def alike(failure: tuple[int, Indexes]) -> tuple[str, str, bool, tuple[str, ...]]:
            active = self.rules[failure[0]]
            names = tuple(name for name, _ in active.rule.reports)
            return active.rule.source, active.level, active.once_per_learner, names

        late = self._late(number for number, _ in found)
        values = _Values(message, self._conditions, self._reports, late, self._learners(found))
        parts = [
            self._part(message, values, list(several), *key)
            for key, several in groupby(sorted(found, key=alike), key=alike)
        ]
        texts = pl.DataFrame(
            {
                "number": range(len(self.rules)),
                "rule": [a.name for a in self.rules],
                "severity": [a.severity for a in self.rules],
                "message": [a.rule.summary for a in self.rules],
            },
            schema_overrides={"number": pl.UInt32},
        )
        return (
            pl.concat(parts)
            .join(texts, on="number", how="left", maintain_order="left")
            .select(pl.col(name).cast(kind) for name, kind in FINDINGS.items())
            .sort("learner", "aim", "rule", nulls_last=False, maintain_order=True)
        )

    def _late(self, numbers: Iterable[int]) -> list[int]:
        """The roots of the plan of reports that some rules show."""
        shown = {
            (rule.source, node)
            for rule in (self.rules[number].rule for number in numbers)
            for _, node in rule.reports
        }
        return [n for n, root in enumerate(self._reports.plan.roots) if root in shown]

    def _learners(self, found: list[tuple[int, Indexes]]) -> Indexes:
        """The learners of the failing rows whose rules show what has to be worked out."""
        late = [np.zeros(0, dtype=np.intp)]
        for number, rows in found:
            rule = self.rules[number].rule
            if any(is_late(node) for _, node in rule.reports) and rule.source != MESSAGE:
                late.append(self._conditions.rows_above(rule.source, "Learner")[rows])
        return np.unique(np.concatenate(late))

    def _part(
        self,
        message: Message,
        values: "_Values",
        several: list[tuple[int, Indexes]],
        source: str,
        level: str,
        once: bool,
        names: tuple[str, ...],
    ) -> pl.DataFrame:
        """The findings of rules on the same rows that report values of the same names."""
        rows = np.concatenate([r for _, r in several])
        number = np.repeat([n for n, _ in several], [len(r) for _, r in several])
        columns: dict[str, pl.Series] = {"number": pl.Series(number, dtype=pl.UInt32)}
        columns |= self._keys(message, source, level, rows)
        for place, _ in enumerate(names):
            shown = [
                values.of(source, self.rules[n].rule.reports[place][1], r).cast(pl.String)
                for n, r in several
            ]
            columns[f"v{place}"] = pl.concat(shown)
        frame = pl.DataFrame(columns)
        shown_names = [f"v{place}" for place in range(len(names))]
        key = ["number", "learner", *([] if once else ["aim", *shown_names])]
        if source not in (MESSAGE, "Learner", "LearningDelivery") or once:
            frame = frame.unique(subset=key, keep="first", maintain_order=True)
        pairs = [
            pl.struct(pl.lit(name).alias("name"), pl.col(value).alias("value"))
            for name, value in zip(names, shown_names, strict=True)
        ]
        fields = pl.concat_list(pairs) if pairs else pl.lit([], dtype=FINDINGS["fields"])
        kept = ["number", "learner", "aim", "LearnRefNumber", "AimSeqNumber", "line"]
        return frame.select(*kept, fields.alias("fields"))

    def _keys(
        self, message: Message, source: str, level: str, rows: Indexes
    ) -> dict[str, pl.Series]:
        """Whose finding each failing row is."""
        height = len(rows)
        keys = {
            name: pl.Series([None], dtype=FINDINGS[name]).new_from_index(0, height)
            for name in ("learner", "aim", "LearnRefNumber", "AimSeqNumber", "line")
        }
        if source == MESSAGE:
            return keys
        place = self._conditions.rows_above(source, "Learner")[rows]
        learners = message.frames["Learner"]
        keys["learner"] = learners["learner"].gather(place)
        keys["LearnRefNumber"] = learners["LearnRefNumber"].gather(place)
        keys["line"] = message.frames[source]["line"].gather(rows)
        if level == "aim":
            place = self._conditions.rows_above(source, "LearningDelivery")[rows]
            aims = message.frames["LearningDelivery"]
            keys["aim"] = aims["aim"].gather(place)
            keys["AimSeqNumber"] = aims["AimSeqNumber"].gather(place)
        return keys


class _Values:
    """Reported values of failing rows."""

    def __init__(
        self,
        message: Message,
        conditions: Engine,
        reports: Engine,
        roots: list[int],
        learners: Indexes,
    ) -> None:
        self._message = message
        self._conditions = conditions
        self._reports = reports
        self._kept: dict[str, Indexes] = {}
        if roots and (len(learners) or reports.plan.whole_file):
            self._work(roots, learners)

    def _work(self, roots: list[int], learners: Indexes) -> None:
        """Work late values out for some learners (for all, if one compares learners)."""
        message = self._message
        if not self._reports.plan.whole_file:
            keys = message.frames["Learner"]["learner"].gather(learners)
            frames: dict[str, pl.DataFrame] = {}
            for name, frame in message.frames.items():
                mask = frame["learner"].is_in(keys.implode())
                frames[name] = frame.filter(mask)
                self._kept[name] = np.cumsum(mask.to_numpy()) - 1
            message = replace(message, frames=frames)
        self._reports.work(message, roots)

    def of(self, source: str, node: Node, rows: Indexes) -> pl.Series:
        """The values of a reported node on some rows of its source."""
        if isinstance(node, Column):
            place = self._conditions.rows_above(source, node.source)[rows]
            return self._message.frames[node.source][node.name].gather(place)
        if not is_late(node):
            return self._conditions.constant(node, len(rows))
        place = self._kept[source][rows] if source in self._kept else rows
        return self._reports.values(source, node).gather(place)


def is_late(node: Node) -> bool:
    """Whether a reported node has to be worked out: it is neither a field nor a plain value."""
    return not isinstance(node, Column | Literal | Scalar)
