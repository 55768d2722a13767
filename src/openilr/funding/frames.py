"""Earnings of many learners: a message in, tables out. The one place here that knows Polars.

Columns are turned into Python lists once and grouped by learner and aim, so that no cell is asked
for by itself; the calculations see `records.Learner` only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from openilr.funding.earnings import Method, earnings_of
from openilr.funding.months import period_of
from openilr.funding.outcome import Earnings, Episode, Reason, Row
from openilr.funding.parameters import Parameters
from openilr.funding.records import (
    AIM_FIELDS,
    LEARNER_FIELDS,
    Aim,
    AppFin,
    Employment,
    Fam,
    History,
    Learner,
    Monitoring,
)
from openilr.funding.reference import FundingReference
from openilr.reference.supplied import NO_TABLES, Tables

if TYPE_CHECKING:
    from openilr.ilr.message import Message

ROWS = pl.Schema(
    {
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "academic_year": pl.String,
        "period": pl.UInt8,  # 1 = August
        "kind": pl.String,
        "amount": pl.Decimal(12, 5),
        "episode": pl.String,  # identifier of the price episode; null outside FM36
        "explanation": pl.String,  # by which the story of the amount is asked for
        "fund_line": pl.String,  # null where it is not known
    }
)
"""Amounts earned, ordered by learner, aim, period and kind."""

REASONS = pl.Schema(
    {
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "reason": pl.String,
        "message": pl.String,
        "fields": pl.List(pl.Struct({"name": pl.String, "value": pl.String})),
        "missing": pl.String,  # the parameter or reference table that is not on file
        "blocks": pl.Boolean,  # money may be missing for it; else a remark
    }
)
"""Why something was not worked out, or what was assumed."""

EPISODES = pl.Schema(
    {
        "learner": pl.UInt32,
        "aim": pl.UInt32,
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "PriceEpisodeIdentifier": pl.String,
        "EpisodeStartDate": pl.Date,
        "PriceEpisodePlannedEndDate": pl.Date,
        "PriceEpisodeActualEndDate": pl.Date,
        "TNP1": pl.Int64,
        "TNP2": pl.Int64,
        "TNP3": pl.Int64,
        "TNP4": pl.Int64,
        "PriceEpisodeTotalTNPPrice": pl.Decimal(12, 5),
        "PriceEpisodeUpperBandLimit": pl.Decimal(12, 5),
        "PriceEpisodePreviousEarnings": pl.Decimal(12, 5),
        "PriceEpisodePreviousEarningsSameProvider": pl.Decimal(12, 5),
        "PriceEpisodeRemainingTNPAmount": pl.Decimal(12, 5),
        "PriceEpisodeUpperLimitAdjustment": pl.Decimal(12, 5),
        "PriceEpisodeCappedRemainingTNPAmount": pl.Decimal(12, 5),
        "PriceEpisodeCompletionElement": pl.Decimal(12, 5),
        "PriceEpisodePlannedInstalments": pl.Int32,
        "PriceEpisodeInstalmentValue": pl.Decimal(12, 5),
        "PriceEpisodeActualInstalments": pl.Int32,
        "PriceEpisodeCompleted": pl.Boolean,
        "PriceEpisodeTotalEarnings": pl.Decimal(12, 5),
        "PriceEpisodeContractType": pl.Int32,
        "PriceEpisodeFundLineType": pl.String,
        "PriceEpisodeESFAContribPct": pl.Decimal(12, 5),
        "AgeAtProgStart": pl.Int32,
        "PriceEpisodeTotalPMRs": pl.Decimal(12, 5),
        "PriceEpisodeCumulativePMRs": pl.Decimal(12, 5),
        "PriceEpisodeCompExemCode": pl.Int32,
    }
)
"""Price episodes with DfE's attribute names."""

_FUNDED_MODELS = (10, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99)
FAM_TYPES = ("ACT", "ADL", "ALB", "DAM", "EEF", "EVI", "FFI", "LDM", "LSF", "RES", "SOF")


@dataclass(frozen=True, slots=True)
class EarningsTables:
    """What the learners of a message earn.

    Attributes:
        projected: shape ROWS: completion of learners still in learning, at their planned ends; not
            among `rows`.
    """

    rows: pl.DataFrame
    reasons: pl.DataFrame
    projected: pl.DataFrame
    episodes: pl.DataFrame


def earnings(
    message: "Message",
    tables: Tables = NO_TABLES,
    *,
    parameters: Parameters | None = None,
    method: Method = Method.FM36,
    as_at: date | None = None,
    years: Iterable[str] | None = None,
    history: Mapping[str, Sequence[History]] | None = None,
    only: Iterable[int] | None = None,
) -> EarningsTables:
    """What the learners of a message earn under every funding model.

    `parameters` are those on file unless others are given. `as_at` is the day that counts as today;
    None forecasts open programmes to their planned end.
    `years` keeps the rows of some academic years. `history` holds, by LearnRefNumber, what was
    earned before the file begins. `only` keeps some learners, by their keys.
    Shape:   every table is ordered by learner; a learner's rows depend on that learner alone.
    Errors:  none for bad data: it is in `reasons`.
    """
    reference = FundingReference(tables, parameters)
    made = _Columns()
    for learner in learners_of(message, history or {}, only):
        found = earnings_of(learner, reference, method=method, until=as_at)
        made.take(learner.learner, found)
    return made.tables(message["Learner"], None if years is None else frozenset(years))


