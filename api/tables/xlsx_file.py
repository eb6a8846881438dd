"""XLSX: a sheet of rows and a sheet that says what they are. It knows no route.

Text is only ever written as text: nothing in it becomes a formula or a link.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import msgspec
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from api.tables.table import Column, Kind, Table
from api.tables.xlsx_formats import SheetFormats

MOST_ROWS: Final = 1_048_575
LONGEST_TEXT: Final = 32_767
"""What a sheet can hold below its header, and a cell."""
EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits; longer integers are written as text, to lose none."""
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - of no zone: the same bytes whenever it is made


class TooManyRowsError(ValueError):
    """More rows than a sheet can hold."""


def xlsx_bytes(table: Table, about: Mapping[str, Any]) -> bytes:
    """Render it without geometries; TooManyRowsError beyond what a sheet can hold.

    Times of one offset are dates on the clock of that offset, which the column's title says; a
    column in which the clock changes is text, so that no hour is there twice.
    """
    if len(table.rows) > MOST_ROWS:
        raise TooManyRowsError(f"{len(table.rows)} rows; a sheet holds {MOST_ROWS}")
    flat, file = table.without("geometry"), BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        formats = SheetFormats(book)
        sheet = book.add_worksheet(table.name[:31])
        for place, (column, kind) in enumerate(zip(flat.columns, flat.kinds(), strict=True)):
            _write_column(sheet, place, column, kind, [row[place] for row in flat.rows], formats)
        sheet.freeze_panes(1, 0)
        if flat.rows:
            sheet.autofilter(0, 0, len(flat.rows), len(flat.columns) - 1)
        _write_about(book.add_worksheet("about"), flat, about, formats)
    return file.getvalue()


def _write_column(
    sheet: Worksheet,
    place: int,
    column: Column,
    kind: Kind,
    cells: Sequence[Any],
    formats: SheetFormats,
) -> None:
    offset = _offset(cells) if kind == "time" else ""
    kind = "text" if kind == "time" and not offset else kind
    sheet.set_column(place, place, formats.width(column.title, kind))
    sheet.write_string(0, place, column.title + offset, formats.header)
    style = formats.of(kind, column.unit)
    for number, cell in enumerate(cells, 1):
        match cell:
            case None:
                continue
            case bool():
                sheet.write_boolean(number, place, cell)
            case str() if kind == "time":
                wall = datetime.fromisoformat(cell).replace(tzinfo=None)
                sheet.write_datetime(number, place, wall, style)
            case str() if kind == "day":
                sheet.write_datetime(number, place, date.fromisoformat(cell), style)
            case int() | float() if abs(cell) < EXACT:
                sheet.write_number(number, place, cell, style)
            case _:
                sheet.write_string(number, place, str(cell)[:LONGEST_TEXT], formats.text)


def _offset(cells: Iterable[str | None]) -> str:
    """Return how a title tells the offset that all times have, or nothing."""
    offsets = {datetime.fromisoformat(cell).strftime("%z") for cell in cells if cell is not None}
    if len(offsets) != 1:
        return ""
    (offset,) = offsets
    return f" UTC{offset[:3]}:{offset[3:5]}"


def _write_about(
    sheet: Worksheet, table: Table, about: Mapping[str, Any], formats: SheetFormats
) -> None:
    sheet.set_column(0, 3, 24)
    for number, row in enumerate(_about_rows(table, about)):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text[:LONGEST_TEXT], formats.text)


def _about_rows(table: Table, about: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Say what the rows are of, a line for each of several things, then each column."""
    for name, told in about.items():
        for one in told if isinstance(told, list) else [told]:
            yield name, one if isinstance(one, str) else msgspec.json.encode(one).decode()
    yield ()
    yield "列 · Column", "中文", "English", "单位 · Unit"
    for column in table.columns:
        yield column.name, column.zh, column.en, column.unit or ""
