"""How cells of a sheet look: shares as per cent, times as dates, text never as a formula."""

from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from api.tables.table import Kind

_OF_UNIT: Final = {"0-1": "0.0%", "deg": "0.000000"}
_OF_KIND: Final[dict[Kind, str]] = {
    "integer": "#,##0",
    "number": "#,##0.###",
    "time": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
_WIDTHS: Final[dict[Kind, int]] = {"time": 20, "day": 12, "text": 24}
_WIDEST: Final = 28


class SheetFormats:
    """Formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.header: Final = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        # The apostrophe that is not shown: text stays text even after somebody edits the cell.
        self.text: Final = book.add_format({"num_format": "@", "quote_prefix": True})

    def of(self, kind: Kind, unit: str | None) -> Format | None:
        """Return how cells of a kind and unit are shown."""
        shown = _OF_UNIT.get(unit or "") if kind in {"integer", "number"} else None
        form = shown or _OF_KIND.get(kind)
        if form is None:
            return None
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form})
        return self._made[form]

    def width(self, title: str, kind: Kind) -> int:
        """Return a column's width, in characters."""
        return min(_WIDEST, max(_WIDTHS.get(kind, 10), len(title) // 2 + 2))
