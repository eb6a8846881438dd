"""Public ids of what sharing makes: 128 random bits each, so that none is found by guessing."""

import secrets


def new_id() -> str:
    """Return 32 hexadecimal digits."""
    return secrets.token_hex(16)
