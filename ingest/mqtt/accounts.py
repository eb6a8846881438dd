"""Mosquitto's password file: a line per user, as its own tool writes them."""

import hashlib
import re
from base64 import b64encode
from typing import Final

from parking.draft_text import OPERATOR_ID_FORM

ROUNDS: Final = 101
"""As Mosquitto has it. Ours are random and long, so that more would guard nothing."""
_PBKDF2_SHA512: Final = 7


def password_line(user: str, password: str, salt: bytes) -> str:
    """Write the line of one user; ValueError for a name that the file or a topic cannot hold."""
    if not re.fullmatch(OPERATOR_ID_FORM, user):
        raise ValueError("a user name is an operator id: letters, digits and _ . - (at most 64)")
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS)
    parts = (_PBKDF2_SHA512, ROUNDS, b64encode(salt).decode(), b64encode(digest).decode())
    return f"{user}:${'$'.join(map(str, parts))}"


def with_user(text: str, user: str, line: str | None) -> str:
    """Return a password file's text with a user's line replaced, added, or (None) taken out."""
    kept = [other for other in text.splitlines() if other and not other.startswith(f"{user}:")]
    kept += [] if line is None else [line]
    return "".join(f"{other}\n" for other in kept)
