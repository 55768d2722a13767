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
from openilr.language.batch.groups import Indexes, gather
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
        try:
            found = self.failures(message)
            return self._told(message, found) if found else no_findings()
        finally:
            self._conditions.let_go()
            self._reports.let_go()

    def _told(self, message: Message, found: list[tuple[int, Indexes]]) -> pl.DataFrame:
        """Failing rows as findings."""

        def alike(failure: tuple[int, Indexes]) -> tuple[int, bool]:
            active = self.rules[failure[0]]
            return len(active.rule.reports), _may_repeat(active)

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
        reported: int,
        may_repeat: bool,  # noqa: FBT001 - a part of the key by which they are alike
    ) -> pl.DataFrame:
        """The findings of rules that report so many values."""

        def whose(failure: tuple[int, Indexes]) -> tuple[str, str]:
            active = self.rules[failure[0]]
            return active.rule.source, active.level

        several = sorted(several, key=whose)
        keys = [
            self._keys(message, source, level, np.concatenate([rows for _, rows in alike]))
            for (source, level), alike in groupby(several, key=whose)
        ]
        sizes = [len(rows) for _, rows in several]
        number = np.repeat([n for n, _ in several], sizes)
        columns = [pl.Series("number", number, dtype=pl.UInt32)]
        for place in range(reported):
            reports = [self.rules[n].rule.reports[place] for n, _ in several]
            names = [name for name, _ in reports]
            columns.append(
                pl.Series(f"n{place}", names).gather(np.repeat(range(len(names)), sizes))
            )
            shown = [
                values.of(self.rules[n].rule.source, node, rows).cast(pl.String)
                for (n, rows), (_, node) in zip(several, reports, strict=True)
            ]
            columns.append(pl.concat(shown).alias(f"v{place}"))
        frame = pl.concat(keys).hstack(columns)
        if may_repeat:
            frame = self._without_repeats(frame, reported)
        pairs = [
            pl.struct(pl.col(f"n{place}").alias("name"), pl.col(f"v{place}").alias("value"))
            for place in range(reported)
        ]
        fields = pl.concat_list(pairs) if pairs else pl.lit([], dtype=FINDINGS["fields"])
        return frame.select("number", *_KEYS, fields.alias("fields"))

    def _without_repeats(self, frame: pl.DataFrame, reported: int) -> pl.DataFrame:
        """One finding of each rule with its values, of the aim or the learner it names."""
        once = [n for n, active in enumerate(self.rules) if active.once_per_learner]
        differs = ["aim", *(f"v{place}" for place in range(reported))]
        keyed = frame.with_columns(
            pl.when(pl.col("number").is_in(once).not_()).then(name).alias(f"={name}")
            for name in differs
        )
        key = ["number", "learner", *(f"={name}" for name in differs)]
        return keyed.unique(subset=key, keep="first", maintain_order=True)

    def _keys(self, message: Message, source: str, level: str, rows: Indexes) -> pl.DataFrame:
        """Whose finding each failing row is."""
        keys: dict[str, pl.Series] = {}
        if source != MESSAGE:
            place = self._conditions.rows_above(source, "Learner")[rows]
            learners = message.frames["Learner"]
            keys["learner"] = gather(learners["learner"], place)
            keys["LearnRefNumber"] = gather(learners["LearnRefNumber"], place)
            keys["line"] = gather(message.frames[source]["line"], rows)
        if level == "aim":
            place = self._conditions.rows_above(source, "LearningDelivery")[rows]
            aims = message.frames["LearningDelivery"]
            keys["aim"] = gather(aims["aim"], place)
            keys["AimSeqNumber"] = gather(aims["AimSeqNumber"], place)
        return pl.DataFrame(
            [
                keys[name]
                if name in keys
                else pl.Series(name, [None], kind).new_from_index(0, len(rows))
                for name, kind in _KEYS.items()
            ]
        )


_KEYS = {
    name: FINDINGS[name] for name in ("learner", "aim", "LearnRefNumber", "AimSeqNumber", "line")
}


def _may_repeat(active: ActiveRule) -> bool:
    """Whether two rows that a rule reports can be one finding."""
    own = active.rule.source in (MESSAGE, "Learner", "LearningDelivery")
    return active.once_per_learner or not own


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
            return gather(self._message.frames[node.source][node.name], place)
        if not is_late(node):
            return self._conditions.constant(node, len(rows))
        place = self._kept[source][rows] if source in self._kept else rows
        return gather(self._reports.values(source, node), place)


def is_late(node: Node) -> bool:
    """Whether a reported node has to be worked out: it is neither a field nor a plain value."""
    return not isinstance(node, Column | Literal | Scalar)
