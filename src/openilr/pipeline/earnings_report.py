"""What a run of earnings is asked for and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from openilr.funding.earnings import Method
from openilr.funding.outcome import Earnings
from openilr.funding.parameters import Parameters
from openilr.funding.records import History, Learner
from openilr.funding.story import Recorder
from openilr.ilr.xml.read import TARGET_BYTES
from openilr.reference.supplied import NO_TABLES, Tables

if TYPE_CHECKING:
    from openilr.ilr.message import Header
    from openilr.pipeline.options import CheckOptions

PROCESSES = 2
"""Worker processes for a file of more than one part; the budgets are set on two cores."""

PAYMENTS = pl.Schema(
    {
        "learner": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "AFinType": pl.String,
        "AFinCode": pl.Int32,
        "AFinDate": pl.Date,
        "AFinAmount": pl.Int64,
    }
)
"""Agreed prices (TNP) and payments by employers (PMR), as the file has them."""


@dataclass(frozen=True, slots=True)
class EarningsOptions:
    """What a run is asked for.

    Attributes:
        as_at: the day that counts as today; None forecasts open programmes to their planned end.
        years: academic years to keep; None keeps all.
        year: refuse a file of another collection year.
        valid_only: leave out learners with a finding at Error level.
        check: how to find those.
        stories: how many learners to tell the stories of.
        learner: keep the learners of one LearnRefNumber, and tell of them alone.
        only: keep the learners of some LearnRefNumbers.
        part_bytes: the size of a part of a file that processes work out.
        history: earlier earnings by LearnRefNumber.
        parameters: values by date; None takes those on file.
    """

    method: Method = Method.FM36
    as_at: date | None = None
    years: frozenset[str] | None = None
    year: str | None = None
    tables: Tables = NO_TABLES
    processes: int = PROCESSES
    part_bytes: int = TARGET_BYTES
    valid_only: bool = False
    check: "CheckOptions | None" = None
    stories: int = 0
    learner: str | None = None
    only: frozenset[str] | None = None
    history: Mapping[str, Sequence[History]] = field(default_factory=dict[str, Sequence[History]])
    parameters: Parameters | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A learner's amounts with the steps that led to them."""

    learner: Learner
    found: Earnings
    note: Recorder


@dataclass(frozen=True, slots=True)
class EarningsReport:
    """What the learners of one file earn.

    Attributes:
        rows, reasons, projected, episodes: as `openilr.funding.frames` has them.
        learner: the LearnRefNumber that alone was asked for.
        payments: shape PAYMENTS.
        left_out: what Error findings hold back, by rule (shape HELD_BACK).
        held: what they hold back in all, each learner once; None if nobody asked.
        invalid: how many learners were left out; None if nobody asked.
        stories: of the first learners who earn or have a reason, as many as were asked for.
    """

    file: str
    year: str
    method: Method
    as_at: date | None
    learner: str | None
    header: "Header"
    learners: int
    rows: pl.DataFrame
    reasons: pl.DataFrame
    projected: pl.DataFrame
    episodes: pl.DataFrame
    payments: pl.DataFrame
    left_out: pl.DataFrame
    invalid: int | None = None
    held: Decimal | None = None
    stories: Sequence[Story] = ()
    timings: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def day(self) -> date | None:
        """The day that parts what was earned from what is to come: that of the run, else the one
        on which the file was prepared.
        """
        return self.as_at or self.header.FilePreparationDate


HELD_BACK = pl.Schema(
    {
        "rule": pl.String,
        "errors": pl.UInt32,
        "learners": pl.UInt32,
        "amount": pl.Decimal(38, 5),
    }
)
"""What learners with Error findings would earn, by rule. A learner with two rules stands under
both, so the amounts are not to be added up."""
