"""Text into the typed rows of a reference table: cast, checked, in one stored order.

Every way in (published files, kept files, `--reference`) hands over a frame of text; this is the
only place that casts it. The result has all the declared columns, no row twice, and its rows sorted
by key, so that nothing depends on the order of a file.

- An empty value, or the word NULL that database exports write, is null.
- An integer may have leading zeros, a sign, or ".0"; a decimal has at most 5 places that count.
- A date is ISO (2026-08-01) or British (01/08/2026, 01-Aug-2026), with or without a time of day.
- A boolean is true/false, yes/no, Y/N or 1/0 in any case.
"""

from collections.abc import Sequence

import polars as pl

from openilr.reference.tables import (
    LEARNERS,
    OPEN_POSTCODE,
    SERVICE,
    Column,
    ColumnType,
    Form,
    Table,
)

DECIMAL = pl.Decimal(18, 5)
"""The type of every decimal of the reference data (pounds, factors, percentages, hours)."""

_INT32 = 2**31 - 1
_SHOWN = 40  # characters of a bad value that a message repeats
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_WANTED = {
    ColumnType.INTEGER: "a whole number",
    ColumnType.DECIMAL: "a number with at most 5 decimal places",
    ColumnType.DATE: "a date",
    ColumnType.BOOLEAN: "yes or no",
}


class BadRowError(Exception):
    """A row that cannot be kept; the caller adds the file and turns `row` into a line.

    Attributes:
        row: counted from 0 among the rows of the frame.
        other: the row that it contradicts, or None.
    """

    def __init__(self, row: int, reason: str, *, other: int | None = None) -> None:
        super().__init__(reason)
        self.row = row
        self.reason = reason
        self.other = other


def dtype(column: Column) -> pl.DataType:
    """The Polars type of a column: integers are as wide as the ILR's own, so that joins fit."""
    match column.type:
        case ColumnType.TEXT:
            return pl.String()
        case ColumnType.INTEGER:
            return pl.Int64() if column.wide else pl.Int32()
        case ColumnType.DECIMAL:
            return DECIMAL
        case ColumnType.DATE:
            return pl.Date()
        case ColumnType.BOOLEAN:
            return pl.Boolean()


def frame_schema(table: Table) -> pl.Schema:
    """The columns of a table's frame with their types."""
    return pl.Schema({c.name: dtype(c) for c in table.columns})


def canonical(text: pl.Expr, column: Column) -> pl.Expr:
    """`Column.canonical` over a column of stripped text; a test holds the two equal."""
    if column.digits:
        text = (
            pl.when(text.str.contains(r"^[0-9]+$"))
            .then(text.str.zfill(column.digits))
            .otherwise(text)
        )
    match column.form:
        case Form.PLAIN:
            return text
        case Form.UPPER:
            return text.str.to_uppercase()
        case Form.POSTCODE:
            close = text.str.replace_all(r"\s", "").str.to_uppercase()
            spaced = pl.concat_str(close.str.head(-3), pl.lit(" "), close.str.tail(3))
            return pl.when(close.str.len_chars() > 3).then(spaced).otherwise(close)


def _integer(text: pl.Expr, column: Column) -> pl.Expr:
    plain = text.str.replace(r"\.0+$", "")
    number = (
        pl.when(plain.str.contains(r"^[+-]?[0-9]+$"))
        .then(plain)
        .otherwise(None)
        .cast(pl.Int64, strict=False)
    )
    if column.wide:
        return number
    return pl.when(number.abs() <= _INT32).then(number).otherwise(None).cast(pl.Int32)


def _decimal(text: pl.Expr) -> pl.Expr:
    # a cast alone would round a longer fraction, and take "1e3"
    fits = text.str.contains(r"^[+-]?(?:[0-9]{1,13}(?:\.[0-9]{0,5}0*)?|\.[0-9]{1,5}0*)$")
    return pl.when(fits).then(text).otherwise(None).cast(DECIMAL, strict=False)


