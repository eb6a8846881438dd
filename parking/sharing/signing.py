"""Keys that sign what gates are told, and their public halves as gates read them (RFC 8037).

It knows seeds and JWKs; where seeds are kept and when a key is replaced is not its business.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM: Final = "EdDSA"
PublicKeys: TypeAlias = Mapping[str, Ed25519PublicKey]
"""By key id."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key; `kid` is its RFC 7638 thumbprint, so that it says which key it means."""

    kid: str
    private: Ed25519PrivateKey

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Make the key of 32 random bytes; ValueError for any other number of them."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(_thumbprint(private.public_key()), private)

    @property
    def public_jwk(self) -> dict[str, str]:
        """What anybody may know of it."""
        named = {"kid": self.kid, "use": "sig", "alg": ALGORITHM}
        return _bare_jwk(self.private.public_key()) | named


def read_jwks(keys: Iterable[Mapping[str, str]]) -> PublicKeys:
    """Read the members of a JWKS; those of another kind are not for us. ValueError: bad ones."""
    return {
        key["kid"]: Ed25519PublicKey.from_public_bytes(from_base64url(key["x"]))
        for key in keys
        if key.get("kty") == "OKP" and key.get("crv") == "Ed25519"
    }


def to_base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """ValueError where it is not base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _bare_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": to_base64url(key.public_bytes_raw())}


def _thumbprint(key: Ed25519PublicKey) -> str:
    return to_base64url(sha256(msgspec.json.encode(_bare_jwk(key), order="sorted")).digest())
