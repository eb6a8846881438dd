"""Shelf: every lot's rendered JSON, kept by slot, so that nearby answers are copied together.

It knows bytes, slots and until when they are good; what is in them is `live_lot`'s.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.nearby_text import BEGIN, CUT, GOOD_UNTIL_US, NUMBERS_BYTES, write_rows

AGE_KEY: Final = b'"age_s":'
NO_AGE: Final = b"null"
SPARE_SHARE: Final = 1.25
FIRST_BYTES: Final = 512

Render = Callable[[int, int], tuple[bytes, int]]
"""Of slot and moment: a JSON object without its closing brace, and until when it is right but for
its age."""


class Shelf:
    """One per layout of slots; `forget` must follow every change of a lot."""

    def __init__(self, size: int, render: Render) -> None:
        self._render = render
        # Lots side by side in the city are so in memory too, where that is quicker to copy.
        self._text = np.empty(max(1, size) * FIRST_BYTES, np.uint8)
        self._used = size * FIRST_BYTES
        self._pieces = np.zeros((size, 4), np.int64)
        self._pieces[:, BEGIN] = np.arange(size) * FIRST_BYTES
        self._room = np.full(size, FIRST_BYTES)
        self._longest = FIRST_BYTES
        self._asked_us = 0
        self._outdated = np.empty(0, np.int32)
        self._out = np.empty(0, np.uint8)
        self._view = self._out.data

    def forget(self, slot: int) -> None:
        self._pieces[slot, GOOD_UNTIL_US] = 0

    def rows(
        self,
        slots: NDArray[np.int32],
        metres: NDArray[np.float64],
        count: int,
        confirmed_us: NDArray[np.int64],
        now_us: int,
    ) -> memoryview:
        """Write the first `count` hits as JSON objects, comma between, good until the next call.

        What is missing is rendered.
        """
        if now_us < self._asked_us:
            # Until when a piece is good is known, not since when: the clock was set back.
            self._pieces[:, GOOD_UNTIL_US] = 0
        self._asked_us = now_us
        if count > len(self._outdated):
            self._make_room(slots.size)
        size = write_rows(
            slots, metres, count, self._text, self._pieces, confirmed_us, now_us,
            self._outdated, self._out,
        )  # fmt: skip
        if size < 0:
            for slot in self._outdated[:-size].tolist():
                self._put(slot, *self._render(slot, now_us), now_us)
            return self.rows(slots, metres, count, confirmed_us, now_us)
        return self._view[:size]

    def _make_room(self, rows: int) -> None:
        self._outdated = np.empty(rows, np.int32)
        self._out = np.empty(rows * (self._longest + NUMBERS_BYTES), np.uint8)
        self._view = self._out.data

    def _put(self, slot: int, piece: bytes, good_until_us: int, now_us: int) -> None:
        """Store a piece without its age; it moves when it has outgrown its room."""
        before, key, after = piece.partition(AGE_KEY)
        if key and not after.startswith(NO_AGE):
            after = after[after.index(b",") :]
            before += key
        else:
            before, after = piece, b""
        size = len(before) + len(after)
        if size > self._room[slot]:
            self._move(slot, round(size * SPARE_SHARE))
        begin = int(self._pieces[slot, BEGIN])
        self._text[begin : begin + size] = np.frombuffer(before + after, np.uint8)
        ends = begin + len(before), begin + size
        self._pieces[slot, CUT:] = *ends, max(good_until_us, now_us + 1)

    def _move(self, slot: int, room: int) -> None:
        """Give a slot a larger place, behind all others."""
        self._room[slot] = room
        self._pieces[slot, BEGIN] = self._used
        self._used += room
        if self._used > self._text.size:
            self._text = np.concatenate([self._text, np.empty(self._used, np.uint8)])
        if room > self._longest:
            self._longest = room
            self._make_room(self._outdated.size)
