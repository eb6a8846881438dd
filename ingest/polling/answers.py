"""What a server's answer means beside its body: unchanged, elsewhere, later, or no. Pure."""

from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from ingest.polling.outcomes import Failed, NotModified, Validators

_NOT_MODIFIED: Final = 304
_REDIRECTS: Final = range(300, 400)
_LATER: Final = frozenset({429, 503})
_LONGEST: Final = 500


def answer_without_body(response: httpx.Response, *, has_asked: bool) -> NotModified | Failed:
    """Read an answer other than 200; `has_asked`: we said what we have already."""
    status = response.status_code
    if status == _NOT_MODIFIED and has_asked:
        return NotModified()
    if status in _REDIRECTS and status != _NOT_MODIFIED:
        place = _plain(response.headers.get("location", "")).partition("?")[0]
        return Failed("feed-redirects", {"value": place[:80]})
    if status in _LATER:
        return Failed("feed-limited", {"value": status}, retry_after_s(response))
    return Failed("feed-status", {"value": status})


def retry_after_s(response: httpx.Response) -> float | None:
    """Read Retry-After: seconds, or a moment, which is held against the server's own Date."""
    written = _plain(response.headers.get("retry-after", "")).strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        until = parsedate_to_datetime(written)
        now = parsedate_to_datetime(response.headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def validators_of(response: httpx.Response) -> Validators:
    """Keep what the server gave to ask it later; what is too long or odd is not sent back."""
    return Validators(
        etag=_plain(response.headers.get("etag", "")),
        last_modified=_plain(response.headers.get("last-modified", "")),
    )


def _plain(value: str) -> str:
    return value if len(value) <= _LONGEST and value.isascii() and value.isprintable() else ""
