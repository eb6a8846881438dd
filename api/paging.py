"""Cursors of paged lists: opaque to callers, the last key of a page to us."""

import binascii
from base64 import b64decode, urlsafe_b64encode

from parking.problems import Problem, ProblemError

LIMIT_DEFAULT = 100
LIMIT_MAX = 1_000


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
        bad = Problem(
            "bad-request",
            "cursor: use the next_cursor of the page before, unchanged.",
            pointer="/query/cursor",
        )
        raise ProblemError(bad) from None
