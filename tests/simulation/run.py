"""One seed, one execution: a time of faults, then calm, in which everything must come to agree."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.simulation.agreement import disagreement
from tests.simulation.city import VIEWS, found, live_on
from tests.simulation.cluster import Cluster
from tests.simulation.loop import VirtualLoop
from tests.simulation.nemesis import Nemesis
from tests.simulation.sources import SourceModel
from tests.simulation.stage import Broken, Stage
from tests.simulation.viewer import Viewer
from tests.simulation.watch import Watch

CALM_S = 60.0
LOOK_S = 0.5
SAVED_EVERY_S = 1.0


@dataclass(frozen=True)
class Length:
    """How long faults go on, and how often something happens, in seconds."""

    faults_s: float = 14.0
    fault_every_s: float = 2.0
    report_every_s: float = 1.2
    registry_every_s: float = 3.0
    viewers: int = 5


SHORT = Length()
LONG = Length(faults_s=60.0, fault_every_s=2.5, viewers=7)


@dataclass
class Outcome:
    """What one seed came to; `broken` is the first promise that was not kept."""

    seed: int
    broken: Broken | None = None
    trace: str = ""
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def simulate(seed: int, length: Length = SHORT) -> Outcome:
    """Run one seed in virtual time."""
    with quiet(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(_Simulation(seed, length).run())


@contextmanager
def quiet() -> Iterator[None]:
    """Hear nothing of what faults make the city say; tests that come after hear it again."""
    logger = logging.getLogger("onelot")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Simulation:
    def __init__(self, seed: int, length: Length) -> None:
        self.seed = seed
        self.length = length

    async def run(self) -> Outcome:
        stage = self.stage = Stage(self.seed)
        self.cluster = Cluster(stage)
        self.nemesis = Nemesis(stage, self.cluster)
        self.watch = Watch(stage, self.cluster)
        devices = found(stage)
        self.sources = [
            SourceModel(stage, self.cluster, device, source_key, operator)
            for device, source_key, operator in devices
        ]
        self.viewers = [
            Viewer(stage, self.cluster, number, VIEWS[number % len(VIEWS)])
            for number in range(self.length.viewers)
        ]
        self.cluster.start()
        works = [self._play(), self.watch.run(), self._save_redis()]
        works += [viewer.run() for viewer in self.viewers]
        tasks = [asyncio.ensure_future(work) for work in works]
        for task in tasks:
            task.add_done_callback(self._ended)
        await stage.is_over.wait()
        for task in tasks:
            task.cancel()
        self.cluster.stop()
        await asyncio.sleep(0.01)
        return self._outcome()

    def _ended(self, task: asyncio.Task) -> None:
        if not task.cancelled() and task.exception() is not None:
            self.stage.fail(f"the simulation itself failed: {task.exception()!r}", task.exception())

    async def _play(self) -> None:
        length, stage = self.length, self.stage
        end_s = length.faults_s
        async with asyncio.TaskGroup() as group:
            for source in self.sources:
                group.create_task(self._speak(source, end_s))
            group.create_task(live_on(stage, length.registry_every_s, end_s))
            trouble = group.create_task(self.nemesis.run(length.fault_every_s, end_s))
            await asyncio.sleep(end_s)
            trouble.cancel()
            await asyncio.wait([trouble])
            self.nemesis.heal()
            for viewer in self.viewers:
                viewer.is_staying = True
            await self._agree("after the faults")
            self._demand_acknowledged()
            await self._lose_all_once_more()
        stage.is_over.set()

    async def _speak(self, source: SourceModel, end_s: float) -> None:
        await source.run(self.length.report_every_s, end_s)

    async def _lose_all_once_more(self) -> None:
        """With a new leader and an empty Redis the checkpoint and the log must say the same."""
        self.cluster.kill_worker()
        self.stage.redis.kill()
        self.stage.redis.start(keeping="nothing")
        self.cluster.start_worker()
        await self._agree("after losing Redis in the calm")

    async def _agree(self, when: str) -> None:
        loop = asyncio.get_running_loop()
        end_s = loop.time() + CALM_S
        while (wrong := self._disagreement()) is not None:
            if loop.time() > end_s:
                self.stage.fail(f"{when}, for {CALM_S:.0f} s: {wrong}")
                return
            await asyncio.sleep(LOOK_S)
            if self.stage.broken is not None:
                return

    def _disagreement(self) -> str | None:
        waiting = sum(source.waiting for source in self.sources)
        if waiting:
            return f"{waiting} requests are not acknowledged"
        return disagreement(self.stage, self.cluster, self.viewers)

    def _demand_acknowledged(self) -> None:
        """Everything that was acknowledged is in the log, and nothing is there twice."""
        kept = Counter(stored.row[0] for stored in self.stage.postgres.committed())
        for source in self.sources:
            for ident, status in source.acknowledged.items():
                if kept[ident] != 1:
                    self.stage.fail(f"{ident.hex()} was {status} and is {kept[ident]} times there")

    async def _save_redis(self) -> None:
        while True:
            await asyncio.sleep(SAVED_EVERY_S)
            self.stage.redis.save()

    def _outcome(self) -> Outcome:
        stage = self.stage
        counts = Counter(
            rows=len(stage.postgres.rows),
            acknowledged=sum(len(source.acknowledged) for source in self.sources),
            looks=self.watch.looks,
            faults=len(self.nemesis.done),
        )
        for viewer in self.viewers:
            counts.update(viewer.sight.seen)
        return Outcome(self.seed, stage.broken, stage.trace(), self.nemesis.done, counts)
