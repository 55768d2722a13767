"""The report of a check: all that the outputs (terminal, HTML, XLSX, CSV, JSON Lines, Parquet) need
to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from openilr.ilr.message import Header
from openilr.rules.catalogue import RuleText as RuleText

LEARNER_DETAILS = pl.Schema(
    {
        "learner": pl.UInt32,
        "LearnRefNumber": pl.String,
        "ULN": pl.Int64,
        "FamilyName": pl.String,
        "GivenNames": pl.String,
        "ProvSpecLearnMon_A": pl.String,
        "ProvSpecLearnMon_B": pl.String,
    }
)
"""Learners with at least one finding, for the columns of DfE's rule violation report."""

AIM_DETAILS = pl.Schema(
    {
        "aim": pl.UInt32,
        "learner": pl.UInt32,
        "AimSeqNumber": pl.Int32,
        "LearnAimRef": pl.String,
        "SWSupAimId": pl.String,
        "FundModel": pl.Int32,
        "PartnerUKPRN": pl.Int32,
        "ProvSpecDelMon_A": pl.String,
        "ProvSpecDelMon_B": pl.String,
        "ProvSpecDelMon_C": pl.String,
        "ProvSpecDelMon_D": pl.String,
    }
)
"""Aims with at least one finding, for the same report."""

MODELS = pl.Schema({"learner": pl.UInt32, "FundModel": pl.Int32})
"""Each learner's funding models, once each."""

COUNTS = pl.Schema(
    {
        "group": pl.String,  # "all" or a FundModel as text ("36")
        "learners": pl.UInt32,
        "invalid": pl.UInt32,  # with at least one Error finding
        "warned": pl.UInt32,  # valid, with at least one Warning
    }
)
"""Learners by funding model; one counts once for each model of any of its aims."""


def learner_counts(findings: pl.DataFrame, models: pl.DataFrame, learners: int) -> pl.DataFrame:
    """Learners in all and by funding model: how many, how many invalid, how many only warned (shape
    COUNTS).
    """
    marks = (
        findings.drop_nulls("learner")
        .group_by("learner")
        .agg(invalid=(pl.col("severity") == "E").any())
    )
    by_model = (
        models.drop_nulls("FundModel")
        .join(marks, on="learner", how="left")
        .group_by("FundModel")
        .agg(
            learners=pl.col("learner").n_unique(),
            invalid=pl.col("invalid").sum(),
            warned=pl.col("invalid").not_().sum(),
        )
        .sort("FundModel")
        .rename({"FundModel": "group"})
    )
    everyone = pl.DataFrame(
        {
            "group": ["all"],
            "learners": [learners],
            "invalid": [marks["invalid"].sum()],
            "warned": [marks["invalid"].not_().sum()],
        }
    )
    return pl.concat([everyone.cast(COUNTS), by_model.cast(COUNTS)])


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What the errors of a file hold back in its year, up to the month of the return.

    Attributes:
        period: that month, 1 for August to 12 for July.
        amount: of all learners with an error, each once; `in_month` the month alone.
        of: what all learners of the file earn by then; None where that was not worked out.
        unknown: learners with an error whose money could not be worked out, or not whole.
        by_rule: of the learners that each rule finds; a learner with two rules stands under both.
    """

    period: int
    amount: Decimal
    in_month: Decimal
    of: Decimal | None
    unknown: int
    by_rule: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class FileReport:
    """The outcome of checking one file.

    `findings` has the shape FINDINGS, ordered by learner, aim, rule with the file's own first;
    `not_run` the shape NOT_RUN; `timings` seconds by stage, in order; `money` None where it was not
    asked for or nothing could be worked out.
    """

    file: str
    year: str
    return_period: int
    as_at: date
    made_at: datetime
    header: Header
    size_bytes: int
    sha256: str
    learners: int
    aims: int
    findings: pl.DataFrame
    not_run: pl.DataFrame
    rules_run: int
    texts: Mapping[str, RuleText]
    learner_details: pl.DataFrame
    aim_details: pl.DataFrame
    counts: pl.DataFrame
    timings: Mapping[str, float] = field(default_factory=dict[str, float])
    money: HeldBack | None = None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an Error."""
        return bool((self.findings["severity"] == "E").any())
