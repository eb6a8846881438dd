"""Codes and levels of areas as GB/T 2260 and its longer street and community codes have them."""

import re
from typing import Final, get_args

from parking.vocabulary import AreaLevel

LEVELS: Final[tuple[AreaLevel, ...]] = get_args(AreaLevel)
_LEVEL_WORDS: Final[dict[str, AreaLevel]] = {
    "street": "subdistrict", "town": "subdistrict", "village": "community",
}  # fmt: skip
_LEVEL_BY_LENGTH: Final[dict[int, AreaLevel]] = {6: "district", 9: "subdistrict", 12: "community"}
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_CITY_DIGITS: Final = 4


def checked_code(value: object) -> str | None:
    """Return the code as text, a four-digit city padded to six; None for what is no code."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    code = str(value).strip()
    if code.isdigit() and len(code) == _CITY_DIGITS:
        code += "00"
    return code if _CODE.fullmatch(code) else None


def level_of(said: object, code: str | None) -> AreaLevel | None:
    """Return the level that is said, in our words or others', else the one the code's form has."""
    if isinstance(said, str):
        return next((level for level in LEVELS if level == said), _LEVEL_WORDS.get(said))
    if code is None or not code.isdigit():
        return None
    if code.endswith("00") and len(code) == 6:  # noqa: PLR2004 - GB/T 2260
        return "city"
    return _LEVEL_BY_LENGTH.get(len(code))