# -- a message as records --------------------------------------------------------------------------


def learners_of(
    message: "Message",
    history: Mapping[str, Sequence[History]] | None = None,
    only: Iterable[int] | None = None,
) -> Iterator[Learner]:
    """The learners of a message who have an aim of a funding model, in document order."""
    deliveries = message["LearningDelivery"].filter(pl.col("FundModel").is_in(_FUNDED_MODELS))
    if only is not None:
        deliveries = deliveries.filter(
            pl.col("learner").is_in(pl.Series(list(only), dtype=pl.UInt32).implode())
        )
    aims = _aims(message, deliveries)
    statuses = _employment(message)
    people = message["Learner"].join(
        deliveries.select("learner").unique(), on="learner", how="semi", maintain_order="left"
    )
    columns = (people[name].to_list() for name in ("learner", *LEARNER_FIELDS))
    earlier = history or {}
    ukprn = message.header.provider_UKPRN or message.header.UKPRN
    for key, *values in zip(*columns, strict=True):
        yield Learner(
            key,
            *values,
            aims=tuple(aims.get(key, ())),
            employment=tuple(statuses.get(key, ())),
            history=tuple(earlier.get(values[0], ())) if earlier else (),
            UKPRN=ukprn,
        )


def _aims(message: "Message", deliveries: pl.DataFrame) -> dict[int, list[Aim]]:
    fams = message["LearningDeliveryFAM"].filter(pl.col("LearnDelFAMType").is_in(FAM_TYPES))
    fams_of = _grouped(fams, "aim", Fam)
    finance_of = _grouped(message["AppFinRecord"], "aim", AppFin)
    names = ("aim", *AIM_FIELDS)
    columns = [_list(deliveries, name) for name in ("learner", *names)]
    found: dict[int, list[Aim]] = {}
    for key, aim, *values in zip(*columns, strict=True):
        children = (tuple(fams_of.get(aim, ())), tuple(finance_of.get(aim, ())))
        found.setdefault(key, []).append(Aim._make((aim, *values, *children)))
    return found


def _list(frame: pl.DataFrame, name: str) -> list[Any]:
    """A column as a list; a field that the year does not collect is absent in every row."""
    return frame[name].to_list() if name in frame.columns else [None] * frame.height


def _grouped(frame: pl.DataFrame, key: str, kind: Any) -> dict[int, list[Any]]:
    """The rows of a child entity as named tuples, by the key of their parent, in order."""
    found: dict[int, list[Any]] = {}
    columns = [_list(frame, name) for name in (key, *kind._fields)]
    make = kind._make
    for parent, *values in zip(*columns, strict=True):
        found.setdefault(parent, []).append(make(values))
    return found


def _employment(message: "Message") -> dict[int, list[Employment]]:
    monitoring = message["EmploymentStatusMonitoring"].filter(pl.col("ESMType") == "SEM")
    by_status = _grouped(monitoring, "status", Monitoring)
    frame = message["LearnerEmploymentStatus"]
    names = ("learner", "status", "EmpStat", "DateEmpStatApp", "EmpId")
    found: dict[int, list[Employment]] = {}
    for key, status, stat, since, employer in zip(*(_list(frame, n) for n in names), strict=True):
        work = Employment(stat, since, tuple(by_status.get(status, ())), employer)
        found.setdefault(key, []).append(work)
    return found


# -- answers as tables -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Columns:
    """The answers of many learners, gathered."""

    row_learners: list[int] = field(default_factory=list[int])
    rows: list[Row] = field(default_factory=list[Row])
    projected_learners: list[int] = field(default_factory=list[int])
    projected: list[Row] = field(default_factory=list[Row])
    reason_learners: list[int] = field(default_factory=list[int])
    reasons: list[Reason] = field(default_factory=list[Reason])
    episode_learners: list[int] = field(default_factory=list[int])
    episodes: list[Episode] = field(default_factory=list[Episode])
    lines: list[tuple[int, int, str | None]] = field(
        default_factory=list[tuple[int, int, str | None]]
    )

    def take(self, learner: int, found: Earnings) -> None:
        """Add the answer of one learner."""
        self.row_learners.extend([learner] * len(found.rows))
        self.rows.extend(found.rows)
        if found.projected:
            self.projected_learners.extend([learner] * len(found.projected))
            self.projected.extend(found.projected)
        if found.reasons:
            self.reason_learners.extend([learner] * len(found.reasons))
            self.reasons.extend(found.reasons)
        if found.episodes:
            self.episode_learners.extend([learner] * len(found.episodes))
            self.episodes.extend(found.episodes)
        self.lines.extend((learner, aim, line) for aim, line in found.lines.items())

    def tables(self, learners: pl.DataFrame, years: frozenset[str] | None) -> EarningsTables:
        """All answers as tables."""
        names = learners.select("learner", "LearnRefNumber")
        episodes = _episodes(self.episode_learners, self.episodes, names)
        lines = pl.DataFrame(
            self.lines,
            schema={"learner": pl.UInt32, "aim": pl.UInt32, "of_aim": pl.String},
            orient="row",
        )
        return EarningsTables(
            _rows(self.row_learners, self.rows, names, lines, years),
            _reasons(self.reason_learners, self.reasons, names),
            _rows(self.projected_learners, self.projected, names, lines, years),
            episodes,
        )


