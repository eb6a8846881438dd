"""The bodies of reports as a simulated gateway writes them. Pure."""

from collections.abc import Mapping

from parking.clock import rfc3339
from simulator.world import Spaces

Report = dict[str, object]
SECOND_US = 1_000_000


class Gateway:
    """The box at one lot: its id and its own running serial."""

    __slots__ = ("_serial", "lot_id")

    def __init__(self, lot_id: str) -> None:
        self.lot_id = lot_id
        self._serial = 0

    def report(self, kind: str, at_us: int, **fields: object) -> Report:
        """Return a report of `kind`; every report takes the next serial."""
        self._serial += 1
        return {
            "kind": kind,
            "lot_id": self.lot_id,
            "record_serial": f"{kind[0].upper()}-{self._serial}",
            "observed_at": rfc3339(at_us, "Asia/Shanghai"),
            **fields,
        }

    def snapshot(self, classes: Mapping[str, Spaces], at_us: int) -> Report:
        """Return the absolute counts of every class."""
        return self.report(
            "snapshot",
            at_us,
            spaces=[
                {"space_class": name, "free": spaces.free, "capacity": spaces.capacity}
                for name, spaces in classes.items()
            ],
        )

    def heartbeat(self, at_us: int) -> Report:
        return self.report("heartbeat", at_us)


class Rhythm:
    """Due every `period_us`, the first time at a moment of the lot's own, so that lots differ."""

    __slots__ = ("_next_us", "_period_us")

    def __init__(self, start_us: int, period_us: int, share: float) -> None:
        self._period_us = period_us
        self._next_us = start_us + round(share * period_us)

    def due(self, now_us: int) -> bool:
        """Tell whether the moment has come; missed moments are not made up for."""
        if now_us < self._next_us:
            return False
        self._next_us += self._period_us * (1 + (now_us - self._next_us) // self._period_us)
        return True
