"""A table written at once says what XlsxWriter would say cell by cell."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from openilr.outputs import bulk_sheet
from openilr.outputs.bulk_sheet import CELL_LIMIT, BulkSheet

TEXTS = [
    "plain",
    "=1+1",
    " spaces around ",
    "<b>&amp;</b>",
    "control\x01 and \x1f",
    "looks like _x0041_",
    "\ufffe",
    "two\nlines\tand a tab",
    "ünïcödé 𝔘",
    "",
    None,
]


def book_of(frame: pl.DataFrame, *, bulk: bool) -> bytes:
    """The frame under a heading and above a last line, at once or cell by cell."""
    packed = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(packed, options)
    day, money = (book.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "0.00"))
    sheet = book.add_worksheet("S", BulkSheet)
    formats = [
        day if kind == pl.Date else money if kind.is_decimal() else None for kind in frame.dtypes
    ]
    sheet.write_string(0, 0, "heading")
    if bulk:
        end = sheet.write_frame(1, frame, formats)
    else:
        for row, values in enumerate(frame.iter_rows(), start=1):
            for column, (value, form) in enumerate(zip(values, formats, strict=True)):
                if isinstance(value, str):
                    sheet.write_string(row, column, value, form)
                elif value is not None:
                    sheet.write(row, column, value, form)
        end = frame.height + 1
    sheet.write_string(end, 0, "last")
    book.close()
    return packed.getvalue()


def sheet_xml(packed: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def values(packed: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(packed))
    return list(book["S"].iter_rows(values_only=True))


@pytest.fixture
def frame() -> pl.DataFrame:
    height = len(TEXTS)
    return pl.DataFrame(
        {
            "text": TEXTS,
            "number": [None, *range(-1, height - 2)],
            "amount": pl.Series([Decimal("-1.50000")] * height, dtype=pl.Decimal(12, 5)),
            "day": [date(2026, 8, 1), None, *[date(1999, 12, 31)] * (height - 2)],
            "flag": [True, False, None] + [True] * (height - 3),
        }
    )


def test_the_rows_are_those_of_the_library(frame: pl.DataFrame, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk_sheet, "SLICE", 4)
    bulk, single = (book_of(frame, bulk=b) for b in (True, False))
    assert values(bulk) == values(single)
    assert values(bulk)[1][:4] == ("plain", None, -1.5, datetime(2026, 8, 1, 0, 0))  # noqa: DTZ001
    # Letter for letter, but for an attribute that keeps spaces where there are none to keep.
    written = [
        re.search("<sheetData>.*</sheetData>", sheet_xml(packed), re.DOTALL)[0].replace(
            ' xml:space="preserve"', ""
        )
        for packed in (bulk, single)
    ]
    assert written[0] == written[1]


@pytest.mark.parametrize("char", ["x", "ü", "𝔘"])
def test_a_text_longer_than_a_cell_is_cut_and_marked(char: str):
    packed = book_of(pl.DataFrame({"text": [char * 40_000, char * 16_000]}), bulk=True)
    long, short = (row[0] for row in values(packed)[1:3])
    assert len(long.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert long.endswith("…")
    assert short == char * 16_000


def test_an_empty_table_leaves_its_heading(frame: pl.DataFrame):
    assert values(book_of(frame.clear(), bulk=True)) == [("heading",), ("last",)]
