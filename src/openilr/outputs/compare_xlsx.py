"""A comparison of two returns as a workbook."""

import io
from typing import BinaryIO, cast

import polars as pl
import xlsxwriter

from openilr.funding.groups import GROUP_OF, GROUPS
from openilr.ilr.years import long_name
from openilr.outputs.bulk_sheet import BulkSheet
from openilr.outputs.compare_money_text import by_group
from openilr.outputs.earnings_text import money
from openilr.pipeline.compare import Comparison, Return

ROW_LIMIT = 1_048_576
"""Rows of a sheet in Excel, the heading among them."""


def write(found: Comparison, stream: BinaryIO) -> None:
    """A workbook: Summary; the money in all by kind, month and cause; the money by learner, month
    and kind; Learners, Aims, Fields and Findings.

    Every cell is a text or a number, so no value of a file is computed when it is opened.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    a, b = found.a, found.b
    summary = pl.DataFrame(
        {
            "": ["File", "Year", "Learners", "Aims", "Errors", "Warnings", "Money"],
            "A": [a.name, long_name(a.year), *_figures(a)],
            "B": [b.name, long_name(b.year), *_figures(b)],
        },
        strict=False,
    )
    because = found.money.with_columns(pl.col("because").list.join("; "))
    for name, frame in (
        ("Summary", summary),
        ("Totals by kind", by_group(found)),
        ("Totals by month", _pivoted(found)),
        ("Totals by cause", found.causes),
        ("Money by learner", because),
        ("Money by month", found.months),
        ("Money by month and kind", found.kinds),
        ("Learners", found.learners),
        ("Aims", found.aims),
        ("Fields", found.fields.drop("funding")),
        ("Findings", found.findings),
    ):
        _sheet(book, name, frame)
    book.close()
    stream.write(packed.getbuffer())


def _pivoted(found: Comparison) -> pl.DataFrame:
    """The months of all learners, with the difference of each group of kinds beside."""
    month = ("academic_year", "period")
    whole = found.totals.group_by(*month).agg(pl.col("a", "b", "difference").sum())
    groups = (
        found.totals.filter(pl.col("difference") != 0)
        .with_columns(group=pl.col("kind").replace_strict(GROUP_OF))
        .group_by(*month, "group")
        .agg(pl.col("difference").sum())
        .pivot("group", index=month, values="difference")
    )
    shown = [name for name in GROUPS if name in groups.columns]
    return (
        whole.join(groups, on=month, how="left")
        .sort(*month)
        .select(*month, "a", "b", "difference", *shown)
    )


def _figures(side: Return) -> list[str]:
    return [
        *(f"{n:,}" for n in (side.learners, side.aims, side.errors, side.warnings)),
        money(side.amount),
    ]


def _sheet(book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame) -> None:
    sheet = cast("BulkSheet", book.add_worksheet(name, BulkSheet))  # pyright: ignore[reportUnknownMemberType]
    heading, amount, day = (
        book.add_format(look)  # pyright: ignore[reportUnknownMemberType]
        for look in (
            {"bold": True, "bottom": 1},
            {"num_format": "#,##0.00"},
            {"num_format": "dd/mm/yyyy"},
        )
    )
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, title, heading)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, frame.width - 1, 18)
    fits = min(frame.height, ROW_LIMIT - 2)
    formats = [
        amount if kind.is_decimal() else day if kind == pl.Date else None for kind in frame.dtypes
    ]
    after = sheet.write_frame(1, frame.head(fits), formats)
    if left := frame.height - fits:
        sheet.write_string(after, 0, f"{left:,} more rows do not fit on a sheet")
