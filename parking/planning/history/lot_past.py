"""Lot past: all of a lot's history up to a moment that its future depends on; data, and its bytes.

How it comes about is `fold`'s business.
"""

from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parking.planning.history.lending_step import LendingStep
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import HourRow
from parking.vocabulary import SpaceClass, SpaceStatus

LAYOUT: Final = 1
"""The number of all that is below and of the rules of the fold: another one is not read."""


class CountPast(Struct, frozen=True, array_like=True, gc=False):
    """One space class as it was counted; `free` is raw, None while it is not known.

    `capacity` is what the snapshot in force said, `last_capacity` what any snapshot said last.
    `counted_us` is when `free` was last said or moved. `is_moved`: vehicles are counted into it;
    `is_broken`: since it was last said, vehicles passed that nobody counted.
    """

    free: int | None = None
    capacity: int | None = None
    last_capacity: int | None = None
    counted_us: int = 0
    is_moved: bool = False
    is_broken: bool = False


class LaneReading(Struct, frozen=True, array_like=True, gc=False):
    """The newest reading of one lane's counters."""

    observed_us: int
    in_total: int
    out_total: int
    epoch: int | None = None


class BayPast(Struct, frozen=True, array_like=True, gc=False):
    """What one bay was last said to be."""

    status: SpaceStatus
    space_class: SpaceClass


class BayCounts(Struct, frozen=True, array_like=True, gc=False):
    """The bays of one class, and when one of them was last spoken of."""

    free: int = 0
    occupied: int = 0
    unknown: int = 0
    observed_us: int = 0

    @property
    def known(self) -> int:
        return self.free + self.occupied

    @property
    def bays(self) -> int:
        return self.free + self.occupied + self.unknown


class LotPast(Struct, frozen=True):
    """Two that are equal have the same future. `rows` and `service` are of the hour that runs.

    It has begun at `hour_us`; None where nothing is in it yet.
    Counts hold until `heard_until_us`, the lot is online until `online_until_us`; 0 is that it has
    been silent for longer. `lanes` by `<source key>/<lane>`, `closures` by `<source key>/<serial>`:
    from when to when, None where that is open.
    """

    until_us: int
    hour_us: int | None = None
    is_heard: bool = False
    heard_until_us: int = 0
    online_until_us: int = 0
    has_totals: bool = False
    has_passages: bool = False
    counts: dict[SpaceClass, CountPast] = {}
    lanes: dict[str, LaneReading] = {}
    bays: dict[str, BayPast] = {}
    bay_counts: dict[SpaceClass, BayCounts] = {}
    closures: dict[str, tuple[int, int | None]] = {}
    lending: LendingStep | None = None
    rows: tuple[HourRow, ...] = ()
    service: ServiceHour | None = None


class _Kept(Struct, array_like=True):
    layout: int
    past: msgspec.Raw
    service: ServiceHour | None


_SORTED: Final = msgspec.msgpack.Encoder(order="deterministic")
_PLAIN: Final = msgspec.msgpack.Encoder()


def encode_past(past: LotPast) -> bytes:
    """Return it as MessagePack; equal pasts give equal bytes."""
    # Delays are by whole seconds, and sorted as they are: only text can be sorted on the way.
    bare = _SORTED.encode(replace(past, service=None))
    return _PLAIN.encode(_Kept(LAYOUT, msgspec.Raw(bare), past.service))


def decode_past(data: bytes) -> LotPast | None:
    """Read it; None where another release wrote it under other rules, so the log must be folded."""
    kept = msgspec.msgpack.decode(data, type=_Kept)
    if kept.layout != LAYOUT:
        return None
    return replace(msgspec.msgpack.decode(kept.past, type=LotPast), service=kept.service)


STATE_HEAD: Final = encode_past(LotPast(0))[:2]
"""What all pasts of this layout begin with as bytes."""
