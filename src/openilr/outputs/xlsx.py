"""A workbook: what was found in figures, by rule, row by row, and what did not run.

Every cell is written as a text or a number and never as a formula or a link, so no value of the
file is computed when the workbook is opened. Rows are written as they come and not kept, so memory
does not grow with the findings.
"""

import io
from calendar import month_name
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import BinaryIO, cast

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openilr.funding.money import round_pence
from openilr.ilr.years import long_name
from openilr.outputs.bulk_sheet import CELL_LIMIT, BulkSheet
from openilr.outputs.summary import (
    SEVERITIES,
    by_rule,
    not_run,
    sentence,
    text_of,
    total,
    totals,
)
from openilr.outputs.values import DAY_MONTH_YEAR, pairs
from openilr.pipeline.report import FileReport

ROW_LIMIT = 1_048_576
"""Rows of a sheet in Excel, the heading among them."""

SLICE = 50_000

Cell = str | int | float | None


def write(reports: Sequence[FileReport], stream: BinaryIO, *, row_limit: int = ROW_LIMIT) -> None:
    """Write the workbook of all files: sheets Summary, By rule, Findings and Not run.

    With several files the sheets have a column File first, and Summary a column for each.
    `row_limit` is the number of rows a sheet may have; what does not fit is counted in the last row
    and on Summary.
    """
    # Packed in memory: a workbook is a zip, whose writer goes back to fill in sizes, and a pipe
    # cannot.
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    if reports:
        made = max(report.made_at for report in reports).replace(tzinfo=None)
        book.set_properties(  # pyright: ignore[reportUnknownMemberType] - untyped dict
            {"title": "OpenILR check", "created": made}
        )
    sheets = _Sheets(book, files=len(reports) > 1)
    _summary(sheets, reports, row_limit)
    _by_rule(sheets, reports)
    _findings(sheets, reports, row_limit)
    _not_run(sheets, reports)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    stream.write(packed.getbuffer())


