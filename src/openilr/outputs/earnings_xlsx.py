"""A workbook of earnings: summary by month, every amount, prices, payments, episodes, reasons.

Every cell is written as a text or a number and never as a formula or a link, so no value of the
file is computed when the workbook is opened.
"""

import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import BinaryIO, cast

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format

from openilr.funding.contribution_frames import contributions
from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.bulk_sheet import BulkSheet
from openilr.outputs.earnings_summary import lines, payments
from openilr.outputs.earnings_text import MONTHS
from openilr.pipeline.earnings import EPISODES, EarningsReport

ROW_LIMIT = 1_048_576
"""Rows of a sheet in Excel, the heading among them."""

COLUMNS = (
    "LearnRefNumber",
    "AimSeqNumber",
    "academic_year",
    "period",
    "kind",
    "amount",
    "episode",
    "fund_line",
)

EPISODE_COLUMNS = tuple(name for name in EPISODES if name not in ("learner", "aim"))

Cell = str | int | Decimal | None


def write(
    reports: Sequence[EarningsReport], stream: BinaryIO, *, row_limit: int = ROW_LIMIT
) -> None:
    """Write the workbook of all files: Summary, Earnings, Prices and payments, Price episodes,
    Who pays, Reasons, Held back.

    With several files each sheet has a column File first. `row_limit` is the number of rows a sheet
    may have; what does not fit is counted in its last row.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheets = _Sheets(book, len(reports) > 1, row_limit)
    sheets.add(
        "Summary",
        ("Academic year", "Funding line", "Kind", *MONTHS, "Year to date", "Total"),
        (
            (
                report,
                (long_name(x.academic_year), x.fund_line, x.group, *x.months, x.to_date, x.total),
            )
            for report in reports
            for x in lines(report)
        ),
    )
    sheets.add_frames("Earnings", [(report, report.rows.select(COLUMNS)) for report in reports])
    sheets.add(
        "Prices and payments",
        ("Academic year", "Record", "What it is", "Records", *MONTHS, "Total"),
        (
            (report, (long_name(x.academic_year), x.name, x.label, x.records, *x.months, x.total))
            for report in reports
            for x in payments(report)
        ),
    )
    sheets.add_frames(
        "Price and payment records",
        [(report, report.payments.drop("learner")) for report in reports],
    )
    sheets.add_frames(
        "Price episodes", [(report, report.episodes.select(EPISODE_COLUMNS)) for report in reports]
    )
    sheets.add_frames(
        "Who pays",
        [(r, contributions(r.rows, r.episodes).drop("learner", "aim")) for r in reports],
    )
    sheets.add_frames("Reasons", [(report, _reasons(report)) for report in reports])
    if any(report.invalid is not None for report in reports):
        sheets.add(
            "Held back",
            ("Rule", "Errors", "Learners", "Amount held back"),
            ((report, row) for report in reports for row in report.left_out.iter_rows()),
        )
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    stream.write(packed.getbuffer())


def _reasons(report: EarningsReport) -> pl.DataFrame:
    pair = pl.format(
        "{}={}",
        pl.element().struct.field("name"),
        pl.element().struct.field("value").fill_null(""),
    )
    return report.reasons.select(
        "LearnRefNumber",
        "AimSeqNumber",
        pl.col("reason").alias("Reason"),
        pl.col("message").alias("What it is"),
        pl.col("fields").list.eval(pair).list.join("|").alias("Fields"),
        pl.col("missing").alias("Not on file"),
    )


class _Sheets:
    """Makes sheets of one look."""

    def __init__(self, book: xlsxwriter.Workbook, files: bool, row_limit: int) -> None:
        self.book = book
        self.files = files
        self.row_limit = row_limit
        self.width = 0
        self.heading = self._format({"bold": True, "bottom": 1})
        self.money = self._format({"num_format": "#,##0.00"})
        self.day = self._format({"num_format": "dd/mm/yyyy"})

    def _format(self, look: dict[str, object]) -> Format:
        return self.book.add_format(look)  # pyright: ignore[reportUnknownMemberType] - untyped

    def add(
        self,
        name: str,
        heading: Sequence[str],
        rows: Iterable[tuple[EarningsReport, Sequence[Cell]]],
    ) -> None:
        """Write a sheet of rows under a heading that stays in sight."""
        sheet = self._sheet(name, (("File",) if self.files else ()) + tuple(heading))
        written = left = 0
        for report, cells in rows:
            if written + 2 >= self.row_limit:
                left += 1
                continue
            written += 1
            values = ((report.file,) if self.files else ()) + tuple(cells)
            for column, value in enumerate(values):
                self._cell(sheet, written, column, value)
        self._end(sheet, written, left)

    def _sheet(self, name: str, titles: Sequence[str]) -> BulkSheet:
        sheet = cast("BulkSheet", self.book.add_worksheet(name, BulkSheet))  # pyright: ignore[reportUnknownMemberType]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, self.heading)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 16)
        self.width = len(titles)
        return sheet

    def _end(self, sheet: BulkSheet, written: int, left: int) -> None:
        if left:
            sheet.write_string(written + 1, 0, f"{left:,} more rows do not fit on a sheet")
        elif written:
            sheet.autofilter(0, 0, written, self.width - 1)

    def add_frames(self, name: str, frames: Sequence[tuple[EarningsReport, pl.DataFrame]]) -> None:
        """Write a sheet of tables, one below another, under the names of their columns."""
        room = self.row_limit - 2
        sheet, written, left = None, 0, 0
        for report, frame in frames:
            shown = frame.head(room - written)
            left += frame.height - shown.height
            if self.files:
                shown = shown.select(pl.lit(report.file).alias("File"), pl.all())
            if sheet is None:
                sheet = self._sheet(name, shown.columns)
            formats = [self._format_of(kind) for kind in shown.dtypes]
            written = sheet.write_frame(written + 1, shown, formats) - 1
        if sheet is not None:
            self._end(sheet, written, left)

    def _format_of(self, kind: pl.DataType) -> Format | None:
        if kind.is_decimal():
            return self.money
        return self.day if kind == pl.Date else None

    def _cell(self, sheet: BulkSheet, row: int, column: int, value: Cell) -> None:
        match value:
            case None:
                return
            case Decimal():
                pence = round_pence(value, mode=ROUND_HALF_UP)
                sheet.write_number(row, column, float(pence), self.money)
            case int():
                sheet.write_number(row, column, value)
            case str():
                sheet.write_string(row, column, value)
