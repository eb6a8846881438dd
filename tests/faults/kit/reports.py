"""The reports of one producer: every kind that both lanes know, and what a driver must then see."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

CAPACITY = 100
BAYS = 400
FEW = 2  # vehicles between two readings of a counter, however soon they follow each other
WAYS = ("counted", "moving", "totalled", "sensed")
"""By its newest snapshot, by entries and exits, by its lanes' counters, bay by bay."""


class Reports:
    """Endless reports of some lots; `free` is what each lot then shows."""

    def __init__(self, producer: int, lot_ids: list[str], random: Random) -> None:
        self._producer, self._lot_ids, self._random = producer, lot_ids, random
        self._number = 0
        self._observed = datetime.now(UTC)
        self._totals: dict[str, tuple[int, int]] = {}
        self._bays: dict[str, dict[str, str]] = {}
        self.free: dict[str, int] = {}

    def body(self, size: int) -> list[dict]:
        """The next `size` reports, each observed after the one before."""
        return [self._next() for _ in range(size)]

    def _next(self) -> dict:
        lot_id = self._lot_ids[self._number % len(self._lot_ids)]
        way = WAYS[self._number % len(self._lot_ids) % len(WAYS)]
        content = getattr(self, f"_{way}")(lot_id)
        self._number += 1
        self._observed = max(self._observed + timedelta(microseconds=1), datetime.now(UTC))
        return {
            "lot_id": lot_id,
            "record_serial": serial_of(self._producer, self._number),
            "observed_at": self._observed.isoformat(),
        } | content

    def _counted(self, lot_id: str) -> dict:
        if self._random.random() < 0.1:
            return {"kind": "heartbeat"}
        return self._snapshot(lot_id)

    def _moving(self, lot_id: str) -> dict:
        free = self.free.get(lot_id)
        if free is None or self._random.random() < 0.1:
            return self._snapshot(lot_id)
        is_entry = free > CAPACITY * self._random.random()
        self.free[lot_id] = free - 1 if is_entry else free + 1
        return {"kind": "entry" if is_entry else "exit"}

    def _totalled(self, lot_id: str) -> dict:
        free = self.free.get(lot_id)
        if free is None:
            return self._snapshot(lot_id)
        came, went = self._totals.get(lot_id, (1_000, 1_000))
        if lot_id in self._totals:  # the first reading only says where the counters stand
            after = self._random.randint(max(free - FEW, 0), min(free + FEW, CAPACITY))
            came, went = came + max(free - after, 0), went + max(after - free, 0)
            self.free[lot_id] = after
        self._totals[lot_id] = came, went
        return {"kind": "totals", "lane_id": "N", "in_total": came, "out_total": went}

    def _sensed(self, lot_id: str) -> dict:
        code = f"b{self._number // len(self._lot_ids) % BAYS}"
        status = self._random.choice(["free", "occupied"])
        bays = self._bays.setdefault(lot_id, {})
        was_free = bays.get(code) == "free"
        bays[code] = status
        self.free[lot_id] = self.free.get(lot_id, 0) + (status == "free") - was_free
        return {"kind": "space", "space_code": code, "status": status}

    def _snapshot(self, lot_id: str) -> dict:
        self.free[lot_id] = self._random.randint(20, CAPACITY - 20)
        return {"kind": "snapshot", "spaces": [{"free": self.free[lot_id], "capacity": CAPACITY}]}


def serial_of(producer: int, number: int) -> str:
    return f"{producer}-{number}"


def lots_of(producer: int, ways: int = 1) -> list[str]:
    """A producer's own lots: each of the four ways of counting, `ways` times."""
    return [f"op1-{producer:02d}-{number}" for number in range(ways * len(WAYS))]


def registrations(lot_ids: list[str]) -> Iterator[tuple[str, dict]]:
    """What registers these lots, all within a walk of the centre."""
    for number, lot_id in enumerate(lot_ids):
        yield (
            lot_id,
            {
                "name": f"Lot {lot_id}",
                "lat": CENTRE["lat"] + number % 16 * 0.0005,
                "lon": CENTRE["lon"] + number // 16 * 0.0005,
                "capacity": BAYS if WAYS[number % len(WAYS)] == "sensed" else CAPACITY,
            },
        )


CENTRE = {"lat": 36.6512, "lon": 117.1201}