def _date(text: pl.Expr) -> pl.Expr:
    def of(pattern: str, form: str) -> pl.Expr:
        return text.str.extract(f"^({pattern}){_TIME}$", 1).str.to_date(form, strict=False)

    return pl.coalesce(
        of(r"\d{4}-\d{1,2}-\d{1,2}", "%Y-%m-%d"),
        of(r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
        of(r"\d{1,2}-[A-Za-z]{3}-\d{4}", "%d-%b-%Y"),
        of(r"\d{1,2} [A-Za-z]{3} \d{4}", "%d %b %Y"),
    )


def _boolean(text: pl.Expr) -> pl.Expr:
    low = text.str.to_lowercase()
    return (
        pl.when(low.is_in(["true", "yes", "y", "1"]))
        .then(pl.lit(value=True))
        .when(low.is_in(["false", "no", "n", "0"]))
        .then(pl.lit(value=False))
        .otherwise(None)
    )


def _plain_date(text: pl.Expr) -> pl.Expr:
    # the length keeps out a year of two digits
    return pl.when(text.str.len_bytes() == 10).then(text.str.to_date("%Y-%m-%d", strict=False))


def _all_plain_dates(text: pl.Series) -> bool:
    """Whether every date is plain ISO, as in most files: five times as fast as looking for all."""
    dates = text.to_frame().select(_plain_date(pl.first()))
    return dates.to_series().null_count() == text.null_count()


def _cast(column: Column, values: pl.Series) -> pl.Expr:
    text = pl.col(column.name)
    match column.type:
        case ColumnType.TEXT:
            return canonical(text, column)
        case ColumnType.INTEGER:
            return _integer(text, column)
        case ColumnType.DECIMAL:
            return _decimal(text)
        case ColumnType.DATE:
            return _plain_date(text) if _all_plain_dates(values) else _date(text)
        case ColumnType.BOOLEAN:
            return _boolean(text)


def _strict_keys(table: Table) -> bool:
    # An empty code in one of LARS's many lists of codes is no reason to refuse the release.
    return table.core or not table.file


def typed(text: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows of a table from a frame of text.

    Shape:   some of the declared columns as text in, in any order; all of them out, typed.
    Errors:  BadRowError for the first row with a value that is not of its type, for a row without
             its key, or for one with the key of another row where the table has one row a key.
    """
    present = [c for c in table.columns if c.name in text.columns]
    stripped = pl.col(pl.String).str.strip_chars()
    clean = text.select(pl.col(c.name) for c in present).with_columns(
        pl.when(stripped.is_in(["", "NULL"])).then(None).otherwise(stripped).name.keep()
    )
    cast = clean.select(_cast(c, clean[c.name]).alias(c.name) for c in present)
    _check_values(clean, cast, present, table)
    absent = [pl.lit(None, dtype=dtype(c)).alias(c.name) for c in table.columns if c not in present]
    whole = cast.with_columns(absent).select(table.names)
    _check_keys(whole, table)
    once = _once(whole, table)
    if table.name == "postcodes" and OPEN_POSTCODE not in once["Postcode"]:
        extra = pl.DataFrame({"Postcode": [OPEN_POSTCODE]})
        once = pl.concat([once, extra], how="diagonal").select(table.names)
    return _sorted(once, table)


def _check_values(
    clean: pl.DataFrame, cast: pl.DataFrame, columns: Sequence[Column], table: Table
) -> None:
    first: tuple[int, Column] | None = None
    for column in columns:
        bad = clean[column.name].is_not_null() & cast[column.name].is_null()
        row = bad.arg_true().head(1)
        if len(row) and (first is None or row[0] < first[0]):
            first = int(row[0]), column
    if first:
        row, column = first
        wanted = _WANTED.get(column.type, "of its form")
        raise BadRowError(row, f"{column.name}{_shown(clean, column, row, table)} is not {wanted}")


def _shown(clean: pl.DataFrame, column: Column, row: int, table: Table) -> str:
    # values of tables about people are not repeated in messages
    if table.origin in (LEARNERS, SERVICE):
        return ""
    text = str(clean[column.name][row])
    return f" '{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}'"


def _check_keys(whole: pl.DataFrame, table: Table) -> None:
    if not _strict_keys(table):
        return
    for name in table.key:
        empty = whole[name].is_null().arg_true().head(1)
        if len(empty):
            raise BadRowError(int(empty[0]), f"{name} is empty")


def _once(whole: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Each different row once; two of them may not share a key where keys are unique."""
    if whole.hash_rows().n_unique() == whole.height:
        once = whole.with_row_index("row")  # hashing finds it out in a tenth of the time
    else:
        once = whole.with_row_index("row").unique(table.names, keep="first", maintain_order=True)
    if table.unique and once.select(table.unique).is_duplicated().any():
        _refuse_repeated(once, table)
    return once.drop("row")


def _refuse_repeated(once: pl.DataFrame, table: Table) -> None:
    again = once.filter(pl.struct(table.unique).is_duplicated())
    key = again.select(table.unique).row(0)
    same = pl.all_horizontal(
        pl.col(name) == value for name, value in zip(table.unique, key, strict=True)
    )
    first, second = again.filter(same)["row"].head(2)
    said = ", ".join(
        name if table.origin is LEARNERS else f"{name} '{value}'"
        for name, value in zip(table.unique, key, strict=True)
    )
    raise BadRowError(second, f"{said} is given again with other values", other=first)


def _sorted(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    first = (*table.key, *(table.valid or ()))
    rest = (n for n in table.names if n not in first)
    return frame.sort([*first, *rest], nulls_last=True).rechunk()
