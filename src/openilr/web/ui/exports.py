"""Lists as files: CSV (streamed) and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula; such text is written with a quote before it."""


class _Echo:
    def write(self, value: str) -> str:
        return value


def safe_text(value: Any) -> Any:
    """Text that a spreadsheet cannot take for a formula; other values as they are."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _csv_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else safe_text(value)


def csv_response(
    name: str, about: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A CSV file in a stream, with a byte-order mark so that spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow([_csv_value(value) for value in row])

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def xlsx_response(
    name: str, about: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A workbook whose first lines say what it is, as at when and with which filters."""
    # Imported here: most requests make no workbook.
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "remove_timezone": True}
    )
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd mmm yyyy"})
    sheet = book.add_worksheet("List")
    for index, line in enumerate(about):
        sheet.write_string(index, 0, line)
    top = len(about) + 1
    for column, title in enumerate(head):
        sheet.write_string(top, column, title, bold)
    sheet.set_column(0, max(len(head) - 1, 0), 18)
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if isinstance(value, date):  # a moment too: a moment is a date
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    sheet.freeze_panes(top + 1, 0)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
