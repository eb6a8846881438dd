"""Amended names: whose reports the amendments of late may mean, in memory of a fixed size.

A Bloom filter for each UTC day: it never forgets a name, and takes a strange one for its own once
in thousands of times, which only costs whoever asks a look into the log.
"""

from collections.abc import Iterator
from typing import Final

from parking.clock import DAY_US
from parking.live.record import Record
from parking.planning.amendments import Name, aim_of, aimed_span_us, name_of

BITS: Final = 1 << 23
"""A mebibyte a day: a strange name of 10,000 is taken for one of 200,000."""
PROBES: Final = 4
MOST_DAYS: Final = 12
_FOR_EVER: Final = 2**40
"""The day of what names a day far ahead: it shares one filter that is never forgotten, as anybody
may name as many days as he likes.
"""


class AmendedNames:
    """Names by lot, and until what day that was observed which they mean, from a moment on."""

    def __init__(self, from_us: int = 0) -> None:
        self._first_day = from_us // DAY_US
        self._days: dict[int, bytearray] = {}

    def note(self, lot_key: int, amendment: Record) -> None:
        """Remember an amendment, if it may mean what was observed since."""
        _, until_us = aimed_span_us(amendment)
        day = (until_us - 1) // DAY_US
        if day < self._first_day:
            return
        if day >= self._first_day + MOST_DAYS:
            day = _FOR_EVER
        bits = self._days.get(day)
        if bits is None:
            bits = self._days[day] = bytearray(BITS // 8)
        for place in _places(lot_key, aim_of(amendment)):
            bits[place >> 3] |= 1 << (place & 7)

    def may_mean(self, lot_key: int, claim: Record) -> bool:
        """Tell whether one of them may mean this claim."""
        claimed_day = claim.observed_us // DAY_US
        return any(
            all(bits[place >> 3] >> (place & 7) & 1 for place in _places(lot_key, name_of(claim)))
            for day, bits in self._days.items()
            if day >= claimed_day
        )

    def forget(self, before_us: int) -> None:
        """Forget those that mean only what was observed before the day of a moment."""
        self._first_day = max(self._first_day, before_us // DAY_US)
        self._days = {day: bits for day, bits in self._days.items() if day >= self._first_day}


def _places(lot_key: int, name: Name) -> Iterator[int]:
    mixed = hash((lot_key, *name))
    step = mixed >> 32 | 1
    for _ in range(PROBES):
        yield mixed % BITS
        mixed += step
