"""Cursors of paged lists: opaque to callers, the last key of a page to us."""

import binascii
from base64 import b64decode, urlsafe_b64encode

from parking.problems import Problem, ProblemError

LIMIT_DEFAULT = 100
LIMIT_MAX = 1_000
NUMBER_MAX = 18
_BAD = Problem(
    "bad-request",
    "cursor: use the next_cursor of the page before, unchanged.",
    pointer="/query/cursor",
)


def cursor_after(key: str) -> str:
    """Make the cursor of the page that begins after `key`."""
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def key_of(cursor: str | None) -> str:
    """Read a cursor; the empty key, before every other, where there is none."""
    if not cursor:
        return ""
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise ProblemError(_BAD) from None


def number_of(cursor: str | None, first: int) -> int:
    """Read a cursor that holds a number; `first` where there is none."""
    key = key_of(cursor) or str(first)
    if not (key.isascii() and key.isdecimal() and len(key) <= NUMBER_MAX):
        raise ProblemError(_BAD)
    return int(key)
