"""Stored: reads what a register's stored value says; it neither builds nor merges registers.

Formats as in docs/architecture.md: position, then one entry or two of version and value.
"""

from typing import Final

import msgspec

from parking.vocabulary import SPACE_CLASSES, SpaceClass, SpaceStatus

COUNT_NAME: Final[dict[SpaceClass, str]] = {
    space_class: f"s:{space_class}" for space_class in SPACE_CLASSES
}
"""Names of the registers that hold absolute counts."""
POS_WIDTH: Final = 16
VERSION_WIDTH: Final = 35
MAX_GENERATION: Final = 9_999
"""A version has four digits for it. A bay that was amended oftener stays there."""
COUNT_WIDTH: Final = VERSION_WIDTH + 28
_GENERATION: Final = slice(POS_WIDTH, POS_WIDTH + 4)
_TIME: Final = slice(POS_WIDTH + 4, POS_WIDTH + 20)
_VALUE: Final = POS_WIDTH + VERSION_WIDTH
_FREE: Final = slice(_VALUE, _VALUE + 8)
_CAPACITY: Final = slice(_VALUE + 8, _VALUE + 16)
_FLAGS_AND_SOURCE: Final = slice(_VALUE + 16, _VALUE + 28)
_SOURCES: Final = 100_000_000
"""A source key has eight digits."""
_EARLIER_TIME: Final = slice(_TIME.start + COUNT_WIDTH, _TIME.stop + COUNT_WIDTH)
_EARLIER_FREE: Final = slice(_FREE.start + COUNT_WIDTH, _FREE.stop + COUNT_WIDTH)
_STATUS_OF: Final[dict[str, SpaceStatus]] = {"f": "free", "o": "occupied", "u": "unknown"}


class ClosureValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One closure; `to_us` None holds until it is voided."""

    from_us: int
    to_us: int | None = None
    reason: str | None = None
    void: bool = False

    def is_active(self, now_us: int) -> bool:
        return (
            not self.void and self.from_us <= now_us and (self.to_us is None or now_us < self.to_us)
        )


class Count(msgspec.Struct, frozen=True, gc=False):
    """An absolute count of one space class, raw: `free` may be below 0 or above capacity."""

    observed_us: int
    free: int
    capacity: int | None
    flags: int
    source_key: int


class EarlierCount(msgspec.Struct, frozen=True, gc=False):
    """What the second newest count tells of the newest: by how much it changed, since when."""

    observed_us: int
    free: int


def position_of(stored: str) -> int:
    return int(stored[:POS_WIDTH])


def generation_of(stored: str) -> int:
    """Return the generation of the newest entry of a register with a time version."""
    return int(stored[_GENERATION])


def observed_us_of(stored: str) -> int:
    """Return when the newest entry of a register with a time version was observed."""
    return int(stored[_TIME])


def value_of(stored: str) -> str:
    """Return the value of a register that holds one entry."""
    return stored[POS_WIDTH + VERSION_WIDTH :]


def newest_count_of(stored: str) -> Count:
    """Return the newest count of an `s:` register."""
    capacity = int(stored[_CAPACITY])
    flags, source_key = divmod(int(stored[_FLAGS_AND_SOURCE]), _SOURCES)
    return Count(
        int(stored[_TIME]),
        int(stored[_FREE]),
        None if capacity < 0 else capacity,
        flags,
        source_key,
    )


def counts_of(stored: str) -> tuple[Count, EarlierCount | None]:
    """Return the newest and, if there is one, the second newest count of an `s:` register."""
    newest = newest_count_of(stored)
    if len(stored) <= POS_WIDTH + COUNT_WIDTH:
        return newest, None
    return newest, EarlierCount(int(stored[_EARLIER_TIME]), int(stored[_EARLIER_FREE]))


def bay_of(stored: str) -> tuple[SpaceStatus, int, str | None]:
    """Return a bay's status, source key and the class its source gave, if it did."""
    value = value_of(stored)
    source, _, space_class = value[1:].partition(":")
    return _STATUS_OF[value[0]], int(source), space_class or None


def is_taken_back(stored: str) -> bool:
    """Tell of a closure whether it was taken back; `void` is the last of its members."""
    return stored.endswith('"void":true}')


def closure_of(stored: str) -> ClosureValue:
    return msgspec.json.decode(value_of(stored), type=ClosureValue)
