"""Shapes of what gates check with, as the OpenAPI tells them."""

from typing import Literal

from api.lots.schemas import Shape


class PublicKeyAnswer(Shape):
    """An Ed25519 key as RFC 8037 writes it."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    use: Literal["sig"]
    alg: Literal["EdDSA"]


class PublicKeysAnswer(Shape):
    """A JWKS: every key a gate may meet, the newest first."""

    keys: list[PublicKeyAnswer]


class NewKeyAnswer(Shape):
    """The id of a key that signs a day from now."""

    kid: str


class LotKeyAnswer(Shape):
    """32 random bytes, base64url, under which one lot's gate knows plates."""

    lot_id: str
    plate_key: str


class ProofAnswer(Shape):
    """What the gate was told, signed: a code to show where the gate has not heard of it."""

    authorisation: str
