"""Credentials of a feed, as one header. They are shown in no log, no answer and no `repr`."""

from base64 import b64encode
from typing import Final

from parking.polled_feed import AuthKind

_NEVER: Final = frozenset({
    "host", "content-length", "transfer-encoding", "connection", "cookie", "range", "expect",
    "upgrade", "te", "trailer", "accept-encoding", "if-none-match", "if-modified-since",
})  # fmt: skip
"""Headers that would say something else than who asks."""
_TOKEN: Final = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")
LONGEST: Final = 4_000


def credential_header(kind: AuthKind, name: str, secret: str) -> tuple[str, str]:
    """Return the header. `name` is the user's for `basic`, the header's for `header`."""
    if kind == "basic":
        return "authorization", f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"
    if kind == "bearer":
        return "authorization", f"Bearer {secret}"
    return name.lower(), secret


def fault_of_credential(kind: AuthKind, name: str, secret: str) -> str | None:
    """Return what to mend in credentials; the secret itself is never part of it."""
    if kind == "none":
        return "a secret needs `kind`: basic, bearer or header" if secret else None
    if len(secret) > LONGEST or not secret.isprintable():
        return f"a secret is at most {LONGEST} characters, and no control characters"
    if kind != "basic" and not secret.isascii():
        return "a token is ASCII"
    if kind == "basic" and (":" in name or not name.isprintable()):
        return "a user's name has no colon and no control characters"
    if kind == "header" and not is_header(name):
        return "name a header such as X-Api-Key, and none that HTTP itself needs"
    return None


def is_header(name: str) -> bool:
    """Tell whether a header of that name may carry a key."""
    lower = name.lower()
    return 0 < len(lower) <= 64 and set(lower) <= _TOKEN and lower not in _NEVER  # noqa: PLR2004
