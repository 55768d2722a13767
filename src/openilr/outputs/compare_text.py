"""A comparison of two returns on the terminal: totals first, then who loses and gains, and why."""

from collections.abc import Iterator

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from openilr.ilr.years import long_name
from openilr.outputs.compare_money_text import (
    SHOWN,
    gains,
    losses,
    money_by_learner,
    money_causes,
    money_summary,
    signed,
    title_of,
)
from openilr.outputs.earnings_text import money
from openilr.outputs.summary import counted
from openilr.outputs.values import visible_text
from openilr.pipeline.compare import Comparison, Return


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
    parts += list(money_summary(found))
    parts += list(money_causes(found))
    parts += list(money_by_learner(found))
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
        signed(b.amount - a.amount),
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


def _learners(found: Comparison) -> Iterator[RenderableType]:
    for letter in "AB":
        rows = found.learners.filter(pl.col("only_in") == letter)
        if rows.height:
            yield Text()
            yield title_of(f"Learners only in {letter}", rows.height)
            names = rows["LearnRefNumber"].fill_null("without LearnRefNumber").head(SHOWN)
            yield Text(f"  {visible_text(', '.join(names.to_list()))}", overflow="fold")
    if found.aims.height:
        yield Text()
        yield title_of("Aims of one return only", found.aims.height)
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
    yield title_of("Fields that differ", counts.height)
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
    yield title_of("Findings cured and new", counts.height)
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
