"""Doubt register: what is wrong with a lot's counts by the platform's own finding, for readers.

It knows the value of register `q` and what it makes of a count, not which verdicts it follows from.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from parking.live.class_picture import ClassPicture, bounded
from parking.live.stored import value_of
from parking.ports import Register
from parking.vocabulary import FLAGS, Flag

DOUBT_NAME: Final = "q"
ANY_SOURCE: Final = 0
_CLEARED: Final = "[]"
_PERCENT: Final = 100


class Doubt(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What to think of the counts of one source, or of `ANY_SOURCE`.

    `flags` are bits in the order of `FLAGS`. A count that is `withheld` is not given as one; else
    the truth may be further off by so many `percent` of the capacity and `spaces` more. A lot that
    is not `counted` is in no total.
    """

    source_key: int
    flags: int
    withheld: bool = False
    percent: int = 0
    spaces: int = 0
    counted: bool = True


def bits_of(flags: Collection[Flag]) -> int:
    """Return flags as bits."""
    return sum(1 << place for place, flag in enumerate(FLAGS) if flag in flags)


def flags_of(bits: int) -> tuple[Flag, ...]:
    """Return bits as flags."""
    return tuple(flag for place, flag in enumerate(FLAGS) if bits >> place & 1)


def register_of_doubts(lot_key: int, doubts: Sequence[Doubt], version: int) -> Register:
    """Return the `q` register: the doubts under the version of their row."""
    value = msgspec.json.encode(doubts).decode()
    return Register(lot_key, DOUBT_NAME, f"{version:035d}", value)


def doubts_of(stored: str) -> tuple[Doubt, ...]:
    """Read a stored `q` register."""
    return msgspec.json.decode(value_of(stored), type=tuple[Doubt, ...])


def is_cleared(stored: str) -> bool:
    """Tell of a stored `q` register whether nothing is doubted any more."""
    return value_of(stored) == _CLEARED


def doubted(space: ClassPicture, doubts: Iterable[Doubt]) -> ClassPicture:
    """Return a count with the doubts about its source: flagged, wider, or withheld."""
    for doubt in doubts:
        if doubt.source_key not in {ANY_SOURCE, space.source_key}:
            continue
        spread = round((space.capacity or 0) * doubt.percent / _PERCENT) + doubt.spaces
        space = replace(
            space,
            low=max(0, space.low - spread),
            high=bounded(space.high + spread, space.capacity),
            flags=tuple(sorted({*space.flags, *flags_of(doubt.flags)})),
            is_withheld=space.is_withheld or doubt.withheld,
        )
    return space