class _Sheets:
    """Makes sheets of one look."""

    def __init__(self, book: xlsxwriter.Workbook, *, files: bool) -> None:
        self.book = book
        self.files = files
        self.title = self._format({"bold": True, "font_size": 14})
        self.head = self._format(
            {"bold": True, "bg_color": "#EFEDE7", "bottom": 1, "valign": "top", "text_wrap": True}
        )
        self.bold = self._format({"bold": True, "valign": "top"})
        self.text = self._format({"valign": "top"})
        self.wrap = self._format({"valign": "top", "text_wrap": True})
        self.count = self._format({"valign": "top", "num_format": "#,##0"})
        self.money = self._format({"valign": "top", "num_format": "#,##0.00"})
        self.code = self._format({"valign": "top", "num_format": "0"})
        self.pounds = self._format({"valign": "top", "num_format": "#,##0.00", "align": "left"})
        self.left = self._format({"valign": "top", "num_format": "#,##0", "align": "left"})

    def _format(self, properties: dict[str, object]) -> Format:
        return self.book.add_format(properties)  # pyright: ignore[reportUnknownMemberType] - untyped dict

    def sheet(self, name: str) -> BulkSheet:
        """A new sheet."""
        return cast("BulkSheet", self.book.add_worksheet(name, BulkSheet))  # pyright: ignore[reportUnknownMemberType] - untyped

    def table(self, name: str, columns: Sequence[tuple[str, int, Format]]) -> "_Table":
        """A sheet with a frozen head; a column is its heading, width and format."""
        if self.files:
            columns = [("File", 40, self.text), *columns]
        sheet = self.sheet(name)
        for number, (_, width, form) in enumerate(columns):
            sheet.set_column(number, number, width, form)
        for number, (heading, _, _) in enumerate(columns):
            sheet.write_string(0, number, heading, self.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return _Table(sheet, [form for _, _, form in columns])


class _Table:
    def __init__(self, sheet: BulkSheet, formats: Sequence[Format]) -> None:
        self.sheet = sheet
        self.formats = formats
        self.rows = 0

    def add(self, row: Iterable[Cell]) -> None:
        self.rows += 1
        for number, cell in enumerate(row):
            _put(self.sheet, self.rows, number, cell, self.formats[number])

    def add_frame(self, frame: pl.DataFrame) -> None:
        self.rows = self.sheet.write_frame(self.rows + 1, frame, self.formats) - 1

    def close(self) -> None:
        if self.rows:
            self.sheet.autofilter(0, 0, self.rows, len(self.formats) - 1)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    if isinstance(cell, str):
        if len(cell) > CELL_LIMIT:
            cell = cell[: CELL_LIMIT - 1] + "…"
        sheet.write_string(row, column, cell, form)
    elif cell is not None:
        sheet.write_number(row, column, cell, form)


def _summary(sheets: _Sheets, reports: Sequence[FileReport], row_limit: int) -> None:
    sheet = sheets.sheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(1, len(reports) + 1), 24 if sheets.files else 60)
    sheet.write_string(0, 0, "OpenILR: check of ILR files", sheets.title)
    row = 2

    def line(label: str, values: Sequence[Cell]) -> None:
        nonlocal row
        sheet.write_string(row, 0, label, sheets.bold)
        for column, value in enumerate(values, start=1):
            form = sheets.pounds if isinstance(value, float) else sheets.left
            _put(sheet, row, column, value, form)
        row += 1

    def heading(label: str) -> None:
        nonlocal row
        row += 1
        sheet.write_string(row, 0, label, sheets.head)
        for column in range(1, len(columns) + 1):
            sheet.write_string(row, column, "", sheets.head)
        row += 1

    columns = [totals(report) for report in reports]
    line("File", [*(r.file for r in reports), *(["All files"] if sheets.files else [])])
    line("Provider (UKPRN)", [str(_ukprn(r) or "not given") for r in reports])
    line("Collection year", [long_name(r.year) for r in reports])
    line("Checked for return", [f"R{r.return_period:02d}" for r in reports])
    line("As at", [r.as_at.strftime(DAY_MONTH_YEAR) for r in reports])
    line(
        "File prepared",
        [
            day.strftime(DAY_MONTH_YEAR) if (day := r.header.FilePreparationDate) else "not given"
            for r in reports
        ],
    )
    line("Check made", [r.made_at.strftime("%d/%m/%Y %H:%M") for r in reports])
    line("SHA-256 of the file", [r.sha256 for r in reports])
    if sheets.files:
        columns.append(total(reports))

    heading("Findings")
    line("Total errors", [t.errors for t in columns])
    line("Total warnings", [t.warnings for t in columns])
    line("Rules with errors", [t.error_rules for t in columns])
    line("Rules with warnings", [t.warning_rules for t in columns])
    line("Rules run", [t.rules_run for t in columns])
    line("Rules not run", [t.rules_not_run for t in columns])

    heading("Learners")
    line("Learners", [t.learners for t in columns])
    line("Aims", [t.aims for t in columns])
    line("Fully valid learners", [t.valid for t in columns])
    line("Invalid learners (with an error)", [t.invalid for t in columns])
    line("Valid learners with warnings only", [t.warned for t in columns])

    held = [r.money for r in reports]
    if any(held):
        heading("Money that errors hold back")
        line("To the end of", [month_name[(m.period + 6) % 12 + 1] if m else None for m in held])
        line("Held back (GBP)", [_pounds(m.amount if m else None) for m in held])
        line("Of that for the last month", [_pounds(m.in_month if m else None) for m in held])
        line("Of earnings in all", [_pounds(m.of if m else None) for m in held])
        line("Learners with errors not worked out", [m.unknown if m else None for m in held])

    for title, invalid in (
        ("Fully valid learners by funding model", False),
        ("Invalid learners by funding model", True),
    ):
        heading(title)
        counts = [
            {
                group: bad if invalid else learners - bad
                for group, learners, bad in r.counts.select(
                    "group", "learners", "invalid"
                ).iter_rows()
            }
            for r in reports
        ]
        groups = sorted(
            {group for of_file in counts for group in of_file if group != "all"}, key=_number
        )
        for group in groups:
            values = [of_file.get(group, 0) for of_file in counts]
            line(f"Funding model {group}", [*values, *([sum(values)] if sheets.files else [])])
        if not groups:
            line("None", [])
    row += 1
    sheet.write_string(
        row, 0, "A learner counts once for each funding model of any of their aims.", sheets.text
    )
    left_out = _left_out(reports, row_limit)
    if left_out:
        sheet.write_string(row + 1, 0, _overflow(left_out), sheets.bold)


def _by_rule(sheets: _Sheets, reports: Sequence[FileReport]) -> None:
    money = any(report.money for report in reports)
    table = sheets.table(
        "By rule",
        [
            ("Severity", 10, sheets.text),
            ("Rule", 24, sheets.text),
            ("What is wrong", 60, sheets.wrap),
            ("How to mend it", 60, sheets.wrap),
            ("Findings", 10, sheets.count),
            ("Learners", 10, sheets.count),
            ("Aims", 10, sheets.count),
            *([("Money held back", 14, sheets.money)] if money else []),
            ("Whose rule", 12, sheets.text),
        ],
    )
    for report in reports:
        for count in by_rule(report):
            text = count.text
            row: list[Cell] = [
                count.word,
                count.rule,
                " ".join(filter(None, (text.summary, text.explanation))),
                sentence(text.fix),
                count.findings,
                count.learners,
                count.aims,
                *([_pounds(count.money)] if money else []),
                "OpenILR" if text.ours else "DfE",
            ]
            table.add([report.file, *row] if sheets.files else row)
    table.close()


