"""The nemesis: breaks something at moments the seed chooses, and mends it again a little later."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.simulation.cluster import APIS, Cluster
from tests.simulation.stage import HOUR_US, PARTITIONS, Stage
from tests.simulation.weather import Weather

LONGEST_S = 6.0

Fault = Callable[[], Awaitable[None]]


class Nemesis:
    """Its faults overlap as chance has it; after `heal` everything works again."""

    def __init__(self, stage: Stage, cluster: Cluster) -> None:
        self._stage = stage
        self._cluster = cluster
        self._chance = stage.stream("nemesis")
        self.done: list[str] = []

    async def run(self, pause_s: float, until_s: float) -> None:
        loop = asyncio.get_running_loop()
        faults = self._faults()
        async with asyncio.TaskGroup() as group:
            while loop.time() < until_s:
                await asyncio.sleep(self._chance.expovariate(1 / pause_s))
                fault = self._chance.choice(faults)
                self.done.append(f"{loop.time():.2f} {fault.__name__.strip('_')}")
                group.create_task(fault())

    def heal(self) -> None:
        """End every fault; what was down is up, one leader leads."""
        stage, cluster = self._stage, self._cluster
        for weather in self._weathers():
            weather.clear()
        if not stage.redis.is_up:
            stage.redis.start(keeping="all")
        stage.redis.is_full = False
        stage.redis.resume()
        stage.postgres.is_up = True
        stage.postgres.awake.set()
        while len(cluster.workers) > 1:
            cluster.kill_worker()
        if not cluster.workers:
            cluster.start_worker()
        for place in range(APIS):
            cluster.start_api(place)
        for process in cluster.processes():
            process.skew_us = 0

    def _faults(self) -> list[Fault]:
        everywhere = [
            self._kill_redis, self._lose_newest_writes, self._lose_redis, self._flush_redis,
            self._hang_redis, self._fill_redis, self._crash_postgres, self._hang_postgres,
            self._kill_api, self._kill_worker, self._depose_worker, self._bad_weather,
            self._bad_weather, self._jump_clock, self._slow_registry, self._slow_disk,
            self._cut_off, self._cut_off, self._slow_redis, self._cut_power,
        ]  # fmt: skip
        # Some seeds know a few faults only, and those often: rare pairs meet there.
        return everywhere if self._chance.random() < 0.5 else self._chance.sample(everywhere, 3)

    def _weathers(self) -> list[Weather]:
        stage = self._stage
        return [
            stage.to_postgres, stage.postgres.disk, stage.to_registry, stage.to_doors,
            stage.to_clients, *(process.to_redis for process in self._cluster.processes()),
        ]  # fmt: skip

    async def _while(self, longest_s: float = LONGEST_S) -> None:
        await asyncio.sleep(self._chance.uniform(0.05, longest_s))

    async def _restart_redis(self, keeping: str) -> None:
        redis = self._stage.redis
        redis.kill()
        await self._while()
        if not redis.is_up:
            self._start_redis(keeping)

    def _start_redis(self, keeping: str) -> None:
        """Start it; where newest writes are lost, their positions will be given away again."""
        stage = self._stage
        if keeping == "saved":
            standing = (stage.redis.standing(partition) for partition in range(PARTITIONS))
            stage.ledger.spoil(epoch for epoch, _ in standing)
        stage.redis.start(keeping=keeping)

    async def _kill_redis(self) -> None:
        await self._restart_redis("all")

    async def _lose_newest_writes(self) -> None:
        await self._restart_redis("saved")

    async def _lose_redis(self) -> None:
        await self._restart_redis("nothing")

    async def _flush_redis(self) -> None:
        self._stage.redis.flush()

    async def _hang_redis(self) -> None:
        self._stage.redis.is_hung = True
        await self._while()
        self._stage.redis.resume()

    async def _fill_redis(self) -> None:
        self._stage.redis.is_full = True
        await self._while()
        self._stage.redis.is_full = False

    async def _crash_postgres(self) -> None:
        self._stage.postgres.crash()
        for process in self._cluster.processes():
            process.pool.crash()
        await self._while(2.0)
        self._stage.postgres.is_up = True

    async def _hang_postgres(self) -> None:
        self._stage.postgres.awake.clear()
        await self._while(4.0)
        self._stage.postgres.awake.set()

    async def _kill_api(self) -> None:
        place = self._chance.randrange(APIS)
        self._cluster.kill_api(place)
        await self._while(2.0)
        self._cluster.start_api(place)

    async def _kill_worker(self) -> None:
        self._cluster.kill_worker()
        await self._while(3.0)
        if not self._cluster.workers:
            self._cluster.start_worker()

    async def _depose_worker(self) -> None:
        """Another one leads before the first has noticed that it no longer does."""
        self._cluster.start_worker()
        await self._while(3.0)
        if len(self._cluster.workers) > 1:
            self._cluster.kill_worker()

    async def _bad_weather(self) -> None:
        weather = self._chance.choice(self._weathers())
        weather.lose = self._chance.choice((0.0, 0.05, 0.3))
        weather.cut = self._chance.choice((0.0, 0.05, 0.3))
        weather.slow = self._chance.choice((0.0, 0.2, 0.6))
        weather.slowest_s = self._chance.choice((0.05, 0.5, 2.0))
        await self._while()
        weather.clear()

    async def _jump_clock(self) -> None:
        """The clock of a machine jumps; its process is to count on by PostgreSQL's."""
        process = self._chance.choice(self._cluster.processes() or [None])
        if process is None:
            return
        process.skew_us = self._chance.choice((-HOUR_US, HOUR_US, -24 * HOUR_US, 5_000_000))
        await self._while()
        process.skew_us = 0

    async def _slow_registry(self) -> None:
        self._stage.to_registry.slow = 1.0
        self._stage.to_registry.slowest_s = 3.0
        await self._while()
        self._stage.to_registry.clear()

    async def _slow_disk(self) -> None:
        """Commits take long, each its own time: they are seen in another order than begun."""
        disk = self._stage.postgres.disk
        disk.slow, disk.slowest_s = 0.5, 0.8
        await self._while()
        disk.clear()

    async def _cut_off(self) -> None:
        """One process does not reach a Redis that serves the others."""
        process = self._chance.choice(self._cluster.processes() or [None])
        if process is not None:
            process.to_redis.lose = 1.0
            await self._while()
            process.to_redis.clear()

    async def _slow_redis(self) -> None:
        """Much happens between two commands of one pipeline."""
        processes = self._cluster.processes()
        for process in processes:
            process.to_redis.slow, process.to_redis.slowest_s = 0.7, 0.4
        await self._while()
        for process in processes:
            process.to_redis.clear()

    async def _cut_power(self) -> None:
        """Everything dies at once; what was on the disks is there again."""
        cluster, stage = self._cluster, self._stage
        for place in range(APIS):
            cluster.kill_api(place)
        while cluster.workers:
            cluster.kill_worker()
        stage.postgres.crash()
        stage.redis.kill()
        await self._while(2.0)
        stage.postgres.is_up = True
        self._start_redis(self._chance.choice(("saved", "nothing")))
        for place in range(APIS):
            cluster.start_api(place)
        if not cluster.workers:
            cluster.start_worker()
