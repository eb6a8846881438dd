"""The ledger: what truly happened in the simulated city, whatever its feeds said of it."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from parking.clock import rfc3339
from simulator.city import City
from simulator.world import Happening, World


class Ledger:
    """Appends every arrival, departure and refusal to a file of JSON lines, and counts them.

    The first lines say how many cars stood where when the simulation began (`what` = `present`).
    """

    def __init__(self, path: Path, city: City) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._city = city
        self._file = path.open("ab")
        self._encode = msgspec.json.Encoder().encode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def open_books(self, world: World) -> None:
        """Write down how the world stands before its first event."""
        at = rfc3339(world.now_us, "UTC")
        for lot, classes in zip(self._city.lots, world.spaces, strict=True):
            for name, spaces in classes.items():
                self._write(
                    {
                        "at": at,
                        "lot_id": lot.lot_id,
                        "space_class": name,
                        "what": "present",
                        "cars": spaces.capacity - spaces.free,
                    }
                )
        self._file.flush()

    def note(self, happenings: Iterable[Happening]) -> None:
        """Write down what happened, in order."""
        for event in happenings:
            lot_id = self._city.lots[event.lot].lot_id
            self.counts[lot_id, event.what] += 1
            self._write(
                {
                    "at": rfc3339(event.at_us, "UTC"),
                    "lot_id": lot_id,
                    "space_class": event.space_class,
                    "what": event.what,
                    "car": event.car,
                    "bay": event.bay,
                }
            )
        self._file.flush()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(self._encode(line) + b"\n")
