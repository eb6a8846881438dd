"""How a source of parkapi-sources is named as a feed's address: `parkapi:aalen`. Pure."""

import re
from typing import Final

SCHEME: Final = "parkapi:"
MADE_AS: Final = "parkapi_v3"
"""The format in which what a converter made is handed on."""
_UID: Final = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)


def is_source(url: str) -> bool:
    return url.startswith(SCHEME)


def uid_of(url: str) -> str:
    """Return the source's name; ValueError where the address holds none."""
    uid = url.removeprefix(SCHEME)
    if not _UID.fullmatch(uid):
        raise ValueError("after parkapi: stands a source's name; `onelot parkapi list` has them")
    return uid
