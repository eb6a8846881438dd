"""Counts as feeds write them: `287.0`, `"12"`, `1.234`, and the many ways to say "no data"."""

import re
from typing import Final

NO_DATA_WORDS: Final = frozenset({
    "", "-", "--", "---", "n/a", "na", "nan", "none", "null", "nil", "unknown", "no data", "nodata",
    "k.a.", "keine angabe", "keine daten", "无", "暂无", "未知", "無", "不明", "?", "-1",
    "-1.0", "-9", "-99", "-999", "-9999",
})  # fmt: skip
"""As a count. A feed whose -1 means something else says so in its own mapping."""
_WHOLE: Final = re.compile(r"[+-]?\d+(?:[.,]0+)?")


def count_of(written: object) -> int | None:
    """Read a whole number; None where it says that there is no data. ValueError for anything else.

    -1 and other sentinels are no data, as in every feed seen; other negative numbers are returned
    as they are: what to do about them is said elsewhere.
    """
    if written is None:
        return None
    if isinstance(written, bool):
        raise ValueError(f"{written!r} is no count")  # noqa: TRY004 - of what was written
    if isinstance(written, float) and written != written:  # noqa: PLR0124 - NaN
        return None
    text = str(written).strip()
    if text.casefold() in NO_DATA_WORDS:
        return None
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r:.40} is no whole number")
    return int(re.split("[.,]", text)[0])