def _rows(
    learners: list[int],
    rows: list[Row],
    names: pl.DataFrame,
    lines: pl.DataFrame,
    years: frozenset[str] | None,
) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=ROWS)
    aims, numbers, months, kinds, amounts, episodes = zip(*rows, strict=True)
    distinct = sorted(set(months))
    frame = pl.DataFrame(
        {
            "learner": pl.Series(learners, dtype=pl.UInt32),
            "aim": pl.Series(aims, dtype=pl.UInt32),
            "AimSeqNumber": pl.Series(numbers, dtype=pl.Int32),
            "month": pl.Series(months, dtype=pl.Int32),
            "kind": pl.Series(list(map(str, kinds)), dtype=pl.String),
            "amount": pl.Series(amounts, dtype=pl.Decimal(12, 5)),
            "episode": pl.Series(episodes, dtype=pl.String),
        }
    )
    periods = pl.DataFrame(
        {
            "month": pl.Series(distinct, dtype=pl.Int32),
            "academic_year": [period_of(m)[0] for m in distinct],
            "period": pl.Series([period_of(m)[1] for m in distinct], dtype=pl.UInt8),
        }
    )
    frame = (
        frame.join(periods, on="month", how="left", maintain_order="left")
        .join(names, on="learner", how="left", maintain_order="left")
        .join(lines, on=["learner", "aim"], how="left", maintain_order="left")
    )
    if years is not None:
        frame = frame.filter(pl.col("academic_year").is_in(sorted(years)))
    key = pl.concat_str(
        pl.col("AimSeqNumber").cast(pl.String).fill_null(""),
        pl.col("episode").fill_null(""),
        "kind",
        "academic_year",
        pl.col("period").cast(pl.String).str.zfill(2),
        separator="/",
    )
    return (
        frame.with_columns(
            explanation=key,
            fund_line="of_aim",
        )
        .sort("learner", "aim", "academic_year", "period", "kind", "episode", maintain_order=True)
        .select(ROWS.names())
    )


def _reasons(learners: list[int], reasons: list[Reason], names: pl.DataFrame) -> pl.DataFrame:
    rows = [
        {
            "learner": learner,
            "aim": r.aim,
            "AimSeqNumber": r.AimSeqNumber,
            "reason": r.code,
            "message": r.text,
            "fields": [{"name": name, "value": value} for name, value in r.fields],
            "missing": r.parameter,
            "blocks": r.blocks,
        }
        for learner, r in zip(learners, reasons, strict=True)
    ]
    schema = {name: kind for name, kind in REASONS.items() if name != "LearnRefNumber"}
    return (
        pl.DataFrame(rows, schema=schema)
        .join(names, on="learner", how="left", maintain_order="left")
        .select(REASONS.names())
        .sort("learner", "aim", "reason", maintain_order=True)
    )


def _episodes(learners: list[int], episodes: list[Episode], names: pl.DataFrame) -> pl.DataFrame:
    values = [
        (
            learner,
            e.aim,
            e.AimSeqNumber,
            e.identifier,
            e.start,
            e.planned_end,
            e.actual_end,
            *e.tnp,
            e.total_price,
            e.band,
            e.earned_before,
            e.earned_before_here,
            e.remaining,
            e.adjustment,
            e.capped,
            e.completion_element,
            e.planned_instalments,
            e.instalment,
            e.actual_instalments,
            e.completed,
            e.earned,
            e.contract_type,
            e.fund_line,
            e.government_share,
            e.age_at_start,
            e.received,
            e.received_by_end,
            e.exemption,
        )
        for learner, e in zip(learners, episodes, strict=True)
    ]
    schema = {name: kind for name, kind in EPISODES.items() if name != "LearnRefNumber"}
    columns = zip(*values, strict=True) if values else [()] * len(schema)
    return (
        pl.DataFrame(
            {
                name: money_column(column) if kind.is_decimal() else pl.Series(column, dtype=kind)
                for (name, kind), column in zip(schema.items(), columns, strict=True)
            }
        )
        .join(names, on="learner", how="left", maintain_order="left")
        .select(EPISODES.names())
    )


def money_column(column: Iterable[Any]) -> pl.Series:
    """A column of amounts with five decimal places."""
    from decimal import ROUND_HALF_UP

    from openilr.funding.money import round_five_places

    return pl.Series(
        [None if v is None else round_five_places(v, mode=ROUND_HALF_UP) for v in column],
        dtype=pl.Decimal(12, 5),
    )
