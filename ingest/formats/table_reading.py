"""Tables out of text and spreadsheets: which delimiter, and which line is the header."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import python_calamine

from ingest.formats.document import Table
from ingest.registry.rows import UnreadableFileError

_DELIMITERS: Final = ",;\t|"
_HEADER_LINES: Final = 20
"""A header stands among the first so many lines, under titles and notes."""
_ALIKE: Final = 0.5
_Rows = Sequence[Sequence[object]]
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?|\d{4}-\d\d-\d\d.*")


def sheets_of(content: bytes) -> list[Table]:
    """Read every sheet that has a header and rows."""
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        named: list[tuple[str, _Rows]] = [
            (name, workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names
        ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(f"not a readable spreadsheet: {error}") from error
    return [table for name, rows in named if (table := _under_header(name, rows)) is not None]


def table_of(text: str) -> Table | None:
    """Read text as CSV; None for prose."""
    delimiter = _delimiter_of(text)
    if delimiter is None:
        return None
    try:
        rows: _Rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError(f"not CSV: {error}") from error
    return _under_header("", rows)


def _delimiter_of(text: str) -> str | None:
    """Find the sign that cuts the first lines into equally many cells, and into the most."""
    start = "\n".join(text.splitlines()[: _HEADER_LINES * 2])
    best, most = None, 0.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(start), delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows)
        width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        share = times / len(rows) if rows else 0.0
        if width > 1 and share >= _ALIKE and width * share > most:
            best, most = delimiter, width * share
    return best


def _under_header(name: str, rows: _Rows) -> Table | None:
    """Take the fullest of the first lines that has words alone for the header; None without."""
    best, most = None, 1
    for place, row in enumerate(rows[:_HEADER_LINES]):
        cells = [cell for cell in row if cell not in ("", None)]
        words = [cell for cell in cells if isinstance(cell, str) and not _is_number(cell)]
        if len(words) > most and len(words) == len(cells) and len(words) * 2 > len(row):
            best, most = place, len(words)
    if best is None:
        return None
    header, last = _whole_header(rows, best)
    columns = _columns(header)
    numbered = enumerate(rows[last + 1 :], last + 2)
    body = [(number, named) for number, row in numbered if (named := _cells(columns, row))]
    return Table(name, columns, body)


def _whole_header(rows: _Rows, best: int) -> tuple[Sequence[object], int]:
    """Join a header of two lines, whose upper cells span several lower ones; and its last line."""
    for upper in (best, best - 1):
        if upper >= 0 and upper + 1 < len(rows) and _is_below(rows[upper], rows[upper + 1]):
            above, below = _texts(rows[upper]), _texts(rows[upper + 1])
            width = max(len(above), len(below))
            above += [""] * (width - len(above))
            below += [""] * (width - len(below))
            return [low or high for high, low in zip(above, below, strict=True)], upper + 1
    return rows[best], best


def _is_below(upper: Sequence[object], lower: Sequence[object]) -> bool:
    """Tell whether the lower line has words alone, and each under a cell that spans several."""
    above, below = _texts(upper), _texts(lower)
    named = [place for place, text in enumerate(below) if text]
    if len(named) < 2 or not any(above) or any(_is_number(below[place]) for place in named):  # noqa: PLR2004
        return False
    above += [""] * (len(below) + 1 - len(above))
    spans = [place for place in named if not above[place]]
    begins = [place for place in named if above[place] and not above[place + 1]]
    first = next((place for place, text in enumerate(above) if text), 0)
    is_spanned = len(spans) > 0 and len(spans) + len(begins) == len(named) and named[0] > first
    return is_spanned and sum(1 for text in above if text) > 1


def _texts(row: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _columns(header: Sequence[object]) -> tuple[str, ...]:
    """Name the columns; of two with the same name the second is `name 2`."""
    times: Counter[str] = Counter()
    columns = []
    for cell in header:
        name = " ".join(str(cell).split()) if cell is not None else ""
        times[name] += 1
        columns.append(f"{name} {times[name]}" if name and times[name] > 1 else name)
    return tuple(columns)


def _cells(columns: tuple[str, ...], row: Sequence[object]) -> dict[str, object]:
    named = zip(columns, row, strict=False)
    cleaned = ((n, c.strip() if isinstance(c, str) else c) for n, c in named)
    return {name: cell for name, cell in cleaned if name and cell not in ("", None)}
