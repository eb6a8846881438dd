"""Keeping: what detectors remember, as bytes and back. Knows arrays of floats, and no rule."""

import zlib
from array import array
from typing import Any, Final

import msgspec

_FLOATS: Final = "f"
_QUICKLY: Final = 1

UNREADABLE: Final[tuple[type[Exception], ...]] = (msgspec.DecodeError, zlib.error)
"""What bytes give that another release has written."""


def encoded(state: msgspec.Struct) -> bytes:
    """Encode and compress a state."""
    return zlib.compress(msgspec.msgpack.encode(state, enc_hook=plain), _QUICKLY)


def unpacked(state: bytes) -> bytes:
    """Return what was encoded, to be decoded; raises one of `UNREADABLE`."""
    return zlib.decompress(state)


def plain(value: Any) -> bytes:  # noqa: ANN401 - whatever msgspec does not know
    """Return floats as bytes: msgspec's hook for encoding."""
    if isinstance(value, array):
        return value.tobytes()
    raise NotImplementedError


def floats(kind: Any, value: Any) -> Any:  # noqa: ANN401 - as msgspec hands them over
    """Return bytes as floats: msgspec's hook for decoding."""
    if kind is array:
        return array(_FLOATS, value)
    raise NotImplementedError
