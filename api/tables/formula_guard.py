"""Formula guard: text that a spreadsheet would run becomes text that it shows. It knows no table.

A name like `=HYPERLINK(...)` is an attack on whoever opens the file. An apostrophe in front makes
it text; nothing else of it is changed, so a program that wants the original can take it off.
"""

import re
from typing import Final

_UNSEEN: Final = r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\"'`]*"
"""Spaces, marks that are not seen, and quotes: programs strip some of them before they look."""
_SIGNS: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]"
"""Also the wide and small forms, which spreadsheets of East Asian systems read as the same."""
_BEGINS: Final = re.compile(rf"{_UNSEEN}{_SIGNS}|[\t\r\n]")
_CELL_AFTER: Final = re.compile(rf"([;|\t\r\n])(?={_UNSEEN}{_SIGNS})")
"""Where a program that takes another mark for the separator would begin a cell."""


def begins_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet might take a cell that holds this text for a formula."""
    return _BEGINS.match(text) is not None


def guarded(text: str) -> str:
    """Return the text as it may stand in a CSV file, whatever separator its reader believes in."""
    inner = _CELL_AFTER.sub(r"\1'", text)
    return f"'{inner}" if begins_like_formula(inner) else inner
