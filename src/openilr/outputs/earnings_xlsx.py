"""A workbook of earnings: summary by month, every amount, prices, payments, episodes, reasons.

Every cell is written as a text or a number and never as a formula or a link, so no value of the
file is computed when the workbook is opened.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.earnings_summary import lines, payments
from openilr.outputs.earnings_text import MONTHS
from openilr.pipeline.earnings import EPISODES, EarningsReport

ROW_LIMIT = 1_048_576
"""Rows of a sheet in Excel, the heading among them."""

EPISODE_COLUMNS = tuple(name for name in EPISODES if name not in ("learner", "aim"))

Cell = str | int | Decimal | date | None


def write(
    reports: Sequence[EarningsReport], stream: BinaryIO, *, row_limit: int = ROW_LIMIT
) -> None:
    """Write the workbook of all files: Summary, Earnings, Prices and payments, Price episodes,
    Reasons, Held back.

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
    names = (
        "LearnRefNumber",
        "AimSeqNumber",
        "academic_year",
        "period",
        "kind",
        "amount",
        "episode",
        "fund_line",
    )
    sheets.add(
        "Earnings",
        names,
        ((report, row) for report in reports for row in report.rows.select(names).iter_rows()),
    )
    sheets.add(
        "Prices and payments",
        ("Academic year", "Record", "What it is", "Records", *MONTHS, "Total"),
        (
            (report, (long_name(x.academic_year), x.name, x.label, x.records, *x.months, x.total))
            for report in reports
            for x in payments(report)
        ),
    )
    sheets.add(
        "Price episodes",
        EPISODE_COLUMNS,
        (
            (report, row)
            for report in reports
            for row in report.episodes.select(EPISODE_COLUMNS).iter_rows()
        ),
    )
    sheets.add(
        "Reasons",
        ("LearnRefNumber", "AimSeqNumber", "Reason", "What it is", "Fields", "Not on file"),
        (
            (report, (ref, seq, reason, message, _fields(fields), missing))
            for report in reports
            for ref, seq, reason, message, fields, missing in report.reasons.select(
                "LearnRefNumber", "AimSeqNumber", "reason", "message", "fields", "missing"
            ).iter_rows()
        ),
    )
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


def _fields(fields: Iterable[dict[str, str | None]]) -> str:
    return "|".join(f"{f['name']}={f['value'] or ''}" for f in fields)


class _Sheets:
    """Makes sheets of one look."""

    def __init__(self, book: xlsxwriter.Workbook, files: bool, row_limit: int) -> None:
        self.book = book
        self.files = files
        self.row_limit = row_limit
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
        sheet: Worksheet = self.book.add_worksheet(name)  # pyright: ignore[reportUnknownMemberType]
        titles = (("File",) if self.files else ()) + tuple(heading)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, self.heading)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 16)
        written = left = 0
        for report, cells in rows:
            if written + 2 >= self.row_limit:
                left += 1
                continue
            written += 1
            values = ((report.file,) if self.files else ()) + tuple(cells)
            for column, value in enumerate(values):
                self._cell(sheet, written, column, value)
        if left:
            sheet.write_string(written + 1, 0, f"{left:,} more rows do not fit on a sheet")
        elif written:
            sheet.autofilter(0, 0, written, len(titles) - 1)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        match value:
            case None:
                return
            case Decimal():
                pence = round_pence(value, mode=ROUND_HALF_UP)
                sheet.write_number(row, column, float(pence), self.money)
            case date():
                sheet.write_datetime(row, column, value, self.day)  # pyright: ignore[reportArgumentType] - takes dates
            case int():
                sheet.write_number(row, column, value)
            case str():
                sheet.write_string(row, column, value)
