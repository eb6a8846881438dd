"""Inflates deflated bytes under a limit of size and of ratio, before anything is kept."""

import zlib
from collections.abc import Iterator
from typing import Final

LARGEST_RATIO: Final = 100
"""Real payloads, repetitive as they are, shrink to a twentieth or so."""
_FREE_OF_RATIO: Final = 256 * 2**10
"""So much may come of anything: short files shrink by more."""
_PIECE: Final = 64 * 2**10


class UnpackedTooLargeError(Exception):
    """It grows beyond the limits; nothing of it was kept."""


def inflated_size(packed: bytes | memoryview, wbits: int, *, largest: int) -> int:
    """Return the size of what comes out; UnpackedTooLargeError as soon as that is too much.

    `wbits` as zlib has them: 31 for gzip, -15 for bare deflate. ValueError for broken bytes.
    """
    size = 0
    for taken, piece in _pieces(packed, wbits):
        size += len(piece)
        if size > largest:
            raise UnpackedTooLargeError(f"it unpacks to more than {largest // 2**20} MiB")
        if size > _FREE_OF_RATIO + taken * LARGEST_RATIO:
            raise UnpackedTooLargeError(f"it unpacks to more than {LARGEST_RATIO} times its size")
    return size


def inflated(packed: bytes | memoryview, wbits: int, size: int) -> bytes:
    """Return what comes out, `size` bytes as `inflated_size` counted them."""
    kept = bytearray(size)
    place = 0
    for _, piece in _pieces(packed, wbits):
        kept[place : place + len(piece)] = piece
        place += len(piece)
    return bytes(kept)


def _pieces(packed: bytes | memoryview, wbits: int) -> Iterator[tuple[int, bytes]]:
    """Yield (bytes taken so far, what came out), through all members that follow each other."""
    view = memoryview(packed)
    inflater, place = zlib.decompressobj(wbits), 0
    waiting: bytes | memoryview = b""
    try:
        while waiting or place < len(view):
            if not waiting:
                waiting = view[place : place + _PIECE]
                place += len(waiting)
            piece = inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail
            if inflater.eof:
                place -= len(inflater.unused_data)
                waiting = b""
                yield place, piece
                if not _is_gzip(view[place:], wbits):
                    return
                inflater = zlib.decompressobj(wbits)
            else:
                yield place - len(waiting), piece
        while piece := inflater.decompress(b"", _PIECE):
            yield place, piece
        if not inflater.eof:
            raise ValueError("it ends in the middle")
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _is_gzip(rest: memoryview, wbits: int) -> bool:
    return wbits > 0 and bytes(rest[:2]) == b"\x1f\x8b"
