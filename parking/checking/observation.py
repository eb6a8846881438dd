"""Observation: one report as the detectors see it, and what is known of the lot it is about."""

from typing import NamedTuple, TypeAlias

from msgspec import Struct

from parking.vocabulary import LandUse, ReportKind, SpaceClass, SpaceStatus


class Observation(NamedTuple):
    """One claim of one source about one lot; raw values, unclamped.

    `free` is an absolute count where there is one, `capacity` the report's own. Totals are the sums
    of all lanes. `is_conflict`: another content under an identity that was there before.
    """

    lot_key: int
    source_key: int
    kind: ReportKind
    observed_us: int
    received_us: int
    space_class: SpaceClass = "general"
    free: int | None = None
    capacity: int | None = None
    in_total: int | None = None
    out_total: int | None = None
    space_code: str | None = None
    status: SpaceStatus | None = None
    sent_us: int | None = None
    epoch: int | None = None
    seq: int | None = None
    is_backfill: bool = False
    is_conflict: bool = False


Span: TypeAlias = tuple[int, int | None]
"""From when to when, both microseconds; None where nobody said until when."""


class CheckedLot(Struct, frozen=True):
    """What the detectors need of the registry; a lot of which nothing is known is this as it is.

    `closures` are when it was declared to be closed; `opening_hours` are in the syntax of OSM, None
    for always.
    """

    capacity: int | None = None
    timezone: str = "Asia/Shanghai"
    land_use: LandUse | None = None
    lanes: int | None = None
    opening_hours: str | None = None
    closures: tuple[Span, ...] = ()


class Step(NamedTuple):
    """Two absolute counts of one lot, one after the other, and what lies between them."""

    us: int
    free: int
    before_us: int
    before: int
    capacity: int
    hour: int
    """Of the week, from Monday 0 o'clock local time."""

    @property
    def change(self) -> int:
        return self.free - self.before

    @property
    def gap_us(self) -> int:
        return self.us - self.before_us

    @property
    def at_bound(self) -> bool:
        return self.free <= 0 or self.free >= self.capacity
