"""Exported city: what all exports are made of: replica, clock, press, and who publishes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.export.press import Press
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown, in_order, show
from parking.clock import CityClock
from parking.directory import Directory
from parking.live.live_lot import LiveLot
from parking.live.replica import Replica
from parking.problems import Problem, ProblemError

_NOT_CAUGHT_UP: Final = Problem("unavailable", "This process is still catching up; try again.")


@dataclass(frozen=True, slots=True)
class ExportedCity:
    """`zone` is the city's time zone."""

    replica: Replica
    clock: CityClock
    publisher: Publisher
    press: Press
    zone: str

    @property
    def directory(self) -> Directory:
        return self.replica.directory

    @property
    def is_real(self) -> bool:
        """Tell whether the city lives in real time, or in a rehearsal of its own."""
        return self.clock.reading.mode == "real"

    def now_us(self) -> int:
        """Return the city's time; raises a problem until every partition has been loaded."""
        if not self.replica.is_complete:
            raise ProblemError(_NOT_CAUGHT_UP)
        return self.clock.now_us()

    def lots(self) -> Iterator[LiveLot]:
        """Yield the lots in the order of their ids."""
        return in_order(self.replica)

    def shown(self, now_us: int) -> Iterator[Shown]:
        """Yield the lots as they are at a moment."""
        for live in self.lots():
            yield show(live, self.directory, now_us)
