"""Signing secrets of keys: for vendors whose program signs but cannot send a key in a header.

A secret is made of the city's own and the key's id, so nothing more is stored; it ends with its key
and is new with a new one. It is checked before the key is looked up: who cannot sign, never gets a
question as far as the database.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from parking.principal import Principal

_CHARACTERS: Final = 32

KeyById: TypeAlias = Callable[[str], Awaitable[Principal | None]]
"""Whose key of that id is, None for an unknown, revoked or expired one."""


def signing_secret(city_secret: bytes, key_id: str) -> str:
    """Return what the vendor enters as its secret: 32 hexadecimal digits."""
    digest = hmac.digest(city_secret, f"signing of {key_id}".encode(), "sha256")
    return digest.hex()[:_CHARACTERS].upper()
