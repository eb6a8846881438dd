"""Signs what a webhook is sent, so that who receives it knows from whom it is and how old. Pure.

OneLot-Signature: t=1764288000,v1=<hex of HMAC-SHA-256 of "1764288000." and the body's bytes>
"""

import hmac
import secrets
from hashlib import sha256
from typing import Final

SIGNATURE_HEADER: Final = "onelot-signature"
PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32
BELIEVED_S: Final = 300
"""Older ones are to be refused by who receives: somebody may have kept a copy."""


def fresh_secret() -> str:
    """Make a secret that nobody has yet."""
    return PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def signature(secret: str, body: bytes, at_s: int) -> str:
    """Return the header's value; the secret is used as it is written, its prefix included."""
    signed = f"{at_s}.".encode() + body
    return f"t={at_s},v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}"


def is_signed(secret: str, body: bytes, header: str, now_s: float) -> bool:
    """Tell whether a header is what we would have sent, lately: the receiver's side of it."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    written = parts.get("t", "")
    if not (written.isascii() and written.isdigit()) or abs(now_s - int(written)) > BELIEVED_S:
        return False
    return hmac.compare_digest(signature(secret, body, int(written)), header)