def _findings(sheets: _Sheets, reports: Sequence[FileReport], row_limit: int) -> None:
    table = sheets.table(
        "Findings",
        [
            ("Severity", 10, sheets.text),
            ("Rule", 24, sheets.text),
            ("LearnRefNumber", 16, sheets.text),
            ("AimSeqNumber", 8, sheets.code),
            ("Line", 10, sheets.code),
            ("Values", 50, sheets.text),
            ("What is wrong", 60, sheets.text),
            ("How to mend it", 60, sheets.text),
            ("FamilyName", 18, sheets.text),
            ("GivenNames", 18, sheets.text),
            ("ULN", 13, sheets.code),
            ("LearnAimRef", 13, sheets.text),
            ("FundModel", 8, sheets.code),
        ],
    )
    left_out = _left_out(reports, row_limit)
    room = row_limit - 2 if left_out else row_limit - 1
    for report in reports:
        for rows in _rows(report):
            shown = rows.head(room - table.rows)
            if sheets.files:
                shown = shown.select(pl.lit(report.file).alias("file"), pl.all())
            table.add_frame(shown)
    table.close()
    if left_out:
        table.sheet.write_string(table.rows + 1, 0, _overflow(left_out), sheets.bold)


def _rows(report: FileReport) -> Iterator[pl.DataFrame]:
    learners = report.learner_details.select("learner", "FamilyName", "GivenNames", "ULN")
    aims = report.aim_details.select("aim", "LearnAimRef", "FundModel")
    fixes = pl.DataFrame(
        [
            (rule, sentence(text_of(report, rule, "").fix))
            for rule in report.findings["rule"].unique()
        ],
        schema={"rule": pl.String, "fix": pl.String},
        orient="row",
    )
    for findings in report.findings.iter_slices(SLICE):
        joined = (
            findings.join(
                learners.unique("learner"), on="learner", how="left", maintain_order="left"
            )
            .join(aims.unique("aim"), on="aim", how="left", maintain_order="left")
            .join(fixes, on="rule", how="left", maintain_order="left")
        )
        yield joined.select(
            pl.col("severity").replace(SEVERITIES),
            "rule",
            "LearnRefNumber",
            "AimSeqNumber",
            pl.when(pl.col("line") > 0).then("line"),
            pairs(
                pl.col("fields"),
                year=report.year,
                dates=DAY_MONTH_YEAR,
                equals=" = ",
                between=", ",
                absent="blank",
            ).alias("values"),
            "message",
            "fix",
            "FamilyName",
            "GivenNames",
            "ULN",
            "LearnAimRef",
            "FundModel",
        )


def _not_run(sheets: _Sheets, reports: Sequence[FileReport]) -> None:
    table = sheets.table(
        "Not run",
        [
            ("Rule", 24, sheets.text),
            ("Reason", 80, sheets.wrap),
            ("Reference table waited for", 34, sheets.text),
        ],
    )
    for report in reports:
        of_group = {rule: n for n, group in enumerate(not_run(report)) for rule in group.rules}
        ordered = sorted(
            report.not_run.select("rule", "reason", "table").iter_rows(),
            key=lambda row: (of_group[row[0]], row[0]),
        )
        for row in ordered:
            table.add([report.file, *row] if sheets.files else row)
    table.close()


def _pounds(amount: Decimal | None) -> float | None:
    return None if amount is None else float(round_pence(amount, mode=ROUND_HALF_UP))


def _left_out(reports: Sequence[FileReport], row_limit: int) -> int:
    """How many findings do not fit in the sheet; the last row then says so."""
    findings = sum(report.findings.height for report in reports)
    return 0 if findings <= row_limit - 1 else findings - (row_limit - 2)


def _overflow(left_out: int) -> str:
    return (
        f"{left_out:,} further findings do not fit in a sheet; make the report again with "
        "--format csv, jsonl or parquet to have them all."
    )


def _ukprn(report: FileReport) -> int | None:
    return report.header.provider_UKPRN or report.header.UKPRN


def _number(group: str) -> tuple[int, str]:
    return (int(group), "") if group.isdigit() else (10**6, group)
