"""Class picture: one space class of one lot as its newest claims have it, within 0 and capacity."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from parking.vocabulary import Flag, Trend, ValueKind

SUSPECT_MIN: Final = 3
SUSPECT_SHARE: Final = 0.1
"""A suspect figure is uncertain by the greater of three spaces and a tenth of the capacity."""
ALWAYS_US: Final = 2**62
"""Observed at any moment: so is what follows from bookings, which no sensor need confirm."""


class ClassPicture(Struct, frozen=True, gc=False):
    """`low <= free <= high`, all at `observed_us`; the interval widens by `flow_per_min` with age.

    `capacity` None: neither the report nor the registry says it. What `is_withheld` is not to be
    given as a count. A struct, because each report of the city makes one, and it costs a tenth of a
    frozen dataclass.
    """

    free: int
    capacity: int | None
    low: int
    high: int
    kind: ValueKind
    observed_us: int
    source_key: int
    flow_per_min: float
    trend: Trend = "unknown"
    flags: tuple[Flag, ...] = ()
    is_withheld: bool = False


def bounded(free: int, capacity: int | None) -> int:
    """Return the count within 0 and capacity."""
    if capacity is not None and free > capacity:
        free = capacity
    return max(0, free)


def class_picture(
    raw_free: int,
    capacity: int | None,
    *,
    spread: int,
    kind: ValueKind,
    observed_us: int,
    source_key: int,
    flow_per_min: float,
    trend: Trend,
    flags: set[Flag],
) -> ClassPicture:
    """Bound a raw figure; one outside 0 and capacity, or otherwise suspect, is wider both ways."""
    free = bounded(raw_free, capacity)
    if free != raw_free:
        flags.add("suspect")
        spread = max(spread, abs(raw_free - free))
    if flags and "suspect" in flags:
        spread = max(spread, SUSPECT_MIN, round((capacity or 0) * SUSPECT_SHARE))
    low = high = free
    if spread:
        low, high = max(0, free - spread), bounded(free + spread, capacity)
    told = tuple(sorted(flags)) if flags else ()
    # By place: every report of the city comes by here, and names cost a fifth of it.
    return ClassPicture(
        free, capacity, low, high, kind, observed_us, source_key, flow_per_min, trend, told
    )


def both(general: ClassPicture | None, shared: ClassPicture | None) -> ClassPicture | None:
    """Return two classes as one; times, source and trend are those of the first."""
    if general is None or shared is None:
        return general or shared
    capacity = None
    if general.capacity is not None and shared.capacity is not None:
        capacity = general.capacity + shared.capacity
    return replace(
        general,
        free=general.free + shared.free,
        capacity=capacity,
        low=general.low + shared.low,
        high=general.high + shared.high,
        flow_per_min=general.flow_per_min + shared.flow_per_min,
        flags=tuple(sorted({*general.flags, *shared.flags})),
        is_withheld=general.is_withheld or shared.is_withheld,
    )
