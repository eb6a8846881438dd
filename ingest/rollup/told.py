"""Told: what folds have told of lots and is not written yet. Knows no store."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parking.planning.history.fold import Folded
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import HourRow
from parking.planning.sessions import Passage
from parking.storage.postgres.planning.hour_rows import HourKey, key_of
from parking.storage.postgres.planning.service_rows import ServiceKey


@dataclass(slots=True)
class Told:
    """Of an hour the newest row counts. `heard` says which source spoke of which lot first."""

    hours: dict[HourKey, HourRow] = field(default_factory=dict)
    services: dict[ServiceKey, ServiceHour] = field(default_factory=dict)
    passages: list[tuple[int, Passage]] = field(default_factory=list)
    heard: set[tuple[int, int]] = field(default_factory=set)

    def add(self, lot_key: int, folded: Folded, passages: Iterable[Passage]) -> None:
        """Take in what one lot's fold told."""
        for row in folded.rows:
            self.hours[key_of(lot_key, row)] = row
        for service in folded.services:
            self.services[lot_key, service.hour_us] = service
        self.passages += ((lot_key, passage) for passage in passages)

    @property
    def size(self) -> int:
        return len(self.hours) + len(self.services) + len(self.passages) + len(self.heard)
