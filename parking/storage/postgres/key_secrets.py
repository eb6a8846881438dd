"""What a key is made of: an id that anybody may read, and a secret of which only a hash is kept."""

import secrets
import string
from hashlib import sha256
from typing import Final, NamedTuple

_ALPHABET: Final = string.ascii_letters + string.digits
_KEY_ID_LENGTH: Final = 10
_SECRET_LENGTH: Final = 43  # of 62 letters: 256 random bits


class FreshKey(NamedTuple):
    """A key that nobody has yet; `text` is what its holder shows."""

    key_id: str
    secret_hash: bytes
    text: str


def fresh_key() -> FreshKey:
    """Make one."""
    key_id, secret = _random(_KEY_ID_LENGTH), _random(_SECRET_LENGTH)
    return FreshKey(key_id, hash_of(secret), f"ol_{key_id}_{secret}")


def hash_of(secret: str) -> bytes:
    """Return what is stored of a secret."""
    return sha256(secret.encode()).digest()


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
