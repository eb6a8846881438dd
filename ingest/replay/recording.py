"""Recording: a history of counts in our own words, whatever format it was kept in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecordedLot:
    """A lot as a recording knows it. `capacity` None: not said. Positions are WGS-84 degrees."""

    place_id: str
    name: str
    capacity: int | None = None
    lat: float | None = None
    lon: float | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedCount:
    """What the source said of one lot at one moment.

    `free` None: the source gave no count. `is_open` None: the source does not say. `capacity` None:
    the registered one holds.
    """

    place_id: str
    observed_us: int
    serial: str
    free: int | None
    capacity: int | None = None
    is_open: bool | None = None


class Recording(Protocol):
    """A recorded history; `counts` come in the order in which they were published."""

    @property
    def format(self) -> str: ...

    @property
    def lots(self) -> list[RecordedLot]: ...

    def counts(self) -> Iterator[RecordedCount]: ...
