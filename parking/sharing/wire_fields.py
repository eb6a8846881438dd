"""Wire fields: days, numbers and lists of codes as agreements write them. It knows no agreement."""

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from parking.draft_findings import Findings
from parking.draft_text import is_plain
from parking.moment import FIRST_YEAR, LAST_YEAR

_CODE_MEND: Final = "a code is 1 to 64 characters, no control characters, no blanks at its ends"
_DAY_FORM: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def refuse_unknown(raw: Mapping[str, object], known: Sequence[str], findings: Findings) -> None:
    """Find fault with each field that is not known, and name the nearest that is."""
    for field in raw:
        if field not in known:
            near = difflib.get_close_matches(str(field), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            findings.add("bad-field", _escaped(field), f"unknown field {field!r:.60}; {hint}")


def read_object(
    raw: Mapping[str, object], field: str, known: Sequence[str], findings: Findings
) -> Mapping[str, object]:
    """Read an object with no other fields than the known; absent or wrong, it is empty."""
    value = raw.get(field)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        findings.add("bad-field", field, f"{field} is an object with {', '.join(known)}")
        return {}
    within = Findings(f"{findings.base}/{field}")
    refuse_unknown(value, known, within)
    findings.problems += within.problems
    return value


def read_day(
    raw: Mapping[str, object], field: str, findings: Findings, *, required: str
) -> date | None:
    """Read a day such as 2026-12-01; `required` says what the field is for, where it is absent."""
    value = raw.get(field)
    if value is None:
        findings.add("missing-field", field, f"{field} is missing: {required}, like 2026-12-01")
        return None
    day = _day_of(value)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        told = f"{field} is a day from {FIRST_YEAR} to {LAST_YEAR}, such as 2026-12-01"
        findings.add("bad-field", field, told)
        return None
    return day


def read_whole(
    raw: Mapping[str, object],
    field: str,
    within: tuple[int, int],
    otherwise: int,
    findings: Findings,
) -> int:
    """Read a whole number from `within[0]` to `within[1]`; absent or wrong, it is `otherwise`."""
    value = raw.get(field)
    if value is None:
        return otherwise
    if not isinstance(value, int) or isinstance(value, bool) or not within[0] <= value <= within[1]:
        told = f"{field} is a whole number from {within[0]} to {within[1]}"
        findings.add("bad-field", field, told)
        return otherwise
    return value


def read_code(raw: Mapping[str, object], field: str, findings: Findings) -> str | None:
    """Read a code of 1 to 64 characters; None where it is absent or wrong."""
    value = raw.get(field)
    if value is None or _is_code(value):
        return None if value is None else str(value)
    findings.add("bad-field", field, _CODE_MEND)
    return None


def read_codes(
    raw: Mapping[str, object], field: str, most: int, findings: Findings
) -> tuple[str, ...] | None:
    """Read a list of different codes; None where it is absent or wrong."""
    value = raw.get(field)
    if value is None:
        return None
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        findings.add("bad-field", field, f"{field} is a list of 1 to {most} codes")
        return None
    codes: dict[str, None] = {}
    for index, code in enumerate(value):
        if not _is_code(code):
            findings.add("bad-field", f"{field}/{index}", _CODE_MEND)
        elif code in codes:
            findings.add("bad-field", f"{field}/{index}", f"{code} is there twice; say it once")
        else:
            codes[code] = None
    return tuple(codes) if len(codes) == len(value) else None


def _day_of(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY_FORM.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_code(value: object) -> bool:
    return (
        isinstance(value, str)
        and 1 <= len(value) <= 64  # noqa: PLR2004 - as the report of a space has it
        and value == value.strip()
        and is_plain(value)
    )


def _escaped(field: object) -> str:
    return str(field).replace("~", "~0").replace("/", "~1")
