"""Reads a moment somebody wrote: RFC 3339 with an offset, in an age a city can live in.

It knows text, not clocks: whether a moment is early or late for something is asked elsewhere.
"""

import re
from datetime import datetime
from typing import Final

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
_FORM: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?(?P<offset>[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)


class BadMomentError(ValueError):
    """What was written is no such moment; `slug` is the problem's type."""

    def __init__(self, slug: str, told: str) -> None:
        super().__init__(told)
        self.slug = slug


def read_moment(written: object) -> datetime:
    """Read one; raises BadMomentError with the mend. Seconds since 1970 are refused as guesses."""
    found = _FORM.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise BadMomentError("bad-time", "write it as 2026-11-21T09:00:00+08:00 (RFC 3339)")
    if found["offset"] is None:
        raise BadMomentError("naive-time", "add an offset, such as Z or +08:00 (%2B08:00 in a URL)")
    try:
        moment = datetime.fromisoformat(found[0].upper())
    except ValueError as error:
        raise BadMomentError("bad-time", f"there is no such time: {error}") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        told = f"the year must be from {FIRST_YEAR} to {LAST_YEAR}"
        raise BadMomentError("bad-time", told)
    return moment
