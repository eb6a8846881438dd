"""How figures are written: by their unit, the same in every table and drawing of a report."""

from typing import Final

from parking.words import Lang, Words, said

NONE: Final = "—"
"""A figure that is not told; the notes say why."""
_UNITS: Final[dict[str, Words]] = {
    "berth·h": Words("泊位小时", "space-hours"),
    "berths": Words("个", "spaces"),
    "veh/berth/day": Words("车次/泊位/日", "vehicles a space a day"),
    "veh/h": Words("车次/小时", "vehicles an hour"),
    "veh": Words("车次", "vehicles"),
    "min": Words("分钟", "min"),
    "s": Words("秒", "s"),
    "count": Words("次", "times"),
    "erlang/berth": Words("厄兰/泊位", "erlang a space"),
    "0-100": Words("分", "of 100"),
}
_DECIMALS: Final[dict[str, int]] = {
    "berth·h": 0, "berths": 0, "veh": 0, "count": 0, "min": 0, "s": 0, "0-100": 1,
}  # fmt: skip
_USUAL_DECIMALS: Final = 2


def share_text(value: float | None) -> str:
    """Write a share as per cent with one decimal."""
    return NONE if value is None else f"{value * 100:.1f} %"


def whole_share_text(value: float) -> str:
    """Write a share as whole per cent, as axes have it."""
    return f"{value * 100:.0f} %"


def number_text(value: float | None, decimals: int = 0) -> str:
    """Write a number with its thousands apart."""
    return NONE if value is None else f"{value:,.{decimals}f}"


def value_text(value: float | None, unit: str) -> str:
    """Write a figure as its unit asks, without the unit; shares as per cent."""
    if unit == "0-1":
        return share_text(value)
    return number_text(value, _DECIMALS.get(unit, _USUAL_DECIMALS))


def unit_text(unit: str, lang: Lang) -> str:
    """Write a unit; per cent already stands at the number."""
    if unit == "0-1":
        return ""
    return said(_UNITS[unit], lang) if unit in _UNITS else unit


def change_text(value: float | None, before: float | None, unit: str, lang: Lang) -> str:
    """Write a change with its sign: shares in percentage points, the rest in their unit."""
    if value is None or before is None:
        return NONE
    if unit == "0-1":
        points = said(Words("个百分点", "points"), lang)
        return f"{(value - before) * 100:+.1f} {points}"
    return f"{value - before:+,.{_DECIMALS.get(unit, _USUAL_DECIMALS)}f}"
