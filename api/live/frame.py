"""Websocket frames as the server sends them: whole, unmasked, without extensions. Not parsing."""

from struct import Struct
from typing import Final

_TEXT: Final = 0x81
_CLOSE: Final = 0x88
_PING: Final = 0x89
_SHORT: Final = Struct("!BB")
_MEDIUM: Final = Struct("!BBH")
_LONG: Final = Struct("!BBQ")
_MEDIUM_LENGTH: Final = 126
_LONG_LENGTH: Final = 127
_MEDIUM_BYTES_MAX: Final = 0xFFFF
_CODE_BYTES: Final = 2
_CONTROL_BYTES_MAX: Final = 125


def text_frame(payload: bytes) -> bytes:
    """Wrap one text message."""
    size = len(payload)
    if size < _MEDIUM_LENGTH:
        return _SHORT.pack(_TEXT, size) + payload
    if size <= _MEDIUM_BYTES_MAX:
        return _MEDIUM.pack(_TEXT, _MEDIUM_LENGTH, size) + payload
    return _LONG.pack(_TEXT, _LONG_LENGTH, size) + payload


def ping_frame(payload: bytes) -> bytes:
    """Wrap a ping of at most 125 bytes."""
    return _SHORT.pack(_PING, len(payload)) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """Wrap a close; the reason is cut to what a control frame holds."""
    said = reason.encode()[: _CONTROL_BYTES_MAX - _CODE_BYTES]
    return _SHORT.pack(_CLOSE, _CODE_BYTES + len(said)) + code.to_bytes(_CODE_BYTES, "big") + said
