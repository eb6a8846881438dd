"""Plates as one lot's gate may have them: hashed and sealed under a key of that lot alone.

A gate that reads plates holds the lot's key, hashes what its camera read and compares. What another
lot's gate holds says nothing of it. Plates come here normalised; nothing here keeps one.
"""

import hmac
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from parking.sharing.sealing import SealBrokenError
from parking.sharing.signing import from_base64url, to_base64url

NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_HEADER: Final = to_base64url(msgspec.json.encode({"alg": "dir", "enc": "A256GCM"}))
_PARTS: Final = 5  # of a compact JWE


def lot_plate_key(secret: bytes, lot_id: str) -> bytes:
    """Derive the 32 bytes that the gate of one lot gets."""
    return hmac.digest(secret, f"plates of lot {lot_id}".encode(), "sha256")


def hash_for_gate(key: bytes, plate: str) -> str:
    """HMAC-SHA256 of the plate's UTF-8, as base64url."""
    return to_base64url(hmac.digest(_half(key, "hash"), plate.encode(), "sha256"))


def seal_for_gate(key: bytes, plate: str, nonce: bytes) -> str:
    """Encrypt as compact JWE (RFC 7516), `dir` and `A256GCM`; `nonce`: 12 bytes never used before.

    For gates whose controller compares plates in clear.
    """
    sealed = AESGCM(_half(key, "seal")).encrypt(nonce, plate.encode(), _HEADER.encode())
    text, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
    return ".".join((_HEADER, "", *map(to_base64url, (nonce, text, tag))))


def open_at_gate(key: bytes, sealed: str) -> str:
    """Return the plate; SealBrokenError where it is not for this key."""
    parts = sealed.split(".")
    if len(parts) != _PARTS:
        raise SealBrokenError("not a compact JWE")
    header, _, nonce, text, tag = parts
    cipher = AESGCM(_half(key, "seal"))
    try:
        whole = from_base64url(text) + from_base64url(tag)
        return cipher.decrypt(from_base64url(nonce), whole, header.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("sealed with another key") from error


def _half(key: bytes, purpose: str) -> bytes:
    """One key, one purpose: a hash is never made with what encrypts."""
    return hmac.new(key, purpose.encode(), sha256).digest()
