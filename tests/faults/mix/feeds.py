"""Feeds of the mixed load: what each style of source says of its lots, and what is true of them."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

Report = dict[str, object]
Serial = Callable[[], str]
CAPACITY = 100
BAYS = 20


class Feed(Protocol):
    """`truth` is what a reader must see once all is quiet, of the lots where it is simply known."""

    truth: dict[str, int]

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        """Say the next thing, in one body."""
        ...


def report(kind: str, lot_id: str, observed: datetime, serial: Serial, **more: object) -> Report:
    said = {"kind": kind, "lot_id": lot_id, "record_serial": serial()}
    return said | {"observed_at": observed.isoformat()} | more


def spaces(free: int) -> list[Report]:
    return [{"free": free, "capacity": CAPACITY}]


class Counts:
    """Every lot's free spaces, all in one body."""

    def __init__(self, lots: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self.truth = {lot: chance.randrange(CAPACITY) for lot in lots}

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        for lot, free in self.truth.items():
            self.truth[lot] = min(CAPACITY, max(0, free + self._chance.randint(-2, 2)))
        return [
            report("snapshot", lot, now, serial, spaces=spaces(free))
            for lot, free in self.truth.items()
        ]


class Gates:
    """One car at a time; half of the lots count along, in the other half some cars come late."""

    def __init__(self, lots: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self._lots = list(lots)
        self._begun: dict[str, datetime] = {}
        self.truth: dict[str, int] = {}

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        place = self._chance.randrange(len(self._lots))
        lot = self._lots[place]
        if lot not in self.truth:
            self.truth[lot], self._begun[lot] = CAPACITY // 2, now
            return [report("snapshot", lot, now, serial, spaces=spaces(CAPACITY // 2))]
        free = self.truth[lot]
        comes = self._chance.random() < free / CAPACITY
        self.truth[lot] = free + (-1 if comes else 1)
        kind = "entry" if comes else "exit"
        if place % 2:
            return [report(kind, lot, now, serial, free_after=self.truth[lot])]
        late = timedelta(milliseconds=self._chance.choice((0, 0, 0, 1_500)))
        passed = max(now - late, self._begun[lot] + timedelta(milliseconds=1))
        plate = f"{self._chance.getrandbits(64):016x}"
        return [report(kind, lot, passed, serial, plate_hash=plate)]


class Lanes:
    """Cumulative counters of two lanes."""

    def __init__(self, lots: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self._totals = {lot: [0, 0, 0, 0] for lot in lots}
        self.truth: dict[str, int] = {}

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        if not self.truth:
            self.truth = dict.fromkeys(self._totals, CAPACITY // 2)
            return [
                one
                for lot, totals in self._totals.items()
                for one in (
                    self._told(lot, totals, now, serial),
                    report("snapshot", lot, now, serial, spaces=spaces(CAPACITY // 2)),
                )
            ]
        return [self._pass(lot, totals, now, serial) for lot, totals in self._totals.items()]

    def _pass(self, lot: str, totals: list[int], now: datetime, serial: Serial) -> Report:
        comes = self._chance.random() < self.truth[lot] / CAPACITY
        totals[self._chance.choice((0, 2)) + (not comes)] += 1
        self.truth[lot] += -1 if comes else 1
        return self._told(lot, totals, now, serial)

    def _told(self, lot: str, totals: list[int], now: datetime, serial: Serial) -> Report:
        lanes = [
            {"lane_id": "1", "in_total": totals[0], "out_total": totals[1]},
            {"lane_id": "2", "in_total": totals[2], "out_total": totals[3]},
        ]
        return report("totals", lot, now, serial, lanes=lanes, epoch=1)


class Bays:
    """Sensors of single bays."""

    truth: dict[str, int] = {}  # noqa: RUF012 - what bays add up to is the platform's estimate

    def __init__(self, lots: Sequence[str], chance: random.Random) -> None:
        self._lots = list(lots)
        self._chance = chance

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        return [
            report(
                "space", lot, now, serial,
                space_code=f"B1-{self._chance.randrange(BAYS):02d}",
                status=self._chance.choice(("free", "occupied")),
            )
            for lot in self._lots
        ]  # fmt: skip


class Amends:
    """Counts that are corrected, closures that are voided, and heartbeats in between."""

    truth: dict[str, int] = {}  # noqa: RUF012 - corrections have tests of their own

    def __init__(self, lots: Sequence[str], chance: random.Random) -> None:
        self._lots = list(lots)
        self._chance = chance
        self._open: dict[str, tuple[str, str]] = {}

    def body(self, now: datetime, serial: Serial) -> list[Report]:
        return [self._about(lot, now, serial) for lot in self._lots]

    def _about(self, lot: str, now: datetime, serial: Serial) -> Report:
        if lot in self._open:
            kind, meant = self._open.pop(lot)
            if kind == "closure":
                target = {"kind": kind, "record_serial": meant}
                return report("void", lot, now, serial, void_of=target)
            free = spaces(self._chance.randrange(CAPACITY))
            return report("correction", lot, now, serial, correction_of=meant, spaces=free)
        (kind,) = self._chance.choices(("heartbeat", "snapshot", "closure"), (50, 49, 1))
        if kind == "heartbeat":
            return report(kind, lot, now, serial)
        if kind == "snapshot":
            free = spaces(self._chance.randrange(CAPACITY))
            said = report(kind, lot, now, serial, spaces=free)
        else:
            said = report(kind, lot, now, serial, reason="施工")
        self._open[lot] = str(said["kind"]), str(said["record_serial"])
        return said
