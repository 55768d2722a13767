"""A sheet of a workbook that takes whole tables at once.

XlsxWriter takes a cell at a time, which costs 8 microseconds each; here the XML of the rows is put
together by Polars, column by column, in a tenth of that.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

CELL_LIMIT = 32_767
"""Characters of a cell in Excel, as UTF-16 counts them."""

SLICE = 50_000
"""Rows put together at a time, so that memory does not grow with the table."""

_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel

_CONTROLS = [chr(n) for n in (*range(9), *range(11, 32), 0xFFFE, 0xFFFF)]
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    # What XML cannot hold, as Excel writes it.
    **{char: f"_x{ord(char):04X}_" for char in _CONTROLS},
}


class BulkSheet(Worksheet):
    """A worksheet of a workbook in constant memory, to be made by `add_worksheet(name, BulkSheet)`.

    It hangs on three names of XlsxWriter that are not public, for want of public ones; the tests
    read back what it writes.
    """

    def write_frame(self, row: int, frame: pl.DataFrame, formats: Sequence[Format | None]) -> int:
        """Write a table from a row on, a format for each column; the row after the last.

        Texts, whole numbers, amounts, dates and truth values are written as such, and no value is
        taken for a formula; an absent one leaves its cell empty.
        """
        if frame.is_empty():
            return row
        end = row + frame.height
        self._write_single_row(row)  # what was written above
        self._check_dimensions(row, 0)
        self._check_dimensions(end - 1, frame.width - 1)
        cells = [
            _cells(name, kind, xl_col_to_name(place), form)
            for place, ((name, kind), form) in enumerate(
                zip(frame.schema.items(), formats, strict=True)
            )
        ]
        line = pl.concat_str(
            pl.lit('<row r="'), "row number", pl.lit('">'), *cells, pl.lit("</row>")
        )
        for start in range(0, frame.height, SLICE):
            part = frame.slice(start, SLICE).with_columns(
                pl.int_range(row + start + 1, row + start + 1 + pl.len())
                .cast(pl.String)
                .alias("row number")
            )
            rows = "".join(part.select(line).to_series().to_list())
            self.fh.write(rows)  # pyright: ignore[reportUnknownMemberType] - set by the base
        self.previous_row = end - 1
        return end


def _cells(name: str, kind: pl.DataType, letters: str, form: Format | None) -> pl.Expr:
    """A column as the XML of its cells; an absent value as nothing."""
    style = "" if form is None else f' s="{form._get_xf_index()}"'  # pyright: ignore[reportPrivateUsage] - there is no other
    value = pl.col(name)
    opening, closing = "><v>", "</v></c>"
    if kind == pl.String:
        opening = ' t="inlineStr"><is><t xml:space="preserve">'
        closing = "</t></is></c>"
        value = _escaped(value)
    elif kind == pl.Boolean:
        opening = ' t="b"><v>'
        value = value.cast(pl.UInt8)
    elif kind == pl.Date:
        value = (value - pl.lit(_FIRST_DAY)).dt.total_days()
    return pl.concat_str(
        pl.lit(f'<c r="{letters}'),
        "row number",
        pl.lit(f'"{style}{opening}'),
        value.cast(pl.String),
        pl.lit(closing),
    ).fill_null("")


def _escaped(text: pl.Expr) -> pl.Expr:
    # Characters beyond the first plane count twice; half the limit is safe whatever they are.
    plain = text.str.len_bytes() == text.str.len_chars()
    limit = pl.when(plain).then(CELL_LIMIT).otherwise(CELL_LIMIT // 2)
    cut = (
        pl.when(text.str.len_chars() > limit)
        .then(pl.concat_str(text.str.head(limit - 1), pl.lit("…")))
        .otherwise(text)
    )
    # A text that looks like Excel's own escape has its first character escaped.
    literal = cut.str.replace_all(r"(_x[0-9a-fA-F]{4}_)", "_x005F${1}")
    return literal.str.replace_many(_ESCAPES)
