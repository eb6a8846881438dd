"""Shelf: every lot's rendered JSON, kept by slot, so that nearby answers are copied together.

It knows bytes, slots and until when they are good; what is in them is `live_lot`'s.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.nearby_text import NUMBERS_BYTES, outdated, write_rows

AGE_KEY: Final = b'"age_s":'
NO_AGE: Final = b"null"
SPARE_SHARE: Final = 1.25
FIRST_BYTES: Final = 512

Render = Callable[[int], tuple[bytes, int]]
"""A slot's JSON object without its closing brace, and until when it is right but for its age."""


class Shelf:
    """One per layout of slots; `forget` must follow every change of a lot."""

    def __init__(self, size: int) -> None:
        self._text = np.empty(max(1, size) * FIRST_BYTES, np.uint8)
        self._used = 0
        self._asked_us = 0
        self._longest = 0
        self._pieces = np.zeros((size, 3), np.int64)
        self._room = np.zeros(size, np.int64)
        self._good_until_us = np.zeros(size, np.int64)
        self._missing = np.empty(0, np.int32)
        self._out = np.empty(0, np.uint8)

    def forget(self, slot: int) -> None:
        self._good_until_us[slot] = 0

    def rows(
        self,
        slots: NDArray[np.int32],
        metres: NDArray[np.float64],
        count: int,
        confirmed_us: NDArray[np.int64],
        now_us: int,
        render: Render,
    ) -> bytes:
        """Write the first `count` hits as JSON objects, comma between; render what is missing."""
        if now_us < self._asked_us:
            # Until when a piece is good is known, not since when: the clock was set back.
            self._good_until_us[:] = 0
        self._asked_us = now_us
        if self._missing.size < count:
            self._missing = np.empty(slots.size, np.int32)
        missing = outdated(slots, count, self._good_until_us, now_us, self._missing)
        for slot in self._missing[:missing].tolist():
            piece, good_until_us = render(slot)
            self._put(slot, piece)
            self._good_until_us[slot] = max(good_until_us, now_us + 1)
        if self._out.size < count * (self._longest + NUMBERS_BYTES):
            self._out = np.empty(2 * count * (self._longest + NUMBERS_BYTES), np.uint8)
        size = write_rows(
            slots, metres, count, self._text, self._pieces, confirmed_us, now_us, self._out
        )
        return self._out[:size].tobytes()

    def _put(self, slot: int, piece: bytes) -> None:
        """Store a piece without its age; it moves when it has outgrown its room."""
        before, key, after = piece.partition(AGE_KEY)
        if key and not after.startswith(NO_AGE):
            after = after[after.index(b",") :]
            before += key
        else:
            before, after = piece, b""
        size = len(before) + len(after)
        if size > self._room[slot]:
            self._room[slot] = round(size * SPARE_SHARE)
            self._pieces[slot, 0] = self._used
            self._used += int(self._room[slot])
            if self._used > self._text.size:
                self._text = np.concatenate([self._text, np.empty(self._used, np.uint8)])
        begin = int(self._pieces[slot, 0])
        self._text[begin : begin + size] = np.frombuffer(before + after, np.uint8)
        self._pieces[slot, 1:] = begin + len(before), begin + size
        self._longest = max(self._longest, size)
