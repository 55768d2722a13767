"""The money of a comparison on the terminal: by kind, month and cause, then who loses and gains."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from openilr.funding.groups import GROUP_OF, GROUPS
from openilr.outputs.earnings_text import MONTHS, money
from openilr.outputs.summary import counted
from openilr.outputs.values import visible_text
from openilr.pipeline.compare import Comparison

SHOWN = 10
"""Learners named in each list."""

CAUSES_SHOWN = 6
"""Changes told of a learner."""


HALF_A_PENNY = Decimal("0.005")


def losses(found: Comparison) -> pl.DataFrame:
    """Learners who earn less in B, the largest loss first."""
    return found.money.filter(pl.col("difference") <= -HALF_A_PENNY)


def gains(found: Comparison) -> pl.DataFrame:
    """Learners who earn more in B, the largest gain first."""
    return found.money.filter(pl.col("difference") >= HALF_A_PENNY).sort(
        "difference", descending=True, maintain_order=True
    )


def moved(found: Comparison) -> pl.DataFrame:
    """Learners who earn the same in other months, but for fractions of a penny."""
    return found.money.filter(pl.col("difference").abs() < HALF_A_PENNY)


def by_group(found: Comparison) -> pl.DataFrame:
    """What all learners earn by kind, as a provider groups them: group, a, b, difference."""
    order = {name: place for place, name in enumerate(GROUPS)}
    return (
        found.totals.group_by(pl.col("kind").replace_strict(GROUP_OF).alias("group"))
        .agg(pl.col("a", "b", "difference").sum())
        .sort(pl.col("group").replace_strict(order, return_dtype=pl.Int32))
    )


def money_summary(found: Comparison) -> Iterator[RenderableType]:
    """The money by kind, and the months in which it differs."""
    if found.kinds.is_empty():
        return
    yield Text()
    yield title_of("Money by kind", 0)
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    grid.add_column("", no_wrap=True)
    for name in ("A", "B", "Difference"):
        grid.add_column(name, no_wrap=True, justify="right")
    for group, a, b, difference in by_group(found).iter_rows():
        grid.add_row(group, money(a), money(b), signed(difference) if difference else "0")
    yield grid
    months = (
        found.totals.group_by("academic_year", "period")
        .agg(pl.col("difference").sum())
        .filter(pl.col("difference") != 0)
        .sort("academic_year", "period")
    )
    if months.height:
        yield Text()
        yield title_of("Months in which the money differs", 0)
        yield Text(f"  {_spans(months)}", overflow="fold")


def money_causes(found: Comparison) -> Iterator[RenderableType]:
    """What changed of the learners whose money differs, added up."""
    if found.causes.is_empty():
        return
    yield Text()
    yield title_of("What changed of learners whose money differs", found.causes.height)
    grid = Table.grid(padding=(0, 2, 0, 2))
    grid.add_column()
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    for cause, learners, difference in (
        found.causes.head(SHOWN).select("cause", "learners", "difference").iter_rows()
    ):
        grid.add_row(visible_text(cause), counted(learners, "learner"), signed(difference))
    yield grid


def money_by_learner(found: Comparison) -> Iterator[RenderableType]:
    """Who loses and gains most, and whose money only moved, with the months and causes."""
    by_learner = found.months.partition_by("LearnRefNumber", as_dict=True)
    by_kind = found.kinds.partition_by("LearnRefNumber", as_dict=True)
    for title, rows in (
        ("The largest losses", losses(found)),
        ("The largest gains", gains(found)),
        ("Moved between months or kinds only", moved(found)),
    ):
        if rows.is_empty():
            continue
        yield Text()
        yield title_of(title, rows.height)
        for row in rows.head(SHOWN).iter_rows(named=True):
            name = row["LearnRefNumber"]
            shown = visible_text(name if name is not None else "without LearnRefNumber")
            amounts = f"{money(row['a'])} to {money(row['b'])}"
            yield Text(f"  {shown}  {signed(row['difference'])}  ({amounts})", style="bold")
            lines = [_of_kinds(by_kind[name,])] if (name,) in by_kind else []
            lines += [_spans(by_learner[name,])] if (name,) in by_learner else []
            lines = [line for line in lines if line]
            because: list[str] = row["because"]
            lines += because[:CAUSES_SHOWN]
            if len(because) > CAUSES_SHOWN:
                lines.append(f"and {len(because) - CAUSES_SHOWN:,} more changes")
            if not because:
                lines.append("no field of this learner differs")
            for line in lines:
                yield Padding(Text(visible_text(line), overflow="fold"), (0, 0, 0, 4), expand=False)


def _of_kinds(kinds: pl.DataFrame) -> str:
    """The difference of a learner by group of kinds."""
    sums = (
        kinds.group_by(pl.col("kind").replace_strict(GROUP_OF).alias("group"), maintain_order=True)
        .agg(pl.col("difference").sum())
        .filter(pl.col("difference").abs() >= HALF_A_PENNY)
    )
    return "; ".join(f"{group} {signed(amount)}" for group, amount in sums.iter_rows())


def _spans(months: pl.DataFrame) -> str:
    """The months of a learner, those that follow each other with one difference as a span."""
    spans: list[tuple[int, int, Decimal]] = []
    for year, period, difference in months.select(
        "academic_year", "period", "difference"
    ).iter_rows():
        month = (2000 + int(year[:2])) * 12 + period - 1
        if spans and spans[-1][1] == month - 1 and spans[-1][2] == difference:
            spans[-1] = (spans[-1][0], month, difference)
        else:
            spans.append((month, month, difference))

    def name(month: int) -> str:
        year, place = divmod(month, 12)
        return f"{MONTHS[place]} {year if place < 5 else year + 1}"

    return "; ".join(
        f"{name(first)} {signed(amount)}"
        if first == last
        else f"{name(first)} to {name(last)} {signed(amount)} each"
        for first, last, amount in spans
    )


def signed(amount: Decimal) -> str:
    """A difference as people read it, with its sign."""
    return f"+{money(amount)}" if amount > 0 else money(amount)


def title_of(title: str, height: int) -> Text:
    """A heading that says when only the first SHOWN are listed."""
    more = f" ({SHOWN} of {height:,})" if height > SHOWN else ""
    return Text(f"{title}{more}", style="bold underline")
