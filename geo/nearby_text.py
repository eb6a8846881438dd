"""The nearby answer's rows as text, compiled: stored pieces with three numbers written between.

A row is a lot's piece up to its age, the age in seconds, the rest of the piece, then distance and
walk. Knows nothing of what the pieces say.
"""

import math
from typing import Final

import numpy as np
from numba import types
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.position import WALK_M_PER_MIN

_TENTH_US: Final = 100_000
_LINE_BYTES: Final = 64
_ZERO, _DOT, _COMMA, _CLOSE = (ord(sign) for sign in "0.,}")
_DISTANCE: Final = np.frombuffer(b',"distance_m":', np.uint8)
_WALK: Final = np.frombuffer(b',"walk_min":', np.uint8)
NUMBERS_BYTES: Final = 96
"""What a row may need beyond its piece."""

BEGIN, CUT, END, GOOD_UNTIL_US = range(4)
"""Columns of `pieces`: side by side, as all four are asked of each lot of an answer."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@compiled(types.int64(types.uint8[::1], types.int64, types.int64))
def _write_integer(out: Bytes, at: int, number: int) -> int:
    digits, rest = 1, number // 10
    while rest > 0:
        digits, rest = digits + 1, rest // 10
    for place in range(at + digits - 1, at - 1, -1):
        out[place] = _ZERO + number % 10
        number //= 10
    return at + digits


@compiled(types.int64(types.uint8[::1], types.int64, types.int64))
def _write_tenths(out: Bytes, at: int, tenths: int) -> int:
    at = _write_integer(out, at, tenths // 10)
    out[at] = _DOT
    out[at + 1] = _ZERO + tenths % 10
    return at + 2


@compiled(
    types.int64(types.uint8[::1], types.int64, types.Array(types.uint8, 1, "C", readonly=True))
)
def _write_words(out: Bytes, at: int, words: Bytes) -> int:
    for place in range(words.size):
        out[at + place] = words[place]
    return at + words.size


@compiled(types.int64(types.uint8[::1], types.int64, types.uint8[::1], types.int64, types.int64))
def _copy(out: Bytes, at: int, text: Bytes, begin: int, end: int) -> int:
    # Through slices that begin at 0, so that the compiler sees one block move.
    piece, target = text[begin:end], out[at : at + end - begin]
    for place in range(piece.size):
        target[place] = piece[place]
    return at + end - begin


@compiled(
    types.int64(types.int32[::1], types.int64, types.int64[:, ::1], types.int64, types.int32[::1])
)
def _list_outdated(lots: Ints, count: int, pieces: Longs, now_us: int, outdated: Ints) -> int:
    found = 0
    for place in range(count):
        if pieces[lots[place], GOOD_UNTIL_US] <= now_us:
            outdated[found] = lots[place]
            found += 1
    return found


@compiled(types.uint8(types.int32[::1], types.int64, types.uint8[::1], types.int64[:, ::1]))
def _touch(lots: Ints, count: int, text: Bytes, pieces: Longs) -> int:
    """Read a byte of every cache line, all at once: copies would wait for one after the other."""
    seen = 0
    for place in range(count):
        lot = lots[place]
        for at in range(pieces[lot, BEGIN], pieces[lot, END], _LINE_BYTES):
            seen ^= text[at]
    return seen


@compiled(
    types.int64(
        types.int32[::1],
        types.float64[::1],
        types.int64,
        types.uint8[::1],
        types.int64[:, ::1],
        types.int64[::1],
        types.int64,
        types.int32[::1],
        types.uint8[::1],
    )
)
def write_rows(
    lots: Ints,
    metres: NDArray[np.float64],
    count: int,
    text: Bytes,
    pieces: Longs,
    confirmed_us: Longs,
    now_us: int,
    outdated: Ints,
    out: Bytes,
) -> int:
    """Write the rows of the first `count` lots, comma between; gives the bytes written.

    Where pieces are no longer good it lists their lots in `outdated` instead, and gives how many,
    below zero. A lot's row of `pieces` is a place in `text`, without age where cut is end; `out`
    must have room for the pieces and `NUMBERS_BYTES` each.
    """
    missing = _list_outdated(lots, count, pieces, now_us, outdated)
    if missing > 0:
        return -missing
    if out.size > 0:
        out[0] = _touch(lots, count, text, pieces)
    at = 0
    for place in range(count):
        lot = lots[place]
        begin, cut, end = pieces[lot, BEGIN], pieces[lot, CUT], pieces[lot, END]
        if place > 0:
            out[at] = _COMMA
            at += 1
        at = _copy(out, at, text, begin, cut)
        if cut < end:
            age_us = max(0, now_us - confirmed_us[lot])
            at = _write_tenths(out, at, (age_us + _TENTH_US // 2) // _TENTH_US)
            at = _copy(out, at, text, cut, end)
        at = _write_words(out, at, _DISTANCE)
        at = _write_tenths(out, at, int(metres[place] * 10.0 + 0.5))
        at = _write_words(out, at, _WALK)
        at = _write_integer(out, at, math.ceil(metres[place] / WALK_M_PER_MIN))
        out[at] = _CLOSE
        at += 1
    return at
