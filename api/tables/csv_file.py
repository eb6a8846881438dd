"""CSV as RFC 4180 has it, in UTF-8, safe to open in a spreadsheet. It knows no route."""

from typing import Any, Final

import msgspec

from api.tables.formula_guard import guarded
from api.tables.table import Table

BOM: Final = "\ufeff"
"""Spreadsheets on Chinese systems take a file without it for GB 18030."""
_QUOTED: Final = frozenset('",;|\t\r\n')


def csv_bytes(table: Table, *, bom: bool = True) -> bytes:
    """Render it: names as the header, empty cells for null, `""` for empty text, CRLF ends."""
    lines = [",".join(_text(column.name) for column in table.columns)]
    lines += (",".join(map(_cell, row)) for row in table.rows)
    text = "".join(f"{line}\r\n" for line in lines)
    return ((BOM if bom else "") + text).encode()


def _cell(cell: Any) -> str:  # noqa: ANN401 - cells are of several types
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return repr(cell)
        case str():
            return _text(cell)
        case _:
            return _text(msgspec.json.encode(cell).decode())


def _text(text: str) -> str:
    safe = guarded(text)
    if safe and safe == safe.strip() and _QUOTED.isdisjoint(safe):
        return safe
    return '"' + safe.replace('"', '""') + '"'
