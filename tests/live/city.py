"""A small city for live tests: the real replica, fed by hand as its follower would feed it."""

from dataclasses import replace

from geo.cell import cell_of
from geo.position import Position
from parking.directory import Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.register import merge
from parking.live.replica import SETTLED_A_STEP, Replica
from parking.lot import Lot, Source
from parking.ports import Changes, PartitionState, Register, RegistryDelta

START_US = 1_795_000_000_000_000
PARTITIONS = 4
NORTH_STEP = 0.02
SOURCE = Source(1, "op-1", 1, "op", ttl_s=120.0)


def lot_at(key: int, lat: float | None, lon: float | None, **facts) -> Lot:
    cell = None if lat is None else cell_of(Position(lat, lon))
    return Lot(
        LotKey(key), LotId(f"L{key:05d}"), OperatorKey(1), OperatorId("op"), f"停车场 {key}",
        key % PARTITIONS, lat=lat, lon=lon, cell=cell, capacity={"general": 100}, **facts,
    )  # fmt: skip


class City:
    """Counts, moves and deletes lots; `now_us` is its clock."""

    def __init__(
        self, lots: list[Lot], epoch: str = "a" * 16, *, settled_a_step: int = SETTLED_A_STEP
    ) -> None:
        self.now_us = START_US
        self.directory = Directory()
        self.replica = Replica(self.directory, partitions=PARTITIONS, settled_a_step=settled_a_step)
        self._version = 0
        self._stored: dict[tuple[int, str], str] = {}
        self._pos = dict.fromkeys(range(PARTITIONS), 100)
        self._partition_of: dict[int, int] = {}
        self.put(*lots)
        self.load(epoch)

    def put(self, *lots: Lot) -> None:
        self._version += 1
        self._partition_of.update({lot.lot_key: lot.partition for lot in lots})
        lots = [replace(lot, version=self._version) for lot in lots]
        delta = RegistryDelta(self._version, lots=lots, sources=(SOURCE,))
        self.directory.apply(delta)
        self.replica.apply_registry(delta, self.now_us)

    def lot(self, key: int) -> Lot:
        return self.directory.lot(LotKey(key))

    def move(self, key: int, lat: float, lon: float) -> None:
        cell = cell_of(Position(lat, lon))
        self.put(replace(self.lot(key), lat=lat, lon=lon, cell=cell))

    def delete(self, key: int) -> None:
        self.put(replace(self.lot(key), deleted=True))

    def count(self, *frees: tuple[int, int]) -> None:
        """Let (lot key, free) be observed now, in one step per partition."""
        self.take(*frees)
        while self.replica.settle(self.now_us):
            pass

    def take(self, *frees: tuple[int, int]) -> None:
        """Let (lot key, free) be observed now, and nothing be shown of it yet."""
        self.now_us += 1_000
        steps: dict[int, list[tuple[int, int]]] = {}
        for key, free in frees:
            steps.setdefault(self._partition_of[key], []).append((key, free))
        for partition, counted in steps.items():
            before = self._pos[partition]
            stored = [self._observe(partition, key, free) for key, free in counted]
            changes = Changes(partition, before + 1, self._pos[partition], stored)
            self.replica.take_changes(changes)

    def load(self, epoch: str, *, forget_positions: bool = False) -> None:
        """Rebuild the projection under an epoch."""
        if forget_positions:
            self._pos = dict.fromkeys(range(PARTITIONS), 5)
            self._stored = {name: f"{3:016d}{stored[16:]}" for name, stored in self._stored.items()}
        states = [
            PartitionState(part, epoch, self._pos[part], {
                name: stored for name, stored in self._stored.items()
                if self._partition_of[name[0]] == part
            })
            for part in range(PARTITIONS)
        ]  # fmt: skip
        self.replica.load(states, self.now_us)

    def free(self) -> dict[str, int | None]:
        """What the city itself says of every lot."""
        return {
            live.lot.lot_id: live.availability(self.now_us).free
            for live in self.replica.live_lots()
        }

    def _observe(self, partition: int, key: int, free: int) -> tuple[int, str, str]:
        self._pos[partition] += 1
        value = f"{free:+08d}{100:+08d}{0:04d}{SOURCE.source_key:08d}"
        version = f"{0:04d}{self.now_us:016d}{self._pos[partition]:015d}"
        register = Register(key, "s:general", version, value)
        stored, _ = merge(self._stored.get((key, "s:general")), register, self._pos[partition])
        self._stored[key, "s:general"] = stored
        return key, "s:general", stored


def row_of_lots(number: int, *, lat: float = 36.65, lon: float = 117.12) -> list[Lot]:
    """Lots in a row to the north, each in a tile of its own."""
    return [lot_at(key, lat + key * NORTH_STEP, lon) for key in range(1, number + 1)]
