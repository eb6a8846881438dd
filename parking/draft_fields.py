"""Reads numbers, words of a vocabulary and flags out of a lot's description."""

import difflib
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, TypeGuard
from zoneinfo import available_timezones

from parking.draft_findings import Findings
from parking.vocabulary import SPACE_CLASSES, SpaceClass

MAX_CAPACITY: Final = 100_000
MAX_HEIGHT_LIMIT_M: Final = 20.0


def read_choice(
    raw: Mapping[str, object], field: str, allowed: Sequence[str], findings: Findings
) -> str | None:
    """Read a word of a closed vocabulary; the problem lists the words, the nearest first."""
    value = raw.get(field)
    if value is None:
        return None
    if isinstance(value, str) and value in allowed:
        return value
    near = difflib.get_close_matches(str(value), allowed, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    findings.add("bad-field", field, f"{field} is one of {', '.join(allowed)}.{hint}")
    return None


def read_height_m(raw: Mapping[str, object], findings: Findings) -> float | None:
    value = read_number(raw, "max_height_m", findings)
    if value is not None and not 0 < value <= MAX_HEIGHT_LIMIT_M:
        findings.add("bad-field", "max_height_m", f"{value} m is no height limit; give metres")
        return None
    return value


def read_number(raw: Mapping[str, object], field: str, findings: Findings) -> float | None:
    """Read a finite number; NaN and infinities are refused."""
    value = raw.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        findings.add("bad-field", field, f"{field} is a number, not {value!r:.40}")
        return None
    if abs(value) > 1e15 or not math.isfinite(value):  # noqa: PLR2004 - no field is near it
        findings.add("bad-field", field, f"{field} is not a finite, sensible number")
        return None
    return float(value)


def read_flag(raw: Mapping[str, object], field: str, findings: Findings) -> bool:
    value = raw.get(field)
    if value is None or isinstance(value, bool):
        return bool(value)
    findings.add("bad-field", field, f"{field} is true or false")
    return False


def read_timezone(raw: Mapping[str, object], default: str, findings: Findings) -> str:
    value = raw.get("timezone")
    if value is None:
        return default
    if isinstance(value, str) and value in _zones():
        return value
    findings.add("bad-field", "timezone", "timezone is an IANA name such as Asia/Shanghai")
    return default


def read_capacity(raw: Mapping[str, object], findings: Findings) -> dict[SpaceClass, int]:
    """Read a number (of general spaces) or an object by space class; absent is unknown."""
    value = raw.get("capacity")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        value = {"general": value}
    capacity: dict[SpaceClass, int] = {}
    for space_class, count in value.items():
        field = (
            "capacity"
            if raw.get("capacity") is count
            else "capacity/" + str(space_class).replace("~", "~0").replace("/", "~1")
        )
        if space_class not in SPACE_CLASSES:
            known = ", ".join(SPACE_CLASSES)
            findings.add("bad-field", field, f"{space_class!r:.40} is no space class; use {known}")
        elif not _is_count(count):
            findings.add(
                "count-out-of-range", field, f"a capacity is a whole number, 0 to {MAX_CAPACITY}"
            )
        else:
            capacity[space_class] = int(count)
    return capacity


def _is_count(value: object) -> TypeGuard[int | float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= MAX_CAPACITY and value == int(value)


@cache
def _zones() -> frozenset[str]:
    """Read the names of all zones once: the library walks the disk for them each time."""
    return frozenset(available_timezones())
