"""Sealing: texts that are stored so that a copy of the database alone shows none of them."""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12


class SealBrokenError(ValueError):
    """It was not sealed with this secret for this purpose."""


def seal(secret: bytes, text: str, purpose: str, nonce: bytes) -> bytes:
    """Encrypt a text that belongs to `purpose` alone; `nonce`: 12 bytes never used before."""
    return nonce + AESGCM(secret).encrypt(nonce, text.encode(), purpose.encode())


def unseal(secret: bytes, sealed: bytes, purpose: str) -> str:
    """Return the text; raises SealBrokenError where it was sealed for another purpose."""
    nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(secret).decrypt(nonce, text, purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("sealed with another secret, or for something else") from error
