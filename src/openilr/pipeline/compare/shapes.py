"""The shapes of what a comparison of two returns answers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from openilr.funding.earnings import Method

MONEY_TYPE = pl.Decimal(38, 5)

LEARNERS = pl.Schema(
    {"LearnRefNumber": pl.String, "only_in": pl.String, "aims": pl.UInt32, "ULN": pl.Int64}
)
"""Learners of one return only; `only_in` is "A" or "B"."""

AIMS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "only_in": pl.String,
        "AimSeqNumber": pl.Int32,
        "LearnAimRef": pl.String,
        "LearnStartDate": pl.Date,
        "FundModel": pl.Int32,
    }
)
"""Aims of one return only, of learners who are in both."""

FIELDS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,  # that of B; null for what belongs to the learner
        "entity": pl.String,
        "record": pl.String,  # natural key ("TNP 1 2026-09-01"); null of the learner or aim itself
        "field": pl.String,
        "old": pl.String,
        "new": pl.String,
        "change": pl.String,  # "changed", "added" or "removed": of the record, not the value
        "funding": pl.Boolean,  # whether the earnings calculations read the field
    }
)
"""Values that differ, as text (dates ISO), of learners and aims that are in both returns. A record
that was added or removed has a row for each of its values."""

FINDINGS = pl.Schema(
    {
        "change": pl.String,  # "cured" (in A only) or "new" (in B only)
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "rule": pl.String,
        "severity": pl.String,
        "message": pl.String,
        "learner_in": pl.String,  # "both", "A" or "B"; null for the file as a whole
    }
)
"""Findings of one return only. One whose reported values alone differ is the same finding."""

_AMOUNTS = {"a": MONEY_TYPE, "b": MONEY_TYPE, "difference": MONEY_TYPE}

KINDS = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        "academic_year": pl.String,
        "period": pl.UInt8,  # 1 = August
        "kind": pl.String,
        **_AMOUNTS,
    }
)
"""Months and kinds of money in which a learner earns another amount; the difference is B less A."""

MONTHS = pl.Schema({name: kind for name, kind in KINDS.items() if name != "kind"})
"""Months in which a learner earns another amount, all kinds together."""

TOTALS = pl.Schema({name: kind for name, kind in KINDS.items() if name != "LearnRefNumber"})
"""What all learners together earn by month and kind, also where the returns agree."""

MONEY = pl.Schema(
    {
        "LearnRefNumber": pl.String,
        **_AMOUNTS,
        "gained": MONEY_TYPE,
        "lost": MONEY_TYPE,
        "because": pl.List(pl.String),
    }
)
"""Learners with an amount that differs in any month, the largest loss first. `gained` and `lost`
add up the months one way and the other; `because` tells what changed of the learner: what the
calculations read, or if there is nothing of it, everything that changed."""

CAUSES = pl.Schema(
    {
        "cause": pl.String,  # "AppFinRecord.AFinAmount (TNP)", "LearningDeliveryFAM LSF added"
        "learners": pl.UInt32,
        "gained": MONEY_TYPE,
        "lost": MONEY_TYPE,
        "difference": MONEY_TYPE,
    }
)
"""Money of the learners of whom something changed, the largest sum moved first. A learner of whom
two things changed stands under both, so the sums are not to be added up."""


@dataclass(frozen=True, slots=True)
class Return:
    """The totals of one return."""

    name: str
    year: str
    UKPRN: int | None
    prepared: date | None
    learners: int
    aims: int
    errors: int
    warnings: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two returns, A being the earlier; the frames have the shapes above.

    Attributes:
        remarks: what was not compared, in sentences.
    """

    a: Return
    b: Return
    learners: pl.DataFrame
    aims: pl.DataFrame
    fields: pl.DataFrame
    findings: pl.DataFrame
    kinds: pl.DataFrame
    months: pl.DataFrame
    totals: pl.DataFrame
    money: pl.DataFrame
    causes: pl.DataFrame
    remarks: tuple[str, ...]
    method: Method = Method.FM36
    as_at: date | None = None

    @property
    def equal(self) -> bool:
        """Whether nothing differs but the order of records and the header."""
        return self.a.year == self.b.year and all(
            frame.is_empty()
            for frame in (self.learners, self.aims, self.fields, self.findings, self.kinds)
        )


def shaped(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with the columns and types of a shape, and no others."""
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())
