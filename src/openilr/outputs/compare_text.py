"""A comparison of two returns on the terminal: totals first, then who loses and gains, and why."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from openilr.funding.groups import GROUP_OF, GROUPS
from openilr.ilr.years import long_name
from openilr.outputs.earnings_text import MONTHS, money
from openilr.outputs.summary import counted
from openilr.outputs.values import visible_text
from openilr.pipeline.compare import Comparison, Return

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


def text(found: Comparison, console: Console) -> None:
    """Print a comparison: the two returns, the totals, then what lies behind them."""
    parts: list[RenderableType] = [
        _head("A", found.a),
        _head("B", found.b),
        *(Text(visible_text(remark)) for remark in found.remarks),
        Text(),
    ]
    if found.equal:
        parts.append(Text("Nothing differs: learners, aims, fields, findings and money are equal."))
    parts += [_totals(found), Text(_method(found))]
    parts += list(_summary(found))
    parts += list(_causes(found))
    parts += list(_money(found))
    parts += list(_learners(found))
    parts += list(_fields(found))
    parts += list(_findings(found))
    console.print(Group(*parts))


def _head(letter: str, side: Return) -> RenderableType:
    facts = [
        f"provider {side.UKPRN}" if side.UKPRN else "provider not given",
        long_name(side.year),
        f"prepared {side.prepared:%-d %b %Y}" if side.prepared else "no preparation date",
    ]
    return Group(
        Text(f"{letter}  {visible_text(side.name)}", style="bold", overflow="fold"),
        Text(f"   {', '.join(facts)}"),
    )


def _signed(amount: Decimal) -> str:
    return f"+{money(amount)}" if amount > 0 else money(amount)


def _totals(found: Comparison) -> RenderableType:
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    grid.add_column("", no_wrap=True)
    for name in ("A", "B", "Difference"):
        grid.add_column(name, no_wrap=True, justify="right")
    grid.add_column("")
    a, b = found.a, found.b
    change = found.findings["change"]

    def row(name: str, old: int, new: int, note: str) -> None:
        grid.add_row(name, f"{old:,}", f"{new:,}", f"{new - old:+,}" if new != old else "0", note)

    row("Learners", a.learners, b.learners, _only(found.learners))
    row("Aims", a.aims, b.aims, _only(found.aims, " of learners in both"))
    cured, new = int((change == "cured").sum()), int((change == "new").sum())
    row("Errors", a.errors, b.errors, f"findings: {cured:,} cured, {new:,} new")
    row("Warnings", a.warnings, b.warnings, "")
    gained, lost = (rows.height for rows in (gains(found), losses(found)))
    grid.add_row(
        "Money",
        money(a.amount),
        money(b.amount),
        _signed(b.amount - a.amount),
        f"gain: {counted(gained, 'learner')}; loss: {counted(lost, 'learner')}",
    )
    differ = found.fields.select("LearnRefNumber").n_unique()
    grid.add_row(
        "Values",
        "",
        "",
        f"{found.fields.height:,}",
        f"differ, of {counted(differ, 'learner')} in both",
    )
    return grid


def _only(frame: pl.DataFrame, of: str = "") -> str:
    counts = [int((frame["only_in"] == letter).sum()) for letter in "AB"]
    return f"{counts[0]:,} only in A, {counts[1]:,} only in B{of if any(counts) else ''}"


def _method(found: Comparison) -> str:
    until = f"as at {found.as_at:%-d %b %Y}" if found.as_at else "forecast to the planned ends"
    return f"Money by method {found.method}, {until}, of all years; errors do not hold it back."


def by_group(found: Comparison) -> pl.DataFrame:
    """What all learners earn by kind, as a provider groups them: group, a, b, difference."""
    order = {name: place for place, name in enumerate(GROUPS)}
    return (
        found.totals.group_by(pl.col("kind").replace_strict(GROUP_OF).alias("group"))
        .agg(pl.col("a", "b", "difference").sum())
        .sort(pl.col("group").replace_strict(order, return_dtype=pl.Int32))
    )


def _summary(found: Comparison) -> Iterator[RenderableType]:
    """The money by kind, and the months in which it differs."""
    if found.kinds.is_empty():
        return
    yield Text()
    yield _title("Money by kind", 0)
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    grid.add_column("", no_wrap=True)
    for name in ("A", "B", "Difference"):
        grid.add_column(name, no_wrap=True, justify="right")
    for group, a, b, difference in by_group(found).iter_rows():
        grid.add_row(group, money(a), money(b), _signed(difference) if difference else "0")
    yield grid
    months = (
        found.totals.group_by("academic_year", "period")
        .agg(pl.col("difference").sum())
        .filter(pl.col("difference") != 0)
        .sort("academic_year", "period")
    )
    if months.height:
        yield Text()
        yield _title("Months in which the money differs", 0)
        yield Text(f"  {_spans(months)}", overflow="fold")


def _causes(found: Comparison) -> Iterator[RenderableType]:
    if found.causes.is_empty():
        return
    yield Text()
    yield _title("What changed of learners whose money differs", found.causes.height)
    grid = Table.grid(padding=(0, 2, 0, 2))
    grid.add_column()
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    for cause, learners, difference in (
        found.causes.head(SHOWN).select("cause", "learners", "difference").iter_rows()
    ):
        grid.add_row(visible_text(cause), counted(learners, "learner"), _signed(difference))
    yield grid


def _of_kinds(kinds: pl.DataFrame) -> str:
    """The difference of a learner by group of kinds."""
    sums = (
        kinds.group_by(pl.col("kind").replace_strict(GROUP_OF).alias("group"), maintain_order=True)
        .agg(pl.col("difference").sum())
        .filter(pl.col("difference").abs() >= HALF_A_PENNY)
    )
    return "; ".join(f"{group} {_signed(amount)}" for group, amount in sums.iter_rows())


def _money(found: Comparison) -> Iterator[RenderableType]:
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
        yield _title(title, rows.height)
        for row in rows.head(SHOWN).iter_rows(named=True):
            name = row["LearnRefNumber"]
            shown = visible_text(name if name is not None else "without LearnRefNumber")
            amounts = f"{money(row['a'])} to {money(row['b'])}"
            yield Text(f"  {shown}  {_signed(row['difference'])}  ({amounts})", style="bold")
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


def _title(title: str, height: int) -> Text:
    more = f" ({SHOWN} of {height:,})" if height > SHOWN else ""
    return Text(f"{title}{more}", style="bold underline")


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
        f"{name(first)} {_signed(amount)}"
        if first == last
        else f"{name(first)} to {name(last)} {_signed(amount)} each"
        for first, last, amount in spans
    )


def _learners(found: Comparison) -> Iterator[RenderableType]:
    for letter in "AB":
        rows = found.learners.filter(pl.col("only_in") == letter)
        if rows.height:
            yield Text()
            yield _title(f"Learners only in {letter}", rows.height)
            names = rows["LearnRefNumber"].fill_null("without LearnRefNumber").head(SHOWN)
            yield Text(f"  {visible_text(', '.join(names.to_list()))}", overflow="fold")
    if found.aims.height:
        yield Text()
        yield _title("Aims of one return only", found.aims.height)
        for ref, side, seq, aim, start, _ in found.aims.head(SHOWN).iter_rows():
            facts = f"{aim or 'no LearnAimRef'}, from {start or 'no start date'}"
            yield Text(visible_text(f"  {ref}, aim {seq} ({facts}): only in {side}"))


def _fields(found: Comparison) -> Iterator[RenderableType]:
    counts = (
        found.fields.group_by("entity", "field")
        .agg(pl.len().alias("values"), pl.col("LearnRefNumber").n_unique().alias("learners"))
        .sort("values", "entity", "field", descending=[True, False, False])
    )
    if counts.is_empty():
        return
    yield Text()
    yield _title("Fields that differ", counts.height)
    grid = Table.grid(padding=(0, 2, 0, 2))
    for entity, field, values, learners in counts.head(SHOWN).iter_rows():
        grid.add_row(
            f"{entity}.{field}", counted(values, "value"), f"of {counted(learners, 'learner')}"
        )
    yield grid


def _findings(found: Comparison) -> Iterator[RenderableType]:
    change = pl.col("change")
    counts = (
        found.findings.group_by("rule", "severity")
        .agg(
            (change == "cured").sum().alias("cured"),
            (change == "new").sum().alias("new"),
            pl.col("LearnRefNumber").filter(change == "new").drop_nulls().unique().sort().head(3),
        )
        .sort("new", "cured", "rule", descending=[True, True, False])
    )
    if counts.is_empty():
        return
    yield Text()
    yield _title("Findings cured and new", counts.height)
    grid = Table.grid(padding=(0, 2, 0, 2))
    words = {"E": "Error", "W": "Warning"}
    for rule, severity, cured, new, names in counts.head(SHOWN).iter_rows():
        grid.add_row(
            rule,
            words.get(severity, severity),
            f"{cured:,} cured",
            f"{new:,} new",
            visible_text(", ".join(names) + (", ..." if new > len(names) > 0 else "")),
        )
    yield grid
