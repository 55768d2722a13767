"""The groups of learners that were compared put together, with what is said of whole returns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

import polars as pl

from openilr.findings import FINDINGS
from openilr.funding.earnings import Method
from openilr.ilr.schema import schema
from openilr.ilr.years import OPEN_YEARS, long_name
from openilr.pipeline.compare import money
from openilr.pipeline.compare.findings import findings
from openilr.pipeline.compare.pairs import aims, people
from openilr.pipeline.compare.reading import Taken
from openilr.pipeline.compare.records import aims_of_one, fields, learners_of_one
from openilr.pipeline.compare.shapes import MONTHS, Comparison, Return, shaped
from openilr.pipeline.compare.sides import Side


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a whole return before its learners are compared."""

    name: str
    year: str
    UKPRN: int | None
    prepared: date | None
    heights: tuple[int, int]
    findings: pl.DataFrame
    not_run: frozenset[str]

    @classmethod
    def of(cls, taken: Taken, checked: bool) -> "Whole":
        """What is known of a return once it is read; `checked` False leaves its findings out."""
        return cls(
            taken.name,
            taken.year,
            taken.provider,
            taken.header.FilePreparationDate,
            (taken.counts.learners, taken.counts.aims),
            taken.findings if checked else pl.DataFrame(schema=FINDINGS),
            taken.not_run if checked else frozenset(),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What differs between some learners of two returns.

    Attributes:
        blocked: learners of A and of B whose money was not worked out, or not whole.
        missing: what was not on file for them.
    """

    learners: pl.DataFrame
    aims: pl.DataFrame
    fields: pl.DataFrame
    findings: pl.DataFrame
    kinds: pl.DataFrame
    months: pl.DataFrame
    totals: pl.DataFrame
    money: pl.DataFrame
    causes: pl.DataFrame
    blocked: tuple[int, int]
    missing: frozenset[str]


def compared(a: Side, b: Side, left_out: frozenset[str]) -> Part:
    """What differs between learners of two returns; all of one learner must be among them."""
    who = people(a, b)
    which = aims(a, b, who)
    learners, only_aims = learners_of_one(a, b, who), aims_of_one(a, b, who, which)
    values = fields(a, b, who, which)
    amounts = money.amounts(a, b, who)
    told = money.what_changed(a, b, learners, only_aims, values, who)
    moved = money.money(amounts, told)
    blocked = [side.reasons.filter(pl.col("blocks")) for side in (a, b)]
    return Part(
        learners,
        only_aims,
        values,
        findings(a, b, who, which, left_out),
        money.kinds(amounts),
        shaped(money.months(amounts), MONTHS),
        money.totals(amounts),
        moved,
        money.by_cause(moved, told),
        (blocked[0]["learner"].n_unique(), blocked[1]["learner"].n_unique()),
        frozenset(m for f in blocked for m in f["missing"].drop_nulls().to_list()),
    )


def together(
    a: Whole,
    b: Whole,
    parts: Iterable[Part],
    left_out: frozenset[str],
    checked: bool,
    method: Method,
    as_at: date | None,
) -> Comparison:
    """The whole comparison."""
    found = list(parts)

    def of(name: str, *order: str) -> pl.DataFrame:
        frames = cast("list[pl.DataFrame]", [getattr(part, name) for part in found])
        return pl.concat(frames).sort(*order, maintain_order=True)

    month = ("academic_year", "period")
    totals = money.totals(of("totals", *month))
    return Comparison(
        a=_return(a, totals["a"]),
        b=_return(b, totals["b"]),
        learners=of("learners", "only_in", "LearnRefNumber"),
        aims=of("aims", "LearnRefNumber", "only_in", "AimSeqNumber"),
        fields=of("fields", "LearnRefNumber"),
        findings=of(
            *("findings", "change", "severity", "rule"),
            *("LearnRefNumber", "AimSeqNumber", "message"),
        ),
        kinds=of("kinds", "LearnRefNumber", *month),
        months=of("months", "LearnRefNumber", *month),
        totals=totals,
        money=of("money", "difference", "LearnRefNumber"),
        causes=money.added([part.causes for part in found]),
        remarks=tuple(_remarks(a, b, found, left_out, checked)),
        method=method,
        as_at=as_at,
    )


def _return(whole: Whole, amounts: pl.Series) -> Return:
    severities = whole.findings["severity"]
    return Return(
        whole.name,
        whole.year,
        whole.UKPRN,
        whole.prepared,
        *whole.heights,
        int((severities == "E").sum()),
        int((severities == "W").sum()),
        sum(amounts, Decimal(0)),
    )


def _remarks(
    a: Whole, b: Whole, parts: Sequence[Part], left_out: frozenset[str], checked: bool
) -> Iterator[str]:
    if a.year != b.year:
        alone = sorted(_field_names(a.year) ^ _field_names(b.year))
        said = f" Not compared, being collected in one of them only: {', '.join(alone)}."
        yield (
            f"The returns are of two years, {long_name(a.year)} and {long_name(b.year)}."
            + (said if alone else "")
        )
    if not checked:
        yield (
            "Findings were not compared: OpenILR checks "
            f"{' and '.join(long_name(year) for year in OPEN_YEARS)} only."
        )
    if left_out:
        yield (
            "Rules that ran on one of the returns only, so not compared: "
            f"{', '.join(sorted(left_out))}."
        )
    blocked = [sum(part.blocked[side] for part in parts) for side in (0, 1)]
    if any(blocked):
        missing = sorted(frozenset[str]().union(*(part.missing for part in parts)))
        yield (
            f"Money was not worked out, or not whole, for {blocked[0]:,} learners of A and"
            f" {blocked[1]:,} of B"
            + (f"; not on file: {', '.join(missing)}." if missing else ".")
            + " openilr earnings tells why."
        )


def left_out_of(a: Whole, b: Whole) -> frozenset[str]:
    """Rules with findings in one return that could not run on the other."""
    found = {rule for whole in (a, b) for rule in whole.findings["rule"].unique().to_list()}
    return frozenset(found & (a.not_run ^ b.not_run))


def _field_names(year: str) -> set[str]:
    return {f"{e.name}.{f.name}" for e in schema(year).learner_entities() for f in e.fields}
