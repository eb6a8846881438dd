"""What must hold at every moment, whatever is broken: looked at by readers and at each write."""

import asyncio
from collections import defaultdict

from parking.live.availability import to_dict
from parking.live.lot_registers import is_kept
from parking.storage.postgres.report_log import EPOCH_2000_US
from tests.simulation.ages import wrong_with
from tests.simulation.agreement import stored_registers
from tests.simulation.cluster import Cluster
from tests.simulation.process import ApiProcess
from tests.simulation.stage import Stage

LOOK_S = 0.7
VERSION = slice(16, 51)


class Watch:
    """Reads as a reader would, and remembers what each process has shown before."""

    def __init__(self, stage: Stage, cluster: Cluster) -> None:
        self._stage = stage
        self._cluster = cluster
        self._shown: defaultdict[str, dict[tuple[int, str], str]] = defaultdict(dict)
        self.looks = 0
        stage.redis.on_apply = self._at_write

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            heard_us = self._newest_claims()
            for process in self._cluster.apis.values():
                if process.is_open and process.replica.is_complete:
                    self._look_at(process, heard_us)
                    # A Redis that has lost its newest writes is no measure of whoever read them.
                    if not self._stage.ledger.is_spoiled(process.replica.epoch):
                        self._compare(process)

    def _at_write(self, epoch: str, name: str, before: str | None, after: str) -> None:
        self._stage.note("write", epoch, name, after)
        self._stage.ledger.write(epoch, name, after)
        if before is not None and _went_back(before, after):
            self._stage.fail(f"register {name} went back: {before} → {after}")

    def _newest_claims(self) -> dict[int, int]:
        """Return when each lot was last heard of, by the log."""
        heard: defaultdict[int, int] = defaultdict(int)
        for stored in self._stage.postgres.committed():
            lot_key, observed_us = stored.row[2], stored.row[5][0] + EPOCH_2000_US
            heard[lot_key] = max(heard[lot_key], observed_us)
        return heard

    def _look_at(self, process: ApiProcess, heard_us: dict[int, int]) -> None:
        now_us = process.clock.now_us()
        before = self._shown[process.name]
        for live in process.replica.live_lots():
            self.looks += 1
            lot_key = live.lot.lot_key
            shown = to_dict(live.availability(now_us))
            wrong = wrong_with(shown, live.ttl_s)
            age_s = (now_us - heard_us.get(lot_key, 0)) / 1_000_000
            if shown["freshness"] == "live" and age_s > live.ttl_s + 1:
                wrong = f"live, and nobody spoke of it for {age_s:.0f} s (ttl {live.ttl_s:.0f})"
            if wrong:
                self._stage.fail(f"{process.name} shows {wrong}: {shown}")
            registers = live.registers.all()
            for name, stored in registers.items():
                if name.startswith("s:") and "c" in registers:
                    continue  # what was counted before the lot counted by movements is in its row
                earlier = before.get((lot_key, name))
                if earlier is not None and _went_back(earlier, stored):
                    self._stage.fail(f"{process.name}: {name} went back: {earlier} → {stored}")
                before[lot_key, name] = stored

    def _compare(self, process: ApiProcess) -> None:
        """Whoever stands where Redis stands holds what Redis holds."""
        stage, replica = self._stage, process.replica
        stored = stored_registers(stage)
        for partition, position in replica.positions().items():
            if stage.redis.standing(partition) != (replica.epoch, position):
                continue
            for live in replica.live_lots():
                if live.lot.partition != partition:
                    continue
                for name, value in live.registers.all().items():
                    held = stored.pop((live.lot.lot_key, name), None)
                    if held != value:
                        stage.fail(f"{process.name} holds for {name} {value}, Redis {held}")
                if missing := [
                    key
                    for key, value in stored.items()
                    if key[0] == live.lot.lot_key and is_kept(key[1], value)
                ]:
                    stage.fail(f"{process.name} stands at {position} and misses {missing}")


def _went_back(before: str, after: str) -> bool:
    return after[VERSION] < before[VERSION]
