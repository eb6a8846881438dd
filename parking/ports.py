"""Ports: what the doors need of the stores, as Protocols. The one implementation of each is real.

All times are integer microseconds since 1970 UTC (`..._us`) unless a datetime is named.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from parking.draft import LotDraft
from parking.lot import Lot, Source
from parking.principal import Principal


@dataclass(frozen=True, slots=True)
class Operator:
    """One lot operator as the registry holds it."""

    operator_key: int
    operator_id: str
    name: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A named area (district, sub-district, community, grid) with its GeoJSON outline in WGS-84."""

    area_code: str
    level: str
    name: str
    name_en: str | None
    parent_code: str | None
    outline: dict[str, Any] | None
    label_lat: float | None
    label_lon: float | None


@dataclass(frozen=True, slots=True)
class RegistryDelta:
    """Everything in the registry above the version asked for; `version` is the newest now."""

    version: int
    lots: Sequence[Lot] = ()
    sources: Sequence[Source] = ()
    operators: Sequence[Operator] = ()
    areas: Sequence[Area] = ()


@dataclass(frozen=True, slots=True)
class LotOutcome:
    """What a put did: the lot as stored, whether it is new, whether anything changed."""

    lot: Lot
    created: bool
    changed: bool = True


class RegistryStore(Protocol):
    """Lots, operators, sources, areas."""

    async def load(self, since: int = 0) -> RegistryDelta: ...

    async def put_lots(self, principal: Principal, drafts: Sequence[LotDraft]) -> list[LotOutcome]:
        """Create or replace lots by `lot_id`; an unchanged lot keeps its version."""
        ...

    async def remove_lot(self, principal: Principal, lot_id: str) -> bool: ...

    async def put_areas(self, areas: Sequence[Area]) -> int:
        """Create or replace areas by code; returns how many changed."""
        ...


class KeyStore(Protocol):
    """API keys."""

    async def find(self, key: str) -> Principal | None:
        """The caller behind a presented key; None for unknown, revoked or expired."""
        ...


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The city's clock: `mode` real, running or manual; a city time for a real time."""

    mode: str
    base_city_us: int
    base_real_us: int
    speed: float

    def now_us(self, real_us: int) -> int:
        """City time for the real time `real_us`."""
        if self.mode == "real":
            return real_us
        if self.mode == "manual":
            return self.base_city_us
        return self.base_city_us + round((real_us - self.base_real_us) * self.speed)


class ClockStore(Protocol):
    """The clock row in PostgreSQL; every process follows it."""

    async def read(self) -> ClockReading: ...

    async def set_mode(self, mode: str, *, city: datetime | None, speed: float = 1.0) -> None: ...

    async def move(self, city: datetime) -> ClockReading:
        """Set a manual clock; raises ClockNotManualError otherwise."""
        ...


class Register(Struct, frozen=True, gc=False):
    """One register as a report claims it: see docs/architecture.md, "Registers".

    A struct, because there are tens of thousands a second: a tuple costs four times as much.
    """

    lot_key: int
    name: str
    version: str
    value: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying registers did: of each, one of the numbers in `parking.live.register`."""

    position: int
    status: Sequence[int]


@dataclass(frozen=True, slots=True)
class Changes:
    """Changed registers of one partition, in position order; `stored` is the merged value."""

    partition: int
    from_pos: int
    to_pos: int
    stored: Sequence[tuple[int, str, str]] = ()
    """(lot_key, register name, stored value)"""


@dataclass(frozen=True, slots=True)
class PartitionState:
    """All registers of one partition at `position`: (lot_key, name) → stored value."""

    partition: int
    epoch: str
    position: int
    stored: Mapping[tuple[int, str], str] = field(default_factory=dict)


class Projection(Protocol):
    """The live registers in Redis.

    Every method raises ProjectionAwayError when Redis is away and ProjectionLostError when the
    epoch there is not the expected one (or there is none).
    """

    async def epoch(self) -> str: ...

    async def apply(
        self, partition: int, registers: Sequence[Register], *, epoch: str
    ) -> Applied: ...

    async def load(self, partition: int) -> PartitionState:
        """The position is read before the registers, so that following from it loses nothing."""
        ...

    def follow(
        self,
        positions: Mapping[int, int],
        *,
        epoch: str,
        on_read: Callable[[], None] | None = None,
    ) -> AsyncIterator[Changes]:
        """Changes after the given positions, for ever; raises StreamGapError after a gap.

        `on_read` is called after every answer of the store, at least once a second.
        """
        ...
